"""Notices as saved from the BOAMP API: a page for each field, its path as a JSON path."""

from __future__ import annotations

import re
from typing import Final

from tender.parsing.notices import notice_pages
from tender.vocabulary.source import Source

_KEYS = re.compile(rb'"(?:donnees|idweb|EFORMS|FNSimple|MAPA|DSP|results|records?|fields)"\s*:')
_HEAD: Final = 8192


def recognises(data: bytes, name: str) -> bool:
    """A JSON object or list that opens with a key of the BOAMP's answers."""
    head = data[:_HEAD]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] in (b"{", b"[") and bool(_KEYS.search(start))


def read(data: bytes, name: str) -> Source:
    """The notice as pages. Raises Refused: damaged, or JSON that is no notice."""
    return notice_pages(data, name)
