"""The split as a matrix of lots and members, and as a map: what stands in each cell, in which colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tender.geography.naming import fold
from tender.store.members import MemberRow
from tender.store.splits import NeedRow, ShareRow
from tender.web.display import headed
from tender.web.maps import Paint
from tender.web.member_words import hues_of, letters_of, stale_figures
from tender.workbench.casing import lot_order
from tender.workbench.mapping import (
    MapCell,
    TerritoryMap,
    home_group,
    labelled,
    map_of,
    place_name,
    reach_of,
    with_neighbours,
)
from tender.workbench.overview import Load, Overview

MOST_CELLS = 700
"""Beyond so many communes the map shows those that count only."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader looks at: a lot, a member, both, or one cell.

    `groups`: codes of the groups of members laid open; `words`: what members' names must hold; `by_member`:
    the lists of a phone go by member, not by lot.
    """

    lot: str = ""
    place: str = ""
    trade: str = ""
    member_id: int = 0
    groups: tuple[str, ...] = ()
    words: str = ""
    by_member: bool = False

    @property
    def is_cell(self) -> bool:
        """One need and one member."""
        return bool(self.lot and self.place and self.trade and self.member_id)


FEW_COLUMNS = 14
"""So many members stand side by side on a desk; beyond, they are grouped by where they start from."""


@dataclass(frozen=True, slots=True)
class Column:
    """A member with its load. `stale`: some of its figures are to be confirmed."""

    member: MemberRow
    hue: int
    letters: str
    load: Load
    broken: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Members that start from the same intercommunalité; closed, they are one column of sums."""

    code: str
    name: str
    columns: tuple[Column, ...]
    open: bool

    @property
    def given(self) -> int:
        """Hours the group gives."""
        return sum(column.load.hours for column in self.columns)

    @property
    def part(self) -> float:
        """Hours given over hours free."""
        free = sum(column.load.available for column in self.columns)
        return self.given / free if free else 0.0

    @property
    def broken(self) -> bool:
        """One of them breaks a rule."""
        return any(column.broken for column in self.columns)


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One place and trade of a lot: what is asked, what each member takes."""

    lot: str
    place: str
    place_name: str
    trade: str
    asked: float
    cells: dict[int, ShareRow]

    @property
    def given(self) -> int:
        """Whole hours shared out."""
        return sum(row.total_hours for row in self.cells.values())


@dataclass(frozen=True, slots=True)
class LotLine:
    """One lot: the sum of its needs by member, and the needs themselves."""

    number: str
    title: str
    needs: tuple[NeedLine, ...]
    cells: dict[int, int]
    locked: frozenset[int]
    refused: frozenset[int]

    @property
    def asked(self) -> float:
        """Hours asked over all months."""
        return sum(need.asked for need in self.needs)

    @property
    def given(self) -> int:
        """Whole hours shared out."""
        return sum(need.given for need in self.needs)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns; `absent`: members without a share. `groups` hold the same columns, in order."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    lots: tuple[LotLine, ...]
    absent: tuple[MemberRow, ...]
    hues: dict[int, int]
    letters: dict[int, str]

    @property
    def grouped(self) -> bool:
        """There are too many members to stand side by side."""
        return len(self.groups) > 1


def matrix_of(seen: Overview, chosen: Chosen) -> Matrix:
    """Only members present or looked for have a column: the matrix stays readable with sixty."""
    hues, letters = hues_of(seen.members), letters_of(seen.members)
    present = {row.member_id for row in seen.split.shares} | {chosen.member_id}
    broken = {one.member for one in seen.broken}
    wanted = fold(chosen.words)
    columns = tuple(
        Column(
            member,
            hues[member.id],
            letters[member.id],
            seen.loads[member.id],
            member.key in broken,
            bool(stale_figures(member)),
        )
        for member in seen.members
        if (wanted in fold(member.name) and (wanted or member.id in present)) or member.id == chosen.member_id
    )
    absent = tuple(member for member in seen.members if member.id not in present)
    return Matrix(columns, _groups(columns, chosen), tuple(_lots(seen)), absent, hues, letters)


def _groups(columns: tuple[Column, ...], chosen: Chosen) -> tuple[Group, ...]:
    if len(columns) <= FEW_COLUMNS:
        return (Group("", "", columns, open=True),)
    held: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        held.setdefault(home_group(column.member.home_place), []).append(column)
    return tuple(
        Group(
            code,
            name,
            tuple(ones),
            open=code in chosen.groups or any(one.member.id == chosen.member_id for one in ones),
        )
        for (code, name), ones in sorted(held.items(), key=lambda pair: (-len(pair[1]), pair[0][1]))
    )


def _lots(seen: Overview) -> list[LotLine]:
    by_lot: dict[str, list[NeedRow]] = {}
    for need in seen.needs:
        by_lot.setdefault(need.lot, []).append(need)
    keys = {member.key: member.id for member in seen.members}
    lines = []
    for number in sorted(by_lot, key=lot_order):
        needs = tuple(_need(seen, need) for need in by_lot[number])
        cells: dict[int, int] = {}
        for line in needs:
            for member_id, row in line.cells.items():
                cells[member_id] = cells.get(member_id, 0) + row.total_hours
        locked = {member for line in needs for member, row in line.cells.items() if row.locked}
        refused = {keys[one["member"]] for one in seen.split.refused
                   if one["lot"] == number and one["member"] in keys}  # fmt: skip
        lines.append(
            LotLine(number, seen.titles.get(number, ""), needs, cells, frozenset(locked), frozenset(refused))
        )
    return lines


def _need(seen: Overview, need: NeedRow) -> NeedLine:
    key = (need.lot, need.place, need.trade)
    cells = {member: row for (member, held), row in seen.shares.items() if held == key}
    return NeedLine(*key[:2], place_name(need.place), need.trade, sum(need.hours.values()), cells)


@dataclass(frozen=True, slots=True)
class SplitMap:
    """The places of a call, painted by who works there."""

    sheet: TerritoryMap
    paints: dict[str, Paint]
    labels: tuple[MapCell, ...]
    members: tuple[MemberRow, ...]


def map_of_split(seen: Overview, chosen: Chosen, matrix: Matrix) -> SplitMap | None:
    """Each place in the hue of the member with most hours there, small rounds for the others.

    A chosen lot is drawn alone, with what lies around its places; a chosen member's whole reach is shown.
    """
    asked = {need.place for need in seen.needs if chosen.lot in ("", need.lot)}
    member = next((one for one in seen.members if one.id == chosen.member_id), None)
    reach = reach_of(member) if member is not None else frozenset()
    present = {row.member_id for row in seen.split.shares}
    around: frozenset[str] = frozenset()
    if not chosen.lot:
        around = around.union(*(reach_of(one) for one in seen.members if one.id in present))
    sheet = map_of(with_neighbours(asked | reach | (around if len(around) <= MOST_CELLS else frozenset())))
    if sheet is None:
        return None
    shown = [
        row
        for row in seen.split.shares
        if chosen.lot in ("", row.lot) and (member is None or row.member_id == member.id)
    ]
    paints = {code: Paint(reach=True, title=place_name(code)) for code in reach}
    paints |= {code: _paint(seen, code, chosen, shown, matrix) for code in asked}
    by_hours = sorted(asked, key=lambda code: -sum(row.total_hours for row in shown if row.place == code))
    present = {row.member_id for row in shown}
    return SplitMap(
        sheet, paints, labelled(sheet, by_hours), tuple(one for one in seen.members if one.id in present)
    )


def _paint(seen: Overview, code: str, chosen: Chosen, shown: Sequence[ShareRow], matrix: Matrix) -> Paint:
    given: dict[int, int] = {}
    for row in shown:
        if row.place == code:
            given[row.member_id] = given.get(row.member_id, 0) + row.total_hours
    order = sorted(given, key=lambda member: -given[member])
    names = {member.id: member.name for member in seen.members}
    return Paint(
        hue=matrix.hues.get(order[0]) if order else None,
        letters=matrix.letters.get(order[0], "") if order else "",
        others=tuple(matrix.hues[member] for member in order[1:5] if member in matrix.hues),
        chosen=code == chosen.place,
        title=headed(place_name(code), ", ".join(names.get(member, "") for member in order))
        if order
        else place_name(code),
    )
