"""Plain text, CSV and light HTML: the last to be asked, for almost any bytes may be text."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from tender.parsing.building import build_source
from tender.parsing.plain import decoded, html_text
from tender.parsing.refusal import MAX_ROWS, RefusalReason, Refused
from tender.parsing.sections import plain_spaces
from tender.vocabulary.source import Cell, Page, Source, Table, column_letters

_TEXT_NAMES: Final = (".txt", ".text", ".md", ".csv", ".tsv", ".htm", ".html", ".xhtml", ".log")
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|h[1-6])\b", re.IGNORECASE)


def recognises(data: bytes, name: str) -> bool:
    """Text by its bytes; without a name of text it must look like a page of HTML."""
    head = data[:8192]
    if decoded(head) is None:
        return False
    return name.casefold().endswith(_TEXT_NAMES) or _HTML.match(head.lstrip()) is not None


def read(data: bytes, name: str) -> Source:
    """One Page; a CSV is a grid. Raises Refused when nothing is left of it."""
    text = decoded(data)
    if text is None:
        raise Refused(RefusalReason.UNKNOWN_TYPE, name=name)
    if _HTML.search(data[:8192]):
        page = Page(number=None, text=html_text(text))
    elif name.casefold().endswith((".csv", ".tsv")):
        page = _grid(text, name)
    else:
        page = Page(number=None, text=plain_spaces(text.replace("\r\n", "\n").replace("\r", "\n")).strip())
    if not page.text.strip():
        raise Refused(RefusalReason.EMPTY, name=name)
    return build_source(data, name, (page,))


def _grid(text: str, name: str) -> Page:
    head = text[:4000]
    delimiter = max(";\t,|", key=head.count)
    title = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            rows.append([" ".join(plain_spaces(value).split()) for value in row])
            if len(rows) >= MAX_ROWS:
                break
    except csv.Error as error:
        raise Refused(RefusalReason.DAMAGED, name=name) from error
    table = Table(
        tuple(
            tuple(
                Cell(text=value, path=f"{title}!{column_letters(column)}{number}") if value else None
                for column, value in enumerate(row)
            )
            for number, row in enumerate(rows, start=1)
            if any(row)
        )
    )
    lines = "\n".join("\t".join(row).rstrip("\t") for row in rows)
    return Page(number=None, text=lines, path=title, tables=(table,), grid=True)
