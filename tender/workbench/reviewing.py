"""Confirm, correct, reject or add facts; the machine's reading is kept beside the person's."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.calls import CallRow, CallState, FactRow, FactState, find_call, find_fact
from tender.store.journal import note
from tender.vocabulary.call import MOMENTS
from tender.vocabulary.clause import ClauseType
from tender.vocabulary.plain import from_plain
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady, OutOfDate
from tender.workbench.facts import LISTS, state_read
from tender.workbench.intake import refresh_summary
from tender.workbench.permissions import Act, require
from tender.workbench.rivals import taken

CLOSED = (CallState.FROZEN, CallState.ISSUED, CallState.FILED)


def confirm(
    session: Session, actor: UserRow, call_id: int, fact_id: int, *, seen: str | None = None
) -> FactRow:
    """The machine read it right. `seen`: the state shown to the person; OutOfDate when it changed since."""
    call, fact = _open(session, actor, call_id, fact_id, seen)
    if fact.effective is None:
        raise Invalid("nothing_to_confirm", key=fact.key)
    return _decide(
        session, actor, call, fact, FactState.CONFIRMED if fact.kept is None else FactState.CORRECTED
    )


def correct(
    session: Session,
    actor: UserRow,
    call_id: int,
    fact_id: int,
    kept: dict[str, Any],
    *,
    seen: str | None = None,
) -> FactRow:
    """Put the person's value beside the machine's. Raises Invalid when it has not the fact's shape."""
    call, fact = _open(session, actor, call_id, fact_id, seen)
    fact.kept = _checked(fact.kind, fact.key, {**(fact.read or {}), **(fact.kept or {}), **kept})
    if fact.kind == "clause":
        fact.subtype = str(fact.kept["type"])
    return _decide(session, actor, call, fact, FactState.CORRECTED)


def reject(
    session: Session, actor: UserRow, call_id: int, fact_id: int, *, seen: str | None = None
) -> FactRow:
    """The call does not say this: it no longer counts, and can be restored."""
    call, fact = _open(session, actor, call_id, fact_id, seen)
    return _decide(session, actor, call, fact, FactState.REJECTED)


def restore(session: Session, actor: UserRow, call_id: int, fact_id: int) -> FactRow:
    """Back to what the machine read, as if nobody had decided."""
    call, fact = _open(session, actor, call_id, fact_id, None)
    fact.kept = None
    if fact.kind == "clause" and fact.read:
        fact.subtype = str(fact.read["type"])
    state = FactState.MISSING if fact.read is None else state_read(fact.confidence)
    return _decide(session, actor, call, fact, state)


def settle_review(
    session: Session, actor: UserRow, call_id: int, fact_id: int, *, take_new: bool, seen: str | None = None
) -> FactRow:
    """Decide on a fact that a new version states otherwise: what it says now, or what was held before.

    Taking the new of a fact that is no longer stated lets it go. Raises Invalid when nothing waits.
    """
    call, fact = _open(session, actor, call_id, fact_id, seen)
    review = fact.review
    if review is None:
        raise Invalid("nothing_to_confirm", key=fact.key)
    if not take_new:
        state = FactState(review["state"])
        if state is not FactState.REJECTED:
            fact.kept, state = fact.kept or review["before"], FactState.CORRECTED
        return _decide(session, actor, call, fact, state)
    fact.kept = None
    if fact.kind == "clause" and fact.read:
        fact.subtype = str(fact.read["type"])
    gone = fact.gone is not None or fact.read is None
    return _decide(session, actor, call, fact, FactState.MISSING if gone else FactState.CONFIRMED)


def choose(
    session: Session,
    actor: UserRow,
    call_id: int,
    fact_id: int,
    rival: int,
    *,
    other: bool = True,
    seen: str | None = None,
) -> FactRow:
    """Of two places that contradict each other, believe the rival's, or the one kept. Raises Invalid.

    `other`: the rival's side. A lot or a paper that the place believed does not have no longer counts.
    """
    call, fact = _open(session, actor, call_id, fact_id, seen)
    if not 0 <= rival < len(fact.rivals or ()):
        raise Invalid("nothing_to_confirm", key=fact.key)
    value = taken(fact, rival, other=other)
    evidence = fact.rivals[rival].get("evidence") if other else fact.evidence
    places = [{"document": one["document"], "page": one["page"]} for one in (evidence or [])[:1]]
    note(session, now(), actor, "fact.chosen", call_id=call.id, kind=fact.kind, key=fact.key,
         value=value, against=fact.effective, place=places)  # fmt: skip
    if value is None:
        return _decide(session, actor, call, fact, FactState.REJECTED)
    fact.kept = None if value == fact.read else value
    return _decide(
        session, actor, call, fact, FactState.CONFIRMED if fact.kept is None else FactState.CORRECTED
    )


