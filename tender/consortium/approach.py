"""The way up for cases too large to settle to the last digit: a search, with bounds proved beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tender.consortium.balancing import balance_floor
from tender.consortium.bounding import Bounding
from tender.consortium.diving import WIDEST, dive
from tender.consortium.evening import drawn_together, lowest_top
from tender.consortium.formulation import LOAD_UNIT
from tender.consortium.gathering import gather
from tender.consortium.greedy import greedy
from tender.consortium.levels import (
    WHOLE,
    Proof,
    Resolution,
    Standing,
    Watch,
    km_floor,
    measure,
    opened,
    parts_floor,
    polish,
    relaxed_ceilings,
    relaxed_km,
    relaxed_left,
    relaxed_top,
    resolution,
    standing,
)
from tender.consortium.neighbourhood import Aim, Search
from tender.consortium.pivoting import Pivoting
from tender.consortium.problem import CRUMB, Floats, Problem
from tender.consortium.programme import INFINITY
from tender.consortium.settling import Settler

SPARE = ((12_000, 1.008), (10**9, 1.02))
"""Beyond WHOLE, by the number of possible parts: how far above its lowest load, relatively, a member may stay
while parts are chosen. Less than 1 and 3 in a hundred; the gap tells it."""
PIVOTS = 0.8
"""The time up to which parts are sought by pivots alone."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Parts no split has fewer of that leaves at most `left` hours with nobody above `ceilings`."""

    parts: float
    left: float
    ceilings: Floats

    def of(self, left: float, ceilings: Floats) -> float:
        """The same for a split that leaves so many with such ceilings; 0 where that is not proved."""
        tighter = left <= self.left + 10 * CRUMB and bool((ceilings <= self.ceilings + 10 * CRUMB).all())
        return self.parts if tighter else 0.0


