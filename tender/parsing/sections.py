"""Documents without pages: text gathered into one Page for each section, labelled "§ 4.2 Titre"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tender.vocabulary.source import Page, Table

_NUMBERED_TITLE: Final = re.compile(
    r"^(?:(?:article|chapitre|titre|section|partie|annexe|lot|abschnitt|teil|kapitel)\s+)?"
    r"(?:\d{1,2}(?:[.\-]\d{1,2}){0,4}|[IVX]{1,5}|[A-Z]\d?)\s*(?:[.)°:–—-]+|\s)\s*(?=\S)",
    re.IGNORECASE,
)
_LONGEST_TITLE: Final = 140
_LABEL: Final = 70
_SPACES: Final = dict.fromkeys((0xA0, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F, 0x3000), " ") | {
    0x200B: None, 0x2060: None, 0xFEFF: None, 0xAD: None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table of a document, with what is printed. `heading`: it opens a section."""

    text: str
    heading: bool = False
    table: Table | None = None
    notes: tuple[str, ...] = ()


def looks_like_heading(text: str, *, emphasised: bool) -> bool:
    """Whether a paragraph without a heading style reads as one: short, numbered, and set apart."""
    return (
        emphasised
        and len(text) <= _LONGEST_TITLE
        and "\n" not in text
        and not text.rstrip().endswith((",", ";", "."))
        and _NUMBERED_TITLE.match(text) is not None
    )


def plain_spaces(text: str) -> str:
    """Text with every kind of space as a plain one, invisible marks dropped: as in the text of a PDF."""
    return text.translate(_SPACES)


def section_pages(blocks: Iterable[Block]) -> tuple[Page, ...]:
    """One Page for each section; what stands before the first heading is "§ 0"."""
    pages: list[Page] = []
    label, held = "§ 0", list[Block]()
    for block in blocks:
        if block.heading and block.text.strip():
            if held:
                pages.append(_page(label, held))
            label, held = f"§ {_short(block.text)}", []
        held.append(block)
    if held:
        pages.append(_page(label, held))
    return tuple(page for page in pages if page.text.strip())


def _page(label: str, blocks: list[Block]) -> Page:
    lines = [block.text for block in blocks if block.text]
    lines.extend(note for block in blocks for note in block.notes)
    return Page(
        number=None,
        text="\n".join(lines),
        path=label,
        tables=tuple(block.table for block in blocks if block.table is not None),
    )


def _short(title: str) -> str:
    flat = " ".join(title.split())
    return flat if len(flat) <= _LABEL else flat[: _LABEL - 1].rsplit(" ", 1)[0] + "…"
