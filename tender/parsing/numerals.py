"""Numbers as French and German documents write them: with every kind of space, points, per cent, euros.

All functions take folded text (see flow.fold): lower case, no accents, plain spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_SPACES = " \t\u00a0\u2007\u2009\u202f'’"
NUMBER = r"(?:\d{1,3}(?:[ .'\u00a0\u2007\u2009\u202f’]\d{3})+|\d+)(?:[.,]\d+)?"
"""A number with its thousands and decimals; "1 234,56", "1.234,56", "40.0"."""

_UNITS = (
    *("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"),
    *("douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"),
)
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_OTHER_WORDS = {
    "une": 1,
    "soixante-quinze": 75,
    "quatre-vingt-dix": 90,
    "quatre-vingts": 80,
    "cent": 100,
    "cent-vingt": 120,
    "cent vingt": 120,
    "cent-quatre-vingts": 180,
    "cent quatre-vingts": 180,
    "ein": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "funf": 5,
    "sechs": 6,
    "zwolf": 12,
}


@cache
def number_words() -> dict[str, int]:
    """French number words up to 69 and the round ones above, a few German ones."""
    words = {word: value for value, word in enumerate(_UNITS)}
    for ten, value in _TENS.items():
        words[ten] = value
        words.update({f"{ten}-{_UNITS[unit]}": value + unit for unit in range(2, 10)})
    words |= {f"{ten}-et-un": value + 1 for ten, value in _TENS.items()}
    words |= _OTHER_WORDS
    hundreds = {
        f"cent{mark}{word}": 100 + value for word, value in words.items() if 0 < value < 100 for mark in " -"
    }
    return hundreds | words


def parse_number(text: str) -> float | None:
    """The value of "68 645 833", "1 234,56", "1.234,56", "40.0", "trois" or "trois (3)"; None otherwise."""
    text = text.strip().lower()
    within = re.search(r"\(\s*(\d+)\s*\)", text)
    if within:
        return float(within.group(1))
    if text in number_words():
        return float(number_words()[text])
    bare = text.translate({ord(space): None for space in _SPACES})
    if not re.fullmatch(r"[\d.,]*\d", bare):
        return None
    return _decimal(bare)


def _decimal(bare: str) -> float | None:
    """Tell thousands from decimals: the last mark decides, a lone point before three digits is a thousand."""
    if "," in bare and "." in bare:
        mark = max(bare.rfind(","), bare.rfind("."))
        whole, part = re.sub(r"[.,]", "", bare[:mark]), bare[mark + 1 :]
    elif bare.count(".") > 1 or re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", bare):
        whole, part = bare.replace(".", ""), ""
    else:
        whole, _, part = bare.replace(",", ".").partition(".")
    try:
        return float(f"{whole or '0'}.{part or '0'}")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number found in a text: its value, its unit and where it stands (offsets of the text searched)."""

    value: float
    unit: str
    start: int
    end: int


_WORDS = "|".join(sorted((re.escape(w) for w in number_words()), key=len, reverse=True))
_WHOLES = r"(?:10|20|30|40|50|60|70|80|100|200|1000)"
_OF_THE_WHOLE = (
    rf"(?:\s*(?:sur|/)\s*{_WHOLES}\b(?:\s*points?)?)?(?:\s+(?:de\s+la\s+note(?:\s+(?:finale|globale"
    rf"|totale)|(?=\s*(?:[,;.:]|et\b|$)))"
    r"|du\s+total|de\s+l'evaluation)\b)?"
)
_WEIGHT = re.compile(
    rf"(?<![\d.,/])({NUMBER})\s*(%|pour\s?cents?\b|p\.?100\b|prozent\b|v\.\s?h\.|percent\b"
    rf"|points?\b|pts?\b|punkte?n?\b|pkt\b\.?|sur\s+{_WHOLES}\b(?!\s*%)){_OF_THE_WHOLE}"
)
_TOLD_WEIGHT = re.compile(
    rf"\b({_WORDS})\s*(?:\(\s*\d+\s*(?:%|points?|pts)?\s*\)\s*)?(%|pour\s?cents?\b|points?\b)"
    rf"(?:\s*\(\s*\d+\s*(?:%|points?|pts)?\s*\))?{_OF_THE_WHOLE}"
)
_FRACTION = re.compile(
    r"(?<=pour\s)(?:la\s+|un\s+|une\s+|le\s+|les\s+)?"
    r"(deux\s+tiers|trois\s+quarts|deux\s+cinquiemes|moitie|tiers|quart|cinquieme|dixieme)\b"
    rf"(?!\s*\(\s*\d){_OF_THE_WHOLE}(?!\s+\([^)]*%)"
)
_FRACTIONS = {
    "moitie": 50.0,
    "tiers": 33.3,
    "quart": 25.0,
    "cinquieme": 20.0,
    "dixieme": 10.0,
    "deux tiers": 66.7,
    "trois quarts": 75.0,
    "deux cinquiemes": 40.0,
}
_THAT_IS = re.compile(r"\s*[,(=]\s*(?:soit|c'est-a-dire|=)?\s*$")
_SAID_AGAIN = 14
"""Characters between a weight and the same one told otherwise: "dix points, soit 50 %"."""


