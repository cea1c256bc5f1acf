"""What a dry run supposes where the call is silent: places, trade, hours; each supposition is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tender.geography.naming import find
from tender.geography.places import commune, expand, name_of
from tender.store.members import MemberRow
from tender.vocabulary.call import Lot, Reading
from tender.vocabulary.trade import trade_of
from tender.workbench.casing import reach_of
from tender.workbench.needing import NeedLine, place_code
from tender.workbench.response_lots import insertion_hours

HOURS_PER_MONTH = 150.0
"""Supposed for a lot whose hours the call does not state: one full-time post a month."""
MOST_HOMES = 2
"""A dry run somewhere: the home communes of so many members."""


LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the call does not say, or says of a place far away: a code, its lot, and the value taken.

    Codes: places, trade, hours_per_month, hours_from_insertion_clause (the hours asked for insertion, taken
    as all of the work), out_of_reach (the places that the call states and nobody reaches).
    """

    code: str
    lot: str | None
    value: str


def suppose(
    reading: Reading, lot: Lot, members: Sequence[MemberRow], supposed: Mapping[str, Any]
) -> tuple[list[NeedLine], list[Assumption]]:
    """Needs of a lot for which the call states none.

    `supposed` may say places, trade and hours_per_month; else the places are those the call names, the
    buyer's own commune or the homes of the members with most free hours, the trade the lot's own or the most
    offered.
    """
    trade, told = _trade(reading, lot, members, supposed)
    able = sorted(members, key=lambda member: -_free(member, trade))
    able = [member for member in able if _free(member, trade) > 0]
    places, of_places = _places(reading, lot, able or members, supposed)
    monthly, of_hours = _hours(reading, lot, supposed)
    each = round(monthly / len(places), 2) if places else monthly
    return [NeedLine(lot.number, place, trade, each) for place in places], [*told, *of_places, *of_hours]


def _trade(
    reading: Reading, lot: Lot, members: Sequence[MemberRow], supposed: Mapping[str, Any]
) -> tuple[str, list[Assumption]]:
    offered = sorted({row.trade for member in members for row in member.capacities})
    named = trade_of(lot.title, lot.cpv) or trade_of(reading.subject.value if reading.subject else "")
    if named in offered:
        return named, []
    most = max(offered, key=lambda trade: sum(_free(one, trade) for one in members), default="labour")
    taken = str(supposed.get("trade") or most)
    return taken, [Assumption("trade", lot.number, taken)]


def _free(member: MemberRow, trade: str) -> float:
    """Free hours of a usual month."""
    return sum(
        max(0.0, row.hours - row.committed)
        for row in member.capacities
        if row.trade == trade and row.month == "*"
    )


def _places(
    reading: Reading, lot: Lot, able: Sequence[MemberRow], supposed: Mapping[str, Any]
) -> tuple[list[str], list[Assumption]]:
    reach = {place for member in able for place in reach_of(member)}
    communes = (place for place in lot.places if place.kind in ("commune", "text"))
    named = list(dict.fromkeys(code for place in communes if (code := place_code(place))))
    if any(code in reach for code in named):
        return named, []
    given = [str(code) for code in supposed.get("places") or ()]
    around = {code for place in lot.places for code in expand(place.kind, place.code or "")} | set(named)
    told = []
    if lot.places and not around & reach:
        told.append(Assumption("out_of_reach", lot.number, ", ".join(_stated(lot))))
    within = (around & reach) or reach
    taken = given or _buyers_own(reading, within) or _homes(able, within) or _homes(able, reach)
    return taken, [*told, Assumption("places", lot.number, ", ".join(map(_named, taken)))]


def _stated(lot: Lot) -> list[str]:
    """The places as the call names them, each once; a remark in the place's box is none."""
    told = [
        (place.code and name_of(place.kind, place.code)) or place.name
        for place in lot.places
        if place.kind != "text" or len(place.name) <= LONGEST_NAME
    ]
    return list({name.casefold(): name for name in told}.values())


def _buyers_own(reading: Reading, within: set[str]) -> list[str]:
    """The commune that buys, when it is one and within reach."""
    known = find(reading.buyer.value) if reading.buyer else None
    return [known.code] if known and known.code in within else []


def _homes(members: Sequence[MemberRow], within: set[str]) -> list[str]:
    homes = [member.home_place for member in members if member.home_place in within]
    return list(dict.fromkeys(homes))[:MOST_HOMES]


def _named(code: str) -> str:
    known = commune(code)
    return f"{known.name} ({code})" if known else code


def _hours(reading: Reading, lot: Lot, supposed: Mapping[str, Any]) -> tuple[float, list[Assumption]]:
    asked = insertion_hours(
        reading.clauses, lot.number, lot, divided=bool(reading.lots)
    ) or _whole_call_hours(reading)
    if asked:
        monthly = round(float(asked) / (lot.duration_months or 12), 2)
        return monthly, [Assumption("hours_from_insertion_clause", lot.number, f"{monthly:g}")]
    monthly = float(supposed.get("hours_per_month") or HOURS_PER_MONTH)
    return monthly, [Assumption("hours_per_month", lot.number, f"{monthly:g}")]


def _whole_call_hours(reading: Reading) -> float | None:
    """Hours of insertion of a call that is not divided."""
    if reading.lots:
        return None
    return max((clause.hours for clause in reading.clauses if clause.hours), default=None)
