"""Numbers as people type them: « 1 200,5 », "1,200.5", „1.200,5“, « 1 200 h »."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale
from werkzeug.routing import IntegerConverter, Map

from tender.workbench.typed_numbers import DECIMAL_SIGNS, typed_decimal

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


def read_number(text: str, language: str | None = None) -> float | None:
    """The number typed, None for an empty box. Raises ValueError when it is no number.

    A sign that may mean two things means what it does in the page's language (typed_numbers).
    """
    value = typed_decimal(text, language or page_language())
    return None if value is None else float(value)


def page_language() -> str:
    """The two letters of the page's language; French where there is no page."""
    locale = get_locale()
    return str(locale.language) if locale else "fr"


def typed(value: float | None, language: str | None = None) -> str:
    """A number as it stands in a box: no separators, the language's sign for decimals, nothing lost."""
    if value is None:
        return ""
    bare = f"{value:.6f}".rstrip("0").rstrip(".")
    return bare.replace(".", DECIMAL_SIGNS.get(language or page_language(), ","))
