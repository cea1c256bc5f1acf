"""HiGHS behind an engine: one programme, many solves."""

from __future__ import annotations

import numpy as np

from benchmarks.split import SIZES, made_case
from tender.consortium.formulation import formulate
from tender.consortium.levels import Watch
from tender.consortium.problem import Floats, Ints, index


def test_a_solve_has_its_own_time_whatever_those_before_it_took() -> None:
    problem = index(made_case(SIZES["small"], seed=3))
    form = formulate(problem, np.zeros(len(problem.part_member), dtype=bool))
    engine = form.engine(integer=False)
    watch = Watch(60.0)
    solved = 0
    # A second is many times what one of these takes, and a fraction of what they take together.
    while solved < 200 and watch.left() > 0:
        engine.bound_row(form.left_row, upper=1e6 + solved)
        costs: list[tuple[Ints, Floats | float]] = [
            (form.hours, problem.choice_km * (1.0 - 2.0 * (solved % 2))),
            (form.uncovered, 500.0),
        ]
        assert engine.minimise(costs, seconds=1.0).proved
        solved += 1
    assert solved > 1


def test_time_goes_by_the_clock_that_was_given() -> None:
    told = iter((10.0, 11.0, 12.0, 12.0, 15.0))
    watch = Watch(4.0, lambda: next(told))

    assert watch.left() == 3.0
    within = watch.within(2.0)
    assert (within.left(), within.left()) == (2.0, 0.0)


def test_limits_of_the_wall_follow_the_pace_of_a_slower_clock() -> None:
    told = iter((0.0, 0.0, 1e-6, 1e-6, 1e-6))
    watch = Watch(4.0, lambda: next(told))

    assert Watch(4.0).pace() == 1.0
    assert watch.left() == 4.0
    assert watch.wall() > 4.0
