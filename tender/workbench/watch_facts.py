"""A notice's bytes to what the watch looks at, and members' rows to who could help: rooms meet here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.geography import commune, expand, find, find_all, find_area, suggest_abroad
from tender.parsing.archive import Entry
from tender.parsing.formats import read as read_format
from tender.store.members import MemberRow
from tender.vocabulary.call import Lot, Place, Reading
from tender.vocabulary.iso import moment_of
from tender.watch.arriving import Arrived
from tender.watch.matching import Helper, Kind, Opening, Piece, Precision
from tender.workbench.casing import free_hours, reach_of
from tender.workbench.needing import lots_of
from tender.workbench.promising import promises, summed
from tender.workbench.reading import read_call, read_entries

FRENCH_NUTS = re.compile(r"FR[A-Z0-9]{0,3}")
BUYER_TOWN = re.compile(
    r"\b(?:ville|commune|mairie|ccas|municipalit[ée])s?\b.{0,25}?\b(?:d[eu]s?\b|de la\b|d['’])\s*"
    r"(?P<name>[^(,;/–]{2,60})",
    re.IGNORECASE,
)
BRACKET = re.compile(r"\((2[ABab]|\d{2,3})\)")


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What was read of a notice: for the matching, and for its line on the page."""

    opening: Opening
    title: str
    buyer: str
    deadline: datetime | None


def read_arrived(arrived: Arrived) -> NoticeFacts:
    """Read a notice as any uploaded file is read. Raises Refused when it cannot be.

    Notices of the gazettes are XML or JSON and are read here; a file dropped by hand is read apart, in a
    process of its own.
    """
    if not arrived.data:
        return _facts(Reading(), arrived)
    entry = Entry(arrived.name, arrived.data)
    if arrived.source == "folder":
        return _facts(read_entries([entry]).reading, arrived)
    return _facts(read_call([entry], [read_format(arrived.data, arrived.name)]).reading, arrived)


def _facts(reading: Reading, arrived: Arrived) -> NoticeFacts:
    title = reading.subject.value if reading.subject else arrived.title
    buyer = reading.buyer.value if reading.buyer else arrived.buyer
    deadline = moment_of(reading.deadline.value) if reading.deadline else None
    pieces = tuple(_piece(lot, reading, arrived, title, buyer) for lot in lots_of(reading))
    opening = Opening(arrived.kind, pieces, buyer, deadline, reading.clauses)
    return NoticeFacts(opening, title, buyer, deadline)


def _piece(lot: Lot, reading: Reading, arrived: Arrived, title: str, buyer: str) -> Piece:
    whole = reading.whole
    divided = bool(reading.lots)
    named = lot.title if lot.title.strip() and lot.title != "Marché" else title
    places, precision = _places(lot, reading, arrived, title, buyer)
    amount = lot.estimated_amount or (whole.estimated_amount if whole and not divided else None)
    return Piece(
        number=lot.number if divided else "",
        # « Lot 2 : secteur nord » tells its trade by the title of the whole call.
        title=f"{named} ({title})" if divided and named != title else named,
        text=(lot.description or "")[:4000],
        cpv=lot.cpv or (whole.cpv if whole else ()),
        labels=arrived.labels,
        places={code: _people(code) for code in places},
        precision=precision,
        amount=(amount.max or amount.min) if amount else None,
        months=lot.duration_months or (whole.duration_months if whole else None),
    )


def _people(code: str) -> int:
    """Inhabitants; at least one, so that a hamlet weighs something."""
    found = commune(code)
    return max(1, found.population) if found else 1


def _places(
    lot: Lot, reading: Reading, arrived: Arrived, title: str, buyer: str
) -> tuple[frozenset[str], Precision]:
    """The communes of the work: named by the lot, by its title or by the buyer's name, else the area said."""
    said = lot.places or (reading.whole.places if reading.whole else ())
    hints = arrived.departements or tuple(dict.fromkeys(BRACKET.findall(buyer)))
    area = _area(said, arrived)
    inside = {code[:3] if code.startswith("97") else code[:2] for code in area} or set(hints)
    named = {code for place in said if (code := _named(place, inside))}
    if named:
        return frozenset(named), Precision.NAMED
    groups = _groups(said, buyer)
    if groups:
        return groups, Precision.NAMED
    for words in (title, buyer):
        town = _town(words, inside)
        if town:
            return frozenset({town}), Precision.NAMED
    abroad = frozenset(place.code for place in said if _is_abroad(place) and place.code)
    area = area or abroad
    return (area, Precision.AREA) if area else (frozenset(), Precision.UNKNOWN)


