"""Papers in lists: the items of a zone, each with the lines it goes on over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tender.parsing.flow import Flow
from tender.parsing.paper_bare import FOR_LOTS, SAYS, is_bare_item
from tender.parsing.paper_lists import EITHER, Paper, paper, part_of_paper, short, split_at
from tender.parsing.paper_words import DEEP_ITEM, ITEM, NOT_PAPER, PAPER, PAPER_HEAD, TWO_LEVELS
from tender.parsing.paper_zones import Zone, is_dashed_title
from tender.vocabulary.source import DocumentKind


def listed_papers(
    flow: Flow, zone: Zone, titles: frozenset[int], *, ticks: bool, tabled: Sequence[tuple[int, int]]
) -> Iterator[Paper]:
    """The items of the lists of a zone, each with the lines it goes on over; none of a table read as such."""
    marks = _Marks()
    unnamed: list[_Item] = []
    for item in _items(flow, zone, titles, tabled):
        if item.between:
            marks.pass_line(flow.text[item.start : item.end])
            continue
        told = marks.open(item) and not (ticks and item.unticked)
        shown = papers_inside(flow, item.start, item.end) if told else ()
        found = [held for first, end in shown if (held := paper(flow, first, end, zone[2]))]
        marks.close(item, flow.text[item.start : item.end], named=bool(found))
        if shown and not found and item.mark:
            unnamed.append(item)
        yield from found
    if len(unnamed) <= _FEW and flow.kind is DocumentKind.RC and not flow.german:
        for item in unnamed:
            if item.mark in marks.named:
                yield from _among_papers(flow, item.start, item.end, zone[2])


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list without its mark, or a line between the items; where it stands in the text."""

    start: int
    end: int
    mark: str = ""
    between: bool = False
    deep: bool = False
    """It is a title as well: "5.1.1 DC1"."""
    unticked: bool = False


def _items(
    flow: Flow, zone: Zone, titles: frozenset[int], tabled: Sequence[tuple[int, int]]
) -> Iterator[_Item]:
    """The items of a zone, and the lines between them."""
    start, end, _ = zone
    index, last = flow.line_at(start), flow.line_at(max(start, end - 1))
    while index <= last:
        line = flow.lines[index]
        if line.start >= start and not any(first <= line.start < stop for first, stop in tabled):
            opening = _opening(flow, index, titles)
            if opening or is_bare_item(flow, index):
                stop = _last_line(flow, index, last, titles)
                held = opening.groupdict() if opening else {}
                sign = (held.get("mark") or held.get("num") or "1") if opening else ""
                yield _Item(
                    line.start + (opening.end() if opening else 0),
                    flow.lines[stop].end,
                    _kind_of_mark(sign),
                    deep=line.start in titles,
                    unticked=sign in ("☐", "□"),
                )
                index = stop
            else:
                yield _Item(line.start, line.end, between=True)
        index += 1


def _opening(flow: Flow, index: int, titles: frozenset[int]) -> re.Match[str] | None:
    """The mark that makes a line an item."""
    text = flow.line_text(index)
    title = flow.lines[index].start in titles
    if title and (is_dashed_title(flow, index) or _ROMAN_TITLE.match(text)):
        return None
    numbered = None if title else TWO_LEVELS.match(text) or FOR_LOTS.match(text)
    if numbered and PAPER_HEAD.match(text[numbered.end() :]):
        return numbered
    return ITEM.match(text) or DEEP_ITEM.match(text)


_ROMAN_TITLE = re.compile(r"\s*[ivx]{1,4}\.\s")


