"""What the file of a member's paper says of itself: its kind, its day, until when it serves, whose it is."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from tender.parsing.dates import Moment, find_moments
from tender.parsing.flow import Flow
from tender.parsing.numerals import number_words
from tender.vocabulary.paper import KIND_WORDS, SOCIAL_MONTHS, PaperKind, PaperRead, folded_name
from tender.vocabulary.source import Source, Stated

_WORDS = number_words()
_REACH = 110
"""Characters before a date in which its label stands."""
_OPENING = 1500
"""Characters in which a paper says what it is."""

_UNTIL = re.compile(
    r"(?:(?:valables?|valide|valid[ie]te?|validite|garanties?|acquises?|couvert\w*|effet)\b[^.;]{0,70}?"
    r"(?:jusqu'au|jusqu'a|jusque|\bau)|jusqu'au"
    r"|(?:date|jour) (?:de (?:la )?fin|d'expiration|d'echeance|limite)(?: de| du| d')?[^.;\d]{0,40}"
    r"|fin de (?:validite|la periode|garantie)|expir\w+|echeance(?: \w+)?|prend fin|prendra fin"
    r"|arrive a (?:son )?(?:terme|echeance))\W{0,6}(?:le |au )?(?:[a-z]{3,8}di )?\W*$"
)
_FROM = re.compile(
    r"(?:\bdu|a compter du|a partir du|prise d'effet|depuis le|debut[^.;\d]{0,30})\W{0,6}(?:le )?\W*$"
)
_TO = re.compile(r"\s*(?:inclus)?\s*,?\s*(?:et )?(?:au|jusqu'au|a|-|jusqu'a)(?: \w{3,8}di)?\s*$")
_ISSUED = re.compile(
    r"(?:fait(?:e)?,? (?:a|le)|etablie?,? (?:a|le)|delivree?,? (?:a|le)|signee?,? (?:a|le)|editee?,? (?:a|le)"
    r"|(?:date|jour)\s*(?:de |d')?(?:la )?(?:delivrance|edition|emission|etablissement|signature|extrait)"
    r"|(?:a jour|situation|arretee?|extrait)\s+(?:au|du|le)|^\s*date|\n\s*date|attestation du"
    r"|,\s*le)\b[^.;\d]{0,50}$"
)
_LASTS = re.compile(
    r"(?:valables?|validite|valide|duree)\b[^.;]{0,60}?\b(?P<count>\d{1,2}|"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + r")\s*(?:\(\s*\d{1,2}\s*\))?\s*(?P<unit>mois|ans?|annees?|jours?)\b"
)
_BORN = re.compile(r"(?:nee?s? le|naissance|immatricul\w+|cree\w* le|creation|declaree? le)\W{0,40}$")
_SIREN = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{5})?(?!\d)")


def read_paper(source: Source, *, name: str = "", holder: str = "") -> PaperRead:
    """What the file says; `name`: what the person called it, `holder`: the name of the member it belongs to.

    A file that could not be read gives its reason in `refused` and nothing else.
    """
    if source.refused is not None:
        return PaperRead(refused=source.refused)
    flow = Flow(source, heads=True)
    moments = find_moments(flow.text)
    kind = _kind(flow, name)
    read = PaperRead(kind=kind, sirens=_sirens(flow), names_holder=_names(flow, holder))
    ranges = list(_ranges(flow, moments))
    until = _labelled(flow, moments, _UNTIL) or (ranges[0][1] if ranges else None)
    issued = _issued(flow, moments, {one for pair in ranges for one in pair}, until)
    read = replace(
        read,
        issued_on=_stated(flow, issued, 0.85 if issued and _label(flow, issued, _ISSUED) else 0.55),
        valid_from=_stated(flow, ranges[0][0], 0.8) if ranges else None,
        valid_until=_stated(flow, until, 0.85),
    )
    return read if read.valid_until is not None else _counted(flow, read)


def _kind(flow: Flow, name: str) -> Stated[str] | None:
    """The kind whose words stand first in the opening; what the person called it decides a doubt."""
    opening = flow.text[:_OPENING]
    met = [
        (found.start(), kind, found)
        for kind, words in KIND_WORDS
        if (found := re.search(words.replace(" ?", r"\s?"), opening)) is not None
    ]
    if not met:
        return None
    called = folded_name(name)
    known = [one for one in met if any(k is one[1] and re.search(w, called) for k, w in KIND_WORDS)]
    _, kind, found = min(known or met, key=lambda one: one[0])
    return Stated(kind.value, flow.evidence(*found.span()), 0.9 if known else 0.7)


def _sirens(flow: Flow) -> tuple[Stated[str], ...]:
    found: dict[str, Stated[str]] = {}
    for match in _SIREN.finditer(flow.text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) in (9, 14) and _passes(digits) and _passes(digits[:9]):
            found.setdefault(digits[:9], Stated(digits[:9], flow.evidence(*match.span()), 0.9))
    return tuple(found.values())


def _passes(digits: str) -> bool:
    """The key of Insee's numbers (Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and int(digits) > 0


