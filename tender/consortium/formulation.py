"""The programme of a split: its columns, its rows, and how a level already reached is kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tender.consortium.problem import CRUMB, Floats, Ints, Problem
from tender.consortium.programme import Builder, Engine, Model

LOAD_UNIT = 1000.0
"""Loads are counted in thousandths, so that HiGHS's tolerances are small beside them."""


LARGE = 2500
"""Choices from which HiGHS works with its own tolerances."""


@dataclass(frozen=True, slots=True)
class Seats:
    """The members of a lot that limits them, and the columns that say who sits."""

    lot: int
    members: Ints
    columns: Ints


@dataclass(frozen=True, slots=True)
class Formulation:
    """A problem as a programme.

    With choice j (a member's hours of a need), need i, part y (a member at a site), seat u (a member in a lot
    that limits its members), period t, trade k:

        h[j] >= 0 hours, y and u in {0, 1}, s[i] >= 0 hours left uncovered, top >= 0 the highest load

        sum over j of h[j] + s[i]          = total[i]                 a need is shared or left
        sum over j of profile[i, t] * h[j] <= capacity[m, k, t]       month by month
        the same of a lot                  <= lot_room[m, l, t]       where the member set a limit
        h[j]                               <= most[j] * y             no hours without a part
        sum over j of h[j]                 >= least * y               no token part
        y <= u,  sum over m of u           <= limit                   no crowd in a lot
        sum over j of h[j]                 <= available[m] * top      nobody above the highest load
        h[j] = locked[j]                                              a lock is kept

    `hours`, `uncovered`: column numbers; `parts`: columns of the parts that are yes or no, in the order of
    `weighed`; `top`: column of the highest load, in thousandths; `left_row`: the sum of uncovered hours;
    `parts_row`: the sum of parts, -1 without;
    `load_rows` and `top_rows`: one a loaded member, hours alone and hours less available * top; `loaded`: the
    members with at least one choice.
    """

    problem: Problem
    model: Model
    hours: Ints
    uncovered: Ints
    weighed: Ints
    parts: Ints
    top: int
    left_row: int
    parts_row: int
    load_rows: Ints
    top_rows: Ints
    loaded: Ints
    seats: tuple[Seats, ...] = ()

    def engine(self, *, integer: bool) -> Engine:
        """A fresh solver of this programme; a large one is not chased to the last digit."""
        tolerance = 1e-9 if len(self.hours) < LARGE else 1e-7
        return Engine(self.model, integer=integer, tolerance=tolerance)

    def start(self, hours: Floats) -> Floats:
        """The solution vector of some hours (one a choice)."""
        problem = self.problem
        values = np.zeros(len(self.model.cost))
        values[self.hours] = hours
        given = np.bincount(problem.choice_need, hours, len(problem.need_total))
        values[self.uncovered] = np.maximum(problem.need_total - given, 0.0)
        held = np.bincount(problem.choice_part, hours, len(problem.part_member)) > CRUMB
        values[self.parts] = (held | problem.part_locked)[self.weighed]
        member = np.bincount(problem.choice_member, hours, len(problem.available))
        values[self.top] = (
            float(np.max(member / np.maximum(problem.available, CRUMB), initial=0.0)) * LOAD_UNIT
        )
        for seats in self.seats:
            sitting = problem.part_member[held & (problem.part_lot == seats.lot)]
            values[seats.columns] = np.isin(seats.members, sitting)
        return values

    def load_entries(self, m: int) -> Ints:
        """The hours columns of one member."""
        return np.asarray(self.hours[self.problem.choice_member == m])


def formulate(problem: Problem, weighed: npt.NDArray[np.bool_]) -> Formulation:
    """The programme where the parts `weighed` are yes or no, and the others may be as small as one likes."""
    builder = Builder()
    hours, uncovered, top, rows = _foundation(builder, problem)
    numbers = np.flatnonzero(weighed)
    parts = builder.columns(
        len(numbers), lower=problem.part_locked[numbers].astype(float), upper=1.0, integer=True
    )
    column = np.full(len(weighed), -1)
    column[numbers] = parts
    _open_parts(builder, problem, hours, column)
    parts_row = -1
    if len(numbers):
        parts_row = int(builder.rows(1, [(np.zeros(len(parts), dtype=np.int64), parts, 1.0)])[0])
    seats = _limit_seats(builder, problem, hours, column)
    return Formulation(
        problem, builder.model(), hours, uncovered, numbers, parts, top, rows[0], parts_row, *rows[1:], seats
    )


def formulate_given(problem: Problem) -> Formulation:
    """The linear programme where every part of the problem (see Problem.narrowed) is held open."""
    builder = Builder()
    hours, uncovered, top, rows = _foundation(builder, problem)
    builder.rows(len(problem.part_member), [(problem.choice_part, hours, 1.0)], lower=problem.part_least)
    none = np.zeros(0, dtype=np.int64)
    return Formulation(problem, builder.model(), hours, uncovered, none, none, top, rows[0], -1, *rows[1:])


