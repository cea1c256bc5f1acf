"""Sheets in Excel: amounts stay numbers, totals are formulas, and text never becomes a formula."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tender.documents.archive import pack, unpack
from tender.documents.paper import EXAMPLE_MARK, MISSING
from tender.documents.writable import writable


class Kind(StrEnum):
    """What a column holds, and so how its numbers show."""

    TEXT = "text"
    QUANTITY = "quantity"
    EUROS = "euros"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its sign, and the value it has now (shown where formulas are not computed)."""

    text: str
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """A box nobody has filled: shown as « à compléter »."""


Value = str | Decimal | Formula | Blank | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its head, its width in characters, what it holds."""

    head: str
    width: float
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a title, facts above, one table. `totals`: how many last rows are totals."""

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: int = 0

    @property
    def first_row(self) -> int:
        """The row of the first line of the table, counted as Excel counts."""
        return len(self.notes) + 4


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook and its marks."""

    title: str
    author: str
    day: datetime
    foot: str
    sheets: tuple[Sheet, ...]
    example: bool = False


_FORMATS = {
    Kind.TEXT: "@",
    Kind.QUANTITY: "[$-40C]#,##0.00",
    Kind.EUROS: '[$-40C]#,##0.00\\ "€"',
    Kind.PERCENT: "[$-40C]0.0\\ %",
}
_RULE = Side(style="thin", color="9FB2C0")
_WASH = PatternFill("solid", fgColor="EAF1F5")
_MISSING_WASH = PatternFill("solid", fgColor="FFF0C2")
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>')


def write_xlsx(book: Book) -> bytes:
    """The bytes of an .xlsx; the same Book gives the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = book.title
    workbook.properties.creator = book.author
    workbook.properties.created = book.day
    values = [_write_sheet(workbook.create_sheet(sheet.name), sheet, book) for sheet in book.sheets]
    held = io.BytesIO()
    workbook.save(held)
    return pack((name, _settled(name, data, values, book)) for name, data in unpack(held.getvalue()))


def letter(column: int) -> str:
    """The letters of a column counted from 1."""
    return str(get_column_letter(column))


def sheet_name(text: str, taken: set[str]) -> str:
    """A name Excel accepts (31 characters, none of []:*?/\\), not taken yet; it is then taken."""
    bare = re.sub(r"[\[\]:*?/\\']", " ", text).strip()[:31] or "Feuille"
    name, rank = bare, 2
    while name.casefold() in taken:
        name = f"{bare[:27]} ({rank})"
        rank += 1
    taken.add(name.casefold())
    return name


def _settled(name: str, data: bytes, values: list[dict[str, Decimal]], book: Book) -> bytes:
    """The library stamps the hour and leaves formulas without their values: both are set here."""
    if name == "docProps/core.xml":
        stamp = book.day.strftime("%Y-%m-%dT%H:%M:%SZ")
        return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), data)
    sheet = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
    if not sheet:
        return data
    known = values[int(sheet[1]) - 1]

    def filled(match: re.Match[str]) -> str:
        reference, attributes, formula = match.groups()
        value = known.get(reference)
        shown = "" if value is None else f"<v>{value:f}</v>"
        return f'<c r="{reference}"{attributes}><f>{formula}</f>{shown}</c>'

    return _FORMULA.sub(filled, data.decode()).encode()


def _at(page: Worksheet, row: int, column: int) -> Cell:
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def _write_sheet(page: Worksheet, sheet: Sheet, book: Book) -> dict[str, Decimal]:
    """Fill a sheet; the present values of its formulas, by cell."""
    _set(_at(page, 1, 1), sheet.title)
    _at(page, 1, 1).font = Font(name="Calibri", size=15, bold=True, color="1F4E6B")
    for row, note in enumerate(sheet.notes, start=2):
        _set(_at(page, row, 1), note)
        _at(page, row, 1).font = Font(name="Calibri", size=10, color="5B6770")
    head = sheet.first_row - 1
    for index, column in enumerate(sheet.columns, start=1):
        cell = _at(page, head, index)
        _set(cell, column.head)
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.fill, cell.border = _WASH, Border(top=_RULE, bottom=_RULE)
        side = "left" if column.kind is Kind.TEXT else "right"
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=1)
        page.column_dimensions[get_column_letter(index)].width = column.width
    values: dict[str, Decimal] = {}
    for rank, line in enumerate(sheet.rows):
        total = rank >= len(sheet.rows) - sheet.totals
        for index, (column, value) in enumerate(zip(sheet.columns, line, strict=True), start=1):
            cell = _at(page, sheet.first_row + rank, index)
            _dress(cell, column, total=total)
            _set(cell, value)
            if isinstance(value, Formula) and value.value is not None:
                values[cell.coordinate] = value.value
    _set_up_print(page, sheet, book)
    return values


def _dress(cell: Cell, column: SheetColumn, *, total: bool) -> None:
    cell.font = Font(name="Calibri", size=11, bold=total)
    cell.border = Border(bottom=_RULE)
    text = column.kind is Kind.TEXT
    cell.alignment = Alignment(
        vertical="top", wrap_text=text, horizontal="left" if text else "right", indent=1
    )
    cell.number_format = _FORMATS[column.kind]
    if total:
        cell.fill = _WASH


def _set(cell: Cell, value: Value) -> None:
    match value:
        case Formula(text=text):
            cell.value = f"={text}"
        case Blank():
            cell.value = MISSING.text
            cell.fill = _MISSING_WASH
            cell.font = Font(name="Calibri", size=11, bold=True, color="7A4B00")
        case str():
            cell.value = writable(value)
            # Whatever it begins with (=, +, -, @), a word of a user stays a word, and Excel keeps it so.
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in {"=", "+", "-", "@", "\t", "\r"}
        case _:
            cell.value = value


def _set_up_print(page: Worksheet, sheet: Sheet, book: Book) -> None:
    page.freeze_panes = f"A{sheet.first_row}"
    page.sheet_view.showGridLines = False
    page.print_title_rows = f"{sheet.first_row - 1}:{sheet.first_row - 1}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    foot, head = page.oddFooter, page.oddHeader
    assert foot is not None
    assert head is not None
    foot.left.text = book.foot.replace("&", "&&")
    foot.right.text = "page &P / &N"
    if book.example:
        head.right.text = EXAMPLE_MARK
