"""Hours in the rows of a table of lots: "1 Propreté urbaine 6 000 h" under "Lot Intitulé Heures d'insertion".

A row says neither "lot" nor, at times, "heures": the head of the table says both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tender.vocabulary.clause import HoursDetail

_GAP = r"[ \t|;:\xa0–-]+"
_ROW = re.compile(
    rf"^[ \t|]*(?:lots?[ ]*(?:n\w?[ ]*)?)?(\d{{1,3}}[a-z]?)(?:{_GAP}|\.[ ]+)(\D.{{1,90}}?){_GAP}"
    r"(\d{1,3}(?:[ .\xa0\u202f]\d{3})+|\d{1,6})(?:,\d{1,2})?[ ]*(h|heures?)?[ \t|.;]*$"
)
_BARE_ROW = re.compile(
    r"^[ \t|]*(?:lots?[ ]*(?:n\w?[ ]*)?)?(\d{1,2}[a-z]?)[ \t|:;.–-]+()"
    r"(\d{1,3}(?:[ .\xa0\u202f]\d{3})+|\d{1,6})"
    r"(?:,\d{1,2})?[ ]*(h|heures?)?[ \t|.;]*$"
)
"""A lot and its hours, nothing between: read where the head names these two columns only."""
_BARE_HEAD = re.compile(
    r"\W*(?:n\w?[ ]*)?(?:de[ ]|du[ ])?lots?\W+(?:nombre |volume |total )?(?:d[e']? ?)?(?:heures?"
    r"|volume horaire|h\b)[^\d]{0,60}$"
)
_HEAD = re.compile(r"\blots?\b")
_HOURS_HEAD = re.compile(r"heures?|\bh\b|volume horaire")
_UNITS = re.compile(r"€|euros?|m2|m3|\bml\b|kg|tonnes?|montant|prix|%")
_HEAD_LINES = 4
_LEAST_ROWS = 2
_LEAST_CELLS = 3


@dataclass(frozen=True, slots=True)
class LotRow:
    """folded[start:end] is a row of a table: the hours of one lot."""

    start: int
    end: int
    lot: str
    value: float


def lot_rows(text: str, folded: str, start: int = 0, end: int | None = None) -> tuple[LotRow, ...]:
    """The rows of tables of hours by lot in text[start:end]; `folded`: the same text, folded."""
    end = len(text) if end is None else end
    rows: list[LotRow] = []
    block: list[tuple[LotRow, bool]] = []
    heads: list[str] = []
    for first, last in [*_lines(text, start, end), (end, end)]:
        line = folded[first:last]
        match = _ROW.match(line)
        if match is None and (block or _BARE_HEAD.match(heads[-1] if heads else "")):
            match = _BARE_ROW.match(line)
        if match is not None:
            value = float(re.sub(r"[^\d]", "", match.group(3)))
            block.append((LotRow(first, last, match.group(1), value), match.group(4) is not None))
        elif line.strip() or first == last:
            rows += _kept(block, " ".join(heads[-_HEAD_LINES:]))
            heads = [*heads, line] if not block else [line]
            block = []
    return tuple(rows) or tuple(_celled(text, folded, start, end))


def _celled(text: str, folded: str, start: int, end: int) -> Iterator[LotRow]:
    """The rows of a table whose cells are parted by bars or tabs, by the column that its head calls hours."""
    columns: tuple[int, int, int] | None = None
    for first, last in _lines(text, start, end):
        cells = [cell.strip() for cell in _cells(text, folded, first, last)]
        if len(cells) < _LEAST_CELLS:
            continue
        lots = [i for i, cell in enumerate(cells) if _HEAD.match(cell) and not re.search(r"\d", cell)]
        hours = [i for i, cell in enumerate(cells) if _HOURS_HEAD.search(cell) and not re.search(r"\d", cell)]
        if lots and hours:
            columns = lots[0], hours[-1], len(cells)
        elif columns is not None and len(cells) == columns[2]:
            lot = re.fullmatch(r"(?:lots?[ ]*(?:n\w?[ ]*)?)?(\d{1,3}[a-z]?)", cells[columns[0]])
            value = re.fullmatch(
                r"(\d{1,3}(?:[ .]\d{3})+|\d{1,6})(?:,\d{1,2})?[ ]*(?:h|heures?)?", cells[columns[1]]
            )
            if lot and value and (number := float(re.sub(r"\D", "", value.group(1)))):
                yield LotRow(first, last, lot.group(1), number)


def _cells(text: str, folded: str, first: int, last: int) -> Iterator[str]:
    """The folded words between bars and tabs; folding makes a tab a space, so the text says where they"
    " are."""
    for match in re.finditer(r"[^|\t]+|(?<=[|\t])(?=[|\t])", text[first:last]):
        yield folded[first + match.start() : first + match.end()]


def details(rows: tuple[LotRow, ...]) -> tuple[HoursDetail, ...]:
    """The rows as hours of a clause."""
    return tuple(HoursDetail(value=row.value, lot=row.lot, per="lot") for row in rows)


def _kept(block: list[tuple[LotRow, bool]], head: str) -> list[LotRow]:
    """The rows of a block, if its head says they are lots and hours, and the lots follow each other."""
    if len(block) < _LEAST_ROWS or not _HEAD.search(head) or _UNITS.search(head):
        return []
    if not _HOURS_HEAD.search(head) and not all(has_unit for _, has_unit in block):
        return []
    numbers = [int(re.sub(r"\D", "", row.lot)) for row, _ in block]
    return [row for row, _ in block] if numbers == sorted(numbers) and min(numbers) < 100 else []


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1
