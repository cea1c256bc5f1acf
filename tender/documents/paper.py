"""A document before it is Word or PDF: a title, marks for every page, and blocks.

Every form draws one Paper; writers/docx.py and writers/pdf.py print the same Paper, so that the two files
cannot say two things.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """How a run of words is set. missing: the visible mark of a box nobody has filled."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    MUTED = "muted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Words = str | Run | tuple["str | Run", ...]
"""What stands in a paragraph or a cell."""

MISSING = Run("à compléter", Tone.MISSING)
TO_SOURCE = Run("à sourcer", Tone.MISSING)


def strong(text: str) -> Run:
    """Words in bold."""
    return Run(text, Tone.STRONG)


def muted(text: str) -> Run:
    """Words in grey: an explanation, a source."""
    return Run(text, Tone.MUTED)


def runs(words: Words) -> tuple[Run, ...]:
    """Words as runs."""
    held = words if isinstance(words, tuple) else (words,)
    return tuple(Run(part) if isinstance(part, str) else part for part in held)


def plain(words: Words) -> str:
    """Words without their tones."""
    return "".join(run.text for run in runs(words))


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of a rubric; levels 1 to 3. `fresh_page`: starts a page."""

    text: str
    level: int = 1
    fresh_page: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. kind: body, small or lead (a larger opening line). `kept`: stays with the block below."""

    words: Words
    kind: str = "body"
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short items."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes of a form: ticked or not, one a line. `inner`: a choice within the box above."""

    options: tuple[tuple[bool, Words], ...]
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The buyer's own words, and where they stand."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels and what stands beside them."""

    rows: tuple[tuple[str, Words], ...]


class Align(StrEnum):
    """How a column stands; numbers stand to the right."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "center"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its share of the width (relative), its side."""

    head: str
    width: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table, its head repeated. `totals`: how many last rows are totals. `small`: many columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    totals: int = 0
    small: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Room to sign: who, in which capacity. `heads`: of its three columns."""

    rows: tuple[tuple[Words, Words], ...]
    heads: tuple[str, str, str] = ("Pour", "Nom et qualité du signataire", "Date et signature")


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: headings of levels 1 and 2."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of ours (`svg`) or an image handed in (`png`), `width` × `height` units of its own.

    `alt`: what it shows, for who does not see it. `share`: of the width of the text it takes.
    """

    alt: str
    width: float
    height: float
    svg: str = ""
    png: bytes = b""
    share: float = 1.0


Block = Heading | Para | Bullets | Ticks | Quote | Fields | Grid | Signatures | Contents | Picture


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page of a memo: logos, a line above the title, the title, facts, who signs below."""

    above: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, Words], ...]
    below: tuple[str, ...] = ()
    logos: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. `head`, `foot`: on every page; `note`: under the title, what the document stands for."""

    title: str
    head: str
    foot: str
    issued_on: date
    author: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    note: str = ""
    cover: Cover | None = None
    example: bool = False
    language: str = "fr"


def pictures_of(paper: Paper) -> tuple[Picture, ...]:
    """Every picture of a document in the order of its pages: logos of the cover, then those of the text."""
    logos = paper.cover.logos if paper.cover else ()
    return (*logos, *(block for block in paper.blocks if isinstance(block, Picture)))


EXAMPLE_MARK = "EXEMPLE – données fictives"


def example_mark(language: str) -> str:
    """The mark of an example in the language of the document."""
    other = {"de": "BEISPIEL – fiktive Angaben", "en": "EXAMPLE – fictitious data"}
    return other.get(language, EXAMPLE_MARK)
