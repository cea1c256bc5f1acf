"""Logos of the collective and of its members: kept as a harmless PNG, shown on what they issue."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tender.documents.logo import LogoRefused, clean_logo
from tender.store.accounts import Role, UserRow
from tender.store.files import FileStore
from tender.store.journal import note
from tender.store.members import CollectiveRow, MemberRow, find_member, the_collective
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound
from tender.workbench.permissions import Act, require

REFUSALS = {
    "too_large": "logo_too_large",
    "too_small": "logo_too_small",
    "unreadable": "logo_unreadable",
    "unsafe": "logo_unsafe",
}


def holder_of(session: Session, actor: UserRow, member_id: int | None) -> MemberRow | CollectiveRow:
    """The member, or (None) the collective, whose logo it is. Raises NotFound."""
    row = the_collective(session) if member_id is None else find_member(session, member_id, viewer=actor)
    if row is None:
        raise NotFound("member", id=member_id)
    return row


def set_logo(
    session: Session, actor: UserRow, files: FileStore, member_id: int | None, data: bytes | None
) -> None:
    """Put a logo in place of the one before; None takes it away. Raises Invalid."""
    require(actor, Act.EDIT_COLLECTIVE if member_id is None else Act.DECLARE_MEANS)
    row = holder_of(session, actor, member_id)
    if actor.role is Role.DIRECTOR and member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=member_id)
    if data is None:
        row.logo = ""
    else:
        try:
            row.logo = files.keep(clean_logo(data))
        except LogoRefused as refusal:
            raise Invalid(REFUSALS[refusal.code]) from refusal
    note(session, now(), actor, "logo.set" if row.logo else "logo.removed", member_id=member_id)