@dataclass(slots=True)
class _Marks:
    """What the lines above say of the items below."""

    outer: str | None = None
    """The mark of a paper whose contents are listed below it."""
    inside: str | None = None
    """Below a sentence that says what a paper is to tell: the mark of that list; "": not known yet."""
    named: set[str] = field(default_factory=set)
    """The marks of items that name papers."""

    def pass_line(self, text: str) -> None:
        """Go over a line that is no item."""
        if _tells(text) or _weighs(text):
            self.inside = ""
        elif text.rstrip().endswith((".", ":")):
            self.inside = None

    def open(self, item: _Item) -> bool:
        """Come to an item: whether it may name papers."""
        if item.mark == self.outer:
            self.outer = None
        if item.deep:
            self.inside = None
        elif self.inside == "":
            self.inside = item.mark
        elif item.mark != self.inside:
            self.inside = None
        return self.inside is None and self.outer is None

    def close(self, item: _Item, text: str, *, named: bool) -> None:
        """Leave an item, which named papers or did not."""
        if not named:
            self.inside = "" if _weighs(text) else self.inside
            return
        self.named.add(item.mark)
        if self.outer is None and _CONTENTS.search(text):
            self.outer = item.mark


def _last_line(flow: Flow, index: int, last: int, titles: frozenset[int]) -> int:
    """The last line of the item that opens on a line."""
    stop = index
    while stop < last and flow.lines[stop + 1].start not in titles and _goes_on(flow, stop, index):
        stop += 1
    return stop


