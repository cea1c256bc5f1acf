"""Some parts of a problem as a problem of their own, the rest of a split standing still."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tender.consortium.problem import CRUMB, Floats, Ints, Problem, Room

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Zoom:
    """The parts set free: only what the others leave of needs, capacities and seats is there.

    `choices`: their numbers in the whole problem; `used`: hours each member gives elsewhere.
    """

    problem: Problem
    choices: Ints
    used: Floats


def zoom(problem: Problem, parts: Mask, hours: Floats) -> Zoom:
    """The parts marked are free again; needs the others cover alone are left out.

    In a lot that limits its members, a member's parts are all marked or none: a seat is taken once.
    """
    free = parts[problem.choice_part]
    fixed = np.where(free, 0.0, hours)
    given = np.bincount(problem.choice_need, fixed, len(problem.need_total))
    rest = np.maximum(problem.need_total - given, 0.0)
    # A choice that cannot reach an open need is no choice; ten crumbs are what arithmetic leaves behind.
    needs = (np.bincount(problem.choice_need[free], minlength=len(rest)) > 0) & (rest > 10 * CRUMB)
    inside = free & needs[problem.choice_need]
    opened = np.bincount(problem.choice_part[inside], minlength=len(problem.part_member)) > 0
    need_number, part_number = np.cumsum(needs) - 1, np.cumsum(opened) - 1
    choices = np.flatnonzero(inside)
    capacity, lot_room = (_left(problem, room, fixed) for room in problem.rooms())
    small = replace(
        problem,
        need_lot=problem.need_lot[needs],
        need_site=problem.need_site[needs],
        need_trade=problem.need_trade[needs],
        need_hours=problem.profile()[needs] * rest[needs, None],
        need_total=rest[needs],
        capacity=capacity.reshape(problem.capacity.shape),
        lot_room=lot_room.reshape(problem.lot_room.shape),
        part_member=problem.part_member[opened],
        part_site=problem.part_site[opened],
        part_least=problem.part_least[opened],
        choice_part=part_number[problem.choice_part[choices]],
        choice_need=need_number[problem.choice_need[choices]],
        choice_most=np.minimum(problem.choice_most[choices], rest[problem.choice_need[choices]]),
        choice_locked=problem.choice_locked[choices],
        choice_km=problem.choice_km[choices],
        lot_limit=_seats(problem, fixed),
    )
    used = np.bincount(problem.choice_member, fixed, len(problem.available))
    return Zoom(small, choices, np.asarray(used, dtype=float))


def _left(problem: Problem, room: Room, hours: Floats) -> Floats:
    """(groups, T): what these hours leave of a room."""
    taken = np.zeros(room.hours.shape)
    busy = np.flatnonzero(hours > 0)
    np.add.at(taken, room.group[busy], problem.profile()[problem.choice_need[busy]] * hours[busy, None])
    return np.maximum(room.hours - taken, 0.0)


def _seats(problem: Problem, hours: Floats) -> Ints:
    """(lots,): seats still free, -1 where a lot does not limit its members."""
    held = np.bincount(problem.choice_part, hours, len(problem.part_member)) > CRUMB
    taken = np.unique(np.stack((problem.part_lot[held], problem.part_member[held])), axis=1)[0]
    seated = np.bincount(taken, minlength=len(problem.lot_limit))
    return np.where(problem.lot_limit < 0, -1, np.maximum(problem.lot_limit - seated, 0))
