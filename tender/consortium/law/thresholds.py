"""Amounts that change the rules, excluding VAT, each with the days between which it holds.

Those of 2026 were read in secondary sources; those before are general knowledge, not verified, and are shown
as to be checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tender.consortium.law.finding import Certainty


class Threshold(StrEnum):
    """What an amount decides."""

    EUROPEAN = "european"
    EXEMPTION = "exemption"
    BUYER_PROFILE = "buyer_profile"
    SMALL_LOTS = "small_lots"


@dataclass(frozen=True, slots=True)
class Row:
    """`euros` for a kind of buyer ("state", "local", "entity", "any") and purchase, from a day to a day."""

    threshold: Threshold
    buyer: str
    purchase: str
    euros: int
    since: date
    until: date | None
    source: str

    @property
    def certainty(self) -> Certainty:
        """How surely it was read: those that began before 2026 were not."""
        return Certainty.SECONDARY if self.since >= date(2026, 1, 1) else Certainty.GENERAL


THRESHOLDS = (
    Row(Threshold.EUROPEAN, "state", "services", 143_000, date(2024, 1, 1), date(2025, 12, 31), "avis 2023"),
    Row(Threshold.EUROPEAN, "local", "services", 221_000, date(2024, 1, 1), date(2025, 12, 31), "avis 2023"),
    Row(Threshold.EUROPEAN, "entity", "services", 443_000, date(2024, 1, 1), date(2025, 12, 31), "avis 2023"),
    Row(Threshold.EUROPEAN, "any", "works", 5_538_000, date(2024, 1, 1), date(2025, 12, 31), "avis 2023"),
    Row(Threshold.EUROPEAN, "state", "services", 140_000, date(2026, 1, 1), date(2027, 12, 31), "avis 2025"),
    Row(Threshold.EUROPEAN, "local", "services", 216_000, date(2026, 1, 1), date(2027, 12, 31), "avis 2025"),
    Row(Threshold.EUROPEAN, "entity", "services", 432_000, date(2026, 1, 1), date(2027, 12, 31), "avis 2025"),
    Row(Threshold.EUROPEAN, "any", "works", 5_404_000, date(2026, 1, 1), date(2027, 12, 31), "avis 2025"),
    Row(Threshold.EXEMPTION, "any", "services", 40_000, date(2020, 1, 1), date(2026, 3, 31), "R2122-8"),
    Row(Threshold.EXEMPTION, "any", "services", 60_000, date(2026, 4, 1), None, "R2122-8, décret 2025-1386"),
    Row(Threshold.EXEMPTION, "any", "works", 100_000, date(2020, 12, 8), date(2025, 12, 31), "loi ASAP"),
    Row(Threshold.EXEMPTION, "any", "works", 100_000, date(2026, 1, 1), None, "R2122-8, décret 2025-1386"),
    Row(Threshold.BUYER_PROFILE, "any", "services", 40_000, date(2020, 1, 1), date(2026, 3, 31), "R2132-2"),
    Row(Threshold.BUYER_PROFILE, "any", "services", 60_000, date(2026, 4, 1), None, "R2132-2"),
    Row(Threshold.SMALL_LOTS, "any", "services", 80_000, date(2019, 4, 1), None, "R2123-1 2°"),
    Row(Threshold.SMALL_LOTS, "any", "works", 1_000_000, date(2019, 4, 1), None, "R2123-1 2°"),
)


def threshold(which: Threshold, *, buyer: str, purchase: str, on: date) -> Row | None:
    """The row that held on the day the notice was sent; None when none is known, never a neighbour's."""
    for row in THRESHOLDS:
        fits = row.threshold is which and row.purchase == purchase and row.buyer in (buyer, "any")
        if fits and row.since <= on and (row.until is None or on <= row.until):
            return row
    return None


def lowest(which: Threshold, *, buyer: str | None, purchase: str, on: date) -> Row | None:
    """The row of that buyer; where the kind of buyer is not known, the lowest of them all."""
    buyers = (buyer,) if buyer else ("state", "local", "entity")
    rows = [row for one in buyers if (row := threshold(which, buyer=one, purchase=purchase, on=on))]
    return min(rows, key=lambda row: row.euros, default=None)
