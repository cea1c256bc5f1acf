"""OpenDocument text (ODT): one Page for each section, as for Word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from tender.parsing.building import build_source
from tender.parsing.package import Package, attribute, child, local, opendocument_type
from tender.parsing.refusal import RefusalReason, Refused
from tender.parsing.sections import Block, plain_spaces, section_pages
from tender.vocabulary.source import Cell, Page, Row, Source, Table

_DROPPED: Final = frozenset(("tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls"))
_OPENED: Final = frozenset(
    ("section", "list", "list-item", "list-header", "index-body", "table-of-content", "frame")
)
_DEEPEST: Final = 30
_MOST_REPEATED: Final = 64


def recognises(data: bytes, name: str) -> bool:
    """An OpenDocument text."""
    return opendocument_type(data).startswith("text")


def read(data: bytes, name: str) -> Source:
    """The sections of the text. Raises Refused."""
    with Package(data, name) as package:
        manifest = package.optional_xml("META-INF/manifest.xml")
        if manifest is not None and any(local(held) == "encryption-data" for held in manifest.iter()):
            raise Refused(RefusalReason.ENCRYPTED, name=name)
        body = child(package.xml("content.xml"), "body", "text")
        if body is None:
            raise Refused(RefusalReason.DAMAGED, name=name)
        pages = section_pages(_blocks(body, 0)) + _margins(package.optional_xml("styles.xml"))
        return build_source(data, name, pages)


def _margins(styles: etree._Element | None) -> tuple[Page, ...]:
    """All heads, then all feet, once each; a document's title often stands there alone."""
    masters = child(styles, "master-styles") if styles is not None else None
    pages = []
    for wanted, label in (("header", "§ En-tête"), ("footer", "§ Pied de page")):
        texts: dict[str, None] = {}
        for held in masters.iter() if masters is not None else ():
            # "header", "header-left" and "header-first" are the three a page style has.
            if local(held) in (wanted, f"{wanted}-left", f"{wanted}-first"):
                text = "\n".join(block.text for block in _blocks(held, 0) if block.text.strip())
                texts.update({text: None} if text else {})
        if texts:
            pages.append(Page(number=None, text="\n".join(texts), path=label))
    return tuple(pages)


def _blocks(parent: etree._Element, depth: int) -> Iterator[Block]:
    if depth > _DEEPEST:
        return
    for element in parent:
        tag = local(element)
        if tag in ("h", "p"):
            notes: list[str] = []
            text = plain_spaces("".join(_pieces(element, notes, 0))).strip()
            if text:
                yield Block(text, heading=tag == "h" and len(text) <= 250, notes=tuple(notes))
        elif tag == "table":
            yield _table(element, depth)
        elif tag in _OPENED:
            yield from _blocks(element, depth + 1)


def _pieces(element: etree._Element, notes: list[str], depth: int) -> Iterator[str]:
    """What a paragraph prints; footnotes go to `notes`."""
    if depth > _DEEPEST:
        return
    yield element.text or ""
    for held in element:
        tag = local(held)
        if tag == "tab":
            yield "\t"
        elif tag == "line-break":
            yield "\n"
        elif tag == "s":
            yield " " * min(int(attribute(held, "c") or 1), _MOST_REPEATED)
        elif tag == "note":
            body = child(held, "note-body")
            if body is not None:
                notes.append("\n".join(block.text for block in _blocks(body, depth + 1)))
        elif tag not in _DROPPED:
            yield from _pieces(held, notes, depth + 1)
        yield held.tail or ""


def _rows(element: etree._Element, depth: int) -> Iterator[etree._Element]:
    """The rows of this table, not of those that stand in its cells."""
    for held in element:
        if local(held) == "table-row":
            yield held
        elif local(held) in ("table-header-rows", "table-rows", "table-row-group") and depth < _DEEPEST:
            yield from _rows(held, depth + 1)


def _table(element: etree._Element, depth: int) -> Block:
    rows: list[Row] = []
    for row in _rows(element, 0):
        cells: list[Cell | None] = []
        for cell in row:
            if local(cell) == "covered-table-cell":
                cells.append(None)
            elif local(cell) == "table-cell":
                text = "\n".join(block.text for block in _blocks(cell, depth + 1))
                repeated = min(int(attribute(cell, "number-columns-repeated") or 1), _MOST_REPEATED)
                cells.extend([Cell(text=text)] * repeated)
        rows.append(tuple(cells))
    lines = ["\t".join(cell.text for cell in row if cell is not None) for row in rows]
    return Block("\n".join(line for line in lines if line.strip()), table=Table(tuple(rows)))
