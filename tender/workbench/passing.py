"""Opportunities that passed by: the register notes them by itself, so that none is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tender.store.calls import CallRow, CallState
from tender.store.journal import JournalRow, note
from tender.store.responses import FilingRow
from tender.store.watch import MissedCause, MissedRow, MissedStage, WatchedNoticeRow
from tender.workbench.clock import now
from tender.workbench.missed import known_of
from tender.workbench.timing import PARIS

GRACE = timedelta(days=1)
"""A deposit is often put on record the morning after."""
REMOVED = "missed.removed"


def note_passed(session: Session, at: datetime) -> int:
    """Note what passed unanswered since it was seen open; how many.

    A notice worth a reading that was never opened: not seen, or too late once somebody had said yes to it. A
    call opened and never deposited: its cause is for a person to say. What a person removed stays removed.
    """
    return _notices(session, at) + _calls(session, at)


def _notices(session: Session, at: datetime) -> int:
    noted = exists().where(MissedRow.notice_id == WatchedNoticeRow.id)
    rows = session.scalars(
        select(WatchedNoticeRow).where(
            WatchedNoticeRow.kept,
            WatchedNoticeRow.kind == "call",
            WatchedNoticeRow.stem_id.is_(None),
            WatchedNoticeRow.call_id.is_(None),
            WatchedNoticeRow.wanted.is_distinct_from(False),
            WatchedNoticeRow.deadline < at - GRACE,
            WatchedNoticeRow.received < WatchedNoticeRow.deadline,
            ~noted,
        )
    ).all()
    for row in rows:
        told = known_of(row, at.astimezone(PARIS).date())
        cause = MissedCause.TOO_LATE if row.wanted else MissedCause.NOT_SEEN
        session.add(
            MissedRow(
                stage=MissedStage.NOT_ANSWERED,
                cause=cause,
                title=told.title[:500],
                buyer=told.buyer[:300],
                day=told.day,
                hours=told.hours,
                trade=told.trade,
                place=told.place,
                notice_id=row.id,
                created=now(),
            )
        )
        note(session, now(), None, "missed.recorded", notice=row.id, stage=MissedStage.NOT_ANSWERED.value)
    return len(rows)


def _calls(session: Session, at: datetime) -> int:
    noted = exists().where(MissedRow.call_id == CallRow.id)
    filed = exists().where(FilingRow.call_id == CallRow.id)
    removed = exists().where(JournalRow.call_id == CallRow.id, JournalRow.act == REMOVED)
    rows = session.scalars(
        select(CallRow).where(
            CallRow.deadline < at - GRACE,
            CallRow.created < CallRow.deadline,
            CallRow.state.not_in((CallState.FILED, CallState.REFUSED)),
            ~noted,
            ~filed,
            ~removed,
        )
    ).all()
    for call in rows:
        assert call.deadline is not None
        session.add(
            MissedRow(
                stage=MissedStage.NOT_ANSWERED,
                cause=None,
                title=(call.title or call.reference or "–")[:500],
                buyer=call.buyer[:300],
                day=call.deadline.astimezone(PARIS).date(),
                call_id=call.id,
                created=now(),
            )
        )
        note(session, now(), None, "missed.recorded", call_id=call.id, stage=MissedStage.NOT_ANSWERED.value)
    return len(rows)
