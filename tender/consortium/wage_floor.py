"""The minimum wage by date, for asking whether an hour's price can pay it; it judges nothing.

Source: L3231-2 s. (SMIC), L5132-11 of the Code du travail (pay of people a member places).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """Euros an hour before deductions, from which day, and where it is written (without Mayotte)."""

    since: date
    hour: Decimal
    source: str


KNOWN: tuple[MinimumWage, ...] = (
    MinimumWage(date(2024, 11, 1), Decimal("11.88"), "décret n° 2024-951 du 23 octobre 2024"),
    MinimumWage(date(2026, 1, 1), Decimal("12.02"), "décret du 17 décembre 2025"),
)
"""Rising by date. Read in secondary sources: a later rise during the year is possible and must be checked."""


def minimum_wage(on: date) -> MinimumWage | None:
    """The last value known that day; None before the first."""
    return next((one for one in reversed(KNOWN) if one.since <= on), None)
