"""The best split against a plain greedy, same run: python -m benchmarks.split [small medium large].

Prints cpu seconds, hours left and highest load with their proved bounds, parts, and ratios to greedy. Greedy:
scarcest need first, given to the least loaded member able to take a useful part; "tightened" is the same
teams with their hours set by a linear programme.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace

import numpy as np

from tender.consortium.formulation import formulate
from tender.consortium.greedy import greedy
from tender.consortium.invariants import violations
from tender.consortium.least_change import resplit
from tender.consortium.levels import (
    Levels,
    Watch,
    measure,
    opened,
    parts_floor,
    polish,
    relaxed_left,
    relaxed_top,
)
from tender.consortium.problem import Problem, index
from tender.consortium.solver import propose
from tender.vocabulary.split import Need, Refusal, Split, SplitCase, SplitLot, SplitMember


@dataclass(frozen=True, slots=True)
class Size:
    """A made case: `reach` the fraction of places a member serves, `fill` demand over capacity."""

    members: int
    lots: int
    places: int
    places_per_lot: int
    reach: float
    seconds: float
    fill: float = 0.7


SIZES = {
    "small": Size(11, 7, 30, 8, 0.4, 10.0),
    "medium": Size(60, 40, 120, 12, 0.2, 30.0),
    "large": Size(200, 100, 400, 20, 0.1, 120.0),
}
MONTHS = tuple(f"2027-{month:02d}" for month in range(1, 13))
TRADES = ("nettoyage", "espaces verts", "manutention", "restauration", "second œuvre")


def made_case(size: Size, seed: int = 1) -> SplitCase:
    """Members and places in a square of 100 km, uneven members, seasonal needs, three members near each."""
    draw = np.random.default_rng(seed)
    places, homes = draw.random((size.places, 2)) * 100, draw.random((size.members, 2)) * 100
    km = np.sqrt(((homes[:, None] - places[None]) ** 2).sum(-1))
    order = np.argsort(km, axis=1)
    serves = np.zeros((size.members, size.places), dtype=bool)
    for m in range(size.members):
        serves[m, order[m, : max(3, int(size.places * size.reach * draw.uniform(0.6, 1.6)))]] = True
    skills = np.zeros((size.members, len(TRADES)), dtype=bool)
    for m in range(size.members):
        skills[m, draw.choice(len(TRADES), draw.integers(1, 4), replace=False)] = True
    weight = draw.lognormal(0, 0.9, size.members)
    capacity = np.zeros((size.members, len(TRADES), len(MONTHS)))
    lots = []
    for number in range(size.lots):
        near = np.argsort(((places - draw.random(2) * 100) ** 2).sum(1))
        inside = near[: max(2, int(size.places_per_lot * draw.uniform(0.6, 1.5)))]
        needs = []
        for k in draw.choice(len(TRADES), draw.integers(1, 3), replace=False):
            season = draw.random(len(MONTHS)) + 0.3
            for place in inside:
                hours = np.round(draw.lognormal(6.0, 0.8) * season / season.sum() + 1.0)
                needs.append(Need(f"z{place}", TRADES[k], dict(zip(MONTHS, hours.tolist(), strict=True))))
                able = np.flatnonzero(serves[:, place] & skills[:, k])
                for m in np.argsort(km[:, place])[: 3 - len(able)] if len(able) < 3 else ():
                    serves[m, place] = skills[m, k] = True
                able = np.flatnonzero(serves[:, place] & skills[:, k])
                capacity[able, k] += np.outer(weight[able] / weight[able].sum(), hours) / size.fill
        lots.append(SplitLot(str(number + 1), tuple(needs), 70.0))
    capacity = np.round(capacity * draw.uniform(0.8, 1.2, capacity.shape))
    members = tuple(
        SplitMember(
            f"m{m}",
            tuple(f"z{place}" for place in np.flatnonzero(serves[m])),
            {
                trade: dict(zip(MONTHS, capacity[m, k].tolist(), strict=True))
                for k, trade in enumerate(TRADES)
                if skills[m, k]
            },
        )
        for m in range(size.members)
    )
    distances = {f"m{m}|z{z}": round(float(km[m, z]), 1) for m, z in zip(*np.nonzero(serves), strict=True)}
    return SplitCase(MONTHS, tuple(lots), members, distances)


def _row(name: str, cpu: float, levels: Levels, asked: float) -> None:
    top = levels.loads[0] / 10 if levels.loads else 0.0
    print(
        f"  {name:<22} {cpu:8.2f} {levels.left:11.1f} {100 * levels.left / asked:7.3f} {top:8.3f} "
        f"{levels.parts:7d} {levels.km / 1000:11.0f}"
    )


def run(name: str, size: Size) -> None:
    """One size: greedy, greedy tightened, ours, one refusal; then the bounds and the ratios."""
    case = made_case(size)
    problem = index(case)
    asked = float(problem.need_total.sum())
    print(f"{name}: {size.members} x {size.lots} x {size.places}, {len(problem.part_member)} possible parts, "
          f"{len(problem.site_lot)} lot-places, {asked:.0f} h")  # fmt: skip
    print(f"  {'':<22} {'cpu s':>8} {'left h':>11} {'left %':>7} {'top %':>8} {'parts':>7} {'1000 h.km':>11}")
    start = time.process_time()
    plain = greedy(problem)
    first = measure(problem, plain)
    _row("greedy", time.process_time() - start, first, asked)
    tight = polish(problem, opened(problem, plain), Watch(600.0), fair=False)
    if tight is not None:
        _row("greedy, tightened", time.process_time() - start, measure(problem, tight), asked)
    split = _ours(case, size, asked)
    left = relaxed_left(problem, Watch(600.0)) or 0.0
    top = relaxed_top(problem, left + 1e-6 * asked, Watch(600.0)) or 0.0
    ours = split.objective
    print(f"  bound of the relaxation: left {left:.1f} h, top {top / 10:.3f} %")
    over = 100 * (ours.highest_load / (top / 1000) - 1) if top else 0.0
    print(f"  status {split.status.value}, gap {split.gap:.4f}")
    lack = 100 * (ours.uncovered_hours - left) / asked
    print(f"  left over bound {lack:.4f} % of the hours, top over bound {over:.4f} %")
    print(
        f"  parts / greedy's {ours.parts / first.parts:.2f}; hours per part "
        f"{(asked - ours.uncovered_hours) / ours.parts:.0f} against {(asked - first.left) / first.parts:.0f}"
    )
    floor = _parts_floor(problem, max(left, ours.uncovered_hours) + 1e-6 * asked, 1.01 * top)
    print(
        f"  no split that covers as much, levels within 1 %, has fewer than {floor:.0f} parts: "
        f"{floor / first.parts:.3f} of greedy's; ours {100 * (ours.parts / floor - 1):.1f} % above"
    )


def _parts_floor(problem: Problem, left: float, top: float) -> float:
    """Parts no such split has fewer of: the relaxation with parts as fractions; site by site if large."""
    plain = parts_floor(problem, left)
    if len(problem.part_member) > 6000:
        return plain
    form = formulate(problem, np.ones(len(problem.part_member), dtype=bool))
    engine = form.engine(integer=False)
    engine.bound_row(form.left_row, upper=left)
    engine.bound_columns(np.array([form.top]), np.zeros(1), np.array([top]))
    answer = engine.minimise([(form.parts, 1.0)], seconds=600.0)
    return max(plain, float(np.ceil(answer.objective - 1e-4)) if answer.proved else 0.0)


def _stretch() -> float:
    """Wall seconds for one cpu second on this machine now: a budget is meant in cpu seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    while time.process_time() - cpu < 0.5:
        pass
    return max(1.0, (time.perf_counter() - wall) / 0.5)


def _ours(case: SplitCase, size: Size, asked: float) -> Split:
    shown: list[float] = []

    def tell(split: Split) -> None:
        now = time.process_time() - start
        if not shown or now - shown[-1] > size.seconds / 6:
            shown.append(now)
            ours = split.objective
            top = 100 * ours.highest_load
            print(
                f"    {now:6.2f} cpu s {ours.uncovered_hours:.1f} h left, top {top:.3f} %, {ours.parts} parts"
            )

    stretched = size.seconds * _stretch()
    start = time.process_time()
    split = propose(case, seconds=stretched, progress=tell)
    problem, ours = index(case), split.objective
    levels = Levels(ours.uncovered_hours, (1000 * ours.highest_load,), ours.parts, ours.hours_km)
    _row("ours", time.process_time() - start, levels, asked)
    assert not violations(case, split.shares)
    largest = max(split.shares, key=lambda share: share.hours)
    refused = replace(case, refused=(Refusal(largest.member, largest.lot, largest.place),))
    start = time.process_time()
    after = resplit(refused, split)
    cpu = time.process_time() - start
    teams = [{(s.member, s.lot, s.place) for s in held.shares} for held in (split, after)]
    elsewhere = [key for key in teams[0] ^ teams[1] if key[1:] != (largest.lot, largest.place)]
    print(f"  one refusal: {cpu:.2f} cpu s, {len(elsewhere)} teams moved elsewhere, left "
          f"{after.objective.uncovered_hours:.1f} h ({len(problem.choice_part)} choices)")  # fmt: skip
    return split


if __name__ == "__main__":
    for wanted in sys.argv[1:] or SIZES:
        run(wanted, SIZES[wanted])
