"""Which lots a set of criteria holds for, as the lines around it say."""

from __future__ import annotations

import re
from itertools import pairwise

from tender.parsing.numerals import weights

_LOTS = re.compile(
    r"^\W{0,4}(?:(?:criteres?\s+(?:d'attribution\s+|de\s+jugement\s+)?)?(?:pour\s+)?(?:le\s+"
    r"|les\s+)?)lots?\s*n?°?s?\s*(?P<lots>\d{1,3}(?:\s*(?:,|et|a|-"
    r"|&)\s*\d{1,3})*)\b(?P<rest>.*)$"
)
_COLUMN = re.compile(
    r"^\W*(?:lots?|los)\s*(?:n\s*[°o]?s?\s*)?(?P<lots>\d{1,3}(?:\s*(?:,|et|a|-|&)\s*\d{1,3})*|[a-h])\b"
)
_SAYS = re.compile(
    r"\s*(?:donn\w+|f(?:ont|ait|eront|era)|sont|est|seront|sera|ont|a|aura\w*|peu(?:t|vent)|doi(?:t|vent)"
    r"|devr\w+"
    r"|comport\w+|compren\w+|concern\w+|port\w+|fais\w+)\b"
)
"""After lots: the line is a sentence about them, no heading."""
_ARTICLE = re.compile(r"\W{0,3}(?:article|chapitre)\s")
_LINE = 140
_ABOVE = 6
"""Lines above a table among which its heading stands."""


def named_on(line: str) -> tuple[str, ...] | None:
    """The lots a folded line names at its head, when it states no weight; None for any other line."""
    match = _LOTS.match(line) if len(line) < _LINE else None
    if match is None or _SAYS.match(match["rest"]) or weights(match["rest"]):
        return None
    return lot_numbers(match["lots"])


def named_above(text: str) -> tuple[str, ...] | None:
    """The lots named on the last heading of the folded text above a table; the end of a list is none."""
    lines = ["", *text.split("\n")][-_ABOVE - 1 :]
    for before, line in reversed(list(pairwise(lines))):
        if _ARTICLE.match(line):
            return None
        lots = named_on(line)
        if lots:
            return lots if named_on(before) in (None, lots) else None
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
