"""The solver against every split there is, and the laws any best split obeys."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.split import SIZES, made_case
from tender.consortium.invariants import loads as loads_of
from tender.consortium.invariants import objective_of, violations
from tender.consortium.levels import Watch, parts_floor, relaxed_left, relaxed_top
from tender.consortium.problem import index
from tender.consortium.solver import propose
from tender.vocabulary.split import Lock, Split, SplitCase, SplitLot, SplitStatus
from tests.consortium.cases import a_case, a_member, a_need, small_cases
from tests.consortium.exact import best_levels

LONG = os.environ.get("TENDER_SPLIT_CASES")
"""How many random cases each law is tried on; the long form sets 10000."""

many = settings(
    max_examples=int(LONG or 60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@many
@given(small_cases())
def test_a_small_case_is_split_as_well_as_the_best_of_all_splits(case: SplitCase) -> None:
    best = best_levels(case)

    split = propose(case, seconds=60)

    if best is None:
        assert split.status is SplitStatus.INFEASIBLE
        return
    left, loads, parts, km = best
    assert split.status is SplitStatus.OPTIMAL
    assert split.gap == 0.0
    assert split.objective.uncovered_hours == pytest.approx(left, abs=1e-3)
    assert split.objective.highest_load == pytest.approx(loads[0] if loads else 0.0, abs=1e-5)
    given = sorted(loads_of(case, split.shares).values(), reverse=True)
    assert given[: len(loads)] == pytest.approx(loads, abs=1e-5)
    # Where two splits tie to a hundred-thousandth of a load, the one with fewer parts may win.
    assert split.objective.parts <= parts
    if split.objective.parts == parts:
        assert split.objective.hours_km == pytest.approx(km, rel=1e-4, abs=0.5)


@many
@given(small_cases(parts=12))
def test_whatever_is_proposed_breaks_no_rule(case: SplitCase) -> None:
    split = propose(case)

    if split.status is not SplitStatus.INFEASIBLE:
        assert violations(case, split.shares) == ()
        levels = objective_of(case, split.shares)
        assert levels.uncovered_hours == pytest.approx(split.objective.uncovered_hours, abs=1e-3)
        assert levels.parts == split.objective.parts


@many
@given(small_cases(wishes=False))
def test_more_capacity_never_worsens_cover_and_then_load(case: SplitCase) -> None:
    """Doubling every member's hours: no more uncovered; where cover stays equal, no higher load."""
    more = replace(
        case,
        members=tuple(
            replace(m, capacity={t: {p: 2 * h for p, h in c.items()} for t, c in m.capacity.items()})
            for m in case.members
        ),
    )

    before, after = propose(case).objective, propose(more).objective

    assert after.uncovered_hours <= before.uncovered_hours + 1e-3
    if abs(after.uncovered_hours - before.uncovered_hours) < 1e-6:
        assert after.highest_load <= before.highest_load + 1e-6


@many
@given(small_cases())
def test_the_order_of_members_and_lots_does_not_matter(case: SplitCase) -> None:
    turned = replace(case, members=case.members[::-1], lots=case.lots[::-1])

    one, other = propose(case), propose(turned)

    assert one.status is other.status
    assert one.objective.uncovered_hours == pytest.approx(other.objective.uncovered_hours, abs=1e-3)
    assert one.objective.highest_load == pytest.approx(other.objective.highest_load, abs=1e-5)
    assert one.objective.parts == other.objective.parts


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
