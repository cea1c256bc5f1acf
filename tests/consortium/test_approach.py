"""The way up for larger cases: every split shown is valid, and its bounds are bounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.split import SIZES, made_case
from tender.consortium.formulation import formulate
from tender.consortium.gathering import seated
from tender.consortium.greedy import greedy
from tender.consortium.invariants import violations
from tender.consortium.levels import Watch, measure, relaxed_left
from tender.consortium.neighbourhood import Aim, rearrange
from tender.consortium.problem import index
from tender.consortium.settling import Settler
from tender.consortium.solver import propose
from tender.vocabulary.split import Split, SplitCase


def with_lots(case: SplitCase, **changes: object) -> SplitCase:
    return replace(case, lots=tuple(replace(lot, **changes) for lot in case.lots))  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"max_members": 2}, {"min_share_hours": 300.0}])
def test_limits_of_lots_hold_in_every_split_shown_of_a_larger_case(changes: dict[str, object]) -> None:
    case = with_lots(made_case(SIZES["small"], seed=51), **changes)
    seen: list[Split] = []

    split = propose(case, seconds=4, progress=seen.append)

    assert all(violations(case, shown.shares) == () for shown in [*seen, split])


def test_the_members_with_most_hours_keep_their_seats() -> None:
    problem = index(with_lots(made_case(SIZES["small"], seed=2), max_members=1))
    held = np.arange(len(problem.part_member), dtype=float)

    kept = seated(problem, np.ones(len(held), dtype=bool), held)

    for lot in range(len(problem.lot_limit)):
        inside = problem.part_lot == lot
        hours = np.bincount(problem.part_member[inside], held[inside])
        assert set(problem.part_member[inside & kept]) == {int(np.argmax(hours))}


def test_a_neighbourhood_gives_back_no_hours_and_loads_nobody_more_than_it_may() -> None:
    problem = index(made_case(SIZES["small"], seed=4))
    hours = greedy(problem)
    free = np.full(len(problem.available), np.inf)
    ceiling = np.bincount(problem.choice_member, hours, len(problem.available))
    aim = Aim(0.0, 1.0, 0.0, ceiling, free, np.zeros(len(free)))
    parts = np.isin(problem.part_member, [0, 1, 2])

    move = rearrange(problem, parts, hours, aim, Watch(60))

    assert move is not None
    after = hours.copy()
    after[move.choices] = move.after
    before, now = measure(problem, hours), measure(problem, after)
    assert now.left <= before.left + 1e-3
    assert before.parts - now.parts == round(move.gain)
    assert move.gain >= 0
    given = np.bincount(problem.choice_member, after, len(problem.available))
    assert (given <= ceiling + 1e-3).all()
    untouched = ~parts[problem.choice_part]
    assert (after[untouched] == hours[untouched]).all()


def test_what_is_settled_is_between_the_relaxation_and_the_whole_programme() -> None:
    problem = index(with_lots(made_case(SIZES["small"], seed=3), min_share_hours=150.0))
    settler = Settler(problem, np.zeros(len(problem.part_member), dtype=bool))

    settled = settler.settle(lambda form, *_: [(form.uncovered, 1.0)], Watch(20), finest=0.1)

    assert settled.hours is not None
    assert settled.value == pytest.approx(measure(problem, settled.hours).left, abs=1e-3)
    assert (relaxed_left(problem, Watch(20)) or 0.0) <= settled.bound + 1e-3
    assert settled.bound <= settled.value + 1e-3
    whole = formulate(problem, np.ones(len(problem.part_member), dtype=bool))
    answer = whole.engine(integer=True).minimise([(whole.uncovered, 1.0)], seconds=3)
    assert settled.bound <= answer.objective + 1e-3
