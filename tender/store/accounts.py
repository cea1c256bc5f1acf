"""Accounts: who signs in, and for which members or buyers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from tender.store.database import Base, by_value


class Role(StrEnum):
    """What an account may do; a director speaks for one or more members, a reader for one buyer."""

    ADMIN = "admin"
    OFFICER = "officer"
    DIRECTOR = "director"
    READER = "reader"


class UserRow(Base):
    """An account. `reset_count` rises at each password change, so that an old reset link dies."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(by_value(Role))
    password_hash: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    active: Mapped[bool] = mapped_column(default=True)
    reset_count: Mapped[int] = mapped_column(default=0)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_sign_in: Mapped[datetime | None]
    buyer_name: Mapped[str] = mapped_column(default="")
    created: Mapped[datetime]

    mandates: Mapped[list[MandateRow]] = relationship(back_populates="user", cascade="all, delete-orphan")

    @property
    def member_ids(self) -> tuple[int, ...]:
        """The members this account speaks for."""
        return tuple(mandate.member_id for mandate in self.mandates)

    def signs_for(self, member_id: int, day: date) -> bool:
        """Whether a mandate on record lets this person bind the member that day."""
        return any(one.member_id == member_id and one.holds(day) for one in self.mandates)

    @property
    def sees_everything(self) -> bool:
        """The officer and the administrator see every call and split."""
        return self.role in (Role.ADMIN, Role.OFFICER)


class MandateRow(Base):
    """A person speaks for a member; with a mandate on record she also binds it.

    `since`: the day from which she may sign, None: no mandate on record; `until`: its last day; `proof`: what
    gives it (a decision of the board and its date, the statutes).
    """

    __tablename__ = "mandates"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    function: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    until: Mapped[date | None]
    proof: Mapped[str] = mapped_column(default="")

    user: Mapped[UserRow] = relationship(back_populates="mandates")

    def holds(self, day: date) -> bool:
        """A mandate is on record and covers that day."""
        return self.since is not None and self.since <= day and (self.until is None or day <= self.until)


def find_user_by_email(session: Session, email: str) -> UserRow | None:
    """The account with this address, whatever its capitals."""
    return session.scalar(select(UserRow).where(UserRow.email == email.strip().lower()))


def find_user(session: Session, user_id: int) -> UserRow | None:
    """The active account with this id."""
    user = session.get(UserRow, user_id)
    return user if user is not None and user.active else None


def list_directors(session: Session, *, viewer: UserRow) -> list[UserRow]:
    """The active accounts that speak for a member, for officer and admin; nobody else."""
    if not viewer.sees_everything:
        return []
    return list(
        session.scalars(
            select(UserRow).join(MandateRow).where(UserRow.active).distinct().order_by(UserRow.name)
        )
    )


def list_users(session: Session, *, viewer: UserRow) -> list[UserRow]:
    """Every account, for an administrator; nobody else."""
    if viewer.role is not Role.ADMIN:
        return []
    return list(session.scalars(select(UserRow).order_by(UserRow.role, UserRow.name)))


def directors_of(session: Session, member_ids: tuple[int, ...]) -> list[UserRow]:
    """The active accounts that speak for any of these members (for mail; never shown as a list)."""
    return list(
        session.scalars(
            select(UserRow)
            .join(MandateRow)
            .where(MandateRow.member_id.in_(member_ids), UserRow.active)
            .distinct()
            .order_by(UserRow.name)
        )
    )


EXAMPLE_DOMAIN = "example.org"
"""Accounts of the worked example have addresses here, a domain that is nobody's (RFC 2606)."""


def example_users(session: Session) -> list[UserRow]:
    """The worked example's accounts, for the sign-in page of a demo; no others are ever listed there."""
    return list(
        session.scalars(
            select(UserRow)
            .where(UserRow.email.endswith(f"@{EXAMPLE_DOMAIN}", autoescape=True), UserRow.active)
            .order_by(UserRow.id)
            .limit(20)
        )
    )
