"""Papers in tables: "Libellés | Signature", "Unterlage | Vordruck", "Au dépôt | À l'attributaire"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tender.parsing.columns import cell_of
from tender.parsing.flow import Flow, fold, tidy
from tender.parsing.paper_lists import Paper, short
from tender.parsing.paper_words import APPLY, AWARD, HEADER_CELL, NOT_PAPER, OFFER, PAPER, PART_WORDS
from tender.parsing.paper_zones import title_part
from tender.parsing.table_place import place_of, span_of
from tender.vocabulary.source import Page, Row, Table


@dataclass(frozen=True, slots=True)
class _Listing:
    """A table of papers: its page and width, the column that names them, and where its papers begin."""

    page: int
    width: int
    column: int
    head: str
    part: str
    ticked: Mapping[int, str]
    """Columns that a mark in a row chooses: the part each stands for."""
    first: int = 1


def tabled_papers(flow: Flow, spans: list[tuple[int, int]]) -> Iterator[Paper]:
    """The papers of every table of papers; one goes on overleaf without its head.

    Where such tables stand is added to `spans`.
    """
    above: _Listing | None = None
    for index, page in enumerate(flow.source.pages):
        for table in page.tables:
            head = _head_of(table)
            stages = _stages(table.rows, _table_part(page, table, head))
            if stages:
                spans += span_of(flow, index, table)
                yield from _by_stage(flow, page, table.rows[1:], stages)
            elif listing := _headed(page, index, table, above) or _going_on(page, index, table, above):
                above = listing
                spans += span_of(flow, index, table)
                yield from _rows(flow, page, table.rows[listing.first :], listing)


def _headed(page: Page, index: int, table: Table, above: _Listing | None) -> _Listing | None:
    """A table whose head says that it lists papers; of the part of the one above where it says none."""
    head = _head_of(table)
    column = _paper_column(page, table, head)
    if column is None:
        return None
    named = next((p for p, words in PART_WORDS if words.search(head)), None)
    part = named or _table_part(page, table, head) or (above.part if above else OFFER)
    return _Listing(index, _width(table), column, head, part, _part_columns(table.rows[0]))


def _going_on(page: Page, index: int, table: Table, above: _Listing | None) -> _Listing | None:
    """The first table of a page that goes on with the list of the page before."""
    if above is None or (above.page, above.width) != (index - 1, _width(table)):
        return None
    head = _head_of(table)
    if table is not page.tables[0] or _OTHER_TABLE.search(head) or not 0 <= place_of(table, page) <= _TOP:
        return None
    return replace(above, page=index, first=0)


def _head_of(table: Table) -> str:
    return fold(" ".join(cell.text for cell in table.rows[0] if cell))


def _width(table: Table) -> int:
    return max(len(row) for row in table.rows)


def _part_columns(head: Row) -> dict[int, str]:
    """The columns of a head that name two or three parts: "Pièce | Candidature | Offre"."""
    named = {}
    for column, cell in enumerate(head):
        words = fold(tidy(cell.text)) if cell else ""
        part = AWARD if _OF_WINNER.search(words) else title_part(words)
        if part:
            named[column] = part
    return named if len(set(named.values())) > 1 else {}


_OTHER_TABLE = re.compile(r"criteres?|ponderation|\bpoints?\b|\bnotes?\b|\blots?\b|montant|prix unitaire")
"""In the first row of a table overleaf: it is another one, not the list of papers going on."""
_TOP = 300
"""Characters of a page's head above a table that goes on overleaf."""
_OF_WINNER = re.compile(r"\battributaires?\b|\b(?:candidats?|soumissionnaires?)\s+(?:retenus?|pressentis?)")
_AT_FIRST = re.compile(
    r"\b(?:remise|depot|stade|reponse)\b|\bcandidatures?\b|\boffres?\b|\bcandidats?\b|\bsoumissionnaires?\b"
)
_MOST = 0.6


