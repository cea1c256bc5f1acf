"""What the buyer published, for a director who must say whether she comes, or decide on a part of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.calls import CallFileRow, CallRow
from tender.store.consultations import find_consultation
from tender.store.splits import list_splits_to_decide
from tender.workbench.errors import NotFound


def call_told(session: Session, actor: UserRow, call_id: int) -> CallRow:
    """The call, to whoever speaks for a member it was put to, or that has a part of it.

    Its files and the facts read in them are the buyer's and open to any candidate: no wall hides them.
    Raises NotFound for anybody else.
    """
    if actor.member_ids:
        row = find_consultation(session, call_id, viewer=actor)
        if row is not None and not row.skipped:
            return row.call
        for split in list_splits_to_decide(session, viewer=actor):
            if split.call_id == call_id:
                return split.call
    raise NotFound("call", id=call_id)


def file_told(session: Session, actor: UserRow, call_id: int, file_id: int) -> CallFileRow:
    """One of its files as the buyer issued it. Raises NotFound."""
    for file in call_told(session, actor, call_id).files:
        if file.id == file_id:
            return file
    raise NotFound("call", id=call_id)
