"""Where a table stands in the text of its page, so that what it says is not read twice."""

from __future__ import annotations

import re

from tender.parsing.flow import Flow, words_near
from tender.vocabulary.source import Page, Table

_CELLS_APART = 400
"""The next cell of a table is looked for within so many characters."""


def span_of(flow: Flow, index: int, table: Table) -> tuple[tuple[int, int], ...]:
    """Where the table's words stand in the running text, from its first cell to its last."""
    page = flow.source.pages[index]
    start = place_of(table, page)
    if start < 0:
        return ()
    return ((flow.offset_at(index, start), flow.offset_at(index, _end(table, page.text, start))),)


def place_of(table: Table, page: Page) -> int:
    """Where a table's first words stand in the text of its page; -1 when that cannot be told."""
    if table.box is not None and len(page.words):
        x0, top, x1, bottom = table.box
        for index in words_near(page, table.box):
            box = page.words.box(index)
            if x0 <= (box[0] + box[2]) / 2 <= x1 and top <= (box[1] + box[3]) / 2 <= bottom:
                return page.words.starts[index]
    since = 0
    for other in page.tables:  # without boxes, the tables of a page stand one after the other
        at = _first_row(other, page.text, since)
        if other is table:
            return at
        since = _end(other, page.text, at) if at >= 0 else since
    return _first_row(table, page.text, 0)


def _first_row(table: Table, text: str, since: int) -> int:
    """Where the first row stands whole, else its first cell; -1 when not at all."""
    row = next((r for r in table.rows if any(c and c.text.strip() for c in r)), ())
    cells = [re.escape(c.text.split("\n")[0].strip()) for c in row if c and c.text.strip()]
    if not cells:
        return -1
    whole = re.compile(r"\s+".join(cells)).search(text, since)
    first = whole or re.compile(cells[0]).search(text, since)
    return first.start() if first else -1


def _end(table: Table, text: str, start: int) -> int:
    """Where the last of the table's cells ends, each looked for after the one before it."""
    end = start
    for cell in (c.text.strip() for row in table.rows for c in row if c and c.text.strip()):
        last = cell.split("\n")[-1]
        at = text.find(last, end)
        end = at + len(last) if 0 <= at - end < _CELLS_APART else end
    return end
