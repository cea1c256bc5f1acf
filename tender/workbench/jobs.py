"""A background job and the person it works for."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.jobs import JobRow
from tender.workbench.errors import NotFound


def job_of(session: Session, job_id: int) -> tuple[JobRow, UserRow]:
    """The job and who asked for it. Raises NotFound where either is gone."""
    job = session.get(JobRow, job_id)
    actor = session.get(UserRow, job.user_id) if job and job.user_id else None
    if job is None or actor is None:
        raise NotFound("job", id=job_id)
    return job, actor
