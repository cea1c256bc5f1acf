"""The file formats read: a registry, and read(), where the bytes decide and not the name."""

from __future__ import annotations

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


def read(data: bytes, name: str) -> Source:
    """Read one file of a call. Raises Refused with its reason: empty, locked, damaged, unknown…"""
    if not data:
        raise Refused(RefusalReason.EMPTY, name=name)
    if len(data) > MAX_FILE_BYTES:
        raise Refused(RefusalReason.TOO_LARGE, name=name, bytes=len(data))
    for known in FORMATS:
        if known.recognises(data, name):
            source = known.read(data, name)
            if sum(len(page.text) for page in source.pages) > MAX_CHARACTERS:
                raise Refused(RefusalReason.TOO_LARGE, name=name, bytes=len(data))
            return source
    raise Refused(RefusalReason.UNKNOWN_TYPE, name=name)
