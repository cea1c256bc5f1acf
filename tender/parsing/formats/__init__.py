"""The file formats read: a registry, and read(), where the bytes decide and not the name."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from tender.parsing.formats import (
    docx,
    eml,
    espd_request,
    legacy_word,
    notice_json,
    notice_xml,
    odt,
    pdf,
    plain_text,
    pptx,
    xlsx,
)
from tender.parsing.refusal import MAX_CHARACTERS, MAX_FILE_BYTES, RefusalReason, Refused
from tender.vocabulary.source import Source


class Format(Protocol):
    """What a module of FORMATS must have."""

    def recognises(self, data: bytes, name: str) -> bool:
        """Whether these bytes are of this format; `name` only helps between kinds of plain text."""

    def read(self, data: bytes, name: str) -> Source:
        """The file as pages. Raises Refused."""


FORMATS: Final[tuple[Format, ...]] = (
    pdf,
    docx,
    xlsx,
    odt,
    pptx,
    legacy_word,
    espd_request,
    notice_xml,
    notice_json,
    eml,
    plain_text,
)


_HEAD: Final = 1024
"""Bytes that tell a PDF."""


def read(data: bytes | Path, name: str) -> Source:
    """Read one file of a call, held or on disk; a PDF on disk is never held whole.

    Raises Refused with its reason: empty, locked, damaged, unknown…
    """
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if not size:
        raise Refused(RefusalReason.EMPTY, name=name)
    if size > MAX_FILE_BYTES:
        raise Refused(RefusalReason.TOO_LARGE, name=name, bytes=size)
    source = _read(data, name)
    if sum(len(page.text) for page in source.pages) > MAX_CHARACTERS:
        raise Refused(RefusalReason.TOO_LARGE, name=name, bytes=size)
    return source


def _read(data: bytes | Path, name: str) -> Source:
    if isinstance(data, Path):
        with data.open("rb") as file:
            is_pdf = pdf.recognises(file.read(_HEAD), name)
        if is_pdf:
            return pdf.read(data, name)
        data = data.read_bytes()
    for known in FORMATS:
        if known.recognises(data, name):
            return known.read(data, name)
    raise Refused(RefusalReason.UNKNOWN_TYPE, name=name)
