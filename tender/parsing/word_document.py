"""Word documents: Word stores no pages, so a Page is a section and its label the section's heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from tender.parsing.package import Package, attribute, child, local
from tender.parsing.refusal import RefusalReason, Refused
from tender.parsing.sections import Block, looks_like_heading, plain_spaces, section_pages
from tender.parsing.symbols import BOXES, EMPTY_BOX, TICKED, TICKED_BOX, symbol
from tender.parsing.word_numbering import Numbering, Style, read_numbering, read_styles
from tender.vocabulary.source import Cell, Page, Row, Table

BODY: Final = "word/document.xml"
_DROPPED: Final = frozenset(
    (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "Fallback",
        "rPr",
        "pPr",
        "sdtPr",
        "commentReference",
        "annotationRef",
    )
)
_PRINTED: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF: Final = ("0", "false", "off", "none")
_DEEPEST: Final = 20


def read_word(data: bytes, name: str) -> tuple[Page, ...]:
    """The sections of the document, then its heads and feet. Raises Refused."""
    with Package(data, name) as package:
        reader = _Reader(
            read_styles(package.optional_xml("word/styles.xml")),
            read_numbering(package.optional_xml("word/numbering.xml")),
            _notes(package),
        )
        body = child(package.xml(BODY), "body")
        if body is None:
            raise Refused(RefusalReason.DAMAGED, name=name)
        pages = section_pages(reader.blocks(body, 0))
        margins = tuple(
            page
            for prefix, label in (("word/header", "§ En-tête"), ("word/footer", "§ Pied de page"))
            if (page := _margin(package, reader, prefix, label)) is not None
        )
    return pages + margins


def _notes(package: Package) -> dict[tuple[str, str], str]:
    """Texts of footnotes and endnotes by (kind, id)."""
    plain = _Reader({}, Numbering(), {})
    notes: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        root = package.optional_xml(f"word/{kind}s.xml")
        for note in root if root is not None else ():
            key = attribute(note, "id") or ""
            text = "\n".join(block.text for block in plain.blocks(note, 0) if block.text)
            if text.strip() and attribute(note, "type") is None:
                notes[kind, key] = text.strip()
    return notes


def _margin(package: Package, reader: _Reader, prefix: str, label: str) -> Page | None:
    """All heads, or all feet, once each."""
    texts: list[str] = []
    for member in package.matching(prefix):
        text = "\n".join(block.text for block in reader.blocks(package.xml(member), 0) if block.text.strip())
        if text and text not in texts:
            texts.append(text)
    return Page(number=None, text="\n".join(texts), path=label) if texts else None


@dataclass(slots=True)
class _Line:
    """What one paragraph prints, gathered run by run."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0


