"""Numbers as people type them: « 1 200,5 », "1200.5", « 1 200 h »."""

from __future__ import annotations

import math


def read_number(text: str) -> float | None:
    """The number typed, None for an empty box. Raises ValueError when it is no number."""
    bare = "".join(text.split()).replace("\N{NARROW NO-BREAK SPACE}", "").rstrip("hH€%").replace(",", ".")
    if not bare:
        return None
    value = float(bare)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def typed(value: float | None) -> str:
    """A number as it stands in a box: no separators, a comma for decimals."""
    return "" if value is None else f"{value:g}".replace(".", ",") if value < 1e6 else f"{value:.0f}"
