"""A number as a person types it, in her language; nothing is guessed where signs contradict."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

GROUPED: Final = {
    ",": re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+"),
    ".": re.compile(r"-?[0-9]{1,3}([.][0-9]{3})+"),
}
"""Whole thousands set apart, as « 1,200 » and « 1.200 »."""

DECIMAL_SIGNS: Final = {"fr": ",", "de": ",", "en": "."}
THOUSAND_SIGNS: Final = {"fr": " ", "de": ".", "en": ","}


def typed_decimal(text: str, language: str) -> Decimal | None:
    """The number typed, exactly; None for an empty box. Raises ValueError when it is no number.

    A sign that may mean two things means what it does in that language: "1,200" is 1.2 in French and German
    but 1200 in English; "1.200" is 1200 in German. Where it can mean one thing only, it does: "12,5" is 12.5
    in all of them, "1.200,50" and "1,200.50" are 1200.5.
    """
    bare = "".join(text.split()).replace("\N{NARROW NO-BREAK SPACE}", "").rstrip("hH€%")
    bare = bare.replace("’", "").replace("'", "").replace("\N{MINUS SIGN}", "-")
    if not bare:
        return None
    try:
        value = Decimal(_plain(bare, language))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite():
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
