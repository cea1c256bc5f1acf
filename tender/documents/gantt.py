"""The planning of a lot as a picture: months, each member's team, the steps of its start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tender.documents import french
from tender.documents.drawing import ACCENT, FILLS, GREY, RULE, WASH, Drawing, fitted
from tender.documents.paper import Picture
from tender.documents.planning import DatedStep, dated_steps, full_time, months_between
from tender.documents.response import MemberShare, Response, ResponseLot

WIDTH = 560.0
NAMES, SUMS = 140.0, 92.0
ROW, HEAD, STEPS = 21.0, 30.0, 28.0
MOST_COLUMNS = 20
MOST_ROWS = 28
"""Members on one picture: with more it would not fit a page."""


def gantt(response: Response, lot: ResponseLot) -> tuple[Picture, ...]:
    """One lot: a row a member with its hours by month (by quarter or year where it is long), steps above.

    As many pictures as pages ask for; none when no month has hours.
    """
    months = [month for share in lot.shares for month, hours in share.hours if hours]
    if not months:
        return ()
    steps = dated_steps(response, lot)
    first = min([min(months), *(f"{step.day:%Y-%m}" for step in steps)])
    last = max([max(months), *(f"{step.day:%Y-%m}" for step in steps)])
    columns = grouped(months_between(first, last))
    return tuple(
        _sheet(response, lot, columns, steps if at == 0 else (), lot.shares[at : at + MOST_ROWS])
        for at in range(0, len(lot.shares), MOST_ROWS)
    )


def _sheet(
    response: Response,
    lot: ResponseLot,
    columns: list[tuple[str, ...]],
    steps: Sequence[DatedStep],
    shares: tuple[MemberShare, ...],
) -> Picture:
    """The rows of some members; the last sheet ends with the sums of the lot."""
    top = HEAD + (STEPS if steps else 0)
    is_last = shares[-1] is lot.shares[-1]
    sheet = Drawing(WIDTH, top + ROW * (len(shares) + is_last) + 2)
    wide = (WIDTH - NAMES - SUMS) / len(columns)
    _head(sheet, columns, wide)
    if steps:
        _steps(sheet, steps, columns, wide)
    for row, share in enumerate(shares):
        _member(sheet, response, share, columns, y=top + row * ROW, fill=FILLS[row % len(FILLS)])
    if is_last:
        _totals(sheet, lot, columns, top + len(shares) * ROW)
    return Picture(_told(response, lot, steps, shares), sheet.width, sheet.height, sheet.svg())


def grouped(months: Sequence[str]) -> list[tuple[str, ...]]:
    """Columns of one month; of three or twelve where a contract is long."""
    for size in (1, 3, 12):
        if -(-len(months) // size) <= MOST_COLUMNS:
            break
    return [tuple(months[at : at + size]) for at in range(0, len(months), size)]


def _head(sheet: Drawing, columns: list[tuple[str, ...]], wide: float) -> None:
    sheet.rect(0, 0, WIDTH, HEAD, WASH)
    sheet.text(4, 20, "Membre", 9, bold=True)
    sheet.text(WIDTH - 4, 20, "Total · équipe", 9, anchor="end", bold=True)
    year = ""
    for rank, column in enumerate(columns):
        x = NAMES + rank * wide
        if column[0][:4] != year:
            year = column[0][:4]
            sheet.line(x, 2, x, sheet.height)
            sheet.text(x + 3, 12, year, 8.5, bold=True, fill=ACCENT)
        sheet.text(x + wide / 2, 25, _column_name(column, wide), 7.4, anchor="middle", fill=GREY)


def _column_name(column: tuple[str, ...], wide: float) -> str:
    if len(column) == 1:
        name = french.short_month(column[0]).rstrip(".")
        return name if wide >= 18 else name[:1].upper()
    if len(column) <= 3:
        return f"{french.short_month(column[0])[:3]}–{french.short_month(column[-1])[:3]}"
    return ""


def _place(day: date, columns: list[tuple[str, ...]], wide: float) -> float:
    """Where a day stands across the sheet."""
    month = f"{day:%Y-%m}"
    for rank, column in enumerate(columns):
        if column[0] <= month <= column[-1]:
            within = column.index(month) + (day.day - 1) / 31
            return NAMES + (rank + within / len(column)) * wide
    return NAMES


def _steps(sheet: Drawing, steps: Sequence[DatedStep], columns: list[tuple[str, ...]], wide: float) -> None:
    sheet.text(4, HEAD + STEPS / 2 + 3, "Étapes du démarrage", 8.5, fill=GREY)
    free = [NAMES, NAMES]
    for number, step in enumerate(steps, start=1):
        line = number % 2
        wanted = min(max(_place(step.day, columns, wide), NAMES + 6), WIDTH - SUMS - 6)
        x, y = max(wanted, free[line] + 6), HEAD + 7.5 + 13 * (1 - line)
        free[line] = x + 6
        sheet.circle(x, y, 5.8, "#ffffff", ACCENT)
        sheet.text(x, y + 2.7, str(number), 7.6, anchor="middle", bold=True, fill=ACCENT)
    sheet.line(0, HEAD + STEPS, WIDTH, HEAD + STEPS)


def _member(
    sheet: Drawing,
    response: Response,
    share: MemberShare,
    columns: list[tuple[str, ...]],
    *,
    y: float,
    fill: str,
) -> None:
    wide = (WIDTH - NAMES - SUMS) / len(columns)
    held = dict(share.hours)
    sheet.text(4, y + 14, fitted(response.name_of(share.member), NAMES - 8, 9), 9)
    for rank, column in enumerate(columns):
        hours = sum((held.get(month, Decimal(0)) for month in column), Decimal(0))
        if not hours:
            continue
        sheet.rect(NAMES + rank * wide, y + 4, wide, ROW - 8, fill, line="#ffffff")
        words = french.number(hours, 0)
        if len(words) * 3.4 <= wide:
            sheet.text(NAMES + (rank + 0.5) * wide, y + 14, words, 7, anchor="middle")
    team = f"{french.hours(share.total_hours.quantize(Decimal(1)))} · {full_time(share)}"
    sheet.text(WIDTH - 4, y + 14, team, 8.2, anchor="end")
    sheet.line(0, y + ROW, WIDTH, y + ROW, RULE)


def _totals(sheet: Drawing, lot: ResponseLot, columns: list[tuple[str, ...]], y: float) -> None:
    wide = (WIDTH - NAMES - SUMS) / len(columns)
    sheet.rect(0, y, WIDTH, ROW, WASH)
    sheet.text(4, y + 14, "Heures du lot", 9, bold=True)
    for rank, column in enumerate(columns):
        hours = sum(
            (hours for share in lot.shares for month, hours in share.hours if month in column), Decimal(0)
        )
        words = french.number(hours, 0)
        size = 7.0 if len(words) * 4.2 <= wide else 5.8
        if hours and len(words) * 3.5 <= wide:
            sheet.text(NAMES + (rank + 0.5) * wide, y + 14, words, size, anchor="middle", bold=True)
    whole = french.hours(lot.total_hours.quantize(Decimal(1)))
    sheet.text(WIDTH - 4, y + 14, whole, 8.6, anchor="end", bold=True)


def _told(
    response: Response, lot: ResponseLot, steps: Sequence[DatedStep], shares: Sequence[MemberShare]
) -> str:
    """The picture in words."""
    told = [
        f"{response.name_of(share.member)} : {french.hours(share.total_hours)}, de"
        f" {french.month(share.hours[0][0])} à {french.month(share.hours[-1][0])}"
        for share in shares
        if share.hours
    ]
    told += [f"étape {rank}, {step.words} : {french.day(step.day)}" for rank, step in enumerate(steps, 1)]
    return f"Planning, {lot.label}. " + " ; ".join(told) + "."
