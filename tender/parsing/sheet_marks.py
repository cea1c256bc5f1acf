"""What calamine does not say of an .xlsx: which cells are computed, from what; rows hidden; cells merged."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from tender.parsing.package import Package, attribute, local
from tender.parsing.refusal import Refused
from tender.vocabulary.source import SheetMarks, column_letters

_MOST: Final = 20_000
_LONGEST: Final = 400
_REFERENCE: Final = re.compile(r"(?<![A-Za-z0-9_.!'$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(])")
_RANGE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def sheet_marks(data: bytes, name: str) -> dict[str, SheetMarks]:
    """The marks of every sheet by its title; none of a part that is missing or damaged."""
    try:
        with Package(data, name) as package:
            return {title: _marks(package.xml(part)) for title, part in _parts(package)}
    except Refused:
        return {}


def column_index(letters: str) -> int:
    """The number of a sheet's column, counted from 0: A, B … AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _parts(package: Package) -> Iterator[tuple[str, str]]:
    links = package.optional_xml("xl/_rels/workbook.xml.rels")
    book = package.optional_xml("xl/workbook.xml")
    if links is None or book is None:
        return
    targets = {one.get("Id"): one.get("Target") or "" for one in links}
    for sheet in book.iter():
        if local(sheet) == "sheet":
            target = targets.get(attribute(sheet, "id"), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if part in package.names:
                yield sheet.get("name") or "", part


def _marks(root: etree._Element) -> SheetMarks:
    formulas: dict[str, str] = {}
    shared: dict[str, tuple[str, str]] = {}
    hidden: set[int] = set()
    covered: set[str] = set()
    for element in root.iter():
        kind = local(element)
        if kind == "row" and element.get("hidden") in ("1", "true"):
            hidden |= {int(element.get("r") or 0)} if (element.get("r") or "").isdecimal() else set()
        elif kind == "mergeCell" and len(covered) < _MOST:
            covered |= set(_covered(element.get("ref") or ""))
        elif kind == "f" and len(formulas) < _MOST:
            cell = element.getparent()
            at = (cell.get("r") or "") if cell is not None else ""
            text = (element.text or "")[:_LONGEST]
            group = element.get("si") or ""
            if element.get("t") == "shared" and text:
                shared[group] = (at, text)
            elif element.get("t") == "shared" and group in shared:
                text = _moved(shared[group][1], shared[group][0], at)
            formulas[at] = text.replace("$", "")
    return SheetMarks(tuple(formulas.items()), frozenset(hidden), frozenset(covered))


def _covered(reference: str) -> Iterator[str]:
    held = _RANGE.fullmatch(reference)
    if held is None:
        return
    left, right = column_index(held[1]), column_index(held[3])
    top, bottom = int(held[2]), int(held[4])
    if (right - left + 1) * (bottom - top + 1) > _MOST:
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                yield f"{column_letters(column)}{row}"


def _moved(text: str, source: str, target: str) -> str:
    """A shared formula as the cell that shares it reads it: what is not fixed by a « $ » moves along."""
    start, end = _CELL.fullmatch(source), _CELL.fullmatch(target)
    if start is None or end is None:
        return text
    across = column_index(end[1]) - column_index(start[1])
    down = int(end[2]) - int(start[2])

    def move(held: re.Match[str]) -> str:
        column = held[2] if held[1] else column_letters(max(column_index(held[2]) + across, 0))
        row = held[4] if held[3] else str(max(int(held[4]) + down, 1))
        return f"{held[1]}{column}{held[3]}{row}"

    return _REFERENCE.sub(move, text)
