"""The papers a bidder must send: with the candidature, with the offer, or once chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tender.parsing import paper_lists as inline
from tender.parsing.flow import Flow, fold, pattern, tidy
from tender.parsing.headings import every_section
from tender.parsing.paper_changes import changed_papers
from tender.parsing.paper_german import german_papers
from tender.parsing.paper_lists import Paper, paper, part_of_paper, short
from tender.parsing.paper_prose import prose_papers
from tender.parsing.paper_words import (
    APPLY,
    DEEP_ITEM,
    HEADER_CELL,
    ITEM,
    NOT_PAPER,
    OFFER,
    PAPER,
    PAPER_HEAD,
    PART_WORDS,
)
from tender.parsing.paper_zones import Zone, is_dashed_title, paper_zones, title_part
from tender.parsing.ranking import Dossier
from tender.parsing.table_place import place_of, span_of
from tender.vocabulary.call import Reading
from tender.vocabulary.source import Cell, DocumentKind, Page, Table


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
    changed = changed_papers(_distinct(papers), dossier.questions)
    return replace(
        reading,
        required_documents=changed.kept,
        dismissed=(*reading.dismissed, *changed.dismissed),
        warnings=(*reading.warnings, *changed.words),
    )


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
    papers = list(_tables(flow, tabled))
    if flow.german:
        return [*papers, *german_papers(flow, tabled)]
    ticks = flow.text.count("☒") + flow.text.count("☑") > 0
    seen = {fold(p.name)[:60] for p in papers}
    titles = frozenset(section.start for section in every_section(flow))
    zones = list(paper_zones(flow))
    if since is not None and since > 800:
        zones = [zone for zone in zones if since <= zone[0] <= since + 300]
    elif since is not None:
        first = min([flow.length, *(zone[0] for zone in zones)])
        zones = [(since, first, OFFER), *zones] if first > since else zones
    bare = [span for zone in zones for span in _bare_lines(flow, zone)]
    for start, end, part in zones:
        items = _items(flow, (start, end, part), titles, ticks=ticks, tabled=[*tabled, *bare])
        papers += [p for p in items if fold(p.name)[:60] not in seen]
        found = [paper(flow, a, b, part) for a, b in bare if start <= a < end]
        papers += [p for p in found if p and fold(p.name)[:60] not in seen]
    tabled += bare
    papers += [p for p in inline.papers(flow, since or 0, tabled) if fold(p.name)[:60] not in seen]
    return [*papers, *prose_papers(flow, zones, tabled)]


def _items(
    flow: Flow, zone: Zone, titles: frozenset[int], *, ticks: bool, tabled: Sequence[tuple[int, int]]
) -> Iterator[Paper]:
    """The items of the lists of a zone, each with the lines it goes on over; none of a table read as such."""
    start, end, part = zone
    index = flow.line_at(start)
    last = flow.line_at(max(start, end - 1))
    outer: str | None = None  # the mark of a paper whose contents are listed below it
    named: set[str] = set()
    unnamed: list[tuple[str, int, int]] = []
    while index <= last:
        text = flow.line_text(index)
        opening = ITEM.match(text) or DEEP_ITEM.match(text)
        titled = flow.lines[index].start in titles and is_dashed_title(flow, index)
        opening = None if titled else opening
        if any(first <= flow.lines[index].start < stop for first, stop in tabled):
            index += 1
            continue
        if not opening and not (start <= flow.lines[index].start and _bare_item(flow, index)):
            index += 1
            continue
        stop = index
        while stop < last and flow.lines[stop + 1].start not in titles and _goes_on(flow, stop, index):
            stop += 1
        mark = _kind_of_mark(opening.groupdict().get("mark") or "1" if opening else "")
        outer = None if mark == outer else outer
        unticked = ticks and opening is not None and opening.groupdict().get("mark") in ("☐", "□")
        begin = flow.lines[index].start + (opening.end() if opening else 0)
        shown = () if unticked or outer is not None else _marked_inside(flow, begin, flow.lines[stop].end)
        found = [held for first, end in shown if (held := paper(flow, first, end, part))]
        if shown and not found and mark:
            unnamed.append((mark, begin, flow.lines[stop].end))
        if found:
            named.add(mark)
            yield from found
            if outer is None and _CONTENTS.search(flow.text[begin : flow.lines[stop].end]):
                outer = mark
        index = stop + 1
    for mark, begin, stop in unnamed:
        if mark in named and len(unnamed) <= _FEW and flow.kind is DocumentKind.RC and not flow.german:
            yield from _among_papers(flow, begin, stop, part)


def _marked_inside(flow: Flow, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the papers an item names, when it goes on with marks of its own: "a) DC1 ; b) DC2"."""
    spans, first = [], start
    forms = _FORMS.match(flow.text, start, end)
    if forms:
        spans.append((first, forms.start("mark")))
        first = forms.end("mark")
    for mark in _INNER.finditer(flow.text, first, end):
        spans.append((first, mark.start()))
        first = mark.end()
    return [*spans, (first, end)]


