"""What any split satisfies, solver-made or hand-made, and what it is worth: plain sums, no solver."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tender.vocabulary.split import Lock, Need, Objective, Share, SplitCase, SplitLot

TOLERANCE = 0.01
"""Hours of arithmetic that nobody works: 36 seconds."""


class Rule(StrEnum):
    """The rules a split can break."""

    UNKNOWN = "unknown"
    DOUBLE = "double"
    NEGATIVE = "negative"
    PLACE = "place"
    REFUSED = "refused"
    CAPACITY = "capacity"
    LOT_HOURS = "lot_hours"
    OVERSHARED = "overshared"
    LEAST = "least"
    CROWD = "crowd"
    LOCK = "lock"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule broken. `amount`: hours over or short; for CROWD, members too many.

    PLACE, REFUSED: hours where there may be none. CAPACITY, LOT_HOURS: hours over in `period`. OVERSHARED:
    hours beyond the need. LEAST: hours short of the least useful part. LOCK: hours away from the locked
    share. HOURS: how far `hours` is from `share` of the need. UNKNOWN, DOUBLE: the hours of a share of
    nothing, or said twice.
    """

    rule: Rule
    amount: float
    member: str | None = None
    lot: str | None = None
    place: str | None = None
    trade: str | None = None
    period: str | None = None


def violations(
    case: SplitCase, shares: Iterable[Share], *, tolerance: float = TOLERANCE
) -> tuple[Violation, ...]:
    """Every rule these shares break, each with its hours; empty when the split is valid.

    The fraction `share` decides; `hours` is only checked against it.
    """
    needs = _needs(case)
    members = {member.id: member for member in case.members}
    known, found = [], []
    seen: set[tuple[str, str, str, str]] = set()
    for share in shares:
        key = (share.member, share.lot, share.place, share.trade)
        need = needs.get(key[1:])
        if need is None or share.member not in members:
            found.append(_of(Rule.UNKNOWN, share.hours, share))
        elif key in seen:
            found.append(_of(Rule.DOUBLE, share.hours, share))
        else:
            seen.add(key)
            known.append((share, need))
    found += _each(case, known, tolerance)
    found += _capacity(case, known, tolerance)
    found += _sums(case, known, tolerance)
    found += _locks(case, known, tolerance)
    return tuple(found)


def _needs(case: SplitCase) -> dict[tuple[str, str, str], Need]:
    return {(lot.id, need.place, need.trade): need for lot in case.lots for need in lot.needs}


def _of(rule: Rule, amount: float, share: Share) -> Violation:
    return Violation(rule, amount, share.member, share.lot, share.place, share.trade)


def _total(need: Need) -> float:
    return sum(need.hours.values())


def _each(case: SplitCase, known: list[tuple[Share, Need]], tolerance: float) -> list[Violation]:
    reach = {member.id: set(member.places) for member in case.members}
    refused = {(refusal.member, refusal.lot, refusal.place) for refusal in case.refused}
    found = []
    for share, need in known:
        hours = share.share * _total(need)
        barred = {(share.member, share.lot, None), (share.member, share.lot, share.place)} & refused
        if hours < -tolerance:
            found.append(_of(Rule.NEGATIVE, -hours, share))
        if abs(share.hours - hours) > tolerance:
            found.append(_of(Rule.HOURS, abs(share.hours - hours), share))
        if hours > tolerance and share.place not in reach[share.member]:
            found.append(_of(Rule.PLACE, hours, share))
        if hours > tolerance and barred:
            found.append(_of(Rule.REFUSED, hours, share))
    return found


def _capacity(case: SplitCase, known: list[tuple[Share, Need]], tolerance: float) -> list[Violation]:
    given: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    to_lot: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for share, need in known:
        for period, hours in need.hours.items():
            given[share.member, share.trade, period] += share.share * hours
            to_lot[share.member, share.lot, period] += share.share * hours
    members = {member.id: member for member in case.members}
    found = []
    for (member, trade, period), hours in sorted(given.items()):
        over = hours - members[member].capacity.get(trade, {}).get(period, 0.0)
        if over > tolerance:
            found.append(Violation(Rule.CAPACITY, over, member=member, trade=trade, period=period))
    for (member, lot, period), hours in sorted(to_lot.items()):
        over = hours - members[member].lot_hours.get(lot, math.inf)
        if over > tolerance:
            found.append(Violation(Rule.LOT_HOURS, over, member=member, lot=lot, period=period))
    return found


