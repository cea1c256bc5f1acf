"""Who is asked, reminded and awaited; another proposal taken over; the search as a job."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tender.store.jobs import JobState
from tender.store.splits import find_split_of_call
from tender.vocabulary.split import Verdict
from tender.workbench import approving, consent, needing, publishing, searching, splitting
from tender.workbench.approving import ShownShare, shown_share
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady, OutOfDate
from tender.workbench.needing import NeedLine
from tests.builders import MIRAMAS, SALON
from tests.workbench.conftest import House

PART = ("1", SALON, "cleaning")


def shown(session: Session, house: House) -> ShownShare:
    """South's part as it stands."""
    split = find_split_of_call(session, house.call.id, viewer=house.officer)
    assert split is not None
    return shown_share(session, split, house.south)


def propose_otherwise(session: Session, house: House, hours: int) -> ShownShare:
    """South's director proposes so many hours in Salon."""
    part = shown(session, house)
    approving.give_verdict(
        session, house.south_director, part.split.id, house.south.id,
        seen=part.digest,
        verdict=Verdict.COUNTERED,
        counter=consent.counter_from(session, part, {PART: hours}),
    )  # fmt: skip
    return part


def test_each_part_is_asked_once_reminded_once_then_telephoned(session: Session, published: House):
    held = consent.standings(session, published.officer, published.call.id)
    asked = [one for one in held if one.is_to_ask]
    consent.note_letters(session, published.officer, published.call.id, asked, consent.ASKED)
    reminded = consent.to_remind(session, published.officer, published.call.id)
    consent.note_letters(session, published.officer, published.call.id, reminded, consent.REMINDED)

    assert {one.shown.member.key for one in asked} == {"ai-nord", "ai-sud"}
    assert len(reminded) == 2
    assert consent.to_remind(session, published.officer, published.call.id) == []


def test_a_part_that_changed_is_asked_afresh(session: Session, published: House):
    held = consent.standings(session, published.officer, published.call.id)
    consent.note_letters(session, published.officer, published.call.id, held, consent.ASKED)

    splitting.set_share(
        session, published.officer, published.call.id, published.south.id, need=PART, hours=120
    )

    fresh = [one for one in consent.standings(session, published.officer, published.call.id) if one.is_to_ask]
    assert [one.shown.member.key for one in fresh] == ["ai-sud"]


def test_a_director_gets_one_letter_for_all_her_members(session: Session, published: House):
    held = consent.standings(session, published.officer, published.call.id)

    sent = consent.letters(held)

    assert sorted(letter.director.id for letter in sent) == [
        published.north_director.id,
        published.south_director.id,
    ]


def test_nobody_is_reminded_of_a_draft(session: Session, house: House):
    splitting.propose(session, house.officer, house.call.id, seconds=5)

    with pytest.raises(NotReady) as refusal:
        consent.to_remind(session, house.officer, house.call.id)

    assert refusal.value.code == "not_published"


def test_only_names_are_told_of_those_awaited(session: Session, published: House):
    split = shown(session, published).split

    assert consent.awaited(session, published.south_director, split.id) == [
        "Ai Nord",
        "Ai Ouest",
        "Ai Sud",
    ]
    with pytest.raises(NotAllowed):
        consent.standings(session, published.south_director, published.call.id)


@pytest.mark.parametrize("hours", [-1, 961])
def test_a_proposal_asks_for_what_the_buyer_asks_at_most(session: Session, published: House, hours: int):
    with pytest.raises(Invalid):
        consent.counter_from(session, shown(session, published), {PART: hours})


def test_a_proposal_taken_over_stays_and_the_rest_finds_who_can(session: Session, published: House):
    part = propose_otherwise(session, published, 240)

    consent.apply_counter(session, published.officer, published.call.id, published.south.id, seen=part.digest)

    row = next(one for one in part.split.shares if one.member_id == published.south.id)
    assert (row.total_hours, row.locked) == (240, True)
    hours = {one.member_id: one.total_hours for one in part.split.shares if one.place == SALON}
    assert hours == {published.north.id: 720, published.south.id: 240}
    assert part.split.uncovered == []


def test_a_place_given_up_stays_refused(session: Session, published: House):
    part = propose_otherwise(session, published, 0)

    consent.apply_counter(session, published.officer, published.call.id, published.south.id, seen=part.digest)

    assert part.split.refused == [{"member": "ai-sud", "lot": "1", "place": SALON}]


def test_a_proposal_on_a_part_that_changed_is_not_taken_over(session: Session, published: House):
    part = propose_otherwise(session, published, 240)
    splitting.set_share(
        session, published.officer, published.call.id, published.south.id, need=PART, hours=120
    )

    with pytest.raises(OutOfDate):
        consent.apply_counter(
            session, published.officer, published.call.id, published.south.id, seen=part.digest
        )
    with pytest.raises(NotFound):
        consent.apply_counter(session, published.officer, published.call.id, published.north.id, seen="0")


def test_completing_moves_nobody_it_need_not(session: Session, published: House):
    part = propose_otherwise(session, published, 240)
    consent.apply_counter(session, published.officer, published.call.id, published.south.id, seen=part.digest)
    west = {row.id: dict(row.hours) for row in part.split.shares if row.member_id == published.west.id}

    job = searching.ask(session, published.officer, published.call.id, least_change=True)
    asked = searching.begin(session, job.id)
    searching.finish(session, job.id, asked, searching.search(asked, lambda *_: None, seconds=5))

    hours = {row.member_id: row.total_hours for row in part.split.shares if row.place == SALON}
    assert job.state is JobState.DONE
    assert hours == {published.north.id: 720, published.south.id: 240}
    assert west == {
        row.id: dict(row.hours) for row in part.split.shares if row.member_id == published.west.id
    }


def test_a_search_already_running_is_the_one(session: Session, house: House):
    first = searching.ask(session, house.officer, house.call.id)

    assert searching.ask(session, house.officer, house.call.id) is first


def test_a_frozen_split_is_searched_no_more(session: Session, published: House):
    split = shown(session, published).split
    approving.approve_headless(session, published.officer, split)
    publishing.freeze(session, published.officer, published.call.id)

    with pytest.raises(NotReady):
        searching.ask(session, published.officer, published.call.id)


def test_hours_beyond_the_need_come_from_the_member_named(session: Session, published: House):
    split = splitting.set_share(
        session, published.officer, published.call.id, published.south.id,
        need=PART, hours=720, taken_from=published.north.id,
    )  # fmt: skip

    hours = {row.member_id: row.total_hours for row in split.shares if row.place == SALON}
    assert hours == {published.south.id: 720, published.north.id: 240}


def test_a_place_refused_is_free_at_once(session: Session, published: House):
    split = splitting.set_refusal(
        session,
        published.officer,
        published.call.id,
        published.north.id,
        lot="1",
        place=MIRAMAS,
        refused=True,
    )

    assert MIRAMAS not in {row.place for row in split.shares}
    assert [one["place"] for one in split.uncovered] == [MIRAMAS]


def test_needs_that_go_take_their_shares_with_them(session: Session, published: House):
    needing.set_needs(session, published.officer, published.call.id, [NeedLine("1", SALON, "cleaning", 40)])

    split = shown(session, published).split
    assert {row.place for row in split.shares} == {SALON}
    assert sum(row.total_hours for row in split.shares) == 480