def add(session: Session, actor: UserRow, call_id: int, kind: str, kept: dict[str, Any]) -> FactRow:
    """A fact the machine did not read, as the person states it."""
    require(actor, Act.REVIEW_FACTS)
    call = _call(session, actor, call_id)
    if kind not in {listed.kind for listed in LISTS}:
        raise Invalid("kind", kind=kind)
    same = [fact for fact in call.facts if fact.kind == kind]
    key = str(kept.get("number") or f"{len(same) + 1:03d}+")
    if kept.get("number") and key in {str((fact.effective or {}).get("number")) for fact in same}:
        raise Invalid("number_taken", number=key)
    while key in {fact.key for fact in same}:  # that of a fact an earlier version told
        key += "'"
    fact = FactRow(
        call_id=call.id,
        kind=kind,
        key=key,
        position=max((one.position for one in same), default=-1) + 1,
        subtype=str(kept.get("type", "")) if kind == "clause" else "",
        read=None,
        kept=_checked(kind, key, kept),
        evidence=[],
        confidence=1.0,
    )
    call.facts.append(fact)
    session.flush()
    return _decide(session, actor, call, fact, FactState.CORRECTED)


def confirm_all_sure(
    session: Session, actor: UserRow, call_id: int, *, only: Container[int] | None = None
) -> int:
    """Confirm every fact read without doubt and not decided yet; the doubtful ones stay for a person.

    `only`: the ids of the facts a person has before her, None for all of them.
    """
    require(actor, Act.REVIEW_FACTS)
    call = _call(session, actor, call_id)
    sure = [
        fact
        for fact in call.facts
        if fact.state is FactState.READ and fact.review is None and (only is None or fact.id in only)
    ]
    for fact in sure:
        fact.state, fact.decided_by, fact.decided_at = FactState.CONFIRMED, actor.id, now()
    note(session, now(), actor, "facts.confirmed", call_id=call.id, count=len(sure))
    return len(sure)


def finish(session: Session, actor: UserRow, call_id: int) -> CallRow:
    """The review is done. Raises NotReady while an essential fact is in doubt."""
    require(actor, Act.REVIEW_FACTS)
    call = _call(session, actor, call_id)
    doubtful = [fact.key for fact in call.facts if fact.is_doubtful]
    if doubtful:
        raise NotReady("facts_in_doubt", keys=doubtful)
    if call.state is CallState.TO_REVIEW:
        call.state = CallState.REVIEWED
        note(session, now(), actor, "call.reviewed", call_id=call.id)
    return call


def _call(session: Session, actor: UserRow, call_id: int) -> CallRow:
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    if call.state in CLOSED:
        raise NotReady("call_closed", state=call.state.value)
    return call


def _open(
    session: Session, actor: UserRow, call_id: int, fact_id: int, seen: str | None
) -> tuple[CallRow, FactRow]:
    require(actor, Act.REVIEW_FACTS)
    call = _call(session, actor, call_id)
    fact = find_fact(session, call_id, fact_id, viewer=actor)
    if fact is None:
        raise NotFound("fact", id=fact_id)
    if seen is not None and seen != version_of(fact):
        raise OutOfDate("fact", key=fact.key, by=fact.decided_by)
    return call, fact


def version_of(fact: FactRow) -> str:
    """What a page must send back to show that it saw this very state of the fact."""
    asked = f"@{fact.review['version']}" if fact.review else ""
    return f"{fact.state.value}@{fact.decided_at.isoformat() if fact.decided_at else ''}{asked}"


def _decide(session: Session, actor: UserRow, call: CallRow, fact: FactRow, state: FactState) -> FactRow:
    before = fact.state
    fact.state, fact.decided_by, fact.decided_at, fact.review = state, actor.id, now(), None
    refresh_summary(call)
    note(
        session,
        now(),
        actor,
        f"fact.{state.value}",
        call_id=call.id,
        kind=fact.kind,
        key=fact.key,
        before=before.value,
        value=fact.kept if state is FactState.CORRECTED else None,
    )
    return fact


def _checked(kind: str, key: str, kept: dict[str, Any]) -> dict[str, Any]:
    """The value, if it has the shape of its kind. Raises Invalid."""
    if kind in ("field", "grouping", "max_lots"):
        return _checked_field(key, kept)
    shape = next(listed.type for listed in LISTS if listed.kind == kind)
    names = {field.name for field in fields(shape)}
    try:
        plain = {name: held for name, held in kept.items() if name in names}
        if kind == "clause":
            ClauseType(plain.get("type", ""))
        from_plain(shape, plain)
    except (TypeError, ValueError, KeyError) as error:
        raise Invalid("shape", kind=kind, key=key) from error
    return plain


def _checked_field(key: str, kept: dict[str, Any]) -> dict[str, Any]:
    value = kept.get("value")
    if value is None or (isinstance(value, str) and not value.strip()):
        raise Invalid("empty_value", key=key)
    if key in MOMENTS:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError as error:
            raise Invalid("not_a_moment", key=key) from error
        if moment.tzinfo is None:
            raise Invalid("not_a_moment", key=key)
    return {"value": value}
