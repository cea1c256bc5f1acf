"""The exact way up: the four levels one after the other, each kept while the next is improved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tender.consortium.formulation import LOAD_UNIT, Formulation, formulate, kept
from tender.consortium.levels import (
    SMALL,
    Levels,
    Proof,
    Resolution,
    Watch,
    km_floor,
    measure,
    parts_floor,
    polish,
    relaxed_left,
    relaxed_loads,
    resolution,
)
from tender.consortium.problem import CRUMB, Floats, Problem
from tender.consortium.programme import INFINITY, Answer, Engine


@dataclass(slots=True)
class Climb:
    """The exact way up: a mixed-integer programme a level, each started from the best split so far.

    `best`: hours a choice, None before there is any; `on_better` is told each time it changes.
    """

    problem: Problem
    watch: Watch
    best: Floats | None = None
    on_better: Callable[[Floats, Proof], None] | None = None
    proof: Proof = field(default_factory=Proof)
    impossible: bool = False
    sums: list[tuple[int, list[int]]] = field(default_factory=list)
    finest: Resolution = field(init=False)

    def __post_init__(self) -> None:
        self.finest = resolution(self.problem)

    def run(self) -> None:
        """All four levels, as far as the time allows."""
        left = relaxed_left(self.problem, self.watch)
        if left is None or self.problem.contradiction:
            self.impossible = True
            return
        self.proof.left = left
        form = formulate(self.problem, np.ones(len(self.problem.part_member), dtype=bool))
        engine = form.engine(integer=True)
        if not self._cover(form, engine):
            return
        self._even(form, engine)
        self._gather(form, engine)
        self._shorten(form, engine)

    def _levels(self) -> Levels:
        assert self.best is not None
        return measure(self.problem, self.best)

    def _cover(self, form: Formulation, engine: Engine) -> bool:
        """Level 1. False when there is no split, or none was found in time."""
        if self.best is None or self._levels().left > self.proof.left + self.finest.hours:
            engine.option("mip_abs_gap", self.finest.hours / 2)
            answer = self._solve(engine, form, [(form.uncovered, 1.0)], 0.35)
            self.impossible = answer.impossible
            self.proof.left = max(self.proof.left, min(answer.bound, INFINITY))
        if self.best is None:
            return False
        left = self._levels().left
        self.proof.left_proved = left <= self.proof.left + self.finest.hours
        engine.bound_row(form.left_row, upper=kept(left) + self.finest.hours / 100)
        return True

    def _keep(self, hours: Floats | None) -> None:
        """Remember hours that are better."""
        if hours is None:
            return
        depth = None if len(self.problem.part_member) <= SMALL else 1
        if self.best is None or measure(self.problem, hours).beats(self._levels(), self.finest, depth):
            self.best = hours
            if self.on_better is not None:
                self.on_better(hours, self.proof)

    def _even(self, form: Formulation, engine: Engine) -> None:
        """Level 2: the sum of the k highest loads, k = 1, 2, …, each kept: leximin of any set.

        Source: ordered outcomes, Ogryczak and Śliwiński (2003), European Journal of Operational Research.
        """
        problem = self.problem
        per_mille = problem.available[form.loaded] / LOAD_UNIT
        if len(problem.part_member) <= SMALL or self.proof.load == 0.0:
            floor = relaxed_loads(problem, self._levels().left, self.watch)
            self.proof.load = floor[0] / LOAD_UNIT if floor else 0.0
        else:
            floor = (self.proof.load * LOAD_UNIT,)
        engine.option("mip_abs_gap", self.finest.load / 2)
        sunk = self._sunk(per_mille)
        following = True
        depth = len(form.loaded) if len(self.problem.part_member) <= SMALL else 1
        for k in range(1, depth + 1):
            loads = self._levels().loads
            proved = following and k <= len(floor) and loads[k - 1] <= floor[k - 1] + self.finest.load
            costs = self._ordered_sum(form, engine, k, per_mille)
            if not proved:
                following = False
                answer = self._solve(engine, form, costs[0], 0.3)
                proved = answer.proved
                if k == 1:
                    self.proof.load = max(self.proof.load, answer.bound / LOAD_UNIT)
            total = sum(self._levels().loads[:k])
            engine.bound_row(costs[1], upper=kept(total) + self.finest.load / 10 + k * sunk)
            if not proved:
                return
            self.proof.loads = k
        self.proof.fair = depth == len(form.loaded)

    def _sunk(self, per_mille: Floats) -> float:
        """Thousandths a load may be too low by, for what cover leaves to the arithmetic.

        Kept there, a least part that is all a member has would no longer fit.
        """
        room = kept(0.0) + self.finest.hours / 100
        return min(
            10 * self.finest.load, room / max(float(per_mille.min(initial=INFINITY)), CRUMB / LOAD_UNIT)
        )

    def _ordered_sum(
        self, form: Formulation, engine: Engine, k: int, per_mille: Floats
    ) -> tuple[list[tuple[npt.NDArray[np.int64], Floats | float]], int]:
        """Add the sum of the k highest loads: k * r + sum of max(0, load - r). Its cost, and its row."""
        if k == 1:
            top = np.array([form.top])
            return [(top, 1.0)], engine.row(top, np.ones(1))
        level = engine.column()
        above = []
        for member, unit in enumerate(per_mille):
            excess = engine.column()
            above.append(excess)
            held = form.load_entries(int(form.loaded[member]))
            columns = np.concatenate((held, [level, excess]))
            engine.row(columns, np.concatenate((np.ones(len(held)), [-unit, -unit])), upper=0.0)
        self.sums.append((level, above))
        columns = np.array([level, *above])
        values = np.array([float(k), *([1.0] * len(above))])
        return [(columns, values)], engine.row(columns, values)

    def _gather(self, form: Formulation, engine: Engine) -> None:
        """Level 3."""
        if len(form.parts) == 0:
            self.proof.parts_proved = True
            return
        engine.option("mip_abs_gap", 0.5)
        answer = self._solve(engine, form, [(form.parts, 1.0)], 0.7)
        bound = float(np.ceil(answer.bound - 1e-6)) if 0 < answer.bound < INFINITY else 0.0
        self.proof.parts = max(bound, parts_floor(self.problem, self._levels().left))
        parts = self._levels().parts
        self.proof.parts_proved = parts <= self.proof.parts
        engine.bound_row(form.parts_row, upper=parts + 0.5)

    def _shorten(self, form: Formulation, engine: Engine) -> None:
        """Level 4."""
        now = self._levels().km
        engine.option("mip_abs_gap", 1e-5 * max(1.0, now * 1e-2))
        answer = self._solve(engine, form, [(form.hours, self.problem.choice_km)], 1.0)
        bound = answer.bound if answer.bound < INFINITY else 0.0
        self.proof.km = max(km_floor(self.problem, self._levels().left), bound)
        self.proof.km_proved = self._levels().km <= self.proof.km * (1 + 1e-5) + 0.05

    def _start(self, form: Formulation) -> Floats:
        """The best split so far as a solution, the sums of the highest loads included."""
        assert self.best is not None
        problem = self.problem
        given = np.bincount(problem.choice_member, self.best, len(problem.available))[form.loaded]
        loads = given / np.maximum(problem.available[form.loaded], CRUMB) * LOAD_UNIT
        ranked = np.sort(loads)[::-1]
        extra = [
            np.append(ranked[k + 1], np.maximum(loads - ranked[k + 1], 0.0)) for k in range(len(self.sums))
        ]
        return np.concatenate([form.start(self.best), *extra])

    def _solve(
        self,
        engine: Engine,
        form: Formulation,
        costs: list[tuple[npt.NDArray[np.int64], Floats | float]],
        fraction: float,
    ) -> Answer:
        """Solve in a fraction of the time left; a better split is polished and kept."""
        start = None if self.best is None else self._start(form)
        seconds = max(0.05, fraction * self.watch.wall())
        answer = engine.minimise(costs, seconds=seconds, start=start)
        if answer.found:
            raw = answer.values[form.hours]
            parts = answer.values[form.parts] > 0.5 if len(form.parts) else np.zeros(0, dtype=bool)
            hours = polish(self.problem, parts, self.watch.within(max(1.0, self.watch.left())))
            self._keep(raw if hours is None else hours)
        return answer
