"""Plain text and light HTML out of bytes."""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree, html

from tender.parsing.sections import plain_spaces

_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "pre",
        "hr",
    ]
)
_DROPPED: Final = frozenset(("script", "style", "head", "noscript", "template"))
_BLANK_LINES: Final = re.compile(r"\n\s*\n+")


def decoded(data: bytes) -> str | None:
    """The text of these bytes (UTF-8, UTF-16 with its mark, Windows), None when they are not text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    head = data[:65536]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    if controls > len(head) // 500:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def html_text(source: str) -> str:
    """What a page of HTML shows, a line for each block; scripts and styles dropped, nothing fetched."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _BLOCKS:
                pieces.append("\n")
            if not _hidden(element):
                pieces.append(_flowed(element.text))
        else:
            if tag in _BLOCKS:
                pieces.append("\n")
            parent = element.getparent()
            if parent is not None and not _hidden(parent):
                pieces.append(_flowed(element.tail))
    lines = (" ".join(line.split()) for line in plain_spaces("".join(pieces)).split("\n"))
    return _BLANK_LINES.sub("\n", "\n".join(lines)).strip()


def _flowed(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _hidden(element: etree._Element) -> bool:
    if element.tag in _DROPPED:
        return True
    return any(held.tag in _DROPPED for held in element.iterancestors())
