"""The least turnover that the documents ask of a bidder, as their own text states it (R2142-7)."""

from __future__ import annotations

import re

from tender.parsing.flow import fold
from tender.parsing.numerals import amounts

LABEL = re.compile(r"chiffres? d'affaires\b")
LEAST = re.compile(r"\b(?:minim(?:um|al|aux|ale)s?|au moins|superieur(?:e|s)? (?:ou egal|a)|plancher)\b")
NEAR = 220
"""Characters after the label within which its least amount stands."""
SMALLEST = 1_000.0
"""Euros below which an amount is no turnover: a number of years, of a lot."""


def turnover_floor(text: str) -> float | None:
    """The first amount, euros, that a text asks of a turnover as its least; None where there is none.

    An amount before any word of a least is no demand: it is an example, or what was declared.
    """
    folded = fold(text)
    for label in LABEL.finditer(folded):
        after = folded[label.end() : label.end() + NEAR]
        least = LEAST.search(after)
        if least is None:
            continue
        held = [one.value for one in amounts(after[least.end() :]) if one.value >= SMALLEST]
        if held:
            return held[0]
    return None
