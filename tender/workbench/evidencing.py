"""The library of evidence: write a block, read it again in time, keep its owner, dates and attestation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow
from tender.store.evidence import EvidenceBlockRow, MemoChapterRow, list_evidence_blocks
from tender.store.journal import note
from tender.store.members import MemberRow, find_member, the_collective
from tender.store.papers import find_paper
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound
from tender.workbench.permissions import Act, require

TEXTS = ("title", "text", "topics", "owner", "kind")
DATES = ("dated", "review")
LANGUAGES = ("de", "en")
"""A block is French; it may be kept in these languages beside it."""

KINDS = ("reference", "means", "staff", "training", "quality", "environment", "insertion")

A_YEAR = timedelta(days=365)
"""How long a block that was read again stands before it must be read once more."""


def find_block(session: Session, actor: UserRow, block_id: int) -> EvidenceBlockRow:
    """One block this person may see. Raises NotFound."""
    block = next((one for one in list_evidence_blocks(session, viewer=actor) if one.id == block_id), None)
    if block is None:
        raise NotFound("evidence_block", id=block_id)
    return block


def may_keep(actor: UserRow, block: EvidenceBlockRow) -> bool:
    """A director keeps what belongs to her members; the officer all of it."""
    return actor.role is not Role.DIRECTOR or block.member_id in actor.member_ids


def _own_block(session: Session, actor: UserRow, block_id: int) -> EvidenceBlockRow:
    require(actor, Act.KEEP_EVIDENCE)
    block = find_block(session, actor, block_id)
    if not may_keep(actor, block):
        raise NotAllowed("not_her_member", member=block.member_id)
    return block


def keep_block(
    session: Session, actor: UserRow, block_id: int | None, given: Mapping[str, Any]
) -> EvidenceBlockRow:
    """Write a new block, or change one. `given`: texts, dates, member_id (0: all), paper_id, translations.

    Raises Invalid, NotAllowed for a block that is not of the director's own members.
    """
    require(actor, Act.KEEP_EVIDENCE)
    block = (
        _own_block(session, actor, block_id)
        if block_id is not None
        else EvidenceBlockRow(title="", text="", translations={})
    )
    member_id = int(given.get("member_id") or 0)
    if member_id and find_member(session, member_id, viewer=actor) is None:
        raise NotFound("member", id=member_id)
    if actor.role is Role.DIRECTOR and member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=member_id)
    for name in TEXTS:
        setattr(block, name, str(given.get(name) or "").strip())
    for name in DATES:
        setattr(block, name, given.get(name))
    if not block.title or not block.text or block.kind not in ("", *KINDS):
        raise Invalid("empty_value", key="title" if not block.title else "text")
    paper_id = int(given.get("paper_id") or 0)
    if paper_id and find_paper(session, paper_id, viewer=actor) is None:
        raise NotFound("paper", id=paper_id)
    block.paper_id, block.member_id = paper_id or None, member_id or None
    block.translations = _translations(given)
    session.add(block)
    session.flush()
    note(session, now(), actor, "evidence.kept", member_id=block.member_id, title=block.title)
    return block


def _translations(given: Mapping[str, Any]) -> dict[str, Any]:
    """The other languages that have a text."""
    held = {}
    for language in LANGUAGES:
        title = str(given.get(f"title_{language}") or "").strip()
        text = str(given.get(f"text_{language}") or "").strip()
        if text:
            held[language] = {"title": title, "text": text}
    return held


def review_block(session: Session, actor: UserRow, block_id: int) -> EvidenceBlockRow:
    """Read again and still true: to be read once more in a year."""
    block = _own_block(session, actor, block_id)
    today = now().date()
    block.reviewed, block.reviewed_by, block.review = today, actor.name, today + A_YEAR
    note(session, now(), actor, "evidence.reviewed", member_id=block.member_id, title=block.title)
    return block


def remove_block(session: Session, actor: UserRow, block_id: int) -> None:
    """Take a block out of the library, and out of the chapters that had chosen it."""
    block = _own_block(session, actor, block_id)
    for chapter in session.scalars(select(MemoChapterRow).where(MemoChapterRow.blocks.is_not(None))):
        if chapter.blocks and block.id in chapter.blocks:
            chapter.blocks = [one for one in chapter.blocks if one != block.id]
    session.delete(block)
    note(session, now(), actor, "evidence.removed", member_id=block.member_id, title=block.title)


def names_of(session: Session, blocks: Iterable[EvidenceBlockRow]) -> dict[int, str]:
    """The names of the members whose blocks were shown to the person."""
    wanted = {block.member_id for block in blocks if block.member_id is not None}
    rows = session.execute(select(MemberRow.id, MemberRow.name).where(MemberRow.id.in_(wanted)))
    return {int(row.id): str(row.name) for row in rows}


def is_shared(session: Session) -> bool:
    """Whether the charter lets every director read the other members' evidence."""
    collective = the_collective(session)
    return collective is not None and collective.charter.get("library") == "shared"


def share_library(session: Session, actor: UserRow, *, shared: bool) -> None:
    """Write into the charter who may read whose evidence."""
    require(actor, Act.EDIT_COLLECTIVE)
    collective = the_collective(session)
    if collective is None:
        raise NotFound("collective")
    collective.charter = {**collective.charter, "library": "shared" if shared else "own"}
    note(session, now(), actor, "library.shared" if shared else "library.closed")
