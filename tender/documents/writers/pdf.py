"""A Paper in PDF by Typst: PDF/A-2a and PDF/UA-1, tagged, its language set, its fonts inside.

Words of users enter the program only as string literals, so that nothing they write is ever run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tender.documents.french import typeset
from tender.documents.paper import (
    Block,
    Bullets,
    Column,
    Contents,
    Cover,
    Fields,
    Grid,
    Heading,
    Paper,
    Para,
    Picture,
    Quote,
    Signatures,
    Ticks,
    Words,
    example_mark,
    pictures_of,
    runs,
)
from tender.documents.writers.typesetting import Refused, found_in, to_pdf

# All that is not Latin, Greek, Cyrillic or the signs of ordinary printing, which the wheel's fonts have.
_EXOTIC = re.compile(
    "[^\n -~\u00a0-\u017f\u0386-\u03ce\u0400-\u045f\u2009\u2010-\u2015\u2018-\u201f\u2020-\u2022\u2026\u202f"
    "\u2030\u2039\u203a\u20ac\u2116\u2122\u2190-\u2193\u2212\u2260\u2264\u2265\u25a1\u2610\u2612]"
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and on which page each heading stands (by its rank)."""

    data: bytes
    pages: dict[int, int]


def write_pdf(paper: Paper) -> bytes:
    """The bytes of the PDF."""
    return _compile(_program(paper), _pictures(paper))


def print_pdf(paper: Paper) -> Printed:
    """The PDF and the pages of its headings: what a contents list in another format needs to begin with."""
    program, pictures = _program(paper), _pictures(paper)
    found = found_in(program, pictures, "<place>")
    return Printed(_compile(program, pictures), dict(enumerate(found)))


def page_count(paper: Paper) -> int:
    """How many pages it takes."""
    program = _program(paper) + "\n#context [#metadata(here().page()) <end>]"
    return int(found_in(program, _pictures(paper), "<end>")[-1])


def _pictures(paper: Paper) -> dict[str, bytes]:
    return {picture_name(one): _drawing(one).encode() for one in pictures_of(paper)}


def _drawing(picture: Picture) -> str:
    """A picture as SVG, one handed in as pixels within it: the typesetter reads text alone."""
    if not picture.png:
        return picture.svg
    size = f'width="{picture.width:g}" height="{picture.height:g}"'
    pixels = base64.b64encode(picture.png).decode()
    space = 'xmlns="http://www.w3.org/2000/svg"'
    return f'<svg {space} {size}><image {size} href="data:image/png;base64,{pixels}"/></svg>'


def _compile(program: str, pictures: dict[str, bytes]) -> bytes:
    """PDF/A refuses a sign its fonts lack (an emoji in a name): that sign is then printed as a box."""
    try:
        return to_pdf(program, pictures)
    except Refused:
        plain = {name: _EXOTIC.sub("□", data.decode()).encode() for name, data in pictures.items()}
        return to_pdf(_EXOTIC.sub("□", program), plain)


def literal(text: str) -> str:
    """Words as a Typst string: whatever they hold, they stay words."""
    kept = _UNWRITABLE.sub("", typeset(text))
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n") + '"'


def _words(words: Words) -> str:
    """Runs as one content expression."""
    held = " + ".join(f"run({literal(run.text)}, {literal(run.tone.value)})" for run in runs(words))
    return f"({held})" if held else "[]"


@cache
def _house() -> str:
    return (resources.files("tender.documents.writers") / "house.typ").read_text(encoding="utf-8")


def _program(paper: Paper) -> str:
    day = paper.issued_on
    opening = _cover(paper, paper.cover) if paper.cover else _opening(paper)
    body = "\n".join(_block(block) for block in paper.blocks)
    title = paper.title.strip() or paper.head or paper.foot
    mark = example_mark(paper.language) if paper.example else ""
    return (
        f"{_house()}\n#show: house.with(title: {literal(title)}, author: {literal(paper.author)},"
        f" date: datetime(year: {day.year}, month: {day.month}, day: {day.day}), head: {literal(paper.head)},"
        f" foot: {literal(paper.foot)}, mark: {literal(mark)},"
        f" language: {literal(paper.language)}, covered: {'true' if paper.cover else 'false'})\n"
        f"{opening}\n{body}\n"
    )


def _opening(paper: Paper) -> str:
    return f"#opening({literal(paper.title)}, {literal(paper.subtitle)}, {literal(paper.note)})"


def _cover(paper: Paper, cover: Cover) -> str:
    facts = _pairs(cover.facts)
    below = "".join(f"{literal(line)}, " for line in cover.below)
    logos = "".join(f"({literal(picture_name(one))}, {literal(one.alt)}), " for one in cover.logos)
    return (
        f"#cover({literal(cover.above)}, {literal(cover.title)}, {literal(cover.subtitle)}, ({facts}),"
        f" ({below}), {literal(paper.note)}, ({logos}))"
    )


def _pairs(rows: tuple[tuple[str, Words], ...]) -> str:
    return "".join(f"({literal(label)}, {_words(words)}), " for label, words in rows)


def _block(block: Block) -> str:
    match block:
        case Heading():
            fresh = "#pagebreak(weak: true)\n" if block.fresh_page else ""
            code = f"{fresh}#titled({block.level}, {literal(block.text)})"
        case Para():
            kept = "true" if block.kept else "false"
            code = f"#para({_words(block.words)}, {literal(block.kind)}, {kept})"
        case Bullets():
            code = f"#list({', '.join(_words(item) for item in block.items)})"
        case Ticks():
            held = "".join(f"({'true' if on else 'false'}, {_words(words)}), " for on, words in block.options)
            code = f"#ticks(({held}), {'true' if block.inner else 'false'})"
        case Quote():
            code = f"#quoted({literal(f'« {block.text} »')}, {literal(block.source)})"
        case Fields():
            code = f"#fields(({_pairs(block.rows)}))"
        case Grid():
            code = _grid(block)
        case Signatures():
            held = "".join(f"({_words(who)}, {_words(name)}), " for who, name in block.rows)
            heads = "".join(f"{literal(head)}, " for head in block.heads)
            code = f"#signatures(({heads}), ({held}))"
        case Contents():
            code = "#contents()"
        case Picture():
            code = f"#picture({literal(picture_name(block))}, {literal(block.alt)}, {block.share * 100:g}%)"
    return code


def picture_name(picture: Picture) -> str:
    """A name for a picture among the files of one document: the same picture has the same one."""
    return f"{hashlib.sha256(picture.png or picture.svg.encode()).hexdigest()[:16]}.svg"


def _grid(grid: Grid) -> str:
    widths = "".join(f"{column.width}fr, " for column in grid.columns)
    sides = "".join(f"{_side(column)}, " for column in grid.columns)
    heads = "".join(f"{literal(column.head)}, " for column in grid.columns)
    rows = "".join(f"({''.join(f'{_words(words)}, ' for words in row)}), " for row in grid.rows)
    small = "true" if grid.small else "false"
    return f"#grid-of(({widths}), ({sides}), ({heads}), ({rows}), {grid.totals}, {small})"


def _side(column: Column) -> str:
    return column.align.value
