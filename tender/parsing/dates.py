"""Dates and hours in every form buyers write, as ISO with their zone.

Works on folded text (see flow.fold). "mercredi 15 juillet 2026 a 12:00", "le 1er fevrier 2027 a 17 heures",
"15/07/2026 - 12h00", "avant 12 h 30 le 3 mai 2027", "25.07.2025 um 11 uhr", "02 septembre 2024   a 14 : 00",
"le quinze janvier deux mille vingt-sept a seize heures trente".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tender.parsing.gated import Gated
from tender.parsing.numerals import number_words

_MONTHS = (
    ("janvier", "janv", "januar", "jan", "january", "janner"),
    ("fevrier", "fevr", "fev", "februar", "feb", "february"),
    ("mars", "marz", "maerz", "march"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "juni", "june"),
    ("juillet", "juil", "juli", "july"),
    ("aout", "august", "aug"),
    ("septembre", "sept", "sep", "september"),
    ("octobre", "oct", "oktober", "okt", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "dezember", "dez", "december"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))


def _spelled(least: int, most: int) -> str:
    """The number words of a range, as one choice: "vingt-sept", "vingt sept"."""
    words = [word for word, value in number_words().items() if least <= value <= most]
    return "|".join(sorted({word.replace("-", r"[\s-]") for word in words}, key=len, reverse=True))


_DATE = Gated(
    re.compile(
        rf"(?<![\d/])(?:(?P<d1>\d{{1,2}})\s*(?:er|ere|eme)?\.?\s*(?P<m1>{_NAMES})\.?\s*(?P<y1>\d{{4}})"
        r"|(?P<y2>(?:19|20)\d{2})\s?-\s?(?P<m2>\d{1,2})\s?-\s?(?P<d2>\d{1,2})"
        r"|(?P<d3>\d{1,2})\s?[/.-]\s?(?P<m3>\d{1,2})\s?[/.-]\s?"
        r"(?P<y3>\d{4}|(?<=\d\d[/.-]\d\d[/.-])\d{2}(?![.\d]))"
        rf"|\b(?P<m4>{_NAMES})\s+(?P<d4>\d{{1,2}}),?\s+(?P<y4>\d{{4}})"
        rf"|\b(?P<d5>premier|{_spelled(1, 31)})\s+(?P<m5>{_NAMES})\s+"
        rf"(?P<y5>\d{{4}}|deux[\s-]mille[\s-](?:{_spelled(10, 60)})\b))(?!\d)"
    )
)
_CLOCK = (
    r"(?:(?P<noon>midi|mittags?)|(?P<midnight>minuit|mitternacht)"
    r"|(?P<h>[01]?\d|2[0-4])\s*(?:h(?:eures?|rs?)?\b\.?|h(?=\d)|:|uhr\b)\s*(?P<mn>[0-5]\d(?!\d))?"
    r"(?::[0-5]\d)?\s*(?:minutes|mn|min|uhr|h(?:eures?)?\b)?"
    r"|(?P<h2>[01]?\d|2[0-4])\.(?P<mn2>[0-5]\d)(?:\s*(?:uhr|h(?:eures?)?\b))"
    rf"|(?P<h3>{_spelled(0, 24)})\s+heures?\b(?:\s+(?P<mn3>et\s+demie|{_spelled(1, 59)})\b)?)"
)
_LINK = (
    r"(?:[\s.,;:()_*|-]|t(?=\d\d:)|\b(?:au plus tard|a|avant|et|heures?|limites?|locales?|ortszeit|time"
    r"|de|paris|um"
    r"|reception|remise|depot|des|offres|plis|bis|at|jusqu'a|l|le"
    r"|delai|rigueur|zu|spatestens|uhrzeit|hour)(?:\b|(?=\d))|[l]')"
)
_AFTER = re.compile(rf"{_LINK}{{0,180}}?{_CLOCK}")
_BEFORE = re.compile(
    rf"{_CLOCK}\s*,?\s*(?:precises?,?\s*)?(?:le|du|au|am)?\s*(?:(?:[a-z]{{3,8}}di|dimanche),?\s*)?(?:le\s*)?$"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, perhaps with an hour, and where it stands in the text searched."""

    day: date
    hour: time | None
    start: int
    end: int

    def iso(self, zone: str) -> str:
        """ISO 8601: the day alone, or day and hour with the zone's offset on that day."""
        if self.hour is None:
            return self.day.isoformat()
        return datetime.combine(self.day, self.hour, ZoneInfo(zone)).isoformat()


def find_moments(text: str) -> list[Moment]:
    """Every date of folded text, in order, each with the hour that belongs to it."""
    found: list[Moment] = []
    matches = list(_DATE.finditer(text))
    for index, match in enumerate(matches):
        day = _day(match)
        if day is None:
            continue
        limit = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        floor = found[-1].end if found else 0
        found.append(_with_hour(text, day, match, floor, limit))
    return found


def _with_hour(text: str, day: date, match: re.Match[str], floor: int, limit: int) -> Moment:
    after = _AFTER.match(text, match.end(), min(limit, match.end() + 240))
    # The printed hour stands right after; a hour on the next line may follow leader dots, nothing else.
    if after:
        moment = _at(day, after, match.start(), after.end())
        if moment:
            return moment
    before = _BEFORE.search(text, max(floor, match.start() - 40), match.start())
    if before:
        moment = _at(day, before, before.start(), match.end())
        if moment:
            return moment
    return Moment(day, None, match.start(), match.end())


def _at(day: date, clock: re.Match[str], start: int, end: int) -> Moment | None:
    if clock["noon"]:
        return Moment(day, time(12), start, end)
    if clock["midnight"]:
        return Moment(day + timedelta(days=1), time(0), start, end)
    hour = _value(clock["h"] or clock["h2"] or clock["h3"])
    minute = 30 if (clock["mn3"] or "").startswith("et") else 0
    minute = minute or _value(clock["mn"] or clock["mn2"] or clock["mn3"] or "0")
    if clock["h"] and not clock["mn"] and re.search(r":\s*$", clock.group(0)):
        return None
    if hour == 24:
        return Moment(day + timedelta(days=1), time(0), start, end)
    return Moment(day, time(hour, minute), start, end)


def _value(text: str) -> int:
    """A number in figures or in words; "deux mille vingt-sept" counts from 2000."""
    if text.isdigit():
        return int(text)
    thousands = re.match(r"deux[\s-]mille[\s-]", text)
    rest = re.sub(r"\s+", "-", text[thousands.end() :] if thousands else text)
    return (2000 if thousands else 0) + (1 if rest == "premier" else number_words()[rest])


def _day(match: re.Match[str]) -> date | None:
    for number in "12345":
        day, month, year = (match[f"{part}{number}"] for part in "dmy")
        if year:
            full = _value(year) + (2000 if len(year) == 2 else 0)
            try:
                return date(full, _MONTH.get(month) or int(month), _value(day))
            except ValueError:
                return None
    return None
