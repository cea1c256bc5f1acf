"""Where running text states weights: shares, points, marks out of a number, coefficients, bare numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tender.parsing.criteria_items import ROUNDING
from tender.parsing.numerals import Quantity, parse_number, weights

_COEFFICIENT = re.compile(
    r"\b(?:coefficients?"
    r"|coef\.?f?\.?)\s*(?:de\s+)?(?:ponderation\s*)?[:=]?\s*(\d{1,3}(?:[.,]\d{1,2})?)\b(?!\s*(?:%|points?))"
)
_SAID_AS = re.compile(r"\bponderation\s*\((?:points?|pourcentage)[^)\n]*\)\s*:\s*(\d{1,3})\b(?!\s*(?:%|p))")
"""As a form prints it: "Pondération (points, valeur exacte) : 60"."""
_WHOLE = re.compile(r"\b(?:sur|total(?:\s+de)?|maximum\s+de|base\s+(?:de|100))\s*$")
"""Words before a number that is what all weights add up to."""
_BARE_NUMBER = re.compile(r"(?:\(|[:=]\s*)(\d{1,3})\s*\)?\s*(?:[;,](?!\d)|\bet\b|\.?\s*$)", re.MULTILINE)
_OF_ALL = re.compile(
    r"(?<![\d/.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?/\s?(?:10|20|40|50|60|70|80|100|200|1000)\b(?![/.,]?\d)"
)
"""Marks of a whole: "35/100"."""
_OUT_OF = re.compile(
    r"(?:(?<=[\s(:])/|(?<=[(:\s])(?<!note )(?<!notes )(?<!notation )(?:notee?s?\s+)?sur)"
    r"\s*(\d{1,3})(?=\s*(?:[);,]|\.?\s*(?:\n|$)))",
    re.MULTILINE,
)


def is_whole(text: str, quantity: Quantity) -> bool:
    """What all weights add up to: "un total de 100 points", "note sur 100"."""
    before = text[max(0, quantity.start - 30) : quantity.start]
    return bool(_WHOLE.search(before) or "sur" in text[quantity.start : quantity.end])


def quantities(text: str) -> list[Quantity]:
    """Shares and points; marks out of a number ("/8", "sur 8") between them; else coefficients."""
    told = weights(text)
    rows = _rows(text)
    if rows:
        return sorted(
            [*rows, *(q for q in told if not rows[0].start <= q.start <= rows[-1].end)], key=lambda q: q.start
        )
    marks = [m for m in _marks(text) if not any(q.start < m.end and m.start < q.end for q in told)]
    return sorted([*told, *marks], key=lambda q: q.start) or _coefficients(text) or _bare_numbers(text)


_HEADING = re.compile(
    r"^(?=[^\n]{0,60}(?:ponder|points?\b|coef|poids"
    r"|bareme))[^\n\d]{0,25}criteres?[^\n\d:]{0,45}$",
    re.MULTILINE,
)
_ROW = re.compile(r"^(?P<name>.*?[a-z]{3}[^\n\d%]*?|)\s*\b(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*$")
_NUMBERED = re.compile(r"\s*\d{1,2}\s*[-.):]\s*[a-z]")
_MOST_ROWS = 40


def _rows(text: str) -> list[Quantity]:
    """Rows of a table whose rules are lost: "Critères Pondération", then names that end with a bare number.

    Only when the numbers of the numbered names, or of all, reach 100; a number alone ends the row above it.
    """
    for heading in _HEADING.finditer(text):
        found: list[Quantity] = []
        start = heading.end() + 1
        for line in text[start:].split("\n")[:_MOST_ROWS]:
            match = _ROW.match(line)
            value = parse_number(match["value"]) if match and not weights(line) else None
            if match and value and (match["name"] or not _NUMBERED.match(line)):
                found.append(
                    Quantity(value, "points", start + match.start("value"), start + match.end("value"))
                )
            start += len(line) + 1
            if found and abs(sum(q.value for q in found) - _WHOLE_MARK) < ROUNDING:
                return found if len(found) > 1 else []
    return []


def _bare_numbers(text: str) -> list[Quantity]:
    """ "le prix (60)", "Délai : 20" at the ends of lines, no unit said: only when they make a whole."""
    found = _points(_BARE_NUMBER.finditer(text))
    total = sum(q.value for q in found)
    return found if len(found) > 1 and (total in (10, 20, 100) or total > _WHOLE_MARK) else []


_WHOLE_MARK = 100
"""What numbered criteria add up to; numbers that exceed it have sub-criteria among them."""


def _marks(text: str) -> list[Quantity]:
    """ "Moyens humains : /8", "Délai (sur 10)": what a sub-criterion's mark is out of."""
    return _points((*_OF_ALL.finditer(text), *_OUT_OF.finditer(text), *_SAID_AS.finditer(text)))


def _coefficients(text: str) -> list[Quantity]:
    """ "Prix : coefficient 5": marks are multiplied by these, the shares follow from their sum."""
    return _points(_COEFFICIENT.finditer(text))


def _points(matches: Iterable[re.Match[str]]) -> list[Quantity]:
    """The number each match begins its groups with, as points; nought is no mark."""
    told = ((match, parse_number(match.group(1))) for match in matches)
    return [Quantity(value, "points", *match.span()) for match, value in told if value]