_INNER = re.compile(r"\s*[;,]\s*(?:et\s+)?(?:[b-z]|[2-9]|1\d)\s*[)°]\s*")
_FORMS = re.compile(
    r"\W*(?:(?:les?|un|formulaires?|imprimes?)\s+)*dc\s?1(?:\s*\([^)]*\))?(?P<mark>\s*(?:,|\bet\b|\+|&)\s*)"
    r"(?:(?:l[ea]|un|formulaires?)\s+)*dc\s?2\b"
)
"""Two forms on one line: "DC1 et DC2"."""
_FEW = 3


def _among_papers(flow: Flow, start: int, end: int, part: str) -> Iterator[Paper]:
    """An item of a list of papers that no known word names: a short noun phrase, believed less."""
    folded = flow.text[start:end].strip()
    if 8 <= len(folded) <= 110 and not NOT_PAPER.match(folded) and not _SAYS.search(folded):
        yield Paper(
            short(flow.words(start, end)), part_of_paper(folded, part), flow.evidence(start, end), 0.6
        )


_SAYS = re.compile(
    r"\b(?:est|sont|sera|seront|doit|doivent|peut|peuvent|n'est|ne)\b|:\s*$|\d\s*(?:%|points?)|@|https?:"
    r"|\*\.|\d\s*(?:€|eur)|\.{5,}|\btel\b"
)


_CONTENTS = re.compile(
    r"^\W*(?:\w+'?\s*)?(?:memoire|note|cadre|questionnaire|offre\s+tech|presentation)\b.*:\s*$", re.DOTALL
)
"""A paper whose contents follow as a list of their own."""


def _kind_of_mark(mark: str) -> str:
    return mark if not mark.isalnum() or mark == "o" else "1"


_SEVERAL = re.compile(r",\s+(?:et\s+)?(?:les?\s|la\s|l'|une?\s)")


def _bare_lines(flow: Flow, zone: Zone) -> list[tuple[int, int]]:
    """Lines right under the title of a zone that are nothing but papers, one each, without any mark."""
    start, end, _ = zone
    index, found = flow.line_at(start), []
    index += flow.lines[index].start < start
    while index < len(flow.lines) and flow.lines[index].start < end:
        line = flow.lines[index]
        text = flow.text[line.start : line.end].strip()
        whole = len(text) < _SHORT_LINE and not text.endswith((":", ".", ","))
        if not whole or ", " in text or ITEM.match(text) or not PAPER_HEAD.match(text) or _SAYS.search(text):
            break
        found.append((line.start, line.end))
        index += 1
    return found if len(found) > 1 else []


_SHORT_LINE = 75


def _bare_item(flow: Flow, index: int) -> bool:
    """A line of a list whose marks are lost: it opens as a paper does, below a line that goes on."""
    if not index:
        return False
    text, above = flow.line_text(index), flow.line_text(index - 1).rstrip()
    if _SEVERAL.search(text):
        return False  # a sentence, read as one
    listed = above.endswith((":", ";")) or (text.rstrip().endswith(";") and above.endswith((",", ".")))
    return listed and not text.rstrip().endswith(":") and bool(PAPER_HEAD.match(text))


def _goes_on(flow: Flow, index: int, opened: int) -> bool:
    text, following = flow.line_text(index).rstrip(), flow.line_text(index + 1)
    if text.endswith((";", ".", ":")) or ITEM.match(following) or index - opened >= 5:
        return False
    page, first, _ = flow.places(flow.lines[index + 1].start, flow.lines[index + 1].end)[0]
    capital = page.text[first].isupper()
    return not (capital and len(text) < 70) and not re.match(
        r"\s*(?:zur |article\b|§|\d+(?:\.\d+)+\s)", following
    )


