"""The best split as rows, and hand edits checked at once."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tender.store.accounts import Role
from tender.store.journal import JournalRow, broken_link, list_journal
from tender.workbench import needing, splitting
from tender.workbench.errors import Invalid, NotAllowed, NotReady, OutOfDate
from tender.workbench.needing import NeedLine
from tests.builders import ISTRES, MIRAMAS, SALON, a_user
from tests.workbench.conftest import House


def test_what_is_proposed_covers_every_need_in_whole_hours(session: Session, house: House):
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)

    assert split.objective["uncovered_hours"] == pytest.approx(0, abs=1e-3)
    assert split.status == "optimal"
    assert sum(row.total_hours for row in split.shares) == 12 * 140
    assert all(isinstance(hours, int) for row in split.shares for hours in row.hours.values())


def test_members_with_the_same_means_are_loaded_alike(session: Session, house: House):
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)
    hours = {
        member.key: sum(row.total_hours for row in split.shares if row.member_id == member.id)
        for member in (house.north, house.south)
    }

    assert hours == {"ai-nord": 600, "ai-sud": 600}


def test_every_share_and_every_absence_has_a_reason(session: Session, house: House):
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)

    assert {(one["member"], one["lot"]) for one in split.reasons} >= {
        ("ai-nord", "1"),
        ("ai-sud", "1"),
        ("ai-ouest", "2"),
    }
    assert all(one["text"] for one in split.reasons)


def test_an_edit_beyond_the_capacity_is_refused_with_the_month(session: Session, house: House):
    splitting.propose(session, house.officer, house.call.id, seconds=5)
    needing.set_needs(session, house.officer, house.call.id, [NeedLine("1", SALON, "cleaning", 150)])
    splitting.propose(session, house.officer, house.call.id, seconds=5)

    with pytest.raises(Invalid) as refusal:
        splitting.set_share(
            session,
            house.officer,
            house.call.id,
            house.north.id,
            need=("1", SALON, "cleaning"),
            hours=12 * 140,
        )

    assert refusal.value.facts["rule"] in ("capacity", "overshared")


def test_an_edit_outside_the_territory_is_refused(session: Session, house: House):
    splitting.propose(session, house.officer, house.call.id, seconds=5)
    splitting.set_share(
        session, house.officer, house.call.id, house.north.id, need=("1", MIRAMAS, "cleaning"), hours=0
    )

    with pytest.raises(Invalid) as refusal:
        splitting.set_share(
            session, house.officer, house.call.id, house.west.id, need=("1", MIRAMAS, "cleaning"), hours=120
        )

    assert refusal.value.facts["rule"] == "place"


def test_the_second_of_two_officers_is_told_that_the_split_changed(session: Session, house: House):
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)
    seen = split.revision
    need = ("2", ISTRES, "cleaning")
    splitting.set_share(
        session, house.officer, house.call.id, house.west.id, need=need, hours=240, seen_revision=seen
    )

    with pytest.raises(OutOfDate):
        splitting.set_share(
            session, house.officer, house.call.id, house.west.id, need=need, hours=120, seen_revision=seen
        )


def test_a_locked_share_stays_in_the_next_proposal(session: Session, house: House):
    splitting.propose(session, house.officer, house.call.id, seconds=5)
    splitting.set_share(
        session, house.officer, house.call.id, house.south.id, need=("1", SALON, "cleaning"), hours=0
    )
    split = splitting.set_share(
        session, house.officer, house.call.id, house.north.id, need=("1", SALON, "cleaning"), hours=720
    )
    row = next(one for one in split.shares if (one.member_id, one.place) == (house.north.id, SALON))
    splitting.lock_share(session, house.officer, house.call.id, row.id, locked=True)

    split = splitting.propose(session, house.officer, house.call.id, seconds=5)

    kept = next(one for one in split.shares if (one.member_id, one.place) == (house.north.id, SALON))
    assert kept.total_hours == 720
    assert kept.locked


def test_a_member_kept_out_of_a_lot_gets_none_of_it(session: Session, house: House):
    splitting.set_refusal(session, house.officer, house.call.id, house.south.id, lot="1", refused=True)

    split = splitting.propose(session, house.officer, house.call.id, seconds=5)

    assert house.south.id not in {row.member_id for row in split.shares}


def test_there_is_nothing_to_split_without_needs(session: Session, house: House):
    needing.set_needs(session, house.officer, house.call.id, [])

    with pytest.raises(NotReady):
        splitting.propose(session, house.officer, house.call.id)


def test_only_staff_may_split(session: Session, house: House):
    with pytest.raises(NotAllowed):
        splitting.propose(session, house.north_director, house.call.id)


def test_a_need_outside_any_lot_or_commune_is_refused_by_its_line(session: Session, house: House):
    with pytest.raises(Invalid) as lot:
        needing.set_needs(session, house.officer, house.call.id, [NeedLine("9", SALON, "cleaning", 10)])
    with pytest.raises(Invalid) as place:
        needing.set_needs(session, house.officer, house.call.id, [NeedLine("1", "99999", "cleaning", 10)])

    assert (lot.value.code, place.value.code) == ("unknown_lot", "unknown_place")
    assert lot.value.facts["line"] == 1


def test_the_journal_tells_each_act_and_its_chain_holds(session: Session, house: House):
    splitting.propose(session, house.officer, house.call.id, seconds=5)

    acts = [row.act for row in list_journal(session, viewer=house.officer)]
    assert acts[:2] == ["split.proposed", "needs.set"]
    assert broken_link(session) is None


def test_a_changed_line_of_the_journal_breaks_its_chain(session: Session, house: House):
    splitting.propose(session, house.officer, house.call.id, seconds=5)
    line = session.query(JournalRow).order_by(JournalRow.id).first()
    line.facts = {**line.facts, "lines": 99}
    session.flush()

    assert broken_link(session) == line.id


def test_a_director_reads_her_own_members_lines_only(session: Session, published: House):
    other = a_user(session, Role.DIRECTOR)

    assert list_journal(session, viewer=other) == []


def test_the_hours_a_person_reads_can_be_typed_back(session, house):
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)
    row = max(split.shares, key=lambda one: one.total_hours)
    member, need, hours = row.member_id, (row.lot, row.place, row.trade), row.total_hours

    for typed in (hours - 7, hours):
        splitting.set_share(session, house.officer, house.call.id, member, need=need, hours=typed)
        assert {
            one.member_id: one.total_hours for one in split.shares if (one.lot, one.place, one.trade) == need
        }[member] == typed

    assert split.uncovered == []
