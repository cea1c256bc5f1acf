"""Check the response and make its files: the forms rendered, the archive kept, never rewritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tender.documents.bundle import bundle, place
from tender.documents.buyer.filling import fill
from tender.documents.buyer.known import Unplaced
from tender.documents.completeness import lacks as lacks_of
from tender.documents.compliance import pages_of
from tender.documents.forms import FORMS
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Gap, Lack, gathered
from tender.documents.response import Response
from tender.store.accounts import UserRow
from tender.store.calls import CallRow, CallState, find_call
from tender.store.files import FileStore
from tender.store.jobs import JobKind, JobRow
from tender.store.journal import note
from tender.store.responses import IssueRow, list_issues
from tender.store.splits import SplitState, find_split_of_call
from tender.vocabulary.plain import to_plain
from tender.workbench.clock import now
from tender.workbench.converting import with_forms_opened
from tender.workbench.errors import NotFound, NotReady
from tender.workbench.permissions import Act, require
from tender.workbench.pressing import press
from tender.workbench.rendering import Before, Order
from tender.workbench.responding import build, buyer_files, with_paper_files

Progress = Callable[[int, int, str], None]
"""Called with forms done, forms in all, and the code of the form at hand."""


@dataclass(frozen=True, slots=True)
class Made:
    """An archive, what it holds and what it still lacks."""

    archive: bytes
    files: tuple[GeneratedFile, ...]
    lacks: tuple[Lack, ...]
    unplaced: tuple[Unplaced, ...] = ()
    paths: tuple[str, ...] = ()

    @property
    def disagrees(self) -> bool:
        """A file of the buyer's adds up to another price than ours: nothing of it may be deposited."""
        return any(one.why == "differs" for one in self.unplaced)


def check(session: Session, actor: UserRow, call_id: int) -> tuple[Gap, ...]:
    """What is still missing, each fact once with every box that waits for it."""
    return gathered(lacks_of(build(session, actor, call_id, issued_on=now().date())))


def ask(session: Session, actor: UserRow, call_id: int, *, draft: bool) -> JobRow:
    """Ask for the archive. A draft can be made at any time; the final one needs a frozen split and no gap.

    Raises NotReady with what is missing.
    """
    require(actor, Act.GENERATE)
    split = find_split_of_call(session, call_id, viewer=actor)
    if split is None or not split.shares:
        raise NotReady("no_shares", call=call_id)
    if not draft:
        if split.state is not SplitState.FROZEN:
            raise NotReady("not_frozen", state=split.state.value)
        blocking = [one for one in check(session, actor, call_id) if one.blocking]
        if blocking:
            raise NotReady("lacks", count=len(blocking), first=blocking[0].what)
    job = JobRow(
        kind=JobKind.GENERATE,
        call_id=call_id,
        user_id=actor.id,
        created=now(),
        total=len(FORMS) + 1,
        params={"draft": draft},
    )
    session.add(job)
    session.flush()
    return job


def begin(session: Session, actor: UserRow, files: FileStore, job_id: int) -> tuple[Response, bool]:
    """Mark the job as running; the response to make with the buyer's own forms, and whether it is a draft.

    Raises NotFound.
    """
    job = session.get(JobRow, job_id)
    if job is None:
        raise NotFound("job", id=job_id)
    draft = bool(job.params.get("draft", True))
    job.begin(now())
    response = build(
        session, actor, job.call_id, issued_on=now().date(), justified=True, described=True, files=files
    )
    response = with_paper_files(response, files)
    return replace(response, buyer_files=buyer_files(session, actor, files, job.call_id)), draft


def make(response: Response, progress: Progress, before: Before | None = None) -> Made:
    """Render every form and put them in one archive; needs no session, for it takes a while.

    A document that says nothing new since the archive `before` is taken over as it was, its date and its
    revision with it.
    """
    progress(0, len(FORMS) + 1, "buyer")
    response = with_forms_opened(response)
    filled = fill(response)

    def told(done: int, code: str) -> None:
        progress(done, len(FORMS) + 1, code)

    files = [*filled.files, *press(Order(response, filled, before), told)]
    progress(len(FORMS), len(FORMS) + 1, "archive")
    paths = tuple(one.path for one in place(files, response))
    return Made(bundle(files, response), tuple(files), lacks_of(response), filled.unplaced, paths)


