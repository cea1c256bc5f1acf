"""What stays uncovered, in which months, because of what, and the smallest relaxations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from tender.consortium import wording as fr
from tender.consortium.ledger import SLACK, Ledger
from tender.vocabulary.split import Absence, Need, ReasonKind, Share, Split, SplitCase, SplitMember, Uncovered

KEPT = 3
"""Relaxations shown of each kind: the cheapest."""


class Relaxing(StrEnum):
    """What could be relaxed."""

    CAPACITY = "capacity"
    COMMUNE = "commune"
    REFUSAL = "refusal"
    MINIMUM = "minimum"
    MEMBERS = "members"
    OFFER = "offer"
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change that would cover `gained` hours at a `price` in hours.

    The price is the capacity to add (`by_period`), the hours to offer to the lot beside, what the minimum is
    lowered by, or, for a commune, a refusal, a lock or a seat more in the lot, the hours that member would
    work there.
    """

    kind: Relaxing
    gained: float
    price: float
    text: str
    member: str | None = None
    by_period: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A need with hours nobody takes: how many, in which months, because of what, and what would do."""

    lot: str
    place: str
    trade: str
    hours: float
    by_period: tuple[tuple[str, float], ...]
    because: ReasonKind
    text: str
    relaxations: tuple[Relaxation, ...]


def shortfalls(
    case: SplitCase, split: Split, names: Mapping[str, str] | None = None
) -> tuple[Shortfall, ...]:
    """Every need left short by a split, largest first.

    `names`: what members, places and trades are called in the sentences, by their keys.
    """
    ledger = Ledger(case, split.shares, names)
    found = [
        _shortfall(ledger, lot.id, need, ledger.left[lot.id, need.place, need.trade])
        for lot in case.lots
        for need in lot.needs
        if ledger.left[lot.id, need.place, need.trade] > SLACK
    ]
    return tuple(sorted(found, key=lambda held: -held.hours))


def uncovered(
    case: SplitCase, shares: Iterable[Share], names: Mapping[str, str] | None = None
) -> tuple[Uncovered, ...]:
    """The same in the shape of the contract: hours of each need nobody takes, and why in a sentence."""
    ledger = Ledger(case, shares, names)
    found = []
    for lot in case.lots:
        for need in lot.needs:
            left = ledger.left[lot.id, need.place, need.trade]
            if left > SLACK / 50:
                text = _because(ledger, lot.id, need, left)[1]
                found.append(Uncovered(lot.id, need.place, need.trade, left, text))
    return tuple(found)


def _shortfall(ledger: Ledger, lot: str, need: Need, left: float) -> Shortfall:
    total = sum(need.hours.values())
    months = tuple((period, left * hours / total) for period, hours in need.hours.items() if hours > 0)
    because, text = _because(ledger, lot, need, left)
    options = [
        *_capacity(ledger, lot, need, left),
        *_offer(ledger, lot, need, left),
        *_opening(ledger, lot, need, left),
        *_minimum(ledger, lot, need, left),
        *_seat(ledger, lot, need, left),
        *_unlocking(ledger, lot, need, left),
    ]
    return Shortfall(lot, need.place, need.trade, left, months, because, text, tuple(options))


def _because(ledger: Ledger, lot: str, need: Need, left: float) -> tuple[ReasonKind, str]:
    where, work = ledger.name(need.place), ledger.name(need.trade)
    what = f"{work} à {where} (lot {lot})"
    reaching = [m for m in ledger.members if need.place in ledger.reach[m]]
    skilled = [m for m in reaching if ledger.members[m].capacity.get(need.trade)]
    willing = [m for m in skilled if _willing(ledger, m, lot, need)]
    if not reaching:
        return (
            ReasonKind.PLACE,
            f"Aucun membre n'intervient à {where} : {fr.hours(left)} {fr.of(what)} manquent.",
        )
    if not skilled:
        return (
            ReasonKind.CAPACITY,
            f"Aucun membre présent à {where} n'exerce {work} : {fr.hours(left)} manquent.",
        )
    if not willing:
        return (
            ReasonKind.REFUSED,
            f"Parts possibles {fr.of(what)} toutes refusées ou verrouillées : {fr.hours(left)} manquent.",
        )
    rooms = {m: ledger.room(m, lot, need) for m in willing}
    best = max(willing, key=lambda m: rooms[m][0])
    room, period = rooms[best]
    if all(ledger.full(lot, m) for m in willing if rooms[m][0] > SLACK) and room > SLACK:
        limit = ledger.lots[lot].max_members
        return (
            ReasonKind.FRAGMENTATION,
            f"Le lot {lot} a déjà ses {limit} membres : {fr.hours(left)} {fr.of(what)} manquent.",
        )
    least = ledger.least(lot, need.place)
    if room > SLACK:
        could = f"{ledger.name(best)} pourrait en prendre {fr.hours(min(room, left))}"
        too_small = min(room, left) < least - SLACK
        text = f"{could}, mais la part minimale est de {fr.hours(least)}." if too_small else f"{could}."
        return ReasonKind.FRAGMENTATION, f"{fr.hours(left)} {fr.of(what)} manquent : {text}"
    return ReasonKind.CAPACITY, (
        f"{fr.hours(left)} {fr.of(what)} manquent : les capacités à portée sont épuisées, d'abord en "
        f"{fr.month(period)}."
    )


def _willing(ledger: Ledger, member: str, lot: str, need: Need) -> bool:
    """Neither a refusal nor a lock keeps the member from taking more of the need."""
    locked = (member, lot, need.place, need.trade) in ledger.locked
    return not locked and not ledger.refused(member, lot, need.place)


def _capacity(ledger: Ledger, lot: str, need: Need, left: float) -> list[Relaxation]:
    """Extra hours a member already on the spot would need to take all that is left."""
    total = sum(need.hours.values())
    found = []
    for member in ledger.members:
        if (
            need.place not in ledger.reach[member]
            or not _willing(ledger, member, lot, need)
            or ledger.full(lot, member)
        ):
            continue
        if ledger.part[member, lot, need.place] + left < ledger.least(lot, need.place) - SLACK:
            continue
        extra = tuple(
            (period, lack)
            for period, hours in need.hours.items()
            if (lack := left * hours / total - ledger.free(member, need.trade, period)) > SLACK / 10
        )
        price = sum(lack for _, lack in extra)
        if extra and not _beyond_offer(ledger, member, lot, need, left):
            names = [fr.month(period) for period, _ in extra]
            months = fr.listed(names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} autres mois"])
            what = f"{fr.hours(price)} {fr.of(ledger.name(need.trade))}"
            text = f"{what} en plus chez {ledger.name(member)} ({months})."
            found.append(Relaxation(Relaxing.CAPACITY, left, price, text, member, extra))
    return sorted(found, key=lambda held: held.price)[:KEPT]


def _beyond_offer(
    ledger: Ledger, member: str, lot: str, need: Need, left: float
) -> tuple[tuple[str, float], ...]:
    """Hours by month that all that is left would take beyond what the member gives to the lot."""
    total = sum(need.hours.values())
    return tuple(
        (period, lack)
        for period, hours in need.hours.items()
        if (lack := left * hours / total - ledger.offered(member, lot, period)) > SLACK / 10
    )


def _offer(ledger: Ledger, lot: str, need: Need, left: float) -> list[Relaxation]:
    """More offered to the lot by a member whose own hours would do."""
    total = sum(need.hours.values())
    found = []
    for member in ledger.members:
        beyond = _beyond_offer(ledger, member, lot, need, left)
        reached = need.place in ledger.reach[member] and _willing(ledger, member, lot, need)
        if not beyond or not reached or ledger.full(lot, member):
            continue
        able = all(
            ledger.free(member, need.trade, period) >= left * hours / total - SLACK / 10
            for period, hours in need.hours.items()
        )
        if able and ledger.part[member, lot, need.place] + left >= ledger.least(lot, need.place) - SLACK:
            price, most = sum(lack for _, lack in beyond), max(lack for _, lack in beyond)
            text = f"{ledger.name(member)} offre {fr.hours(most)} de plus par mois au lot {lot}."
            found.append(Relaxation(Relaxing.OFFER, left, price, text, member, beyond))
    return sorted(found, key=lambda held: held.price)[:KEPT]


def _opening(ledger: Ledger, lot: str, need: Need, left: float) -> list[Relaxation]:
    """A commune more in a member's territory, or a refusal taken back."""
    found = []
    for member in ledger.members:
        barred = ledger.refused(member, lot, need.place)
        outside = need.place not in ledger.reach[member]
        gained = min(left, ledger.room(member, lot, need)[0])
        useful = gained >= ledger.least(lot, need.place) - SLACK and gained > SLACK
        locked = (member, lot, need.place, need.trade) in ledger.locked
        alone = ledger.absence(member, lot, need.place) is Absence.ALONE
        if not useful or locked or alone or barred == outside or ledger.full(lot, member):
            continue
        if barred:
            text = f"{ledger.name(member)} revient sur son refus : {fr.hours(gained)} couvertes."
            found.append(Relaxation(Relaxing.REFUSAL, gained, gained, text, member))
        else:
            where, who = ledger.name(need.place), ledger.name(member)
            text = f"{where} ajouté au territoire {fr.of(who)} : {fr.hours(gained)} couvertes."
            found.append(Relaxation(Relaxing.COMMUNE, gained, gained, text, member))
    return sorted(found, key=lambda held: -held.gained)[:KEPT]


