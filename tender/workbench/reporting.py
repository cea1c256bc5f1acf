"""The first clause-uptake report: what the calls read here ask for, by buyer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.calls import UNREAD, CallRow, list_calls
from tender.uptake.rates import Rate
from tender.uptake.report import BuyerLine, CallFacts, Report, call_report
from tender.workbench.facts import reading_of
from tender.workbench.permissions import Act, require

__all__ = ["BuyerLine", "Rate", "Report", "buyers", "calls_counted", "clause_report"]


def calls_counted(session: Session, actor: UserRow, *, buyer: str | None = None) -> list[CallRow]:
    """The calls the report counts: read, and open to this person. A reader sees her own buyer's only."""
    require(actor, Act.READ_REPORT)
    return [
        call
        for call in list_calls(session, viewer=actor)
        if call.state not in UNREAD and (buyer is None or call.buyer == buyer)
    ]


def clause_report(session: Session, actor: UserRow, *, buyer: str | None = None) -> Report:
    """The report over these calls."""
    return call_report([call_facts(call) for call in calls_counted(session, actor, buyer=buyer)])


def buyers(session: Session, actor: UserRow) -> list[str]:
    """The buyers whose calls this person may see, by name."""
    return sorted({call.buyer for call in calls_counted(session, actor) if call.buyer})


def call_facts(call: CallRow) -> CallFacts:
    """A call as the report counts it: rejected clauses are gone, corrected ones count as corrected.

    What the law lays on the holder is no clause of the buyer's.
    """
    reading = reading_of(call)
    return CallFacts(
        key=str(call.id),
        buyer=call.buyer,
        title=call.title,
        reference=call.reference,
        deadline=call.deadline_text,
        lots=tuple(lot.number for lot in reading.lots),
        clauses=tuple(one for one in reading.clauses if not one.by_law),
    )