def _sums(case: SplitCase, known: list[tuple[Share, Need]], tolerance: float) -> list[Violation]:
    shared: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    parts: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for share, need in known:
        hours = share.share * _total(need)
        shared[share.lot, share.place, share.trade] += hours
        parts[share.member, share.lot, share.place] += hours
    found = []
    for (name, place, trade), need in _needs(case).items():
        over = shared[name, place, trade] - _total(need)
        if over > tolerance:
            found.append(Violation(Rule.OVERSHARED, over, lot=name, place=place, trade=trade))
    lots = {lot.id: lot for lot in case.lots}
    for (member, name, place), hours in sorted(parts.items()):
        short = least_part(lots[name], place) - hours
        if hours > CRUMB_OF_PART and short > tolerance:
            found.append(Violation(Rule.LEAST, short, member=member, lot=name, place=place))
    for lot in case.lots:
        crowd = {
            member for (member, name, _), hours in parts.items() if name == lot.id and hours > CRUMB_OF_PART
        }
        if lot.max_members is not None and len(crowd) > lot.max_members:
            found.append(Violation(Rule.CROWD, float(len(crowd) - lot.max_members), lot=lot.id))
    return found


CRUMB_OF_PART = 1e-6


def least_part(lot: SplitLot, place: str) -> float:
    """Hours below which a part is not useful: the lot's minimum, or all that is asked there if less."""
    return min(lot.min_share_hours, sum(_total(need) for need in lot.needs if need.place == place))


def _locks(case: SplitCase, known: list[tuple[Share, Need]], tolerance: float) -> list[Violation]:
    shares = {(s.member, s.lot, s.place, s.trade): s.share for s, _ in known}
    needs = _needs(case)
    found = []
    for lock in case.locked:
        away = _away(lock, shares, needs)
        if away > tolerance:
            found.append(Violation(Rule.LOCK, away, lock.member, lock.lot, lock.place, lock.trade))
    return found


def _away(
    lock: Lock, shares: dict[tuple[str, str, str, str], float], needs: dict[tuple[str, str, str], Need]
) -> float:
    now = shares.get((lock.member, lock.lot, lock.place, lock.trade), 0.0)
    return abs(now - lock.share) * _total(needs[lock.lot, lock.place, lock.trade])


def loads(case: SplitCase, shares: Iterable[Share]) -> dict[str, float]:
    """Each member's load, 0 to 1: hours given over hours available, all periods and trades."""
    given: defaultdict[str, float] = defaultdict(float)
    for share in shares:
        given[share.member] += share.hours
    available = {m.id: sum(sum(c.values()) for c in m.capacity.values()) for m in case.members}
    return {name: given[name] / hours if hours > 0 else 0.0 for name, hours in available.items()}


def objective_of(case: SplitCase, shares: Iterable[Share]) -> Objective:
    """The four levels of any shares, hand-made ones too."""
    kept = tuple(shares)
    shared: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for share in kept:
        shared[share.lot, share.place, share.trade] += share.hours
    left = sum(max(0.0, _total(need) - shared[key]) for key, need in _needs(case).items())
    equity = {member.id: member.equity for member in case.members}
    return Objective(
        uncovered_hours=left,
        highest_load=max((load / equity[name] for name, load in loads(case, kept).items()), default=0.0),
        parts=len({(s.member, s.lot, s.place) for s in kept if s.hours > CRUMB_OF_PART}),
        hours_km=sum(s.hours * case.distance_km.get(f"{s.member}|{s.place}", 0.0) for s in kept),
    )


def fairness_index(case: SplitCase, shares: Iterable[Share]) -> float:
    """Jain's index of the loads: 1 when all are equally loaded, 1/n when one bears all.

    Members with no hours to give do not count. Source: Jain, Chiu and Hawe, DEC TR-301 (1984).
    """
    able = {m.id for m in case.members if any(sum(c.values()) > 0 for c in m.capacity.values())}
    held = [load for name, load in loads(case, shares).items() if name in able]
    squares = sum(load * load for load in held)
    return sum(held) ** 2 / (len(held) * squares) if squares > 0 else 1.0