class _Reader:
    """Goes through a document in order; list numbers advance as it goes."""

    def __init__(
        self, styles: dict[str, Style], numbering: Numbering, notes: dict[tuple[str, str], str]
    ) -> None:
        self.styles = styles
        self.numbering = numbering
        self.notes = notes

    def blocks(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        """Paragraphs and tables under an element, content controls and insertions opened."""
        if depth > _DEEPEST:
            return
        for element in parent:
            tag = local(element)
            if tag == "p":
                yield from self.paragraph(element, depth)
            elif tag == "tbl":
                yield self.table(element, depth)
            elif tag in (
                "sdt",
                "sdtContent",
                "ins",
                "moveTo",
                "customXml",
                "smartTag",
                "AlternateContent",
                "Choice",
            ):
                yield from self.blocks(element, depth + 1)

    def paragraph(self, element: etree._Element, depth: int) -> Iterator[Block]:
        line = _Line()
        self.gather(element, line, 0)
        text = plain_spaces("".join(line.pieces)).strip()
        style = self.style_of(element)
        if text:
            label = self.label(element, style)
            printed = f"{label} {text}" if label else text
            styled = (
                self.outline(element, style) is not None
                and len(text) <= 250
                and text[0] not in BOXES + TICKED
            )
            bold = line.letters > 0 and line.bold >= 0.9 * line.letters
            heading = depth == 0 and (styled or looks_like_heading(printed, emphasised=bold))
            yield Block(printed, heading=heading, notes=tuple(line.notes))
        for box in line.boxes:
            yield from self.blocks(box, depth + 1)

    def style_of(self, element: etree._Element) -> Style | None:
        named = child(element, "pPr", "pStyle")
        return self.styles.get(attribute(named, "val") or "") if named is not None else None

    def outline(self, element: etree._Element, style: Style | None) -> int | None:
        """The heading level of a paragraph, 0 to 8; None for body text."""
        own = child(element, "pPr", "outlineLvl")
        level = attribute(own, "val") if own is not None else None
        if level is not None and level.isdigit():
            return int(level) if int(level) < 9 else None
        if style is not None and style.outline is not None and style.outline < 9:
            return style.outline
        return None

    def label(self, element: etree._Element, style: Style | None) -> str:
        num, level = child(element, "pPr", "numPr", "numId"), child(element, "pPr", "numPr", "ilvl")
        own = attribute(num, "val") if num is not None else None
        held = own if own is not None else (style.num if style else None)
        if held is None or held == "0":
            return ""
        at = attribute(level, "val") if level is not None else None
        depth = int(at) if at and at.isdigit() else ((style.level or 0) if style else 0)
        return self.numbering.label(held, depth)

    def gather(self, element: etree._Element, line: _Line, depth: int) -> None:
        """Add what an element prints to the line."""
        if depth > _DEEPEST:
            return
        for held in element:
            tag = local(held)
            if tag == "r":
                if not _is_on(child(held, "rPr", "vanish")):
                    self.run(held, line, depth)
            elif tag == "sdt":
                self.control(held, line, depth)
            elif tag not in _DROPPED:
                self.gather(held, line, depth + 1)

    def run(self, element: etree._Element, line: _Line, depth: int) -> None:
        before = sum(map(len, line.pieces))
        for held in element:
            tag = local(held)
            if tag == "t":
                line.pieces.append(held.text or "")
            elif tag in _PRINTED:
                line.pieces.append(_PRINTED[tag])
            elif tag == "sym":
                code = int(attribute(held, "char") or "0", 16)
                line.pieces.append(symbol(code, attribute(held, "font") or ""))
            elif tag == "fldChar":
                line.pieces.append(_old_tick(held))
            elif tag in ("footnoteReference", "endnoteReference"):
                note = self.notes.get((tag.removesuffix("Reference"), attribute(held, "id") or ""))
                if note:
                    line.notes.append(note)
            elif tag in ("drawing", "pict", "AlternateContent", "object"):
                line.boxes.extend(_text_boxes(held, depth))
        added = sum(map(len, line.pieces)) - before
        line.letters += added
        if _is_on(child(element, "rPr", "b")):
            line.bold += added

    def control(self, element: etree._Element, line: _Line, depth: int) -> None:
        """A content control: its content, or the state of its tick box."""
        tick = child(element, "sdtPr", "checkbox")
        content = child(element, "sdtContent")
        if tick is not None:
            line.pieces.append(TICKED_BOX if _is_on(child(tick, "checked")) else EMPTY_BOX)
        elif content is not None:
            self.gather(content, line, depth + 1)

    def table(self, element: etree._Element, depth: int) -> Block:
        """A table: rows on lines, cells between tabs; merged-down cells are None."""
        rows: list[Row] = []
        lines: list[str] = []
        notes: list[str] = []
        for row in _rows(element, 0):
            cells: list[Cell | None] = []
            for cell in _cells(row, 0):
                blocks = list(self.blocks(cell, depth + 1))
                notes.extend(note for block in blocks for note in block.notes)
                merged = child(cell, "tcPr", "vMerge")
                goes_on = merged is not None and (attribute(merged, "val") or "continue") == "continue"
                text = "\n".join(block.text for block in blocks if block.text.strip())
                cells.append(None if goes_on and not text else Cell(text=text))
                cells.extend([None] * (_span(cell) - 1))
            rows.append(tuple(cells))
            lines.append("\t".join(cell.text for cell in cells if cell is not None))
        text = "\n".join(line for line in lines if line.strip())
        alone = sum(bool(cell and cell.text.strip()) for row in rows for cell in row) == 1
        banner = depth == 0 and alone and looks_like_heading(text.strip(), emphasised=True)
        return Block(text, heading=banner, table=Table(tuple(rows)), notes=tuple(notes))


def _rows(element: etree._Element, depth: int) -> Iterator[etree._Element]:
    for held in element:
        if local(held) == "tr" and child(held, "trPr", "del") is None:
            yield held
        elif local(held) in ("sdt", "sdtContent", "ins", "customXml") and depth < _DEEPEST:
            yield from _rows(held, depth + 1)


def _cells(element: etree._Element, depth: int) -> Iterator[etree._Element]:
    for held in element:
        if local(held) == "tc":
            yield held
        elif local(held) in ("sdt", "sdtContent", "customXml") and depth < _DEEPEST:
            yield from _cells(held, depth + 1)


def _span(cell: etree._Element) -> int:
    held = child(cell, "tcPr", "gridSpan")
    value = attribute(held, "val") if held is not None else None
    return min(int(value), 64) if value and value.isdigit() and int(value) > 0 else 1


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and (attribute(element, "val") or "true").casefold() not in _OFF


def _old_tick(field_start: etree._Element) -> str:
    """A tick box of the old form fields, which prints no letter of its own."""
    tick = child(field_start, "ffData", "checkBox")
    if tick is None:
        return ""
    state = child(tick, "checked")
    return TICKED_BOX if _is_on(state if state is not None else child(tick, "default")) else EMPTY_BOX


def _text_boxes(element: etree._Element, depth: int) -> Iterator[etree._Element]:
    """Text boxes drawn in a run, each once: Word writes them twice, the second time for old readers."""
    if depth > _DEEPEST:
        return
    for held in element:
        tag = local(held)
        if tag == "txbxContent":
            yield held
        elif tag != "Fallback":
            yield from _text_boxes(held, depth + 1)
