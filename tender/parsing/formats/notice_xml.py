"""Notices in XML (TED eForms, older TED, BOAMP): a page for each field, its path as XPath."""

from __future__ import annotations

from typing import Final

from tender.parsing.notices import notice_pages
from tender.vocabulary.source import Source

_ROOTS = ("ContractNotice", "ContractAwardNotice", "PriorInformationNotice", "TED_EXPORT", "ANNONCE")
_HEAD: Final = 8192


def recognises(data: bytes, name: str) -> bool:
    """An XML declaration or the root of a notice; other XML is refused by name in read()."""
    head = data[:_HEAD]
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    start = text.removeprefix("\u00ef\u00bb\u00bf").lstrip("\ufeff \t\r\n")
    if start.startswith("<?xml"):
        return "<html" not in start.lower()
    return start.startswith("<") and any(f"<{root}" in start or f":{root}" in start for root in _ROOTS)


def read(data: bytes, name: str) -> Source:
    """The notice as pages. Raises Refused: damaged, with entities, or XML that is no notice."""
    return notice_pages(data, name)
