"""Whole hours a month and euros to the cent, sums exact: largest remainder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from tender.vocabulary.split import Share, SplitCase


@dataclass(frozen=True, slots=True)
class MonthHours:
    """Whole hours of one share in one period."""

    member: str
    lot: str
    place: str
    trade: str
    period: str
    hours: int


def whole_hours(case: SplitCase, shares: Iterable[Share]) -> tuple[MonthHours, ...]:
    """Every share as whole hours a month.

    For each need and month the hours of all shares add up to the hours shared, rounded to a whole number that
    the month's need allows; each share gets its floor, then those that rounding owes most since the first
    month get one more, so that over all months each comes near its exact hours, as long as the member has a
    whole hour of its trade left that month. Where no member has room, the hour stays uncovered: a capacity is
    never exceeded. Shares with no hours in a month are left out.
    """
    kept = sorted(shares, key=lambda s: (s.lot, s.place, s.trade, s.member))
    needs = {(lot.id, need.place, need.trade): need for lot in case.lots for need in lot.needs}
    groups: defaultdict[tuple[str, str, str], list[Share]] = defaultdict(list)
    for share in kept:
        groups[share.lot, share.place, share.trade].append(share)
    room = _room(case, kept)
    given = _lot_room(case, kept)
    result = []
    for key, group in groups.items():
        carried = [0.0] * len(group)
        for period in case.periods:
            asked = needs[key].hours.get(period, 0.0)
            for share, hours in zip(group, _month(group, asked, period, (room, given), carried), strict=True):
                if hours > 0:
                    result.append(MonthHours(share.member, *key, period, hours))
    return tuple(result)


def _room(case: SplitCase, shares: Sequence[Share]) -> dict[tuple[str, str, str], int]:
    """Whole hours each member still has by trade and month, once every share has its floor."""
    room = {
        (member.id, trade, period): int(hours + 1e-6)
        for member in case.members
        for trade, calendar in member.capacity.items()
        for period, hours in calendar.items()
    }
    needs = {(lot.id, need.place, need.trade): need for lot in case.lots for need in lot.needs}
    for share in shares:
        for period, hours in needs[share.lot, share.place, share.trade].hours.items():
            cell = (share.member, share.trade, period)
            room[cell] = room.get(cell, 0) - int(share.share * hours + 1e-6)
    return room


def _lot_room(case: SplitCase, shares: Sequence[Share]) -> dict[tuple[str, str, str], int]:
    """The same by lot, for the members that give a lot so many hours a month at most."""
    room = {
        (member.id, lot, period): int(hours + 1e-6)
        for member in case.members
        for lot, hours in member.lot_hours.items()
        for period in case.periods
    }
    needs = {(lot.id, need.place, need.trade): need for lot in case.lots for need in lot.needs}
    for share in shares:
        for period, hours in needs[share.lot, share.place, share.trade].hours.items():
            cell = (share.member, share.lot, period)
            if cell in room:
                room[cell] -= int(share.share * hours + 1e-6)
    return room


def _month(
    group: Sequence[Share],
    asked: float,
    period: str,
    rooms: tuple[dict[tuple[str, str, str], int], dict[tuple[str, str, str], int]],
    carried: list[float],
) -> list[int]:
    """Whole hours of a month. `carried`: what rounding has owed each share since the first month; kept up.

    `rooms`: by trade, and by lot where there is a limit.
    """
    room, given = rooms
    exact = [share.share * asked for share in group]
    floors = [int(hours + 1e-6) for hours in exact]
    target = min(int(sum(exact) + sum(carried) + 0.5), int(asked + 0.5))
    order = sorted(range(len(group)), key=lambda i: (floors[i] - exact[i] - carried[i], group[i].member))
    missing = target - sum(floors)
    for _ in range(2):
        for i in order:
            cell = (group[i].member, group[i].trade, period)
            to_lot = (group[i].member, group[i].lot, period)
            if missing > 0 and room.get(cell, 0) > 0 and given.get(to_lot, 1) > 0:
                floors[i] += 1
                room[cell] -= 1
                if to_lot in given:
                    given[to_lot] -= 1
                missing -= 1
    for i, hours in enumerate(exact):
        carried[i] += hours - floors[i]
    return floors


def euros(total: Decimal, weights: Sequence[float]) -> tuple[Decimal, ...]:
    """Share an amount in euros by weight, to the cent, the sum exact to the cent: largest remainder.

    Raises ValueError when a weight is negative, all are zero, or the amount has a part of a cent.
    """
    cents = total * 100
    if cents != cents.to_integral_value():
        raise ValueError(total)
    scale = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in scale) or sum(scale) == 0:
        raise ValueError(weights)
    exact = [Fraction(int(cents)) * weight / sum(scale) for weight in scale]
    floors = [
        int(Decimal(part.numerator // part.denominator).to_integral_value(ROUND_FLOOR)) for part in exact
    ]
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in order[: int(cents) - sum(floors)]:
        floors[i] += 1
    return tuple(Decimal(part) / 100 for part in floors)
