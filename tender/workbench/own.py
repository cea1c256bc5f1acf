"""What a director may declare: her own members' means and papers; the officer, those of all."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow
from tender.store.members import MemberRow, find_member
from tender.workbench.errors import NotAllowed, NotFound
from tender.workbench.permissions import Act, require


def own_member(session: Session, actor: UserRow, member_id: int) -> MemberRow:
    """The member whose means or papers this person declares. Raises NotAllowed, NotFound."""
    require(actor, Act.DECLARE_MEANS)
    member = find_member(session, member_id, viewer=actor)
    if member is None:
        raise NotFound("member", id=member_id)
    if actor.role is Role.DIRECTOR and member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=member_id)
    return member
