"""A table as a file to download: CSV for any program, XLSX with its numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from flask import Response, abort

from tender.documents.writers.xlsx import Book, Kind, Sheet, SheetColumn, Value, sheet_name, write_xlsx
from tender.web.csv_files import csv_answer
from tender.web.downloads import made_file
from tender.workbench import clock

Row = Sequence[object]


def table_answer(stem: str, ending: str, title: str, heads: Sequence[str], rows: Sequence[Row]) -> Response:
    """The table as stem.csv or stem.xlsx; any other ending is not found."""
    if ending == "csv":
        return csv_answer(f"{stem}.csv", [heads, *rows])
    if ending != "xlsx":
        abort(404)
    columns = tuple(
        SheetColumn(head, _width(head, index, rows), _kind(index, rows)) for index, head in enumerate(heads)
    )
    lines = tuple(tuple(_value(cell) for cell in row) for row in rows)
    sheet = Sheet(sheet_name(title, set()), title, (), columns, lines)
    return made_file(write_xlsx(Book(title, "Entrelots", clock.now(), title, (sheet,))), f"{stem}.xlsx")


def _kind(index: int, rows: Sequence[Row]) -> Kind:
    """A column of numbers only is one of numbers."""
    held = [row[index] for row in rows if row[index] not in (None, "")]
    numbers = held and all(isinstance(cell, (int, float)) for cell in held)
    return Kind.QUANTITY if numbers else Kind.TEXT


def _width(head: str, index: int, rows: Sequence[Row]) -> float:
    longest = max((len(str(row[index])) for row in rows if row[index] is not None), default=0)
    return float(min(48, max(10, longest + 2, min(len(head) + 2, 24))))


def _value(cell: object) -> Value:
    if cell is None:
        return None
    if isinstance(cell, (int, float)):
        return Decimal(str(round(cell, 4)))
    return str(cell)
