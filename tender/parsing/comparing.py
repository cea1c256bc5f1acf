"""Whether two readings of one fact say the same, and the remark when they do not."""

from __future__ import annotations

import re
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final, TypeVar

from tender.parsing.flow import fold
from tender.vocabulary.call import Amount
from tender.vocabulary.remark import Fact, Remark, at_time, of_lots, place, quote, word
from tender.vocabulary.source import Stated

T = TypeVar("T")


def same_moment(a: str, b: str) -> bool:
    """The same instant, or the same day where one of them has no hour."""
    if "T" not in a or "T" not in b:
        return a[:10] == b[:10]
    first, second = datetime.fromisoformat(a), datetime.fromisoformat(b)
    return first == second if first.tzinfo and second.tzinfo else a[:16] == b[:16]


def alike(a: str, b: str) -> bool:
    """Whether two names mean one thing: one within the other, most words shared, or nearly the same
    letters."""
    first, second = (re.sub(r"[^a-z0-9]+", " ", fold(text)).strip() for text in (a, b))
    if not first or not second:
        return False
    if first in second or second in first:
        return True
    shared = set(first.split()) & set(second.split())
    return len(shared) >= 0.6 * min(len(set(first.split())), len(set(second.split()))) or (
        SequenceMatcher(None, first[:200], second[:200]).ratio() >= 0.8
    )


def same_amount(first: Amount, second: Amount) -> bool:
    """Whether the largest amounts are one, or one year's and that of several years.

    Where only one names a largest amount, they say nothing of each other.
    """
    if not first.max or not second.max or first.vat != second.vat:
        return True
    small, large = sorted((first.max, second.max))
    return abs(large - small * round(large / small)) <= _SAME_AMOUNT * large and large / small < _MOST_YEARS


_SAME_AMOUNT: Final = 0.01
"""Share up to which two amounts are one, rounded otherwise."""
_MOST_YEARS: Final = 10


def differ(what: str, kept: Stated[T], other: Stated[T]) -> Remark:
    """The remark that names both values of a fact, the kept one first, and their places."""
    return Remark(
        "differ",
        what=word(what),
        lots=of_lots(()),
        kept=_shown(kept.value),
        place=place(kept.evidence),
        other=_shown(other.value),
        other_place=place(other.evidence),
    )


def _shown(value: object) -> Fact:
    """A value of a remark: moments as dates, yes and no, the rest as it is."""
    if isinstance(value, bool):
        return word("yes" if value else "no")
    text = str(value)
    return at_time(text) if re.match(r"\d{4}-\d\d-\d\d", text) else quote(text)
