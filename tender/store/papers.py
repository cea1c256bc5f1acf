"""The papers a member holds: attestations, its convention, bank details, each with its dates; those asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import UserRow
from tender.store.consultations import outside_walls
from tender.store.database import Base, by_value


class PaperReading(StrEnum):
    """none: no file, or no file that tells (a picture); waiting: the worker has it; failed: not readable."""

    NONE = "none"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class PaperRow(Base):
    """A paper of a member (None: of the collective). `sha256` empty: declared, the file not handed in yet.

    `issued_on`, `valid_until`: as a person gave or confirmed them; `read`: what the machine read in the file
    (vocabulary.paper.PaperRead as plain), which counts where the person said nothing. `kind`: a PaperKind, ""
    when none is known. `attempts`: how often the reading was begun.
    """

    __tablename__ = "papers"
    __table_args__ = (
        CheckConstraint(
            "valid_until IS NULL OR issued_on IS NULL OR valid_until >= issued_on", name="dates_in_order"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    name: Mapped[str]
    issued_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    sha256: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    updated: Mapped[datetime]
    kind: Mapped[str] = mapped_column(default="", server_default="")
    read: Mapped[dict[str, Any] | None]
    reading: Mapped[PaperReading] = mapped_column(
        by_value(PaperReading), default=PaperReading.NONE, server_default=PaperReading.NONE.value
    )
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    confirmed_by: Mapped[str] = mapped_column(default="", server_default="")
    confirmed_at: Mapped[datetime | None]

    def _read_day(self, name: str) -> date | None:
        said = (self.read or {}).get(name)
        return date.fromisoformat(said["value"]) if said else None

    @property
    def issued(self) -> date | None:
        """Its day: the person's, else the machine's."""
        return self.issued_on or self._read_day("issued_on")

    @property
    def ends(self) -> date | None:
        """Its last day: the person's, else the machine's unless a person looked and left none."""
        if self.valid_until is not None or self.confirmed_at is not None:
            return self.valid_until
        return self._read_day("valid_until")

    @property
    def is_unsure(self) -> bool:
        """A machine read it and nobody has looked at what it read."""
        return self.read is not None and not self.read.get("refused") and self.confirmed_at is None


class PaperRequestRow(Base):
    """A paper asked of a member, for a call (`call_id`) or for its vault.

    `why`: missing, expired, too_old, ends_early, other_holder. `closed_at`: handed in, or no longer asked;
    `paper_id`: what answered it.
    """

    __tablename__ = "paper_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    lots: Mapped[list[Any]] = mapped_column(default=list)
    due: Mapped[datetime | None]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("papers.id", ondelete="SET NULL"))


def is_replaced(paper: PaperRow, others: Iterable[PaperRow]) -> bool:
    """Another paper of the same member and kind, its file handed in, serves longer."""
    return any(
        other.id != paper.id
        and other.member_id == paper.member_id
        and (other.kind == paper.kind != "" or other.name == paper.name)
        and other.sha256 != ""
        and paper.ends is not None
        and other.ends is not None
        and other.ends > paper.ends
        for other in others
    )


def list_papers(session: Session, *, viewer: UserRow) -> list[PaperRow]:
    """Officer and admin: every paper. A director: her members' own. A reader: none."""
    query = select(PaperRow).order_by(PaperRow.member_id, PaperRow.name, PaperRow.id)
    if not viewer.sees_everything:
        query = query.where(PaperRow.member_id.in_(viewer.member_ids))
    return list(session.scalars(query))


def find_paper(session: Session, paper_id: int, *, viewer: UserRow) -> PaperRow | None:
    """One paper, if the viewer may see it."""
    return next((one for one in list_papers(session, viewer=viewer) if one.id == paper_id), None)


def unread_papers(session: Session) -> list[PaperRow]:
    """Papers whose reading a stopped worker left behind: its own question, no person looks."""
    return list(
        session.scalars(
            select(PaperRow).where(PaperRow.reading == PaperReading.WAITING).order_by(PaperRow.id)
        )
    )


def list_paper_requests(
    session: Session, *, viewer: UserRow, call_id: int | None = None
) -> list[PaperRequestRow]:
    """Papers still asked: all of them for officer and admin outside walls, for a director her members'."""
    query = select(PaperRequestRow).where(PaperRequestRow.closed_at.is_(None))
    if call_id is not None:
        query = query.where(PaperRequestRow.call_id == call_id)
    if viewer.sees_everything:
        query = query.where(
            PaperRequestRow.call_id.is_(None) | outside_walls(PaperRequestRow.call_id, viewer=viewer)
        )
    else:
        query = query.where(PaperRequestRow.member_id.in_(viewer.member_ids))
    return list(session.scalars(query.order_by(PaperRequestRow.due.is_(None), PaperRequestRow.due)))


def find_paper_request(session: Session, request_id: int, *, viewer: UserRow) -> PaperRequestRow | None:
    """One of them, if the viewer may see it."""
    held = list_paper_requests(session, viewer=viewer)
    return next((one for one in held if one.id == request_id), None)
