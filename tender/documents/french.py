"""French as printed: spaces that do not break, euros, hours, dates, lists, numbers in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

NBSP, THIN = "\u00a0", "\u202f"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
PARIS = ZoneInfo("Europe/Paris")
CENT = Decimal("0.01")

_ELISION = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_HIGH = re.compile(r"[ \u00a0\u202f]+([;!?])")
_COLON = re.compile(r"[ \u202f]+:")
_UNIT = re.compile(r"(?<=\d)[ \u00a0]+(?=(?:€|%|h\b|km\b|mois\b|ans?\b))")
_NUMBER = re.compile(r"(\b(?:n°|[Ll]ot|[Aa]rticle|art\.|page|p\.|[LRD]\.)) (?=\w)")


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """Spaces and apostrophes as French printing wants them; the words are untouched."""
    text = _ELISION.sub("’", text).replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»")
    text = _HIGH.sub(THIN + r"\1", text)
    text = _COLON.sub(f"{NBSP}:", text)
    text = _UNIT.sub(NBSP, text)
    return _NUMBER.sub(rf"\1{NBSP}", text)


def number(value: Decimal | float, decimals: int | None = None) -> str:
    """1 234,5: thousands apart, a decimal comma; `decimals` None keeps up to two that matter."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    places = 2 if decimals is None else decimals
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}".replace(",", THIN).replace(".", ",")
    return text.rstrip("0").rstrip(",") if decimals is None and "," in text else text


def euros(value: Decimal) -> str:
    """1 234,50 €."""
    return f"{number(value, 2)}{NBSP}€"


def hours(value: Decimal | float) -> str:
    """1 234 h, with decimals only when there are."""
    return f"{number(value)}{NBSP}h"


def percent(value: Decimal | float) -> str:
    """12,5 %."""
    return f"{number(value)}{NBSP}%"


def day(value: date) -> str:
    """22 novembre 2026; the first of a month is « 1er »."""
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def iso_day(text: str) -> str:
    """An ISO date in words; anything else as it was written."""
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def month(text: str) -> str:
    """ "2027-01" → janvier 2027; anything else as it was written."""
    year, _, rest = text.partition("-")
    if not (year.isdigit() and rest[:2].isdigit() and 1 <= int(rest[:2]) <= 12):
        return text
    return f"{MONTHS[int(rest[:2]) - 1]}{NBSP}{year}"


def short_month(text: str) -> str:
    """ "2027-01" → janv."""
    return SHORT_MONTHS[int(text[5:7]) - 1]


def moment(text: str) -> str:
    """An ISO date-time with its offset → « mercredi 15 juillet 2026 à 16 h 00 (heure de Paris) »."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) <= 10:
        return f"{DAYS[at.weekday()]} {day(at.date())}"
    zone = ""
    if at.tzinfo is not None:
        paris = at.astimezone(PARIS)
        zone = " (heure de Paris)" if paris.utcoffset() == at.utcoffset() else f" ({at:%Z})"
    return f"{DAYS[at.weekday()]} {day(at.date())} à {at.hour}{NBSP}h{NBSP}{at.minute:02d}{zone}"


def listed(parts: Iterable[str], last: str = "et") -> str:
    """a, b et c."""
    held = [part for part in parts if part]
    if len(held) < 2:
        return "".join(held)
    return f"{', '.join(held[:-1])} {last} {held[-1]}"


def sentence(text: str) -> str:
    """A capital first and a stop last: what a person noted, standing alone as a paragraph."""
    bare = text.strip()
    ended = bare if not bare or bare[-1] in ".;!?…»" else f"{bare}."
    return ended[:1].upper() + ended[1:]


def counted(count: int, one: str, many: str) -> str:
    """1 lot, 2 lots: French says the singular up to one."""
    return f"{number(Decimal(count))}{NBSP}{one if abs(count) < 2 else many}"


def siret(text: str) -> str:
    """123 456 789 00012."""
    digits = re.sub(r"\D", "", text)
    if len(digits) != 14:
        return text
    return f"{digits[:3]}{NBSP}{digits[3:6]}{NBSP}{digits[6:9]}{NBSP}{digits[9:]}"


def iban(text: str) -> str:
    """Groups of four."""
    bare = re.sub(r"\s", "", text)
    return NBSP.join(bare[i : i + 4] for i in range(0, len(bare), 4))


_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = (
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
)


def in_words(value: int) -> str:
    """A whole number below one million millions in words: « deux cent quatre-vingt-un mille trois cents »."""
    if value < 1000:
        return _below_thousand(value, final=True)
    for size, one, many in ((10**9, "milliard", "milliards"), (10**6, "million", "millions")):
        if value >= size:
            count, rest = divmod(value, size)
            head = f"{in_words(count)} {one if count == 1 else many}"
            return head if rest == 0 else f"{head} {in_words(rest)}"
    count, rest = divmod(value, 1000)
    head = "mille" if count == 1 else f"{_below_thousand(count, final=False)} mille"
    return head if rest == 0 else f"{head} {in_words(rest)}"


def _below_thousand(value: int, *, final: bool) -> str:
    """`final`: nothing follows, so « cents » and « vingts » take their s (not before « mille »)."""
    hundreds, rest = divmod(value, 100)
    if hundreds == 0:
        return _below_hundred(rest, final=final)
    head = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
    if rest == 0:
        return f"{head}s" if hundreds > 1 and final else head
    return f"{head} {_below_hundred(rest, final=final)}"


def _below_hundred(value: int, *, final: bool) -> str:
    if value < 20:
        return _UNITS[value]
    tens, unit = divmod(value, 10)
    base = _TENS[tens]
    if tens in (7, 9):
        joint = " et " if value == 71 else "-"
        return f"{base}{joint}{_UNITS[unit + 10]}"
    if unit == 0:
        return f"{base}s" if tens == 8 and final else base
    if unit == 1 and tens < 8:
        return f"{base} et un"
    return f"{base}-{_UNITS[unit]}"


def euros_in_words(value: Decimal) -> str:
    """« mille deux cents euros et cinquante centimes »."""
    whole, cents = divmod(int(value.quantize(CENT, rounding=ROUND_HALF_UP) * 100), 100)
    words = in_words(whole)
    of = "d’euros" if words.endswith(("million", "millions", "milliard", "milliards")) else "euros"
    text = f"{words} {of if whole > 1 else 'euro' if words in ('zéro', 'un') else of}"
    if cents:
        text += f" et {in_words(cents)} {'centime' if cents == 1 else 'centimes'}"
    return text
