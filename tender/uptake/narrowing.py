"""A slice of the contracts as a condition in the engine's language. Words from outside are quoted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from tender.uptake.limits import HIGHEST_AMOUNT, LOWEST_AMOUNT
from tender.uptake.slices import UNKNOWN, Kind, Oddity, Offers, Size, Slice

KINDS: Final = {
    Kind.ANY: "any_social",
    Kind.CLAUSE: "clause",
    Kind.CRITERION: "criterion",
    Kind.RESERVED: "reserved",
    Kind.NONE: "filled AND NOT any_social",
    Kind.UNFILLED: "NOT filled",
}
ODDITIES: Final = {
    Oddity.DATE: "notified IS NULL AND told_date IS NOT NULL",
    Oddity.UNDATED: "notified IS NULL AND told_date IS NULL",
    Oddity.HIGH_AMOUNT: f"told_amount >= {HIGHEST_AMOUNT}",
    Oddity.LOW_AMOUNT: f"told_amount <= {LOWEST_AMOUNT}",
    Oddity.NO_AMOUNT: "told_amount IS NULL",
    Oddity.FRAMEWORK: "framework AND amount IS NOT NULL",
    Oddity.UNDER_FRAMEWORK: "under_framework",
    Oddity.SHARED_ID: "several AND id <> '?'",
    Oddity.SEVERAL_SOURCES: "several_sources",
    Oddity.INVALID: "(invalid OR social IS NOT NULL) AND NOT filled",
}
"""The cases of noting.py and of a report's odd contracts, said once."""
OFFERS: Final = {
    Offers.NONE: "offers = 0",
    Offers.ONE: "offers = 1",
    Offers.SEVERAL: "offers > 1",
    Offers.UNKNOWN: "(offers IS NULL OR offers < 0)",
}
SIZE: Final = (
    f"CASE WHEN amount IS NULL THEN NULL WHEN amount < 40000 THEN '{Size.UNDER_40K}' "
    f"WHEN amount < 90000 THEN '{Size.TO_90K}' WHEN amount < 221000 THEN '{Size.TO_221K}' "
    f"WHEN amount < 1000000 THEN '{Size.TO_1M}' ELSE '{Size.OVER_1M}' END"
)
GROUPS: Final = {
    "year": "year",
    "cpv": "cpv",
    "departement": "departement",
    "procedure": "procedure",
    "size": SIZE,
}
"""How a contract tells its group; a slice's field of the same name narrows to one."""
SHOWN: Final = {"year": "{}::VARCHAR", "cpv": "lpad({}::VARCHAR, 2, '0')"}
"""How the group is written, where it is kept as a number."""


def shown(group: str, kept: str) -> str:
    """A group as it is written, of the expression that has it as kept."""
    return SHOWN.get(group, "{}").format(kept)


def siren_number(buyer: str) -> int:
    """The nine digits of a SIREN or SIRET as the base keeps them; -1, nobody's, where there are none."""
    digits = "".join(one for one in buyer if one.isascii() and one.isdigit())[:9]
    return int(digits) if digits else -1


def quoted(text: str) -> str:
    """A text as the engine's literal."""
    return "'" + text.replace("\x00", "").replace("'", "''") + "'"


def day(text: str) -> str:
    """An ISO day as the engine's literal. Raises ValueError for what is none."""
    return f"DATE '{date.fromisoformat(text).isoformat()}'"


def condition(asked: Slice) -> str:
    """What a contract of this slice fulfils; peers and winners are told by the caller. Raises ValueError."""
    return " AND ".join(f"({one})" for one in _conditions(asked)) or "true"


def _conditions(asked: Slice) -> Iterator[str]:
    if asked.buyer is not None and not asked.peers:
        yield f"siren = {siren_number(asked.buyer)}"
    if asked.first:
        yield f"notified >= {day(asked.first)}"
    if asked.last:
        yield f"notified <= {day(asked.last)}"
    if asked.kind is not None:
        yield KINDS[asked.kind]
    for name, column in GROUPS.items():
        wanted = getattr(asked, name)
        if wanted == UNKNOWN:
            yield f"{column} IS NULL"
        elif wanted is not None and name in SHOWN:
            yield f"{column} = {int(wanted)}"
        elif wanted is not None:
            yield f"{column} = {quoted(wanted)}"
    if asked.offers is not None:
        yield OFFERS[asked.offers]
    if asked.oddity is not None:
        yield ODDITIES[asked.oddity]
    if asked.number is not None:
        yield f"id = {quoted(asked.number.upper().replace(' ', ''))}"
