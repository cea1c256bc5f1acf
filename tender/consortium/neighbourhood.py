"""A few members at a time: the rest of the split stands still while they share out their sites afresh."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tender.consortium.formulation import Formulation, formulate
from tender.consortium.levels import Watch, measure
from tender.consortium.problem import CRUMB, Floats, Ints, Problem
from tender.consortium.programme import Engine
from tender.consortium.zooming import Zoom, zoom

Mask = npt.NDArray[np.bool_]

SECONDS = 2.0
"""The longest one neighbourhood is thought about."""
NODES = 60
LEAN = {
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_allow_restart": False,
    "primal_feasibility_tolerance": 1e-7,
    "dual_feasibility_tolerance": 1e-7,
    "mip_feasibility_tolerance": 1e-7,
}
"""HiGHS's own searches cost more in a neighbourhood than they bring: two to four times the time."""
MOST_MEMBERS = 6
FEES = 300.0
"""Steps of the simplex that any neighbourhood costs, thought about or known already."""
WIDEST = 160
"""Possible parts of one neighbourhood; beyond, HiGHS proves nothing in the time."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a search lowers: the sum of its prices; and what it may not exceed.

    `ceiling` (members,): hours nobody may exceed who does not already; `wished` (members,): hours from which
    an hour has the price `excess` (members,). `parts_kept`: no more parts than there are.
    """

    uncovered: float
    parts: float
    km: float
    ceiling: Floats
    wished: Floats
    excess: Floats
    parts_kept: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """New hours of some choices and what they save, in the prices of the aim; `settled`: proved the best.

    `work`: what it cost, in steps of the simplex.
    """

    choices: Ints
    after: Floats
    gain: float
    settled: bool
    work: int


def rearrange(problem: Problem, parts: Mask, hours: Floats, aim: Aim, watch: Watch) -> Move | None:
    """The best hours of the parts marked, the others standing still; None when none were found."""
    near = zoom(problem, parts, hours)
    if len(near.choices) == 0:
        return None
    before = hours[near.choices]
    form = formulate(near.problem, np.ones(len(near.problem.part_member), dtype=bool))
    engine = form.engine(integer=True)
    engine.option("mip_max_nodes", NODES)
    for name, value in LEAN.items():
        engine.option(name, value)
    engine.option("mip_abs_gap", 0.99 * aim.parts if aim.parts else 1e-4)
    given = np.bincount(near.problem.choice_member, before, len(near.used))[form.loaded]
    most = np.maximum(given, aim.ceiling[form.loaded] - near.used[form.loaded] + CRUMB)
    for row, ceiling in zip(form.load_rows, most, strict=True):
        engine.bound_row(int(row), upper=float(ceiling))
    levels = measure(near.problem, before)
    engine.bound_row(form.left_row, upper=levels.left + 10 * CRUMB)
    if aim.parts_kept:
        engine.bound_row(form.parts_row, upper=levels.parts + 0.5)
    excess, prices, over = _excess(engine, near, form, before, aim)
    costs: list[tuple[Ints, Floats | float]] = [
        (form.uncovered, aim.uncovered),
        (form.parts, aim.parts),
        (form.hours, near.problem.choice_km * aim.km),
        (excess, prices),
    ]
    start = np.concatenate((form.start(before), over))
    answer = engine.minimise(costs, seconds=max(0.05, min(SECONDS * watch.pace(), watch.wall())), start=start)
    if not answer.found:
        return None
    raw = answer.values[form.hours]
    held = (answer.values[form.parts] > 0.5)[near.problem.choice_part]
    after = np.where(held & (raw > CRUMB), raw, 0.0)
    gain = _worth(near, before, aim) - _worth(near, after, aim)
    return Move(near.choices, after, gain, answer.proved, answer.work)


