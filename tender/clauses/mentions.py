"""The mentions of clauses in one file: page by page, and over the breaks between pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tender.clauses.attributes import Attributes
from tender.clauses.detectors import IN_CALLS
from tender.clauses.discourse import is_general_terms, is_prose
from tender.clauses.folding import fold
from tender.clauses.hours import hours_in
from tender.clauses.labelling import attributes_of, hits_in, statement
from tender.clauses.merging import Found, merge, words_near
from tender.clauses.page_breaks import Seam, seams
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.clauses.stems import Places, Stems
from tender.vocabulary.clause import ClauseType
from tender.vocabulary.source import DocumentKind, Evidence, Source

_ASKS_THE_BIDDER = phrase(
    r"cadre de (?:reponse|memoire|la reponse)",
    r"(?:decrivez|precisez|indiquez|detaillez|expliquez)",
    r"(?:a completer|a remplir) par le (?:candidat|soumissionnaire)",
)
_ALL_STEMS = Stems(stem for detector in IN_CALLS for stem in detector.STEMS)
"""Where none stands, no detector has anything to look at."""
_TOGETHER = 64
"""Pages searched at once; what is folded is held meanwhile."""
LONGEST_STRETCH = 20_000
"""Characters looked at together. Printed pages have 3 000; a text file may be one page of a million, and hits
are compared with each other."""
_HOURS = re.compile(r"heure|\d ?h\b")
_MOST_PLACES = 4
_WINDOW = 700
_LONGEST_END = 400
"""Characters quoted of what goes on after a page break."""
_CONTRACT_PAPERS = frozenset(
    {DocumentKind.CCAP, DocumentKind.CCTP, DocumentKind.BPU, DocumentKind.DQE, DocumentKind.DPGF}
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement of a clause, where it stands (in two places over a page break) and what stands beside it.

    `at`: (index of the page, start, end) of its first place.
    """

    found: Found
    attrs: Attributes
    evidence: tuple[Evidence, ...]
    rank: float
    at: tuple[int, int, int]


def mentions_in(source: Source, known: tuple[str, ...]) -> list[Mention]:
    """Every statement of a clause in a file; `known`: the call's lot numbers, as written."""
    stretches = [
        (index, start, page.text[start:end])
        for index, page in enumerate(source.pages)
        for start, end in _stretches(page.text)
    ]
    on_pages: list[Mention] = []
    spoken_of: dict[int, None] = {}
    for first in range(0, len(stretches), _TOGETHER):
        some = stretches[first : first + _TOGETHER]
        folded = [fold(text) for _, _, text in some]
        for one, words, places in zip(some, folded, _ALL_STEMS.places(folded), strict=True):
            if places:
                spoken_of.update(dict.fromkeys((one[0] - 1, one[0])))
                on_pages += _on_stretch(source, one, words, places, known)
    breaks = tuple(seams(source.pages, [index for index in spoken_of if index >= 0]))
    folded = [fold(seam.text) for seam in breaks]
    over = [
        pair
        for seam, words, places in zip(breaks, folded, _ALL_STEMS.places(folded), strict=True)
        if places
        for pair in _over_break(
            source, seam, Passage.of(seam.text, folded=words, known=places), on_pages, known
        )
    ]
    replaced = {id(mention) for _, parts in over for mention in parts}
    return [*(m for m in on_pages if id(m) not in replaced), *(mention for mention, _ in over)]


def _over_break(
    source: Source, seam: Seam, passage: Passage, on_pages: list[Mention], known: tuple[str, ...]
) -> Iterator[tuple[Mention, list[Mention]]]:
    """Mentions that a page break cuts in two, each with the mentions of its parts, which it replaces."""
    hits = [h for h in hits_in(passage, IN_CALLS) if _counts_here(source, passage, h)]
    if hits and is_prose(fold(seam.context)):
        return
    for found in merge(passage, hits, known):
        first, last = words_near(passage, found.start, found.end)
        attrs = attributes_of(passage, found)
        if not first < seam.boundary < last:
            continue
        start, end = statement(passage, found)
        at = seam.places(start, max(end, min(last, seam.boundary + _LONGEST_END)))
        parts = [m for m in on_pages if _is_part(m, found, seam.places(first, last))]
        yield _mention(source, found, attrs, at), parts


