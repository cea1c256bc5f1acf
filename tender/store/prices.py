"""What one member asks for a line, and what an hour costs it: its own business, behind walls of their own."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from tender.store.accounts import UserRow
from tender.store.consultations import walled_lots
from tender.store.database import Base
from tender.store.members import MemberRow
from tender.store.responses import PriceLineRow


class MemberPriceRow(Base):
    """The unit price a member would ask for a line, in euros excluding VAT."""

    __tablename__ = "member_prices"
    __table_args__ = (UniqueConstraint("line_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("price_lines.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    unit_price: Mapped[Decimal] = mapped_column(Numeric(14, 4))
    by: Mapped[str]
    at: Mapped[datetime]

    line: Mapped[PriceLineRow] = relationship()
    member: Mapped[MemberRow] = relationship()


class MemberCostRow(Base):
    """What an hour of work costs a member, in euros: pay before deductions, charges in per cent of it…

    `travel`, `frame` (supervision and support), `other`: euros an hour. `shared`: the officer may see it;
    the member's director alone gives and takes that back.
    """

    __tablename__ = "member_costs"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), unique=True)
    wage: Mapped[Decimal] = mapped_column(Numeric(8, 4))
    charges_percent: Mapped[Decimal] = mapped_column(Numeric(6, 2), default=Decimal(0))
    travel: Mapped[Decimal] = mapped_column(Numeric(8, 4), default=Decimal(0))
    frame: Mapped[Decimal] = mapped_column(Numeric(8, 4), default=Decimal(0))
    other: Mapped[Decimal] = mapped_column(Numeric(8, 4), default=Decimal(0))
    shared: Mapped[bool] = mapped_column(default=False)
    shared_at: Mapped[datetime | None]
    shared_by: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime]

    member: Mapped[MemberRow] = relationship()

    @property
    def hour(self) -> Decimal:
        """What an hour costs in all, to the cent."""
        whole = self.wage * (1 + self.charges_percent / 100) + self.travel + self.frame + self.other
        return whole.quantize(Decimal("0.01"))


def list_member_prices(session: Session, call_id: int, *, viewer: UserRow) -> list[MemberPriceRow]:
    """Members' prices by line: for the officer, save of walled lots; a director sees her own members'."""
    query = (
        select(MemberPriceRow)
        .join(PriceLineRow)
        .where(
            PriceLineRow.call_id == call_id,
            PriceLineRow.lot.not_in(walled_lots(session, call_id, viewer=viewer)),
        )
        .order_by(PriceLineRow.lot, PriceLineRow.id, MemberPriceRow.unit_price)
    )
    if not viewer.sees_everything:
        query = query.where(MemberPriceRow.member_id.in_(viewer.member_ids))
    return list(session.scalars(query))


def list_member_lines(
    session: Session, call_id: int, lots: frozenset[str], *, viewer: UserRow
) -> list[PriceLineRow]:
    """The buyer's lines of these lots, for who prices them: officer, or who speaks for a member."""
    if not (viewer.sees_everything or viewer.member_ids):
        return []
    open_lots = lots - walled_lots(session, call_id, viewer=viewer)
    return list(
        session.scalars(
            select(PriceLineRow)
            .where(PriceLineRow.call_id == call_id, PriceLineRow.lot.in_(open_lots))
            .order_by(PriceLineRow.lot, PriceLineRow.id)
        )
    )


def find_costs(session: Session, member_id: int, *, viewer: UserRow) -> MemberCostRow | None:
    """A member's costs: for who speaks for it; for officer and admin once it agreed to show them.

    An officer who speaks for a member herself sees nobody else's: one day the two may be rivals on a lot.
    """
    row = session.scalar(select(MemberCostRow).where(MemberCostRow.member_id == member_id))
    if row is None or member_id in viewer.member_ids:
        return row
    return row if row.shared and viewer.sees_everything and not viewer.member_ids else None


def list_shared_costs(session: Session, *, viewer: UserRow) -> list[MemberCostRow]:
    """Costs members agreed to show, for officer and admin, by the member's name."""
    rows = session.scalars(
        select(MemberCostRow).join(MemberRow).where(MemberCostRow.shared).order_by(MemberRow.name)
    )
    return [row for row in rows if find_costs(session, row.member_id, viewer=viewer) is not None]
