"""Which columns of a table of criteria hold names, sub-names and weights, and what a cell weighs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tender.parsing.criteria_items import ROUNDING
from tender.parsing.flow import fold
from tender.parsing.numerals import parse_number
from tender.vocabulary.source import Cell, Row, Table

WEIGHT = re.compile(
    r"^\s*(?:sur\s*|/\s*|max\.?\s*)?(\d{1,4}(?:[.,]\d{1,2})?)\s*(%|points?|pts?\.?|punkte?"
    r"|pkt\.?)?\s*(dont\s*:?|davon)?\s*$"
)
WEIGHED = re.compile(
    r"ponder|poids|points?\b|coef|%|gewicht|wichtung|weight|bareme|\bnotes?\b|valeur|punkt|pourcentage"
    r"|/ ?\d+|sur \d+"
)
_EXPLAINS = re.compile(
    r"definition|descri|appreciation|elements|remarque|commentaire|beschreib|erlauter|assessment|mode de"
    r"|modalit"
    r"|methode|precision|detail|aspekt|attendu|notation|document|contenu|references?"
)
_COUNTS = re.compile(r"^\s*(?:n\s*°|no\.?|nr\.?|num\w*|rang)\s*$")
_MINIMUM = re.compile(r"mindest|minimum|\bmin\b|erreich|moglich|faktor|eliminatoire|obtenue")


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns hold names, sub-names and weights; the headings of a matrix of sub-criteria."""

    names: tuple[int, ...]
    weight: int
    second: int | None
    matrix: tuple[tuple[int, Cell], ...]
    unit: str | None


def upright(table: Table) -> Table:
    """The table with its rows for columns, where criteria stand beside each other above their weights."""
    width = max((len(row) for row in table.rows), default=0)
    if width < 3 or any(len(row) != width for row in table.rows):
        return table
    names = [cell for cell in table.rows[0][1:] if cell and is_words(cell)]
    weighed = [
        row
        for row in table.rows[1:]
        if row[0]
        and _WEIGHTS_ROW.match(fold(row[0].text))
        and all(cell and is_weight(cell) for cell in row[1:])
    ]
    if len(names) != width - 1 or not weighed:
        return table
    return replace(table, rows=tuple(zip(table.rows[0], *weighed[:1], strict=True)))


_WEIGHTS_ROW = re.compile(r"\W*(?:ponder|poids|coef|points?\b|note|bareme|gewicht|wichtung)")


def shape_of(table: Table, head: int) -> Shape | None:
    body = table.rows[head:]
    if not body:
        return None
    width = max(len(row) for row in table.rows)
    numeric = [c for c in range(width) if share_of(body, c, is_weight) >= 0.5]
    named = [c for c in range(width) if c not in numeric and share_of(body, c, is_words) >= 0.5]
    if not numeric or not named or named[0] > numeric[-1]:
        return None
    headings = {c: heading_of(table, head, c, width) for c in (*numeric, *named)}
    counted = [c for c in numeric if not _COUNTS.match(headings[c])]
    numeric = counted if counted and named[0] < counted[-1] else numeric
    usable = [c for c in numeric if not _MINIMUM.search(headings[c])] or numeric
    percent = [c for c in usable if any("%" in (cell.text if cell else "") for cell in column_of(body, c))]
    weight = next(
        (c for c in usable if re.search(r"ponder|gewicht|wichtung|weight|poids|coef|%", headings[c])), None
    )
    if weight is None:
        weight = (percent or usable)[0]
    names = [c for c in named if c < weight and not _EXPLAINS.search(headings[c])] or named[:1]
    deeper = [c for c in named if c > weight and re.search(r"sous|unter|sub", headings[c])]
    second = next((c for c in usable if c > weight and deeper), None)
    if deeper and second:
        names = [names[0], deeper[0]]
    unit = unit_of(body, weight, headings[weight])
    return Shape(tuple(names[:2]), weight, second, _matrix(table, head, usable, weight, second), unit)


def _matrix(
    table: Table, head: int, usable: list[int], weight: int, second: int | None
) -> tuple[tuple[int, Cell], ...]:
    """Further columns of weights, each with its own heading: the sub-criteria of every row."""
    others = [c for c in usable if c > weight]
    if second is not None or len(others) < 2 or head == 0:
        return ()
    found = []
    for column in others:
        cell = next((r[column] for r in table.rows[:head] if column < len(r) and r[column]), None)
        if cell is None or not is_words(cell) or WEIGHED.search(fold(cell.text)):
            return ()
        found.append((column, cell))
    # A column most rows leave blank is still a sub-criterion of the rows that fill it.
    for column in range(weight + 1, len(table.rows[0])):
        cell = table.rows[0][column]
        known = column in [c for c, _ in found]
        filled = any(c and is_weight(c) for c in column_of(table.rows[head:], column))
        if cell and is_words(cell) and not known and filled:
            found.append((column, cell))
    return tuple(sorted(found, key=lambda held: held[0]))


def quantity_in(cell: Cell | None, unit: str | None) -> tuple[float, str | None, bool] | None:
    match = WEIGHT.match(fold(cell.text)) if cell else None
    value = parse_number(match.group(1)) if match else None
    if match is None or value is None:
        return None
    own = match.group(2)
    found = "%" if own == "%" else "points" if own else unit
    return value, found, bool(match.group(3))


def unit_of(body: tuple[Row, ...], column: int, heading: str) -> str | None:
    texts = [cell.text for cell in column_of(body, column) if cell]
    if any("%" in text for text in texts) or "%" in heading or "pourcent" in heading:
        return "%"
    values = [q[0] for q in (quantity_in(c, None) for c in column_of(body, column)) if q]
    if re.search(r"point|pkt|punkt|note|bareme|/|sur \d", heading + " ".join(fold(t) for t in texts)):
        return "points"
    return "%" if abs(sum(values) - 100) < ROUNDING or sum(values) == 200 else "points"


def heading_of(table: Table, head: int, column: int, width: int) -> str:
    """The words above a column; the nearest to the left or right when a merged heading stands beside it."""
    for near in (column, column + 1, column - 1):
        texts = [cell.text for r in table.rows[:head] if 0 <= near < min(len(r), width) and (cell := r[near])]
        if any(text.strip() for text in texts):
            return fold(" ".join(texts))
    return ""


_DOTTED = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*\.?\s*$")


def numbers_of(rows: tuple[Row, ...], before: int) -> tuple[int | None, ...]:
    """How deep a column before the names numbers each row: 1 for "2", 3 for "2.1.3"; all None without one."""
    for column in range(before):
        told = [
            cell.text.strip(" .") if cell and cell.text.strip() else "" for cell in column_of(rows, column)
        ]
        if any("." in text for text in told) and all(_DOTTED.match(text) for text in told if text):
            return tuple(text.count(".") + 1 if text else None for text in told)
    return (None,) * len(rows)


def column_of(rows: tuple[Row, ...], column: int) -> list[Cell | None]:
    return [row[column] if column < len(row) else None for row in rows]


def share_of(rows: tuple[Row, ...], column: int, test: Callable[[Cell], bool]) -> float:
    cells = [cell for cell in column_of(rows, column) if cell and cell.text.strip()]
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def is_weight(cell: Cell) -> bool:
    return bool(WEIGHT.match(fold(cell.text)))


def is_words(cell: Cell) -> bool:
    return len(re.findall(r"[a-z]", fold(cell.text))) >= 4