def _tables(flow: Flow, tabled: list[tuple[int, int]]) -> Iterator[Paper]:
    """Tables of papers: "Libellés | Signature", "Unterlage "
    "| Vordruck"; one goes on overleaf without its head. Where they stand is added to `tabled`."""
    part: str | None = None
    open_at: tuple[int, int, int, str] | None = None  # page, width, column, heading
    for index, page in enumerate(flow.source.pages):
        for table in page.tables:
            width = max(len(row) for row in table.rows)
            head = fold(" ".join(c.text for c in table.rows[0] if c))
            column = _paper_column(page, table, head)
            goes_on = (
                column is None
                and open_at is not None
                and open_at[:2] == (index - 1, width)
                and not _OTHER_TABLE.search(head)
                and 0 <= place_of(table, page) <= _TOP
            )
            if goes_on and open_at is not None and part is not None and table is page.tables[0]:
                yield from _rows(flow, page, table.rows, (open_at[2], open_at[3], part))
                open_at = (index, *open_at[1:])
                tabled += span_of(flow, index, table)
            if column is None:
                continue
            named = next((p for p, words in PART_WORDS if words.search(head)), None)
            part = named or _table_part(page, table, head) or part or OFFER
            open_at = (index, width, column, head)
            tabled += span_of(flow, index, table)
            yield from _rows(flow, page, table.rows[1:], (column, head, part))


_OTHER_TABLE = re.compile(r"criteres?|ponderation|\bpoints?\b|\bnotes?\b|\blots?\b|montant|prix unitaire")
"""In the first row of a table overleaf: it is another one, not the list of papers going on."""
_TOP = 300
"""Characters of a page's head above a table that goes on overleaf."""


def _paper_column(page: Page, table: Table, head: str) -> int | None:
    """The column that names papers; None when this is no table of papers."""
    cells = [fold(tidy(c.text)) if c else "" for c in table.rows[0]]
    column = next((n for n, text in enumerate(cells) if HEADER_CELL.search(text)), None)
    if column is None or len(table.rows) < 2:
        return None
    named = next((p for p, words in PART_WORDS if words.search(head)), None)
    signed = re.search(r"signature|vordruck|obligatoire|a fournir|format|fourni", head)
    only = _ONLY_PAPERS.match(cells[column])
    return column if signed or named or (only and _table_part(page, table, head)) else None


def _rows(
    flow: Flow, page: Page, rows: tuple[tuple[Cell | None, ...], ...], held: tuple[int, str, str]
) -> Iterator[Paper]:
    column, head, part = held
    for row in rows:
        cell = row[column] if column < len(row) else None
        words = fold(tidy(cell.text)) if cell else ""
        listed = ("signature" in head and len(words) > 12) or (_ONLY_PAPERS.search(head) and len(words) > 3)
        if cell and (PAPER.search(words) or listed):
            own = _part_of_row(row, column) or part
            yield Paper(short(tidy(cell.text)), own, flow.cell_evidence(page, cell))


def _part_of_row(row: tuple[Cell | None, ...], column: int) -> str | None:
    """The part that the heading of a row names: "A. Situation propre", "Offre"."""
    for cell in row[:column]:
        words = fold(tidy(cell.text)) if cell else ""
        if words and len(words) < _ROW_HEAD:
            named = title_part(words)
            if named is not None or _ABOUT_BIDDER.search(words):
                return named or APPLY
    return None


_ROW_HEAD = 60
_ABOUT_BIDDER = re.compile(r"situation (?:propre|juridique)|\bcapacites?\b|aptitude|\bcandidature\b")


_ONLY_PAPERS = re.compile(
    r"\b(?:documents?|pieces?|justificatifs?)(?:\s+(?:a|demande|exige|requis|attendu"
    r"|constitutive)\w*.*)?(?:$|\b)"
)
"""A column that holds nothing but papers."""


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


_ONLY_DUME = re.compile(
    r"(?:le |un |d'un )?(?:document unique de marche(?: europeen)?(?: \(?dume\)?(?: electronique)?)?"
    r"|dume)(?: redige en francais)?\W*$"
)


_DUME = re.compile(r"\bdume\b|document unique de marche")


_LISTED = 0.8
"""The confidence of papers that stand in a list; a sentence that names one again adds none."""
_NUMBER = re.compile(
    r"^\W*(?:\d{1,2}|[a-z])\s*[°.)]+\s*(?:(?:l'|le |la |les |une? )\s*)?|^(?:l'|le |la |les |une? )"
)


def _distinct(papers: list[Paper]) -> list[Paper]:
    kept: list[Paper] = []
    seen: set[tuple[str, str | None]] = set()
    names = [fold(one.name) for one in papers]
    for one in papers:
        if _ONLY_DUME.match(fold(one.name)) and any(
            _DUME.search(name) and not _ONLY_DUME.match(name) for name in names
        ):
            continue  # the other way of handing in what is named already
        key = (re.sub(r"\W+", "", _NUMBER.sub("", fold(one.name)))[:48], one.part)
        told = one.confidence < _LISTED and any(name == key[0] for name, _ in seen)
        if key not in seen and not told:
            seen.add(key)
            kept.append(one)
    return kept
