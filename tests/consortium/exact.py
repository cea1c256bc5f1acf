"""The best split by trying every set of parts: slow, plain, and sharing nothing with the solver but HiGHS."""

from __future__ import annotations

from itertools import chain, combinations

import highspy
import numpy as np

from tender.vocabulary.split import SplitCase


class _Linear:
    def __init__(self, count: int) -> None:
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("primal_feasibility_tolerance", 1e-9)
        self.count = 0
        for _ in range(count):
            self.column()

    def column(self) -> int:
        self.highs.addVar(0.0, highspy.kHighsInf)
        self.count += 1
        return self.count - 1

    def row(
        self, terms: dict[int, float], lower: float = -highspy.kHighsInf, upper: float = highspy.kHighsInf
    ) -> None:
        keys = np.array(list(terms), dtype=np.int32)
        self.highs.addRow(lower, upper, len(keys), keys, np.array(list(terms.values()), dtype=float))

    def least(self, terms: dict[int, float]) -> float | None:
        for column in range(self.count):
            self.highs.changeColCost(column, terms.get(column, 0.0))
        if self.count == 0:
            return 0.0
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(self.highs.getInfo().objective_function_value)


def candidates(case: SplitCase) -> list[tuple[str, str, str]]:
    """(member, lot, place) by reach and refusal alone."""
    refused = {(r.member, r.lot, r.place) for r in case.refused}
    return [
        (member.id, lot.id, place)
        for member in case.members
        for lot in case.lots
        for place in sorted({need.place for need in lot.needs if sum(need.hours.values()) > 0})
        if place in member.places
        and (member.id, lot.id, None) not in refused
        and (member.id, lot.id, place) not in refused
    ]


def _programme(case: SplitCase, parts: tuple[tuple[str, str, str], ...]):
    needs = [(lot, need) for lot in case.lots for need in lot.needs if sum(need.hours.values()) > 0]
    keys = [(part, i) for part in parts for i, (lot, n) in enumerate(needs) if part[1:] == (lot.id, n.place)]
    linear = _Linear(len(keys))
    share = {key: number for number, key in enumerate(keys)}
    total = [sum(need.hours.values()) for _, need in needs]
    for i in range(len(needs)):
        linear.row({c: 1.0 for (_, j), c in share.items() if j == i}, upper=1.0)
    for member in case.members:
        for trade in {need.trade for _, need in needs}:
            for period in case.periods:
                terms = {
                    c: needs[i][1].hours.get(period, 0.0)
                    for (part, i), c in share.items()
                    if part[0] == member.id and needs[i][1].trade == trade
                }
                linear.row(terms, upper=member.capacity.get(trade, {}).get(period, 0.0))
        for lot_id, most in member.lot_hours.items():
            for period in case.periods:
                terms = {
                    c: needs[i][1].hours.get(period, 0.0)
                    for (part, i), c in share.items()
                    if part[:2] == (member.id, lot_id)
                }
                linear.row(terms, upper=most)
    for part in parts:
        lot = next(lot for lot in case.lots if lot.id == part[1])
        asked = sum(sum(n.hours.values()) for n in lot.needs if n.place == part[2])
        linear.row(
            {c: total[i] for (p, i), c in share.items() if p == part}, lower=min(lot.min_share_hours, asked)
        )
    for lock in case.locked:
        key = next(
            (
                k for k in keys
                if k[0] == (lock.member, lock.lot, lock.place) and needs[k[1]][1].trade == lock.trade
            ),
            None,
        )  # fmt: skip
        if key is not None:
            linear.row({share[key]: 1.0}, lower=lock.share, upper=lock.share)
        elif lock.share > 0 and any(
            (lot.id, need.place, need.trade) == (lock.lot, lock.place, lock.trade) for lot, need in needs
        ):
            return None
    return linear, share, total


def _allowed(case: SplitCase, parts: tuple[tuple[str, str, str], ...]) -> bool:
    return all(
        lot.max_members is None or len({m for m, which, _ in parts if which == lot.id}) <= lot.max_members
        for lot in case.lots
    )


def best_levels(case: SplitCase, tie: float = 1e-6) -> tuple[float, tuple[float, ...], int, float] | None:
    """Hours left, loads highest first, parts, hours × km of the best split; None when there is none.

    `tie`: hours and loads that differ by less are the same.
    """
    every = candidates(case)
    subsets = chain.from_iterable(combinations(every, size) for size in range(len(every) + 1))
    living = []
    for parts in subsets:
        if _allowed(case, parts) and (built := _programme(case, parts)) is not None:
            linear, share, total = built
            covered = {c: -total[i] for (_, i), c in share.items()}
            value = linear.least(covered)
            if value is not None:
                living.append((value, parts, linear, share, total, covered))
    if not living:
        return None
    best = min(value for value, *_ in living)
    asked = sum(sum(n.hours.values()) for lot in case.lots for n in lot.needs)
    living = [entry for entry in living if entry[0] <= best + tie]
    for _, _, linear, _, _, covered in living:
        linear.row(covered, upper=best + tie)
    loads = _loads(case, living, tie)
    fewest = min(len(entry[1]) for entry in loads[1])
    km = min(
        value
        for _, parts, linear, share, total, _ in loads[1]
        if len(parts) == fewest
        and (
            value := linear.least(
                {c: total[i] * case.distance_km.get(f"{p[0]}|{p[2]}", 0.0) for (p, i), c in share.items()}
            )
        )
        is not None
    )
    return asked + best, loads[0], fewest, km


def _loads(case: SplitCase, living, tie: float):
    able = [m for m in case.members if sum(sum(c.values()) for c in m.capacity.values()) > 0]
    sums: list[float] = []
    for k in range(1, len(able) + 1):
        values = []
        for _, _, linear, share, total, _ in living:
            level = linear.column()
            cost = {level: float(k)}
            for member in able:
                available = sum(sum(c.values()) for c in member.capacity.values())
                excess = linear.column()
                cost[excess] = 1.0
                given = {c: total[i] / available for (part, i), c in share.items() if part[0] == member.id}
                linear.row({**given, level: -1.0, excess: -1.0}, upper=0.0)
            values.append((linear.least(cost), cost))
        best = min(value for value, _ in values if value is not None)
        kept = []
        for entry, (value, cost) in zip(living, values, strict=True):
            if value is not None and value <= best + tie:
                entry[2].row(cost, upper=best + tie)
                kept.append(entry)
        living = kept
        sums.append(best)
    return tuple(np.diff([0.0, *sums]).tolist()), living
