"""Letters written for a day to come: each leaves at most once, and not at all once it was answered."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tender.store.accounts import UserRow
from tender.store.consents import LetterRow, LetterState, due_letters, list_letters
from tender.store.consultations import AnswerRow, ConsultationRow
from tender.store.journal import JournalRow, note
from tender.store.papers import PaperRequestRow, PaperRow, is_replaced
from tender.store.splits import SplitRow, SplitState, list_shown_members
from tender.workbench.approving import shown_share
from tender.workbench.clock import now
from tender.workbench.contributing import part_asked
from tender.workbench.errors import NotFound
from tender.workbench.mail import Post

SHARE, CONSULTATION, PART = "share.reminded", "consultation.reminded", "contribution.reminded"
DIGEST = "search.told"
PAPER_ENDS, PAPER_ASKED = "paper.end_reminded", "paper.ask_reminded"
"""Kinds of letters that wait, and the acts by which the journal says they left."""

log = logging.getLogger("tender.workbench")


@dataclass(frozen=True, slots=True)
class LetterShown:
    """A letter to come or gone: to whom, due when, gone at, and how it stands."""

    to: str
    due: datetime
    at: datetime | None
    state: LetterState


def prepare_letter(
    session: Session,
    kind: str,
    call_id: int | None,
    user: UserRow,
    *,
    words: tuple[str, str],
    about: Iterable[dict[str, Any]],
    due: datetime,
) -> LetterRow | None:
    """Keep a letter (subject, body) for its day; None when this very one was kept before.

    `about`: [{"member": id, "digest": of the part, the closing date of a consultation, a paper's number and
    its end, or the number of a request}].
    """
    held = [dict(one) for one in about]
    asked = ",".join(sorted(f"{one['member']}:{one['digest']}" for one in held))
    key = f"{kind}|{call_id}|{user.id}|{asked}"
    if session.scalar(select(LetterRow.id).where(LetterRow.key == key)) is not None:
        return None
    row = LetterRow(
        key=key,
        kind=kind,
        call_id=call_id,
        user_id=user.id,
        to=user.email,
        subject=words[0],
        body=words[1],
        about=held,
        due=due,
    )
    session.add(row)
    session.flush()
    return row


def send_due(sessions: sessionmaker[Session], post: Post, at: datetime) -> int:
    """Send the letters whose day has come and that are still asked; how many left.

    A letter is marked before it leaves, in a transaction of its own: a worker that stops in between sends it
    no second time.
    """
    with sessions() as session:
        due = due_letters(session, at)
    return sum(_send_one(sessions, post, number) for number in due)


def _send_one(sessions: sessionmaker[Session], post: Post, number: int) -> bool:
    with sessions.begin() as session:
        row = session.get_one(LetterRow, number, with_for_update=True)
        if row.state is not LetterState.WAITING:
            return False
        asked = still_asked(session, row)
        row.state, row.at = (LetterState.SENDING if asked else LetterState.STOPPED), now()
        letter = (row.to, row.subject, row.body)
    if not asked:
        return False
    try:
        post.send(*letter)
    except (OSError, smtplib.SMTPException):
        log.exception("letter %d could not leave", number)
        state = LetterState.LOST
    else:
        state = LetterState.SENT
    with sessions.begin() as session:
        row = session.get_one(LetterRow, number)
        row.state, row.at = state, now()
        if state is LetterState.SENT:
            _note(session, row)
    return state is LetterState.SENT


def _note(session: Session, row: LetterRow) -> None:
    user = session.get(UserRow, row.user_id)
    if row.kind == DIGEST:
        note(session, now(), None, row.kind, to=row.to)
        return
    for one in row.about:
        note(session, now(), None, row.kind, call_id=row.call_id, member_id=int(one["member"]),
             digest=one["digest"], directors=[user.name if user else row.to])  # fmt: skip


def letters_shown(session: Session, actor: UserRow, call_id: int) -> list[LetterShown]:
    """The letters of a call as they stand: one that waits but was answered meanwhile will not leave."""
    return [
        LetterShown(
            row.to,
            row.due,
            row.at,
            LetterState.STOPPED
            if row.state is LetterState.WAITING and not still_asked(session, row)
            else row.state,
        )
        for row in list_letters(session, call_id, viewer=actor)
    ]


def still_asked(session: Session, row: LetterRow) -> bool:
    """Whether something of what the letter asks is still unanswered, and the person may still be asked it."""
    user = session.get(UserRow, row.user_id)
    if user is None or not user.active:
        return False
    if row.kind == DIGEST:
        return user.sees_everything
    about = [one for one in row.about if int(one["member"]) in user.member_ids]
    return any(_one_still(session, row, user, one) for one in about)


def _one_still(session: Session, row: LetterRow, user: UserRow, asked: dict[str, Any]) -> bool:
    if row.kind == PART:
        return _part_still(session, user, asked)
    if row.kind == PAPER_ENDS:
        return _paper_still(session, asked)
    if row.kind == PAPER_ASKED:
        return _request_still(session, asked)
    if row.call_id is None:
        return False
    if row.kind == CONSULTATION:
        return _consulted_still(session, row.call_id, asked)
    return _share_still(session, row.call_id, user, asked)


def _paper_still(session: Session, asked: dict[str, Any]) -> bool:
    """The paper is there with the same end, and none that serves longer came since."""
    number, end = str(asked["digest"]).split(":")[:2]
    paper = session.get(PaperRow, int(number))
    if paper is None or paper.ends is None or paper.ends.isoformat() != end:
        return False
    held = session.scalars(select(PaperRow).where(PaperRow.member_id == paper.member_id)).all()
    return not is_replaced(paper, held)


def _request_still(session: Session, asked: dict[str, Any]) -> bool:
    request = session.get(PaperRequestRow, int(asked["digest"]))
    return request is not None and request.closed_at is None


def _consulted_still(session: Session, call_id: int, asked: dict[str, Any]) -> bool:
    held = session.scalar(select(ConsultationRow).where(ConsultationRow.call_id == call_id))
    if held is None or held.closed is not None or held.closes is None or held.closes <= now():
        return False
    if held.closes.isoformat() != asked["digest"]:
        return False
    answered = select(AnswerRow.id).where(
        AnswerRow.call_id == call_id, AnswerRow.member_id == int(asked["member"])
    )
    return session.scalar(answered.limit(1)) is None


def _part_still(session: Session, user: UserRow, asked: dict[str, Any]) -> bool:
    number, due, _ = str(asked["digest"]).split("|")
    try:
        part = part_asked(session, user, int(number))
    except NotFound:
        return False
    return part.is_open and part.row.due.isoformat() == due


def _share_still(session: Session, call_id: int, user: UserRow, asked: dict[str, Any]) -> bool:
    split = session.scalar(select(SplitRow).where(SplitRow.call_id == call_id))
    if split is None or split.state is not SplitState.PUBLISHED:
        return False
    limits = [one for one in (split.closes, split.call.deadline) if one is not None]
    member_id = int(asked["member"])
    if limits and now() >= min(limits):
        return False
    if member_id not in list_shown_members(session, split.id, viewer=user):
        return False
    member = next(row.member for row in split.shares if row.member_id == member_id)
    shown = shown_share(session, split, member)
    if shown.digest != asked["digest"] or shown.verdict is not None:
        return False
    reminded = session.scalars(
        select(JournalRow).where(
            JournalRow.call_id == call_id, JournalRow.member_id == member_id, JournalRow.act == SHARE
        )
    )
    return all(one.facts.get("digest") != shown.digest or one.actor_id is None for one in reminded)
