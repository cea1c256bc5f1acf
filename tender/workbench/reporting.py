"""The first clause-uptake report: what the calls read here ask for, by buyer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.calls import CallRow, CallState, list_calls
from tender.uptake.report import CallFacts, Report, call_report
from tender.workbench.facts import reading_of
from tender.workbench.permissions import Act, require

UNREAD = (CallState.RECEIVED, CallState.READING, CallState.REFUSED)


def clause_report(session: Session, actor: UserRow, *, buyer: str | None = None) -> Report:
    """The report over the calls this person may see; a reader sees her own buyer's calls only."""
    require(actor, Act.READ_REPORT)
    calls = [
        call
        for call in list_calls(session, viewer=actor)
        if call.state not in UNREAD and (buyer is None or call.buyer == buyer)
    ]
    return call_report([call_facts(call) for call in calls])


def buyers(session: Session, actor: UserRow) -> list[str]:
    """The buyers whose calls this person may see, by name."""
    require(actor, Act.READ_REPORT)
    return sorted({call.buyer for call in list_calls(session, viewer=actor) if call.buyer})


def call_facts(call: CallRow) -> CallFacts:
    """A call as the report counts it: rejected clauses are gone, corrected ones count as corrected."""
    reading = reading_of(call)
    return CallFacts(
        key=str(call.id),
        buyer=call.buyer,
        title=call.title,
        reference=call.reference,
        deadline=call.deadline_text,
        lots=tuple(lot.number for lot in reading.lots),
        clauses=reading.clauses,
    )
