"""What the watch brought and thought of it, what people answered; what was missed; links without account."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import UserRow
from tender.store.calls import find_call
from tender.store.database import Base, by_value


class WatchSourceRow(Base):
    """A source as it was left: its cursor, its last run, what went wrong. `asked`: a person wants it now."""

    __tablename__ = "watch_sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    cursor: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked: Mapped[bool] = mapped_column(default=False)
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(default="")
    fault_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    received: Mapped[int] = mapped_column(default=0)
    unread: Mapped[dict[str, Any]] = mapped_column(default=dict)


class WatchedNoticeRow(Base):
    """A notice as it came, and what the watch thinks of it.

    `stem_id`: the notice of the same call that came first; corrections, awards and twins point to it.
    `match`: the pieces of watch.matching.Match as plain values. `wanted`: the officer's yes or no.
    """

    __tablename__ = "watched_notices"
    __table_args__ = (UniqueConstraint("source", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    ref: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    buyer: Mapped[str] = mapped_column(default="")
    published: Mapped[date | None] = mapped_column(index=True)
    deadline: Mapped[datetime | None]
    folder: Mapped[str] = mapped_column(default="", index=True)
    linked: Mapped[list[Any]] = mapped_column(default=list)
    departements: Mapped[list[Any]] = mapped_column(default=list)
    labels: Mapped[list[Any]] = mapped_column(default=list)
    address: Mapped[str] = mapped_column(default="")
    received: Mapped[datetime]
    stem_id: Mapped[int | None] = mapped_column(ForeignKey("watched_notices.id"), index=True)
    kept: Mapped[bool] = mapped_column(default=False, index=True)
    supply: Mapped[bool] = mapped_column(default=False)
    score: Mapped[float] = mapped_column(default=0.0)
    match: Mapped[dict[str, Any]] = mapped_column(default=dict)
    refusal: Mapped[str] = mapped_column(default="")
    wanted: Mapped[bool | None]
    wanted_by: Mapped[str] = mapped_column(default="")
    wanted_at: Mapped[datetime | None]
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"))


class WatchLessonRow(Base):
    """How often calls with a feature were wanted or not (tender/watch/lessons.py)."""

    __tablename__ = "watch_lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    feature: Mapped[str] = mapped_column(unique=True)
    yes: Mapped[int] = mapped_column(default=0)
    no: Mapped[int] = mapped_column(default=0)


class SavedSearchRow(Base):
    """A search a person keeps: words, départements; `digest`: what is new comes each morning by e-mail."""

    __tablename__ = "saved_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    departements: Mapped[list[Any]] = mapped_column(default=list)
    social: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[bool] = mapped_column(default=False)
    sent_up_to: Mapped[int] = mapped_column(default=0)
    sent: Mapped[date | None]


class LinkPurpose(StrEnum):
    """What a link without account opens."""

    CALENDAR = "calendar"
    CAPTURE = "capture"


class OpenLinkRow(Base):
    """A link that opens without an account until it is revoked. Only the token's digest is kept."""

    __tablename__ = "open_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(by_value(LinkPurpose))
    name: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created: Mapped[datetime]
    revoked: Mapped[datetime | None]
    last_used: Mapped[datetime | None]
    uses: Mapped[int] = mapped_column(default=0)


class MissedCause(StrEnum):
    """Why an opportunity was missed."""

    NOT_SEEN = "not_seen"
    TOO_LATE = "too_late"
    TOO_BIG = "too_big"
    NO_CAPACITY = "no_capacity"
    PRICE = "price"
    REFERENCES = "references"
    NO_CLAUSE = "no_clause"
    UNFRUITFUL = "unfruitful"
    NEVER_PUBLISHED = "never_published"
    OTHER = "other"


class MissedStage(StrEnum):
    """How far it went."""

    NOT_ANSWERED = "not_answered"
    LATE = "late"
    LOST = "lost"
    UNFRUITFUL = "unfruitful"
    NEVER_PUBLISHED = "never_published"
    NEED = "need"


class MissedRow(Base):
    """An opportunity that escaped, or a need heard in the field. `hours`: those members had to give.

    `cause` None: not said yet. `heard_by`: who told it, for a need; `place`: INSEE, "" when unknown.
    """

    __tablename__ = "missed_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[MissedStage] = mapped_column(by_value(MissedStage))
    cause: Mapped[MissedCause | None] = mapped_column(by_value(MissedCause))
    title: Mapped[str]
    buyer: Mapped[str] = mapped_column(default="")
    day: Mapped[date] = mapped_column(index=True)
    hours: Mapped[float | None]
    trade: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    place_text: Mapped[str] = mapped_column(default="")
    word: Mapped[str] = mapped_column(default="")
    heard_by: Mapped[str] = mapped_column(default="")
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("watched_notices.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("open_links.id"))
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="")


def list_sources(session: Session, *, viewer: UserRow) -> list[WatchSourceRow]:
    """Every source, for officer and admin."""
    if not viewer.sees_everything:
        return []
    return list(session.scalars(select(WatchSourceRow).order_by(WatchSourceRow.name)))