@dataclass(slots=True)
class Approach:
    """Level by level, each kept while the next improves: a start, then a few members at a time.

    `best`: hours a choice, None before there is any; `on_better` is told each time it changes; `aimed`:
    hours of each member at the leximin of the relaxation that leaves `aimed_left`, `loads` the same in
    thousandths, highest first; `ceilings`: what the levels above parts allow.
    """

    problem: Problem
    watch: Watch
    on_better: Callable[[Floats, Proof], None] | None = None
    best: Floats | None = None
    proof: Proof = field(default_factory=Proof)
    ceilings: Floats = field(init=False)
    loads: tuple[float, ...] = ()
    aimed: Floats = field(init=False)
    aimed_left: float = 0.0
    floor: Floor = field(init=False)
    finest: Resolution = field(init=False)
    bounding: Bounding = field(init=False)

    def __post_init__(self) -> None:
        self.finest = resolution(self.problem)
        self.floor = Floor(0.0, 0.0, self.problem.available)
        self.bounding = Bounding(self.problem, self.proof, self.finest)

    def run(self) -> None:
        """All four levels, as far as the time allows; `best` stays None when no first split was found."""
        problem, watch = self.problem, self.watch
        left = relaxed_left(problem, watch)
        if left is None:
            return
        self.proof.left = left
        first = polish(problem, opened(problem, greedy(problem)) | problem.part_locked, watch, fair=False)
        self.offer(first)
        if self.best is None:
            return
        try:
            self._improve(left)
        finally:
            self.bounding.stop()
        self._prove()

    def offer(self, hours: Floats | None) -> None:
        """Remember hours that stand better."""
        if hours is None:
            return
        if self.best is None or self._standing(hours) < self._standing(self.best):
            self.best = hours
            if self.on_better is not None:
                self.on_better(hours, self.proof)

    def _standing(self, hours: Floats) -> Standing:
        return standing(measure(self.problem, hours), self.proof.left, self.loads, self.finest, self.spare)

    def _left(self, hours: Floats) -> float:
        return measure(self.problem, hours).left

    def _until(self, fraction: float) -> Watch:
        """The time up to a fraction of the whole."""
        whole = self.watch.left() + self.watch.spent()
        return self.watch.within(max(0.0, whole * fraction - self.watch.spent()))

    def _improve(self, left: float) -> None:
        settler = self._settle(left) if self._small_enough else None
        search = self._start()
        self._cover(search)
        self._even(search)
        self._fall_back(search, settler)
        self._gather(search)
        self._shorten(search)

    @property
    def _small_enough(self) -> bool:
        return len(self.problem.part_member) <= WHOLE

    def _settle(self, left: float) -> Settler:
        """Levels 1 and 2 alone, proved as far as 0.4 of the time allows; the splits met are offered."""
        problem, finest = self.problem, self.finest
        settler = Settler(problem, np.zeros(len(problem.part_member), dtype=bool))
        assert self.best is not None
        if not self._covered(self.best):
            first = settler.settle(
                lambda form, *_: [(form.uncovered, 1.0)], self._until(0.3), finest=finest.hours
            )
            self.proof.left = max(left, first.bound)
            self.offer(first.hours)
            if not self._covered(self.best):
                self.bounding.start_cover(settler, self._until(0.6))
                settler = Settler(problem, settler.weighed)
        kept_hours = self._left(self.best) + finest.hours / 2
        top = lowest_top(settler, kept_hours, self._until(0.4), finest)
        self._aim_at(
            kept_hours, None if top.hours is None else measure(problem, top.hours).loads[0], top.bound
        )
        self.offer(top.hours)
        return settler

    @property
    def spare(self) -> float:
        """How far above its lowest load a member may stay while parts are chosen."""
        possible = len(self.problem.part_member)
        return (
            self.finest.near
            if possible <= WHOLE
            else next(spare for most, spare in SPARE if possible <= most)
        )

    def _dived(self) -> Search | None:
        """A start from a dive, where whole programmes settle nothing."""
        self._aim_at(self.proof.left + self.finest.hours)
        found = dive(self.problem, self.aimed_left, self.ceilings, self._until(0.6))
        self.floor = Floor(found.floor, self.aimed_left, self.ceilings)
        self.offer(found.hours)
        return None if found.hours is None else Search(self.problem, found.hours, self.offer)

    def _start(self) -> Search:
        """Hours gathered by linear programmes, a few left over; or the best so far where that fails."""
        problem = self.problem
        assert self.best is not None
        dived = None if self._small_enough else self._dived()
        if dived is not None or len(problem.part_member) > WIDEST:
            return dived or Search(problem, self.best, self.offer)
        if not self.loads:
            self._aim_at(self.proof.left + self.finest.hours)
        top = self.loads[0] if self.loads else INFINITY
        most = min(self._left(self.best), self.aimed_left)
        near = gather(problem, most, top * self.finest.near, self.watch)
        self.offer(near)
        usable = near is not None and self._left(near) < self.aimed_left + 0.03 * problem.need_total.sum()
        return Search(problem, near if near is not None and usable else self.best, self.offer)

    def _fall_back(self, search: Search, settler: Settler | None) -> None:
        """Where the search did not reach what was settled, begin level 3 there."""
        assert self.best is not None
        if self._standing(search.hours)[0] <= self._standing(self.best)[0]:
            return
        search.hours = self.best
        if settler is not None and self.loads:
            left = self._left(self.best) + self.finest.hours / 2
            top = max(self.loads[0], measure(self.problem, self.best).loads[0]) * self.finest.near
            near = drawn_together(settler, left, self.ceilings, top, self._until(0.65))
            self.offer(near)
            if near is not None and self._standing(near)[0] <= self._standing(self.best)[0]:
                search.hours = near
        given = np.bincount(self.problem.choice_member, search.hours, len(self.problem.available))
        self.ceilings = np.maximum(self.aimed * self.spare, given)

    def _aim_at(self, left: float, reached: float | None = None, bound: float = 0.0) -> None:
        """The loads to aim at with so many hours left: leximin of the relaxation, its highest at least.

        `reached`, `bound`: the highest load of a split, and what no split stays below, thousandths.
        """
        problem = self.problem
        self.aimed_left = left
        top = relaxed_top(problem, left, self.watch)
        if top is None:
            self.ceilings = self.aimed = problem.available.copy()
            return
        self.proof.load = max(top, bound) / LOAD_UNIT
        known = relaxed_ceilings(problem, left, self.watch.within(0.05 * self.watch.left()))
        self.aimed = np.minimum(known, problem.available * self.proof.load)
        loaded = np.unique(problem.choice_member)
        loads = self.aimed[loaded] / np.maximum(problem.available[loaded], CRUMB) * LOAD_UNIT
        if reached is not None and reached > top * self.finest.near:
            loads[int(np.argmax(loads))] = reached
        self.loads = tuple(sorted(loads.tolist(), reverse=True))
        self.ceilings = self.aimed * self.spare

    def _covered(self, hours: Floats) -> bool:
        return self._left(hours) <= self.proof.left + self.finest.hours

    def _cover(self, search: Search) -> None:
        """Level 1, the others in mind."""
        problem = self.problem
        if self._covered(search.hours):
            return
        free = np.full(len(problem.available), np.inf)
        aim = Aim(10.0, 0.5, 0.0, free, self.ceilings, np.ones(len(free)))
        search.run(aim, self._until(0.5), lambda hours: self._covered(hours) or self._proved_elsewhere())
        for hours in self.bounding.found:
            self.offer(hours)
        assert self.best is not None
        if self._left(self.best) < self._left(search.hours) - self.finest.hours:
            search.hours = self.best
        if abs(self._left(search.hours) - self.aimed_left) > 2 * self.finest.hours:
            self._aim_at(self._left(search.hours) + self.finest.hours)

    def _proved_elsewhere(self) -> bool:
        return any(self._covered(hours) for hours in self.bounding.found)

    def _even(self, search: Search) -> None:
        """Level 2: no member above its hours at the leximin of the relaxation, where that can be."""
        problem = self.problem
        per_mille = LOAD_UNIT / np.maximum(problem.available, CRUMB)
        highest = np.full(len(problem.available), np.inf)
        if self.loads:
            highest = problem.available * self.loads[0] / LOAD_UNIT * self.spare
        aim = Aim(0.0, 1.0, 0.0, highest, self.ceilings, np.minimum(50.0 * per_mille, 1e4))

        def given(hours: Floats) -> Floats:
            return np.asarray(np.bincount(problem.choice_member, hours, len(problem.available)), dtype=float)

        def even(hours: Floats) -> bool:
            return bool((given(hours) <= self.ceilings + 10 * CRUMB).all())

        if not even(search.hours):
            search.run(aim, self._until(0.6), even)
        self.offer(search.hours)
        self.ceilings = np.maximum(self.ceilings, given(search.hours))

    def _gather(self, search: Search) -> None:
        """Level 3."""
        problem = self.problem
        left = self._left(search.hours)
        most = left + self.finest.hours
        balanced = balance_floor(problem, most, self.ceilings) if self._small_enough else 0.0
        self.proof.parts = max(parts_floor(problem, most), self.floor.of(left, self.ceilings), balanced)
        if self._small_enough:
            self._pivot(search)
        free = np.full(len(problem.available), np.inf)

        def fewest(hours: Floats) -> bool:
            if self._small_enough and not balanced and not self.bounding.busy:
                self._look_beside(search)
                self.bounding.start_parts(left, self.ceilings, search.hours, self._slice())
            return measure(problem, hours).parts <= self.proof.parts

        aim = Aim(0.0, 1.0, 0.0, self.ceilings, free, np.zeros(len(free)))
        search.run(aim, self._until(0.88), fewest)
        self._keep(search)

    def _pivot(self, search: Search) -> None:
        """Level 3 by pivots, which come soon to few parts where loads are exact."""
        walk = Pivoting(self.problem, search.hours, self.ceilings, self.offer)
        walk.run(self._until(PIVOTS), lambda hours: measure(self.problem, hours).parts <= self.proof.parts)
        search.hours = walk.hours

    def _slice(self) -> Watch:
        """Half of what is left for parts, so that the search hears of what is found beside it."""
        rest = self._until(0.88).left()
        return self.watch.within(rest if rest < 2.0 else rest / 2)

    def _look_beside(self, search: Search) -> None:
        """Go on from what the whole programme found, when it has fewer parts."""
        mine = measure(self.problem, search.hours)
        for hours in self.bounding.found:
            other = measure(self.problem, hours)
            if other.parts < mine.parts and other.left <= mine.left + self.finest.hours:
                self.offer(hours)
                search.hours, mine = hours, other
        self.bounding.found.clear()

    def _shorten(self, search: Search) -> None:
        """Level 4, with the loads that the parts found allow."""
        problem = self.problem
        given = np.bincount(problem.choice_member, search.hours, len(problem.available))
        self.ceilings = np.minimum(self.ceilings, np.maximum(self.aimed, given) * self.finest.near)
        km = 1.0 / max(1.0, float(problem.choice_km.max(initial=0.0)))
        free = np.full(len(problem.available), np.inf)
        aim = Aim(0.0, 0.0, km, self.ceilings, free, np.zeros(len(free)), parts_kept=True)
        search.run(aim, self._until(0.96), lambda _: False)
        self._keep(search)

    def _keep(self, search: Search) -> None:
        """The best hours for the parts found, and what was met beside the search."""
        self.offer(search.hours)
        for hours in self.bounding.found:
            self.offer(hours)
        assert self.best is not None
        parts = opened(self.problem, self.best) | self.problem.part_locked
        self.offer(polish(self.problem, parts, self.watch.within(max(0.3, self.watch.left()))))
        search.hours = self.best

    def _prove(self) -> None:
        assert self.best is not None
        levels, proof = measure(self.problem, self.best), self.proof
        limit = self.watch.within(max(0.3, self.watch.left()))
        given = np.bincount(self.problem.choice_member, self.best, len(self.problem.available))
        ceilings = np.maximum(self.ceilings, given)
        relaxed = relaxed_km(self.problem, levels.left, ceilings, levels.parts, limit)
        proof.km = max(km_floor(self.problem, levels.left), relaxed)
        proof.left_proved = levels.left <= proof.left + self.finest.hours
        proof.loads = 0
        for mine, floor in zip(levels.loads, self.loads, strict=False):
            if mine > floor * self.finest.near + self.finest.load / 4:
                break
            proof.loads += 1
        proof.fair = proof.loads == len(levels.loads)
        proof.parts_proved = levels.parts <= proof.parts