def _foundation(builder: Builder, problem: Problem) -> tuple[Ints, Ints, int, tuple[int, Ints, Ints, Ints]]:
    locked = ~np.isnan(problem.choice_locked)
    upper = np.where(locked, problem.choice_locked, problem.choice_most)
    hours = builder.columns(len(upper), lower=np.where(locked, problem.choice_locked, 0.0), upper=upper)
    uncovered = builder.columns(len(problem.need_total), upper=problem.need_total)
    top = int(builder.columns(1)[0])
    _share_needs(builder, problem, hours, uncovered)
    _fit_capacity(builder, problem, hours, upper)
    left = builder.rows(1, [(np.zeros(len(uncovered), dtype=np.int64), uncovered, 1.0)])
    loaded, load_rows, top_rows = _weigh_loads(builder, problem, hours, top)
    return hours, uncovered, top, (int(left[0]), load_rows, top_rows, loaded)


def _share_needs(builder: Builder, problem: Problem, hours: Ints, uncovered: Ints) -> None:
    needs = np.arange(len(uncovered))
    builder.rows(
        len(needs),
        [(problem.choice_need, hours, 1.0), (needs, uncovered, 1.0)],
        lower=problem.need_total,
        upper=problem.need_total,
    )


def _fit_capacity(builder: Builder, problem: Problem, hours: Ints, upper: Floats) -> None:
    """Rows only for the months that could overflow."""
    profile = problem.profile()[problem.choice_need]
    for room in problem.rooms():
        most = np.zeros(room.hours.shape)
        np.add.at(most, room.group, profile * upper[:, None])
        binding = most > room.hours + CRUMB * 1e-3
        number = np.cumsum(binding.ravel()).reshape(binding.shape) - 1
        choice, period = np.nonzero((profile > 0) & binding[room.group])
        builder.rows(
            int(binding.sum()),
            [(number[room.group[choice], period], hours[choice], profile[choice, period])],
            upper=room.hours[binding],
        )


def _weigh_loads(builder: Builder, problem: Problem, hours: Ints, top: int) -> tuple[Ints, Ints, Ints]:
    loaded, seat = np.unique(problem.choice_member, return_inverse=True)
    per_mille = problem.available[loaded] / LOAD_UNIT
    alone = builder.rows(len(loaded), [(seat, hours, 1.0)])
    tops = np.full(len(loaded), top)
    under = builder.rows(
        len(loaded), [(seat, hours, 1.0), (np.arange(len(loaded)), tops, -per_mille)], upper=0.0
    )
    return loaded, alone, under


def _open_parts(builder: Builder, problem: Problem, hours: Ints, column: Ints) -> None:
    held = np.flatnonzero(column[problem.choice_part] >= 0)
    part = problem.choice_part[held]
    rows = np.arange(len(held))
    builder.rows(
        len(held), [(rows, hours[held], 1.0), (rows, column[part], -problem.choice_most[held])], upper=0.0
    )
    opened = np.flatnonzero(column >= 0)
    number = np.cumsum(column >= 0) - 1
    builder.rows(
        len(opened),
        [
            (number[part], hours[held], 1.0),
            (np.arange(len(opened)), column[opened], -problem.part_least[opened]),
        ],
        lower=0.0,
    )


def _limit_seats(builder: Builder, problem: Problem, hours: Ints, column: Ints) -> tuple[Seats, ...]:
    """Seats only in lots that more members could join than may; hours sit too, for parts not weighed."""
    choice_lot = problem.need_lot[problem.choice_need]
    limited = []
    for lot in _crowded(problem):
        inside = np.flatnonzero(choice_lot == lot)
        members, seat = np.unique(problem.choice_member[inside], return_inverse=True)
        seats = builder.columns(len(members), upper=1.0, integer=True)
        rows = np.arange(len(inside))
        builder.rows(
            len(inside),
            [(rows, hours[inside], 1.0), (rows, seats[seat], -problem.choice_most[inside])],
            upper=0.0,
        )
        parts = np.flatnonzero((problem.part_lot == lot) & (column >= 0))
        places = np.searchsorted(members, problem.part_member[parts])
        rows = np.arange(len(parts))
        builder.rows(len(parts), [(rows, column[parts], 1.0), (rows, seats[places], -1.0)], upper=0.0)
        everyone = np.zeros(len(seats), dtype=np.int64)
        builder.rows(1, [(everyone, seats, 1.0)], upper=float(problem.lot_limit[lot]))
        limited.append(Seats(lot, members, seats))
    return tuple(limited)


def _crowded(problem: Problem) -> list[int]:
    lots = problem.part_lot
    crowded = []
    for lot, limit in enumerate(problem.lot_limit):
        if limit >= 0 and len(np.unique(problem.part_member[lots == lot])) > limit:
            crowded.append(lot)
    return crowded


def kept(value: float) -> float:
    """The bound that keeps a level reached, with room for the arithmetic and no more."""
    return value + 1e-6 + 1e-9 * abs(value)
