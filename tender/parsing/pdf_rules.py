"""Ruled tables of a PDF page: pdfium's drawn lines, pdfplumber's tables.

pdfplumber makes tables as it does of its own pages, but is handed rules taken from pdfium, so the page is
parsed once, twenty times faster than by pdfplumber itself, and only where rules can make a grid.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any, Final

import pypdfium2.raw as pdfium_c

from tender.parsing.pdf_words import Frame
from tender.parsing.pdfium_calls import (
    Handle,
    Numbers,
    address,
    count_form_objects,
    count_objects,
    count_segments,
    get_bounds,
    get_close,
    get_draw_mode,
    get_form_object,
    get_matrix,
    get_object,
    get_point,
    get_segment,
    get_segment_type,
    get_type,
    given,
)
from tender.vocabulary.source import Box, Cell, Row, Table, WordMap

if TYPE_CHECKING:
    from tender.parsing.table_grid import Rule

Matrix = tuple[float, float, float, float, float, float]

_THIN: Final = 3.0
"""A filled rectangle this narrow, in points, is a rule."""
_MOST_OBJECTS: Final = 40_000
_MOST_RULES: Final = 3_000
"""Above it the page is a plan or a drawing, not a table."""
_MOST_SEGMENTS: Final = 200
_DEPTH: Final = 6
_CLOSED: Final = (5, 6)
"""Points of an outline of four sides that comes back to the first, which closing it may say once more."""
_BOX_SIDES: Final = (5.0, 16.0)
"""The least and the largest side of a box to tick, in points."""


@dataclass(slots=True)
class Drawing:
    """What a page draws besides text: rules, small squares, the share its pictures cover."""

    upright: list[Rule] = field(default_factory=list)
    level: list[Rule] = field(default_factory=list)
    squares: list[Box] = field(default_factory=list)
    pictures: float = 0.0
    paths: int = 0
    objects: int = 0

    @property
    def rules(self) -> int:
        return len(self.upright) + len(self.level)

    @property
    def can_hold_table(self) -> bool:
        """At least two rules each way, and not a drawing."""
        return len(self.upright) >= 2 and len(self.level) >= 2 and self.rules <= _MOST_RULES


def drawing_of(page: Any, frame: Frame) -> Drawing:
    """The rules and pictures of an open pdfium page, forms inside forms included."""
    drawing = Drawing()
    walker = _Walker(drawing, frame)
    handle = given(address(page.raw))
    walker.walk(handle, count_objects(handle), get_object, frame.matrix, 0)
    return drawing


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


class _Walker:
    """Goes through page objects; keeps its C buffers from one object to the next."""

    def __init__(self, drawing: Drawing, frame: Frame) -> None:
        self.drawing = drawing
        self.frame = frame
        self.matrix = pdfium_c.FS_MATRIX()
        self.matrix_place = given(ctypes.addressof(self.matrix))
        self.floats = Numbers(ctypes.c_float, 4)
        self.modes = Numbers(ctypes.c_int, 2)

    def walk(self, holder: Any, count: int, get: Any, outer: Matrix, depth: int) -> None:
        drawing = self.drawing
        count = min(count, _MOST_OBJECTS - drawing.objects)
        drawing.objects += count
        objects = list(map(get, repeat(holder), range(count)))
        kinds = list(map(get_type, objects))
        for held, kind in zip(objects, kinds, strict=True):
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                continue
            if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self.path(held, outer)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self.picture(self.placed(held, outer))
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                inner = self.placed(held, outer)
                self.walk(held, count_form_objects(held), get_form_object, inner, depth + 1)

    def placed(self, held: Handle, outer: Matrix) -> Matrix:
        get_matrix(held, self.matrix_place)
        m = self.matrix
        return _times((m.a, m.b, m.c, m.d, m.e, m.f), outer)

    def picture(self, placed: Matrix) -> None:
        """A picture fills the unit square of its own space."""
        a, b, c, d, _, _ = placed
        area = self.frame.width * self.frame.height
        self.drawing.pictures += min(abs(a * d - b * c) / area, 1.0) if area > 0 else 0.0

    def path(self, held: Handle, outer: Matrix) -> None:
        self.drawing.paths += 1
        get_draw_mode(held, *self.modes.places)
        fill, stroke = self.modes.held
        if not fill and not stroke:
            return
        count = count_segments(held)
        if not 2 <= count <= _MOST_SEGMENTS or self.drawing.rules > _MOST_RULES:
            return
        if count == 5 and not stroke and self.thin_rectangle(held, outer):
            return
        for outline in self.outlines(held, count, self.placed(held, outer)):
            self.rules(outline)
            if stroke and len(outline) in _CLOSED and outline[0] == outline[-1]:
                self.square(outline)

    def thin_rectangle(self, held: Handle, outer: Matrix) -> bool:
        """Most rules of most producers: a filled sliver, known by its bounds alone."""
        get_bounds(held, *self.floats.places)
        left, bottom, right, top = self.floats.held[:]
        if right - left >= _THIN and top - bottom >= _THIN:
            return False
        a, b, c, d, e, f = outer
        if (b or c) and (a or d):
            return False
        x0, y0 = left * a + bottom * c + e, left * b + bottom * d + f
        x1, y1 = right * a + top * c + e, right * b + top * d + f
        if abs(x1 - x0) < abs(y1 - y0):
            x0 = x1 = (x0 + x1) / 2
        else:
            y0 = y1 = (y0 + y1) / 2
        self.edge(x0, y0, x1, y1)
        return True

    def outlines(self, held: Handle, count: int, placed: Matrix) -> list[list[tuple[float, float]]]:
        a, b, c, d, e, f = placed
        place_x, place_y = self.floats.places[:2]
        floats = self.floats.held
        found: list[list[tuple[float, float]]] = []
        for index in range(count):
            segment = get_segment(held, index)
            get_point(segment, place_x, place_y)
            x, y = floats[0], floats[1]
            point = (x * a + y * c + e, x * b + y * d + f)
            if not found or get_segment_type(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
                found.append([point])
            else:
                found[-1].append(point)
                if get_close(segment):
                    found[-1].append(found[-1][0])
        return found

    def rules(self, outline: Sequence[tuple[float, float]]) -> None:
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if len(outline) >= 4 and (x1 - x0 < _THIN or y1 - y0 < _THIN):
            if x1 - x0 < y1 - y0:
                self.edge((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
            else:
                self.edge(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
            return
        for (ax, ay), (bx, by) in pairwise(outline):
            self.edge(ax, ay, bx, by)

    def square(self, outline: Sequence[tuple[float, float]]) -> None:
        """Keep a small closed outline that is about as wide as it is high."""
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        least, most = _BOX_SIDES
        if least <= wide <= most and least <= high <= most and abs(wide - high) <= 0.25 * most:
            self.drawing.squares.append((min(xs), min(ys), max(xs), max(ys)))

    def edge(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Keep a straight piece."""
        if x0 > x1:
            x0, x1 = x1, x0
        if top > bottom:
            top, bottom = bottom, top
        wide, high = x1 - x0, bottom - top
        page, drawing = self.frame, self.drawing
        if wide < 0.5 and high >= 1:
            if 0 <= x0 <= page.width and bottom >= 0 and top <= page.height:
                drawing.upright.append((x0, top, bottom))
        elif high < 0.5 and wide >= 1 and 0 <= top <= page.height and x1 >= 0 and x0 <= page.width:
            drawing.level.append((top, x0, x1))


