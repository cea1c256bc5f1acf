"""A new version of a call: a rectified dossier or a part of one, read in the background, beside the old."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.parsing.archive import Entry, each_once, unpack
from tender.parsing.isolation import read_all
from tender.parsing.revision import Change, compare, lots_of
from tender.parsing.superseding import of_another_call, superseded
from tender.store.accounts import UserRow
from tender.store.calls import (
    UNREAD,
    CallFileRow,
    CallRow,
    CallState,
    CallVersionRow,
    UploadMode,
    VersionState,
    find_call,
    list_versions,
)
from tender.store.files import FileStore
from tender.store.jobs import JobKind, JobRow, last_job
from tender.store.journal import note
from tender.store.splits import SplitRow
from tender.vocabulary.plain import to_plain
from tender.vocabulary.remark import kept
from tender.vocabulary.source import DocumentKind, Page, Source, Stated
from tender.workbench.approving import settle
from tender.workbench.carrying import Known, carry
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady, OutOfDate
from tender.workbench.facts import machine_reading
from tender.workbench.intake import MAX_UPLOAD_FILES, Upload, file_row, page_rows, refresh_summary
from tender.workbench.permissions import Act, require
from tender.workbench.reading import Progress, ReadCall, read_call


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of an upload. `job` None: these very files are those of the present version."""

    job: JobRow | None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the present version: its name and where its bytes stand."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new version is made of: the files held, those sent, and whether these are the whole dossier.

    `buyer`, `reference`: of the call; `insisted`: a person says that the files are this call's all the same.
    """

    version: int
    held: tuple[Held, ...]
    sent: tuple[Upload, ...]
    mode: UploadMode
    buyer: str = ""
    reference: str = ""
    insisted: bool = False


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """The new version as read, None when every file sent was there already.

    `replaced`: for each name sent, the name it takes the place of.
    """

    plan: Plan
    read: ReadCall | None
    replaced: dict[str, str]


def submit(
    session: Session,
    actor: UserRow,
    files: FileStore,
    call_id: int,
    sent: Sequence[tuple[str, bytes]],
    *,
    mode: UploadMode,
    label: str = "",
) -> Submitted:
    """Keep the files and a job to read them as a new version; the present one stays until that is done.

    The same files while they are being read are one job. Raises Invalid when there is nothing to read,
    NotReady when another version is being read or the call itself was never read.
    """
    require(actor, Act.RECEIVE_CALL)
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    session.refresh(call, with_for_update=True)  # of two uploads at once, the second sees the first
    if call.state in UNREAD:
        raise NotReady("call_unread")
    if not any(data for _, data in sent):
        raise Invalid("no_file" if not sent else "empty_file", names=[name for name, _ in sent])
    if len(sent) > MAX_UPLOAD_FILES:
        raise Invalid("too_many_files", limit=MAX_UPLOAD_FILES)
    uploads = [Upload(name, files.keep(data), len(data)) for name, data in sent]
    digest = hashlib.sha256("\n".join(sorted(one.sha256 for one in uploads)).encode()).hexdigest()
    running = last_job(session, call_id, JobKind.REVISE, viewer=actor)
    if running is not None and not running.is_over:
        waiting = session.get(CallVersionRow, running.params["version"])
        if waiting is not None and (waiting.digest, waiting.mode) == (digest, mode):
            return Submitted(running)
        raise NotReady("version_being_read")
    if {one.sha256 for one in uploads} <= {file.sha256 for file in call.files} and (
        mode is UploadMode.ADDED or len(uploads) == len(call.files)
    ):
        return Submitted(None, known=True)
    version = CallVersionRow(
        call_id=call.id,
        state=VersionState.READING,
        mode=mode,
        label=label.strip()[:200],
        sent=[{"name": one.name, "sha256": one.sha256, "size": one.size} for one in uploads],
        digest=digest,
        created=now(),
        created_by=actor.id,
    )
    return Submitted(_ask(session, actor, version))


def insist(session: Session, actor: UserRow, call_id: int) -> JobRow | None:
    """Have the last files read that seemed to be another call's; None when none wait for this word."""
    require(actor, Act.RECEIVE_CALL)
    newest = next(iter(list_versions(session, call_id, viewer=actor)), None)
    if newest is None or (newest.state, newest.error) != (VersionState.FAILED, "other_call"):
        return None
    newest.state, newest.finished, newest.error = VersionState.READING, None, ""
    return _ask(session, actor, newest, insisted=True)


