"""Background work as rows, so that progress survives a reload and a crash is seen."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tender.store.accounts import UserRow
from tender.store.consultations import walled_lots
from tender.store.database import Base, by_value


class JobKind(StrEnum):
    """What a job does."""

    READ = "read"
    REVISE = "revise"
    SPLIT = "split"
    GENERATE = "generate"
    TRIAL = "trial"
    RESERVE = "reserve"


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Attempted:
    """What a worker takes up, again after one that died: how far it is, and the code of why it failed."""

    state: Mapped[JobState] = mapped_column(by_value(JobState), default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")

    @property
    def is_over(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in (JobState.DONE, JobState.FAILED)

    def begin(self, moment: datetime) -> None:
        """A worker took it up."""
        self.state, self.started, self.attempts = JobState.RUNNING, moment, self.attempts + 1

    def succeed(self, moment: datetime) -> None:
        """All of it is done."""
        self.state, self.finished = JobState.DONE, moment

    def fail(self, moment: datetime, error: str) -> None:
        """It gave nothing; what was there before stays."""
        self.state, self.finished, self.error = JobState.FAILED, moment, error


class JobRow(Attempted, Base):
    """One job. `done` of `total` steps; `step`: what is being done (a file's name); `error`: a code."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[JobKind] = mapped_column(by_value(JobKind))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    step: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime]


def last_job(session: Session, call_id: int, kind: JobKind, *, viewer: UserRow) -> JobRow | None:
    """The newest job of this kind for a call, for officer and admin."""
    if not viewer.sees_everything or _walled(session, call_id, kind, viewer):
        return None
    return session.scalar(
        select(JobRow)
        .where(JobRow.call_id == call_id, JobRow.kind == kind)
        .order_by(JobRow.id.desc())
        .limit(1)
    )


def _walled(session: Session, call_id: int, kind: JobKind, viewer: UserRow) -> bool:
    """Splits and documents are the group's own; what is read of a call is public."""
    return kind is not JobKind.READ and bool(walled_lots(session, call_id, viewer=viewer))


def unfinished_jobs(session: Session) -> list[JobRow]:
    """Jobs a worker must take up again after a stop."""
    return list(
        session.scalars(
            select(JobRow).where(JobRow.state.in_((JobState.WAITING, JobState.RUNNING))).order_by(JobRow.id)
        )
    )
