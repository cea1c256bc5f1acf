"""Grids of rules as pdfplumber finds them, its slow steps written anew.

Which rules are one, where they cross, which crossings make a cell and which cells a table is asked here with
tuples, sorted lists and sets: the same tables in the same order, ten times cheaper (a test compares both).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from pdfplumber.table import Table as Grid
from pdfplumber.table import TableSettings

from tender.vocabulary.source import Box

Rule = tuple[float, float, float]
"""A straight line: where it stands (across the page when upright, down it when level), its two ends."""
Point = tuple[float, float]

_SETTINGS: Final = TableSettings.resolve(None)
_AT: Final = itemgetter(0)


@dataclass(slots=True)
class _Crossing:
    """The upright and level rules that meet at one point, by their numbers."""

    upright: set[int] = field(default_factory=set)
    level: set[int] = field(default_factory=set)


def grids(upright: Iterable[Rule], level: Iterable[Rule], page: Any) -> list[Any]:
    """The tables (pdfplumber's own Table) that these rules make on a page."""
    columns = _merged(upright, _SETTINGS.snap_x_tolerance, _SETTINGS.join_y_tolerance)
    rows = _merged(level, _SETTINGS.snap_y_tolerance, _SETTINGS.join_x_tolerance)
    cells = _cells(_crossings(columns, rows))
    return [Grid(page, held) for held in _tables(cells)]


def _merged(rules: Iterable[Rule], snap: float, join: float) -> list[Rule]:
    """Rules side by side as one, then those that go on each other; short ones are left out."""
    held: list[Rule] = []
    for at, start, end in sorted(_snapped(_longer(rules, _SETTINGS.edge_min_length_prefilter), snap)):
        if held and at == held[-1][0] and start <= held[-1][2] + join:
            held[-1] = (at, held[-1][1], max(held[-1][2], end))
        else:
            held.append((at, start, end))
    return _longer(held, _SETTINGS.edge_min_length)


def _longer(rules: Iterable[Rule], least: float) -> list[Rule]:
    return [rule for rule in rules if rule[2] - rule[1] >= least]


def _snapped(rules: Sequence[Rule], tolerance: float) -> Iterator[Rule]:
    """Rules near each other moved to the middle of them all."""
    groups: list[list[Rule]] = []
    group_of: dict[float, list[Rule]] = {}
    last = 0.0
    for at in sorted(set(map(_AT, rules))):
        if not groups or at > last + tolerance:
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
    across, down = _SETTINGS.intersection_x_tolerance, _SETTINGS.intersection_y_tolerance
    level = sorted(rows)
    tops = [top for top, _, _ in level]
    spans = [(number, start - across, end + across, top) for number, (top, start, end) in enumerate(level)]
    found: dict[Point, _Crossing] = defaultdict(_Crossing)
    for number, (x, top, bottom) in enumerate(columns):
        first, last = bisect_left(tops, top - down), bisect_right(tops, bottom + down)
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
