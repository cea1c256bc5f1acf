"""Dates, hours and lengths of time as notices code them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_TIME: Final = re.compile(r"(?:^|T)(\d{1,2})[:hH](\d{2})")
_OFFSET: Final = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_SENSIBLE_YEARS: Final = range(1990, 2100)
_DAYS_PER: Final = {"DAY": 1.0, "WEEK": 7.0, "MONTH": 30.0, "YEAR": 365.0, "ANN": 365.0, "MON": 30.0}
_MONTHS_PER: Final = {
    "DAY": 12 / 365.25,
    "WEEK": 84 / 365.25,
    "MONTH": 1.0,
    "YEAR": 12.0,
    "ANN": 12.0,
    "MON": 1.0,
}

_ZONES: Final = {
    "FR": "Europe/Paris", "DE": "Europe/Berlin", "LU": "Europe/Luxembourg", "BE": "Europe/Brussels",
    "NL": "Europe/Amsterdam", "CH": "Europe/Zurich", "AT": "Europe/Vienna", "ES": "Europe/Madrid",
    "IT": "Europe/Rome", "PT": "Europe/Lisbon", "IE": "Europe/Dublin", "UK": "Europe/London",
    "GB": "Europe/London", "EE": "Europe/Tallinn", "LV": "Europe/Riga", "LT": "Europe/Vilnius",
    "FI": "Europe/Helsinki", "GR": "Europe/Athens", "EL": "Europe/Athens", "RO": "Europe/Bucharest",
    "BG": "Europe/Sofia", "CY": "Asia/Nicosia", "PL": "Europe/Warsaw", "CZ": "Europe/Prague",
    "SK": "Europe/Bratislava", "HU": "Europe/Budapest", "SI": "Europe/Ljubljana", "HR": "Europe/Zagreb",
    "SE": "Europe/Stockholm", "DK": "Europe/Copenhagen", "NO": "Europe/Oslo", "MT": "Europe/Malta",
    "IS": "Atlantic/Reykjavik", "MK": "Europe/Skopje", "RS": "Europe/Belgrade",
}  # fmt: skip
_OVERSEAS: Final = (
    (("FRY1", "FRA1", "FR91", "971"), "America/Guadeloupe"),
    (("FRY2", "FRA2", "FR92", "972"), "America/Martinique"),
    (("FRY3", "FRA3", "FR93", "973"), "America/Cayenne"),
    (("FRY4", "FRA4", "FR94", "974"), "Indian/Reunion"),
    (("FRY5", "FRA5", "FR95", "976"), "Indian/Mayotte"),
    (("975",), "America/Miquelon"),
    (("987",), "Pacific/Tahiti"),
    (("988",), "Pacific/Noumea"),
)
_ALPHA3: Final = {
    "FRA": "FR", "DEU": "DE", "LUX": "LU", "BEL": "BE", "NLD": "NL", "CHE": "CH", "AUT": "AT", "ESP": "ES",
    "ITA": "IT", "PRT": "PT", "IRL": "IE", "GBR": "GB", "EST": "EE", "LVA": "LV", "LTU": "LT", "FIN": "FI",
    "GRC": "GR", "ROU": "RO", "BGR": "BG", "CYP": "CY", "POL": "PL", "CZE": "CZ", "SVK": "SK", "HUN": "HU",
    "SVN": "SI", "HRV": "HR", "SWE": "SE", "DNK": "DK", "NOR": "NO", "MLT": "MT", "ISL": "IS", "MKD": "MK",
    "SRB": "RS", "REU": "FR", "GLP": "FR", "MTQ": "FR", "GUF": "FR", "MYT": "FR",
}  # fmt: skip


def country_code(code: str | None) -> str | None:
    """Two letters for a country code of two or three."""
    if not code:
        return None
    code = code.strip().upper()
    return _ALPHA3.get(code, code[:2] if len(code) == 2 else None)


def zone_of(country: str | None, region: str | None = None) -> ZoneInfo:
    """The zone of a buyer: by country, and for the French overseas by NUTS code or postcode.

    Paris when unknown.
    """
    if region and country in (None, "FR"):
        for starts, name in _OVERSEAS:
            if region.strip().upper().startswith(starts):
                return ZoneInfo(name)
    return ZoneInfo(_ZONES.get(country or "FR", "Europe/Paris"))


def parse_day(text: str | None) -> date | None:
    """The day of "2026-06-12", "2026-06-12+02:00", "…Z", "20260612"; None for no date or a year beyond
    sense."""
    match = _DATE.match(text.strip()) or _COMPACT.match(text.strip()) if text else None
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return day if day.year in _SENSIBLE_YEARS else None


def parse_moment(day_text: str | None, time_text: str | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with offset of a date and an hour (which may stand in one text); the day alone without hour.

    A text without offset is local time of the buyer. Where the offsets of date and hour disagree, the local
    one of that day is believed if either writes it, else the hour's. UTC ("Z", "+00:00") is turned into
    local time.
    """
    day = parse_day(day_text)
    if day is None:
        return None
    whole = day_text or ""
    clock = _TIME.search(time_text.strip()) if time_text else _TIME.search(whole)
    if clock is None or int(clock[1]) > 24 or int(clock[2]) > 59:
        return day.isoformat()
    hour = int(clock[1])
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    naive = datetime.combine(day, time(hour, int(clock[2])))
    offset = _believed([_offset(time_text), _offset(whole)], naive, zone)
    if offset is None:
        return naive.replace(tzinfo=zone).isoformat()
    moment = naive.replace(tzinfo=offset)
    return (moment.astimezone(zone) if offset.utcoffset(None) == timedelta(0) else moment).isoformat()


def _offset(text: str | None) -> tzinfo | None:
    match = _OFFSET.search(text.strip()) if text and ("T" in text or ":" in text or "Z" in text) else None
    if match is None:
        return None
    if match[1] == "Z":
        return timezone.utc  # noqa: UP017 - a timezone like the others below, so that they compare
    sign = -1 if match[1][0] == "-" else 1
    digits = match[1][1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _believed(offsets: list[tzinfo | None], naive: datetime, zone: ZoneInfo) -> tzinfo | None:
    told = [offset for offset in offsets if offset is not None]
    local = naive.replace(tzinfo=zone).utcoffset()
    if len({offset.utcoffset(None) for offset in told}) > 1:
        same = [offset for offset in told if offset.utcoffset(None) == local]
        return same[0] if same else told[0]
    return told[0] if told else None


def number_of(text: str | None) -> float | None:
    """The number a coded field holds: "24", "24.0", "1 200,50"; None where it holds none."""
    match = re.search(r"\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?", text) if text else None
    if match is None:
        return None
    return float(re.sub(r"\s", "", match[0]).replace(",", "."))


def in_days(value: float, unit: str | None) -> int:
    """A length in days; a month counts 30 and a year 365, as offers' validity is commonly told."""
    return round(value * _DAYS_PER.get((unit or "DAY").strip().upper(), 1.0))


def in_months(value: float, unit: str | None) -> float:
    """A length in months, two decimals."""
    return round(value * _MONTHS_PER.get((unit or "MONTH").strip().upper(), 1.0), 2)


def months_between(start: date, end: date) -> float | None:
    """Months from the first day to the last, both worked; None when the end comes first."""
    if end < start:
        return None
    return round(((end - start).days + 1) * 12 / 365.25, 1)
