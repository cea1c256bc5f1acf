"""A whole response read back: the words and tables of every file in it, the buyer's own filled ones too."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal

from openpyxl import load_workbook

from tests.archives import Opened
from tests.documents.reading import SPACES, docx_edges, docx_tables, docx_text, pdf_pages

Rows = list[list[str]]

_SIRET = re.compile(r"(?<!\d)(?<!\d )\d{3} \d{3} \d{3} \d{5}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LEFT_OPEN = re.compile(r"\bNone\b|\bnan\b|\bnull\b|\bTrue\b|\bFalse\b|\[\[|\{\w+\}|%\(\w+\)s|Decimal\(")
_ENGLISH = re.compile(
    r"\b(the|and|with|hours?|members?|shares?|amounts?|missing|unknown|required|deadline|buyer|bidder|lead"
    r"|price|yes|page of|year|month|none|not|for|this|of)\b",
    re.IGNORECASE,
)


def even(text: str) -> str:
    """One sort of space and one sort of apostrophe: what a reader does not tell apart."""
    return text.translate(SPACES).replace("’", "'").replace("\u00ad", "")


def words_of(archive: Opened) -> dict[str, str]:
    """What each Word file, workbook and PDF of an archive says."""
    return {path: even(said) for path, data in archive.files.items() if (said := _words(path, data))}


def _words(path: str, data: bytes) -> str:
    if path.endswith(".docx"):
        return f"{docx_text(data)}\n{docx_edges(data)}"
    if path.endswith(".pdf"):
        # A printed line ends where the page does, inside a word or a number too.
        whole = re.sub("[\u00ad\ufffe\x02]\\s*", "", "\n".join(pdf_pages(data)))
        return re.sub(r"\s+", " ", whole)
    if path.endswith(".xlsx"):
        return "\n".join(" | ".join(row) for rows in sheets_of(data).values() for row in rows)
    return ""


def sheets_of(data: bytes) -> dict[str, Rows]:
    """Each sheet of a workbook as rows of what is shown, computed values for formulas."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    return {
        sheet.title: [
            [even("" if value is None else str(value)) for value in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    }


def tables_of(data: bytes, *heads: str) -> list[Rows]:
    """The rows below the head of each table of a Word file whose first cells begin with these words."""
    found = []
    for table in docx_tables(data):
        first = [even(cell) for cell in table[0]]
        if len(first) >= len(heads) and all(
            cell.startswith(head) for cell, head in zip(first, heads, strict=False)
        ):
            found.append([[even(cell) for cell in row] for row in table[1:]])
    return found


def number_of(text: str) -> Decimal:
    """« 97 780,87 € », « 4 160 h » or « – » as a number."""
    bare = re.sub(r"[^\d,.-]", "", text.replace("–", "0")).replace(",", ".")
    return Decimal(bare or 0)


def sirets_in(text: str) -> set[str]:
    """Every SIRET written in a text, bare."""
    return {held.replace(" ", "") for held in _SIRET.findall(text)}


def mails_in(text: str) -> set[str]:
    """Every mail address written in a text."""
    return set(_MAIL.findall(text))


def slips(text: str) -> Iterator[str]:
    """What no reader of a French paper should meet: values of a program, words of English."""
    bare = _MAIL.sub("", re.sub(r"https?://\S+", "", text))
    for pattern in (_LEFT_OPEN, _ENGLISH):
        for held in pattern.finditer(bare):
            yield bare[max(0, held.start() - 30) : held.end() + 30]
