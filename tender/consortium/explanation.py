"""The limit that decided each share, as a fact with its numbers and as a plain French sentence."""

from __future__ import annotations

from collections.abc import Mapping

from tender.consortium import wording as fr
from tender.consortium.ledger import SLACK, Ledger
from tender.vocabulary.split import Absence, Reason, ReasonKind, Split, SplitCase

EVERY_PLACE = 2000
"""Member × lot × place triplets up to which places out of reach are explained even where no hours lack."""

Said = tuple[ReasonKind, str, dict[str, float | str]]


def explain(case: SplitCase, split: Split, names: Mapping[str, str] | None = None) -> tuple[Reason, ...]:
    """For each member, lot and place within reach or shared: why this share, why not more, why none.

    Every member and lot has at least one. `names`: what members, places and trades are called, by their keys.

    The first limit that holds decides, in the order of the rules: refusal, place, capacity, least part and
    members of a lot, then what the levels prefer: lighter loads, fewer parts, fewer kilometres.
    """
    ledger = Ledger(case, split.shares, names)
    sites = [(lot.id, place) for lot in case.lots for place in dict.fromkeys(n.place for n in lot.needs)]
    sites = [site for site in sites if ledger.needs_at(*site)]
    everywhere = len(sites) * len(case.members) <= EVERY_PLACE
    lacking = {(lot, place) for (lot, place, _), hours in ledger.left.items() if hours > SLACK}
    reasons = []
    for member in case.members:
        told = set()
        for lot, place in sites:
            reached = place in ledger.reach[member.id] or (member.id, lot, place) in ledger.part
            if reached or everywhere or (lot, place) in lacking:
                kind, text, facts = _say(ledger, member.id, lot, place)
                reasons.append(Reason(member.id, lot, place, kind, text, facts))
                told.add(lot)
        reasons += [_nowhere(ledger, member.id, lot, sites) for lot in ledger.lots if lot not in told]
    return tuple(reasons)


def _nowhere(ledger: Ledger, member: str, lot: str, sites: list[tuple[str, str]]) -> Reason:
    """A member who reaches none of a lot's places: one reason for them all, at the first."""
    places = [place for which, place in sites if which == lot]
    who = ledger.name(member)
    if not places:
        text = f"Le lot {lot} ne demande aucune heure."
        return Reason(member, lot, "", ReasonKind.FRAGMENTATION, text, {"left": 0.0, "least": 0.0})
    named = ledger.name(places[0])
    text = f"{named} est hors du territoire {fr.of(who)} (lot {lot})."
    if len(places) > 1:
        text = f"Aucun des {len(places)} lieux du lot {lot} n'est dans le territoire {fr.of(who)}."
    return Reason(member, lot, places[0], ReasonKind.PLACE, text, {"places": float(len(places))})


def _say(ledger: Ledger, member: str, lot: str, place: str) -> Said:
    if ledger.part[member, lot, place] > SLACK:
        return _why_not_more(ledger, member, lot, place)
    where, who = f"lot {lot}, {ledger.name(place)}", ledger.name(member)
    if ledger.held(member, lot, place):
        return ReasonKind.FAIRNESS, f"La part {fr.of(who)} est verrouillée à zéro ({where}).", {}
    if ledger.refused(member, lot, place):
        return _refused(ledger, member, lot, place)
    if place not in ledger.reach[member]:
        return ReasonKind.PLACE, f"{ledger.name(place)} est hors du territoire {fr.of(who)} (lot {lot}).", {}
    return _no_room(ledger, member, lot, place) or _why_none(ledger, member, lot, place)


def _refused(ledger: Ledger, member: str, lot: str, place: str) -> Said:
    who, named = ledger.name(member), ledger.name(place)
    where, absence = f"lot {lot}, {named}", ledger.absence(member, lot, place)
    match absence:
        case Absence.ALONE:
            text = f"{who} va seule sur ce lot ({where}) : aucune part du groupement ne lui revient."
        case Absence.DECLINED:
            text = f"{who} a répondu non à la consultation ({where})."
        case Absence.SILENT:
            text = f"{who} n'a pas répondu à la consultation, ce qui vaut non ({where})."
        case Absence.ELSEWHERE:
            text = f"{who} n'a pas proposé {named} à la consultation (lot {lot})."
        case None:
            return ReasonKind.REFUSED, f"{who} a refusé ce lot ou ce lieu ({where}).", {}
    return ReasonKind.REFUSED, text, {"absence": absence.value}


