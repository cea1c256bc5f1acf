"""Notes written to a buyer before it writes its next call, and what came of each."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import UserRow
from tender.store.database import Base, by_value


class SourcingOutcome(StrEnum):
    """What came of a note: not sent yet, sent, taken up in whole or part, declined, never answered."""

    DRAFTED = "drafted"
    SENT = "sent"
    TAKEN_UP = "taken_up"
    PARTLY = "partly"
    DECLINED = "declined"
    SILENT = "silent"


class SourcingNoteRow(Base):
    """A note to a buyer. `content`: documents.sourcing.Note as plain values: it prints the same again.

    `contacted`, `contacted_by`, `person`: when it was sent, by whom, to whom; `again`: the day to ask anew.
    """

    __tablename__ = "sourcing_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("watched_notices.id"), index=True)
    buyer: Mapped[str]
    title: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="")
    outcome: Mapped[SourcingOutcome] = mapped_column(
        by_value(SourcingOutcome), default=SourcingOutcome.DRAFTED
    )
    contacted: Mapped[date | None]
    contacted_by: Mapped[str] = mapped_column(default="")
    person: Mapped[str] = mapped_column(default="")
    word: Mapped[str] = mapped_column(default="")
    again: Mapped[date | None]


def list_sourcing(session: Session, *, viewer: UserRow) -> list[SourcingNoteRow]:
    """Every note, those to follow first, then the latest; officer and admin only."""
    if not viewer.sees_everything:
        return []
    rows = session.scalars(select(SourcingNoteRow).order_by(SourcingNoteRow.id.desc())).all()
    return sorted(rows, key=lambda row: (row.again is None, row.again or date.max))


def find_sourcing(session: Session, note_id: int, *, viewer: UserRow) -> SourcingNoteRow | None:
    """One note, for officer and admin."""
    return session.get(SourcingNoteRow, note_id) if viewer.sees_everything else None
