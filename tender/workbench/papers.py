"""Keep the papers of members: name, dates, and the file when it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow
from tender.store.files import FileStore
from tender.store.journal import note
from tender.store.members import find_member
from tender.store.papers import PaperRow, find_paper, list_papers
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound
from tender.workbench.permissions import Act, require

SOON = timedelta(days=60)
LARGEST = 20 * 1024 * 1024
KINDS = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"PK\x03\x04": ".docx"}


class Validity(StrEnum):
    """Whether a paper still serves."""

    VALID = "valid"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """What a person hands in; `file` None: the paper is declared, its file comes later."""

    name: str
    issued_on: date | None = None
    valid_until: date | None = None
    file: tuple[str, bytes] | None = None


def add_paper(
    session: Session, actor: UserRow, files: FileStore, member_id: int, given: GivenPaper
) -> PaperRow:
    """A new paper of a member. A director adds her own members'; the officer any. Raises Invalid by box."""
    require(actor, Act.DECLARE_MEANS)
    member = find_member(session, member_id, viewer=actor)
    if member is None:
        raise NotFound("member", id=member_id)
    if actor.role is Role.DIRECTOR and member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=member_id)
    if not given.name.strip():
        raise Invalid("name")
    if given.issued_on and given.valid_until and given.valid_until < given.issued_on:
        raise Invalid("dates_reversed")
    row = PaperRow(
        member_id=member.id,
        name=given.name.strip(),
        issued_on=given.issued_on,
        valid_until=given.valid_until,
        updated=now(),
        sha256="",
        file_name="",
    )
    if given.file is not None:
        _attach(files, row, *given.file)
    session.add(row)
    session.flush()
    note(session, now(), actor, "paper.added", member_id=member.id, name=row.name)
    return row


def _attach(files: FileStore, row: PaperRow, name: str, data: bytes) -> None:
    ending = next((held for start, held in KINDS.items() if data.startswith(start)), None)
    if not data or len(data) > LARGEST or ending is None:
        raise Invalid("paper_file", name=name)
    row.sha256, row.file_name = files.keep(data), name.rsplit("/", 1)[-1][:120]


def remove_paper(session: Session, actor: UserRow, paper_id: int) -> None:
    """A paper that no longer serves."""
    require(actor, Act.DECLARE_MEANS)
    row = find_paper(session, paper_id, viewer=actor)
    if row is None:
        raise NotFound("paper", id=paper_id)
    session.delete(row)
    note(session, now(), actor, "paper.removed", member_id=row.member_id, name=row.name)


def validity_of(paper: PaperRow, day: date) -> Validity:
    """Whether it serves on this day; a paper without an end date says nothing of it."""
    if paper.valid_until is None:
        return Validity.UNDATED
    if paper.valid_until < day:
        return Validity.ENDED
    return Validity.ENDS_SOON if paper.valid_until < day + SOON else Validity.VALID


def papers_to_renew(session: Session, actor: UserRow) -> Sequence[PaperRow]:
    """Papers that have ended or end soon, among those this person may see."""
    today = now().date()
    return [
        one
        for one in list_papers(session, viewer=actor)
        if validity_of(one, today) in (Validity.ENDED, Validity.ENDS_SOON)
    ]
