"""CSV as French spreadsheets open it: UTF-8 with its mark, semicolons, no cell that becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from flask import Response

from tender.web.downloads import made_file

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The last four are the wide signs of East Asian keyboards, which spreadsheets read as the plain ones."""


def csv_answer(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """The rows as a file to download."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return made_file("\ufeff" + out.getvalue(), name)


def _safe(cell: object) -> object:
    """Text that a spreadsheet would run as a formula is led by an apostrophe; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return _figure(cell)
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _figure(value: float) -> str:
    """Every digit of it, with a comma: a short form would round what is over a million."""
    whole, _point, part = format(Decimal(repr(value)), "f").partition(".")
    part = part.rstrip("0")
    return f"{whole},{part}" if part else whole
