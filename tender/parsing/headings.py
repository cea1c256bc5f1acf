"""The numbered sections of a document: "ARTICLE 4 - …", "1.1 - Objet", "III.2. DATE LIMITE", "§ 5"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tender.parsing.flow import Flow
from tender.parsing.flow_places import Line

_HEADING = re.compile(
    r"^\s*(?P<prefix>article|art\.|chapitre|titre|partie|section|§)?\s*n?°?\s*"
    r"(?P<number>(?:[ivx]{1,5}|[a-h]|\d{1,2})(?:\s?[.\-]\s?\d{1,2}){0,4})"
    r"\s*(?P<mark>[.):/]|-|\s)\s*[-:.]?\s*(?P<title>[a-z\"'(].{2,140})$"
)
_SENTENCE_END = (";", ",", ".", " et", " ou", " de", " des", " la", " le")
_WEIGHED = re.compile(
    r"\d\s*(?:%|points?\b|pts\b)|\b(?:coef|ponder)\w*\W{0,4}\d|\d\s*(?:h|heures|€|m2|m²"
    r"|euros)\s*(?:h\.?t\.?)?\s*$"
    r"|[a-z)] \d{1,2}[.,]\d{1,2}\s*$"
)
"""A line with a weight is an item of a list, one with a quantity a row of a table: "1) Prix : 40 %"."""
_LETTERS = 1000
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(slots=True)
class Section:
    """A numbered section: number as a tuple, folded title, folded span (heading included), sub-sections."""

    number: tuple[int, ...]
    title: str
    start: int
    body: int
    end: int
    children: list[Section] = field(default_factory=list)

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def sections(flow: Flow) -> list[Section]:
    """The tree of numbered sections; a number that does not follow from those before it is no heading."""
    roots: list[Section] = []
    open_ones: list[Section] = []
    for index, line in enumerate(flow.lines):
        heading = _heading(flow, index)
        if heading is None:
            continue
        number, title, strong = heading
        if not _follows(number, open_ones, strong=strong) and not _far_article(flow, line, number, open_ones):
            continue
        while open_ones and len(open_ones[-1].number) >= len(number):
            open_ones.pop().end = line.start
        section = Section(number, title, line.start, line.end, flow.length)
        (open_ones[-1].children if open_ones else roots).append(section)
        open_ones.append(section)
    return roots


def every_section(flow: Flow) -> list[Section]:
    """All sections of a document in order, sub-sections included."""
    return [section for root in sections(flow) for section in root.walk()]


def headed_lines(flow: Flow) -> frozenset[int]:
    """Where the first lines of sections start, in a format that knows its sections (Word, OpenDocument)."""
    found = set()
    before = -1
    for line in flow.lines:
        page = flow.source.pages[line.page]
        if line.page != before and (page.path or "").startswith("§ ") and page.path != "§ 0":
            found.add(line.start)
        before = line.page
    return frozenset(found)


_ARTICLE = re.compile(r"\s*(?:article|chapitre)\s*\d{1,2}\s*[-:.–)]+\s*[a-z]")


def _far_article(flow: Flow, line: Line, number: tuple[int, ...], open_ones: list[Section]) -> bool:
    """ "Article 8 – …" as a title of its own also goes on after "Article 2", when those between were lost."""
    opening = _ARTICLE.match(flow.text[line.start : line.end])
    if not opening or len(number) != 1 or not open_ones or number[0] <= open_ones[0].number[0]:
        return False
    places = flow.places(line.start + opening.end() - 1, line.end)
    return bool(places) and places[0][0].text[places[0][1]].isupper()


def _heading(flow: Flow, index: int) -> tuple[tuple[int, ...], str, bool] | None:
    text = flow.line_text(index)
    match = _HEADING.match(text) if len(text) <= 160 else None
    if not match:
        return None
    number = _number(match["number"])
    title = match["title"].strip(" :")
    strong = bool(match["prefix"]) or len(number) > 1
    if title.endswith(_SENTENCE_END) or _WEIGHED.search(title):
        return None
    if not strong and match["mark"].isspace() and not _bare_title(flow, index, match):
        return None
    listed = index and flow.line_text(index - 1).rstrip().endswith(":")
    if listed and not strong:
        return None  # the first item of a list that a sentence announces
    return number, title, strong


def _bare_title(flow: Flow, index: int, match: re.Match[str]) -> bool:
    """ "2 Jugement des offres": a number without a point, a short line that begins with a capital."""
    line = flow.lines[index]
    places = flow.places(line.start + match.start("title"), line.end)
    if not places:
        return False
    page, first, _ = places[0]
    short = len(match["title"]) < 60 and not re.search(r"[:;€%]|\d{2}", match["title"])
    return match["number"].isdigit() and short and page.text[first].isupper()


def _number(text: str) -> tuple[int, ...]:
    first, *others = re.split(r"\s?[.\-]\s?", text)
    head = int(first) if first.isdigit() else _roman(first) if set(first) <= set("ivx") else _lettered(first)
    return (head, *(int(part) for part in others if part))


def _lettered(letter: str) -> int:
    """Letters count apart: "e)" does not go on after "IV"."""
    return _LETTERS + ord(letter) - 96


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


def _follows(number: tuple[int, ...], open_ones: list[Section], *, strong: bool) -> bool:
    if not open_ones:
        return strong or number in ((1,), (_LETTERS + 1,))
    for held in open_ones:
        depth = len(held.number)
        if len(number) == depth and number[:-1] == held.number[:-1] and 0 < number[-1] - held.number[-1] <= 4:
            return True
    last = open_ones[-1].number
    if len(number) > len(last) and number[: len(last)] == last and max(number[len(last) :]) <= 3:
        return True
    # A main title lost by the text layer ("II" before "II.1"): go on from the next main number.
    step = number[0] - open_ones[0].number[0]
    if len(number) == 1:
        return step == 1 and len(open_ones[0].number) > 1
    return (0 < step <= 2 and number[-1] <= 2) or (0 < step <= 4 and number[-1] == 1)
