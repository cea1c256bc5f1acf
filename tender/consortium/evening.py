"""Level 2 of a whole case: the lowest highest load, then loads drawn to their leximin in few parts."""

from __future__ import annotations

import numpy as np

from tender.consortium.formulation import LOAD_UNIT, Formulation
from tender.consortium.levels import Resolution, Watch
from tender.consortium.problem import CRUMB, Floats
from tender.consortium.programme import INFINITY, Engine
from tender.consortium.settling import Costs, Mask, Settled, Settler

ROUNDS = 4
GAP = 0.1
"""Drawing hours together is only a start: it need not be the best one."""


def lowest_top(settler: Settler, left: float, watch: Watch, finest: Resolution) -> Settled:
    """The lowest highest load, thousandths, of a split that leaves at most `left` hours."""

    def prepare(form: Formulation, engine: Engine, _: Mask) -> Costs:
        engine.bound_row(form.left_row, upper=left)
        return [(np.array([form.top]), 1.0)]

    return settler.settle(prepare, watch, finest=finest.load)


def drawn_together(
    settler: Settler, left: float, ceilings: Floats, top: float, watch: Watch
) -> Floats | None:
    """A split of few parts with loads up to `top` (thousandths), as few above `ceilings` (hours) as can be.

    An hour of a part that held h hours costs 1 / h: round by round hours go where hours already are.
    Source: dynamic slope scaling, Kim and Pardalos (1999), Operations Research Letters 24.
    """
    problem = settler.problem
    prices = 1.0 / problem.choice_most

    def prepare(form: Formulation, engine: Engine, choices: Mask) -> Costs:
        engine.bound_row(form.left_row, upper=left)
        engine.bound_columns(np.array([form.top]), np.zeros(1), np.array([top]))
        over = engine.columns(len(form.loaded))
        for column, member in zip(over, form.loaded, strict=True):
            held = np.append(form.load_entries(int(member)), column)
            engine.row(held, np.append(np.ones(len(held) - 1), -1.0), upper=float(ceilings[member]))
        weight = 10.0 * LOAD_UNIT / np.maximum(problem.available[form.loaded], CRUMB)
        return [(over, weight), (form.hours, prices[choices])]

    best, fewest = None, INFINITY
    for _ in range(ROUNDS):
        near = settler.settle(prepare, watch, finest=GAP, gap=GAP)
        if near.hours is None or near.value > 0.995 * fewest:
            break
        best, fewest = near.hours, near.value
        held = np.bincount(problem.choice_part, best, len(problem.part_member))[problem.choice_part]
        prices = np.where(held > CRUMB, 1.0 / np.maximum(held, CRUMB), prices)
    return best
