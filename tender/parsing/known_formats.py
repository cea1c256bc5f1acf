"""The registry of file formats; it loads them all."""

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