def _ask(session: Session, actor: UserRow, version: CallVersionRow, *, insisted: bool = False) -> JobRow:
    session.add(version)
    session.flush()
    job = JobRow(
        kind=JobKind.REVISE,
        call_id=version.call_id,
        user_id=actor.id,
        created=now(),
        total=len(version.sent),
        params={"version": version.id, "insisted": insisted},
    )
    session.add(job)
    note(session, now(), actor, "version.received", call_id=version.call_id, files=len(version.sent),
         mode=version.mode.value)  # fmt: skip
    session.flush()
    return job


def begin(session: Session, job_id: int) -> Plan:
    """Mark the job as running; what the new version is made of. Raises NotFound."""
    job, call, version = _held(session, job_id)
    job.begin(now())
    return Plan(
        call.version,
        tuple(Held(file.name, file.sha256) for file in call.files),
        tuple(Upload(**one) for one in version.sent),
        version.mode,
        call.buyer,
        call.reference,
        insisted=bool(job.params.get("insisted")),
    )


def read(files: FileStore, plan: Plan, progress: Progress) -> ReadVersion:
    """Read the whole new version; needs no session.

    Raises NotReady when nothing sent can be read, or when it is all another call's.
    """
    sent = each_once([entry for one in plan.sent for entry in unpack(files.read(one.sha256), one.name)])
    digests = {entry.name: files.keep(entry.data) for entry in sent}
    known = {one.sha256 for one in plan.held}
    if set(digests.values()) <= known and (plan.mode is UploadMode.ADDED or known <= set(digests.values())):
        return ReadVersion(plan, None, {})
    held: list[Entry] = []
    if plan.mode is UploadMode.ADDED:
        sent = [entry for entry in sent if digests[entry.name] not in known]
        held = [Entry(one.name, files.read(one.sha256)) for one in plan.held]
    sources = read_all([*held, *sent], progress=progress)
    old, new = sources[: len(held)], sources[len(held) :]
    if all(source.refused for source in new):
        raise NotReady("nothing_read")
    replaced = superseded(old, [source for source in new if source.refused is None])
    names = {entry.name for entry in held}
    told = [
        (entry, source)
        for entry, source in zip(held, old, strict=True)
        if entry.name not in replaced.values()
    ]
    for entry, source in zip(sent, new, strict=True):
        # What cannot be read takes nobody's place.
        name = f"{entry.name} (2)" if source.refused and entry.name in names else entry.name
        told.append((replace(entry, name=name), replace(source, name=name)))
    whole = read_call(*_apart(told))
    own = read_call(sent, new) if held else whole
    if not plan.insisted and of_another_call(plan.buyer, plan.reference, own.reading):
        raise NotReady("other_call")
    return ReadVersion(plan, whole, replaced)


def _apart(told: Sequence[tuple[Entry, Source]]) -> tuple[list[Entry], list[Source]]:
    return [entry for entry, _ in told], [source for _, source in told]


def finish(session: Session, job_id: int, done: ReadVersion) -> CallVersionRow:
    """Put the new version in the place of the old, in one transaction; the old one stays readable.

    When every file is as before, nothing changes. Raises OutOfDate when another version came first.
    """
    job, call, version = _held(session, job_id)
    session.refresh(call, with_for_update=True)
    if call.version != done.plan.version:
        raise OutOfDate("version_moved")
    job.done = job.total
    job.succeed(now())
    version.finished = now()
    if done.read is None:
        version.state = VersionState.UNCHANGED
        note(session, now(), None, "version.unchanged", call_id=call.id)
        return version
    before = machine_reading(call.facts, call.warnings)
    _close_the_last(session, call, to_plain(before))
    number = call.version + 1
    version.replaced = _files(session, call, done.read, done.replaced, number)
    old_rows, new_rows = carry(call, before, done.read.reading, number)
    session.flush()
    version.number, version.state, call.version = number, VersionState.CURRENT, number
    version.changes = [
        _plain_change(change, old_rows, new_rows) for change in compare(before, done.read.reading)
    ]
    call.warnings = [kept(remark) for remark in done.read.reading.warnings]
    _follow(session, call)
    note(session, now(), None, "version.read", call_id=call.id, number=number, changes=len(version.changes),
         to_review=sum(fact.review is not None for fact in call.facts))  # fmt: skip
    return version


