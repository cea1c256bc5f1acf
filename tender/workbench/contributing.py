"""Parts of a mémoire asked of members: until a day, by letter, reminded, answered with proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.documents.call_words import quotes_for
from tender.documents.memo_words import leaves
from tender.store.accounts import Role, UserRow, directors_of
from tender.store.calls import OVER, CallRow, find_call
from tender.store.evidence import (
    ContributionRow,
    EvidenceBlockRow,
    MemoChapterRow,
    find_contribution,
    list_contributions,
    list_evidence_blocks,
)
from tender.store.journal import note
from tender.store.splits import find_split_of_call
from tender.vocabulary.source import Evidence
from tender.workbench.approving import members_in
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady, OutOfDate
from tender.workbench.evidencing import A_YEAR
from tender.workbench.facts import reading_of
from tender.workbench.memoir import said_in
from tender.workbench.permissions import Act, require

LONGEST = 8000
REMINDERS = (timedelta(days=4), timedelta(days=1))
"""How long before the date a reminder leaves, while there is no answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A part asked: its row, the criterion's own words, and whether an answer still serves."""

    row: ContributionRow
    quotes: tuple[Evidence, ...]
    is_open: bool


def ask_part(
    session: Session,
    actor: UserRow,
    call_id: int,
    *,
    criterion: str,
    member_id: int,
    due: datetime,
    asked: str = "",
) -> ContributionRow:
    """Ask a member of the group for its part of a chapter; asking again moves the date of an open one.

    Raises Invalid for a date past or after the deposit, for a criterion or a member that is not there.
    """
    require(actor, Act.EDIT_RESPONSE)
    call = open_call(session, actor, call_id)
    split = find_split_of_call(session, call_id, viewer=actor)
    if split is None or not split.shares:
        raise NotReady("no_shares", call=call_id)
    if member_id not in {member.id for member in members_in(split)}:
        raise Invalid("contribution_member")
    if criterion not in {one.name for one in leaves(reading_of(call).award_criteria)}:
        raise Invalid("contribution_criterion")
    if due <= now() or (call.deadline is not None and due >= call.deadline):
        raise Invalid("contribution_due")
    held = list_contributions(session, viewer=actor, call_id=call_id)
    row = next((one for one in held if (one.member_id, one.criterion) == (member_id, criterion)), None)
    if row is None:
        row = ContributionRow(call_id=call_id, member_id=member_id, criterion=criterion)
        session.add(row)
    elif row.answered_at is not None:
        raise Invalid("contribution_answered")
    elif (row.due, row.asked) == (due, asked.strip()[:LONGEST]):
        raise Invalid("contribution_asked")
    row.asked, row.due, row.asked_by, row.asked_at = asked.strip()[:LONGEST], due, actor.name, now()
    session.flush()
    note(
        session, now(), actor, "contribution.asked", call_id=call_id, member_id=member_id, criterion=criterion
    )
    return row


def open_call(session: Session, actor: UserRow, call_id: int) -> CallRow:
    """The call while its mémoire can change. Raises NotFound, NotReady once deposited or given up."""
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    if call.state in OVER:
        raise NotReady("call_closed")
    return call


def parts_asked(session: Session, actor: UserRow) -> list[Asked]:
    """What is asked of a director's members, open ones first, the nearest date first."""
    held = [_asked(one) for one in list_contributions(session, viewer=actor)]
    return sorted(held, key=lambda one: (not one.is_open, one.row.answered_at is not None, one.row.due))


def part_asked(session: Session, actor: UserRow, number: int) -> Asked:
    """One part asked of this director's member, with what the call says of it. Raises NotFound."""
    row = find_contribution(session, number, viewer=actor)
    if row is None:
        raise NotFound("contribution", id=number)
    found = quotes_for(reading_of(row.call).award_criteria, said_in(row.call))
    return _asked(row, found.get(row.criterion, ())[:2])


def _asked(row: ContributionRow, quotes: tuple[Evidence, ...] = ()) -> Asked:
    limit = row.call.deadline
    ended = row.call.state in OVER or (limit is not None and limit <= now())
    return Asked(row, quotes, not ended and row.answered_at is None)


def answer_part(
    session: Session,
    actor: UserRow,
    number: int,
    *,
    title: str = "",
    text: str = "",
    block_id: int = 0,
    said: str = "",
) -> ContributionRow:
    """A director's answer: a text, kept as her member's evidence; a block she has; or why she has none.

    Raises OutOfDate when it was answered meanwhile, NotReady when the call is over, Invalid when empty.
    """
    require(actor, Act.KEEP_EVIDENCE)
    asked = part_asked(session, actor, number)
    row = asked.row
    if actor.role is Role.DIRECTOR and row.member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=row.member_id)
    if row.answered_at is not None:
        raise OutOfDate("contribution", by=row.answered_by)
    if not asked.is_open:
        raise NotReady("contribution_over")
    block = _answer(session, actor, row, title=title.strip(), text=text.strip(), block_id=block_id)
    if block is None and not said.strip():
        raise Invalid("contribution_empty")
    row.block_id = block.id if block is not None else None
    if block is not None:
        _join(session, row, block)
    row.said, row.answered_by, row.answered_at = said.strip()[:LONGEST], actor.name, now()
    note(session, now(), actor, "contribution.answered", call_id=row.call_id, member_id=row.member_id,
         criterion=row.criterion)  # fmt: skip
    return row


def _answer(
    session: Session, actor: UserRow, row: ContributionRow, *, title: str, text: str, block_id: int
) -> EvidenceBlockRow | None:
    if block_id:
        held = [one for one in own_blocks(session, actor, row) if one.id == block_id]
        if not held:
            raise NotFound("evidence_block", id=block_id)
        return held[0]
    if not text:
        return None
    today = now().date()
    block = EvidenceBlockRow(
        member_id=row.member_id,
        title=(title or row.criterion)[:200],
        text=text[:LONGEST],
        topics=row.criterion,
        owner=actor.name,
        dated=today,
        review=today + A_YEAR,
        call_id=row.call_id,
        translations={},
    )
    session.add(block)
    session.flush()
    return block


def _join(session: Session, row: ContributionRow, block: EvidenceBlockRow) -> None:
    """Put the answer among the blocks chosen for the chapter; where none were, it is proposed itself."""
    chapter = session.scalar(
        select(MemoChapterRow).where(
            MemoChapterRow.call_id == row.call_id, MemoChapterRow.criterion == row.criterion
        )
    )
    if chapter is not None and chapter.blocks is not None and block.id not in chapter.blocks:
        chapter.blocks = [*chapter.blocks, block.id]


def own_blocks(session: Session, actor: UserRow, row: ContributionRow) -> list[EvidenceBlockRow]:
    """The member's own evidence, from which an answer may be taken."""
    return [one for one in list_evidence_blocks(session, viewer=actor) if one.member_id == row.member_id]


def directors_asked(session: Session, row: ContributionRow) -> Sequence[UserRow]:
    """Who is written to."""
    return directors_of(session, (row.member_id,))


def reminder_days(row: ContributionRow) -> list[datetime]:
    """When reminders leave, those to come alone."""
    return [row.due - early for early in reversed(REMINDERS) if row.due - early > now()]


def awaited_parts(session: Session, actor: UserRow) -> list[ContributionRow]:
    """Parts whose date has passed without an answer, in calls still open: the officer telephones."""
    return [
        one
        for one in list_contributions(session, viewer=actor)
        if one.answered_at is None and one.due <= now() and _asked(one).is_open
    ]
