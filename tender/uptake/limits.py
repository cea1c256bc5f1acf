"""The limits of sense in declared contracts, and the day the social field was born."""

from __future__ import annotations

from typing import Final

LOWEST_AMOUNT: Final = 1.0
HIGHEST_AMOUNT: Final = 1_000_000_000.0
"""Euros; at or beyond them an amount is a placeholder or an error and stays out of the sums."""
FIRST_YEAR: Final = 2015
"""Essential data were born in 2018; some buyers published earlier contracts, none before this year in
earnest."""
FIELD_BORN: Final = "2024-01-01"
"""Contracts notified before are of the format of 2019, which has no social field (arrêté of 22 December
2022)."""
