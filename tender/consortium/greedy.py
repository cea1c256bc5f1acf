"""A first valid split in one pass: scarcest need first, least loaded member first."""

from __future__ import annotations

import numpy as np

from tender.consortium.problem import CRUMB, Floats, Problem


def greedy(problem: Problem) -> Floats:
    """Hours of each choice: needs with the fewest members first, each filled by the least loaded able member.

    A member takes all it can of what is left, when that makes a useful part. Locked hours are placed first.
    Not the best split: a start, and what the benchmark compares with.
    """
    rooms = [(room.group, room.hours.copy()) for room in problem.rooms()]
    hours = np.zeros(len(problem.choice_part))
    given = np.zeros(len(problem.available))
    held = np.zeros(len(problem.part_member))
    left = problem.need_total.copy()
    profile = problem.profile()
    member = problem.choice_member

    def take(choice: int, amount: float) -> None:
        need, m = problem.choice_need[choice], member[choice]
        hours[choice] += amount
        given[m] += amount
        held[problem.choice_part[choice]] += amount
        left[need] -= amount
        for group, room in rooms:
            room[group[choice]] -= profile[need] * amount

    def most(choice: int) -> float:
        need = problem.choice_need[choice]
        asked = profile[need] > 0
        free = np.min([room[group[choice]][asked] for group, room in rooms], axis=0) / profile[need][asked]
        return float(min(left[need], free.min()))

    for locked in np.flatnonzero(np.nan_to_num(problem.choice_locked, nan=0.0) > 0):
        take(int(locked), float(problem.choice_locked[locked]))
    choices_of: list[list[int]] = [[] for _ in problem.need_total]
    for choice, need in enumerate(problem.choice_need):
        if np.isnan(problem.choice_locked[choice]):
            choices_of[need].append(choice)
    seated = _Seats(problem, held)
    for need in np.lexsort((-problem.need_total, np.array([len(held_by) for held_by in choices_of]))):
        waiting = choices_of[need]
        while left[need] > CRUMB and waiting:
            loads = given[member[waiting]] / np.maximum(problem.available[member[waiting]], CRUMB)
            taker = waiting.pop(int(np.argmin(loads)))
            amount, part = most(taker), int(problem.choice_part[taker])
            if amount > CRUMB and held[part] + amount >= problem.part_least[part] and seated.take(part):
                take(taker, amount)
    return hours


class _Seats:
    """Who sits in the lots that limit their members."""

    def __init__(self, problem: Problem, held: Floats) -> None:
        self._problem = problem
        self._sitting: list[set[int]] = [set() for _ in problem.lot_limit]
        for part in np.flatnonzero(held > 0):
            self._sitting[problem.part_lot[part]].add(int(problem.part_member[part]))
        self._part_lot = problem.part_lot

    def take(self, part: int) -> bool:
        """Seat the member of a part; False when the lot is full."""
        lot = int(self._part_lot[part])
        limit, sitting = int(self._problem.lot_limit[lot]), self._sitting[lot]
        m = int(self._problem.part_member[part])
        if m not in sitting and 0 <= limit <= len(sitting):
            return False
        sitting.add(m)
        return True
