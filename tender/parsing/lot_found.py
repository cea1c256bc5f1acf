"""A lot as one place of a document states it, before places are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tender.vocabulary.call import Amount
from tender.vocabulary.source import Evidence

NOT_A_TITLE = re.compile(
    r"^\W*(?:€|\d[\d\s.,]*(?:€|eur|%|points)|montants?\b|maximum|minimum|ht\b|offre\b|oui\b"
    r"|non\b)|^\W*$"
    r"|^\W*(?:sous-?)?criteres?\b|^\W*ponderation|chiffre d'affaires|heures? d'insertion"
    r"|^\W*(?:lieux? d'execution|code cpv|description|duree)\b"
)
"""Words in the place of a title that are an amount, a heading, an answer, or none at all."""


@dataclass(slots=True)
class FoundLot:
    """A lot as one place states it."""

    number: str
    title: str
    evidence: tuple[Evidence, ...]
    amount: Amount | None = None
    cpv: tuple[str, ...] = ()
    place: str = ""


def plain_number(number: str) -> str:
    """The number as lots are compared by it: "01" is "1", "a" is "A"."""
    return str(int(number)) if number.isdigit() else number.upper()


def amount_of(said: dict[str, float]) -> Amount | None:
    """What was said under "min", "max" and "estimate" as one amount."""
    if not said:
        return None
    if "max" in said or "min" in said:
        return Amount(said.get("min"), said.get("max"))
    return Amount(said["estimate"], said["estimate"])