def list_watched(
    session: Session,
    *,
    viewer: UserRow,
    kept: bool | None = None,
    wanted: bool | None = None,
    words: str = "",
    limit: int = 100,
) -> list[WatchedNoticeRow]:
    """Notices that are the first of their call, the best first; officer and admin only.

    `kept` None: both; `wanted` False leaves out those the officer said no to.
    """
    if not viewer.sees_everything:
        return []
    query = select(WatchedNoticeRow).where(WatchedNoticeRow.stem_id.is_(None))
    if kept is not None:
        query = query.where(WatchedNoticeRow.kept == kept)
    if wanted is False:
        query = query.where(or_(WatchedNoticeRow.wanted.is_(None), WatchedNoticeRow.wanted.is_(True)))
    if words:
        query = query.where(_holds(words))
    order = (WatchedNoticeRow.score.desc(), WatchedNoticeRow.deadline, WatchedNoticeRow.id.desc())
    return list(session.scalars(query.order_by(*order).limit(limit)))


def _holds(words: str) -> ColumnElement[bool]:
    """Every word stands in the title or in the buyer's name."""
    said = func.lower(WatchedNoticeRow.title + " " + WatchedNoticeRow.buyer)
    return and_(*(said.contains(word.lower(), autoescape=True) for word in words.split()[:8]))


def find_watched(session: Session, notice_id: int, *, viewer: UserRow) -> WatchedNoticeRow | None:
    """One notice, for officer and admin."""
    return session.get(WatchedNoticeRow, notice_id) if viewer.sees_everything else None


def list_followers(session: Session, notice_id: int, *, viewer: UserRow) -> list[WatchedNoticeRow]:
    """Corrections, twins and awards of a call, the oldest first."""
    if not viewer.sees_everything:
        return []
    query = select(WatchedNoticeRow).where(WatchedNoticeRow.stem_id == notice_id)
    return list(session.scalars(query.order_by(WatchedNoticeRow.published, WatchedNoticeRow.id)))


def list_award_notices(session: Session, call_id: int, *, viewer: UserRow) -> list[WatchedNoticeRow]:
    """Result notices of a call the viewer may see, where its notice was opened from the watch."""
    if find_call(session, call_id, viewer=viewer) is None:
        return []
    own = select(func.coalesce(WatchedNoticeRow.stem_id, WatchedNoticeRow.id)).where(
        WatchedNoticeRow.call_id == call_id
    )
    query = select(WatchedNoticeRow).where(
        WatchedNoticeRow.stem_id.in_(own), WatchedNoticeRow.kind == "award", WatchedNoticeRow.sha256 != ""
    )
    return list(session.scalars(query.order_by(WatchedNoticeRow.published, WatchedNoticeRow.id)))


def list_lessons(session: Session, *, viewer: UserRow) -> list[WatchLessonRow]:
    """What was taught, for officer and admin."""
    if not viewer.sees_everything:
        return []
    return list(session.scalars(select(WatchLessonRow).order_by(WatchLessonRow.feature)))


def list_searches(session: Session, *, viewer: UserRow) -> list[SavedSearchRow]:
    """The viewer's own searches."""
    query = select(SavedSearchRow).where(SavedSearchRow.user_id == viewer.id)
    return list(session.scalars(query.order_by(SavedSearchRow.name, SavedSearchRow.id)))


def list_links(session: Session, purpose: LinkPurpose, *, viewer: UserRow) -> list[OpenLinkRow]:
    """Links that still open: the officer's view of all capture links, of a calendar only her own."""
    query = select(OpenLinkRow).where(OpenLinkRow.purpose == purpose, OpenLinkRow.revoked.is_(None))
    if purpose is LinkPurpose.CALENDAR or not viewer.sees_everything:
        query = query.where(OpenLinkRow.user_id == viewer.id)
    return list(session.scalars(query.order_by(OpenLinkRow.id)))


def list_missed(session: Session, *, viewer: UserRow, year: int | None = None) -> list[MissedRow]:
    """What was missed, the latest first; officer and admin."""
    if not viewer.sees_everything:
        return []
    query = select(MissedRow)
    if year is not None:
        query = query.where(MissedRow.day >= date(year, 1, 1), MissedRow.day <= date(year, 12, 31))
    return list(session.scalars(query.order_by(MissedRow.day.desc(), MissedRow.id.desc())))


def find_missed(session: Session, missed_id: int, *, viewer: UserRow) -> MissedRow | None:
    """One of them, for officer and admin."""
    return session.get(MissedRow, missed_id) if viewer.sees_everything else None


def find_missed_of_call(session: Session, call_id: int, *, viewer: UserRow) -> MissedRow | None:
    """What the register says of a call that was answered, for officer and admin."""
    if not viewer.sees_everything:
        return None
    return session.scalar(select(MissedRow).where(MissedRow.call_id == call_id).limit(1))
