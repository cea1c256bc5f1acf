"""Another proposal as typed: hours for each need, other communes, the most for a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from tender.web.numbers import read_number
from tender.workbench.approving import ShownShare
from tender.workbench.mapping import place_name

Need = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CounterRow:
    """One line of the proposal: a need, what her part has of it, and all that the buyer asks."""

    lot: str
    place: str
    place_name: str
    trade: str
    hours: int
    most: int

    @property
    def box(self) -> str:
        """The name of its box."""
        return f"h-{self.lot}-{self.place}-{self.trade}"

    @property
    def need(self) -> Need:
        """What it is about."""
        return (self.lot, self.place, self.trade)


def counter_rows(
    shown: ShownShare, asked: Mapping[Need, Mapping[str, float]], reach: Iterable[str]
) -> list[CounterRow]:
    """Her parts first, then the other communes of her lots where she may work."""
    held = {
        (lot["number"], part["place"], part["trade"]): int(part["hours"])
        for lot in shown.content["lots"]
        for part in lot["parts"]
    }
    lots, reached = {need[0] for need in held}, set(reach)
    others = [need for need in asked if need not in held and need[0] in lots and need[1] in reached]
    rows = []
    for need in [*held, *others]:
        lot, place, trade = need
        hours, whole = held.get(need, 0), int(sum(asked.get(need, {}).values()))
        rows.append(CounterRow(lot, place, place_name(place), trade, hours, max(whole, hours)))
    return rows


def proposal_from(
    rows: Iterable[CounterRow], months: Iterable[str], typed: Mapping[str, str]
) -> tuple[dict[Need, int], dict[str, int], dict[str, str]]:
    """Hours by need, the most by month where one was typed, and what is wrong, by box."""
    proposed: dict[Need, int] = {}
    capped: dict[str, int] = {}
    errors: dict[str, str] = {}
    for row in rows:
        hours = _whole(typed.get(row.box, ""), row.hours)
        if hours is None or hours > row.most:
            errors[row.box] = _("Saisissez un nombre entier d’heures, de 0 à %(most)s.", most=row.most)
        else:
            proposed[row.need] = hours
    for month in months:
        box = f"m-{month}"
        if typed.get(box, "").strip():
            most = _whole(typed[box], 0)
            if most is None:
                errors[box] = _("Saisissez un nombre entier d’heures, ou laissez vide.")
            else:
                capped[month] = most
    return proposed, capped, errors


def _whole(text: str, empty: int) -> int | None:
    try:
        value = read_number(text)
    except ValueError:
        return None
    if value is None:
        return empty
    return int(value) if value >= 0 and value == int(value) else None
