"""Prices as a workbook: taken out, filled in Excel, read again line by line, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from tender.documents.writers.xlsx import Book, Kind, Sheet, SheetColumn, Value, write_xlsx
from tender.parsing.plain_sheets import Held, read_sheets
from tender.parsing.refusal import Refused
from tender.store.responses import PriceLineRow
from tender.workbench.errors import Invalid
from tender.workbench.typed_numbers import DECIMAL_SIGNS

_WIDTHS = (8, 14, 60, 14, 12, 18)
_PRICE = len(_WIDTHS) - 1
_FINEST = Decimal("0.0001")


def write_prices(
    lines: Sequence[tuple[PriceLineRow, Decimal | None]],
    *,
    title: str,
    note: str,
    heads: Sequence[str],
    day: datetime,
) -> bytes:
    """The lines with their price or an empty box. `heads`: lot, number, words, unit, quantity, price."""
    kinds = (Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.QUANTITY, Kind.QUANTITY)
    columns = tuple(
        SheetColumn(head, width, kind) for head, width, kind in zip(heads, _WIDTHS, kinds, strict=True)
    )
    rows: list[tuple[Value, ...]] = [
        (
            line.lot,
            line.number,
            line.designation,
            line.unit,
            line.quantity,
            price,
        )
        for line, price in lines
    ]
    sheet = Sheet(heads[_PRICE][:31], title, (note,), columns, tuple(rows))
    return write_xlsx(Book(title, "", day.replace(tzinfo=None), title, (sheet,)))


def read_prices(data: bytes, name: str, lines: Sequence[PriceLineRow], language: str) -> Mapping[int, str]:
    """What the workbook says of each line, as typed: by lot and number, the price in the sixth column.

    An empty box takes a price back. Raises Invalid: no workbook, none of the lines in it.
    """
    try:
        sheets = read_sheets(data, name)
    except Refused as error:
        raise Invalid("not_a_workbook", name=name) from error
    known = {(line.lot, line.number): line.id for line in lines}
    found: dict[int, str] = {}
    for sheet in sheets:
        for row in sheet.rows:
            held = [cell.value for cell in row[: len(_WIDTHS)]]
            if len(held) <= _PRICE:
                continue
            line = known.get((_label(held[0]), _label(held[1])))
            if line is not None:
                found[line] = _typed(held[_PRICE], language)
    if not found:
        raise Invalid("no_price_lines", name=name)
    return found


def _label(value: Held) -> str:
    """A lot or a number as its text: Excel makes 1.10 out of « 1.10 » only where the cell was retyped."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value or "").strip()


def _typed(value: Held, language: str) -> str:
    """A number as its reader types it."""
    if isinstance(value, float):
        exact = Decimal(str(value)).quantize(_FINEST).normalize()
        return f"{exact:f}".replace(".", DECIMAL_SIGNS.get(language, ","))
    return str(value or "").strip()
