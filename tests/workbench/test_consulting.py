"""Before the split: who comes, silence counted; the wall; mandates; reserves; letters to come."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tender.store.accounts import MandateRow, Role, UserRow
from tender.store.consents import LetterRow, LetterState
from tender.store.consultations import AnswerRow, Stance, list_answers
from tender.store.database import sessions
from tender.store.journal import list_journal
from tender.store.members import the_collective
from tender.store.splits import find_shown_split, find_split_of_call, list_needs, list_shown_members
from tender.vocabulary.split import Verdict
from tender.workbench import (
    approving,
    consent,
    consulting,
    mandating,
    posting,
    publishing,
    reserving,
    splitting,
)
from tender.workbench.clock import now
from tender.workbench.consulting import Offer
from tender.workbench.errors import Invalid, NotAllowed, NotReady, OutOfDate
from tender.workbench.mail import Post
from tender.workbench.timing import counted_back
from tests.builders import ISTRES, MIRAMAS, SALON, a_user
from tests.workbench.conftest import House

IN = Offer(Stance.GROUP)
PART = ("1", SALON, "cleaning")


@pytest.fixture
def asked(session: Session, house: House) -> House:
    """The three members are asked."""
    consulting.open_consultation(session, house.officer, house.call.id, closes=now() + timedelta(days=3))
    return house


def everybody_in(session: Session, house: House) -> None:
    """All three come, on both lots."""
    for member in (house.north, house.south, house.west):
        consulting.answer(session, house.officer, house.call.id, member.id, {"1": IN, "2": IN})


def shown(session: Session, house: House) -> House:
    """The split proposed, and shown to the directors."""
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)
    lead = split.shares[0].member_id
    publishing.set_terms(session, house.officer, house.call.id, lead_id=lead, form=split.form,
                         lead_solidary=False, fee_percent=None, closes=None)  # fmt: skip
    publishing.publish(session, house.officer, house.call.id)
    return house


def holders(session: Session, house: House, lot: str) -> set[str]:
    """Who has a share of a lot."""
    split = find_split_of_call(session, house.call.id, viewer=house.officer)
    assert split is not None
    return {row.member.key for row in split.shares if row.lot == lot}


def test_silence_is_a_no_and_goes_to_the_journal(session: Session, asked: House):
    consulting.answer(session, asked.north_director, asked.call.id, asked.north.id, {"1": IN, "2": IN})

    assert consulting.close(session, asked.officer, asked.call.id) == 2

    answers = list_answers(session, asked.call.id, viewer=asked.officer)
    assert {(one.member_id, one.stance) for one in answers if one.silent} == {
        (asked.south.id, Stance.NO),
        (asked.west.id, Stance.NO),
    }
    silences = [
        row for row in list_journal(session, viewer=asked.officer) if row.act == "consultation.silence"
    ]
    assert len(silences) == 2


def test_only_those_who_come_are_in_the_split_within_what_they_offered(session: Session, asked: House):
    consulting.answer(session, asked.north_director, asked.call.id, asked.north.id,
                      {"1": Offer(Stance.GROUP, 30.0, (SALON,)), "2": IN})  # fmt: skip
    consulting.answer(session, asked.south_director, asked.call.id, asked.south.id,
                      {"1": Offer(Stance.NO), "2": IN})  # fmt: skip

    splitting.propose(session, asked.officer, asked.call.id, seconds=5)

    split = splitting.split_of(session, asked.officer, asked.call.id)
    parts = {(row.member.key, row.place): row.total_hours for row in split.shares if row.lot == "1"}
    assert set(parts) == {("ai-nord", SALON)}  # neither Miramas, which she did not offer, nor South
    assert parts["ai-nord", SALON] <= 30 * 12
    assert {one["place"] for one in split.uncovered} >= {MIRAMAS}


def test_a_consultation_still_open_keeps_the_split_from_the_directors(session: Session, asked: House):
    everybody_in(session, asked)

    with pytest.raises(NotReady) as refusal:
        shown(session, asked)
    assert refusal.value.code == "consultation_open"


def test_a_late_answer_counts_until_the_split_is_shown(session: Session, asked: House):
    consulting.close(session, asked.officer, asked.call.id)
    rows = consulting.answer(
        session, asked.south_director, asked.call.id, asked.south.id, {"1": IN, "2": Offer(Stance.NO)}
    )
    assert all(row.late for row in rows if row.stance is Stance.GROUP)

    shown(session, asked)
    with pytest.raises(NotReady):
        consulting.answer(session, asked.north_director, asked.call.id, asked.north.id, {"1": IN})


def test_the_charter_may_make_the_consultation_the_rule_and_an_act_on_record_does_without(
    session: Session, house: House
):
    collective = the_collective(session)
    assert collective is not None
    collective.charter = {"consultation": "required"}

    with pytest.raises(NotReady) as refusal:
        shown(session, house)
    with pytest.raises(Invalid):
        consulting.skip(session, house.officer, house.call.id, " ")
    consulting.skip(session, house.officer, house.call.id, "Délai trop court")
    publishing.publish(session, house.officer, house.call.id)

    assert refusal.value.code == "not_consulted"


def test_the_same_answer_twice_is_one_act_and_a_stale_one_is_told(session: Session, asked: House):
    before = consulting.question(session, asked.south_director, asked.call.id, asked.south.id).seen
    for _twice in range(2):
        consulting.answer(
            session, asked.south_director, asked.call.id, asked.south.id, {"1": IN, "2": IN}, seen=before
        )

    with pytest.raises(OutOfDate):
        consulting.answer(session, asked.south_director, asked.call.id, asked.south.id,
                          {"1": Offer(Stance.NO)}, seen=before)  # fmt: skip
    acts = [row.act for row in list_journal(session, viewer=asked.officer)]
    assert acts.count("consultation.answered") == 2  # one a lot


def test_the_store_walls_off_who_goes_alone_whatever_else_she_speaks_for(session: Session, asked: House):
    """She directs South, alone on lot 1, and North, which is in the group there."""
    both = a_user(session, Role.DIRECTOR, members=[asked.south, asked.north])
    everybody_in(session, asked)
    consulting.answer(session, both, asked.call.id, asked.south.id,
                      {"1": Offer(Stance.ALONE, 99.0, (SALON,), "seule")})  # fmt: skip
    consulting.close(session, asked.officer, asked.call.id)
    shown(session, asked)
    split = find_split_of_call(session, asked.call.id, viewer=asked.officer)
    assert split is not None

    alone = next(one for one in list_answers(session, asked.call.id, viewer=asked.officer)
                 if one.stance is Stance.ALONE)  # fmt: skip
    assert (alone.hours, alone.places) == (None, [])
    assert holders(session, asked, "1") == {"ai-nord"}
    assert list_shown_members(session, split.id, viewer=both) == []
    assert find_shown_split(session, split.id, viewer=asked.south_director) is None
    assert all(row.actor_id == both.id or not row.act.startswith(("share.", "split.", "terms."))
               for row in list_journal(session, viewer=both))  # fmt: skip
    assert consent.awaited(session, both, split.id) == (
        ["Ai Ouest"] if "ai-ouest" in holders(session, asked, "2") else []
    )
    letters = consent.letters(consent.standings(session, asked.officer, asked.call.id))
    assert both.id not in {letter.director.id for letter in letters}


def test_an_officer_who_speaks_for_a_lone_member_does_not_act_for_the_group(session: Session, asked: House):
    everybody_in(session, asked)
    consulting.answer(
        session, asked.south_director, asked.call.id, asked.south.id, {"1": Offer(Stance.ALONE)}
    )
    shared = a_user(session, Role.OFFICER, members=[asked.south])

    with pytest.raises(NotAllowed):
        splitting.propose(session, shared, asked.call.id, seconds=1)
    with pytest.raises(NotAllowed):
        consulting.table(session, shared, asked.call.id)
    assert find_split_of_call(session, asked.call.id, viewer=shared) is None
    assert {need.lot for need in list_needs(session, asked.call.id, viewer=shared)} == {"2"}


def test_nobody_sees_anothers_answer(session: Session, asked: House):
    everybody_in(session, asked)

    assert {one.member_id for one in list_answers(session, asked.call.id, viewer=asked.south_director)} == {
        asked.south.id
    }
    with pytest.raises(NotAllowed):
        consulting.table(session, asked.south_director, asked.call.id)


def test_without_a_mandate_on_record_nobody_is_bound(session: Session, published: House):
    mandating.record(session, published.officer, published.south_director.id, published.south.id,
                     function="", since=None, until=None, proof="")  # fmt: skip
    split = splitting.split_of(session, published.officer, published.call.id)
    part = approving.shown_share(session, split, published.south)

    with pytest.raises(NotReady) as refusal:
        approving.give_verdict(session, published.south_director, split.id, published.south.id,
                               seen=part.digest, verdict=Verdict.APPROVED)  # fmt: skip
    with pytest.raises(Invalid):
        mandating.record(session, published.officer, published.south_director.id, published.south.id,
                         function="", since=now().date(), until=None, proof=" ")  # fmt: skip

    assert refusal.value.code == "no_mandate"


def test_the_second_of_two_directors_is_told_what_the_first_decided(session: Session, published: House):
    second = a_user(session, Role.DIRECTOR, members=[published.south])
    split = splitting.split_of(session, published.officer, published.call.id)
    part = approving.shown_share(session, split, published.south)
    approving.give_verdict(session, published.south_director, split.id, published.south.id,
                           seen=part.digest, verdict=Verdict.APPROVED, seen_last=0)  # fmt: skip

    with pytest.raises(OutOfDate) as refusal:
        approving.give_verdict(session, second, split.id, published.south.id, seen=part.digest,
                               verdict=Verdict.REFUSED, reason="Non", seen_last=0)  # fmt: skip

    assert refusal.value.facts["by"] == published.south_director.name


def test_what_changed_is_told_against_what_she_last_saw(session: Session, published: House):
    split = splitting.split_of(session, published.officer, published.call.id)
    first = approving.shown_share(session, split, published.south)
    assert approving.look(session, published.south_director, first) is None

    splitting.set_share(
        session, published.officer, published.call.id, published.south.id, need=PART, hours=120
    )
    second = approving.shown_share(session, split, published.south)

    for _reload in range(2):
        assert approving.look(session, published.south_director, second) == first.content


def test_more_hours_asked_for_move_only_those_touched(session: Session, published: House):
    split = splitting.split_of(session, published.officer, published.call.id)
    part = approving.shown_share(session, split, published.south)
    west = [dict(row.hours) for row in split.shares if row.member_id == published.west.id]
    wanted = consent.counter_from(session, part, {PART: part.content["hours"] + 60})
    approving.give_verdict(session, published.south_director, split.id, published.south.id,
                           seen=part.digest, verdict=Verdict.COUNTERED, counter=wanted)  # fmt: skip

    consent.apply_counter(session, published.officer, published.call.id, published.south.id, seen=part.digest)

    now_ = sum(row.total_hours for row in split.shares if row.member_id == published.south.id)
    assert now_ == part.content["hours"] + 60
    assert split.uncovered == []
    assert west == [dict(row.hours) for row in split.shares if row.member_id == published.west.id]


def test_who_refused_is_given_nothing_more_by_anothers_proposal(session: Session, published: House):
    split = splitting.split_of(session, published.officer, published.call.id)
    hers = approving.shown_share(session, split, published.south)
    approving.give_verdict(session, published.south_director, split.id, published.south.id,
                           seen=hers.digest, verdict=Verdict.REFUSED, reason="Trop loin.")  # fmt: skip
    part = approving.shown_share(session, split, published.north)
    wanted = consent.counter_from(session, part, {PART: part.content["hours"] - 20 * 12 - 60})
    approving.give_verdict(session, published.north_director, split.id, published.north.id,
                           seen=part.digest, verdict=Verdict.COUNTERED, counter=wanted)  # fmt: skip

    consent.apply_counter(session, published.officer, published.call.id, published.north.id, seen=part.digest)

    now_ = approving.shown_share(session, split, published.south)
    assert (now_.digest, now_.verdict) == (hers.digest, Verdict.REFUSED)
    assert split.uncovered
    reserving.propose_reserves(session, published.officer, published.call.id)
    assert reserving.reserves_asked(session, published.south_director) == []


def test_a_month_limited_stays_within_it_and_a_foreign_commune_is_refused(session: Session, published: House):
    split = splitting.split_of(session, published.officer, published.call.id)
    part = approving.shown_share(session, split, published.south)
    month = next(iter(part.content["months"]))
    with pytest.raises(Invalid) as refusal:
        consent.counter_from(session, part, {("2", ISTRES, "cleaning"): 10})
    wish = consent.counter_from(session, part, {}, months={month: 20})
    approving.give_verdict(session, published.south_director, split.id, published.south.id,
                           seen=part.digest, verdict=Verdict.COUNTERED, counter=wish)  # fmt: skip

    consent.apply_counter(session, published.officer, published.call.id, published.south.id, seen=part.digest)

    assert refusal.value.code == "counter_place"
    assert sum(row.hours[month] for row in split.shares if row.member_id == published.south.id) <= 20


def test_a_reserve_is_the_next_best_consents_and_takes_over(session: Session, published: House):
    lacking = reserving.propose_reserves(session, published.officer, published.call.id)
    split = splitting.split_of(session, published.officer, published.call.id)
    [asked] = reserving.reserves_asked(session, published.north_director)
    assert lacking == 1  # nobody else reaches Istres
    with pytest.raises(NotReady):
        reserving.take_over(session, published.officer, published.call.id, asked.row.id)

    reserving.answer_reserve(
        session, published.north_director, asked.row.id, seen=asked.digest, accepted=True
    )
    reserving.take_over(session, published.officer, published.call.id, asked.row.id)

    assert {row.member.key for row in split.shares if row.place == SALON} == {"ai-nord"}


class Mailbox(socketserver.ThreadingTCPServer):
    """A real SMTP server on a local port: enough of RFC 5321 to take a letter."""

    allow_reuse_address = True

    def __init__(self) -> None:
        self.taken: list[str] = []
        super().__init__(("127.0.0.1", 0), Conversation)


class Conversation(socketserver.StreamRequestHandler):
    """One client's letters."""

    server: Mailbox

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                text = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    text += part
                self.server.taken.append(text.decode())
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """The server, running."""
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def remind(session: Session, house: House, director_id: int, member_id: int, digest: str) -> int:
    """A reminder whose day has come."""
    user = session.get_one(UserRow, director_id)
    row = posting.prepare_letter(
        session, posting.SHARE, house.call.id, user, words=("Rappel", "Votre part"),
        about=[{"member": member_id, "digest": digest}], due=now() - timedelta(minutes=1),
    )  # fmt: skip
    assert row is not None
    return row.id


