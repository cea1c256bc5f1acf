"""Which lots a set of criteria holds for, as the lines around it say."""

from __future__ import annotations

import re

from tender.parsing.numerals import weights

_LOTS = re.compile(
    r"^\W{0,4}(?:(?:criteres?\s+(?:d'attribution\s+|de\s+jugement\s+)?)?(?:pour\s+)?(?:le\s+"
    r"|les\s+)?)lots?\s*n?°?s?\s*(?P<lots>\d{1,3}(?:\s*(?:,|et|a|-"
    r"|&)\s*\d{1,3})*)\b(?P<rest>.*)$"
)
_COLUMN = re.compile(
    r"^\W*(?:lots?|los)\s*(?:n\s*[°o]?s?\s*)?(?P<lots>\d{1,3}(?:\s*(?:,|et|a|-|&)\s*\d{1,3})*|[a-h])\b"
)
_LINE = 140


def named_on(line: str) -> tuple[str, ...] | None:
    """The lots a folded line names at its head, when it states no weight; None for any other line."""
    match = _LOTS.match(line) if len(line) < _LINE else None
    return lot_numbers(match["lots"]) if match and not weights(match["rest"]) else None


def named_above(text: str) -> tuple[str, ...] | None:
    """The lots named on the last heading of the folded text above a table."""
    for line in reversed(text.split("\n")[-6:]):
        lots = named_on(line)
        if lots:
            return lots
    return None


def of_column(heading: str) -> tuple[str, ...] | None:
    """The lots a column's folded heading names: "Lot 1", "Lots 2 et 3"."""
    match = _COLUMN.match(heading)
    if match and match["lots"].isalpha():
        return (match["lots"].upper(),)
    return lot_numbers(match["lots"]) if match else None


def lot_numbers(text: str) -> tuple[str, ...]:
    """ "1, 2 et 4" → 1, 2, 4; "1 à 3" → 1, 2, 3."""
    found: list[str] = []
    for part in re.split(r"\s*(?:,|et|&)\s*", text):
        ends = re.findall(r"\d+", part)
        if len(ends) == 2 and int(ends[0]) < int(ends[1]) <= int(ends[0]) + 60:
            found += [str(n) for n in range(int(ends[0]), int(ends[1]) + 1)]
        else:
            found += [str(int(n)) for n in ends]
    return tuple(dict.fromkeys(found))
