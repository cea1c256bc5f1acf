"""The uptake report's own rows: imported files, buyers' numbers, contacts, hours, comments, indicators.

The declared contracts themselves stand in the analytic base (tender/uptake/base.py), made from the files.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import Role, UserRow
from tender.store.database import Base, by_value
from tender.store.jobs import Attempted, JobState


class DeclaredKind(StrEnum):
    """decp: essential data of awarded contracts; inclusive: the list of inclusive employers by SIRET."""

    DECP = "decp"
    INCLUSIVE = "inclusive"


class DeclaredFileRow(Base):
    """A file the base is made of; its bytes stand in the file store. `source`, `day`: as told at import."""

    __tablename__ = "declared_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DeclaredKind] = mapped_column(by_value(DeclaredKind))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    source: Mapped[str] = mapped_column(default="")
    day: Mapped[date | None]
    added: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(default="")


class DeclaredImportRow(Attempted, Base):
    """One making of the base. `error`: a code, with its facts; `facts`: tender.uptake.figures.BaseFacts."""

    __tablename__ = "declared_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(default="")
    error_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class BuyerNumberRow(Base):
    """The SIREN of a buyer, by the name its calls give it."""

    __tablename__ = "buyer_numbers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    siren: Mapped[str] = mapped_column(index=True)
    set_by: Mapped[str] = mapped_column(default="")
    set_at: Mapped[datetime]


class BuyerContactRow(Base):
    """A contact with a buyer about social clauses: when, by whom, about what trade, what came of it.

    `cpv`: a division, "" for everything it buys.
    """

    __tablename__ = "buyer_contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    siren: Mapped[str] = mapped_column(index=True)
    day: Mapped[date]
    cpv: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    created: Mapped[datetime]


class WorkedHoursRow(Base):
    """Hours of insertion of one contract of a buyer, and the people, counted: never a name.

    `persons`: {"sex": {"women": 12, "men": 9}, …}; `source`: who says so (facilitator, member…).
    """

    __tablename__ = "worked_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    siren: Mapped[str] = mapped_column(index=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"))
    title: Mapped[str]
    year: Mapped[int | None]
    planned: Mapped[float | None]
    done: Mapped[float | None]
    persons: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(default="")
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="")


class FreeIndicatorRow(Base):
    """An indicator of residents or partners: its definition and authors, apart from the figures.

    `values`: [["2025", "3 sur 5"], …], in their order.
    """

    __tablename__ = "free_indicators"

    id: Mapped[int] = mapped_column(primary_key=True)
    siren: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    definition: Mapped[str]
    authors: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    values: Mapped[list[Any]] = mapped_column(default=list)
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="")


class ReportLinkRow(Base):
    """A read-only link to a buyer's report, without account, until it is revoked or its day has passed.

    Only the token's digest is kept. `first`, `last`: the period shown.
    """

    __tablename__ = "report_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    siren: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    first: Mapped[date | None]
    last: Mapped[date | None]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created: Mapped[datetime]
    until: Mapped[date | None]
    revoked: Mapped[datetime | None]
    last_used: Mapped[datetime | None]
    uses: Mapped[int] = mapped_column(default=0)


class ReportCommentRow(Base):
    """What a collectivité's reader says of a line of its report, and the answer, which is kept.

    `about`: the line's slice as tender.uptake.slices.Slice.params; {} for the whole report; `contested`: the
    figure is said to be wrong.
    """

    __tablename__ = "report_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    siren: Mapped[str] = mapped_column(index=True)
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    figure: Mapped[str] = mapped_column(default="")
    contested: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str]
    author: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    written: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered: Mapped[datetime | None]


def may_read(session: Session, siren: str, *, viewer: UserRow) -> bool:
    """Officer and admin read every buyer's report; a collectivité's reader its own."""
    if viewer.sees_everything:
        return True
    return viewer.role is Role.READER and number_of(session, viewer.buyer_name) == siren


def number_of(session: Session, name: str) -> str | None:
    """The SIREN of the buyer its calls name so, None while nobody has told it."""
    return session.scalar(select(BuyerNumberRow.siren).where(BuyerNumberRow.name == name)) if name else None


def number_row(session: Session, name: str) -> BuyerNumberRow | None:
    """The same with who told it."""
    return session.scalar(select(BuyerNumberRow).where(BuyerNumberRow.name == name))


def numbers_by_name(session: Session) -> dict[str, str]:
    """Every SIREN told, by the buyer's name."""
    return {row.name: row.siren for row in session.scalars(select(BuyerNumberRow))}


