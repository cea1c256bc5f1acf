"""Word (DOCX): one Page for each section, for Word stores no pages."""

from __future__ import annotations

from tender.parsing.building import build_source
from tender.parsing.package import member_names
from tender.parsing.word_document import BODY, read_word
from tender.vocabulary.source import Source


def recognises(data: bytes, name: str) -> bool:
    """A ZIP that holds a Word document."""
    return BODY in member_names(data)


def read(data: bytes, name: str) -> Source:
    """The sections of the document. Raises Refused."""
    return build_source(data, name, read_word(data, name))