def _stages(rows: tuple[Row, ...], above: str | None) -> dict[int, str]:
    """The part of each column of a table whose columns list the papers of one moment each; else none."""
    heads = {n: fold(tidy(cell.text)) for n, cell in enumerate(rows[0]) if cell and cell.text.strip()}
    if len(heads) < 2 or not any(_OF_WINNER.search(words) for words in heads.values()):
        return {}
    found: dict[int, str] = {}
    for column, words in heads.items():
        listed = [fold(tidy(cell.text)) for row in rows[1:] if (cell := cell_of(row, column))]
        if len(listed) < 2 or sum(bool(PAPER.search(text)) for text in listed) < _MOST * len(listed):
            return {}
        if _OF_WINNER.search(words):
            found[column] = AWARD
        elif _AT_FIRST.search(words):
            found[column] = title_part(words) or above or APPLY
    return found if len(found) == len(heads) else {}


def _by_stage(flow: Flow, page: Page, rows: tuple[Row, ...], stages: dict[int, str]) -> Iterator[Paper]:
    for row in rows:
        for column, part in stages.items():
            cell = cell_of(row, column)
            if cell and PAPER.search(words := fold(tidy(cell.text))) and not NOT_PAPER.match(words):
                yield Paper(short(tidy(cell.text)), part, flow.cell_evidence(page, cell))


def _paper_column(page: Page, table: Table, head: str) -> int | None:
    """The column that names papers; None when this is no table of papers."""
    cells = [fold(tidy(c.text)) if c else "" for c in table.rows[0]]
    column = next((n for n, text in enumerate(cells) if HEADER_CELL.search(text)), None)
    if column is None or len(table.rows) < 2:
        return None
    named = next((p for p, words in PART_WORDS if words.search(head)), None)
    signed = re.search(
        r"signature|vordruck|obligatoire|a (?:fournir|remettre|joindre)|format|fourni|cotraitant|mandataire",
        head,
    )
    only = _ONLY_PAPERS.match(cells[column])
    return column if signed or named or (only and _table_part(page, table, head)) else None


def _rows(flow: Flow, page: Page, rows: tuple[Row, ...], listing: _Listing) -> Iterator[Paper]:
    part, head = listing.part, listing.head
    for row in rows:
        heading = _part_of_heading(row)
        part = heading or part
        cell = None if heading else cell_of(row, listing.column)
        words = fold(tidy(cell.text)) if cell else ""
        listed = ("signature" in head and len(words) > 12) or (_ONLY_PAPERS.search(head) and len(words) > 3)
        if cell and (PAPER.search(words) or listed):
            own = _ticked(row, listing.ticked) or _part_of_row(row, listing.column) or part
            yield Paper(short(tidy(cell.text)), own, flow.cell_evidence(page, cell))


def _ticked(row: Row, columns: Mapping[int, str]) -> str | None:
    """The part of the first column marked in a row."""
    for column, part in columns.items():
        cell = cell_of(row, column)
        if cell and not _UNMARKED.match(fold(tidy(cell.text))):
            return part
    return None


_UNMARKED = re.compile(r"(?:non|sans objet|so|neant|n/?a|[-/]|☐|□)\W*$")


def _part_of_heading(row: Row) -> str | None:
    """The part that a row of one cell only names for the rows below it: "Dossier 1 – Candidature"."""
    filled = [cell.text for cell in row if cell and cell.text.strip()]
    return (title_part(fold(tidy(filled[0]))) or None) if len(filled) == 1 else None


def _part_of_row(row: Row, column: int) -> str | None:
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
    place = place_of(table, page)
    place = page.text.find(first.split("\n")[0]) if first and place <= 0 else place
    above = fold(page.text[max(0, place - 500) : place]) + head if place > 0 else head
    found = [
        (match.start(), part)
        for part, words in PART_WORDS
        if part is not None
        for match in words.finditer(above)
    ]
    if found:
        return max(found)[1]
    titles = [named for line in above.split("\n") if (named := title_part(line))]
    return titles[-1] if titles else None
