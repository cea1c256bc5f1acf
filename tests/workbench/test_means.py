"""Members' means: what a convention limits, what responses promise, what a figure's age says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tender.store.calls import CallState
from tender.store.members import ConventionPlaceRow, TerritoryRow
from tender.store.splits import SplitRow, SplitState
from tender.workbench import declaring, splitting
from tender.workbench.casing import build_case, convention_reach, free_hours, reach_of
from tender.workbench.clock import now
from tender.workbench.errors import Invalid
from tender.workbench.mapping import read_place_list
from tender.workbench.promising import PromiseKind, past_hours, promises, summed
from tests.builders import ISTRES, MIRAMAS, SALON, a_call
from tests.workbench.conftest import House


def frozen(session: Session, house: House) -> SplitRow:
    """The split of the house, frozen by all."""
    split = splitting.split_of(session, house.officer, house.call.id)
    split.state, split.frozen_at = SplitState.FROZEN, now()
    house.call.state = CallState.FROZEN
    session.flush()
    return split


def test_the_territory_of_the_convention_bounds_where_a_member_works(session: Session, house: House):
    places = [("commune", SALON), ("commune", ISTRES)]
    declaring.set_territories(session, house.officer, house.north.id, places, convention=True)
    session.flush()

    assert reach_of(house.north) == {SALON}
    assert convention_reach(house.north) == {SALON, ISTRES}
    case = build_case(session, house.officer, splitting.split_of(session, house.officer, house.call.id))
    assert next(one.places for one in case.members if one.id == "ai-nord") == (SALON,)


def test_without_places_of_work_a_member_works_in_all_of_its_convention(session: Session, house: House):
    house.north.territories = []
    house.north.convention_places = [ConventionPlaceRow(kind="commune", code=MIRAMAS)]

    assert reach_of(house.north) == {MIRAMAS}


def test_a_neighbour_abroad_works_in_its_kreise_and_in_france(session: Session, house: House):
    house.north.territories = [
        TerritoryRow(kind="abroad", code="DE-10"),
        TerritoryRow(kind="commune", code="57631"),
    ]

    assert len(reach_of(house.north)) == 7
    assert "DE-10041" in reach_of(house.north)


def test_hours_of_frozen_responses_are_no_longer_free_until_the_call_is_dropped(
    session: Session, published: House
):
    house = published
    mine = sum(row.total_hours for row in frozen(session, house).shares if row.member_id == house.north.id)

    held = promises(session, [house.north])[house.north.id]
    month = next(iter(held[0].months))
    free = free_hours(house.north, [month], summed(held))
    house.call.state = CallState.FILED
    pending = promises(session, [house.north])[house.north.id][0].kind
    house.call.state = CallState.DROPPED

    assert sum(one.hours for one in held) == mine > 0
    assert held[0].kind is PromiseKind.FROZEN
    assert pending is PromiseKind.PENDING
    assert free["cleaning"][month] == 100 - sum(one.months[month] for one in held)
    assert promises(session, [house.north])[house.north.id] == []


def test_a_call_does_not_count_its_own_parts_against_itself_but_others_do(session: Session, published: House):
    house = published
    frozen(session, house)
    other = a_call(session)
    split = splitting.split_of(session, house.officer, other.id)

    assert promises(session, [house.north], but_call=house.call.id)[house.north.id] == []
    assert promises(session, [house.north], but_call=split.call_id)[house.north.id] != []


def test_hours_given_in_the_last_twelve_months_are_told_by_member(session: Session, published: House):
    house = published
    split = frozen(session, house)
    members = [house.north, house.south, house.west]

    given = past_hours(promises(session, members), now())
    split.frozen_at = now() - timedelta(days=400)

    assert sum(given.values()) == sum(row.total_hours for row in split.shares)
    assert past_hours(promises(session, members), now()) == {}


def test_the_age_at_which_a_figure_is_to_be_confirmed_is_the_collectives(session: Session, house: House):
    row = house.north.capacities[0]
    row.updated = now() - timedelta(days=40)

    before = declaring.is_stale(session, row)
    declaring.set_stale_after_days(session, house.officer, 30)

    assert (before, declaring.is_stale(session, row)) == (False, True)
    with pytest.raises(Invalid):
        declaring.set_stale_after_days(session, house.officer, 0)


def test_how_a_trade_is_done_is_kept_and_taken_back(session: Session, house: House):
    def set_ways(service: bool, staff_supply: bool) -> list[tuple[str, bool, bool]]:
        declaring.set_trade(
            session, house.north_director, house.north.id,
            trade="cleaning", service=service, staff_supply=staff_supply,
        )  # fmt: skip
        session.flush()
        return [(row.trade, row.service, row.staff_supply) for row in house.north.trades]

    assert set_ways(False, True) == [("cleaning", False, True)]
    assert set_ways(True, True) == [("cleaning", True, True)]
    assert set_ways(False, False) == []


def test_a_list_of_places_is_read_line_by_line_and_what_is_none_is_named():
    read, unread = read_place_list(
        "13103\nMiramas ; Istres\n\nMétropole d'Aix-Marseille-Provence\nDE-10041\nCanton de Gardanne\n0101\n"
        "Canton de Nulleparville\nNulleparville"
    )

    assert read == [
        ("commune", SALON), ("commune", MIRAMAS), ("commune", ISTRES), ("epci", "200054807"),
        ("abroad", "DE-10041"), ("canton", "1309"), ("canton", "0101"),
    ]  # fmt: skip
    assert unread == ["Canton de Nulleparville", "Nulleparville"]
