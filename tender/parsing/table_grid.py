"""Grids of rules as pdfplumber finds them, its steps written anew.

Which rules are one, where they cross, which crossings make a cell and which cells a table is asked here with
tuples, sorted lists and sets: the same tables in the same order, ten times cheaper (a test compares both).
pdfplumber need not be loaded, which takes as long as to read forty pages.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Final

from tender.vocabulary.source import Box

Rule = tuple[float, float, float]
"""A straight line: where it stands (across the page when upright, down it when level), its two ends."""
Point = tuple[float, float]

# pdfplumber's own settings, in points.
_NEAR: Final = 3.0
"""Rules this near are one; their ends are joined, and they cross, within as much."""
_SHORTEST: Final = 3.0
_SHORTEST_PIECE: Final = 1.0
"""Of what may be joined to a rule."""
_AT: Final = itemgetter(0)
_TOP: Final = itemgetter(1)
_DOWN: Final = itemgetter(1, 0)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows from the top, a cell or None for each of its columns."""

    rows: tuple[tuple[Box | None, ...], ...]
    box: Box


@dataclass(slots=True)
class _Crossing:
    """The upright and level rules that meet at one point, by their numbers."""

    upright: set[int] = field(default_factory=set)
    level: set[int] = field(default_factory=set)


def grids(upright: Iterable[Rule], level: Iterable[Rule]) -> list[Grid]:
    """The tables that these rules make on a page."""
    return list(map(_grid, _tables(_cells(_crossings(_merged(upright), _merged(level))))))


def _grid(cells: Sequence[Box]) -> Grid:
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    columns = sorted(set(lefts))
    rows = [{cell[0]: cell for cell in row} for _, row in groupby(sorted(cells, key=_DOWN), _TOP)]
    return Grid(
        tuple(tuple(map(row.get, columns)) for row in rows),
        (min(lefts), min(tops), max(rights), max(bottoms)),
    )


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules side by side as one, then those that go on each other; short ones are left out."""
    held: list[Rule] = []
    for at, start, end in sorted(_snapped(_longer(rules, _SHORTEST_PIECE))):
        if held and at == held[-1][0] and start <= held[-1][2] + _NEAR:
            held[-1] = (at, held[-1][1], max(held[-1][2], end))
        else:
            held.append((at, start, end))
    return _longer(held, _SHORTEST)


def _longer(rules: Iterable[Rule], least: float) -> list[Rule]:
    return [rule for rule in rules if rule[2] - rule[1] >= least]


def _snapped(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Rules near each other moved to the middle of them all."""
    groups: list[list[Rule]] = []
    group_of: dict[float, list[Rule]] = {}
    last = 0.0
    for at in sorted(set(map(_AT, rules))):
        if not groups or at > last + _NEAR:
            groups.append([])
        group_of[at] = groups[-1]
        last = at
    for rule in rules:
        group_of[rule[0]].append(rule)
    for group in groups:
        middle = sum(map(_AT, group)) / len(group)
        # Moved by a difference, as pdfplumber does: what that rounds tells lines apart.
        yield from ((at + (middle - at), start, end) for at, start, end in group)


def _crossings(columns: Iterable[Rule], rows: Iterable[Rule]) -> dict[Point, _Crossing]:
    """Where an upright rule meets a level one, within pdfplumber's tolerances."""
    level = sorted(rows)
    tops = [top for top, _, _ in level]
    spans = [(number, start - _NEAR, end + _NEAR, top) for number, (top, start, end) in enumerate(level)]
    found: dict[Point, _Crossing] = defaultdict(_Crossing)
    for number, (x, top, bottom) in enumerate(columns):
        first, last = bisect_left(tops, top - _NEAR), bisect_right(tops, bottom + _NEAR)
        for index, x0, x1, y in spans[first:last]:
            if x0 <= x <= x1:
                crossing = found[x, y]
                crossing.upright.add(number)
                crossing.level.add(index)
    return found


def _cells(crossings: Mapping[Point, _Crossing]) -> list[Box]:
    """The smallest cell below and right of each crossing."""
    columns: dict[float, list[float]] = defaultdict(list)
    rows: dict[float, list[float]] = defaultdict(list)
    points = sorted(crossings)
    for x, y in points:
        columns[x].append(y)
        rows[y].append(x)
    cells = (_cell(point, crossings, columns[point[0]], rows[point[1]]) for point in points)
    return [cell for cell in cells if cell is not None]


def _cell(
    point: Point, crossings: Mapping[Point, _Crossing], column: Sequence[float], row: Sequence[float]
) -> Box | None:
    x, y = point
    own = crossings[point]
    rights = [
        (right, crossing)
        for right in row[bisect_right(row, x) :]
        if not own.level.isdisjoint((crossing := crossings[right, y]).level)
    ]
    if not rights:
        return None
    for low in column[bisect_right(column, y) :]:
        under = crossings[x, low]
        if own.upright.isdisjoint(under.upright):
            continue
        for right, beside in rights:
            corner = crossings.get((right, low))
            if (
                corner is not None
                and not corner.upright.isdisjoint(beside.upright)
                and not corner.level.isdisjoint(under.level)
            ):
                return (x, y, right, low)
    return None


def _tables(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner, together, from the top left; a lone cell is a frame, not a table."""
    group_of: dict[Point, list[Box]] = {}
    groups: dict[int, list[Box]] = {}
    for cell in cells:
        met = {id(group): group for corner in _corners(cell) if (group := group_of.get(corner)) is not None}
        group = max(met.values(), key=len, default=[])
        joined = [cell]
        for other in met.values():
            if other is not group:
                joined += other
                del groups[id(other)]
        group += joined
        groups[id(group)] = group
        for held in joined:
            for corner in _corners(held):
                group_of[corner] = group
    tables = [group for group in groups.values() if len(group) > 1]
    return sorted(tables, key=lambda table: min((cell[1], cell[0]) for cell in table))


def _corners(cell: Box) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = cell
    return ((x0, top), (x0, bottom), (x1, top), (x1, bottom))
