"""A count, its denominator, an interval: never a bare percentage."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

LEVEL = 0.95
"""How sure an interval is."""
_Z = 1.959964
"""Two-sided, of the normal law at LEVEL."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` of `of`; `share` and the bounds between 0 and 1, None where nothing was counted."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None


def rate_of(count: int, of: int) -> Rate:
    """The share with its 95 % interval.

    Source: Wilson (1927), the score interval; sound for small counts too.
    """
    if of <= 0:
        return Rate(count, of, None, None, None)
    p = count / of
    spread = _Z * sqrt(p * (1 - p) / of + _Z**2 / (4 * of**2))
    middle, scale = p + _Z**2 / (2 * of), 1 + _Z**2 / of
    low, high = max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
    return Rate(count, of, round(p, 4), round(low, 4), round(high, 4))
