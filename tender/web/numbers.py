"""Numbers as people type them: « 1 200,5 », "1,200.5", „1.200,5“, « 1 200 h »."""

from __future__ import annotations

import math
import re
from typing import Any

from flask_babel import get_locale
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


GROUPED = {
    ",": re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+"),
    ".": re.compile(r"-?[0-9]{1,3}([.][0-9]{3})+"),
}
"""Whole thousands set apart, as « 1,200 » and « 1.200 »."""

DECIMAL_SIGNS = {"fr": ",", "de": ",", "en": "."}
THOUSAND_SIGNS = {"fr": " ", "de": ".", "en": ","}


def read_number(text: str, language: str | None = None) -> float | None:
    """The number typed, None for an empty box. Raises ValueError when it is no number.

    A sign that may mean two things means what it does in the page's language: "1,200" is 1.2 in French and
    German but 1200 in English; "1.200" is 1200 in German. Where it can mean one thing only, it does: "12,5"
    is 12.5 in all of them, "1.200,50" and "1,200.50" are 1200.5.
    """
    bare = "".join(text.split()).replace("\N{NARROW NO-BREAK SPACE}", "").rstrip("hH€%")
    bare = bare.replace("’", "").replace("'", "").replace("\N{MINUS SIGN}", "-")
    if not bare:
        return None
    value = float(_plain(bare, language or page_language()))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _plain(bare: str, language: str) -> str:
    """The number as the machine writes it."""
    if "," in bare and "." in bare:
        decimal = max(",", ".", key=bare.rfind)
        grouping = "." if decimal == "," else ","
        whole, _sign, rest = bare.rpartition(decimal)
        if not GROUPED[grouping].fullmatch(whole):
            raise ValueError(bare)
        return f"{whole.replace(grouping, '')}.{rest}"
    sign = "," if "," in bare else "."
    whole_thousands = GROUPED[sign].fullmatch(bare) is not None
    if whole_thousands and (bare.count(sign) > 1 or THOUSAND_SIGNS.get(language) == sign):
        return bare.replace(sign, "")
    return bare.replace(sign, ".")


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
