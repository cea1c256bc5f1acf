"""Questions to the buyer: who asks what, about which lot and place, the one batch, the answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import UserRow
from tender.store.calls import find_call
from tender.store.consultations import before_the_wall
from tender.store.database import Base, by_value


class QuestionState(StrEnum):
    """open: in the register; sent: put to the buyer; answered; dropped: not asked."""

    OPEN = "open"
    SENT = "sent"
    ANSWERED = "answered"
    DROPPED = "dropped"


class QuestionRow(Base):
    """A question about a call. `lot` None: the whole call. `document`, `page`: the place it is about.

    `member_id`: for which member it is asked, None: the collective. `fact_id`: the fact its answer is about;
    `fact_before`: what that fact said when the answer was noted.
    """

    __tablename__ = "buyer_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    lot: Mapped[str | None]
    text: Mapped[str]
    document: Mapped[str] = mapped_column(default="")
    page: Mapped[int | None]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_by: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[QuestionState] = mapped_column(by_value(QuestionState), default=QuestionState.OPEN)
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    fact_id: Mapped[int | None] = mapped_column(ForeignKey("facts.id", ondelete="SET NULL"))
    fact_before: Mapped[dict[str, Any] | None]


def list_questions(session: Session, call_id: int, *, viewer: UserRow) -> list[QuestionRow]:
    """The register of a call: all of it for officer and admin save behind walls, else one's own members'."""
    query = select(QuestionRow).where(QuestionRow.call_id == call_id)
    own = or_(QuestionRow.asked_by_id == viewer.id, QuestionRow.member_id.in_(viewer.member_ids))
    if viewer.sees_everything and find_call(session, call_id, viewer=viewer) is not None:
        query = query.where(or_(own, before_the_wall(QuestionRow.call_id, QuestionRow.lot, viewer=viewer)))
    else:
        query = query.where(own)
    return list(session.scalars(query.order_by(QuestionRow.at, QuestionRow.id)))


def find_question(session: Session, call_id: int, question_id: int, *, viewer: UserRow) -> QuestionRow | None:
    """One question of a call, if the viewer may see it."""
    held = list_questions(session, call_id, viewer=viewer)
    return next((one for one in held if one.id == question_id), None)
