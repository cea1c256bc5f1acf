"""Around a verdict: what each person last saw, who would take over a part, letters that wait their day."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from tender.store.accounts import UserRow
from tender.store.consultations import before_the_wall
from tender.store.database import Base, by_value
from tender.store.members import MemberRow
from tender.store.splits import SplitRow, SplitState


class SeenRow(Base):
    """What one person last saw of one member's part, and what she saw before it until she decides again."""

    __tablename__ = "seen_shares"
    __table_args__ = (UniqueConstraint("split_id", "member_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    split_id: Mapped[int] = mapped_column(ForeignKey("splits.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    digest: Mapped[str]
    shown: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    earlier: Mapped[dict[str, Any] | None]
    earlier_at: Mapped[datetime | None]


class ReserveState(StrEnum):
    """proposed: asked; accepted, declined: answered; taken: the reserve holds the part now."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN = "taken"


class ReserveRow(Base):
    """Who takes over a member's part of a lot if that member withdraws, and whether it agreed to.

    `parts`: [{"place", "trade", "hours"}], whole hours over all months, as the search for the next best gave;
    `digest`: of what the reserve was shown when it answered.
    """

    __tablename__ = "reserves"
    __table_args__ = (UniqueConstraint("split_id", "member_id", "lot", "reserve_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    split_id: Mapped[int] = mapped_column(ForeignKey("splits.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    lot: Mapped[str]
    reserve_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    parts: Mapped[list[Any]] = mapped_column(default=list)
    digest: Mapped[str] = mapped_column(default="")
    state: Mapped[ReserveState] = mapped_column(by_value(ReserveState), default=ReserveState.PROPOSED)
    by: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    split: Mapped[SplitRow] = relationship()
    holder: Mapped[MemberRow] = relationship(foreign_keys=[member_id])
    reserve: Mapped[MemberRow] = relationship(foreign_keys=[reserve_id])

    @property
    def total_hours(self) -> int:
        """Whole hours over all months and places."""
        return sum(int(part["hours"]) for part in self.parts)


class LetterState(StrEnum):
    """sending: taken in hand, at most once; a stop in between leaves it so, and somebody telephones."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    LOST = "lost"
    STOPPED = "stopped"


class LetterRow(Base):
    """A letter written beforehand for a day to come: it leaves once, and not at all once it was answered.

    `about`: what it asks, [{"member": id, "digest": of the part, "" for a consultation}]. `call_id` None: it
    is about a member's own papers.
    """

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    to: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    about: Mapped[list[Any]] = mapped_column(default=list)
    due: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[LetterState] = mapped_column(by_value(LetterState), default=LetterState.WAITING)
    at: Mapped[datetime | None]


def find_seen(session: Session, split_id: int, member_id: int, *, viewer: UserRow) -> SeenRow | None:
    """What this very person last saw of a member's part."""
    return session.scalar(
        select(SeenRow).where(
            SeenRow.split_id == split_id, SeenRow.member_id == member_id, SeenRow.user_id == viewer.id
        )
    )


def list_reserves(session: Session, split_id: int, *, viewer: UserRow) -> list[ReserveRow]:
    """Reserves of a split: for officer and admin all, for a director those asked of her members."""
    query = (
        select(ReserveRow)
        .join(SplitRow, SplitRow.id == ReserveRow.split_id)
        .where(
            ReserveRow.split_id == split_id,
            before_the_wall(SplitRow.call_id, ReserveRow.lot, viewer=viewer),
        )
        .order_by(ReserveRow.member_id, ReserveRow.lot, ReserveRow.id)
    )
    if not viewer.sees_everything:
        query = query.where(ReserveRow.reserve_id.in_(viewer.member_ids))
    return list(session.scalars(query))


def list_reserves_asked(session: Session, *, viewer: UserRow) -> list[ReserveRow]:
    """Parts the viewer's members are asked to stand ready for, in splits shown and not yet frozen."""
    if not viewer.member_ids:
        return []
    return list(
        session.scalars(
            select(ReserveRow)
            .join(SplitRow, SplitRow.id == ReserveRow.split_id)
            .where(
                ReserveRow.reserve_id.in_(viewer.member_ids),
                ReserveRow.state != ReserveState.TAKEN,
                SplitRow.state.in_((SplitState.PUBLISHED, SplitState.AGREED)),
                before_the_wall(SplitRow.call_id, ReserveRow.lot, viewer=viewer),
            )
            .order_by(ReserveRow.id)
        )
    )


def list_letters(session: Session, call_id: int, *, viewer: UserRow) -> list[LetterRow]:
    """Letters written for a call, for officer and admin."""
    if not viewer.sees_everything:
        return []
    return list(session.scalars(select(LetterRow).where(LetterRow.call_id == call_id).order_by(LetterRow.id)))


def due_letters(session: Session, at: datetime) -> list[int]:
    """Ids of letters whose day has come: the worker's own question."""
    return list(
        session.scalars(
            select(LetterRow.id)
            .where(LetterRow.state == LetterState.WAITING, LetterRow.due <= at)
            .order_by(LetterRow.id)
        )
    )
