"""PDF: pages as printed, every word with its box, ruled tables, scans read by tesseract."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium

from tender.parsing.aligned_tables import aligned_tables
from tender.parsing.building import build_source
from tender.parsing.drawn_boxes import with_drawn_boxes
from tender.parsing.language import language_of
from tender.parsing.layout import ordered_lines, page_text
from tender.parsing.ocr import lines_on_picture, model_for
from tender.parsing.pdf_document import open_pdf
from tender.parsing.pdf_form import with_form_values
from tender.parsing.pdf_rules import Drawing, drawing_of, tables_of
from tender.parsing.pdf_words import Frame, frame_of, lines_of
from tender.parsing.refusal import MAX_PAGES, RefusalReason, Refused
from tender.vocabulary.source import Page, Source, Table, WordMap

_FEW_WORDS: Final = 12
_OUTLINED_TEXT: Final = 150
"""Drawn shapes on a page without a word: its letters were turned into outlines."""
_PAGES_AT_ONCE: Final = 50
"""pdfium keeps every object it has met until its document is closed: opened anew, memory stays flat."""
_OCR_SECONDS: Final = 420.0
"""For all scanned pages of a file; pages after that stay without text, marked as scans."""


def recognises(data: bytes, name: str) -> bool:
    """Whether the PDF mark stands in the first kilobyte."""
    return b"%PDF-" in data[:1024]


def read(data: bytes | Path, name: str) -> Source:
    """Every page of the PDF. Raises Refused: encrypted, damaged, too many pages."""
    return build_source(data, name, read_pages(data, name), has_pages=True)


def read_pages(data: bytes | Path, name: str) -> list[Page]:
    """The pages alone, scans read. Raises Refused: encrypted, damaged, too many pages."""
    document = open_pdf(data, name)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise Refused(RefusalReason.TOO_MANY_PAGES, name=name, pages=count, limit=MAX_PAGES)
        pages: list[Page] = []
        scans: list[int] = []
        for index in range(count):
            if index and index % _PAGES_AT_ONCE == 0:
                document.close()
                document = open_pdf(data, name)
            page, is_scan = _read_page(document, index)
            pages.append(page)
            if is_scan:
                scans.append(index)
        if scans:
            _read_scans(document, pages, scans)
        return pages
    finally:
        document.close()


def _read_page(document: Any, index: int) -> tuple[Page, bool]:
    """One page, and whether it is a picture of text; a broken page is empty, and does not cost the others."""
    try:
        opened = document[index]
    except pdfium.PdfiumError:
        return Page(number=index + 1, text=""), False
    try:
        frame = frame_of(opened)
        printed = lines_of(opened, frame)
        drawing = drawing_of(opened, frame)
        lines = with_drawn_boxes(opened, with_form_values(opened, frame, printed), drawing.squares)
    except pdfium.PdfiumError:
        return Page(number=index + 1, text=""), False
    finally:
        opened.close()
    text, places = page_text(ordered_lines(lines))
    scan = _is_scan(text, sum(len(line.texts) for line in printed), drawing)
    return _page(index, frame, text, places, drawing, ocr=scan), scan


def _page(index: int, frame: Frame, text: str, places: WordMap, drawing: Drawing, *, ocr: bool) -> Page:
    return Page(
        number=index + 1,
        text=text,
        words=places,
        tables=_tables(tables_of(drawing, frame, text, places), text, places),
        width=round(frame.width, 2),
        height=round(frame.height, 2),
        ocr=ocr,
    )


def _tables(ruled: tuple[Table, ...], text: str, places: WordMap) -> tuple[Table, ...]:
    """The ruled tables; where there is none, or but bands of colour behind the lines, those that line up."""
    if any(len(row) > 1 for table in ruled for row in table.rows):
        return ruled
    return aligned_tables(text, places) or ruled


def _is_scan(text: str, words: int, drawing: Drawing) -> bool:
    """A picture with hardly a word on it, letters drawn as outlines, or letters without meaning."""
    if words < 3 and drawing.paths > _OUTLINED_TEXT:
        return True
    if words < _FEW_WORDS:
        return drawing.pictures > (0.03 if words < 3 else 0.4)
    unknown = text.count("\ufffd")
    return unknown > 0 and unknown > 0.3 * len("".join(text.split()))


def _read_scans(document: Any, pages: list[Page], scans: Sequence[int]) -> None:
    """Put the words tesseract reads in place of the scans, as long as the time for scans lasts."""
    language = language_of(page.text for page in pages if not page.ocr)
    model = model_for(language)
    until = time.monotonic() + _OCR_SECONDS
    for index in scans:
        if model is None or time.monotonic() > until:
            return
        page = _scanned_page(document, index, model)
        if language is None and (language := language_of([page.text])) is not None:
            better = model_for(language)
            if better is not None and better != model:
                model = better
                page = _scanned_page(document, index, model)
        if len(page.words) >= len(pages[index].words):
            pages[index] = page


def _scanned_page(document: Any, index: int, model: str) -> Page:
    opened = document[index]
    try:
        frame = frame_of(opened)
        seen = lines_on_picture(opened, frame, model)
        lines = with_drawn_boxes(opened, with_form_values(opened, frame, seen))
        text, places = page_text(ordered_lines(lines))
        return _page(index, frame, text, places, Drawing(), ocr=True)
    finally:
        opened.close()
