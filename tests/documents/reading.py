"""Generated files read back: what a person would see in them."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pypdfium2
from docx import Document
from docx.table import Table

from tender.documents.forms import FORMS
from tender.documents.generated import DOCX, PDF, GeneratedFile
from tender.documents.response import Response

SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


def made(response: Response, form: str, *, kind: str = DOCX) -> tuple[GeneratedFile, ...]:
    """The files of one form and media type."""
    (chosen,) = (held for held in FORMS if form == held.CODE)
    return tuple(held for held in chosen.render(response) if held.media_type == kind)


def docx_text(data: bytes) -> str:
    """Paragraphs and cells in order, ordinary spaces."""
    document = Document(io.BytesIO(data))
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines).translate(SPACES)


def docx_tables(data: bytes) -> list[list[list[str]]]:
    """Each table as rows of cells, ordinary spaces."""
    document = Document(io.BytesIO(data))
    return [
        [[cell.text.translate(SPACES) for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]


def docx_edges(data: bytes) -> str:
    """Headers and footers."""
    section = Document(io.BytesIO(data)).sections[0]
    parts = (section.header, section.first_page_header, section.footer, section.first_page_footer)
    return "\n".join(paragraph.text for part in parts for paragraph in part.paragraphs).translate(SPACES)


def pdf_pages(data: bytes) -> list[str]:
    """The text of each page, ordinary spaces."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_page_text(document, number) for number in range(len(document))]
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    words = page.get_textpage()
    text = str(words.get_text_range()).translate(SPACES).replace("\r\n", "\n")
    words.close()
    page.close()
    return text


def all_text(files: Iterable[GeneratedFile]) -> str:
    """Every word of the Word and PDF files."""
    return "\n".join(
        docx_text(held.data) if held.media_type == DOCX else "\n".join(pdf_pages(held.data))
        for held in files
        if held.media_type in {DOCX, PDF}
    )
