"""Receive a call's files, have them read, keep every fact."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tender.parsing.archive import Entry, each_once, unpack
from tender.store.accounts import UserRow
from tender.store.calls import CallFileRow, CallRow, CallState, PageRow, find_call_by_digest
from tender.store.files import FileStore
from tender.store.jobs import JobKind, JobRow
from tender.store.journal import note
from tender.vocabulary.iso import moment_of
from tender.vocabulary.remark import kept
from tender.vocabulary.source import Source
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.facts import facts_of, reading_of
from tender.workbench.permissions import Act, require
from tender.workbench.reading import Progress, ReadCall, read_entries

MAX_UPLOAD_FILES = 500


@dataclass(frozen=True, slots=True)
class Received:
    """The call opened by an upload; `known`: these very files were here already, nothing was opened."""

    call: CallRow
    job: JobRow | None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as a person sent it: its name (with its folder, if one was sent) and where its bytes stand."""

    name: str
    sha256: str
    size: int


def receive(
    session: Session, actor: UserRow, files: FileStore, sent: Sequence[tuple[str, bytes]]
) -> Received:
    """Keep the files and open a call with a job to read them.

    The same files sent twice are one call: a double click opens nothing new. Raises Invalid when there is
    nothing to read, NotAllowed.
    """
    require(actor, Act.RECEIVE_CALL)
    if not any(data for _, data in sent):
        raise Invalid("no_file" if not sent else "empty_file", names=[name for name, _ in sent])
    if len(sent) > MAX_UPLOAD_FILES:
        raise Invalid("too_many_files", limit=MAX_UPLOAD_FILES)
    uploads = [Upload(name, files.keep(data), len(data)) for name, data in sent]
    digest = hashlib.sha256("\n".join(sorted(one.sha256 for one in uploads)).encode()).hexdigest()
    known = find_call_by_digest(session, digest, viewer=actor)
    if known is not None:
        return Received(known, None, known=True)
    call = CallRow(
        title=_working_title(uploads),
        state=CallState.RECEIVED,
        files_digest=digest,
        uploads=[{"name": one.name, "sha256": one.sha256, "size": one.size} for one in uploads],
        created=now(),
        created_by=actor.id,
    )
    session.add(call)
    session.flush()
    job = JobRow(kind=JobKind.READ, call_id=call.id, user_id=actor.id, created=now(), total=len(uploads))
    session.add(job)
    note(session, now(), actor, "call.received", call_id=call.id, files=len(uploads))
    return Received(call, job)


def _working_title(uploads: Sequence[Upload]) -> str:
    return uploads[0].name.rsplit("/", 1)[-1] if len(uploads) == 1 else uploads[0].name.split("/", 1)[0]


def begin_reading(session: Session, job_id: int) -> list[Upload]:
    """Mark the job as running and give what it has to read. Raises NotFound."""
    job = session.get(JobRow, job_id)
    call = session.get(CallRow, job.call_id) if job else None
    if job is None or call is None:
        raise NotFound("job", id=job_id)
    job.begin(now())
    call.state = CallState.READING
    return [Upload(**held) for held in call.uploads]


def read_uploads(files: FileStore, uploads: Sequence[Upload], progress: Progress) -> ReadCall:
    """Open the ZIPs and read everything; needs no session, for it can take minutes.

    Raises Refused when nothing at all can be read.
    """
    entries: list[Entry] = []
    for upload in uploads:
        entries += unpack(files.read(upload.sha256), upload.name)
    entries = each_once(entries)
    for entry in entries:
        files.keep(entry.data)
    return read_entries(entries, progress=progress)


def finish_reading(session: Session, job_id: int, read: ReadCall) -> CallRow:
    """Keep what was read: files, pages and facts, in one transaction."""
    job, call = _job_and_call(session, job_id)
    call.files = [file_row(source, size) for source, size in zip(read.sources, read.sizes, strict=True)]
    call.facts = list(facts_of(read.reading))
    call.warnings = [kept(remark) for remark in read.reading.warnings]
    read_something = any(source.refused is None for source in read.sources)
    call.state = CallState.TO_REVIEW if read_something else CallState.REFUSED
    refresh_summary(call)
    job.done = job.total
    job.succeed(now())
    note(
        session,
        now(),
        None,
        "call.read" if read_something else "call.refused",
        call_id=call.id,
        files=len(read.sources),
        refused=[source.name for source in read.sources if source.refused],
        clauses=len(read.reading.clauses),
    )
    return call


def fail_reading(session: Session, job_id: int, error: str) -> None:
    """The reading as a whole did not succeed; the files stay, so that it can be tried again."""
    job, call = _job_and_call(session, job_id)
    job.fail(now(), error)
    call.state, call.refusal = CallState.REFUSED, error
    note(session, now(), None, "call.refused", call_id=call.id, error=error)


def read_again(session: Session, actor: UserRow, call: CallRow) -> JobRow:
    """A new job for a call whose reading failed or was refused. Nothing a person confirmed may be lost."""
    require(actor, Act.RECEIVE_CALL)
    if call.state not in (CallState.REFUSED, CallState.RECEIVED):
        raise Invalid("already_read", call=call.id)
    job = JobRow(kind=JobKind.READ, call_id=call.id, user_id=actor.id, created=now(), total=len(call.uploads))
    call.state, call.refusal = CallState.RECEIVED, ""
    session.add(job)
    session.flush()
    return job


def _job_and_call(session: Session, job_id: int) -> tuple[JobRow, CallRow]:
    job = session.get(JobRow, job_id)
    call = session.get(CallRow, job.call_id) if job else None
    if job is None or call is None:
        raise NotFound("job", id=job_id)
    return job, call


def file_row(source: Source, size: int) -> CallFileRow:
    """A file as read, with its pages."""
    return CallFileRow(
        name=source.name,
        sha256=source.sha256,
        size=size,
        kind=source.kind.value,
        language=source.language,
        page_count=len(source.pages),
        has_pictures=source.has_pages,
        ocr_pages=[page.number for page in source.pages if page.ocr],
        refused=source.refused,
        pages=page_rows(source),
    )


def page_rows(source: Source) -> list[PageRow]:
    """The pages of a file, each with where its words stand."""
    return [
        PageRow(
            position=position,
            number=page.number,
            path=page.path,
            text=page.text,
            width=page.width,
            height=page.height,
            words=page.words.packed(),
        )
        for position, page in enumerate(source.pages, start=1)
    ]


def refresh_summary(call: CallRow) -> None:
    """Bring the call's own columns in line with its facts as they count now."""
    reading = reading_of(call)
    if reading.subject:
        call.title = reading.subject.value
    call.buyer = reading.buyer.value if reading.buyer else ""
    call.reference = reading.reference.value if reading.reference else ""
    call.deadline_text = reading.deadline.value if reading.deadline else ""
    call.deadline = moment_of(call.deadline_text)