def _minimum(ledger: Ledger, lot: str, need: Need, left: float) -> list[Relaxation]:
    """A lower least part that some member could fill with what it has left."""
    least = ledger.least(lot, need.place)
    gains = [
        min(left, ledger.room(member, lot, need)[0])
        for member in ledger.members
        if need.place in ledger.reach[member]
        and _willing(ledger, member, lot, need)
        and not ledger.full(lot, member)
    ]
    gained = max(gains, default=0.0)
    if gained <= SLACK or gained >= least:
        return []
    span = f"de {fr.hours(least)} à {fr.hours(gained)}"
    text = f"Part minimale du lot {lot} ramenée {span} : {fr.hours(gained)} couvertes."
    return [Relaxation(Relaxing.MINIMUM, gained, least - gained, text)]


def _seat(ledger: Ledger, lot: str, need: Need, left: float) -> list[Relaxation]:
    """One member more in a lot that has all it may have."""
    found = []
    for member in ledger.members:
        gained = min(left, ledger.room(member, lot, need)[0])
        useful = gained >= ledger.least(lot, need.place) - SLACK and gained > SLACK
        reached = need.place in ledger.reach[member] and _willing(ledger, member, lot, need)
        if useful and reached and ledger.full(lot, member):
            limit = (ledger.lots[lot].max_members or 0) + 1
            who = ledger.name(member)
            text = f"{limit} membres au lot {lot}, avec {who} : {fr.hours(gained)} couvertes."
            found.append(Relaxation(Relaxing.MEMBERS, gained, gained, text, member))
    return sorted(found, key=lambda held: -held.gained)[:KEPT]


