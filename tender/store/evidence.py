"""The library of evidence, the chapters written from it for a call, and who was asked for a part of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from tender.store.accounts import UserRow
from tender.store.calls import CallRow
from tender.store.consultations import outside_walls
from tender.store.database import Base
from tender.store.members import MemberRow, the_collective


class EvidenceBlockRow(Base):
    """A piece of proof of the collective (member_id None) or of a member, for the mémoire technique.

    `kind`: reference, means, staff, training, quality, environment, insertion, "" not said. `dated`: of the
    facts; `review`: the day it must have been read again, `reviewed`: the day it last was. `translations`:
    {"de": {"title", "text"}, …}. `paper_id`: the attestation. `call_id`: written for that call.
    """

    __tablename__ = "evidence_blocks"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    title: Mapped[str]
    text: Mapped[str]
    topics: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    dated: Mapped[date | None]
    review: Mapped[date | None]
    kind: Mapped[str] = mapped_column(default="", server_default="")
    translations: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("papers.id", ondelete="SET NULL"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"), index=True)
    reviewed: Mapped[date | None]
    reviewed_by: Mapped[str] = mapped_column(default="", server_default="")

    def is_stale(self, day: date) -> bool:
        """The day it had to be read again has passed."""
        return self.review is not None and self.review < day


class MemoChapterRow(Base):
    """What is written for one criterion of a call. `blocks`: ids chosen, in order, None: as proposed.

    `quotes`: passages of the call chosen, [{"document", "page", "quote"}], None: as found.
    """

    __tablename__ = "memo_chapters"
    __table_args__ = (UniqueConstraint("call_id", "criterion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    criterion: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    blocks: Mapped[list[Any] | None]
    quotes: Mapped[list[Any] | None]
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class ContributionRow(Base):
    """A part of the mémoire asked of a member, until a day. `said`: why it has none, when it has none.

    Answered: `block_id` is the piece of evidence it wrote, or None with its reason.
    """

    __tablename__ = "contributions"
    __table_args__ = (UniqueConstraint("call_id", "member_id", "criterion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    criterion: Mapped[str]
    asked: Mapped[str] = mapped_column(default="")
    due: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    block_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_blocks.id", ondelete="SET NULL"))
    said: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    call: Mapped[CallRow] = relationship()
    member: Mapped[MemberRow] = relationship()
    block: Mapped[EvidenceBlockRow | None] = relationship()


def list_evidence_blocks(session: Session, *, viewer: UserRow) -> list[EvidenceBlockRow]:
    """The library: everything for the officer; for a director the collective's and her members' own, and the
    others' where the charter shares them (« library »: « shared »).

    Never what was written for a call on which a member of the viewer goes alone.
    """
    query = (
        select(EvidenceBlockRow)
        .where(outside_walls(EvidenceBlockRow.call_id, viewer=viewer))
        .order_by(EvidenceBlockRow.title, EvidenceBlockRow.id)
    )
    collective = the_collective(session)
    shared = collective is not None and collective.charter.get("library") == "shared"
    if not viewer.sees_everything and not (shared and viewer.member_ids):
        query = query.where(
            EvidenceBlockRow.member_id.is_(None) | EvidenceBlockRow.member_id.in_(viewer.member_ids)
        )
    return list(session.scalars(query))


def list_memo_chapters(session: Session, call_id: int, *, viewer: UserRow) -> list[MemoChapterRow]:
    """What is written for a call, for officer and admin."""
    if not viewer.sees_everything:
        return []
    return list(
        session.scalars(
            select(MemoChapterRow)
            .where(MemoChapterRow.call_id == call_id, outside_walls(MemoChapterRow.call_id, viewer=viewer))
            .order_by(MemoChapterRow.id)
        )
    )


def list_contributions(
    session: Session, *, viewer: UserRow, call_id: int | None = None
) -> list[ContributionRow]:
    """Parts asked: all for officer and admin, her own members' for a director, the nearest date first.

    None of a call on which a member of the viewer goes alone.
    """
    query = (
        select(ContributionRow)
        .where(outside_walls(ContributionRow.call_id, viewer=viewer))
        .order_by(ContributionRow.due, ContributionRow.id)
    )
    if call_id is not None:
        query = query.where(ContributionRow.call_id == call_id)
    if not viewer.sees_everything:
        query = query.where(ContributionRow.member_id.in_(viewer.member_ids))
    return list(session.scalars(query))


def find_contribution(session: Session, number: int, *, viewer: UserRow) -> ContributionRow | None:
    """One part asked, if the viewer may see it."""
    return next((one for one in list_contributions(session, viewer=viewer) if one.id == number), None)
