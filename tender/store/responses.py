"""What a response is made of beyond the split: prices, evidence, answers to boxes, and what was issued."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import UserRow
from tender.store.calls import find_call
from tender.store.consultations import outside_walls, walled_lots
from tender.store.database import Base


class PriceLineRow(Base):
    """A line of the price schedule. Unit price in euros excluding VAT, None until somebody gives it.

    `section`: the heading it stands under; `counted`: part of the total; `cells`: where its price goes in
    the buyer’s files; `differs`: where another schedule says otherwise. `agreed_*`: who settled this price
    for the group. `floor_*`: what was answered on the wage it pays, and for which price (L5132-11).
    """

    __tablename__ = "price_lines"
    __table_args__ = (UniqueConstraint("call_id", "lot", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    lot: Mapped[str]
    number: Mapped[str]
    designation: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(14, 3))
    unit_price: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    vat_rate: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    section: Mapped[str] = mapped_column(default="", server_default="")
    counted: Mapped[bool] = mapped_column(default=True, server_default=true())
    cells: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    differs: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str] = mapped_column(default="", server_default="")
    floor_price: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    floor_word: Mapped[str] = mapped_column(default="", server_default="")


class ResponseRow(Base):
    """The answers a response needs and the call does not give: signatory, prices' VAT, months… by box."""

    __tablename__ = "responses"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), unique=True)
    boxes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    overrides: Mapped[list[Any]] = mapped_column(default=list)


class IssueRow(Base):
    """One archive as generated: never rewritten. `manifest`: its files; `lacks`: what was missing then.

    `unplaced`: what the buyer's own forms ask and could not be written; `changes`: what differs from the
    archive before. `signed_*`: the second person who went through it, and the archive's sum she saw.
    """

    __tablename__ = "issues"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    revision: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str]
    sha256: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    draft: Mapped[bool] = mapped_column(default=False)
    manifest: Mapped[list[Any]] = mapped_column(default=list)
    lacks: Mapped[list[Any]] = mapped_column(default=list)
    unplaced: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    changes: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    signed_by: Mapped[str] = mapped_column(default="", server_default="")
    signed_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    signed_at: Mapped[datetime | None]
    signed_sha256: Mapped[str | None]


class FilingRow(Base):
    """A deposit as it was made: which archive, when, by whom, where, and the portal's receipt.

    `filed_at`: end of the sending, as the receipt says; `late`: after the deadline known then.
    """

    __tablename__ = "filings"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"))
    filed_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)
    platform: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    receipt_sha256: Mapped[str | None]
    receipt_name: Mapped[str] = mapped_column(default="")
    filed_by: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]


def list_price_lines(session: Session, call_id: int, *, viewer: UserRow) -> list[PriceLineRow]:
    """The price lines of a call, for officer and admin: a member's prices are nobody else's business."""
    if not viewer.sees_everything:
        return []
    return list(
        session.scalars(
            select(PriceLineRow)
            .where(
                PriceLineRow.call_id == call_id,
                PriceLineRow.lot.not_in(walled_lots(session, call_id, viewer=viewer)),
            )
            .order_by(PriceLineRow.lot, PriceLineRow.id)
        )
    )


def find_response(session: Session, call_id: int, *, viewer: UserRow) -> ResponseRow | None:
    """The response under way for a call, for officer and admin."""
    if not viewer.sees_everything:
        return None
    return session.scalar(
        select(ResponseRow).where(
            ResponseRow.call_id == call_id, outside_walls(ResponseRow.call_id, viewer=viewer)
        )
    )


def list_issues(session: Session, call_id: int, *, viewer: UserRow) -> list[IssueRow]:
    """What was generated for a call, newest first, for officer and admin."""
    if not viewer.sees_everything or find_call(session, call_id, viewer=viewer) is None:
        return []
    return list(
        session.scalars(
            select(IssueRow)
            .where(IssueRow.call_id == call_id, outside_walls(IssueRow.call_id, viewer=viewer))
            .order_by(IssueRow.id.desc())
        )
    )


def find_issue(session: Session, call_id: int, issue_id: int, *, viewer: UserRow) -> IssueRow | None:
    """One archive of a call, for officer and admin."""
    return next((one for one in list_issues(session, call_id, viewer=viewer) if one.id == issue_id), None)


def list_filings(session: Session, call_id: int, *, viewer: UserRow) -> list[FilingRow]:
    """The deposits of a call, newest first, for officer and admin: the last one replaces those before."""
    if not viewer.sees_everything or find_call(session, call_id, viewer=viewer) is None:
        return []
    return list(
        session.scalars(
            select(FilingRow)
            .where(FilingRow.call_id == call_id, outside_walls(FilingRow.call_id, viewer=viewer))
            .order_by(FilingRow.id.desc())
        )
    )
