"""Dates, hours, euros and shares as the reader's language writes them; nothing else formats a number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from tender.web.languages import language
from tender.workbench import clock
from tender.workbench.timing import PARIS

LOCALES = {"fr": "fr_FR", "de": "de_DE", "en": "en_GB"}
DAY_FORMATS = {"fr": "EEE d MMM y", "de": "EEE, d. MMM y", "en": "EEE d MMM y"}
NO_BREAK = "\N{NO-BREAK SPACE}"

Number = int | float | Decimal


def prepare_display(app: Flask) -> None:
    """Give the templates their filters."""
    for filter_ in (
        date_time, day, day_told, month, month_letter, iso, time_left, nearness,
        number, plain_number, hours, percent, euros, kilometres, part_of, lead, series,
    ):  # fmt: skip
        app.add_template_filter(filter_, filter_.__name__)


def day(moment: date | datetime) -> str:
    """« mer. 15 juil. 2026 », in Paris."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(PARIS).date()
    return format_date(moment, DAY_FORMATS[language()], locale=LOCALES[language()])


def day_told(text: str) -> str:
    """A day that was kept as ISO text, as `day` says it."""
    return day(date.fromisoformat(text[:10]))


def hour(moment: datetime) -> str:
    """« 12 h », « 16 h 30 », "16:30 Uhr", "16:30", in Paris."""
    local = moment.astimezone(PARIS)
    if language() == "fr":
        minutes = f"{NO_BREAK}{local.minute:02d}" if local.minute else ""
        return f"{local.hour}{NO_BREAK}h{minutes}"
    if language() == "de":
        return (
            f"{local.hour}:{local.minute:02d}{NO_BREAK}Uhr" if local.minute else f"{local.hour}{NO_BREAK}Uhr"
        )
    return f"{local.hour:02d}:{local.minute:02d}"


def date_time(moment: datetime) -> str:
    """« mer. 15 juil. 2026, 12 h »."""
    return f"{day(moment)}, {hour(moment)}"


def month(text: str) -> str:
    """« mai 2027 » of "2027-05"; anything else as it stands."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return text
    return format_date(first, "MMMM y", locale=LOCALES[language()])


def month_letter(text: str) -> str:
    """« m » of "2027-05": where twelve months stand side by side."""
    return format_date(date.fromisoformat(f"{text}-01"), "LLLLL", locale=LOCALES[language()])


def iso(moment: date | datetime) -> str:
    """For machines: the datetime attribute of <time>."""
    return moment.isoformat()


def time_left(moment: datetime) -> str:
    """« dans 6 jours », « demain », « dans 3 h », « il y a 2 jours »: days are those of the calendar."""
    now = clock.now()
    days = (moment.astimezone(PARIS).date() - now.astimezone(PARIS).date()).days
    if days == 0:
        return _hours_left(int((moment - now).total_seconds() // 60))
    if days == 1:
        return _("demain")
    if days == -1:
        return _("hier")
    if days > 0:
        return ngettext("dans %(num)s jour", "dans %(num)s jours", days)
    return ngettext("il y a %(num)s jour", "il y a %(num)s jours", -days)


def _hours_left(minutes: int) -> str:
    if minutes < 0:
        return _("passé aujourd’hui")
    if minutes < 60:
        return _("dans %(minutes)s min", minutes=minutes)
    return _("dans %(hours)s h", hours=minutes // 60)


def nearness(moment: datetime) -> str:
    """late, urgent (within two days), soon (within a week) or far."""
    left = (moment - clock.now()).total_seconds() / 86400
    if left < 0:
        return "late"
    return "urgent" if left < 2 else "soon" if left < 7 else "far"


def number(value: Number, decimals: int = 0) -> str:
    """« 1 234,5 » with at most so many decimals."""
    places = "." + "#" * decimals if decimals else ""
    return format_decimal(value, f"#,##0{places}", locale=LOCALES[language()])


def plain_number(value: Decimal | None) -> str:
    """A number for an input box: no grouping, no needless zeros, the language's decimal sign; "" for None."""
    if value is None:
        return ""
    text = f"{value.normalize():f}"
    return text if language() == "en" else text.replace(".", ",")


def hours(value: Number) -> str:
    """« 1 234 h »; a tenth of an hour at most."""
    return f"{number(value, 1)}{NO_BREAK}h"


def headed(head: str, rest: str) -> str:
    """« Lot 1 : 200 h », or « Los 1: 200 h »: a colon as the language sets it."""
    return f"{lead(head)} {rest}"


def lead(head: str) -> str:
    """« Lot 1 : », or « Los 1: »: what stands before something told, with its colon."""
    return f"{head}{NO_BREAK if language() == 'fr' else ''}:"


def series(parts: Iterable[str]) -> str:
    """« 6 000 h ; 4 000 h », or « 6.000 h; 4.000 h »: parts which may hold commas themselves."""
    return f"{NO_BREAK if language() == 'fr' else ''}; ".join(parts)


def kilometres(value: Number) -> str:
    """« 412 km »."""
    return f"{number(value)}{NO_BREAK}km"


def percent(part: Number, decimals: int = 0) -> str:
    """« 62 % » of a part between 0 and 1."""
    pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
    sign = "%" if language() == "en" else f"{NO_BREAK}%"
    return format_percent(part, f"{pattern}{sign}", locale=LOCALES[language()])


def euros(value: Number) -> str:
    """« 1 234,50 € »; cents only where there are some."""
    whole = Decimal(str(value)) == Decimal(str(value)).to_integral_value()
    pattern = "¤#,##0" if language() == "en" else f"#,##0{NO_BREAK}¤"
    if not whole:
        pattern = pattern.replace("#,##0", "#,##0.00")
    return format_currency(value, "EUR", pattern, locale=LOCALES[language()], currency_digits=False)


def part_of(count: int, total: int) -> str:
    """« 3 sur 41 (7 %) »: never a percentage without its base."""
    if not total:
        return _("0 sur 0")
    return _(
        "%(count)s sur %(total)s (%(part)s)",
        count=number(count),
        total=number(total),
        part=percent(count / total),
    )
