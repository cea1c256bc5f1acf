"""Locks as people keep them: a share rounded to what was shown contradicts no rule by a crumb."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tender.consortium.problem import CRUMB, EASE, Floats, Problem, Room


def ease(problem: Problem) -> Problem:
    """The same problem where locks over a need or a month by less than EASE fit it.

    A lock is a share as it was shown or stored, rounded; four of a quarter and a bit are the whole need.
    Locks over a need are scaled to it, a month over is widened to the locks, a locked part is useful; and a
    part beside them may be two crumbs short, for what a rounded lock leaves may be so much less.
    """
    if np.isnan(problem.choice_locked).all():
        return problem
    held = np.nan_to_num(problem.choice_locked, nan=0.0)
    given = np.bincount(problem.choice_need, held, len(problem.need_total))
    over = (given > problem.need_total) & (given <= problem.need_total + EASE)
    scale = np.where(over, problem.need_total / np.maximum(given, CRUMB), 1.0)
    locked = np.where(
        problem.choice_locked > problem.choice_most + EASE,
        problem.choice_locked,
        np.minimum(problem.choice_locked * scale[problem.choice_need], problem.choice_most),
    )
    held = np.nan_to_num(locked, nan=0.0)
    capacity, lot_room = (_widened(problem, room, held) for room in problem.rooms())
    free = np.bincount(problem.choice_part, np.isnan(problem.choice_locked), len(problem.part_member)) > 0
    mine = np.bincount(problem.choice_part, held, len(problem.part_member))
    short = ~free & (mine > CRUMB) & (mine < problem.part_least) & (mine >= problem.part_least - EASE)
    return replace(
        problem,
        choice_locked=locked,
        capacity=capacity.reshape(problem.capacity.shape),
        lot_room=lot_room.reshape(problem.lot_room.shape),
        part_least=np.maximum(0.0, np.where(short, mine, problem.part_least) - 2 * CRUMB),
    )


def _widened(problem: Problem, room: Room, held: Floats) -> Floats:
    """(groups, T): a room, where locked hours are over it by less than EASE as wide as they are."""
    used = np.zeros(room.hours.shape)
    np.add.at(used, room.group, problem.profile()[problem.choice_need] * held[:, None])
    return np.where((used > room.hours) & (used <= room.hours + EASE), used + CRUMB * 1e-3, room.hours)
