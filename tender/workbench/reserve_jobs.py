"""The search for many reserves as background work: asked, searched, kept if the split stayed as it was."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.jobs import JobKind, JobRow, last_job
from tender.workbench.clock import now
from tender.workbench.jobs import job_of
from tender.workbench.reserving import Found, Plan, keep_reserves, plan_reserves

FEW = 5
"""So many parts are searched while the person waits; more go to the worker."""


def ask(session: Session, actor: UserRow, call_id: int) -> JobRow | None:
    """A job where many parts lack a reserve, None where they are few. The one under way is the one.

    Raises NotReady without shares.
    """
    running = last_job(session, call_id, JobKind.RESERVE, viewer=actor)
    if running is not None and not running.is_over:
        return running
    plan = plan_reserves(session, actor, call_id)
    if len(plan.lacking) <= FEW:
        return None
    job = JobRow(
        kind=JobKind.RESERVE, call_id=call_id, user_id=actor.id, created=now(), total=len(plan.lacking)
    )
    session.add(job)
    session.flush()
    return job


def begin(session: Session, job_id: int) -> Plan:
    """Mark the job as running; what it searches. Raises NotFound, NotReady."""
    job, actor = job_of(session, job_id)
    job.begin(now())
    return plan_reserves(session, actor, job.call_id)


def finish(session: Session, job_id: int, plan: Plan, found: list[Found]) -> None:
    """Ask those found; `done` of `total` says how many parts have one now. Raises NotReady."""
    job, actor = job_of(session, job_id)
    lacking = keep_reserves(session, actor, job.call_id, plan, found)
    job.done, job.total = len(found) - lacking, len(found)
    job.succeed(now())
