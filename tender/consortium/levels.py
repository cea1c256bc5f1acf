"""The four levels of a split: measured, bounded from below, and best for given parts."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tender.consortium.formulation import LOAD_UNIT, Formulation, formulate, formulate_given, kept
from tender.consortium.problem import CRUMB, Floats, Problem
from tender.consortium.programme import INFINITY, Engine

SMALL = 120
"""Possible parts up to which every level is settled to the last digit, leximin to its end."""


WHOLE = 2000
"""Possible parts up to which whole programmes settle levels 1 and 2, and loads are kept (see balancing)."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Differences nobody works: hours of cover, and thousandths of a load.

    `near`: how far above its lowest load, relatively, a member may stay while parts are chosen; `step`:
    relative loads further above, counted one by one.
    """

    hours: float
    load: float
    near: float
    step: float


def resolution(problem: Problem) -> Resolution:
    """A millionth of all hours and two hundred-thousandths of a load; finer for a smaller problem."""
    possible = len(problem.part_member)
    if possible <= WHOLE:
        return Resolution(1e-4, 1e-4 if possible <= SMALL else 2e-2, 1 + 1e-8, 1e-5)
    return Resolution(max(1e-4, 1e-6 * float(problem.need_total.sum())), 2e-2, 1 + 5e-5, 1e-4)


Clock = Callable[[], float]


class Watch:
    """The time that remains. A solver is the one place of a pure room that has to look at a clock.

    `clock` tells seconds: those of the wall, for people wait; a measure may count those of the processor.
    """

    def __init__(
        self, seconds: float, clock: Clock = time.perf_counter, since: tuple[float, float] | None = None
    ) -> None:
        self._clock = clock
        self._start = clock()
        self._end = self._start + seconds
        self._since = since or (time.perf_counter(), self._start)

    def left(self) -> float:
        """Seconds to the end, never below zero."""
        return max(0.0, self._end - self._clock())

    def spent(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._start

    def within(self, seconds: float) -> Watch:
        """So many seconds from now, by the same clock."""
        return Watch(seconds, self._clock, self._since)

    def pace(self) -> float:
        """Wall seconds that go by in one of its own: HiGHS knows no clock but the wall's."""
        if self._clock is time.perf_counter:
            return 1.0
        mine = self._clock() - self._since[1]
        return max(1.0, (time.perf_counter() - self._since[0]) / mine) if mine > 0 else 1.0

    def wall(self) -> float:
        """Wall seconds to the end, at the pace so far."""
        return self.left() * self.pace()


@dataclass(frozen=True, slots=True)
class Levels:
    """The four levels of some hours. `loads`: thousandths, highest first, members with a choice only."""

    left: float
    loads: tuple[float, ...]
    parts: int
    km: float

    def beats(self, other: Levels, finest: Resolution, depth: int | None = None) -> bool:
        """Better at the first level that differs; `depth`: only so many loads count."""
        if abs(self.left - other.left) > finest.hours:
            return self.left < other.left
        for mine, theirs in zip(self.loads[:depth], other.loads[:depth], strict=True):
            if abs(mine - theirs) > 2 * finest.load:
                return mine < theirs
        if self.parts != other.parts:
            return self.parts < other.parts
        return self.km < other.km * (1 - 1e-9) - 1e-6


@dataclass(slots=True)
class Proof:
    """What no split can beat, level by level, given the levels above; None where nothing is known.

    `loads`: how many of the loads, highest first, are proved; `fair`: all of them.
    """

    left: float = 0.0
    load: float = 0.0
    parts: float = 0.0
    km: float = 0.0
    left_proved: bool = False
    loads: int = 0
    fair: bool = False
    parts_proved: bool = False
    km_proved: bool = False

    @property
    def complete(self) -> bool:
        """All four levels are proved."""
        return self.left_proved and self.fair and self.parts_proved and self.km_proved