def _is_abroad(place: Place) -> bool:
    """A NUTS area of another country: known to be elsewhere, though its communes are not."""
    return place.kind in ("nuts", "nuts3") and bool(place.code) and not str(place.code).startswith("FR")


def _area(said: Iterable[Place], arrived: Arrived) -> frozenset[str]:
    """The communes of the wider places said; where there are none, of the départements it is filed under."""
    codes: set[str] = set()
    for place in said:
        if place.kind in ("departement", "region") and place.code:
            codes |= expand(place.kind, place.code)
        elif place.kind in ("nuts", "nuts3") and place.code and FRENCH_NUTS.fullmatch(place.code):
            codes |= _nuts(place.code)
    if codes:
        return frozenset(codes)
    return frozenset().union(*(expand("departement", one) for one in arrived.departements))


@cache
def _nuts(code: str) -> frozenset[str]:
    return expand("nuts", code)


def _named(place: Place, inside: set[str]) -> str | None:
    """The commune a place names, within the départements known; beyond the border by its name alone."""
    if place.kind == "commune" and place.code:
        return place.code
    if place.kind not in ("commune", "text") or len(place.name) > 80:
        return None
    for one in inside:
        found = find_all(place.name, one)
        if len(found) == 1:
            return found[0].code
    if not inside:
        alone = find(place.name)
        if alone is not None:
            return alone.code
    abroad = [one for one in suggest_abroad(place.name) if one.name.lower() == place.name.strip().lower()]
    return abroad[0].code if abroad else None


def _groups(said: Iterable[Place], buyer: str) -> frozenset[str]:
    """The communes of an intercommunalité named as place or as buyer."""
    for place in said:
        if place.kind == "epci" and place.code:
            return expand("epci", place.code)
    if re.search(r"\b(communaut[ée]|m[ée]tropole|agglom[ée]ration|\bC[CAU]\b)", buyer, re.IGNORECASE):
        code = find_area("epci", BRACKET.sub("", buyer).strip())
        return expand("epci", code) if code else frozenset()
    return frozenset()


def _town(words: str, inside: set[str]) -> str | None:
    """The commune in "Ville de Salon-de-Provence", within the départements known."""
    told = BUYER_TOWN.search(BRACKET.sub("", words))
    if told is None:
        return None
    name = told["name"].strip(" .-")
    for length in range(len(name.split()), 0, -1):
        part = " ".join(name.split()[:length])
        for one in inside:
            found = find_all(part, one)
            if len(found) == 1:
                return found[0].code
        if not inside and length == len(name.split()) and (alone := find(part)) is not None:
            return alone.code
    return None


def helpers(session: Session, at: datetime) -> tuple[Helper, ...]:
    """Every active member: where it works, and its mean free hours a month by trade, over a year."""
    members = session.scalars(select(MemberRow).where(MemberRow.active).order_by(MemberRow.name)).all()
    held = promises(session, members)
    months = _year_from(at)
    return tuple(_helper(member, months, summed(held[member.id])) for member in members)


def _helper(member: MemberRow, months: Sequence[str], promised: dict[str, dict[str, float]]) -> Helper:
    free = free_hours(member, months, promised)
    hours = {trade: sum(each.values()) / len(months) for trade, each in free.items()}
    for row in member.trades:
        hours.setdefault(row.trade, 0.0)
    return Helper(member.key, member.name, reach_of(member), hours)


def _year_from(at: datetime) -> tuple[str, ...]:
    return tuple(f"{at.year + (at.month - 1 + i) // 12}-{(at.month - 1 + i) % 12 + 1:02d}" for i in range(12))


def reopened(
    kind: str, data: bytes, name: str, *, source: str, departements: Sequence[str], labels: Sequence[str]
) -> Arrived:
    """A notice stored before, as it arrived, to be judged again."""
    return Arrived(source, "", Kind(kind), name, data, departements=tuple(departements), labels=tuple(labels))
