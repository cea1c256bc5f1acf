"""A few lots at a time: the rest of the split stands still while their parts are chosen afresh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tender.consortium.formulation import formulate
from tender.consortium.gathering import cover
from tender.consortium.levels import Watch, measure, opened
from tender.consortium.problem import CRUMB, Floats, Ints, Problem

Mask = npt.NDArray[np.bool_]

PRICE_OF_AN_HOUR = 10.0
"""What an uncovered hour weighs against parts inside one neighbourhood: cover comes first."""


@dataclass(frozen=True, slots=True)
class Zoom:
    """Some lots of a problem as a problem of their own: what the others use is gone from the capacities.

    `choices`: their numbers in the whole problem; `used`: hours each member gives elsewhere.
    """

    problem: Problem
    choices: Ints
    used: Floats


def zoom(problem: Problem, lots: Mask, hours: Floats) -> Zoom:
    """The lots marked, with the room the other lots leave."""
    inside = lots[problem.need_lot[problem.choice_need]]
    elsewhere = np.where(inside, 0.0, hours)
    members, trades, periods = problem.capacity.shape
    group = problem.choice_member * trades + problem.need_trade[problem.choice_need]
    taken = np.zeros((members * trades, periods))
    busy = np.flatnonzero(elsewhere > 0)
    np.add.at(taken, group[busy], problem.profile()[problem.choice_need[busy]] * elsewhere[busy, None])
    capacity = np.maximum(problem.capacity - taken.reshape(problem.capacity.shape), 0.0)
    needs = lots[problem.need_lot]
    sites = lots[problem.site_lot]
    parts = sites[problem.part_site]
    need_number, site_number, part_number = (np.cumsum(kept) - 1 for kept in (needs, sites, parts))
    choices = np.flatnonzero(inside)
    small = replace(
        problem,
        need_lot=problem.need_lot[needs],
        need_site=site_number[problem.need_site[needs]],
        need_trade=problem.need_trade[needs],
        need_hours=problem.need_hours[needs],
        need_total=problem.need_total[needs],
        site_lot=problem.site_lot[sites],
        site_place=tuple(place for place, kept in zip(problem.site_place, sites, strict=True) if kept),
        site_total=problem.site_total[sites],
        capacity=capacity,
        part_member=problem.part_member[parts],
        part_site=site_number[problem.part_site[parts]],
        part_least=problem.part_least[parts],
        choice_part=part_number[problem.choice_part[choices]],
        choice_need=need_number[problem.choice_need[choices]],
        choice_most=problem.choice_most[choices],
        choice_locked=problem.choice_locked[choices],
        choice_km=problem.choice_km[choices],
    )
    return Zoom(
        small, choices, np.asarray(np.bincount(problem.choice_member, elsewhere, members), dtype=float)
    )


@dataclass(slots=True)
class Search:
    """Neighbourhood search: same moves every time; a slow machine only makes fewer of them.

    `top`: the highest load aimed at, thousandths; `hours`: the split so far, valid and staying so.
    """

    problem: Problem
    hours: Floats
    top: float
    watch: Watch
    size: int = 350
    nodes: int = 60
    on_better: Callable[[Floats], None] | None = None
    rounds: int = 0
    finest: float = 1e-3

    def run(self) -> Floats:
        """Improve until the time is over or every lot was tried in vain many times."""
        choice = np.random.default_rng(1)
        kin = self._kin()
        vain = 0
        lots = kin.shape[0]
        while self.watch.left() > 0 and vain < 12 * lots:
            marked = self._pick(choice, kin)
            if vain and not (kin.diagonal() > 0)[~marked].any():
                break
            vain = 0 if self._improve(marked) else vain + 1
            self.rounds += 1
            if self.rounds % 5 == 0 and self._left() > self.finest:
                self._spread()
        return self.hours

    def _left(self) -> float:
        return measure(self.problem, self.hours).left

    def _spread(self) -> None:
        """Let the hours flow between the parts there are: one linear programme over all lots."""
        parts = opened(self.problem, self.hours)
        hours = cover(self.problem, parts | self.problem.part_locked, self.top, self.watch)
        if hours is not None and measure(self.problem, hours).left < self._left() - 1e-3:
            self.hours = hours

    def _kin(self) -> Floats:
        """(lots, lots): how many members could work in both."""
        problem = self.problem
        presence = np.zeros((len(problem.lot_limit), len(problem.available)))
        presence[problem.part_lot, problem.part_member] = 1.0
        return np.asarray(presence @ presence.T)

    def _pick(self, choice: np.random.Generator, kin: Floats) -> Mask:
        problem = self.problem
        left = problem.need_total - np.bincount(problem.choice_need, self.hours, len(problem.need_total))
        held = np.bincount(problem.choice_part, self.hours, len(problem.part_member)) > CRUMB
        weight = np.bincount(problem.need_lot, np.maximum(left, 0.0) / 10.0, len(kin))
        weight += np.bincount(problem.part_lot[held], minlength=len(kin))
        weight[np.bincount(problem.need_lot, minlength=len(kin)) == 0] = 0.0
        sizes = np.bincount(problem.need_lot[problem.choice_need], minlength=len(kin))
        marked = np.zeros(len(kin), dtype=bool)
        lot = int(choice.choice(len(kin), p=weight / weight.sum()))
        near = kin[lot] * (weight > 0) * choice.random(len(kin))
        near[lot] = np.inf
        total = 0
        for other in np.argsort(-near):
            if near[other] <= 0 or (total and total + sizes[other] > self.size):
                break
            marked[other] = True
            total += int(sizes[other])
        return marked

    def _improve(self, marked: Mask) -> bool:
        part = zoom(self.problem, marked, self.hours)
        before = self.hours[part.choices]
        form = formulate(part.problem, np.ones(len(part.problem.part_member), dtype=bool))
        engine = form.engine(integer=True)
        whole = len(part.choices) == len(self.hours)
        if not whole:
            engine.option("mip_max_nodes", self.nodes)
        engine.option("mip_rel_gap", 1e-4)
        given = np.bincount(part.problem.choice_member, before, len(part.used))[form.loaded]
        aim = self.problem.available[form.loaded] * self.top / 1000.0 - part.used[form.loaded]
        ceilings = np.maximum(given, aim) + 1e-6
        for row, ceiling in zip(form.load_rows, ceilings, strict=True):
            engine.bound_row(int(row), upper=float(ceiling))
        start = form.start(before)
        levels = measure(part.problem, before)
        engine.bound_row(form.left_row, upper=levels.left + 1e-6)
        km = 1e-6 / max(1.0, float(part.problem.choice_km.max()))
        costs: list[tuple[Ints, Floats | float]] = [
            (form.uncovered, PRICE_OF_AN_HOUR),
            (form.parts, 1.0),
            (form.hours, part.problem.choice_km * km),
        ]
        answer = engine.minimise(
            costs, seconds=self.watch.left() if whole else min(5.0, self.watch.left()), start=start
        )
        if not answer.found:
            return False
        opened = answer.values[form.parts] > 0.5
        raw = answer.values[form.hours]
        after = np.where(opened[part.problem.choice_part] & (raw > CRUMB), raw, 0.0)
        now = measure(part.problem, after)
        if now.left > levels.left + self.finest:
            return False
        value = PRICE_OF_AN_HOUR * (now.left - levels.left) + now.parts - levels.parts
        if value > -1e-3 and not (abs(value) <= 1e-3 and now.km < levels.km - 1.0):
            return False
        self.hours = self.hours.copy()
        self.hours[part.choices] = after
        if value < -0.5 and self.on_better is not None:
            self.on_better(self.hours)
        return value < -1e-3
