"""The mémoire of a call as the officer writes it: chapters, proposals and why, length, what is generic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tender.documents.call_words import quotes_for
from tender.documents.forms import schedule
from tender.documents.gantt import gantt
from tender.documents.memo_chapters import Chapter, GenericView, chapters, flat, generic_view, unsourced
from tender.documents.memo_words import leaves
from tender.documents.memoir import PageLimit, StartStep
from tender.documents.planning import DatedStep, dated_steps
from tender.documents.response import Response
from tender.store.accounts import UserRow
from tender.store.calls import find_call
from tender.store.evidence import (
    ContributionRow,
    EvidenceBlockRow,
    MemoChapterRow,
    list_contributions,
    list_memo_chapters,
)
from tender.store.journal import note
from tender.store.responses import list_issues
from tender.store.splits import find_split_of_call
from tender.vocabulary.source import Evidence
from tender.workbench.clock import now
from tender.workbench.contributing import open_call
from tender.workbench.errors import Invalid, NotFound, OutOfDate
from tender.workbench.facts import reading_of
from tender.workbench.likeness import Likeness, likenesses
from tender.workbench.memoir import blocks_for, said_in, steps_of_start
from tender.workbench.permissions import Act, require
from tender.workbench.responding import build, response_row, set_boxes

FURTHEST = 52
"""Weeks a step may stand from the first day."""
MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter on the page. `budget`: pages its weight deserves; `loose`: sentences for any company."""

    chapter: Chapter
    budget: float | None
    loose: int
    unsourced: tuple[str, ...]
    contributions: tuple[ContributionRow, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class MemoView:
    """The whole: chapters, the call's limit, pages of the last archive (None: none yet), what is generic."""

    chapters: tuple[ChapterView, ...]
    limit: PageLimit | None
    printed: int | None
    generic: GenericView
    stale: tuple[str, ...]

    @property
    def is_too_long(self) -> bool:
        """The last archive's mémoire has more pages than the call allows."""
        return self.limit is not None and self.printed is not None and self.printed > self.limit.pages


@dataclass(frozen=True, slots=True)
class ChapterChoice:
    """What may be chosen for one chapter: every block with its likeness, every passage of the call."""

    chapter: Chapter
    row: MemoChapterRow | None
    likely: tuple[Likeness, ...]
    others: tuple[EvidenceBlockRow, ...]
    chosen: tuple[int, ...]
    passages: tuple[Evidence, ...]
    quoted: tuple[Evidence, ...]


def view(session: Session, actor: UserRow, call_id: int) -> MemoView:
    """The mémoire as it stands. Raises NotFound, NotReady before there is a split."""
    response = build(session, actor, call_id, issued_on=now().date(), described=True)
    generic = generic_view(response)
    held = tuple(flat(chapters(response)))
    rows = {row.criterion for row in list_memo_chapters(session, call_id, viewer=actor)}
    asked = list_contributions(session, viewer=actor, call_id=call_id)
    printed = _printed(session, actor, call_id)
    room = _room(response.page_limit, held, printed)
    stale = tuple(dict.fromkeys(block.title for chapter in held for block in chapter.told if block.stale))
    return MemoView(
        tuple(
            ChapterView(
                chapter,
                None if chapter.is_price else room * chapter.share,
                sum(one.name == chapter.criterion.name for one in generic.loose),
                unsourced(chapter),
                tuple(one for one in asked if one.criterion == chapter.criterion.name),
                chapter.criterion.name in rows,
            )
            for chapter in held
        ),
        response.page_limit,
        printed,
        generic,
        stale,
    )


def _printed(session: Session, actor: UserRow, call_id: int) -> int | None:
    """Pages of the mémoire in the newest archive."""
    last = next(iter(list_issues(session, call_id, viewer=actor)), None)
    if last is None:
        return None
    return next(
        (one["pages"] for one in last.manifest if one["form"] == "MEMOIRE" and one.get("pages")), None
    )


def _room(limit: PageLimit | None, held: Sequence[Chapter], printed: int | None) -> float:
    """Pages to share by weight: what the limit leaves beside cover and planning; else what there is."""
    now_ = sum(one.pages for one in held if "." not in one.number)
    if limit is None:
        return now_
    beside = max(0.0, (printed or 0) - now_)
    return max(limit.pages - beside, limit.pages / 4)


def choice(session: Session, actor: UserRow, call_id: int, criterion: str) -> ChapterChoice:
    """What can be chosen for one criterion. Raises NotFound."""
    call, split = (
        find_call(session, call_id, viewer=actor),
        find_split_of_call(session, call_id, viewer=actor),
    )
    if call is None or split is None:
        raise NotFound("call", id=call_id)
    response = build(session, actor, call_id, issued_on=now().date(), described=True)
    chapter = next((one for one in flat(chapters(response)) if one.criterion.name == criterion), None)
    if chapter is None:
        raise NotFound("criterion", name=criterion)
    blocks = blocks_for(session, actor, split)
    likely = likenesses(chapter.criterion, blocks)
    alike = {one.block.id for one in likely}
    rows = list_memo_chapters(session, call_id, viewer=actor)
    passages = quotes_for(reading_of(call).award_criteria, said_in(call)).get(criterion, ())
    return ChapterChoice(
        chapter,
        next((row for row in rows if row.criterion == criterion), None),
        tuple(likely),
        tuple(block for block in blocks if block.id not in alike),
        tuple(int(block.id) for block in (*chapter.told, *chapter.named)),
        tuple(dict.fromkeys((*chapter.quotes, *passages))),
        chapter.quotes,
    )


def write_chapter(
    session: Session,
    actor: UserRow,
    call_id: int,
    criterion: str,
    *,
    text: str,
    blocks: Sequence[int],
    quotes: Sequence[Evidence],
    seen: str | None = None,
) -> MemoChapterRow:
    """Keep a chapter's own text, its blocks in order and the passages quoted; unknown blocks fall out.

    `seen`: when the chapter shown was written (None: not asked). Raises OutOfDate when it changed since.
    """
    require(actor, Act.EDIT_RESPONSE)
    call = open_call(session, actor, call_id)
    split = find_split_of_call(session, call_id, viewer=actor)
    if split is None:
        raise NotFound("split", call=call_id)
    if criterion not in {one.name for one in leaves(reading_of(call).award_criteria)}:
        raise NotFound("criterion", name=criterion)
    known = {block.id for block in blocks_for(session, actor, split)}
    rows = list_memo_chapters(session, call_id, viewer=actor)
    row = next((one for one in rows if one.criterion == criterion), None)
    if seen is not None and seen != written_at(row):
        raise OutOfDate("chapter", by=row.by if row is not None else "")
    if row is None:
        row = MemoChapterRow(call_id=call_id, criterion=criterion)
        session.add(row)
    row.text, row.by, row.at = text.strip(), actor.name, now()
    row.blocks = [number for number in dict.fromkeys(blocks) if number in known]
    row.quotes = [{"document": one.document, "page": one.page, "quote": one.quote} for one in quotes]
    session.flush()
    note(session, now(), actor, "chapter.written", call_id=call_id, criterion=criterion)
    return row


def written_at(row: MemoChapterRow | None) -> str:
    """When a chapter was last written, for a page to bind to; empty while it is not."""
    return row.at.isoformat() if row is not None else ""


def propose_again(session: Session, actor: UserRow, call_id: int, criterion: str) -> None:
    """Forget what was chosen for a chapter, its own text kept: blocks and passages are proposed again."""
    require(actor, Act.EDIT_RESPONSE)
    open_call(session, actor, call_id)
    for row in list_memo_chapters(session, call_id, viewer=actor):
        if row.criterion == criterion:
            row.blocks = row.quotes = None


@dataclass(frozen=True, slots=True)
class LotPlan:
    """A lot's planning on the page: its drawings (SVG, and what each says in words), its steps."""

    number: str
    label: str
    title: str
    drawings: tuple[tuple[str, str], ...]
    steps: tuple[DatedStep, ...]


def plans(session: Session, actor: UserRow, call_id: int) -> tuple[LotPlan, ...]:
    """The planning of every lot."""
    response = build(session, actor, call_id, issued_on=now().date())
    return tuple(_plan(response, rank) for rank in range(len(response.lots)))


def _plan(response: Response, rank: int) -> LotPlan:
    lot = response.lots[rank]
    drawings = tuple((one.svg, one.alt) for one in gantt(response, lot))
    return LotPlan(lot.number, lot.label, lot.title, drawings, dated_steps(response, lot))


def steps_set(session: Session, actor: UserRow, call_id: int) -> tuple[StartStep, ...]:
    """The steps of the start as they stand."""
    return steps_of_start(response_row(session, actor, call_id).boxes)


def set_steps(
    session: Session, actor: UserRow, call_id: int, given: Sequence[Mapping[str, str]]
) -> tuple[StartStep, ...]:
    """Set the steps of the start: words, weeks from the first day, who. Lines without words fall out."""
    open_call(session, actor, call_id)
    held = []
    for one in given[:MOST_STEPS]:
        words = str(one.get("words", "")).strip()[:120]
        if not words:
            continue
        try:
            weeks = int(str(one.get("weeks", "")).strip().replace("−", "-"))
        except ValueError as error:
            raise Invalid("step_weeks", words=words) from error
        if abs(weeks) > FURTHEST:
            raise Invalid("step_weeks", words=words)
        held.append(StartStep(words, weeks, str(one.get("who", "")).strip()[:60]))
    steps = tuple(sorted(held, key=lambda step: step.weeks))
    set_boxes(
        session,
        actor,
        call_id,
        {"start_steps": [{"words": one.words, "weeks": one.weeks, "who": one.who} for one in steps]},
    )
    return steps


def planning_files(session: Session, actor: UserRow, call_id: int, day: date) -> tuple[bytes, bytes]:
    """The workbook and the calendar of the planning, as they would be deposited today."""
    made = schedule.render(build(session, actor, call_id, issued_on=day))
    return made[0].data, made[1].data
