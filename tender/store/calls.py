"""Calls, their files, and every fact read in them: the machine's reading and the person's, side by side."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from tender.store.accounts import Role, UserRow
from tender.store.database import Base, by_value

ESSENTIAL = ("buyer", "subject", "deadline")
"""Fields without which nothing can be answered: not read is a doubt to lift."""


class CallState(StrEnum):
    """Where a call stands. Steps: lire, consulter, répartir, approuver, rédiger, déposer."""

    RECEIVED = "received"
    READING = "reading"
    TO_REVIEW = "to_review"
    REVIEWED = "reviewed"
    REFUSED = "refused"
    SPLIT = "split"
    AGREED = "agreed"
    FROZEN = "frozen"
    ISSUED = "issued"
    FILED = "filed"
    DROPPED = "dropped"


UNREAD = (CallState.RECEIVED, CallState.READING, CallState.REFUSED)
"""In these nothing of a call is known yet, or nothing at all."""
OVER = (CallState.FILED, CallState.DROPPED)
"""In these nothing more is to be done but wait for the buyer."""


class FactState(StrEnum):
    """How far a fact can be trusted. UNSURE: read with doubt; MISSING: looked for and not read."""

    READ = "read"
    UNSURE = "unsure"
    MISSING = "missing"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class CallRow(Base):
    """A call for tenders followed by the collective.

    title, buyer, deadline…: the effective values (a person's before the machine's), kept for lists.
    `uploads`: what was received, [{"name", "sha256", "size"}], before any ZIP is opened. `version`: 1, and
    one more with each rectified dossier; `files`: those of this version, `all_files`: of every one.
    """

    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    buyer: Mapped[str] = mapped_column(default="", index=True)
    reference: Mapped[str] = mapped_column(default="")
    deadline: Mapped[datetime | None]
    deadline_text: Mapped[str] = mapped_column(default="")
    state: Mapped[CallState] = mapped_column(by_value(CallState), default=CallState.RECEIVED)
    files_digest: Mapped[str] = mapped_column(default="", index=True)
    uploads: Mapped[list[Any]] = mapped_column(default=list)
    is_example: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    refusal: Mapped[str] = mapped_column(default="")
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    files: Mapped[list[CallFileRow]] = relationship(
        primaryjoin="and_(CallRow.id == CallFileRow.call_id, CallFileRow.until.is_(None))",
        cascade="all, delete-orphan",
        order_by="CallFileRow.id",
    )
    all_files: Mapped[list[CallFileRow]] = relationship(viewonly=True, order_by="CallFileRow.id")
    facts: Mapped[list[FactRow]] = relationship(
        cascade="all, delete-orphan", order_by="(FactRow.kind, FactRow.position, FactRow.id)"
    )


class CallFileRow(Base):
    """One file of a call: its bytes stand in the file store under `sha256`, its text in `pages`.

    `since`, `until`: the first and the last version of the call it belongs to; until None: it still does.
    """

    __tablename__ = "call_files"
    __table_args__ = (UniqueConstraint("call_id", "name", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(default="OTHER")
    language: Mapped[str | None]
    page_count: Mapped[int] = mapped_column(default=0)
    has_pictures: Mapped[bool] = mapped_column(default=False)
    ocr_pages: Mapped[list[Any]] = mapped_column(default=list)
    refused: Mapped[str | None]
    since: Mapped[int] = mapped_column(default=1, server_default="1")
    until: Mapped[int | None]

    pages: Mapped[list[PageRow]] = relationship(cascade="all, delete-orphan", order_by="PageRow.position")


class PageRow(Base):
    """The text of one page or section, for showing where a fact stands and for searching.

    `words`: where each word of the text stands (store.word_maps), None where there is no printed page.
    """

    __tablename__ = "pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("call_files.id"), index=True)
    position: Mapped[int]
    number: Mapped[int | None]
    path: Mapped[str | None]
    text: Mapped[str]
    width: Mapped[float] = mapped_column(default=0.0)
    height: Mapped[float] = mapped_column(default=0.0)
    words: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class FactRow(Base):
    """One fact of a call.

    kind: field, grouping, max_lots, whole, lot, criterion, document, clause, need, price. key: the field's
    name in the reading ("deadline"), the lot's number, or a running number. `read`: what the machine read,
    never changed by a person; `kept`: what a person put in its place. `subtype`: a clause's type. `rivals`:
    what other documents say of it. `review`: a person decided on an earlier version's reading and this one
    differs: {"version", "from", "before", "evidence", "state", "by",
    "at"}, `from` the version decided on; `gone`: the version that says it no more.
    """

    __tablename__ = "facts"
    __table_args__ = (UniqueConstraint("call_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    kind: Mapped[str]
    key: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    subtype: Mapped[str] = mapped_column(default="", index=True)
    read: Mapped[dict[str, Any] | None]
    kept: Mapped[dict[str, Any] | None]
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    confidence: Mapped[float] = mapped_column(default=1.0)
    state: Mapped[FactState] = mapped_column(by_value(FactState), default=FactState.READ)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    rivals: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    review: Mapped[dict[str, Any] | None]
    gone: Mapped[int | None]

    @property
    def effective(self) -> dict[str, Any] | None:
        """What counts: the person's value, else the machine's; None once rejected or not read."""
        if self.state is FactState.REJECTED or (self.gone is not None and self.kept is None):
            return None
        return self.kept if self.kept is not None else self.read

    @property
    def is_doubtful(self) -> bool:
        """Someone should look at it."""
        return (
            self.review is not None
            or self.state is FactState.UNSURE
            or (self.state is FactState.MISSING and self.kind == "field" and self.key in ESSENTIAL)
        )


class VersionState(StrEnum):
    """reading: in the background; current; past: another followed; unchanged: nothing new; failed."""

    READING = "reading"
    CURRENT = "current"
    PAST = "past"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class UploadMode(StrEnum):
    """complete: what was sent is the whole dossier; added: it completes and replaces parts of the last."""

    COMPLETE = "complete"
    ADDED = "added"


class CallVersionRow(Base):
    """A version of a call's files: what was sent, what it replaced, what changed from the one before.

    `number`: None until it is read. `reading`: the machine's reading as plain, kept once another follows.
    `changes`: [{"kind", "of", "key", "parts", "before", "after", "fact"}], the most urgent first; `replaced`:
    [{"new", "old", "old_id"}].
    """

    __tablename__ = "call_versions"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    number: Mapped[int | None]
    state: Mapped[VersionState] = mapped_column(by_value(VersionState))
    mode: Mapped[UploadMode] = mapped_column(by_value(UploadMode), default=UploadMode.COMPLETE)
    label: Mapped[str] = mapped_column(default="")
    sent: Mapped[list[Any]] = mapped_column(default=list)
    digest: Mapped[str] = mapped_column(default="")
    reading: Mapped[dict[str, Any] | None]
    changes: Mapped[list[Any]] = mapped_column(default=list)
    replaced: Mapped[list[Any]] = mapped_column(default=list)
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    created: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    finished: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")


def _visible(viewer: UserRow) -> Any:
    """Officer and admin: every call. Reader: the buyer's own. Director: those with a share shown to her."""
    query = select(CallRow)
    if viewer.sees_everything:
        return query
    if viewer.role is Role.READER and viewer.buyer_name.strip():
        return query.where(func.lower(func.trim(CallRow.buyer)) == viewer.buyer_name.strip().lower())
    return query.where(CallRow.id < 0)


