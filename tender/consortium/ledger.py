"""Who has what left: a split's hours booked against the capacities, month by month."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from tender.consortium.invariants import least_part
from tender.vocabulary.split import Absence, Need, Share, SplitCase, SplitLot, SplitMember

SLACK = 0.05
"""Hours below which nothing is left: three minutes."""


class Ledger:
    """The books of a split. Hours everywhere; loads 0 to 1."""

    def __init__(
        self, case: SplitCase, shares: Iterable[Share], names: Mapping[str, str] | None = None
    ) -> None:
        self.case = case
        self._names = {member.id: member.name for member in case.members if member.name} | dict(names or {})
        self.members: dict[str, SplitMember] = {member.id: member for member in case.members}
        self.lots: dict[str, SplitLot] = {lot.id: lot for lot in case.lots}
        self.reach = {member.id: frozenset(member.places) for member in case.members}
        self._barred = {(refusal.member, refusal.lot, refusal.place) for refusal in case.refused}
        self.locked = {(lock.member, lock.lot, lock.place, lock.trade): lock.share for lock in case.locked}
        self.used: defaultdict[tuple[str, str, str], float] = defaultdict(float)
        self.to_lot: defaultdict[tuple[str, str, str], float] = defaultdict(float)
        self.part: defaultdict[tuple[str, str, str], float] = defaultdict(float)
        self.left: dict[tuple[str, str, str], float] = {}
        self.given: defaultdict[str, float] = defaultdict(float)
        needs = {(lot.id, need.place, need.trade): need for lot in case.lots for need in lot.needs}
        for key, need in needs.items():
            self.left[key] = sum(need.hours.values())
        for share in shares:
            need = needs[share.lot, share.place, share.trade]
            for period, hours in need.hours.items():
                self.used[share.member, share.trade, period] += share.share * hours
                self.to_lot[share.member, share.lot, period] += share.share * hours
            self.part[share.member, share.lot, share.place] += share.hours
            self.left[share.lot, share.place, share.trade] -= share.hours
            self.given[share.member] += share.hours
        self._available = {m.id: sum(sum(c.values()) for c in m.capacity.values()) for m in case.members}
        self.holders: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for (member, lot, place), hours in sorted(self.part.items()):
            if hours > SLACK:
                self.holders[lot, place].append(member)

    def name(self, key: str) -> str:
        """What a member, a place or a trade is called in a sentence; the key itself where nobody said."""
        return self._names.get(key, key)

    def load(self, member: str) -> float:
        """Hours given over hours available."""
        available = self._available[member]
        return self.given[member] / available if available > 0 else 0.0

    def due(self, member: str) -> float:
        """The load as level 2 weighs it: divided by the member's equity."""
        return self.load(member) / self.members[member].equity

    def absence(self, member: str, lot: str, place: str) -> Absence | None:
        """Why the member is out of the lot or the place before the split, where that is known."""
        known = self.case.absences
        return known.get(f"{member}|{lot}") or known.get(f"{member}|{lot}|{place}")

    def km(self, member: str, place: str) -> float:
        """Kilometres from a member to a place."""
        return self.case.distance_km.get(f"{member}|{place}", 0.0)

    def refused(self, member: str, lot: str, place: str) -> bool:
        """The member refused the lot, or this place of it."""
        return (member, lot, None) in self._barred or (member, lot, place) in self._barred

    def held(self, member: str, lot: str, place: str) -> bool:
        """A lock fixes every share the member could have there."""
        return all((member, lot, place, need.trade) in self.locked for need in self.needs_at(lot, place))

    def capacity(self, member: str, trade: str, period: str) -> float:
        """Hours a member has for a trade in a month."""
        return self.members[member].capacity.get(trade, {}).get(period, 0.0)

    def free(self, member: str, trade: str, period: str) -> float:
        """Hours of them not booked yet."""
        return max(0.0, self.capacity(member, trade, period) - self.used[member, trade, period])

    def offered(self, member: str, lot: str, period: str) -> float:
        """Hours the member still gives to a lot in a month, infinite where it set no limit."""
        most = self.members[member].lot_hours.get(lot, math.inf)
        return max(0.0, most - self.to_lot[member, lot, period])

    def by_offer(self, member: str, lot: str, trade: str, period: str) -> bool:
        """What the member gives to the lot is spent before its hours of the trade are."""
        return self.offered(member, lot, period) < self.free(member, trade, period) - SLACK

    def room(self, member: str, lot: str, need: Need) -> tuple[float, str]:
        """Further hours of a need the member could take, and the month that decides it."""
        total = sum(need.hours.values())
        most, tightest = 1.0, ""
        for period, hours in need.hours.items():
            if hours > 0:
                free = self.free(member, need.trade, period)
                share = min(free, self.offered(member, lot, period)) / hours
                if share < most or not tightest:
                    most, tightest = min(most, share), period
        return most * total, tightest

    def needs_at(self, lot: str, place: str) -> list[Need]:
        """The needs of a lot in a place that ask for something."""
        return [n for n in self.lots[lot].needs if n.place == place and sum(n.hours.values()) > SLACK]

    def least(self, lot: str, place: str) -> float:
        """The least useful part of a lot in a place."""
        return least_part(self.lots[lot], place)

    def seated(self, lot: str) -> set[str]:
        """The members with a part in a lot."""
        return {m for (which, _), holders in self.holders.items() if which == lot for m in holders}

    def full(self, lot: str, member: str) -> bool:
        """The lot has all the members it may have, and this one is not among them."""
        limit = self.lots[lot].max_members
        if limit is None:
            return False
        seated = self.seated(lot)
        return len(seated) >= limit and member not in seated