def measure(problem: Problem, hours: Floats) -> Levels:
    """The four levels of some hours (one a choice)."""
    given = np.bincount(problem.choice_need, hours, len(problem.need_total))
    member = np.bincount(problem.choice_member, hours, len(problem.available))
    loaded = np.unique(problem.choice_member)
    loads = member[loaded] / np.maximum(problem.available[loaded], CRUMB) * LOAD_UNIT
    parts = np.bincount(problem.choice_part, hours, len(problem.part_member)) > CRUMB
    return Levels(
        left=float(np.maximum(problem.need_total - given, 0.0).sum()),
        loads=tuple(sorted(loads.tolist(), reverse=True)),
        parts=int(parts.sum()),
        km=float(hours @ problem.choice_km),
    )


Standing = tuple[tuple[int, ...], int, tuple[int, ...], float]


def standing(
    levels: Levels, floor: float, loads: Sequence[float], finest: Resolution, spare: float
) -> Standing:
    """How a split stands, the smaller the better: hours and loads above their bounds, parts, loads, km.

    `floor`: hours no split can do without; `loads`: the loads no split can beat, thousandths, highest first;
    `spare`: how far above them, relatively, a load is worth fewer parts. What nobody can notice is no
    difference: on the way up a thousandth of an hour buys no tenth of a load.
    """
    left = math.ceil(max(levels.left - floor - finest.hours, 0.0) / finest.hours - 0.1)
    wide, narrow = (_above(levels, loads, free, finest.step) for free in (spare, finest.near))
    return (left, *wide), levels.parts, narrow, levels.km


def _above(levels: Levels, loads: Sequence[float], spare: float, step: float) -> tuple[int, ...]:
    over = (
        load / best - spare if best > 0 else load for load, best in zip(levels.loads, loads, strict=False)
    )
    return tuple(math.ceil(max(excess, 0.0) / step - 0.1) for excess in over)


def opened(problem: Problem, hours: Floats) -> npt.NDArray[np.bool_]:
    """The parts that hold hours."""
    return np.bincount(problem.choice_part, hours, len(problem.part_member)) > CRUMB


def even_loads(form: Formulation, engine: Engine, watch: Watch) -> Floats:
    """Leximin over the loads of a linear programme: hours each loaded member gives, infinity where unknown.

    Lower the highest load until some members hold it (their rows have a price), keep those, go on with the
    others. Exact because the set is convex.
    Source: progressive filling, Bertsekas and Gallager, Data Networks (1992), 6.5.
    """
    per_mille = form.problem.available[form.loaded] / LOAD_UNIT
    ceilings = np.full(len(form.loaded), INFINITY)
    active = np.ones(len(form.loaded), dtype=bool)
    while active.any() and watch.left() > 0:
        answer = engine.minimise([(np.array([form.top]), 1.0)], seconds=watch.wall())
        if not answer.proved:
            break
        weight = -engine.row_duals()[form.top_rows] * per_mille
        weight[~active] = 0.0
        held = weight > 1e-7 if answer.objective > CRUMB else active.copy()
        if not held.any():
            held[int(np.argmax(np.where(active, weight, -1.0)))] = True
        for member in np.flatnonzero(held):
            ceilings[member] = answer.objective * per_mille[member]
            engine.bound_row(int(form.load_rows[member]), upper=kept(ceilings[member]))
            engine.bound_row(int(form.top_rows[member]), upper=INFINITY)
        active &= ~held
    return ceilings


def relaxed_left(problem: Problem, watch: Watch) -> float | None:
    """Hours that stay uncovered even if parts could be as small as one likes; None when locks forbid all."""
    form = formulate(problem, np.zeros(len(problem.part_member), dtype=bool))
    answer = form.engine(integer=False).minimise([(form.uncovered, 1.0)], seconds=watch.wall())
    return answer.objective if answer.found else None


def relaxed_top(problem: Problem, left: float, watch: Watch) -> float | None:
    """The highest load, thousandths, no split that leaves at most `left` hours can stay below."""
    form = formulate(problem, np.zeros(len(problem.part_member), dtype=bool))
    engine = form.engine(integer=False)
    engine.bound_row(form.left_row, upper=kept(left))
    answer = engine.minimise([(np.array([form.top]), 1.0)], seconds=watch.wall())
    return answer.objective if answer.proved else None


