"""Numbers as people type them: « 1 200,5 », "1200.5", « 1 200 h »."""

from __future__ import annotations

import math
from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
"""What a database counts its rows to."""


class RowNumber(IntegerConverter):
    """A row's number in an address: beyond what a database can count to, there is no such page."""

    regex = r"\d{1,10}"

    def __init__(self, map: Map, **given: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, **{"max": LARGEST_ID, **given})


def read_id(text: str) -> int:
    """A row's number in a query. Raises ValueError where no row could have it."""
    if not (text.isdigit() and len(text) <= 10) or int(text) > LARGEST_ID:
        raise ValueError(text)
    return int(text)


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
