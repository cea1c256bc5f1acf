"""What people decided on points of law of a call: questions answered, findings set aside; append only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import Role, UserRow
from tender.store.calls import CallFileRow, PageRow, find_call
from tender.store.consultations import outside_walls
from tender.store.database import Base, by_value
from tender.store.journal import JournalRow


class LawAct(StrEnum):
    """answered: a question; set_aside: a finding, with a reason; withdrawn: the act before holds no more."""

    ANSWERED = "answered"
    SET_ASIDE = "set_aside"
    WITHDRAWN = "withdrawn"


class LawDecisionRow(Base):
    """One decision on one finding. The last on the same point counts, and only while its digest is the same.

    `member`: its key; `words`: the sentence decided on, in French; `digest`: of the point with every value
    behind it; `facts`: those values, as they stood.
    """

    __tablename__ = "law_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    rule: Mapped[str]
    code: Mapped[str]
    member: Mapped[str | None]
    lot: Mapped[str | None]
    place: Mapped[str | None]
    digest: Mapped[str]
    act: Mapped[LawAct] = mapped_column(by_value(LawAct))
    answer: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by: Mapped[str]
    at: Mapped[datetime]

    @property
    def point(self) -> tuple[str, str | None, str | None, str | None]:
        """What it decides on, whatever the facts."""
        return (self.code, self.member, self.lot, self.place)


def list_law_decisions(session: Session, call_id: int, *, viewer: UserRow) -> list[LawDecisionRow]:
    """Every decision on a call's points of law, the oldest first, for officer and admin before no wall."""
    if not viewer.sees_everything:
        return []
    return list(
        session.scalars(
            select(LawDecisionRow)
            .where(LawDecisionRow.call_id == call_id, outside_walls(LawDecisionRow.call_id, viewer=viewer))
            .order_by(LawDecisionRow.id)
        )
    )


def find_reopening(session: Session, call_id: int, *, viewer: UserRow) -> JournalRow | None:
    """When a filed response was last opened again under R2142-26, for officer and admin."""
    if not viewer.sees_everything:
        return None
    rows = session.scalars(
        select(JournalRow)
        .where(JournalRow.call_id == call_id, JournalRow.act == "split.reopened")
        .order_by(JournalRow.id.desc())
    )
    return next((row for row in rows if row.facts.get("exception")), None)


def list_pages_saying(
    session: Session, call_id: int, words: Sequence[str], *, viewer: UserRow
) -> list[tuple[str, int | None, str]]:
    """(file, page, text) of the pages of the present version that hold one of these words, in order.

    For officer and admin, and for a collectivité's reader in its own calls.
    """
    own = viewer.role is Role.READER and find_call(session, call_id, viewer=viewer) is not None
    if not (viewer.sees_everything or own):
        return []
    lowered = func.lower(PageRow.text)
    query = (
        select(CallFileRow.name, PageRow.number, PageRow.text)
        .join(CallFileRow, CallFileRow.id == PageRow.file_id)
        .where(
            CallFileRow.call_id == call_id,
            CallFileRow.until.is_(None),
            or_(*(lowered.contains(word, autoescape=True) for word in words)),
        )
        .order_by(CallFileRow.id, PageRow.position)
    )
    return [(name, number, text) for name, number, text in session.execute(query)]
