"""Members: the associations, their territories, their trades and free hours."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from tender.store.accounts import UserRow
from tender.store.database import Base


class CollectiveRow(Base):
    """The one collective of an installation, and its charter: settings as the members wrote them.

    `charter` keys: lead_fee_percent or lead_fee_hour, stale_after_days, equity, silence, form…; a key that is
    absent was not decided, and shows so.
    """

    __tablename__ = "collectives"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    presentation: Mapped[str] = mapped_column(default="")
    charter: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_example: Mapped[bool] = mapped_column(default=False)
    logo: Mapped[str] = mapped_column(default="", server_default="")


class MemberRow(Base):
    """An association. `identity` holds the boxes of vocabulary.member.MemberIdentity beyond these columns.

    `logo`: SHA-256 of a PNG in the file store, empty when there is none.
    """

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    siret: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    home_place: Mapped[str] = mapped_column(default="")
    convention_end: Mapped[date | None]
    identity: Mapped[dict[str, Any]] = mapped_column(default=dict)
    active: Mapped[bool] = mapped_column(default=True)
    is_example: Mapped[bool] = mapped_column(default=False)
    logo: Mapped[str] = mapped_column(default="", server_default="")

    territories: Mapped[list[TerritoryRow]] = relationship(
        cascade="all, delete-orphan", order_by="TerritoryRow.id"
    )
    capacities: Mapped[list[CapacityRow]] = relationship(
        cascade="all, delete-orphan", order_by="CapacityRow.id"
    )
    convention_places: Mapped[list[ConventionPlaceRow]] = relationship(
        cascade="all, delete-orphan", order_by="ConventionPlaceRow.id"
    )
    trades: Mapped[list[MemberTradeRow]] = relationship(
        cascade="all, delete-orphan", order_by="MemberTradeRow.id"
    )

    @property
    def country(self) -> str:
        """Two letters; French unless said otherwise."""
        return str(self.identity.get("country") or "FR")


class TerritoryRow(Base):
    """A place a member works in. kind: commune, epci, departement, canton, abroad; code: INSEE, SIREN…"""

    __tablename__ = "territories"
    __table_args__ = (UniqueConstraint("member_id", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[str]
    code: Mapped[str]


class ConventionPlaceRow(Base):
    """A place of the territory of a member's convention with the State: the hard limit of R5132-19.

    kind and code as in TerritoryRow. None at all: the territory of the convention was not given.
    """

    __tablename__ = "convention_places"
    __table_args__ = (UniqueConstraint("member_id", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[str]
    code: Mapped[str]


class MemberTradeRow(Base):
    """How a member does a trade: as a service it answers for, by supplying staff (L5132-7), or both."""

    __tablename__ = "member_trades"
    __table_args__ = (UniqueConstraint("member_id", "trade"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    trade: Mapped[str]
    service: Mapped[bool] = mapped_column(default=False)
    staff_supply: Mapped[bool] = mapped_column(default=False)


class CapacityRow(Base):
    """Hours a month a member can give to a trade, and what of it is already promised.

    `month` "2027-01", or "*" for every month not named. A figure has a source and a date, for it grows old.
    """

    __tablename__ = "capacities"
    __table_args__ = (
        UniqueConstraint("member_id", "trade", "month"),
        CheckConstraint("hours >= 0", name="hours_not_negative"),
        CheckConstraint("committed >= 0", name="committed_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    trade: Mapped[str]
    month: Mapped[str] = mapped_column(default="*")
    hours: Mapped[float]
    committed: Mapped[float] = mapped_column(default=0.0)
    source: Mapped[str] = mapped_column(default="")
    updated: Mapped[datetime]


def the_collective(session: Session) -> CollectiveRow | None:
    """The installation's collective, None before it is set up."""
    return session.scalar(select(CollectiveRow).order_by(CollectiveRow.id).limit(1))


def list_members(session: Session, *, viewer: UserRow) -> list[MemberRow]:
    """Officer and admin: every active member. A director: her own. A reader: none."""
    query = select(MemberRow).where(MemberRow.active).order_by(MemberRow.name)
    if not viewer.sees_everything:
        query = query.where(MemberRow.id.in_(viewer.member_ids))
    return list(session.scalars(query))


def find_member(session: Session, member_id: int, *, viewer: UserRow) -> MemberRow | None:
    """One member, if the viewer may see it."""
    member = session.get(MemberRow, member_id)
    if member is None or not (viewer.sees_everything or member.id in viewer.member_ids):
        return None
    return member