def parts_floor(problem: Problem, left: float) -> float:
    """Parts that any split leaving at most `left` hours needs: site by site, the largest members first."""
    floor = 0
    most = np.bincount(problem.choice_part, problem.choice_most, len(problem.part_member))
    order = np.lexsort((-most, problem.part_site))
    sites, first = np.unique(problem.part_site[order], return_index=True)
    for site, members in zip(sites, np.split(most[order], first[1:]), strict=True):
        wanted = float(problem.site_total[site]) - left - CRUMB
        if wanted > 0:
            floor += min(len(members), int(np.searchsorted(np.cumsum(members), wanted) + 1))
    return float(floor)


def km_floor(problem: Problem, left: float) -> float:
    """Hours × km no split that leaves at most `left` hours stays below: each need by its nearest member."""
    nearest = np.full(len(problem.need_total), np.inf)
    np.minimum.at(nearest, problem.choice_need, problem.choice_km)
    reached = np.isfinite(nearest)
    hours, km = problem.need_total[reached], nearest[reached]
    spared = max(0.0, left - float(problem.need_total[~reached].sum()))
    return max(0.0, float(hours @ km) - spared * float(km.max(initial=0.0)))


def relaxed_loads(problem: Problem, left: float, watch: Watch) -> tuple[float, ...]:
    """The leximin loads, thousandths, highest first, of the relaxation that leaves so many hours."""
    ceilings = relaxed_ceilings(problem, left, watch)
    loaded = np.unique(problem.choice_member)
    loads = ceilings[loaded] / np.maximum(problem.available[loaded], CRUMB) * LOAD_UNIT
    return tuple(sorted((load for load in loads.tolist() if load < INFINITY), reverse=True))


def relaxed_ceilings(problem: Problem, left: float, watch: Watch) -> Floats:
    """(members,): hours of each at the leximin of the relaxation that leaves so many; infinite if unknown."""
    form = formulate(problem, np.zeros(len(problem.part_member), dtype=bool))
    engine = form.engine(integer=False)
    engine.bound_row(form.left_row, upper=kept(left))
    ceilings = np.full(len(problem.available), INFINITY)
    ceilings[form.loaded] = even_loads(form, engine, watch)
    return ceilings


def relaxed_km(problem: Problem, left: float, ceilings: Floats, parts: int, watch: Watch) -> float:
    """Hours × km no split stays below with so many hours left and parts, and nobody above the ceilings."""
    form = formulate(problem, np.ones(len(problem.part_member), dtype=bool))
    engine = form.engine(integer=False)
    engine.bound_row(form.left_row, upper=kept(left))
    engine.bound_row(form.parts_row, upper=float(parts))
    for row, member in zip(form.load_rows, form.loaded, strict=True):
        engine.bound_row(int(row), upper=kept(float(ceilings[member])))
    answer = engine.minimise([(form.hours, problem.choice_km)], seconds=watch.wall())
    return answer.objective if answer.proved else 0.0


def polish(
    problem: Problem,
    parts: npt.NDArray[np.bool_],
    watch: Watch,
    *,
    fair: bool = True,
    ceiling: float = INFINITY,
) -> Floats | None:
    """The best hours for given parts, levels 1, 2 and 4; None when no hours fit them.

    Not `fair`: only the highest load is lowered, which is quick. `ceiling`: no load above, thousandths.
    """
    narrow = problem.narrowed(parts)
    form = formulate_given(narrow)
    engine = form.engine(integer=False)
    if ceiling < INFINITY:
        engine.bound_columns(np.array([form.top]), np.zeros(1), np.array([ceiling]))
    answer = engine.minimise([(form.uncovered, 1.0)])
    if not answer.found:
        return None
    # Only linear programmes follow: the level can be kept to the last digit.
    engine.bound_row(form.left_row, upper=answer.objective + 1e-9 * max(1.0, answer.objective))
    if fair:
        even_loads(form, engine, watch)
    else:
        top = np.array([form.top])
        highest = engine.minimise([(top, 1.0)], seconds=max(0.1, watch.wall()))
        if highest.found:
            engine.bound_columns(top, np.zeros(1), np.array([kept(highest.objective)]))
    last = engine.minimise([(form.hours, narrow.choice_km)])
    values = (last if last.found else answer).values
    hours = np.zeros(len(problem.choice_part))
    hours[parts[problem.choice_part]] = values[form.hours]
    return np.where(hours > CRUMB, hours, 0.0)
