"""The papers a bidder must send: with the candidature, with the offer, or once chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tender.parsing import paper_lists as inline
from tender.parsing.flow import Flow, fold, pattern
from tender.parsing.headings import every_section
from tender.parsing.paper_bare import bare_lines
from tender.parsing.paper_changes import changed_papers
from tender.parsing.paper_choices import (
    SPOKEN,
    chosen_forms,
    is_form,
    known_papers,
    visit_papers,
    with_choices,
)
from tender.parsing.paper_german import german_papers
from tender.parsing.paper_german_asked import spoken_papers
from tender.parsing.paper_german_words import is_german_paper
from tender.parsing.paper_items import listed_papers, papers_inside
from tender.parsing.paper_lists import Paper, paper
from tender.parsing.paper_prose import prose_papers
from tender.parsing.paper_tables import tabled_papers
from tender.parsing.paper_titles import titled_papers
from tender.parsing.paper_words import AWARD, OFFER
from tender.parsing.paper_zones import paper_zones
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import Reading
from tender.vocabulary.source import DocumentKind


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The papers asked for by the rules of the call; where those are silent, by its other documents."""
    papers: list[Paper] = []
    for flow in dossier.rules_first():
        if flow.kind in (DocumentKind.RC, DocumentKind.NOTICE):
            papers += _of(flow)
    if len(papers) < 3 or not any(f.kind is DocumentKind.RC for f in dossier.flows) or _german(dossier):
        others = (DocumentKind.OTHER, DocumentKind.ANNEX, DocumentKind.CCP, DocumentKind.CCTP)
        for flow in dossier.of(*others):
            listing = _LISTING.search(flow.text)
            if flow.length < _LONGEST and (listing or flow.german):
                papers += _of(flow, listing.start() if listing else 0)
    changed = changed_papers(_distinct(papers), dossier.questions)
    return replace(
        reading,
        required_documents=with_choices(changed.kept),
        dismissed=(*reading.dismissed, *changed.dismissed),
        warnings=(*reading.warnings, *changed.remarks),
    )


_LONGEST = 60000
_SENTENCE_HEAD = 45
"""Within so many characters a German sentence names its paper."""


def _german(dossier: Dossier) -> bool:
    return any(flow.german for flow in dossier.flows[:1])


_LISTING = pattern(
    r"checkliste|zusammenstellung der[^.\n]{0,40}(?:unterlagen|angebotsunterlagen)|abschliessende liste"
    r"|documents to be submitted"
    r"|einzureichende\w* unterlagen|(?:pieces|documents) a (?:fournir|remettre|produire|joindre|annexer)"
)


def _of(flow: Flow, since: int | None = None) -> list[Paper]:
    """The papers of a document; with `since`, only of the list announced there, or of a whole checklist."""
    tabled: list[tuple[int, int]] = []
    papers = list(tabled_papers(flow, tabled))
    if flow.german:
        return [*_of_german(flow, papers)]
    ticks = flow.text.count("☒") + flow.text.count("☑") > 0
    seen = {fold(p.name)[:60] for p in papers}
    sections = every_section(flow)
    titles = frozenset(section.start for section in sections)
    for start, end, one in titled_papers(flow, sections):
        tabled.append((start, end))
        papers.append(one)
    zones = list(paper_zones(flow))
    if since is not None and since > 800:
        zones = [zone for zone in zones if since <= zone[0] <= since + 300]
    elif since is not None:
        first = min([flow.length, *(zone[0] for zone in zones)])
        zones = [(since, first, OFFER), *zones] if first > since else zones
    bare = [span for zone in zones for span in bare_lines(flow, zone) if not _within(span, tabled)]
    for start, end, part in zones:
        items = listed_papers(flow, (start, end, part), titles, ticks=ticks, tabled=[*tabled, *bare])
        papers += [p for p in items if fold(p.name)[:60] not in seen]
        within = [span for a, b in bare if start <= a < end for span in papers_inside(flow, a, b)]
        found = [paper(flow, a, b, part) for a, b in within]
        papers += [p for p in found if p and fold(p.name)[:60] not in seen]
    tabled += bare
    named = list(inline.papers(flow, since or 0, tabled, zones))
    tabled += [(start, end) for start, end, _ in named]
    papers += [p for _, _, p in named if fold(p.name)[:60] not in seen]
    return [*papers, *prose_papers(flow, zones, tabled), *chosen_forms(flow, zones), *visit_papers(flow)]


