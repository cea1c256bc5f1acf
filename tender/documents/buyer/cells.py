"""Cells written straight into the XML of a sheet: all the rest of a workbook stays as the buyer made it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from decimal import Decimal

from lxml import etree

from tender.documents.buyer.packing import parsed, part_of
from tender.documents.writable import writable

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


def sheet_parts(data: bytes) -> dict[str, str]:
    """The part of each sheet of a workbook, by the sheet's name."""
    book = parsed(part_of(data, "xl/workbook.xml"))
    links = {
        one.get("Id"): one.get("Target") or "" for one in parsed(part_of(data, "xl/_rels/workbook.xml.rels"))
    }
    found: dict[str, str] = {}
    for sheet in book.iter(f"{{{S}}}sheet"):
        target = links.get(sheet.get(f"{{{R}}}id"), "")
        found[sheet.get("name") or ""] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return found


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def write_cells(part: bytes, values: dict[str, str | Decimal], shown: dict[str, float | str | None]) -> bytes:
    """A sheet with some cells written; they keep their style.

    `shown`: what each formula now gives, by cell; None: not computed here, so its old value goes.
    """
    root = parsed(part)
    data = root.find(f"{{{S}}}sheetData")
    if data is None:
        return part
    for reference, value in values.items():
        _write(_cell(data, reference), value)
    for cell in data.iter(f"{{{S}}}c"):
        if cell.find(f"{{{S}}}f") is not None:
            _show(cell, shown.get(cell.get("r") or ""))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _cell(data: etree._Element, reference: str) -> etree._Element:
    """The cell of this reference, made in its order where the sheet has none."""
    held = _REFERENCE.fullmatch(reference)
    if held is None:
        raise ValueError(reference)
    column, number = column_number(held[1]), int(held[2])
    row = next((one for one in data if one.get("r") == str(number)), None)
    if row is None:
        row = etree.Element(f"{{{S}}}row", r=str(number))
        _insert(data, row, lambda one: int(one.get("r") or 0) > number)
    for cell in row:
        if cell.get("r") == reference:
            return cell
    fresh = etree.Element(f"{{{S}}}c", r=reference)
    _insert(row, fresh, lambda one: _column_of(one) > column)
    return fresh


def _column_of(cell: etree._Element) -> int:
    """0 for a cell without a readable reference."""
    held = _REFERENCE.match(cell.get("r") or "")
    return column_number(held[1]) if held else 0


def _insert(parent: etree._Element, fresh: etree._Element, later: Callable[[etree._Element], bool]) -> None:
    after = next((one for one in parent if later(one)), None)
    if after is None:
        parent.append(fresh)
    else:
        after.addprevious(fresh)


def _write(cell: etree._Element, value: str | Decimal) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", "")
    if isinstance(value, Decimal):
        etree.SubElement(cell, f"{{{S}}}v").text = f"{value.normalize():f}"
        return
    # A word of a user stays a word, whatever it begins with: an inline string is never a formula.
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{{{S}}}is"), f"{{{S}}}t")
    text.text = writable(value)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _show(cell: etree._Element, value: float | str | None) -> None:
    for held in cell.findall(f"{{{S}}}v"):
        cell.remove(held)
    cell.attrib.pop("t", "")
    if value is None:
        return
    if isinstance(value, str):
        cell.set("t", "str")
    etree.SubElement(cell, f"{{{S}}}v").text = value if isinstance(value, str) else repr(round(value, 10))


def recalculated(part: bytes) -> bytes:
    """The workbook told to compute everything when it is opened."""
    book = parsed(part)
    held = book.find(f"{{{S}}}calcPr")
    if held is None:
        held = etree.Element(f"{{{S}}}calcPr")
        before = ("sheets", "functionGroups", "externalReferences", "definedNames")
        last = [one for one in book if isinstance(one.tag, str) and one.tag.rpartition("}")[2] in before][-1]
        last.addnext(held)
    held.set("fullCalcOnLoad", "1")
    written: bytes = etree.tostring(book, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
