"""What the mémoire of a call is made of: evidence chosen or proposed, the call's words, places, start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tender.documents.call_words import page_limit, quotes_for
from tender.documents.memo_words import leaves
from tender.documents.memoir import (
    START_STEPS,
    PageLimit,
    SiteVisit,
    StartStep,
    TerritoryMap,
)
from tender.documents.response import CriterionEvidence, EvidenceBlock
from tender.documents.said import Said
from tender.store.accounts import UserRow
from tender.store.calls import CallRow
from tender.store.evidence import (
    EvidenceBlockRow,
    MemoChapterRow,
    list_contributions,
    list_evidence_blocks,
    list_memo_chapters,
)
from tender.store.papers import list_papers
from tender.store.splits import SplitRow
from tender.vocabulary.call import AwardCriterion, Reading
from tender.vocabulary.source import Evidence
from tender.workbench.likeness import proposals
from tender.workbench.mapping import largest_of, map_of, reach_of

SPEAKING = ("RC", "CCTP", "CCP", "CCAP", "NOTICE")
"""Files whose words may be quoted, and those that may set a length, the rules first."""

MOST_CELLS = 160
"""Communes drawn on the map: beside those of the contract, the largest of the members' territories."""


def said_in(call: CallRow, kinds: Sequence[str] = SPEAKING) -> list[Said]:
    """The pages of the call's present files of these kinds, in the order of the kinds."""
    files = sorted(
        (file for file in call.files if file.kind in kinds),
        key=lambda file: (kinds.index(file.kind), file.id),
    )
    return [Said(file.name, page.number or page.position, page.text) for file in files for page in file.pages]


def blocks_for(session: Session, actor: UserRow, split: SplitRow) -> list[EvidenceBlockRow]:
    """The blocks a call may use: of the collective and of the members that have a part in it."""
    inside = {row.member_id for row in split.shares}
    return [
        block
        for block in list_evidence_blocks(session, viewer=actor)
        if (block.member_id is None or block.member_id in inside)
        and (block.call_id is None or block.call_id == split.call_id)
    ]


def evidence_for(
    session: Session,
    actor: UserRow,
    call: CallRow,
    split: SplitRow,
    criteria: Sequence[AwardCriterion],
    *,
    today: date,
    quoted: bool,
) -> tuple[CriterionEvidence, ...]:
    """For each criterion and sub-criterion: blocks chosen (else proposed), own text, the call's words."""
    blocks = blocks_for(session, actor, split)
    by_id = {block.id: block for block in blocks}
    chapters = {row.criterion: row for row in list_memo_chapters(session, call.id, viewer=actor)}
    proposed = proposals(criteria, blocks)
    quotes = quotes_for(criteria, said_in(call)) if quoted else {}
    papers = {paper.id: paper.name for paper in list_papers(session, viewer=actor)}
    given = _given(session, actor, call.id)
    told = {block.id: _told(block, papers, today) for block in blocks}
    held = []
    for one in leaves(criteria):
        row = chapters.get(one.name)
        chosen = row.blocks if row is not None else None
        numbers = chosen if chosen is not None else [like.block.id for like in proposed.get(one.name, ())]
        numbers = list(dict.fromkeys([*numbers, *(given.get(one.name, ()) if chosen is None else ())]))
        held.append(
            CriterionEvidence(
                one.name,
                tuple(told[number] for number in numbers if number in by_id),
                one.lots,
                text=row.text if row is not None else "",
                cited=tuple(told.values()) if row is not None and row.text else (),
                quotes=chosen_quotes(row, quotes.get(one.name, ())),
            )
        )
    return tuple(held)


def _given(session: Session, actor: UserRow, call_id: int) -> dict[str, list[int]]:
    """Blocks that contributors wrote, by criterion."""
    held: dict[str, list[int]] = {}
    for one in list_contributions(session, viewer=actor, call_id=call_id):
        if one.block_id is not None:
            held.setdefault(one.criterion, []).append(one.block_id)
    return held


def _told(block: EvidenceBlockRow, papers: dict[int, str], today: date) -> EvidenceBlock:
    return EvidenceBlock(
        id=str(block.id),
        title=block.title,
        text=block.text,
        owner=block.owner,
        day=block.dated.isoformat() if block.dated else "",
        attested_by=papers.get(block.paper_id or 0, ""),
        stale=block.is_stale(today),
    )


def chosen_quotes(row: MemoChapterRow | None, found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The passages a person chose; nobody chose yet: the first found."""
    if row is None or row.quotes is None:
        return tuple(found[:1])
    return tuple(
        Evidence(str(one["document"]), one["page"], str(one["quote"])) for one in row.quotes if one["quote"]
    )


def limit_of(call: CallRow) -> PageLimit | None:
    """How many pages the call allows, where its rules say so."""
    return page_limit(said_in(call))


def visit_of(reading: Reading) -> SiteVisit | None:
    """What the call says of a visit."""
    visit = reading.visit
    if visit is None:
        return None
    return SiteVisit(visit.value.required, visit.value.text, visit.evidence)


def steps_of_start(boxes: dict[str, Any]) -> tuple[StartStep, ...]:
    """The steps as the officer set them, else those proposed."""
    set_ = boxes.get("start_steps")
    if set_ is None:
        return START_STEPS
    return tuple(StartStep(str(one["words"]), int(one["weeks"]), str(one["who"])) for one in set_)


def map_for(split: SplitRow) -> TerritoryMap | None:
    """The communes of the contract with who works there, amid the territories of the members."""
    working: dict[str, list[str]] = {}
    for row in split.shares:
        working.setdefault(row.place, []).append(row.member.key)
    around = frozenset().union(*(reach_of(row.member) for row in split.shares)) - working.keys()
    room = max(0, MOST_CELLS - len(working))
    sheet = map_of([*working, *largest_of(around)[:room]])
    if sheet is None:
        return None
    return TerritoryMap(
        sheet.width,
        sheet.height,
        tuple(replace(cell, members=tuple(sorted(set(working.get(cell.code, ()))))) for cell in sheet.cells),
    )
