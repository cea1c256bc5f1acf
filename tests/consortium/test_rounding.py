"""Whole hours and whole cents, sums exact."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tender.consortium.rounding import euros, whole_hours
from tender.consortium.solver import propose
from tender.vocabulary.split import Share, SplitCase, SplitLot
from tests.consortium.cases import a_case, a_member, a_need, small_cases


def test_three_thirds_of_a_hundred_hours_make_a_hundred() -> None:
    case = a_case(a_member("a"), a_member("b"), a_member("c"), lots=(SplitLot("1", (a_need(100.0),)),))
    thirds = tuple(Share(m, "1", "13103", "cleaning", 1 / 3, 100 / 3) for m in "abc")

    whole = whole_hours(case, thirds)

    assert sorted(cell.hours for cell in whole if cell.period == "2027-01") == [16, 17, 17]
    assert sum(cell.hours for cell in whole) == 100


def test_an_hour_nobody_has_stays_out() -> None:
    case = a_case(a_member("a", 33.0), a_member("b", 33.0), lots=(SplitLot("1", (a_need(66.0),)),))
    halves = tuple(Share(m, "1", "13103", "cleaning", 0.5, 33.0) for m in "ab")

    assert sum(cell.hours for cell in whole_hours(case, halves)) == 64


@settings(max_examples=50, deadline=None)
@given(small_cases())
def test_whole_hours_stay_within_capacity_and_need(case: SplitCase) -> None:
    whole = whole_hours(case, propose(case).shares)

    used: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    shared: defaultdict[tuple[str, str, str, str], int] = defaultdict(int)
    for cell in whole:
        used[cell.member, cell.trade, cell.period] += cell.hours
        shared[cell.lot, cell.place, cell.trade, cell.period] += cell.hours
    members = {member.id: member for member in case.members}
    needs = {(lot.id, n.place, n.trade): n for lot in case.lots for n in lot.needs}
    for (member, trade, period), hours in used.items():
        assert hours <= members[member].capacity[trade].get(period, 0.0) + 1e-6
    for (lot, place, trade, period), hours in shared.items():
        assert hours <= needs[lot, place, trade].hours[period] + 1e-6


@given(st.integers(0, 10**9), st.lists(st.floats(0.001, 1e6), min_size=1, max_size=12))
def test_euros_are_shared_to_the_last_cent(cents: int, weights: list[float]) -> None:
    total = Decimal(cents) / 100

    shared = euros(total, weights)

    assert sum(shared) == total
    exact = [float(total) * weight / sum(weights) for weight in weights]
    assert all(
        abs(float(part) - fair) <= 0.01 + 1e-6 * fair for part, fair in zip(shared, exact, strict=True)
    )


def test_part_of_a_cent_or_no_weight_is_refused() -> None:
    with pytest.raises(ValueError, match=r"1\.005"):
        euros(Decimal("1.005"), [1.0])
    with pytest.raises(ValueError, match=r"0\.0"):
        euros(Decimal(1), [0.0])
