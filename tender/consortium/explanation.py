"""The limit that decided each share, as a fact with its numbers and as a plain French sentence."""

from __future__ import annotations

from tender.consortium import wording as fr
from tender.consortium.ledger import SLACK, Ledger
from tender.vocabulary.split import Reason, ReasonKind, Split, SplitCase

EVERY_PLACE = 2000
"""Member × lot × place triplets up to which places out of reach are explained even where no hours lack."""

Said = tuple[ReasonKind, str, dict[str, float | str]]


def explain(case: SplitCase, split: Split) -> tuple[Reason, ...]:
    """For each member, lot and place within reach or shared: why this share, why not more, why none.

    The first limit that holds decides, in the order of the rules: refusal, place, capacity, least part and
    members of a lot, then what the levels prefer: lighter loads, fewer parts, fewer kilometres.
    """
    ledger = Ledger(case, split.shares)
    sites = [(lot.id, place) for lot in case.lots for place in dict.fromkeys(n.place for n in lot.needs)]
    sites = [site for site in sites if ledger.needs_at(*site)]
    everywhere = len(sites) * len(case.members) <= EVERY_PLACE
    lacking = {(lot, place) for (lot, place, _), hours in ledger.left.items() if hours > SLACK}
    reasons = []
    for member in case.members:
        for lot, place in sites:
            reached = place in ledger.reach[member.id] or (member.id, lot, place) in ledger.part
            if reached or everywhere or (lot, place) in lacking:
                kind, text, facts = _say(ledger, member.id, lot, place)
                reasons.append(Reason(member.id, lot, place, kind, text, facts))
    return tuple(reasons)


def _say(ledger: Ledger, member: str, lot: str, place: str) -> Said:
    if ledger.part[member, lot, place] > SLACK:
        return _why_not_more(ledger, member, lot, place)
    where = f"lot {lot}, {place}"
    if ledger.held(member, lot, place):
        return ReasonKind.FAIRNESS, f"La part de {member} est verrouillée à zéro ({where}).", {}
    if ledger.refused(member, lot, place):
        return ReasonKind.REFUSED, f"{member} a refusé ce lot ou ce lieu ({where}).", {}
    if place not in ledger.reach[member]:
        return ReasonKind.PLACE, f"{place} est hors du territoire de {member} (lot {lot}).", {}
    return _no_room(ledger, member, lot, place) or _why_none(ledger, member, lot, place)


def _no_room(ledger: Ledger, member: str, lot: str, place: str) -> Said | None:
    """What is left of the member's hours is less than a useful part."""
    rooms = [(ledger.room(member, need), need.trade) for need in ledger.needs_at(lot, place)]
    (_, period), trade = max(rooms, key=lambda held: held[0][0])
    total = sum(room for (room, _), _ in rooms)
    least = max(ledger.least(lot, place), SLACK)
    if total >= least - SLACK:
        return None
    capacity, used = ledger.capacity(member, trade, period), ledger.used[member, trade, period]
    facts: dict[str, float | str] = {
        "trade": trade, "period": period, "capacity": capacity, "used": used, "room": total, "least": least,
    }  # fmt: skip
    when = fr.month(period)
    if trade not in ledger.members[member].capacity:
        trades = fr.listed(sorted({need.trade for need in ledger.needs_at(lot, place)}))
        return ReasonKind.CAPACITY, f"{member} n'a pas d'heures de {trades} (lot {lot}, {place}).", facts
    if capacity <= SLACK:
        return ReasonKind.CAPACITY, f"{member} n'a pas d'heures de {trade} en {when}.", facts
    if total <= SLACK:
        spent = f"{fr.hours(used)} sur {fr.hours(capacity)}"
        text = f"La capacité de {member} en {when} ({trade}) est épuisée : {spent}."
        return ReasonKind.CAPACITY, text, facts
    text = (
        f"{member} ne pourrait prendre que {fr.hours(total)} ici, sa capacité de {when} ({trade}) étant "
        f"de {fr.hours(capacity)} dont {fr.hours(used)} prises : moins que la part minimale de "
        f"{fr.hours(least)}."
    )
    return ReasonKind.CAPACITY, text, facts


