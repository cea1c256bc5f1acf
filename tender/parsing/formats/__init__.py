"""The file formats: read(), where the bytes decide and not the name. The registry is in known_formats."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tender.parsing.formats import pdf
from tender.parsing.refusal import MAX_CHARACTERS, MAX_FILE_BYTES, RefusalReason, Refused
from tender.vocabulary.source import Source

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
            head = file.read(_HEAD)
    else:
        head = data[:_HEAD]
    if pdf.recognises(head, name):
        return pdf.read(data, name)
    # Loaded at the first file that is no PDF: together they are as slow to load as forty pages to read.
    from tender.parsing.known_formats import FORMATS  # noqa: PLC0415

    held = data.read_bytes() if isinstance(data, Path) else data
    for known in FORMATS:
        if known.recognises(held, name):
            return known.read(held, name)
    raise Refused(RefusalReason.UNKNOWN_TYPE, name=name)