def list_declared_files(session: Session, *, viewer: UserRow) -> list[DeclaredFileRow]:
    """The files of the base, the oldest first; officer and admin only."""
    if not viewer.sees_everything:
        return []
    return declared_files(session)


def declared_files(session: Session) -> list[DeclaredFileRow]:
    """The same, for the worker."""
    return list(session.scalars(select(DeclaredFileRow).order_by(DeclaredFileRow.id)))


def last_import(session: Session, *, viewer: UserRow) -> DeclaredImportRow | None:
    """The newest making of the base; officer and admin only."""
    if not viewer.sees_everything:
        return None
    return newest_import(session)


def newest_import(session: Session) -> DeclaredImportRow | None:
    """The same, for the worker."""
    return session.scalar(select(DeclaredImportRow).order_by(DeclaredImportRow.id.desc()).limit(1))


def unfinished_imports(session: Session) -> list[DeclaredImportRow]:
    """Imports a worker must take up again after a stop."""
    waiting = DeclaredImportRow.state.in_((JobState.WAITING, JobState.RUNNING))
    return list(session.scalars(select(DeclaredImportRow).where(waiting).order_by(DeclaredImportRow.id)))


def list_contacts(session: Session, siren: str | None, *, viewer: UserRow) -> list[BuyerContactRow]:
    """Contacts with a buyer (with every one without `siren`), newest first; officer and admin only."""
    if not viewer.sees_everything:
        return []
    query = select(BuyerContactRow).order_by(BuyerContactRow.day.desc(), BuyerContactRow.id.desc())
    return list(session.scalars(query if siren is None else query.where(BuyerContactRow.siren == siren)))


def list_hours(session: Session, siren: str, *, viewer: UserRow) -> list[WorkedHoursRow]:
    """Hours of a buyer's contracts, for those who may read its report."""
    if not may_read(session, siren, viewer=viewer):
        return []
    query = select(WorkedHoursRow).where(WorkedHoursRow.siren == siren)
    return list(session.scalars(query.order_by(WorkedHoursRow.year, WorkedHoursRow.id)))


def list_indicators(session: Session, siren: str, *, viewer: UserRow) -> list[FreeIndicatorRow]:
    """Free indicators about a buyer, for those who may read its report."""
    if not may_read(session, siren, viewer=viewer):
        return []
    query = select(FreeIndicatorRow).where(FreeIndicatorRow.siren == siren)
    return list(session.scalars(query.order_by(FreeIndicatorRow.id)))


def list_report_links(session: Session, siren: str, *, viewer: UserRow) -> list[ReportLinkRow]:
    """Links to a buyer's report, newest first; officer and admin only."""
    if not viewer.sees_everything:
        return []
    query = select(ReportLinkRow).where(ReportLinkRow.siren == siren)
    return list(session.scalars(query.order_by(ReportLinkRow.id.desc())))


def report_link_of(session: Session, digest: str) -> ReportLinkRow | None:
    """The link of this token, were it revoked; who follows it has no account."""
    return session.scalar(select(ReportLinkRow).where(ReportLinkRow.digest == digest))


def list_comments(session: Session, siren: str, *, viewer: UserRow) -> list[ReportCommentRow]:
    """What was said of a buyer's report, oldest first, for those who may read it."""
    if not may_read(session, siren, viewer=viewer):
        return []
    query = select(ReportCommentRow).where(ReportCommentRow.siren == siren)
    return list(session.scalars(query.order_by(ReportCommentRow.id)))
