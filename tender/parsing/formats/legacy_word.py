"""Old Word (DOC) and RTF: LibreOffice turns them into DOCX, in its own process and folder."""

from __future__ import annotations

from tender.parsing.building import build_source
from tender.parsing.compound import is_locked_office, is_old_word
from tender.parsing.office import convert
from tender.parsing.word_document import read_word
from tender.vocabulary.source import Source


def recognises(data: bytes, name: str) -> bool:
    """A compound document of Word, or rich text."""
    return data.startswith(b"{\\rtf") or (is_old_word(data) and not is_locked_office(data))


def read(data: bytes, name: str) -> Source:
    """The sections of the document. Raises Refused: LibreOffice missing, too slow, or unable to open it."""
    suffix = ".rtf" if data.startswith(b"{\\rtf") else ".doc"
    return build_source(data, name, read_word(convert(data, suffix, "docx", name), name))
