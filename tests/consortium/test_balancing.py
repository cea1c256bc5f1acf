"""Parts no split has fewer of, because who shares sites must balance; and the walk down to them."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings

from benchmarks.split import SIZES, made_case
from tender.consortium.balancing import balance_floor
from tender.consortium.circles import circles, drawn, way
from tender.consortium.greedy import greedy
from tender.consortium.invariants import violations
from tender.consortium.least_change import hours_of
from tender.consortium.levels import Proof, Watch, measure, opened, polish
from tender.consortium.pivoting import Pivoting
from tender.consortium.problem import Floats, Problem, index
from tender.consortium.solver import propose, split_of
from tender.vocabulary.split import SplitCase, SplitLot, SplitStatus
from tests.consortium.cases import a_case, a_member, a_need, small_cases


def floor_of(problem: Problem, hours: Floats) -> float:
    """The floor for splits that leave no more than these hours, with nobody above them."""
    given_hours = np.bincount(problem.choice_member, hours, len(problem.available)).astype(float)
    return balance_floor(problem, measure(problem, hours).left, given_hours)


def three_sites(*capacities: float) -> SplitCase:
    """Three sites of 30, 50 and 70 hours, all within reach of members of such capacities."""
    places = ("a", "b", "c")
    needs = tuple(a_need(hours, place) for place, hours in zip(places, (30.0, 50.0, 70.0), strict=True))
    members = (a_member(f"m{number}", capacity, places=places) for number, capacity in enumerate(capacities))
    return a_case(*members, lots=(SplitLot("1", needs, 0.0),))


def test_members_whose_hours_no_sites_add_up_to_hang_together() -> None:
    problem = index(three_sites(100.0, 110.0, 120.0))

    assert balance_floor(problem, 0.0, np.array([45.0, 50.5, 54.5])) == 3 + 3 - 1


def test_members_whose_hours_are_those_of_a_site_may_stand_alone() -> None:
    problem = index(three_sites(100.0, 100.0, 100.0))

    assert balance_floor(problem, 0.0, np.array([30.0, 50.0, 70.0])) == 3
    assert balance_floor(problem, 0.0, np.array([30.0, 55.0, 65.0])) == 3 + 3 - 2


def test_hours_that_may_stay_uncovered_let_groups_balance() -> None:
    problem = index(three_sites(100.0, 100.0))

    assert balance_floor(problem, 0.0, np.array([71.0, 79.0])) == 4
    assert balance_floor(problem, 2.0, np.array([71.0, 79.0])) < 4


@settings(max_examples=60)
@given(small_cases(parts=10))
def test_no_best_split_has_fewer_parts_than_its_floor(case: SplitCase) -> None:
    problem = index(case)
    assume(len(problem.choice_part) > 0)
    split = propose(case, seconds=5)
    assume(split.status is not SplitStatus.INFEASIBLE)

    assert floor_of(problem, hours_of(problem, split)) <= split.objective.parts


def test_a_circle_is_a_part_and_the_way_back_from_its_site_to_its_member() -> None:
    problem = index(three_sites(100.0, 100.0))
    parts = {
        (int(member), int(site)): number
        for number, (member, site) in enumerate(zip(problem.part_member, problem.part_site, strict=True))
    }
    held = [parts[0, 0], parts[1, 0], parts[1, 1]]

    assert way(problem, parts[0, 1], drawn(problem, held)) == [parts[1, 1], parts[1, 0], parts[0, 0]]
    assert circles(problem, held) == []
    assert circles(problem, [*held, parts[0, 1]]) == [[parts[0, 1], parts[1, 1], parts[1, 0], parts[0, 0]]]


def test_pivots_keep_every_rule_and_every_load_and_come_to_fewer_parts() -> None:
    case = made_case(SIZES["small"], seed=2)
    problem = index(case)
    hours = polish(problem, opened(problem, greedy(problem)), Watch(60))
    assert hours is not None
    given_hours = np.bincount(problem.choice_member, hours, len(problem.available)).astype(float)
    before, seen = measure(problem, hours), []

    def told(better: Floats) -> None:
        seen.append(measure(problem, better).parts)
        split = split_of(problem, better, Proof(), Watch(1))
        assert violations(case, split.shares) == ()

    walk = Pivoting(problem, hours, given_hours, told)
    walk.run(Watch(2), lambda _: len(seen) >= 5)

    after = measure(problem, walk.hours)
    assert after.parts <= before.parts - 5
    assert seen == sorted(seen, reverse=True)
    assert after.left <= before.left + 1e-3
    assert after.loads[0] <= before.loads[0] + 1e-3
    assert after.parts >= floor_of(problem, walk.hours)
