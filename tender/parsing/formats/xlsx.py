"""Spreadsheets (XLSX, XLSM, XLSB, XLS, ODS): a Page for each sheet, a line a row, a tab between columns."""

from __future__ import annotations

import datetime as dt
import io
from itertools import islice
from typing import Any, Final

import python_calamine as calamine

from tender.parsing.building import build_source
from tender.parsing.compound import is_compound, is_locked_office, is_old_excel
from tender.parsing.package import check_proportions, member_names, opendocument_type
from tender.parsing.refusal import MAX_CELLS, MAX_ROWS, RefusalReason, Refused
from tender.parsing.sections import plain_spaces
from tender.parsing.sheet_marks import sheet_marks
from tender.vocabulary.source import Cell, Page, SheetMarks, Source, Table, column_letters

_BOOKS: Final = frozenset(("xl/workbook.xml", "xl/workbook.bin"))
_MOST_COLUMNS: Final = 300


def recognises(data: bytes, name: str) -> bool:
    """A workbook, old or new, or an OpenDocument sheet; a locked Office file too, to say that it is."""
    return (
        not _BOOKS.isdisjoint(member_names(data))
        or opendocument_type(data).endswith("spreadsheet")
        or is_locked_office(data)
        or is_old_excel(data)
    )


def read(data: bytes, name: str) -> Source:
    """Every sheet that is not deeply hidden. Raises Refused: encrypted, damaged, out of proportion."""
    if is_locked_office(data):
        raise Refused(RefusalReason.ENCRYPTED, name=name)
    if not is_compound(data):
        check_proportions(data, name)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise Refused(RefusalReason.ENCRYPTED, name=name) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(RefusalReason.DAMAGED, name=name) from error
    marks = {} if is_compound(data) else sheet_marks(data, name)
    with book:
        pages = [
            page
            for index, sheet in enumerate(book.sheets_metadata)
            if sheet.visible != calamine.SheetVisibleEnum.VeryHidden
            and sheet.typ == calamine.SheetTypeEnum.WorkSheet
            and (page := _sheet(book, index, sheet.name, marks.get(sheet.name))) is not None
        ]
    return build_source(data, name, pages)


def _sheet(book: Any, index: int, title: str, marks: SheetMarks | None) -> Page | None:
    """One sheet, None when it is empty or cannot be read while others can."""
    try:
        sheet = book.get_sheet_by_index(index)
    except (calamine.CalamineError, OSError, ValueError):
        return None
    if sheet.total_height * max(sheet.total_width, 1) > 50 * MAX_CELLS:
        return None
    # calamine's rows begin at the sheet's first row, its columns at the first one filled.
    shift = sheet.start[1] if sheet.start else 0
    rows = [[_written(value) for value in row[:_MOST_COLUMNS]] for row in islice(sheet.iter_rows(), MAX_ROWS)]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        return None
    lines = ["\t".join([*[""] * shift, *row]).rstrip("\t") for row in rows]
    table = tuple(
        tuple(
            Cell(text=text, path=f"{title}!{column_letters(shift + column)}{number}") if text else None
            for column, text in enumerate(row)
        )
        for number, row in enumerate(rows, start=1)
        if any(row)
    )
    return Page(
        number=None, text="\n".join(lines), path=title, tables=(Table(table),), grid=True, marks=marks
    )


def _written(value: object) -> str:
    """A cell's value on one line: whole numbers without decimals, dates as in ISO 8601."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return " ".join(plain_spaces(str(value)).split())
