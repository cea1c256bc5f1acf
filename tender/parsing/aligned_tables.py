"""Tables without rules: columns told from words that line up under headings such tables have.

Only under a line of headings (lot, criterion, weight, quantity…) set apart in columns, and only where every
line below keeps to those columns: prose in two columns, addresses and lists must not become tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from tender.vocabulary.source import Box, Cell, Table, WordMap

_HEADING: Final = re.compile(
    r"\b(?:n°|num[ée]ros?|lots?|d[ée]signations?|intitul[ée]s?|libell[ée]s?|objets?|montants?|(?:sous-)?crit[èe]res?"
    r"|pond[ée]rations?|poids|notes?|bar[èe]me|points?|prix|quantit[ée]s?|qt[ée]s?|unit[ée]s?|heures?|dur[ée]e|taux"
    r"|cpv|lose?|bezeichnung|kriteri(?:um|en)|gewichtung|gewicht|preis|menge|einheit|stunden|betrag|title|description"
    r"|criteri(?:on|a)|weight(?:ing)?|price|quantity|unit|hours|amount)\b|^n$|%|€",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"\d")
_LEADERS: Final = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")
_NO_HEADING: Final = re.compile(rf"{_LEADERS.pattern}|\d[\d ]")
_WIDEST_HEADING: Final = 8
"""Words of one heading; a sentence is none."""
_GAP: Final = 9.0
"""Points between two words that no space leaves."""
_LEAST_GAPS: Final = 3
_BULLET: Final = 14.0
_MOST_ROWS: Final = 120


@dataclass(slots=True)
class _Piece:
    """Words side by side on one line, far from the others."""

    x0: float
    x1: float
    words: list[int]


@dataclass(slots=True)
class _Row:
    """A printed line across the page, in pieces from left to right."""

    top: float
    bottom: float
    pieces: list[_Piece]


@dataclass(slots=True)
class _Columns:
    """Columns under their headings, widened by what stands in them."""

    spans: list[list[float]]
    rows: list[tuple[_Row, dict[int, list[int]]]] = field(default_factory=list)

    def take(self, row: _Row) -> bool:
        """Put a line in the columns; False when a piece of it runs over two of them."""
        spans = [list(span) for span in self.spans]
        cells: dict[int, list[int]] = {}
        for piece in row.pieces:
            column = _column_of(piece, spans)
            if column is None:
                return False
            cells.setdefault(column, []).extend(piece.words)
            spans[column] = [min(spans[column][0], piece.x0), max(spans[column][1], piece.x1)]
        if any(left[1] + 2 > right[0] for left, right in pairwise(spans)):
            return False
        self.spans = spans
        self.rows.append((row, cells))
        return True


def aligned_tables(text: str, words: WordMap) -> tuple[Table, ...]:
    """The tables of a page that has no ruled one."""
    if not _has_columns(words):
        return ()
    rows = _printed_rows(words)
    found: list[Table] = []
    index = 0
    while index < len(rows):
        columns = _under_headings(rows, index, text, words) if len(rows[index].pieces) >= 2 else None
        table = _table(columns, text, words) if columns else None
        if columns and table:
            found.append(table)
            index += len(columns.rows)
        else:
            index += 1
    return tuple(found)


def _has_columns(words: WordMap) -> bool:
    """Whether three wide gaps, but those after a bullet, end at one place: asked of every page, so cheap."""
    lefts, rights = words.coordinates[0::4], words.coordinates[2::4]
    if sum([left - right > _GAP for left, right in zip(lefts[1:], rights, strict=False)]) < _LEAST_GAPS:
        return False
    flat = iter(words.coordinates)
    last_right, last_middle, line_left = 0.0, -1.0, 0.0
    seen: Counter[int] = Counter()
    for x0, top, x1, bottom in zip(flat, flat, flat, flat, strict=True):
        if x0 < last_right or not top < last_middle < bottom:
            line_left = x0
        elif x0 - last_right > _GAP and last_right - line_left > _BULLET:
            for place in (round(x0 / 4), round((x0 + x1) / 8) + 1000):
                seen[place] += 1
                if seen[place - 1] + seen[place] + seen[place + 1] >= _LEAST_GAPS:
                    return True
        last_right, last_middle = x1, (top + bottom) / 2
    return False


def _printed_rows(words: WordMap) -> list[_Row]:
    """Every line across the page, whatever the order it was written in."""
    flat = iter(words.coordinates)
    boxes: list[tuple[float, int, Box]] = sorted(
        ((box[1] + box[3]) / 2, index, box)
        for index, box in enumerate(zip(flat, flat, flat, flat, strict=True))
    )
    lines: list[list[tuple[int, Box]]] = []
    base = 0.0
    for middle, index, box in boxes:
        if not lines or middle - base > 0.4 * (box[3] - box[1]):
            lines.append([])
            base = middle
        lines[-1].append((index, box))
    return [_row(line) for line in lines]


def _row(line: list[tuple[int, Box]]) -> _Row:
    line.sort(key=lambda held: held[1][0])
    pieces: list[_Piece] = []
    for index, box in line:
        wide = max(6.0, 0.75 * (box[3] - box[1]))
        if pieces and box[0] - pieces[-1].x1 <= wide:
            pieces[-1].words.append(index)
            pieces[-1].x1 = max(pieces[-1].x1, box[2])
        else:
            pieces.append(_Piece(box[0], box[2], [index]))
    return _Row(min(box[1] for _, box in line), max(box[3] for _, box in line), pieces)


def _column_of(piece: _Piece, spans: Sequence[Sequence[float]]) -> int | None:
    """The one column a piece stands under, the nearest when it is between two; None over several."""
    over = [n for n, (x0, x1) in enumerate(spans) if piece.x0 < x1 and piece.x1 > x0]
    if len(over) > 1:
        return None
    if over:
        return over[0]
    near = min(range(len(spans)), key=lambda n: max(spans[n][0] - piece.x1, piece.x0 - spans[n][1]))
    return near if max(spans[near][0] - piece.x1, piece.x0 - spans[near][1]) < 60 else None


def _under_headings(rows: Sequence[_Row], index: int, text: str, words: WordMap) -> _Columns | None:
    """The lines that keep to the columns of a line of headings, None when it is none."""
    head = rows[index]
    titles = [_words(piece.words, text, words) for piece in head.pieces]
    told = sum(_HEADING.search(title) is not None for title in titles)
    if told < 2 or any(len(title.split()) > _WIDEST_HEADING or _NO_HEADING.search(title) for title in titles):
        return None
    columns = _Columns([[piece.x0, piece.x1] for piece in head.pieces])
    height = max(head.bottom - head.top, 6.0)
    last = head
    for row in rows[index : index + _MOST_ROWS]:
        if row.top - last.bottom > 3 * height or not columns.take(row):
            break
        last = row
    return columns


def _table(columns: _Columns, text: str, words: WordMap) -> Table | None:
    """The table these lines make, None when they are too few or too empty to be one."""
    width = len(columns.spans)
    held = list(_joined_lines(columns))
    while held and len(held[-1]) < 2:
        held.pop()
    body = held[1:]
    full = sum(len(cells) >= max(2, width - 1) for cells in body)
    if len(body) < 2 or full < 0.6 * len(body):
        return None
    rows = tuple(
        tuple(_cell(sorted(cells.get(column, ())), text, words) for column in range(width)) for cells in held
    )
    figures = [sum(bool(_FIGURE.search(row[column].text)) for row in rows[1:]) for column in range(width)]
    least = len(body) if width == 2 else 0.5 * len(body)
    if max(figures[1:]) < least or any(_LEADERS.search(cell.text) for row in rows for cell in row):
        return None
    boxes = [cell.box for row in rows for cell in row if cell.box]
    return Table(rows=rows, box=_around(boxes), ruled=False)


def _joined_lines(columns: _Columns) -> Iterator[dict[int, list[int]]]:
    """The rows: a line that fills the first column or two others opens one, the others go on with theirs."""
    rows = columns.rows
    gaps = [after.top - before.bottom for (before, _), (after, _) in pairwise(rows)]
    pitch = median(gaps) if gaps else 0.0
    held: dict[int, list[int]] = {}
    for number, (_, cells) in enumerate(rows):
        above = gaps[number - 1] if number else 0.0
        below = gaps[number] if number < len(gaps) else 0.0
        goes_on = number > 0 and (above < -2 or (0 not in cells and len(cells) < 2 and above <= below + 2))
        if not goes_on and held and not (_only_later(held) and above <= pitch):
            yield held
            held = {}
        for column, indexes in cells.items():
            held.setdefault(column, []).extend(indexes)
    if held:
        yield held


def _only_later(cells: dict[int, list[int]]) -> bool:
    """Whether a row has so far only the first lines of a taller cell, its others being centred."""
    return 0 not in cells and len(cells) < 2


def _words(indexes: Sequence[int], text: str, words: WordMap) -> str:
    return " ".join(text[words.starts[index] : words.ends[index]] for index in indexes)


def _cell(indexes: Sequence[int], text: str, words: WordMap) -> Cell:
    """The words in the order of the page's text, with its own separators between neighbours."""
    pieces: list[str] = []
    last = -2
    for index in indexes:
        if pieces:
            pieces.append(text[words.ends[last] : words.starts[index]] if index == last + 1 else "\n")
        pieces.append(text[words.starts[index] : words.ends[index]])
        last = index
    return Cell(text="".join(pieces), box=_around([words.box(index) for index in indexes]))


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