def papers_inside(flow: Flow, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the papers an item names: "a) DC1 ; b) DC2", "l'acte d'engagement et le planning"."""
    if either := EITHER.match(flow.text, start, end):
        start = either.end()
    spans, first = [], start
    forms = _FORMS.match(flow.text, start, end)
    if forms and forms["other"]:
        spans.append((forms.start("other"), forms.end("other")))
        first = forms.start("first")
    if forms:
        spans.append((first, forms.start("mark")))
        first = forms.end("mark")
    else:
        proven = _PROVEN.match(flow.text, start, end)
        parts = list(
            split_at(_COMMAS if proven else _NAMED, flow.text, proven.end() if proven else start, end)
        )
        heads = [flow.text[a:b].strip()[:_HEAD] for a, b in parts]
        named = all((PAPER.search if proven else _is_paper)(head) for head in heads)
        if len(parts) > 1 and named and (proven or not _WHOLE.search(flow.text, start, end)):
            return parts
    for mark in _INNER.finditer(flow.text, first, end):
        spans.append((first, mark.start()))
        first = mark.end()
    return [*spans, (first, end)]


_INNER = re.compile(r"\s*[;,]\s*(?:et\s+)?(?:[b-z]|[2-9]|1\d)\s*[)°]\s*|\s*;\s*-\s*(?=[a-z])")
_FORMS = re.compile(
    r"\W*(?:(?P<other>(?:l[ea]\s+|un\s+|formulaire\s+)*(?:dume\b|document\s+unique\s+de\s+marche)[^.;]{0,60}?),?"
    r"\s+ou,?(?:\s+a\s+defaut,?|\s+bien)?\s+)?(?P<first>(?:(?:les?|un|formulaires?|imprimes?)\s+)*dc\s?1)"
    r"(?:\s*\([^)]*\))?(?P<mark>\s*(?:,|\bet\b|\+|&)\s*)(?:(?:l[ea]|un|formulaires?)\s+)*dc\s?2\b"
)
"""Two forms on one line: "DC1 et DC2", or the DUME in their place."""
_PROVEN = re.compile(r"\W*(?:capacites?|aptitudes?|situation|moyens|garanties)\b[^:;.,]{0,80}:\s+(?=\S)")
"""What the papers named next prove: "capacités techniques : cartes professionnelles, références"."""
_COMMAS = re.compile(r",\s+(?:et\s+)?(?![^(]{0,200}\))")
_NAMED = re.compile(
    r"(?:(?:,\s+(?:et\s+)?|\s+et\s+)(?=l'|l[ea]s?\s|une?\s)"
    r"|(?<!\bcertificats)(?<!\battestations)\s+et\s+(?=(?:attestations?|certificats?|extraits?|copies?|listes?"
    r"|plan(?:ning)?|bordereau|declarations?)\b))(?![^(]{0,200}\))"
)
_HEAD = 70
_WHOLE = re.compile(
    r"\.\s|\b(?:compren|comport|inclu|precis|detaill|decriv|indiqu|present|accompagn|assorti)\w*|\bcomplete\w*\s+(?:d[eu']|par)"
)
"""One paper and what it tells or brings along, or several sentences."""


def _is_paper(words: str) -> bool:
    return bool(PAPER_HEAD.match(words) and PAPER.search(words))


_FEW = 3
_NOUNS = 20
"""Letters of a name that stands before a colon."""


def _among_papers(flow: Flow, start: int, end: int, part: str) -> Iterator[Paper]:
    """An item of a list of papers that no known word names: a short noun phrase, believed less."""
    colon = flow.text.find(" : ", start, end)
    end = colon if colon > start + _NOUNS else end
    folded = flow.text[start:end].strip()
    if 8 <= len(folded) <= 110 and not NOT_PAPER.match(folded) and not SAYS.search(folded):
        yield Paper(
            short(flow.words(start, end)), part_of_paper(folded, part), flow.evidence(start, end), 0.6
        )


def _announcing(text: str) -> str:
    """The clause with which a text ends in a colon, a list below it; "" when it ends otherwise."""
    said = text.rstrip()
    return said[max(said.rfind("."), said.rfind(";")) + 1 :] if said.endswith(":") else ""


def _tells(text: str) -> bool:
    """Says what a paper is to tell: the list below it names no papers."""
    clause = _announcing(text)
    named = _TELLING.search(clause)
    return named is not None and _TOLD.search(clause, named.end()) is not None


_TELLING = re.compile(
    r"\b(?:memoire|note|cadre|questionnaire|offre\s+technique|proposition|presentation|plan|document)\b"
)
_TOLD = re.compile(r"\b(?:precis|detaill|decri|expos|indiqu|abord|developp|trait|comport|explicit|mention)")


def _weighs(text: str) -> bool:
    """What is judged, or what a bidder must be, follows; not what is handed in."""
    clause = _announcing(text)
    handed = max((match.start() for match in _HANDED.finditer(clause)), default=0)
    return bool(_JUDGED.search(clause) or _BIDDER_IS.search(clause, handed))


_JUDGED = re.compile(r"\b(?:criteres?|appreciee?s?|selection)\b")
_BIDDER_IS = re.compile(
    r"\b(?:posseder?|possedant|dispos(?:e|er|ent) d[e'](?!\s*(?:\d|un\s+delai|\w+\s+jours))"
    r"|presente(?:r|nt)? (?:ses|leurs) capacites)"
)
_HANDED = re.compile(r"\b(?:fourni|remet|produi|join|transm)")
_CONTENTS = re.compile(
    r"^\W*(?:\w+'?\s*)?(?:memoire|note|cadre|questionnaire|offre\s+tech|presentation)\b.*:\s*$", re.DOTALL
)
"""A paper whose contents follow as a list of their own."""


def _kind_of_mark(mark: str) -> str:
    """One kind for all numbers and one for all letters; any other mark is a kind of its own."""
    return "1" if mark.isdigit() else "a" if mark.isalpha() and mark != "o" else mark


def _goes_on(flow: Flow, index: int, opened: int) -> bool:
    text, following = flow.line_text(index).rstrip(), flow.line_text(index + 1)
    if text.endswith((";", ".", ":")) or ITEM.match(following) or index - opened >= 5:
        return False
    page, first, _ = flow.places(flow.lines[index + 1].start, flow.lines[index + 1].end)[0]
    capital = page.text[first].isupper()
    return not (capital and len(text) < 70) and not re.match(
        r"\s*(?:zur |article\b|§|\d+(?:\.\d+)+\s)", following
    )