def _within(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] < end for start, end in spans)


def _of_german(flow: Flow, tabled: Sequence[Paper]) -> Iterator[Paper]:
    """The papers of a German document: its lists, else its tables; of the rules also those of sentences."""
    listed = list(german_papers(flow))
    yield from listed or (one for one in tabled if is_german_paper(fold(one.name)))
    yield from spoken_papers(flow)
    if flow.kind in (DocumentKind.RC, DocumentKind.NOTICE):
        yield from (one for one in prose_papers(flow, ()) if is_german_paper(fold(one.name)[:_SENTENCE_HEAD]))


_ONLY_DUME = re.compile(
    r"(?:le |un |d'un )?(?:document unique de marche(?: europeen)?(?: \(?dume\)?(?: electronique)?)?"
    r"|dume)(?: redige en francais)?\W*$"
)


_DUME = re.compile(r"\bdume\b|document unique de marche")


_ALIKE = 90
"""Letters by which two names are told apart."""
_TOLD = 160
"""Letters of a listed name in which others may be named again."""
_TELLING = 8
"""Letters of a name that say which paper it is."""
_TELLING_ALL = 16
"""Letters of a whole listed name that say which paper it is."""
_LISTED = 0.8
"""The confidence of papers that stand in a list; a sentence that names one again adds none."""
_NUMBER = re.compile(
    r"^\W*(?:\d{1,2}|[a-z])\s*[°.)]+\s*(?:(?:l'|le |la |les |une? )\s*)?|^(?:l'|le |la |les |une? )"
)


def _distinct(papers: list[Paper]) -> list[Paper]:
    """Each paper once; a sentence that names again what a list has adds none."""
    kept: list[Paper] = []
    seen: set[tuple[str, str | None]] = set()
    dume_in_full = any(_DUME.search(name) and not _ONLY_DUME.match(name) for name in map(_folded, papers))
    lists = [one for one in papers if one.confidence >= _LISTED]
    letters = [(_letters(one.name), one.part) for one in lists]
    known = {held for one in lists for held in _known(one)}
    written = {key for one in papers if one.confidence > SPOKEN for key in known_papers(one.name, whole=True)}
    told: set[tuple[str, bool]] = set()
    for one in papers:
        if dume_in_full and _ONLY_DUME.match(_folded(one)):
            continue  # the other way of handing in what is named already
        bare, keys = _bare(one.name), _known(one)
        if one.confidence >= _LISTED:
            again = (bool(keys) and keys <= told and is_form(one.name)) or _several(one, letters)
        else:
            again = bool(keys) and keys <= known
            again = again or any(_names_again(bare, name[:_TOLD]) for name, _ in letters)
        again = again or (one.confidence <= SPOKEN and bool(keys) and {key for key, _ in keys} <= written)
        if (bare, one.part) not in seen and not again:
            seen.add((bare, one.part))
            known |= keys
            told |= keys
            kept.append(one)
    return kept


def _several(one: Paper, listed: Sequence[tuple[str, str | None]]) -> bool:
    """A paper that is two others of its part in one: "cartes professionnelles, références"."""
    if "," not in one.name:
        return False
    whole = _letters(one.name)
    held = {letters for letters, part in listed if part == one.part} - {whole}
    return sum(len(name) >= _TELLING_ALL and name in whole for name in held) > 1


def _names_again(bare: str, listed: str) -> bool:
    """A name that stands within a listed one, or goes on after it."""
    within = len(bare) >= _TELLING and bare in listed
    return within or (len(listed) >= _TELLING_ALL and bare.startswith(listed))


def _known(one: Paper) -> set[tuple[str, bool]]:
    """The papers of well-known names a paper is, and whether the winner alone brings it."""
    return {(key, one.part == AWARD) for key in known_papers(one.name)}


def _folded(one: Paper) -> str:
    return fold(one.name)


def _bare(name: str) -> str:
    """The letters of a name, without its number or article."""
    return _letters(name)[:_ALIKE]


def _letters(name: str) -> str:
    return re.sub(r"\W+", "", _NUMBER.sub("", fold(name)))
