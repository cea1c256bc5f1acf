"""A good first split: hours drawn together by prices that fall where hours already are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tender.consortium.formulation import formulate, formulate_given, kept
from tender.consortium.levels import Watch
from tender.consortium.problem import CRUMB, Floats, Problem


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
    engine.bound_columns(np.array([form.top]), np.zeros(1), np.array([top]))
    price = 1.0 / problem.choice_most
    hours = None
    for _ in range(rounds):
        answer = engine.minimise([(form.hours, price)], seconds=watch.wall() / 2)
        if not answer.found or watch.left() <= 0:
            break
        hours = answer.values[form.hours]
        held = np.bincount(problem.choice_part, hours, len(problem.part_member))[problem.choice_part]
        price = np.where(
            hours > CRUMB, 1.0 / np.maximum(held, CRUMB), np.maximum(price, 1.0 / problem.choice_most)
        )
    return None if hours is None else _without_small_parts(problem, hours, top, watch)


def _without_small_parts(problem: Problem, hours: Floats, top: float, watch: Watch) -> Floats | None:
    held = np.asarray(np.bincount(problem.choice_part, hours, len(problem.part_member)), dtype=float)
    useful = (held >= problem.part_least - CRUMB) & (held > CRUMB)
    return cover(problem, seated(problem, useful, held) | problem.part_locked, top, watch)


def seated(problem: Problem, parts: npt.NDArray[np.bool_], held: Floats) -> npt.NDArray[np.bool_]:
    """Of these parts, those of the members who keep a seat: in a lot that limits them, those with most hours.

    `held` (parts,): hours. A member with a locked part keeps its seat first.
    """
    kept_parts = parts.copy()
    worth = np.where(parts, held, 0.0) + np.where(problem.part_locked, 1e12, 0.0)
    for lot in np.flatnonzero(problem.lot_limit >= 0):
        inside = problem.part_lot == lot
        hours = np.bincount(problem.part_member[inside], worth[inside], len(problem.available))
        out = np.argsort(-hours, kind="stable")[int(problem.lot_limit[lot]) :]
        kept_parts[inside & np.isin(problem.part_member, out)] = False
    return kept_parts


def cover(problem: Problem, parts: npt.NDArray[np.bool_], top: float, watch: Watch) -> Floats | None:
    """Fewest uncovered hours with these parts, nobody above `top` unless that makes it impossible."""
    narrow = problem.narrowed(parts)
    form = formulate_given(narrow)
    engine = form.engine(integer=False)
    for ceiling in (top, float("inf")):
        engine.bound_columns(np.array([form.top]), np.zeros(1), np.array([ceiling]))
        answer = engine.minimise([(form.uncovered, 1.0)], seconds=max(0.1, watch.wall()))
        if answer.found:
            hours = np.zeros(len(problem.choice_part))
            hours[parts[problem.choice_part]] = answer.values[form.hours]
            return np.where(hours > CRUMB, hours, 0.0)
    return None
