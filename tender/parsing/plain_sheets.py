"""The cells of a workbook a person filled in, with what each holds: text, number, date, yes or no."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Final

import python_calamine as calamine

from tender.parsing.compound import is_compound, is_locked_office
from tender.parsing.package import check_proportions, member_names
from tender.parsing.refusal import RefusalReason, Refused
from tender.vocabulary.source import column_letters

MOST_BYTES: Final = 8_000_000
MOST_CELLS: Final = 400_000

Held = str | float | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class FilledCell:
    """One cell: its sheet's name, its address ("D14"), what it holds; dates without an hour."""

    sheet: str
    address: str
    value: Held


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet: rows of cells, every row from column A, empty cells among them."""

    name: str
    rows: tuple[tuple[FilledCell, ...], ...]


def read_sheets(data: bytes, name: str) -> tuple[FilledSheet, ...]:
    """Every sheet of an .xlsx. Raises Refused: no workbook, locked, damaged, too large, out of proportion."""
    if len(data) > MOST_BYTES:
        raise Refused(RefusalReason.TOO_LARGE, name=name)
    if is_locked_office(data):
        raise Refused(RefusalReason.ENCRYPTED, name=name)
    if is_compound(data) or "xl/workbook.xml" not in member_names(data):
        raise Refused(RefusalReason.DAMAGED, name=name)
    check_proportions(data, name)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return tuple(_sheet(book, title, name) for title in book.sheet_names)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(RefusalReason.DAMAGED, name=name) from error


def _sheet(book: calamine.CalamineWorkbook, title: str, name: str) -> FilledSheet:
    sheet = book.get_sheet_by_name(title)
    if sheet.total_height * max(sheet.total_width, 1) > MOST_CELLS:
        raise Refused(RefusalReason.TOO_LARGE, name=name)
    shift = sheet.start[1] if sheet.start else 0
    rows = []
    # calamine's rows begin at the sheet's first row, its columns at the first one filled.
    for number, row in enumerate(sheet.iter_rows(), start=1):
        held = [None] * shift + [_plain(value) for value in row]
        rows.append(
            tuple(
                FilledCell(title, f"{column_letters(column)}{number}", value)
                for column, value in enumerate(held)
            )
        )
    return FilledSheet(title, tuple(rows))


def _plain(value: object) -> Held:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, (bool, dt.date)):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    text = " ".join(str(value).split()) if value is not None else ""
    return text or None
