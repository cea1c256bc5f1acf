"""The papers a member holds: attestations, its convention, bank details, each with its dates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import UserRow
from tender.store.database import Base


class PaperRow(Base):
    """A paper of a member (None: of the collective). `sha256` empty: declared, the file not handed in yet."""

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


def list_papers(session: Session, *, viewer: UserRow) -> list[PaperRow]:
    """Officer and admin: every paper. A director: her members' own. A reader: none."""
    query = select(PaperRow).order_by(PaperRow.member_id, PaperRow.name, PaperRow.id)
    if not viewer.sees_everything:
        query = query.where(PaperRow.member_id.in_(viewer.member_ids))
    return list(session.scalars(query))


def find_paper(session: Session, paper_id: int, *, viewer: UserRow) -> PaperRow | None:
    """One paper, if the viewer may see it."""
    return next((one for one in list_papers(session, viewer=viewer) if one.id == paper_id), None)