def test_a_reminder_leaves_once_and_not_at_all_once_answered(
    engine: Engine, session: Session, published: House, mailbox: Mailbox, tmp_path
):
    split = splitting.split_of(session, published.officer, published.call.id)
    south = approving.shown_share(session, split, published.south)
    north = approving.shown_share(session, split, published.north)
    approving.give_verdict(session, published.north_director, split.id, published.north.id,
                           seen=north.digest, verdict=Verdict.APPROVED)  # fmt: skip
    sent = remind(session, published, published.south_director.id, published.south.id, south.digest)
    stopped = remind(session, published, published.north_director.id, published.north.id, north.digest)
    session.commit()
    post = Post(tmp_path, smtp_host="127.0.0.1", smtp_port=mailbox.server_address[1])

    first = posting.send_due(sessions(engine), post, now())
    again = posting.send_due(sessions(engine), post, now())  # the worker was started anew

    with sessions(engine)() as held:
        states = {number: held.get_one(LetterRow, number).state for number in (sent, stopped)}
    assert (first, again, len(mailbox.taken)) == (1, 0, 1)
    assert states == {sent: LetterState.SENT, stopped: LetterState.STOPPED}
    assert published.south_director.email in mailbox.taken[0]


def test_a_letter_whose_worker_stopped_in_between_is_not_sent_twice(
    engine: Engine, session: Session, published: House, mailbox: Mailbox, tmp_path
):
    split = splitting.split_of(session, published.officer, published.call.id)
    south = approving.shown_share(session, split, published.south)
    number = remind(session, published, published.south_director.id, published.south.id, south.digest)
    session.get_one(LetterRow, number).state = LetterState.SENDING
    session.commit()

    posting.send_due(sessions(engine), Post(tmp_path, smtp_host="127.0.0.1", smtp_port=1), now())

    assert mailbox.taken == []


def test_dates_are_counted_back_from_the_deadline_to_a_working_evening():
    deadline = datetime(2027, 2, 1, 11, tzinfo=UTC)  # a Monday; ten days before is a Friday

    far = counted_back(deadline, datetime(2027, 1, 1, tzinfo=UTC), 8)  # eight: a Sunday, so the Friday
    near = counted_back(deadline, datetime(2027, 1, 31, 11, tzinfo=UTC), 8)

    assert far is not None
    assert far.isoformat() == "2027-01-22T18:00:00+01:00"
    assert near == datetime(2027, 1, 31, 23, tzinfo=UTC)
    assert counted_back(None, deadline, 8) is None
    assert MandateRow(since=None).holds(far.date()) is False
    assert AnswerRow(silent=True).silent