def _no_room(ledger: Ledger, member: str, lot: str, place: str) -> Said | None:
    """What is left of the member's hours is less than a useful part."""
    needs = ledger.needs_at(lot, place)
    rooms = [(ledger.room(member, lot, need), need.trade) for need in needs]
    lacks = [sum(need.hours.values()) - room for need, ((room, _), _) in zip(needs, rooms, strict=True)]
    (_, period), trade = rooms[lacks.index(max(lacks))]
    total = sum(room for (room, _), _ in rooms)
    least = max(ledger.least(lot, place), SLACK)
    if total >= least - SLACK:
        return None
    capacity, used = ledger.capacity(member, trade, period), ledger.used[member, trade, period]
    facts: dict[str, float | str] = {
        "trade": trade, "period": period, "capacity": capacity, "used": used, "room": total, "least": least,
    }  # fmt: skip
    when, who = fr.month(period), ledger.name(member)
    where, work = ledger.name(place), ledger.name(trade)
    if trade not in ledger.members[member].capacity:
        has = ledger.members[member].capacity
        trades = fr.listed(sorted({ledger.name(need.trade) for need in needs if need.trade not in has}))
        return ReasonKind.CAPACITY, f"{who} n'a pas d'heures {fr.of(trades)} (lot {lot}, {where}).", facts
    if capacity <= SLACK:
        return ReasonKind.CAPACITY, f"{who} n'a pas d'heures {fr.of(work)} en {when}.", facts
    if ledger.by_offer(member, lot, trade, period):
        text, facts = _offer_spent(ledger, member, lot, period)
        return ReasonKind.CAPACITY, text, facts | {"room": total, "least": least}
    if total <= SLACK:
        spent = f"{fr.hours(used)} sur {fr.hours(capacity)}"
        text = f"La capacité {fr.of(who)} en {when} ({work}) est épuisée : {spent}."
        return ReasonKind.CAPACITY, text, facts
    text = (
        f"{who} ne pourrait prendre que {fr.hours(total)} ici, sa capacité de {when} ({work}) étant "
        f"de {fr.hours(capacity)} dont {fr.hours(used)} prises : moins que la part minimale de "
        f"{fr.hours(least)}."
    )
    return ReasonKind.CAPACITY, text, facts


def _offer_spent(ledger: Ledger, member: str, lot: str, period: str) -> tuple[str, dict[str, float | str]]:
    """What the member offered to the lot decides, not its hours."""
    most, used = ledger.members[member].lot_hours[lot], ledger.to_lot[member, lot, period]
    text = (
        f"{ledger.name(member)} offre {fr.hours(most)} par mois au lot {lot} : {fr.hours(used)} sont prises "
        f"en {fr.month(period)}."
    )
    return text, {"offer": most, "period": period, "used": used}


def _why_none(ledger: Ledger, member: str, lot: str, place: str) -> Said:
    me, where = ledger.name(member), ledger.name(place)
    if ledger.full(lot, member):
        limit = ledger.lots[lot].max_members or 0
        text = f"Le lot {lot} compte déjà {limit} membres, son maximum ; {me} n'y est pas."
        return ReasonKind.FRAGMENTATION, text, {"limit": float(limit)}
    left = sum(ledger.left[lot, place, need.trade] for need in ledger.needs_at(lot, place))
    holders = ledger.holders[lot, place]
    if left > SLACK or not holders:
        least = ledger.least(lot, place)
        text = (
            f"Il reste {fr.hours(left)} à {where} (lot {lot}) : {me} ne peut en faire une part d'au "
            f"moins {fr.hours(least)} sans en retirer ailleurs."
        )
        return ReasonKind.FRAGMENTATION, text, {"left": left, "least": least}
    mine, theirs = ledger.due(member), max(ledger.due(holder) for holder in holders)
    who, one = fr.listed([ledger.name(holder) for holder in holders]), len(holders) == 1
    covers = f"{who} {'couvre' if one else 'couvrent'} déjà {where}"
    if mine >= theirs - 1e-4:
        is_ = "l'est" if one else "le sont"
        weighed, facts = _weighed(ledger, member, holders)
        text = f"{me} est déjà chargé à {fr.percent(mine)} ; {who} {is_} à {fr.percent(theirs)} au plus."
        return ReasonKind.FAIRNESS, text + weighed, {"load": mine, "other_load": theirs, **facts}
    far, near = ledger.km(member, place), max(ledger.km(holder, place) for holder in holders)
    if far > near + 0.05:
        text = f"{covers}, plus près de {fr.kilometres(far - near)} que {me}."
        return ReasonKind.DISTANCE, text, {"km": far, "other_km": near}
    text = f"{covers} (lot {lot}) : une part {fr.of(me)} ferait un intervenant de plus."
    return ReasonKind.FRAGMENTATION, text, {"holders": float(len(holders))}


