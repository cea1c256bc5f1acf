"""After the award: the result of each lot, and the papers the buyer asks of the winner."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import UserRow
from tender.store.consultations import before_the_wall, outside_walls
from tender.store.database import Base, by_value


class Result(StrEnum):
    """won; lost; unfruitful: no offer kept (infructueux); abandoned: the buyer gave up (sans suite)."""

    WON = "won"
    LOST = "lost"
    UNFRUITFUL = "unfruitful"
    ABANDONED = "abandoned"


class LotResultRow(Base):
    """What became of one lot answered ("" for an undivided call). Amounts in euros excluding VAT.

    `told_on`: the buyer's letter; `rank`: ours, when told. `pieces_due`: until when the winner's papers are
    asked; `signed_on`: the contract. `reasons_*`: the asked reasons of a refusal (R2181-3, R2181-4).
    """

    __tablename__ = "lot_results"
    __table_args__ = (UniqueConstraint("call_id", "lot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    lot: Mapped[str]
    result: Mapped[Result] = mapped_column(by_value(Result))
    told_on: Mapped[date]
    rank: Mapped[int | None]
    winner: Mapped[str] = mapped_column(default="")
    winner_amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    word: Mapped[str] = mapped_column(default="")
    pieces_due: Mapped[date | None]
    signed_on: Mapped[date | None]
    reasons_asked_on: Mapped[date | None]
    reasons_received_on: Mapped[date | None]
    by: Mapped[str]
    at: Mapped[datetime]


class AwardPieceRow(Base):
    """A paper of the winner, handed to the buyer. `kind`: a PaperKind, or "engagement": the AE of `lot`."""

    __tablename__ = "award_pieces"
    __table_args__ = (UniqueConstraint("call_id", "member_id", "kind", "lot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[str]
    lot: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime]


def list_results(session: Session, call_id: int, *, viewer: UserRow) -> list[LotResultRow]:
    """The results of a call by lot, for officer and admin, save of walled lots."""
    if not viewer.sees_everything:
        return []
    query = select(LotResultRow).where(
        LotResultRow.call_id == call_id,
        before_the_wall(LotResultRow.call_id, LotResultRow.lot, viewer=viewer),
    )
    return list(session.scalars(query.order_by(LotResultRow.lot)))


def list_award_pieces(session: Session, call_id: int, *, viewer: UserRow) -> list[AwardPieceRow]:
    """The winner's papers handed in, for officer and admin."""
    if not viewer.sees_everything:
        return []
    query = select(AwardPieceRow).where(
        AwardPieceRow.call_id == call_id, outside_walls(AwardPieceRow.call_id, viewer=viewer)
    )
    return list(session.scalars(query.order_by(AwardPieceRow.member_id, AwardPieceRow.kind)))


def results_of(session: Session, call_ids: frozenset[int]) -> list[LotResultRow]:
    """What became of these calls: the program's own question about hours promised, shown to nobody."""
    return list(session.scalars(select(LotResultRow).where(LotResultRow.call_id.in_(call_ids))))
