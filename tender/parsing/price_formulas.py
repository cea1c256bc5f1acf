"""How often a line's price counts in its row, as the buyer's own formulas multiply it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

_FACTOR: Final = r"(?:[A-Z]{1,3}\d{1,7}|\d+(?:\.\d+)?)"
_CHAIN: Final = re.compile(rf"(?<![\w.:!%]){_FACTOR}(?:\*{_FACTOR})+(?![\w.:%(*/])")
_REFERENCE: Final = re.compile(r"(?<![\w!])[A-Z]{1,3}\d{1,7}(?!\w)")
_DEEPEST: Final = 4


def mentions(formula: str, reference: str) -> bool:
    """Whether the formula names this very cell."""
    return reference in _REFERENCE.findall(formula)


def times(
    row: Mapping[str, str], price: str, number_in: Callable[[str], float | None], left_out: frozenset[str]
) -> float | None:
    """What the price is multiplied by over the row, the products added; None when no formula tells.

    `row`: the formulas of the row by cell; `left_out`: cells that are no net amount (with tax, the tax).
    A product of a product counts once: a price by the year, then over four years.
    """
    kept = {at: text for at, text in row.items() if at not in left_out and at != price}
    inner = {at for at in kept if any(mentions(text, at) for other, text in kept.items() if other != at)}
    found = [
        factor
        for at in kept
        if at not in inner and (factor := _factor(at, kept, price, number_in, 0)) is not None
    ]
    return sum(found) if found else None


def _factor(
    at: str, row: Mapping[str, str], price: str, number_in: Callable[[str], float | None], depth: int
) -> float | None:
    for chain in _CHAIN.findall(row[at].replace(" ", "").upper()):
        parts = chain.split("*")
        base = next((part for part in parts if part == price or (part in row and part != at)), None)
        if base is None or depth > _DEEPEST:
            continue
        whole = 1.0 if base == price else _factor(base, row, price, number_in, depth + 1)
        parts.remove(base)
        for part in parts:
            value = number_in(part) if part[0].isalpha() else float(part)
            whole = None if whole is None or value is None else whole * value
        if whole is not None:
            return whole
    return None