@dataclass(slots=True)
class _FedPage:
    """What a table of pdfplumber asks of its page."""

    bbox: Box
    chars: tuple[()] = ()


@cache
def _grids() -> Callable[[list[Rule], list[Rule], _FedPage], list[Any]]:
    # Loaded at the first page with rules: pdfplumber brings pdfminer, as slow to load as ten pages to read.
    from tender.parsing.table_grid import grids  # noqa: PLC0415

    return grids


def tables_of(drawing: Drawing, frame: Frame, text: str, words: WordMap) -> tuple[Table, ...]:
    """The ruled tables of a page, each cell with its words in the order of the page's text."""
    if not drawing.can_hold_table or not len(words):
        return ()
    page = _FedPage((0.0, 0.0, frame.width, frame.height))
    found = []
    for table in _grids()(drawing.upright, drawing.level, page):
        rows = _rows(table, text, words)
        filled = sum(bool(cell and cell.text) for row in rows for cell in row)
        if filled >= 2:
            found.append(Table(rows=rows, box=_rounded(table.bbox)))
    return tuple(found)


def _rows(table: Any, text: str, words: WordMap) -> tuple[Row, ...]:
    grid: list[tuple[Box | None, ...]] = [tuple(row.cells) for row in table.rows]
    tops = [min((box[1] for box in row if box), default=0.0) for row in grid]
    held: dict[tuple[int, int], list[list[int]]] = {}
    x0, top, x1, bottom = table.bbox
    flat = iter(words.coordinates)
    for index, (left, up, right, down) in enumerate(zip(flat, flat, flat, flat, strict=True)):
        x, y = (left + right) / 2, (up + down) / 2
        if x0 <= x < x1 and top <= y < bottom:
            place = _cell_at(grid, tops, x, y)
            if place is not None:
                runs = held.setdefault(place, [])
                if runs and runs[-1][1] == index - 1:
                    runs[-1][1] = index
                else:
                    runs.append([index, index])
    return tuple(
        tuple(
            Cell(text=_cell_text(held.get((r, c), ()), text, words), box=_rounded(box)) if box else None
            for c, box in enumerate(row)
        )
        for r, row in enumerate(grid)
    )


def _cell_at(
    grid: Sequence[Sequence[Box | None]], tops: Sequence[float], x: float, y: float
) -> tuple[int, int] | None:
    """The cell around a point: its own row first, then rows above, whose cells may span several."""
    for row in range(bisect_right(tops, y) - 1, -1, -1):
        for column, box in enumerate(grid[row]):
            if box and box[0] <= x < box[2] and box[1] <= y < box[3]:
                return row, column
    return None


def _cell_text(runs: Iterable[Sequence[int]], text: str, words: WordMap) -> str:
    """The words of a cell, a new line between those that do not follow each other on the page."""
    return "\n".join([text[words.starts[first] : words.ends[last]] for first, last in runs])


def _rounded(box: Sequence[float]) -> Box:
    x0, top, x1, bottom = box
    return (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))
