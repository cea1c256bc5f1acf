"""Pages of the call's files as they were read: their sentences, and lengths said in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A page of a file of the call."""

    document: str
    page: int
    text: str


_OPENS = re.compile(r"\s*(?:[-•▪●–]|\d{1,2}(?:\.\d{1,2})*[ .)]|[A-Z]\d{1,2} |Article\b|Lot\b|Chapitre\b|N° )")
"""How a line begins that does not go on the line before it."""
_TITLE = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[ .)]|Article\b|Chapitre\b).{0,75}(?<![.;:,])$")
_CUT = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀÂÉÈÊÎÔÇ•«–-])|(?<= :)\s+(?=[A-ZÀÉ])")
_WORDS = {
    "cinq": 5, "six": 6, "huit": 8, "dix": 10, "douze": 12, "quinze": 15, "vingt": 20, "vingt-cinq": 25,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingts": 80, "cent": 100,
}  # fmt: skip
_COUNT = "|".join(sorted((word.replace("-", " ") for word in _WORDS), key=len, reverse=True))
PAGES = re.compile(
    rf"\b(?P<many>\d{{1,3}}|{_COUNT}) ?(?:\([a-z0-9 ]{{1,20}}\) )?(?:pages?|faces?)\b"
    r"(?P<after>.{0,50})"
)
"""How many pages, in a folded sentence; read `many` with number_said."""


def passages(text: str) -> Iterator[str]:
    """The sentences of a page: lines that a printer broke are joined, titles and rows stay apart."""
    held = ""
    for line in [*text.splitlines(), ""]:
        if held and (not line.strip() or _OPENS.match(line) or _TITLE.match(held)):
            yield from (words for part in _CUT.split(held) if (words := " ".join(part.split())))
            held = ""
        held = f"{held} {line}".strip()


def number_said(text: str) -> int:
    """ "20" or « vingt » → 20."""
    spelled = {word.replace("-", " "): number for word, number in _WORDS.items()}
    return int(text) if text.isdigit() else spelled[text]
