"""The papers a bidder must send: with the candidature, with the offer, or once chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tender.parsing import paper_lists as inline
from tender.parsing.flow import BULLET, Flow, fold, pattern, tidy
from tender.parsing.headings import every_section
from tender.parsing.paper_lists import Paper, paper, part_of_paper, short
from tender.parsing.paper_words import (
    AWARD,
    CONDITION,
    HEADER_CELL,
    ITEM,
    NOT_PAPER,
    OFFER,
    PAPER,
    PART_WORDS,
    REFUSAL,
    SENTENCE,
)
from tender.parsing.paper_zones import Zone, paper_zones
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import Reading, RequiredDocument
from tender.vocabulary.source import DocumentKind, Page, Table


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
            if listing and flow.length < 60000:
                papers += _of(flow, listing.start())
    return replace(
        reading,
        required_documents=tuple(
            RequiredDocument(name=p.name, part=p.part, evidence=p.evidence, confidence=0.85)
            for p in _distinct(papers)
        ),
    )


def _german(dossier: Dossier) -> bool:
    return any(flow.german for flow in dossier.flows[:1])


_LISTING = pattern(
    r"checkliste|zusammenstellung der[^.\n]{0,40}(?:unterlagen|angebotsunterlagen)|abschliessende liste"
    r"|documents to be submitted"
    r"|einzureichende\w* unterlagen|pieces a (?:fournir|remettre|produire)|documents a (?:fournir|remettre"
    r"|produire)"
)


def _of(flow: Flow, since: int | None = None) -> list[Paper]:
    """The papers of a document; with `since`, only of the list announced there, or of a whole checklist."""
    ticks = flow.text.count("☒") + flow.text.count("☑") > 0
    papers = list(_tables(flow))
    seen = {fold(p.name)[:60] for p in papers}
    titles = frozenset(section.start for section in every_section(flow))
    zones = list(paper_zones(flow))
    if since is not None and since > 800:
        zones = [zone for zone in zones if since <= zone[0] <= since + 300]
    elif since is not None:
        first = min([flow.length, *(zone[0] for zone in zones)])
        zones = [(since, first, OFFER), *zones] if first > since else zones
    for start, end, part in zones:
        items = _items(flow, (start, end, part), titles, ticks=ticks)
        papers += [p for p in items if fold(p.name)[:60] not in seen]
    papers += [p for p in inline.papers(flow, since or 0) if fold(p.name)[:60] not in seen]
    return [*papers, *_prose(flow, zones, titles)]


def _items(flow: Flow, zone: Zone, titles: frozenset[int], *, ticks: bool) -> Iterator[Paper]:
    """The items of the lists of a zone, each with the lines it goes on over."""
    start, end, part = zone
    index = flow.line_at(start)
    last = flow.line_at(max(start, end - 1))
    outer: str | None = None  # the mark of a paper whose contents are listed below it
    while index <= last:
        text = flow.line_text(index)
        opening = ITEM.match(text)
        if not opening and not (start <= flow.lines[index].start and _bare_item(flow, index)):
            index += 1
            continue
        stop = index
        while stop < last and flow.lines[stop + 1].start not in titles and _goes_on(flow, stop, index):
            stop += 1
        mark = _kind_of_mark(opening["mark"] or "1" if opening else "")
        outer = None if mark == outer else outer
        unticked = ticks and opening is not None and opening["mark"] in ("☐", "□")
        begin = flow.lines[index].start + (opening.end() if opening else 0)
        held = None if unticked or outer is not None else paper(flow, begin, flow.lines[stop].end, part)
        if held:
            yield held
            if outer is None and _CONTENTS.search(flow.text[begin : flow.lines[stop].end]):
                outer = mark
        index = stop + 1


_CONTENTS = re.compile(
    r"^\W*(?:\w+'?\s*)?(?:memoire|note|cadre|questionnaire|offre\s+tech|presentation)\b.*:\s*$", re.DOTALL
)
"""A paper whose contents follow as a list of their own."""


def _kind_of_mark(mark: str) -> str:
    return mark if not mark.isalnum() or mark == "o" else "1"


def _bare_item(flow: Flow, index: int) -> bool:
    """A line of a list whose marks are lost: it opens as a paper does, below a line that announces or goes on."""
    if not index:
        return False
    text, above = flow.line_text(index), flow.line_text(index - 1).rstrip()
    listed = above.endswith((":", ";")) or (text.rstrip().endswith(";") and above.endswith((",", ".")))
    return listed and not text.rstrip().endswith(":") and bool(_OPENS_AS_PAPER.match(text))


_OPENS_AS_PAPER = re.compile(
    r"^\s*(?:(?:le|la|les|un|une|des|l'|d'un|copie|formulaires?|imprimes?)\s*)*"
    r"(?:dc\s?[1-4]\b|dume\b|lettre|declaration|attestation|certificat|extrait|k-?bis|acte d'engagement|ae\b|attri"
    r"|bordereau|bpu\b|dqe\b|dpgf|decomposition|detail|devis|memoire|note\b|cadre|planning|rib\b|releve d'identite"
    r"|pouvoirs?\b|references?|liste|presentation|questionnaire|fiches?\b|justificati|preuve|cctp|ccap|cahier)"
)


def _goes_on(flow: Flow, index: int, opened: int) -> bool:
    text, following = flow.line_text(index).rstrip(), flow.line_text(index + 1)
    if text.endswith((";", ".", ":")) or ITEM.match(following) or index - opened >= 5:
        return False
    page, first, _ = flow.places(flow.lines[index + 1].start, flow.lines[index + 1].end)[0]
    capital = page.text[first].isupper()
    return not (capital and len(text) < 70) and not re.match(
        r"\s*(?:zur |article\b|\d+(?:\.\d+)+\s)", following
    )


def _prose(flow: Flow, zones: list[Zone], titles: frozenset[int]) -> Iterator[Paper]:
    """Papers named in sentences: "le candidat produit un engagement écrit", "le formulaire DC4 renseigné"."""
    match = SENTENCE.search(flow.text)
    while match:
        line = flow.lines[flow.line_at(match.start())]
        # The words of a title do not run on into the sentence below it.
        if line.start in titles and match.end() > line.end:
            match = SENTENCE.search(flow.text, line.end)
            continue
        floor = max(0, match.start() - 400)
        ends = (flow.text.rfind(". ", floor, match.start()), flow.text.rfind(".\n", floor, match.start()))
        start = max(*ends, floor - 1) + 1
        sentence = flow.text[max(start, match.start() - 260) : match.end()]
        part = next((p for s, e, p in zones if s <= match.start() < e), None)
        part = part_of_paper(match.group(), part) if part is not None else None
        if PART_WORDS[1][1].search(sentence) or re.search(r"attributaire", sentence):
            part = AWARD
        if re.search(rf"\n\s*{BULLET}\s", match.group()):
            match = SENTENCE.search(flow.text, line.end)
            continue  # a list, read as one
        if part and not ITEM.match(flow.text[line.start : line.end]) and not REFUSAL.search(sentence):
            yield from _named_in(flow, match, start, part)
        match = SENTENCE.search(flow.text, match.end())


def _named_in(flow: Flow, match: re.Match[str], start: int, part: str) -> Iterator[Paper]:
    """The papers of one sentence, with the condition that opens it; a list of papers gives each of them."""
    lead = CONDITION.search(flow.text[start : match.start()])
    verb = match.end(match.lastgroup) if match.lastgroup else match.start()
    first = start + lead.start() if lead else verb
    whole = short(flow.words(first, match.end()))
    whole = re.sub(r"\s+(?:des articles?|de l['’]article|conformément|https?:)\b.*$", "", whole)
    whole = re.sub(r"^(?i:au plus tard|avec|par|dans leur)[^,]{0,90},\s*", "", whole.strip(" :"))
    names = [] if lead else _AND.split(whole)
    if len(names) < 2 or not all(PAPER.search(fold(name)[:60]) for name in names):
        names = [whole]
    for name in names:
        folded = fold(name)
        if len(name) > 2 and not NOT_PAPER.match(folded) and PAPER.search(folded[: 260 if lead else 70]):
            yield Paper(
                name[:1].upper() + name[1:], part_of_paper(folded, part), flow.evidence(first, match.end())
            )


_AND = re.compile(r"(?:,\s+(?:et\s+)?|\s+et\s+)(?=l['’]|le |la |les |une? )")


def _tables(flow: Flow) -> Iterator[Paper]:
    """Tables of papers: "Libellés | Signature", "Unterlage | Vordruck"."""
    part: str | None = None
    for page in flow.source.pages:
        for table in page.tables:
            head = fold(" ".join(c.text for c in table.rows[0] if c))
            column = next(
                (n for n, c in enumerate(table.rows[0]) if c and HEADER_CELL.search(fold(c.text))), None
            )
            named = next((p for p, words in PART_WORDS if words.search(head)), None)
            signed = re.search(r"signature|vordruck|obligatoire|a fournir|format|fourni", head)
            if column is None or not (signed or named) or len(table.rows) < 2:
                continue
            part = named or _table_part(page, table, head) or part or OFFER
            for row in table.rows[1:]:
                cell = row[column] if column < len(row) else None
                words = fold(tidy(cell.text)) if cell else ""
                if cell and (PAPER.search(words) or ("signature" in head and len(words) > 12)):
                    yield Paper(short(tidy(cell.text)), part, flow.cell_evidence(page, cell))


def _table_part(page: Page, table: Table, head: str) -> str | None:
    first = next((c.text for c in table.rows[1] if c and c.text.strip()), "") if len(table.rows) > 1 else ""
    place = page.text.find(first.split("\n")[0]) if first else -1
    above = fold(page.text[max(0, place - 500) : place]) + head if place > 0 else head
    found = [
        (match.start(), part)
        for part, words in PART_WORDS
        if part is not None
        for match in words.finditer(above)
    ]
    return max(found)[1] if found else None


def _distinct(papers: list[Paper]) -> list[Paper]:
    kept: list[Paper] = []
    seen: set[tuple[str, str | None]] = set()
    for one in papers:
        key = (re.sub(r"\W+", "", fold(one.name))[:48], one.part)
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept
