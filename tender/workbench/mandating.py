"""Who may bind which member, since when, and what says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tender.store.accounts import MandateRow, UserRow, list_directors
from tender.store.journal import note
from tender.store.members import MemberRow, list_members
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.permissions import Act, require


@dataclass(frozen=True, slots=True)
class Mandated:
    """One person and one member she speaks for; `valid`: she may bind it today."""

    user: UserRow
    member: MemberRow
    mandate: MandateRow
    valid: bool


def mandates(session: Session, actor: UserRow) -> list[Mandated]:
    """Every person who speaks for a member, by member. Raises NotAllowed."""
    require(actor, Act.RECORD_MANDATE)
    members = {member.id: member for member in list_members(session, viewer=actor)}
    today = now().date()
    found = [
        Mandated(user, members[one.member_id], one, one.holds(today))
        for user in list_directors(session, viewer=actor)
        for one in user.mandates
        if one.member_id in members
    ]
    return sorted(found, key=lambda one: (one.member.name, one.user.name))


def record(
    session: Session,
    actor: UserRow,
    user_id: int,
    member_id: int,
    *,
    function: str,
    since: date | None,
    until: date | None,
    proof: str,
) -> MandateRow:
    """Put a mandate on record, or take it off (`since` None): what was decided under it stays decided.

    Raises NotAllowed, NotFound, Invalid("dates_reversed"), Invalid("mandate_proof") without what gives it.
    """
    require(actor, Act.RECORD_MANDATE)
    user = session.get(UserRow, user_id)
    mandate = next((one for one in user.mandates if one.member_id == member_id), None) if user else None
    if mandate is None:
        raise NotFound("mandate")
    if since is not None and until is not None and until < since:
        raise Invalid("dates_reversed")
    if since is not None and not proof.strip():
        raise Invalid("mandate_proof")
    mandate.function, mandate.since, mandate.until = function.strip()[:120], since, until
    mandate.proof = proof.strip()[:300]
    session.flush()
    note(session, now(), actor, "mandate.recorded" if since else "mandate.removed", member_id=member_id,
         person=mandate.user.name, since=since.isoformat() if since else None,
         until=until.isoformat() if until else None, proof=mandate.proof)  # fmt: skip
    return mandate