def before_of(session: Session, actor: UserRow, call_id: int) -> Before | None:
    """The last archive of a call, for what need not be made anew."""
    last = next(iter(list_issues(session, call_id, viewer=actor)), None)
    if last is None:
        return None
    sums = frozenset((one["name"], one["member"], one["lot"], one["sha256"]) for one in last.manifest)
    return Before(last.at.date(), last.revision, sums)


def changes_between(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What differs between two archives, document by document: changed, added, removed."""
    then = {(one["name"], one["member"], one["lot"]): one for one in old}
    now_ = {(one["name"], one["member"], one["lot"]): one for one in new}
    found = []
    for key, one in {**then, **now_}.items():
        kind = "added" if key not in then else "removed" if key not in now_ else "changed"
        if kind != "changed" or then[key]["sha256"] != now_[key]["sha256"]:
            found.append({"kind": kind, "title": one["title"], "name": one["name"], "member": one["member"]})
    return found


def finish(session: Session, files: FileStore, job_id: int, made: Made, *, draft: bool) -> IssueRow:
    """Keep the archive and what it held when it was made; one that disagrees with itself stays a draft."""
    job = session.get(JobRow, job_id)
    call = session.get(CallRow, job.call_id) if job else None
    actor = session.get(UserRow, job.user_id) if job and job.user_id else None
    if job is None or call is None:
        raise NotFound("job", id=job_id)
    issue = keep(session, files, call, made, actor=actor, draft=draft or made.disagrees)
    job.done = job.total
    job.succeed(now())
    return issue


def keep(
    session: Session, files: FileStore, call: CallRow, made: Made, *, actor: UserRow | None, draft: bool
) -> IssueRow:
    """Write an archive into the store and its row beside it."""
    at = now()
    last = next(iter(list_issues(session, call.id, viewer=actor)), None) if actor else None
    split_revision = _revision(session, actor, call)
    issue = IssueRow(
        call_id=call.id,
        revision=split_revision,
        at=at,
        by=actor.name if actor else "Entrelots",
        sha256=files.keep(made.archive),
        name=archive_name(call, at.date(), draft=draft),
        size=len(made.archive),
        draft=draft,
        manifest=[
            {"name": one.name, "title": one.title, "form": one.form, "member": one.member, "lot": one.lot}
            | {"sha256": files.keep(one.data), "size": len(one.data), "media_type": one.media_type}
            | {"origin": one.origin.value, "path": path, "pages": pages_of(one.data)}
            for one, path in zip(made.files, made.paths, strict=True)
        ],
        lacks=to_plain(made.lacks),
        unplaced=to_plain(made.unplaced),
        by_id=actor.id if actor else None,
    )
    issue.changes = changes_between(last.manifest, issue.manifest) if last is not None else []
    session.add(issue)
    if not draft and call.state is CallState.FROZEN:
        call.state = CallState.ISSUED
    session.flush()
    note(
        session, at, actor, "response.draft" if draft else "response.issued", call_id=call.id,
        revision=split_revision, sha256=issue.sha256, files=len(made.files), lacks=len(made.lacks),
    )  # fmt: skip
    return issue


def _revision(session: Session, actor: UserRow | None, call: CallRow) -> int:
    split = find_split_of_call(session, call.id, viewer=actor) if actor else None
    return split.revision if split else 0


def archive_name(call: CallRow, day: date, *, draft: bool) -> str:
    """A name that says what it is and that portals accept."""
    bare = "".join(c if c.isascii() and c.isalnum() else "-" for c in call.reference or f"appel-{call.id}")
    short = "-".join(part for part in bare.split("-") if part)[:40]
    return f"{'BROUILLON' if draft else 'REPONSE'}_{short}_{day:%Y%m%d}.zip"


def find_call_of(session: Session, actor: UserRow, call_id: int) -> CallRow:
    """The call, for a page of its response. Raises NotFound."""
    require(actor, Act.GENERATE)
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    return call