def _names(flow: Flow, holder: str) -> bool:
    words = folded_name(holder)
    return bool(words) and words in folded_name(flow.text)


def _before(flow: Flow, moment: Moment) -> str:
    return flow.text[max(0, moment.start - _REACH) : moment.start]


def _label(flow: Flow, moment: Moment, words: re.Pattern[str]) -> re.Match[str] | None:
    return words.search(_before(flow, moment))


def _labelled(flow: Flow, moments: Sequence[Moment], words: re.Pattern[str]) -> Moment | None:
    """The latest of the dates that stand under such a label: a renewed paper tells its old end too."""
    held = [one for one in moments if _label(flow, one, words)]
    return max(held, key=lambda one: one.day, default=None)


def _ranges(flow: Flow, moments: Sequence[Moment]) -> Iterator[tuple[Moment, Moment]]:
    """Periods, « du … au … », the latest end first."""
    held = [
        (first, second)
        for first, second in pairwise(moments)
        if _TO.fullmatch(flow.text[first.end : second.start])
        and _label(flow, first, _FROM)
        and first.day < second.day
    ]
    yield from sorted(held, key=lambda pair: pair[1].day, reverse=True)


def _issued(
    flow: Flow, moments: Sequence[Moment], periods: set[Moment], until: Moment | None
) -> Moment | None:
    """The last day said to be the paper's own; else the last of those nothing else claims."""
    free = [one for one in moments if one not in periods and one != until and not _label(flow, one, _BORN)]
    told = [one for one in free if _label(flow, one, _ISSUED) and not _label(flow, one, _UNTIL)]
    held = told or [one for one in free if until is None or one.day < until.day]
    return max(held, key=lambda one: (one.day, one.start), default=None)


def _stated(flow: Flow, moment: Moment | None, confidence: float) -> Stated[str] | None:
    if moment is None:
        return None
    line = flow.lines[flow.line_at(moment.start)]
    start = max(line.start, moment.start - 60)
    return Stated(moment.day.isoformat(), flow.evidence(start, moment.end), confidence)


def _counted(flow: Flow, read: PaperRead) -> PaperRead:
    """An end that is a length of time: the paper's own words, or the law for an attestation de vigilance."""
    if read.issued_on is None:
        return read
    issued = date.fromisoformat(read.issued_on.value)
    lasts = _LASTS.search(flow.text)
    if lasts is not None:
        count = int(lasts["count"]) if lasts["count"].isdigit() else _WORDS[lasts["count"]]
        end = _after(issued, count, lasts["unit"])
        return replace(
            read, valid_until=Stated(end.isoformat(), flow.evidence(*lasts.span()), 0.7), counted=True
        )
    if read.kind is not None and read.kind.value == PaperKind.SOCIAL:
        end = _after(issued, SOCIAL_MONTHS, "mois")
        return replace(read, valid_until=Stated(end.isoformat(), read.issued_on.evidence, 0.7), counted=True)
    return read


def _after(day: date, count: int, unit: str) -> date:
    """The day after which so much time has passed; the last of a shorter month."""
    if unit.startswith("jour"):
        return day + timedelta(days=count)
    months = day.month - 1 + (count if unit == "mois" else 12 * count)
    year, month = min(day.year + months // 12, date.max.year), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
