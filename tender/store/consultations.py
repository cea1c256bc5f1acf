"""What members answered before the split, and the walls that follow for whoever goes alone on a lot."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column, relationship

from tender.store.accounts import UserRow
from tender.store.calls import CallRow
from tender.store.database import Base, by_value


class Stance(StrEnum):
    """What a member answers for one lot."""

    GROUP = "group"
    ALONE = "alone"
    NO = "no"


class ConsultationRow(Base):
    """The question put to every member about one call. `skipped`: the collective did without, and why.

    `closes`: until when silence may still be broken; `closed`: when it was counted as no.
    """

    __tablename__ = "consultations"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), unique=True)
    opened: Mapped[datetime]
    opened_by: Mapped[str]
    closes: Mapped[datetime | None]
    closed: Mapped[datetime | None]
    skipped: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    word: Mapped[str] = mapped_column(default="")

    call: Mapped[CallRow] = relationship()


class AnswerRow(Base):
    """A member's answer for one lot. `hours`: the most it could give in a month, all its trades together.

    `places`: the communes (INSEE) it would work in. `silent`: nobody answered, counted as no at the closing.
    `late`: given after it. A member that goes alone leaves neither hours nor communes here: they are its own.
    """

    __tablename__ = "consultation_answers"
    __table_args__ = (UniqueConstraint("call_id", "member_id", "lot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    lot: Mapped[str]
    stance: Mapped[Stance] = mapped_column(by_value(Stance))
    hours: Mapped[float | None]
    places: Mapped[list[Any]] = mapped_column(default=list)
    word: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by: Mapped[str]
    at: Mapped[datetime]
    silent: Mapped[bool] = mapped_column(default=False)
    late: Mapped[bool] = mapped_column(default=False)


def walled_lots(session: Session, call_id: int, *, viewer: UserRow) -> frozenset[str]:
    """Lots of a call on which a member the viewer speaks for goes alone: the group's work there is hidden.

    Whatever her role, and whatever other members she speaks for too.
    Source: exchanging offers between candidates of one lot is an entente (L420-1 du code de commerce).
    """
    if not viewer.member_ids:
        return frozenset()
    return frozenset(
        session.scalars(
            select(AnswerRow.lot).where(
                AnswerRow.call_id == call_id,
                AnswerRow.member_id.in_(viewer.member_ids),
                AnswerRow.stance == Stance.ALONE,
            )
        )
    )


def before_the_wall(
    call: InstrumentedAttribute[Any], lot: InstrumentedAttribute[Any], *, viewer: UserRow
) -> ColumnElement[bool]:
    """A condition for queries: the (call, lot) is not one on which a member of the viewer goes alone."""
    return ~(
        select(AnswerRow.id)
        .where(
            AnswerRow.call_id == call,
            or_(AnswerRow.lot == lot, lot.is_(None)),
            AnswerRow.member_id.in_(viewer.member_ids),
            AnswerRow.stance == Stance.ALONE,
        )
        .exists()
    )


def outside_walls(call: InstrumentedAttribute[Any], *, viewer: UserRow) -> ColumnElement[bool]:
    """A condition for what cannot be divided by lot: no member of the viewer goes alone on any lot of it."""
    return ~(
        select(AnswerRow.id)
        .where(
            AnswerRow.call_id == call,
            AnswerRow.member_id.in_(viewer.member_ids),
            AnswerRow.stance == Stance.ALONE,
        )
        .exists()
    )


def find_consultation(session: Session, call_id: int, *, viewer: UserRow) -> ConsultationRow | None:
    """The consultation of a call: for officer and admin, and for who speaks for a member it was put to."""
    if not (viewer.sees_everything or viewer.member_ids):
        return None
    return session.scalar(select(ConsultationRow).where(ConsultationRow.call_id == call_id))


def list_consultations(session: Session, *, viewer: UserRow) -> list[ConsultationRow]:
    """Those put to the members the viewer speaks for, the nearest closing first; officer and admin: all."""
    if not (viewer.sees_everything or viewer.member_ids):
        return []
    return list(
        session.scalars(
            select(ConsultationRow)
            .join(CallRow)
            .where(~ConsultationRow.skipped)
            .order_by(ConsultationRow.closes.is_(None), ConsultationRow.closes)
        )
    )


def list_answers(session: Session, call_id: int, *, viewer: UserRow) -> list[AnswerRow]:
    """Answers of a call: all of them for officer and admin, save of walled lots; else one's own members'."""
    query = select(AnswerRow).where(AnswerRow.call_id == call_id).order_by(AnswerRow.lot, AnswerRow.id)
    own = AnswerRow.member_id.in_(viewer.member_ids)
    if viewer.sees_everything:
        walled = walled_lots(session, call_id, viewer=viewer)
        query = query.where(or_(own, AnswerRow.lot.not_in(walled)))
    else:
        query = query.where(own)
    return list(session.scalars(query))


def due_consultations(session: Session, at: datetime) -> list[ConsultationRow]:
    """Those whose date has passed and whose silences are not counted yet: the program's own question."""
    return list(
        session.scalars(
            select(ConsultationRow).where(
                ConsultationRow.closed.is_(None),
                ~ConsultationRow.skipped,
                ConsultationRow.closes.is_not(None),
                ConsultationRow.closes <= at,
            )
        )
    )


def offers_of(session: Session, call_id: int) -> list[AnswerRow]:
    """What the split may count on: the problem's own question, shown to nobody as it is."""
    return list(session.scalars(select(AnswerRow).where(AnswerRow.call_id == call_id)))