def list_calls(session: Session, *, viewer: UserRow, search: str = "") -> list[CallRow]:
    """Calls the viewer may see, the nearest deadline first, those without one last."""
    query = _visible(viewer)
    if search.strip():
        words = search.strip().lower()
        query = query.where(
            or_(
                *(
                    func.lower(column).contains(words, autoescape=True)
                    for column in (CallRow.title, CallRow.buyer, CallRow.reference)
                )
            )
        )
    return list(
        session.scalars(query.order_by(CallRow.deadline.is_(None), CallRow.deadline, CallRow.id.desc()))
    )


def find_call(session: Session, call_id: int, *, viewer: UserRow) -> CallRow | None:
    """One call, if the viewer may see it."""
    found: CallRow | None = session.scalar(_visible(viewer).where(CallRow.id == call_id))
    return found


def find_call_by_digest(session: Session, digest: str, *, viewer: UserRow) -> CallRow | None:
    """The call made of exactly these files, if there is one."""
    found: CallRow | None = session.scalar(_visible(viewer).where(CallRow.files_digest == digest).limit(1))
    return found


def find_call_file(session: Session, call_id: int, file_id: int, *, viewer: UserRow) -> CallFileRow | None:
    """One file of a call, if the viewer may see the call."""
    if find_call(session, call_id, viewer=viewer) is None:
        return None
    return session.scalar(
        select(CallFileRow).where(CallFileRow.id == file_id, CallFileRow.call_id == call_id)
    )


def find_page(session: Session, file: CallFileRow, number: int) -> PageRow | None:
    """The page with this printed number, or at this position (from 1) where the format has none."""
    return session.scalar(select(PageRow).where(PageRow.file_id == file.id, PageRow.position == number))


def list_page_paths(session: Session, call_id: int, *, viewer: UserRow) -> dict[tuple[int, str], int]:
    """The position of each section or sheet in its file, for every file of every version of a call."""
    if find_call(session, call_id, viewer=viewer) is None:
        return {}
    query = (
        select(PageRow.file_id, PageRow.path, PageRow.position)
        .join(CallFileRow)
        .where(CallFileRow.call_id == call_id, PageRow.path.is_not(None))
    )
    return {(file, path): position for file, path, position in session.execute(query) if path}


def find_fact(session: Session, call_id: int, fact_id: int, *, viewer: UserRow) -> FactRow | None:
    """One fact of a call, if the viewer may see the call."""
    if find_call(session, call_id, viewer=viewer) is None:
        return None
    return session.scalar(select(FactRow).where(FactRow.id == fact_id, FactRow.call_id == call_id))


def list_versions(session: Session, call_id: int, *, viewer: UserRow) -> list[CallVersionRow]:
    """Every version of a call and every attempt at one, the newest first, for officer and admin.

    A call that never had a second one has none.
    """
    if not viewer.sees_everything:
        return []
    return list(
        session.scalars(
            select(CallVersionRow)
            .where(CallVersionRow.call_id == call_id)
            .order_by(CallVersionRow.created.desc(), CallVersionRow.id.desc())
        )
    )


def find_version(session: Session, call_id: int, number: int, *, viewer: UserRow) -> CallVersionRow | None:
    """One version of a call by its number, for officer and admin."""
    held = list_versions(session, call_id, viewer=viewer)
    return next((one for one in held if one.number == number), None)