def _excess(
    engine: Engine, near: Zoom, form: Formulation, before: Floats, aim: Aim
) -> tuple[Ints, Floats, Floats]:
    """A column for each member's hours above what is wished: columns, prices, and values to start from."""
    loaded = form.loaded
    given = np.bincount(near.problem.choice_member, before, len(near.used))[loaded]
    wished = aim.wished[loaded] - near.used[loaded]
    priced = np.flatnonzero((aim.excess[loaded] > 0) & np.isfinite(wished))
    columns = engine.columns(len(priced))
    for column, member in zip(columns, priced, strict=True):
        held = np.append(form.load_entries(int(loaded[member])), column)
        engine.row(held, np.append(np.ones(len(held) - 1), -1.0), upper=float(wished[member]))
    return columns, aim.excess[loaded][priced], np.maximum(given - wished, 0.0)[priced]


def _worth(near: Zoom, hours: Floats, aim: Aim) -> float:
    levels = measure(near.problem, hours)
    given = np.bincount(near.problem.choice_member, hours, len(near.used)) + near.used
    over = np.where(np.isfinite(aim.wished), np.maximum(given - aim.wished, 0.0), 0.0)
    return (
        aim.uncovered * levels.left + aim.parts * levels.parts + aim.km * levels.km + float(over @ aim.excess)
    )


@dataclass(frozen=True, slots=True)
class Thought:
    """A neighbourhood being thought about: its parts, how it stood, its number of members."""

    parts: Mask
    mark: tuple[bytes, bytes]
    members: int


