"""Fewer parts by pivots: one part in and one out, hours afresh, until a part can go for nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tender.consortium.circles import circles, drawn, way
from tender.consortium.formulation import Formulation, formulate_given, kept
from tender.consortium.levels import Watch, measure, opened
from tender.consortium.problem import CRUMB, Floats, Problem
from tender.consortium.programme import Engine

VAIN = 2000
"""Swaps tried that bring no part less, after which the walk begins again."""
DEEP = 2
"""Lines of each half of a circle that are tried: with two trades at a site the next may go."""


@dataclass(slots=True)
class Pivoting:
    """A walk over sets of parts that keep `hours` covered and load nobody above `ceilings` (members,).

    A part more closes a circle (see circles): the hours it takes go round it and every second line loses
    them, so that the shortest of these can go. Where there are circles already, a part may go for nothing.
    Which hours fit a set of parts is asked of one linear programme that stays warm.
    Source: stepping stones of the transportation problem, Charnes and Cooper (1954), Management Science 1.
    """

    problem: Problem
    hours: Floats
    ceilings: Floats
    on_better: Callable[[Floats], None]
    _held: npt.NDArray[np.bool_] = field(init=False)
    _given: Floats = field(init=False)
    _most: Floats = field(init=False)
    _locked: npt.NDArray[np.bool_] = field(init=False)
    _form: Formulation = field(init=False)
    _engine: Engine = field(init=False)
    _choice: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))

    def __post_init__(self) -> None:
        problem = self.problem
        self._form = form = formulate_given(problem)
        self._engine = engine = form.engine(integer=False)
        engine.bound_row(form.left_row, upper=kept(measure(problem, self.hours).left))
        for row, member in zip(form.load_rows, form.loaded, strict=True):
            engine.bound_row(int(row), upper=kept(float(self.ceilings[member])))
        self._most = self._by_part(problem.choice_most)
        self._locked = problem.part_locked
        self._held = opened(problem, self.hours) | self._locked
        for part in np.flatnonzero(~self._held):
            self._set(int(part), False)
        self._given = self._by_part(self.hours)

    def run(self, watch: Watch, done: Callable[[Floats], bool]) -> None:
        """Walk until the time is over or the parts are few enough; `hours` are those with fewest parts."""
        if not self._fits():
            return
        self._drop(watch)
        first, vain, fewest = self._held.copy(), 0, len(self._held)
        while watch.left() > 0 and not done(self.hours):
            if self._swap():
                self._drop(watch)
            parts = int(self._held.sum())
            fewest, vain = (parts, 0) if parts < fewest else (fewest, vain + 1)
            if vain > VAIN:
                self._hold(first)
                vain, fewest = 0, len(first)

    def _by_part(self, hours: Floats) -> Floats:
        problem = self.problem
        return np.asarray(np.bincount(problem.choice_part, hours, len(problem.part_member)), dtype=float)

    def _set(self, part: int, held: bool) -> None:
        """A part has hours, and then enough of them; or none."""
        form, problem = self._form, self.problem
        columns = form.hours[problem.choice_part == part]
        nothing = np.zeros(len(columns))
        lower, upper = form.model.lower[columns], form.model.upper[columns]
        self._engine.bound_columns(columns, *((lower, upper) if held else (nothing, nothing)))
        row = len(form.model.row_lower) - len(problem.part_member) + part
        self._engine.bound_row(row, lower=float(problem.part_least[part]) if held else 0.0)
        self._held[part] = held

    def _hold(self, parts: npt.NDArray[np.bool_]) -> None:
        """Go back to parts whose hours are known to fit."""
        for part in np.flatnonzero(parts != self._held):
            self._set(int(part), bool(parts[part]))
        self._fits()

    def _fits(self) -> bool:
        """Some hours fit the parts held: looked at from now on, and kept where parts are fewer."""
        answer = self._engine.minimise([])
        if not answer.found:
            return False
        raw = answer.values[self._form.hours]
        hours = np.where(raw > CRUMB, raw, 0.0)
        self._given = self._by_part(hours)
        if (self._given > CRUMB).sum() < opened(self.problem, self.hours).sum():
            self.hours = hours
            self.on_better(hours)
        return True

    def _drop(self, watch: Watch) -> None:
        """Let parts on circles go for nothing while one can."""
        for part in self._loose():
            if watch.left() <= 0:
                break
            self._set(part, False)
            if not self._fits():
                self._set(part, True)

    def _loose(self) -> list[int]:
        """Of each circle the parts with fewest hours, where the others could take them."""
        found: dict[int, None] = {}
        for circle in circles(self.problem, self._drawn()):
            for losing, gaining in ((circle[::2], circle[1::2]), (circle[1::2], circle[::2])):
                shortest = sorted(losing, key=lambda part: float(self._given[part]))[:DEEP]
                found.update((part, None) for part in shortest if self._turns(part, losing, gaining))
        return list(found)

    def _drawn(self) -> list[int]:
        """The parts held, in any order."""
        return [int(part) for part in self._choice.permutation(np.flatnonzero(self._held))]

    def _turns(self, going: int, losing: Sequence[int], gaining: Sequence[int]) -> bool:
        """All hours of a part could go round its circle, were it of one trade: enough stays, and has room."""
        if self._locked[going]:
            return False
        hours = self._given[going] - 10 * CRUMB
        least = self.problem.part_least
        return all(part == going or self._given[part] - hours >= least[part] for part in losing) and all(
            self._given[part] + hours <= self._most[part] for part in gaining
        )

    def _swap(self) -> bool:
        """One part in, the shortest of those that lose to it out; False when hours do not fit."""
        coming = int(self._choice.choice(np.flatnonzero(~self._held)))
        circle = way(self.problem, coming, drawn(self.problem, self._drawn()))
        losing, gaining = circle[::2], [coming, *circle[1::2]]
        going = min(losing, key=lambda part: float(self._given[part]), default=None)
        if going is None or not self._seated(coming, going) or not self._turns(going, losing, gaining):
            return False
        self._set(coming, True)
        self._set(going, False)
        if self._fits():
            return True
        self._set(coming, False)
        self._set(going, True)
        return False

    def _seated(self, coming: int, going: int) -> bool:
        """The lot of a part that comes has a seat for its member."""
        problem = self.problem
        lot = problem.part_lot[coming]
        if problem.lot_limit[lot] < 0:
            return True
        inside = self._held & (problem.part_lot == lot)
        inside[[coming, going]] = True, False
        return len(np.unique(problem.part_member[inside])) <= int(problem.lot_limit[lot])
