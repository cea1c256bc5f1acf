"""The solver against every split there is, and the laws any best split obeys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from benchmarks.split import SIZES, made_case
from tender.consortium.invariants import violations
from tender.consortium.levels import Watch, parts_floor, relaxed_left, relaxed_top
from tender.consortium.problem import index
from tender.consortium.shortfall import Relaxing, shortfalls
from tender.consortium.solver import propose
from tender.vocabulary.split import Lock, Split, SplitCase, SplitLot, SplitStatus
from tests.consortium.cases import a_case, a_member, a_need, small_cases
from tests.consortium.laws import LAWS, QUIET, Law, breaks_no_rule

many = settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
"""The long form of the laws is a command of its own: python -m tests.consortium.laws."""


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@many
@given(small_cases())
def test_the_best_split_of_a_small_case(law: Law, case: SplitCase) -> None:
    law(case, propose(case, seconds=60))


@many
@given(small_cases(parts=12))
def test_whatever_is_proposed_breaks_no_rule(case: SplitCase) -> None:
    breaks_no_rule(case, propose(case))


def test_nothing_to_share_and_nobody_to_share_it_are_valid() -> None:
    nobody = a_case(lots=(SplitLot("1", (a_need(100.0),)),))

    assert propose(SplitCase()).status is SplitStatus.OPTIMAL
    assert propose(nobody).objective.uncovered_hours == 100.0
    assert propose(nobody).uncovered[0].because


def test_locks_beyond_the_need_leave_no_split() -> None:
    locks = tuple(Lock(m, "1", "13103", "cleaning", 0.7) for m in "ab")
    case = a_case(a_member("a"), a_member("b"), lots=(SplitLot("1", (a_need(100.0),)),), locked=locks)

    split = propose(case)

    assert split.status is SplitStatus.INFEASIBLE
    assert split.shares == ()


def test_a_middling_case_is_valid_shown_while_it_improves_and_within_a_hundredth_of_its_bounds() -> None:
    case = made_case(SIZES["small"], seed=3)
    seen: list[Split] = []

    split = propose(case, seconds=15, progress=seen.append)

    assert seen
    assert all(violations(case, shown.shares) == () for shown in seen)
    assert violations(case, split.shares) == ()
    problem = index(case)
    watch = Watch(60)
    left = relaxed_left(problem, watch)
    assert left is not None
    top = relaxed_top(problem, left + 0.05, watch)
    assert top is not None
    assert split.objective.uncovered_hours <= left + 0.01 * problem.need_total.sum()
    assert split.objective.highest_load <= 1.01 * top / 1000
    assert split.objective.parts >= parts_floor(problem, split.objective.uncovered_hours)


def test_a_lot_takes_no_more_of_a_month_than_a_member_offers_it() -> None:
    lots = (SplitLot("1", (a_need(100.0),)), SplitLot("2", (a_need(100.0),)))
    member = replace(a_member("a"), lot_hours={"1": 20.0})

    split = propose(a_case(member, lots=lots))

    hours = {share.lot: share.hours for share in split.shares}
    assert hours == pytest.approx({"1": 40.0, "2": 100.0})
    short = shortfalls(a_case(member, lots=lots), split)[0]
    assert [way.kind for way in short.relaxations] == [Relaxing.OFFER]
    assert short.relaxations[0].price == pytest.approx(60.0)
    assert any(reason.facts.get("offer") == 20.0 for reason in split.reasons)


@pytest.mark.parametrize(
    ("has", "far", "near"), [(20.0, 100.0, 50.0), (20.0, 1000.0, 60.0), (7.0, 100.0, 17.5)]
)
def test_a_least_part_that_is_all_a_member_has_stays_possible_at_the_last_level(
    has: float, far: float, near: float
) -> None:
    lots = (SplitLot("0", (a_need(near, "b"),), has), SplitLot("1", (a_need(far, "a"),), 0.0))
    member = a_member("m0", has, places=("a", "b"))

    split = propose(a_case(member, lots=lots, distance_km={"m0|a": 1.0}))

    assert (split.objective.hours_km, [share.place for share in split.shares]) == (0.0, ["b"])