def _why_none(ledger: Ledger, member: str, lot: str, place: str) -> Said:
    if ledger.full(lot, member):
        limit = ledger.lots[lot].max_members or 0
        text = f"Le lot {lot} compte déjà {limit} membres, son maximum ; {member} n'y est pas."
        return ReasonKind.FRAGMENTATION, text, {"limit": float(limit)}
    left = sum(ledger.left[lot, place, need.trade] for need in ledger.needs_at(lot, place))
    holders = ledger.holders[lot, place]
    if left > SLACK or not holders:
        least = ledger.least(lot, place)
        text = (
            f"Il reste {fr.hours(left)} à {place} (lot {lot}) : {member} ne peut en faire une part d'au "
            f"moins {fr.hours(least)} sans en retirer ailleurs."
        )
        return ReasonKind.FRAGMENTATION, text, {"left": left, "least": least}
    mine, theirs = ledger.load(member), max(ledger.load(holder) for holder in holders)
    who = fr.listed(holders)
    if mine >= theirs - 1e-4:
        text = f"{member} est déjà chargé à {fr.percent(mine)} ; {who} l'est à {fr.percent(theirs)} au plus."
        return ReasonKind.FAIRNESS, text, {"load": mine, "other_load": theirs}
    far, near = ledger.km(member, place), max(ledger.km(holder, place) for holder in holders)
    if far > near + 0.05:
        text = f"{who} couvre déjà {place}, plus près de {fr.kilometres(far - near)} que {member}."
        return ReasonKind.DISTANCE, text, {"km": far, "other_km": near}
    text = f"{who} couvre déjà {place} (lot {lot}) : une part de {member} ferait un intervenant de plus."
    return ReasonKind.FRAGMENTATION, text, {"holders": float(len(holders))}


def _why_not_more(ledger: Ledger, member: str, lot: str, place: str) -> Said:
    needs = ledger.needs_at(lot, place)
    mine = ledger.part[member, lot, place]
    asked = sum(sum(need.hours.values()) for need in needs)
    takes = f"{member} prend {fr.hours(mine)} sur {fr.hours(asked)} à {place} (lot {lot})"
    facts: dict[str, float | str] = {"hours": mine, "asked": asked, "load": ledger.load(member)}
    if asked - mine <= SLACK:
        text = f"{takes} : tout le besoin. Sa charge est de {fr.percent(ledger.load(member))}."
        return ReasonKind.FRAGMENTATION, text, facts
    if ledger.held(member, lot, place):
        return ReasonKind.FAIRNESS, f"{takes} : cette part est verrouillée.", facts
    rooms = [(ledger.room(member, need), need.trade) for need in needs]
    (room, period), trade = max(rooms, key=lambda held: held[0][0])
    if room <= SLACK:
        capacity = ledger.capacity(member, trade, period)
        facts |= {"trade": trade, "period": period, "capacity": capacity}
        text = f"{takes} : sa capacité de {fr.month(period)} ({trade}), {fr.hours(capacity)}, est épuisée."
        return ReasonKind.CAPACITY, text, facts
    others = [holder for holder in ledger.holders[lot, place] if holder != member]
    if not others:
        text = f"{takes} : il reste {fr.hours(asked - mine)}, qu'il ne peut prendre sans dépasser un mois."
        return ReasonKind.CAPACITY, text, facts | {"room": room}
    lightest = min(ledger.load(holder) for holder in others)
    left = sum(ledger.left[lot, place, need.trade] for need in needs)
    rest = "fait le reste"
    if left > SLACK:
        rest = f"prend {fr.hours(asked - mine - left)}, {fr.hours(left)} manquent"
    text = (
        f"{takes} ; {fr.listed(others)} {rest}. Charges : {fr.percent(ledger.load(member))}, contre "
        f"{fr.percent(lightest)} au moins."
    )
    return ReasonKind.FAIRNESS, text, facts | {"other_load": lightest}
