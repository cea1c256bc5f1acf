"""A good first split: hours drawn together by prices that fall where hours already are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tender.consortium.formulation import formulate, formulate_given, kept
from tender.consortium.levels import Watch
from tender.consortium.problem import CRUMB, Floats, Problem

NEAR = 1.00002
"""How far above the lowest possible highest load a split may stay while its parts are chosen."""


def gather(problem: Problem, left: float, top: float, watch: Watch, *, rounds: int = 4) -> Floats | None:
    """Hours that leave about `left` uncovered, load nobody above `top` (thousandths) and use few parts.

    A linear programme over the relaxation, again and again: an hour of a part that held h hours costs 1 / h,
    so that the sum is the number of parts where nothing moves. Parts that end too small are shut, and the
    hours spread afresh over the others. None when nothing was found in time.
    Source: dynamic slope scaling, Kim and Pardalos (1999), Operations Research Letters 24.
    """
    form = formulate(problem, np.zeros(len(problem.part_member), dtype=bool))
    engine = form.engine(integer=False)
    engine.bound_row(form.left_row, upper=kept(left))
    engine.bound_columns(np.array([form.top]), np.zeros(1), np.array([top * NEAR]))
    price = 1.0 / problem.choice_most
    hours = None
    for _ in range(rounds):
        answer = engine.minimise([(form.hours, price)], seconds=watch.left() / 2)
        if not answer.found or watch.left() <= 0:
            break
        hours = answer.values[form.hours]
        held = np.bincount(problem.choice_part, hours, len(problem.part_member))[problem.choice_part]
        price = np.where(
            hours > CRUMB, 1.0 / np.maximum(held, CRUMB), np.maximum(price, 1.0 / problem.choice_most)
        )
    return None if hours is None else _without_small_parts(problem, hours, top, watch)


def _without_small_parts(problem: Problem, hours: Floats, top: float, watch: Watch) -> Floats | None:
    held = np.bincount(problem.choice_part, hours, len(problem.part_member))
    useful = (held >= problem.part_least - CRUMB) & (held > CRUMB)
    return cover(problem, useful | problem.part_locked, top, watch)


def cover(problem: Problem, parts: npt.NDArray[np.bool_], top: float, watch: Watch) -> Floats | None:
    """Fewest uncovered hours with these parts, nobody above `top` unless that makes it impossible."""
    narrow = problem.narrowed(parts)
    form = formulate_given(narrow)
    engine = form.engine(integer=False)
    for ceiling in (top * NEAR, float("inf")):
        engine.bound_columns(np.array([form.top]), np.zeros(1), np.array([ceiling]))
        answer = engine.minimise([(form.uncovered, 1.0)], seconds=max(0.1, watch.left()))
        if answer.found:
            hours = np.zeros(len(problem.choice_part))
            hours[parts[problem.choice_part]] = answer.values[form.hours]
            return np.where(hours > CRUMB, hours, 0.0)
    return None
