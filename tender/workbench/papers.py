"""Keep the papers of members: name, dates, the file when it is there, and what a machine read in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.parsing.archive import Entry
from tender.parsing.attestations import read_paper
from tender.parsing.isolation import read_all
from tender.store.accounts import UserRow
from tender.store.files import FileStore
from tender.store.journal import note
from tender.store.members import MemberRow
from tender.store.papers import (
    PaperReading,
    PaperRequestRow,
    PaperRow,
    find_paper,
    is_replaced,
    list_papers,
)
from tender.vocabulary.paper import PaperKind, PaperRead, folded_name, kinds_of
from tender.vocabulary.plain import from_plain, to_plain
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, OutOfDate
from tender.workbench.own import own_member
from tender.workbench.permissions import Act, require

SOON = timedelta(days=60)
LARGEST = 20 * 1024 * 1024
KINDS = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"PK\x03\x04": ".docx"}
READABLE = (".pdf", ".docx")
SECONDS = 60.0
"""Processor time one paper may take: it is a few pages."""
MOST_ATTEMPTS = 3
_OTHERS_NUMBERS = frozenset({PaperKind.INSURANCE, PaperKind.BANK})
"""Papers on which the insurer's or the bank's own number stands."""


class Validity(StrEnum):
    """Whether a paper still serves; replaced: another of its kind serves longer."""

    VALID = "valid"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    UNDATED = "undated"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """What a person hands in; `file` None: the paper is declared, its file comes later."""

    name: str
    issued_on: date | None = None
    valid_until: date | None = None
    file: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class PaperToRead:
    """What the worker reads: the paper's name, its bytes' sum, its file's name and its holder's name."""

    name: str
    sha256: str
    file_name: str
    holder: str


def add_paper(
    session: Session, actor: UserRow, files: FileStore, member_id: int, given: GivenPaper
) -> PaperRow:
    """A new paper of a member. A director adds her own members'; the officer any. Raises Invalid by box.

    Whoever asked this paper of the member has it now. A file that tells something waits to be read.
    """
    member = own_member(session, actor, member_id)
    if not given.name.strip():
        raise Invalid("name")
    _check_order(given.issued_on, given.valid_until)
    kinds = kinds_of(given.name)
    row = PaperRow(
        member_id=member.id,
        name=given.name.strip(),
        issued_on=given.issued_on,
        valid_until=given.valid_until,
        updated=now(),
        sha256="",
        file_name="",
        kind=next(iter(kinds)).value if len(kinds) == 1 else "",
        read=None,
    )
    if given.file is not None:
        _attach(files, row, *given.file)
    session.add(row)
    session.flush()
    if row.sha256:
        _answer_requests(session, row)
    note(session, now(), actor, "paper.added", member_id=member.id, name=row.name)
    return row


def _check_order(issued: date | None, ends: date | None) -> None:
    if issued and ends and ends < issued:
        raise Invalid("dates_reversed")


def _attach(files: FileStore, row: PaperRow, name: str, data: bytes) -> None:
    ending = next((held for start, held in KINDS.items() if data.startswith(start)), None)
    if not data or len(data) > LARGEST or ending is None or (ending == ".docx" and not _is_plain_word(data)):
        raise Invalid("paper_file", name=name)
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = bare.rpartition(".")[0] or bare
    row.sha256, row.file_name = files.keep(data), f"{stem[:110]}{ending}"
    row.reading = PaperReading.WAITING if ending in READABLE else PaperReading.NONE


def _is_plain_word(data: bytes) -> bool:
    """A Word file without a programme in it; any other archive is none of ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            names = {one.casefold() for one in held.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return "word/document.xml" in names and not any(one.endswith("vbaproject.bin") for one in names)


def _answer_requests(session: Session, paper: PaperRow) -> None:
    """Whoever asked it has it: requests of the same kind, or of the same name, are closed."""
    asked = session.scalars(
        select(PaperRequestRow).where(
            PaperRequestRow.member_id == paper.member_id, PaperRequestRow.closed_at.is_(None)
        )
    )
    for request in asked:
        same_kind = paper.kind != "" and request.kind == paper.kind
        if same_kind or folded_name(request.name) == folded_name(paper.name):
            request.closed_at, request.paper_id = now(), paper.id


def begin_reading(session: Session, paper_id: int) -> PaperToRead | None:
    """What is to be read; None when it is read already, gone, or killed too many workers."""
    row = session.get(PaperRow, paper_id)
    if row is None or row.reading is not PaperReading.WAITING:
        return None
    if row.attempts >= MOST_ATTEMPTS:
        row.reading, row.read = PaperReading.FAILED, to_plain(PaperRead(refused="crashed"))
        return None
    row.attempts += 1
    member = session.get(MemberRow, row.member_id) if row.member_id else None
    return PaperToRead(row.name, row.sha256, row.file_name, member.name if member else "")


def read_file(files: FileStore, task: PaperToRead) -> PaperRead:
    """What the file says of itself, read in a process of its own; needs no session, for it takes a while."""
    sent = Entry(task.file_name, files.read(task.sha256))
    (source,) = read_all([sent], processes=1, seconds=SECONDS, photos=True)
    return read_paper(source, name=task.name, holder=task.holder)


def finish_reading(session: Session, paper_id: int, task: PaperToRead, read: PaperRead) -> None:
    """Keep what was read beside what the person said, unless another file took its place meanwhile."""
    row = session.get(PaperRow, paper_id)
    if row is None or row.sha256 != task.sha256 or row.reading is not PaperReading.WAITING:
        return
    row.read = to_plain(read)
    row.reading = PaperReading.FAILED if read.refused else PaperReading.DONE
    if not row.kind and read.kind is not None:
        row.kind = read.kind.value
        _answer_requests(session, row)
    session.flush()


def fail_reading(session: Session, paper_id: int) -> None:
    """It could not be read: the person types its dates."""
    row = session.get(PaperRow, paper_id)
    if row is not None and row.reading is PaperReading.WAITING:
        row.reading, row.read = PaperReading.FAILED, to_plain(PaperRead(refused="crashed"))


def seen_of(paper: PaperRow) -> str:
    """What a page must send back to show that it saw this very state of the paper."""
    confirmed = paper.confirmed_at.isoformat() if paper.confirmed_at else ""
    return f"{paper.sha256[:12]}@{paper.reading.value}@{confirmed}"


def confirm(
    session: Session,
    actor: UserRow,
    paper_id: int,
    *,
    kind: str,
    days: tuple[date | None, date | None],
    seen: str,
) -> PaperRow:
    """A person has looked: the paper's kind, its day of issue and its last day are as she says.

    Raises OutOfDate when the paper changed since she saw it, Invalid when its end precedes its day.
    """
    row = _paper(session, actor, paper_id)
    if seen != seen_of(row):
        raise OutOfDate("paper_changed", id=paper_id)
    _check_order(*days)
    row.kind = PaperKind(kind).value if kind else ""
    row.issued_on, row.valid_until = days
    row.confirmed_by, row.confirmed_at, row.updated = actor.name, now(), now()
    if row.sha256:
        _answer_requests(session, row)
    note(session, now(), actor, "paper.confirmed", member_id=row.member_id, name=row.name,
         until=row.valid_until.isoformat() if row.valid_until else "")  # fmt: skip
    return row


def _paper(session: Session, actor: UserRow, paper_id: int) -> PaperRow:
    require(actor, Act.DECLARE_MEANS)
    row = find_paper(session, paper_id, viewer=actor)
    if row is None:
        raise NotFound("paper", id=paper_id)
    return row


def remove_paper(session: Session, actor: UserRow, paper_id: int) -> None:
    """A paper that no longer serves."""
    row = _paper(session, actor, paper_id)
    session.delete(row)
    note(session, now(), actor, "paper.removed", member_id=row.member_id, name=row.name)


def read_of(paper: PaperRow) -> PaperRead | None:
    """What the machine read in its file; None before, or without one."""
    return from_plain(PaperRead, paper.read) if paper.read is not None else None


def other_siren(paper: PaperRow, member: MemberRow) -> str:
    """The SIREN its file names in place of the member's; "" when they agree, or a person has looked.

    An insurer's or a bank's own number stands on its papers: there the member's name is enough.
    """
    read = read_of(paper)
    if read is None or paper.confirmed_at is not None or not read.sirens or not member.siret:
        return ""
    found = [one.value for one in read.sirens]
    if member.siret[:9] in found or (read.names_holder and paper.kind in _OTHERS_NUMBERS):
        return ""
    return found[0]


def validity_of(paper: PaperRow, day: date, others: Iterable[PaperRow] = ()) -> Validity:
    """Whether it serves on this day; a paper without an end date says nothing of it."""
    if paper.ends is None:
        return Validity.UNDATED
    if is_replaced(paper, others):
        return Validity.REPLACED
    if paper.ends < day:
        return Validity.ENDED
    return Validity.ENDS_SOON if paper.ends < day + SOON else Validity.VALID


def papers_to_renew(session: Session, actor: UserRow) -> Sequence[PaperRow]:
    """Papers that have ended or end soon and that nothing replaces, among those this person may see."""
    today = now().date()
    held = list_papers(session, viewer=actor)
    return [one for one in held if validity_of(one, today, held) in (Validity.ENDED, Validity.ENDS_SOON)]


def papers_to_confirm(session: Session, actor: UserRow) -> Sequence[PaperRow]:
    """Papers whose dates were read and wait for a person, among those this one may see."""
    return [one for one in list_papers(session, viewer=actor) if one.is_unsure]