def _is_part(mention: Mention, found: Found, places: tuple[tuple[int, int, int], ...]) -> bool:
    """Whether a mention of one page stands in the words of one that goes over the break, and is that clause.

    What the whole denies, a part does not state.
    """
    page, start, end = mention.at
    alike = mention.found.type is found.type or mention.found.type in found.subjects
    return alike and any(
        page == index and start < b and a < end and (a <= start or end <= b) for index, a, b in places
    )


def _mention(
    source: Source, found: Found, attrs: Attributes, places: tuple[tuple[int, int, int], ...]
) -> Mention:
    rank = (
        found.strength
        + 0.03 * bool(attrs.hours)
        + 0.01 * (source.kind in (DocumentKind.CCAP, DocumentKind.CCP, DocumentKind.AE))
    )
    evidence = tuple(source.pages[page].evidence(source.name, start, end) for page, start, end in places)
    return Mention(found, attrs, evidence, rank, places[0])


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The text in pieces of bounded length, cut at the end of a line or between words."""
    start = 0
    while len(text) - start > LONGEST_STRETCH:
        half, last = start + LONGEST_STRETCH // 2, start + LONGEST_STRETCH
        end = max(text.rfind("\n", half, last), half)
        end = end if end > half else max(text.rfind(" ", half, last), half)
        end = end if end > half else last
        yield start, end
        start = end
    yield start, len(text)


def _on_stretch(
    source: Source,
    stretch: tuple[int, int, str],
    folded: str,
    places: Places,
    known: tuple[str, ...],
) -> Iterator[Mention]:
    index, offset, text = stretch
    marked = _is_award(source.pages[index].path)
    passage = Passage.of(text, folded=folded, marked=marked, known=places)
    hits = [h for h in hits_in(passage, IN_CALLS) if _counts_here(source, passage, h)]
    for found in merge(passage, hits, known):
        attrs = attributes_of(passage, found)
        at = tuple((index, offset + a, offset + b) for a, b in _places(passage, found, attrs))
        yield _mention(source, found, attrs, at)


def _places(passage: Passage, found: Found, attrs: Attributes) -> tuple[tuple[int, int], ...]:
    """Where a clause is stated, and where hours stand that are others than those of its statement."""
    start, end = statement(passage, found)
    places = [(start, end)]
    told = {detail.value for detail in hours_in(passage.folded[start:end])} if attrs.hours else set()
    others = {detail.value for detail in attrs.hours} - told
    for sentence in passage.sentences if told and others else ():
        words = passage.words(sentence)
        if (sentence.start < end and start < sentence.end) or not _HOURS.search(words):
            continue
        here = others & {detail.value for detail in hours_in(words)}
        if here:
            others -= here
            places.append((sentence.start, min(sentence.end, sentence.start + _LONGEST_END)))
    return tuple(places[:_MOST_PLACES])


def _is_award(path: str | None) -> bool:
    """Whether a notice field holds an award criterion."""
    return path is not None and bool(
        re.search(r"awardcriteri|subordinateaward|ac_(?:criterion|quality)|criteria", path, re.IGNORECASE)
    )


def _counts_here(source: Source, passage: Passage, hit: Hit) -> bool:
    """Not prose around it, not general terms, not a question, not a mark outside the rules."""
    around = passage.folded[max(0, hit.start - _WINDOW) : hit.end + _WINDOW]
    if is_prose(around) or is_general_terms(around):
        return False
    is_question = passage.words(passage.sentence(hit.end - 1)).endswith("?")
    if is_question and (hit.denied or hit.type is ClauseType.AWARD_SOCIAL):
        return False
    if hit.type is ClauseType.AWARD_SOCIAL:
        near = passage.folded[max(0, hit.start - 200) : hit.end + 200]
        return source.kind not in _CONTRACT_PAPERS and not _ASKS_THE_BIDDER.search(near)
    return True
