"""The library of evidence: write a block, keep its owner and its dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.evidence import EvidenceBlockRow, list_evidence_blocks
from tender.store.journal import note
from tender.store.members import find_member
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.permissions import Act, require

TEXTS = ("title", "text", "topics", "owner")
DATES = ("dated", "review")


def find_block(session: Session, actor: UserRow, block_id: int) -> EvidenceBlockRow:
    """One block this person may see. Raises NotFound."""
    block = next((one for one in list_evidence_blocks(session, viewer=actor) if one.id == block_id), None)
    if block is None:
        raise NotFound("evidence_block", id=block_id)
    return block


def keep_block(
    session: Session, actor: UserRow, block_id: int | None, given: Mapping[str, Any]
) -> EvidenceBlockRow:
    """Write a new block, or change one. `given`: texts, dates, member_id (0: all). Raises Invalid."""
    require(actor, Act.EDIT_RESPONSE)
    block = (
        find_block(session, actor, block_id) if block_id is not None else EvidenceBlockRow(title="", text="")
    )
    for name in TEXTS:
        setattr(block, name, str(given.get(name) or "").strip())
    for name in DATES:
        setattr(block, name, given.get(name))
    if not block.title or not block.text:
        raise Invalid("empty_value", key="title" if not block.title else "text")
    member_id = int(given.get("member_id") or 0)
    if member_id and find_member(session, member_id, viewer=actor) is None:
        raise NotFound("member", id=member_id)
    block.member_id = member_id or None
    session.add(block)
    session.flush()
    note(session, now(), actor, "evidence.kept", member_id=block.member_id, title=block.title)
    return block