@dataclass(slots=True)
class Search:
    """Neighbourhood search: `hours`, valid and staying so, improved for an aim.

    How many members and how many parts follow what the solver can prove and what it brought, counted in
    steps of the simplex, never in seconds. `workers`: neighbourhoods of different members at once.
    """

    problem: Problem
    hours: Floats
    on_better: Callable[[Floats], None] | None = None
    workers: int = 1
    size: float = 60.0
    _choice: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))
    _settled: set[tuple[bytes, bytes]] = field(default_factory=set)
    _units: Ints = field(init=False)
    _gains: Floats = field(init=False)
    _costs: Floats = field(init=False)

    def __post_init__(self) -> None:
        # Sites of a lot that limits its members are set free together (see zoom).
        sites = np.arange(len(self.problem.site_lot))
        limited = self.problem.lot_limit[self.problem.site_lot] >= 0
        self._units = np.where(limited, -1 - self.problem.site_lot, sites)

    def run(self, aim: Aim, watch: Watch, done: Callable[[Floats], bool]) -> None:
        """Improve until the time is over, the split is good enough, or nothing new was found for long."""
        self._settled.clear()
        self._gains = np.full(MOST_MEMBERS + 1, 1.0)
        self._costs = FEES * 3.0 ** np.arange(-2.0, MOST_MEMBERS - 1)
        vain, patience = 0, 60 + 10 * len(self.problem.available)
        thinking: dict[Future[Move | None], Thought] = {}
        with ThreadPoolExecutor(self.workers) as pool:
            while watch.left() > 0 and vain < patience and not done(self.hours):
                while len(thinking) < self.workers and vain < patience:
                    thought = self._pick([held.parts for held in thinking.values()], aim)
                    if thought.mark in self._settled or not thought.parts.any():
                        vain += 1
                        self._costs[thought.members] += FEES
                        if thinking:
                            break
                        continue
                    future = pool.submit(rearrange, self.problem, thought.parts, self.hours, aim, watch)
                    thinking[future] = thought
                for future in wait(thinking, return_when=FIRST_COMPLETED).done:
                    vain = 0 if self._take(future.result(), thinking.pop(future)) else vain + 1

    def _take(self, move: Move | None, thought: Thought) -> bool:
        """Apply a move; False when it brought nothing."""
        if move is None:
            self._costs[thought.members] += FEES
            return False
        self.size = min(WIDEST, self.size * 1.03) if move.settled else max(30.0, self.size * 0.92)
        self._gains *= 0.95
        self._costs *= 0.95
        self._gains[thought.members] += max(0.0, move.gain)
        self._costs[thought.members] += move.work + FEES
        hours = self.hours.copy()
        hours[move.choices] = move.after
        if move.gain < -1e-3 or (self.workers > 1 and not self._fits(hours)):
            return False
        better = move.gain > 1e-3
        if not better:
            self._settled.add(thought.mark)
        self.hours = hours
        if better and self.on_better is not None:
            self.on_better(hours)
        return better

    def _fits(self, hours: Floats) -> bool:
        """Two moves thought about at once did not both take the same hours or the same seat."""
        problem = self.problem
        given = np.bincount(problem.choice_need, hours, len(problem.need_total))
        held = np.bincount(problem.choice_part, hours, len(problem.part_member)) > CRUMB
        seats = np.unique(np.stack((problem.part_lot[held], problem.part_member[held])), axis=1)[0]
        seated = np.bincount(seats, minlength=len(problem.lot_limit))
        free = (problem.lot_limit < 0) | (seated <= problem.lot_limit)
        return bool((given <= problem.need_total + 1e-4).all() and free.all())

    def _pick(self, busy: list[Mask], aim: Aim) -> Thought:
        """A few members who share or could share sites, and of their sites as many as is sensible."""
        problem, choice = self.problem, self._choice
        held = np.bincount(problem.choice_part, self.hours, len(problem.part_member)) > CRUMB
        presence = np.zeros((len(problem.available), len(problem.site_lot)))
        presence[problem.part_member, problem.part_site] = 0.3
        presence[problem.part_member[held], problem.part_site[held]] = 1.0
        able = presence.sum(axis=1)
        for parts in busy:
            able[problem.part_member[parts]] = 0.0
        worth = (self._gains / self._costs)[2:]
        count = 2 + int(choice.choice(len(worth), p=worth / worth.sum()))
        group = self._ends(able, aim)
        kin = (presence @ presence[group].sum(axis=0)) * (able > 0) if group else able
        kin[group] = 0.0
        while len(group) < count and kin.any():
            pull = kin * choice.random(len(kin))
            group.append(int(np.argmax(pull)))
            kin = (presence @ presence[group].sum(axis=0)) * (able > 0)
            kin[group] = 0.0
        parts = self._narrow(np.isin(problem.part_member, group), held)
        mark = (parts.tobytes(), np.round(self.hours[parts[problem.choice_part]], 3).tobytes())
        return Thought(parts, mark, count)

    def _ends(self, able: Floats, aim: Aim) -> list[int]:
        """Where to begin: at hours nobody takes, or between a member above what is wished and one below."""
        problem = self.problem
        if aim.uncovered > 0:
            given = np.bincount(problem.choice_need, self.hours, len(problem.need_total))
            short = np.maximum(problem.need_total - given, 0.0)[problem.choice_need]
            pull = np.where(able[problem.choice_member] > 0, short, 0.0) * self._choice.random(len(short))
            return [int(problem.choice_member[np.argmax(pull)])] if pull.max() > CRUMB else []
        if not aim.excess.any():
            return []
        given = np.bincount(problem.choice_member, self.hours, len(able))
        over = np.where(able > 0, given - aim.wished, 0.0)
        ends = []
        for weight in (np.maximum(over, 0.0), np.maximum(-over, 0.0)):
            pull = np.where(np.isfinite(weight), weight, 0.0) * self._choice.random(len(able))
            if pull.max() > CRUMB:
                ends.append(int(np.argmax(pull)))
        return ends

    def _narrow(self, parts: Mask, held: Mask) -> Mask:
        """Of these parts, those at open sites, the shared ones first, up to the size."""
        problem, sites = self.problem, len(self.problem.site_lot)
        given = np.bincount(problem.choice_need, self.hours, len(problem.need_total))
        short = np.bincount(problem.need_site, problem.need_total - given, sites) > 10 * CRUMB
        holders = np.bincount(problem.part_site[parts & held], minlength=sites)
        parts = parts & ((holders > 0) | short)[problem.part_site]
        units, place = np.unique(self._units, return_inverse=True)
        count = np.bincount(place[problem.part_site[parts]], minlength=len(units))
        if count.sum() <= self.size:
            return parts
        shared = np.bincount(place, np.maximum(holders - 1, 0) + 3.0 * short)
        rank = np.where(count > 0, (1.0 + 1.5 * shared) * self._choice.random(len(units)), -1.0)
        order = np.argsort(-rank)
        total = np.cumsum(count[order])
        chosen = np.zeros(len(units), dtype=bool)
        chosen[order[(total <= self.size) | (np.arange(len(order)) == 0)]] = True
        return np.asarray(parts & chosen[place][problem.part_site])
