"""Tables known by their headings: which column is what, carried on overleaf without a repeated heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tender.parsing.flow import Flow, fold, tidy
from tender.vocabulary.source import Cell, Evidence, Page, Row, Table

HEAD_ROWS = 12
"""Rows of a table in which its headings are looked for: schedules begin with titles and addresses."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table by the names of its columns."""

    flow: Flow
    page: Page
    cells: dict[str, Cell]
    headings: dict[str, str]

    def text(self, name: str) -> str:
        """The words of one column, "" where the cell is empty or the column is not there."""
        cell = self.cells.get(name)
        return tidy(cell.text) if cell else ""

    def evidence(self, *names: str) -> tuple[Evidence, ...]:
        """The places of these cells, in the sheet or on the page."""
        found: list[Evidence] = []
        for name in names:
            cell = self.cells.get(name)
            if cell is None:
                continue
            if cell.path is not None:
                found.append(Evidence(self.flow.name, self.page.number, cell.text, path=cell.path))
            else:
                found += self.flow.cell_evidence(self.page, cell)
        return tuple(found)


def cell_of(row: Row, column: int) -> Cell | None:
    """The cell of a column, when it says something."""
    cell = row[column] if column < len(row) else None
    return cell if cell is not None and cell.text.strip() else None


def records(flow: Flow, columns: Mapping[str, re.Pattern[str]], needed: frozenset[str]) -> Iterator[Record]:
    """The rows of every table whose headings name all `needed` columns; patterns match folded headings."""
    held: tuple[dict[str, int], dict[str, str], int] | None = None
    for page in flow.source.pages:
        for table in page.tables:
            head = _headings(table, columns, needed)
            if head is not None:
                first, places, words = head
                held = (places, words, max(len(row) for row in table.rows))
            elif held is not None and table.rows and max(len(row) for row in table.rows) == held[2]:
                first = 0
            else:
                held = None
                continue
            yield from _rows(flow, page, table.rows[first:], held)


def _rows(
    flow: Flow,
    page: Page,
    rows: tuple[Row, ...],
    held: tuple[dict[str, int], dict[str, str], int],
) -> Iterator[Record]:
    places, words, _ = held
    for row in rows:
        cells = {name: cell for name, column in places.items() if (cell := cell_of(row, column))}
        if cells:
            yield Record(flow, page, cells, words)


def _headings(
    table: Table, columns: Mapping[str, re.Pattern[str]], needed: frozenset[str]
) -> tuple[int, dict[str, int], dict[str, str]] | None:
    for number, row in enumerate(table.rows[:HEAD_ROWS]):
        places: dict[str, int] = {}
        words: dict[str, str] = {}
        for column, cell in enumerate(row):
            heading = fold(tidy(cell.text)) if cell else ""
            if not heading or len(heading) > 90:
                continue
            name = next((n for n, told in columns.items() if n not in places and told.search(heading)), None)
            if name is not None:
                places[name], words[name] = column, heading
        if needed <= places.keys():
            return number + 1, places, words
    return None
