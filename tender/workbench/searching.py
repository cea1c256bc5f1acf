"""The search for the best split as background work: asked, searched, kept if nothing changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from tender.consortium.explanation import explain
from tender.consortium.invariants import objective_of
from tender.consortium.least_change import resplit
from tender.consortium.solver import propose as solve
from tender.consortium.solver import time_for
from tender.store.accounts import UserRow
from tender.store.jobs import JobKind, JobRow, last_job
from tender.store.journal import note
from tender.vocabulary.split import Split, SplitCase, SplitStatus
from tender.workbench.casing import build_case, shares_of
from tender.workbench.clock import now
from tender.workbench.errors import NotReady
from tender.workbench.jobs import job_of
from tender.workbench.splitting import SECONDS, open_split, write

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Search:
    """What a search starts from. `previous`: the split to stay near, None for the best there is."""

    case: SplitCase
    revision: int
    previous: Split | None


def ask(session: Session, actor: UserRow, call_id: int, *, least_change: bool = False) -> JobRow:
    """Ask for the best split, or for the one nearest to the shares as they stand.

    A search that waits or runs already is the one. Raises NotReady without needs or once frozen.
    """
    split = open_split(session, actor, call_id, None)
    if not build_case(session, actor, split).lots:
        raise NotReady("no_needs", call=call_id)
    running = last_job(session, call_id, JobKind.SPLIT, viewer=actor)
    if running is not None and not running.is_over:
        return running
    job = JobRow(
        kind=JobKind.SPLIT,
        call_id=call_id,
        user_id=actor.id,
        created=now(),
        params={"least_change": least_change},
    )
    session.add(job)
    session.flush()
    return job


def begin(session: Session, job_id: int) -> Search:
    """Mark the job as running; what it searches. Raises NotFound."""
    job, actor = job_of(session, job_id)
    split = open_split(session, actor, job.call_id, None)
    case = build_case(session, actor, split)
    job.begin(now())
    previous = None
    if job.params.get("least_change") and split.shares:
        shares = tuple(shares_of(case, split))
        previous = Split(SplitStatus.FEASIBLE, split.gap, 0.0, objective_of(case, shares), shares)
    return Search(case, split.revision, previous)


def search(asked: Search, progress: Progress, *, seconds: float | None = None) -> Split:
    """The split with its reasons; needs no session, for it takes a while. Raises NotReady.

    `progress` hears of each better one in its step: hours left, highest load, parts. `seconds`: what a case
    of its size is worth waiting for, unless told.
    """

    def tell(better: Split) -> None:
        levels = better.objective
        progress(0, 0, f"{levels.uncovered_hours:.0f} {levels.highest_load:.4f} {levels.parts}")

    if asked.previous is not None:
        found = resplit(asked.case, asked.previous, seconds=seconds or SECONDS)
    else:
        found = solve(asked.case, seconds=seconds or time_for(asked.case), progress=tell)
    if found.status is SplitStatus.INFEASIBLE:
        raise NotReady("no_split")
    return replace(found, reasons=explain(asked.case, found))


def finish(session: Session, job_id: int, asked: Search, found: Split) -> None:
    """Keep what was found. Raises NotReady when needs, members or shares changed while it was searched."""
    job, actor = job_of(session, job_id)
    split = open_split(session, actor, job.call_id, None)
    if split.revision != asked.revision or build_case(session, actor, split) != asked.case:
        raise NotReady("split_changed")
    write(session, actor, split, asked.case, found)
    job.succeed(now())
    note(session, now(), actor, "split.proposed", call_id=job.call_id, revision=split.revision,
         least_change=asked.previous is not None, **split.objective)  # fmt: skip