def weights(text: str) -> list[Quantity]:
    """Every percentage ("%") and number of points ("points") of folded text, in order.

    In figures, in words ("quarante pour cent") or as a fraction ("pour moitié").
    """
    found = []
    for match in _WEIGHT.finditer(text):
        value = parse_number(match.group(1))
        if value is not None:
            found.append(Quantity(value, _weight_unit(match.group(2)), match.start(), match.end()))
    for match in _TOLD_WEIGHT.finditer(text):
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            value = float(number_words()[match.group(1)])
            found.append(Quantity(value, _weight_unit(match.group(2)), match.start(), match.end()))
    for match in _FRACTION.finditer(text):
        value = _FRACTIONS[re.sub(r"\s+", " ", match.group(1))]
        found.append(Quantity(value, "%", match.start(), match.end()))
    return _told_once(text, sorted(found, key=lambda one: one.start))


def _weight_unit(said: str) -> str:
    points = said.startswith(("p", "sur")) and not re.match(r"pour|p\.?100|prozent|percent", said)
    return "points" if points else "%"


def _told_once(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "dix points, soit 50 %" is one weight, in per cent."""
    kept: list[Quantity] = []
    for one in found:
        before = kept[-1] if kept else None
        near = before is not None and one.start - before.end <= _SAID_AGAIN
        if before is not None and near and {before.unit, one.unit} == {"%", "points"}:
            between = text[before.end : one.start]
            if "soit" in between and _THAT_IS.match(between):
                share = one if one.unit == "%" else before
                kept[-1] = Quantity(share.value, share.unit, before.start, one.end)
                continue
        kept.append(one)
    return kept


_AMOUNT = re.compile(
    rf"({NUMBER})\s*(k€|m€|millions? d'?\s?euros|milliers? d'?\s?euros|€|euros?\b|eur\b)"
    r"(?:\s*(h\.?\s?t\.?|hors tax\w+|hors tva|ttc|t\.t\.c\.?|toutes taxes|netto|brutto)(?![a-z]))?"
)
_SCALES = {"k€": 1e3, "mil": 1e3, "m€": 1e6}


def amounts(text: str) -> list[Quantity]:
    """Every amount of folded text in euros; the unit is "excluded", "included" (VAT) or "" when unsaid."""
    found = []
    for match in _AMOUNT.finditer(text):
        value = parse_number(match.group(1))
        if value is None:
            continue
        scale = 1e6 if match.group(2).startswith("million") else _SCALES.get(match.group(2)[:3], 1.0)
        tax = match.group(3) or ""
        vat = "" if not tax else "included" if re.match(r"t|brutto", tax) else "excluded"
        found.append(Quantity(value * scale, vat, match.start(), match.end()))
    return found


_SPAN = re.compile(
    rf"(?<![\d.,])((?:{NUMBER}|\b(?:{_WORDS}))(?:\s*\(\s*\d+\s*\))?)\s*"
    r"(jours?|mois|ans?|annees?|semaines?|tagen?|monaten?|jahren?|wochen|kalendertagen?|days?|months?"
    r"|years?)\b"
)
_DAYS = {"j": 1.0, "t": 1.0, "k": 1.0, "d": 1.0, "s": 7.0, "w": 7.0}


def spans(text: str) -> list[Quantity]:
    """Every length of time of folded text; the unit is "days", "months" or "years" (weeks become days)."""
    found = []
    for match in _SPAN.finditer(text):
        value = parse_number(match.group(1))
        if value is None:
            continue
        word = match.group(2)
        if word.startswith(("mo", "monat")):
            unit = "months"
        elif word.startswith(("an", "jahr", "year")):
            unit = "years"
        else:
            unit, value = "days", value * _DAYS[word[0]]
        found.append(Quantity(value, unit, match.start(), match.end()))
    return found