def _close_the_last(session: Session, call: CallRow, reading: dict[str, Any]) -> None:
    """The version that was the present one keeps its reading; a call's first one gets its row now."""
    last = session.scalar(
        select(CallVersionRow).where(CallVersionRow.call_id == call.id, CallVersionRow.number == call.version)
    )
    if last is None:
        last = CallVersionRow(
            call_id=call.id,
            number=call.version,
            mode=UploadMode.COMPLETE,
            sent=call.uploads,
            created=call.created,
            created_by=call.created_by,
            changes=[],
            replaced=[],
        )
        session.add(last)
    last.state, last.reading, last.warnings = VersionState.PAST, reading, list(call.warnings)


def _files(
    session: Session, call: CallRow, read_now: ReadCall, replaced: dict[str, str], number: int
) -> list[dict[str, Any]]:
    """The files of the new version; those gone stay as they were, closed. Gives what replaced what."""
    sources = {
        source.name: (source, size) for source, size in zip(read_now.sources, read_now.sizes, strict=True)
    }
    ids = {file.name: file.id for file in call.files}
    if not replaced:
        held = [
            _as_source(file)
            for file in call.files
            if file.name not in sources or sources[file.name][0].sha256 != file.sha256
        ]
        replaced = superseded(held, [source for source, _ in sources.values() if source.refused is None])
    for file in list(call.files):
        same = sources.get(file.name)
        if same is not None and same[0].sha256 == file.sha256:
            _same_file(file, same[0])
            del sources[file.name]
        else:
            file.until = number - 1
    for source, size in sources.values():
        made = file_row(source, size)
        made.since = number
        call.files.append(made)
    session.flush()
    session.expire(call, ["files", "all_files"])
    return [
        {"new": new, "old": old, "old_id": ids.get(old)} for new, old in replaced.items() if new in sources
    ]


def _as_source(file: CallFileRow) -> Source:
    """A file held, as far as telling which one takes its place needs it."""
    pages = tuple(Page(page.number, page.text, page.path) for page in file.pages)
    return Source(file.name, file.sha256, DocumentKind(file.kind), pages)


def _same_file(file: CallFileRow, source: Source) -> None:
    """The bytes are as before; its pages are written anew only where this program reads them otherwise."""
    if [page.text for page in file.pages] != [page.text for page in source.pages]:
        file.pages = page_rows(source)
        file.page_count = len(source.pages)


def _plain_change(change: Change, old_rows: Known, new_rows: Known) -> dict[str, Any]:
    old, new = change.at
    single = change.at == (None, None)
    row = (
        new_rows.get((change.of, change.key if single and change.of != "whole" else new))
        if (single or new is not None)
        else old_rows.get((change.of, old))
    )
    if change.of == "whole":
        row = next((held for place, held in new_rows.items() if place[0] == "whole"), None)
    return {
        "kind": change.kind.value,
        "of": change.of,
        "key": change.key,
        "parts": list(change.parts),
        "before": _plain_side(change.before),
        "after": _plain_side(change.after),
        "lots": list(lots_of(change) or ()),
        "fact": row.id if row is not None else None,
    }


def _plain_side(side: Any) -> dict[str, Any] | None:
    """One side of a change as a fact keeps it: its value, and its places."""
    if side is None:
        return None
    plain = to_plain(side)
    evidence = plain.pop("evidence")
    plain.pop("confidence")
    plain.pop("rivals", None)
    return {"value": {"value": plain["value"]} if isinstance(side, Stated) else plain, "evidence": evidence}


def _follow(session: Session, call: CallRow) -> None:
    """What hangs on the facts: the call's own columns, its review, the consent given to shares."""
    refresh_summary(call)
    if call.state is CallState.REVIEWED and any(fact.is_doubtful for fact in call.facts):
        call.state = CallState.TO_REVIEW
    split = session.scalar(select(SplitRow).where(SplitRow.call_id == call.id))
    if split is not None:
        session.flush()
        settle(session, split)


def fail(session: Session, job_id: int, error: str) -> None:
    """The new version could not be read: the one before stays as it was."""
    job, call, version = _held(session, job_id)
    job.fail(now(), error)
    version.state, version.finished, version.error = VersionState.FAILED, now(), error
    note(session, now(), None, "version.refused", call_id=call.id, error=error)


def _held(session: Session, job_id: int) -> tuple[JobRow, CallRow, CallVersionRow]:
    job = session.get(JobRow, job_id)
    call = session.get(CallRow, job.call_id) if job else None
    version = session.get(CallVersionRow, job.params.get("version")) if job else None
    if job is None or call is None or version is None:
        raise NotFound("job", id=job_id)
    return job, call, version