def _unlocking(ledger: Ledger, lot: str, need: Need, left: float) -> list[Relaxation]:
    """A share someone locked, let go again so that its member may take more."""
    found = []
    for member in ledger.members:
        gained = min(left, ledger.room(member, lot, need)[0])
        part = ledger.part[member, lot, need.place]
        useful = gained > SLACK and part + gained >= ledger.least(lot, need.place) - SLACK
        held = (member, lot, need.place, need.trade) in ledger.locked
        barred = ledger.refused(member, lot, need.place) or ledger.full(lot, member)
        if held and useful and not barred and need.place in ledger.reach[member]:
            what = f"{ledger.name(need.trade)} à {ledger.name(need.place)} (lot {lot})"
            text = f"Part {fr.of(ledger.name(member))} déverrouillée, {what} : {fr.hours(gained)} couvertes."
            found.append(Relaxation(Relaxing.UNLOCK, gained, gained, text, member))
    return sorted(found, key=lambda held: -held.gained)[:KEPT]


def relaxed(case: SplitCase, short: Shortfall, way: Relaxation) -> SplitCase:
    """The case with one relaxation made: what a person would type to try it."""
    lots, members, refused, locked = case.lots, case.members, case.refused, case.locked
    if way.kind is Relaxing.CAPACITY:
        members = tuple(_with_hours(m, short.trade, way) if m.id == way.member else m for m in members)
    elif way.kind is Relaxing.OFFER:
        more = max(hours for _, hours in way.by_period)
        members = tuple(
            replace(m, lot_hours={**m.lot_hours, short.lot: m.lot_hours[short.lot] + more})
            if m.id == way.member
            else m
            for m in members
        )
    elif way.kind is Relaxing.COMMUNE:
        members = tuple(
            replace(m, places=(*m.places, short.place)) if m.id == way.member else m for m in members
        )
    elif way.kind is Relaxing.REFUSAL:
        refused = tuple(
            r
            for r in refused
            if (r.member, r.lot) != (way.member, short.lot) or r.place not in (None, short.place)
        )
    elif way.kind is Relaxing.UNLOCK:
        held = (way.member, short.lot, short.place, short.trade)
        locked = tuple(one for one in locked if (one.member, one.lot, one.place, one.trade) != held)
    elif way.kind is Relaxing.MINIMUM:
        lots = tuple(replace(o, min_share_hours=way.gained) if o.id == short.lot else o for o in lots)
    else:
        lots = tuple(
            replace(o, max_members=(o.max_members or 0) + 1) if o.id == short.lot else o for o in lots
        )
    return replace(case, lots=lots, members=members, refused=refused, locked=locked)


def _with_hours(member: SplitMember, trade: str, way: Relaxation) -> SplitMember:
    calendar = dict(member.capacity.get(trade, {}))
    for period, hours in way.by_period:
        calendar[period] = calendar.get(period, 0.0) + hours
    return replace(member, capacity={**member.capacity, trade: calendar})
