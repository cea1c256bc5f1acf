"""When a name read is the name labelled: folded, one inside the other, or enough words in common."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any


def fold(text: object) -> str:
    """Lower case ASCII letters and digits, one space between words."""
    plain = unicodedata.normalize("NFKD", str(text or "")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def alike(one: object, other: object, least: float) -> bool:
    """Whether two names say the same; `least` is the share of the first's words, or of letters, to share."""
    a, b = fold(one), fold(other)
    if not a or not b:
        return False
    words = set(a.split())
    return (
        a in b
        or b in a
        or len(words & set(b.split())) / len(words) >= least
        or difflib.SequenceMatcher(None, a, b).ratio() >= least
    )


def matched(
    gold: Sequence[Any], found: Iterable[Any], same: Callable[[Any, Any], bool]
) -> tuple[int, int, int]:
    """Pairs made one by one: hits, found too many, missed."""
    left = list(found)
    hits = 0
    for wanted in gold:
        index = next((n for n, held in enumerate(left) if same(wanted, held)), None)
        if index is not None:
            del left[index]
            hits += 1
    return hits, len(left), len(gold) - hits
