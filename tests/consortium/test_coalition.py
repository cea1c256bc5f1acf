"""The fewest members that could do as much, checked against every subset."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tender.consortium.coalition import alone, smallest
from tender.consortium.solver import propose
from tender.vocabulary.split import Need, SplitCase, SplitLot, SplitMember

MONTHS = ("2027-01", "2027-02")


def a_case(capacities: list[float], places: list[tuple[str, ...]], asked: dict[str, float]) -> SplitCase:
    needs = tuple(Need(place, "cleaning", dict.fromkeys(MONTHS, hours)) for place, hours in asked.items())
    members = tuple(
        SplitMember(f"m{number}", reach, {"cleaning": dict.fromkeys(MONTHS, hours)})
        for number, (hours, reach) in enumerate(zip(capacities, places, strict=True))
    )
    return SplitCase(MONTHS, (SplitLot("1", needs),), members)


def test_one_place_nobody_else_reaches_makes_its_member_needed():
    case = a_case([100, 100, 100], [("A",), ("A",), ("B",)], {"A": 100.0, "B": 50.0})
    found = smallest(case, propose(case).shares)

    assert found is not None
    assert found.least == 2
    assert "m2" in found.members


def test_what_is_offered_to_another_lot_is_no_limit_here():
    case = a_case([100.0], [("A",)], {"A": 40.0})
    member = replace(case.members[0], lot_hours={"2": 10.0})
    both = replace(case, lots=(*case.lots, SplitLot("2", case.lots[0].needs)), members=(member,))

    assert alone(both, "m0", "1") == pytest.approx(80.0)


def test_hours_of_one_month_alone_may_ask_for_every_member():
    case = a_case([60, 60, 60], [("A",)] * 3, {"A": 170.0})
    found = smallest(case, propose(case).shares)

    assert found is not None
    assert found.least == 3


def test_what_one_member_could_do_alone_ends_at_its_hours_and_its_places():
    case = a_case([60, 60], [("A",), ("A", "B")], {"A": 100.0, "B": 20.0})

    assert alone(case, "m0", "1") == pytest.approx(120.0)
    assert alone(case, "m1", "1") == pytest.approx(120.0)
    assert alone(case, "m1", "2") == 0.0


def test_nothing_shared_out_has_no_smallest_group():
    case = a_case([60], [("B",)], {"A": 100.0})

    assert smallest(case, ()) is None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(10, 120), min_size=2, max_size=4),
    st.data(),
    st.integers(10, 200),
    st.integers(10, 200),
)
def test_no_subset_smaller_than_the_least_covers_as_much(hours, data, first, second):
    reach = [data.draw(st.sampled_from([("A",), ("B",), ("A", "B")])) for _ in hours]
    case = a_case([float(one) for one in hours], reach, {"A": float(first), "B": float(second)})
    split = propose(case, seconds=5)
    found = smallest(case, split.shares)
    if found is None:
        assert not split.shares
        return
    whole = sum(share.hours for share in split.shares)
    for fewer in combinations(case.members, found.least - 1):
        left = SplitCase(case.periods, case.lots, fewer)
        assert sum(share.hours for share in propose(left, seconds=5).shares) < whole - 1e-6
