"""PowerPoint (PPTX): the text of each slide."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from tender.parsing.building import build_source
from tender.parsing.package import Package, local, member_names
from tender.parsing.sections import plain_spaces
from tender.vocabulary.source import Page, Source

_SLIDE: Final = re.compile(r"ppt/slides/slide(\d+)\.xml")


def recognises(data: bytes, name: str) -> bool:
    """A ZIP that holds a presentation."""
    return "ppt/presentation.xml" in member_names(data)


def read(data: bytes, name: str) -> Source:
    """One Page for each slide that has text, numbered as the slide. Raises Refused."""
    pages: list[Page] = []
    with Package(data, name) as package:
        for member in package.matching("ppt/slides/slide"):
            match = _SLIDE.fullmatch(member)
            text = "\n".join(_paragraphs(package.xml(member))) if match else ""
            if match and text:
                pages.append(Page(number=int(match.group(1)), text=text))
    return build_source(data, name, pages)


def _paragraphs(slide: etree._Element) -> list[str]:
    paragraphs = []
    for element in slide.iter():
        if local(element) == "p":
            pieces = [
                held.text or "" if local(held) == "t" else "\n"
                for held in element.iter()
                if local(held) in ("t", "br")
            ]
            text = plain_spaces("".join(pieces)).strip()
            if text:
                paragraphs.append(text)
    return paragraphs
