"""Two splits side by side: every difference is after less before, and nothing is lost in the sums."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tender.consortium.comparison import Row, balances, compare
from tender.consortium.solver import propose
from tender.vocabulary.split import SplitCase, SplitLot
from tests.consortium.cases import a_case, a_member, a_need, small_cases

CASE = a_case(
    a_member("a", 100.0),
    a_member("b", 300.0),
    lots=(SplitLot("1", (a_need(200.0),), min_share_hours=10.0),),
    distance_km={"a|13103": 10.0, "b|13103": 2.0},
)


def rows(case: SplitCase, other: SplitCase) -> dict[str, Row]:
    return {row.member: row for row in compare(case, propose(case), other, propose(other)).rows}


def test_a_split_beside_itself_has_no_difference() -> None:
    split = propose(CASE)

    beside = compare(CASE, split, CASE, split)

    assert beside.same
    assert beside.moved == 0.0
    assert not any(row.changed for row in beside.rows)
    assert beside.before == beside.after


def test_more_capacity_of_one_member_is_told_in_hours_loads_and_kilometres() -> None:
    larger = replace(CASE, members=(a_member("a", 300.0), CASE.members[1]))

    found = rows(CASE, larger)

    assert found["a"].before is not None
    assert found["a"].before.hours == pytest.approx(50.0, abs=0.01)
    assert found["a"].before.km == pytest.approx(10.0)
    assert found["a"].difference.hours == pytest.approx(50.0, abs=0.01)
    assert found["b"].difference.hours == pytest.approx(-50.0, abs=0.01)
    assert found["b"].difference.hours_km == pytest.approx(-100.0, abs=0.1)
    assert found["a"].difference.load == pytest.approx(100 / 300 - 0.5, abs=1e-4)


def test_the_hours_moved_are_counted_once() -> None:
    larger = replace(CASE, members=(a_member("a", 300.0), CASE.members[1]))

    beside = compare(CASE, propose(CASE), larger, propose(larger))

    assert beside.moved == pytest.approx(50.0, abs=0.01)
    assert [(change.member, round(change.difference)) for change in beside.changes] == [("a", 50), ("b", -50)]


def test_a_member_only_in_one_case_has_one_side() -> None:
    alone = replace(CASE, members=CASE.members[1:])

    found = rows(CASE, alone)

    assert found["a"].after is None
    assert found["a"].difference.hours == pytest.approx(-50.0, abs=0.01)
    assert found["a"].changed


def test_balances_add_up_to_nought_and_count_the_past() -> None:
    members = (replace(CASE.members[0], past_hours=80.0), replace(CASE.members[1], past_hours=0.0))
    case = replace(CASE, members=members)

    found = balances(case, propose(case).shares)

    assert found is not None
    assert found["a"] == pytest.approx(80 + 50 - 70, abs=0.01)
    assert found["b"] == pytest.approx(150 - 210, abs=0.01)


def test_a_member_of_twice_the_equity_is_given_twice_the_hours() -> None:
    twice = replace(CASE, members=(replace(CASE.members[1], id="a", equity=2.0), CASE.members[1]))

    split = propose(twice)

    hours = {share.member: share.hours for share in split.shares}
    assert hours["a"] == pytest.approx(2 * hours["b"], abs=0.01)
    assert split.objective.highest_load == pytest.approx(
        compare(twice, split, twice, split).before.objective.highest_load
    )


def test_no_past_means_no_balance_rather_than_nought() -> None:
    beside = compare(CASE, propose(CASE), CASE, propose(CASE))

    assert beside.before.unbalance is None
    assert all(row.before is not None and row.before.balance is None for row in beside.rows)


@settings(max_examples=30, deadline=None)
@given(small_cases(), small_cases())
def test_rows_add_up_to_the_totals_whatever_the_two_cases(one: SplitCase, other: SplitCase) -> None:
    beside = compare(one, propose(one), other, propose(other))

    before = [row.before for row in beside.rows if row.before is not None]
    assert sum(side.hours for side in before) == pytest.approx(beside.before.hours)
    assert sum(side.parts for side in before) == beside.before.objective.parts
    assert sum(side.hours_km for side in before) == pytest.approx(beside.before.objective.hours_km)
    gained = sum(change.difference for change in beside.changes)
    assert gained == pytest.approx(beside.after.hours - beside.before.hours, abs=1.0)
