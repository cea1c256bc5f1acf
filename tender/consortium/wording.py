"""Numbers and months as French writes them, for the sentences that contracts.md asks of a reason."""

from __future__ import annotations

import unicodedata

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def month(period: str) -> str:
    """ "2027-03" as "mars 2027"; anything else as it is."""
    year, _, number = period.partition("-")
    if number.isdigit() and 1 <= int(number) <= 12:
        return f"{MONTHS[int(number) - 1]} {year}"
    return period


def of(name: str) -> str:
    """ "d'espaces verts", "de nettoyage"."""
    plain = unicodedata.normalize("NFKD", name[:1].replace("œ", "o").replace("Œ", "O")).upper()
    return f"d'{name}" if plain[:1] in set("AEIOUY") else f"de {name}"


def hours(value: float) -> str:
    """ "1 234,5 h": one decimal where there is one."""
    return f"{number(value)} h"


def kilometres(value: float) -> str:
    """ "12,5 km"."""
    return f"{number(value)} km"


def percent(value: float) -> str:
    """0.745 as "74,5 %"."""
    return f"{number(value * 100)} %"


def listed(names: list[str]) -> str:
    """ "a, b et c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def number(value: float) -> str:
    """ "1 234,5": one decimal where there is one."""
    text = f"{value:,.1f}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
    return text.removesuffix(",0")
