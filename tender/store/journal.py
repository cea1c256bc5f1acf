"""Who did what, when: append only, chained by hash so that a removed line shows."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import UserRow
from tender.store.consultations import outside_walls
from tender.store.database import Base

PUBLIC_ACTS = ("call.", "fact.", "facts.")
"""Acts on what the buyer published: no wall hides them."""

APPENDING = 0x456E7472
"""PostgreSQL's lock for those who append: two at once would both follow the same line."""


class JournalRow(Base):
    """One act: a code ("share.approved"), its facts, and the hash of the line before."""

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    act: Mapped[str]
    call_id: Mapped[int | None] = mapped_column(index=True)
    member_id: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]]
    chain: Mapped[str]


def note(
    session: Session,
    at: datetime,
    actor: UserRow | None,
    act: str,
    *,
    call_id: int | None = None,
    member_id: int | None = None,
    **facts: Any,
) -> JournalRow:
    """Append one act in the caller's own transaction; others who append wait for its end."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        session.execute(select(func.pg_advisory_xact_lock(APPENDING)))
    last = session.scalar(select(JournalRow.chain).order_by(JournalRow.id.desc()).limit(1)) or ""
    row = JournalRow(
        at=at,
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else "Entrelots",
        act=act,
        call_id=call_id,
        member_id=member_id,
        facts=facts,
        chain="",
    )
    row.chain = _link(last, row)
    session.add(row)
    session.flush()
    return row


def _link(before: str, row: JournalRow) -> str:
    words = json.dumps(
        [before, row.at.isoformat(), row.actor_id, row.act, row.call_id, row.member_id, row.facts],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(words.encode()).hexdigest()


def broken_link(session: Session) -> int | None:
    """The id of the first line whose hash does not follow from the one before, None when all do."""
    before = ""
    for row in session.scalars(select(JournalRow).order_by(JournalRow.id)):
        if _link(before, row) != row.chain:
            return row.id
        before = row.chain
    return None


def list_journal(
    session: Session,
    *,
    viewer: UserRow,
    call_id: int | None = None,
    limit: int = 200,
    before: int | None = None,
) -> list[JournalRow]:
    """The newest acts first: all of them for officer and admin, a director's own and her members' acts."""
    query = select(JournalRow).order_by(JournalRow.id.desc()).limit(limit)
    if call_id is not None:
        query = query.where(JournalRow.call_id == call_id)
    if before is not None:
        query = query.where(JournalRow.id < before)
    if not viewer.sees_everything:
        query = query.where(
            (JournalRow.actor_id == viewer.id) | (JournalRow.member_id.in_(viewer.member_ids))
        )
    if viewer.member_ids:  # where one of her members goes alone: her own acts, and what is public of the call
        query = query.where(
            JournalRow.call_id.is_(None)
            | (JournalRow.actor_id == viewer.id)
            | or_(*(JournalRow.act.startswith(prefix) for prefix in PUBLIC_ACTS))
            | outside_walls(JournalRow.call_id, viewer=viewer)
        )
    return list(session.scalars(query))