def _weighed(ledger: Ledger, member: str, holders: list[str]) -> tuple[str, dict[str, float | str]]:
    """What equity weights had to do with loads compared, and the year that they stand for; else nothing."""
    mine = ledger.members[member]
    if all(ledger.members[one].equity == 1.0 for one in (member, *holders)):
        return "", {}
    text = f" Charges pesées par l'équité : poids {fr.number(mine.equity)} pour {ledger.name(member)}"
    facts: dict[str, float | str] = {"weight": mine.equity}
    if mine.past_hours is None:
        return f"{text}.", facts
    facts["past"] = mine.past_hours
    return f"{text}, à qui le collectif a confié {fr.hours(mine.past_hours)} en 12 mois.", facts


def _why_not_more(ledger: Ledger, member: str, lot: str, place: str) -> Said:
    needs = ledger.needs_at(lot, place)
    mine = ledger.part[member, lot, place]
    asked = sum(sum(need.hours.values()) for need in needs)
    who, where = ledger.name(member), ledger.name(place)
    takes = f"{who} prend {fr.hours(mine)} sur {fr.hours(asked)} à {where} (lot {lot})"
    facts: dict[str, float | str] = {"hours": mine, "asked": asked, "load": ledger.load(member)}
    if asked - mine <= SLACK:
        text = f"{takes} : tout le besoin. Sa charge est de {fr.percent(ledger.load(member))}."
        return ReasonKind.FRAGMENTATION, text, facts
    if ledger.held(member, lot, place):
        return ReasonKind.FAIRNESS, f"{takes} : cette part est verrouillée.", facts
    rooms = [(ledger.room(member, lot, need), need.trade) for need in needs]
    (room, period), trade = max(rooms, key=lambda held: held[0][0])
    if room <= SLACK and ledger.by_offer(member, lot, trade, period):
        text, more = _offer_spent(ledger, member, lot, period)
        return ReasonKind.CAPACITY, f"{takes}. {text}", facts | more
    if room <= SLACK:
        capacity = ledger.capacity(member, trade, period)
        facts |= {"trade": trade, "period": period, "capacity": capacity}
        what = f"{fr.month(period)} ({ledger.name(trade)}), {fr.hours(capacity)}"
        text = f"{takes} : sa capacité de {what}, est épuisée."
        return ReasonKind.CAPACITY, text, facts
    others = [holder for holder in ledger.holders[lot, place] if holder != member]
    if not others:
        text = f"{takes} : il reste {fr.hours(asked - mine)}, qu'il ne peut prendre sans dépasser un mois."
        return ReasonKind.CAPACITY, text, facts | {"room": room}
    lightest = min(ledger.due(holder) for holder in others)
    left = sum(ledger.left[lot, place, need.trade] for need in needs)
    whose, one = fr.listed([ledger.name(holder) for holder in others]), len(others) == 1
    rest = f"{'fait' if one else 'font'} le reste"
    if left > SLACK:
        rest = f"{'prend' if one else 'prennent'} {fr.hours(asked - mine - left)}, {fr.hours(left)} manquent"
    weighed, more = _weighed(ledger, member, others)
    text = (
        f"{takes} ; {whose} {rest}. Charges : {fr.percent(ledger.due(member))}, contre "
        f"{fr.percent(lightest)} au moins.{weighed}"
    )
    return ReasonKind.FAIRNESS, text, facts | {"load": ledger.due(member), "other_load": lightest, **more}
