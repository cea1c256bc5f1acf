"""The dates that count of the calls under way: deposits, last moments for questions, papers of a winner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.awards import list_results
from tender.store.calls import CallRow, CallState, list_calls
from tender.store.questions import list_questions
from tender.workbench import awarding
from tender.workbench.errors import NotAllowed
from tender.workbench.questioning import USUAL_DAYS, cut_off
from tender.workbench.timing import PARIS


class MilestoneKind(StrEnum):
    """What must be done by then."""

    DEPOSIT = "deposit"
    QUESTIONS = "questions"
    PIECES = "pieces"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date of a call. `at`: a moment, or a whole day. `said`: the call names it, it is not reckoned."""

    call: CallRow
    kind: MilestoneKind
    at: datetime | date
    said: bool = True

    @property
    def until(self) -> datetime:
        """The last moment: of a whole day, its midnight in Paris."""
        if isinstance(self.at, datetime):
            return self.at
        return datetime.combine(self.at, time(23, 59), PARIS)


def milestones(session: Session, viewer: UserRow) -> list[Milestone]:
    """Those of every call the viewer sees, the nearest first, past ones too."""
    calls = [call for call in list_calls(session, viewer=viewer) if call.state is not CallState.DROPPED]
    found = [one for call in calls for one in _of(session, viewer, call)]
    return sorted(found, key=lambda one: one.until)


def _of(session: Session, viewer: UserRow, call: CallRow) -> Iterator[Milestone]:
    if call.deadline is not None:
        yield Milestone(call, MilestoneKind.DEPOSIT, call.deadline)
    if call.state is CallState.FILED:
        due = _pieces_due(session, viewer, call)
        if due is not None:
            yield Milestone(call, MilestoneKind.PIECES, due)
        return
    until, said = cut_off(call)
    batch_left = any(one.sent_at is not None for one in list_questions(session, call.id, viewer=viewer))
    if until is None or call.deadline is None or batch_left:
        return
    # Reckoned with little time left, it would be another moment each time one looks.
    if said or call.deadline - until >= timedelta(days=USUAL_DAYS - 1):
        yield Milestone(call, MilestoneKind.QUESTIONS, until, said)


def _pieces_due(session: Session, viewer: UserRow, call: CallRow) -> date | None:
    """Until when the winner's papers are asked, while some are still to be handed in."""
    if not list_results(session, call.id, viewer=viewer):
        return None
    try:
        held = awarding.award(session, viewer, call.id)
    except NotAllowed:
        return None
    return held.due if held.left else None
