"""Questions to the buyer: anybody of the group asks, the officer sends one batch, answers reach the facts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.orm import Session

from tender.documents.letters import Question, Sender, questions_letter, questions_text
from tender.store.accounts import UserRow
from tender.store.calls import CallRow, FactRow, find_call, find_fact
from tender.store.consultations import walled_lots
from tender.store.journal import note
from tender.store.members import the_collective
from tender.store.questions import QuestionRow, QuestionState, find_question, list_questions
from tender.store.splits import find_split_of_call
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, OutOfDate
from tender.workbench.facts import reading_of
from tender.workbench.permissions import Act, require
from tender.workbench.telling import call_told
from tender.workbench.timing import PARIS, counted_back

LONGEST = 2000
USUAL_DAYS = 10
"""Days before the deadline by which calls usually want questions, where this one does not say."""


@dataclass(frozen=True, slots=True)
class GivenQuestion:
    """A question as a person asks it. `lot` None: the whole call."""

    text: str
    lot: str | None = None
    document: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The questions of a call. `until`: the last moment to put them; `said`: the call itself names it."""

    call: CallRow
    questions: tuple[QuestionRow, ...]
    until: datetime | None
    said: bool
    facts: dict[int, FactRow]

    def of(self, state: QuestionState) -> tuple[QuestionRow, ...]:
        """Those in a state."""
        return tuple(one for one in self.questions if one.state is state)

    @property
    def open(self) -> tuple[QuestionRow, ...]:
        """What the next batch holds."""
        return self.of(QuestionState.OPEN)

    @property
    def sent(self) -> bool:
        """A batch has left already."""
        return any(one.sent_at is not None for one in self.questions)

    @property
    def late(self) -> bool:
        """The last moment has passed."""
        return self.until is not None and self.until < now()

    @property
    def seen(self) -> str:
        """What a page must send back to show that it saw these very questions."""
        held = "\n".join(f"{one.id} {one.text} {one.lot}" for one in self.open)
        return hashlib.sha256(held.encode()).hexdigest()[:24]

    def has_changed(self, question: QuestionRow) -> bool | None:
        """Whether the fact says something else than when the answer was noted; None without a fact."""
        fact = self.facts.get(question.fact_id or 0)
        return None if fact is None else fact.effective != question.fact_before


def register(session: Session, actor: UserRow, call_id: int) -> Register:
    """The register of a call, for officer and admin. Raises NotFound, NotAllowed."""
    require(actor, Act.REVIEW_FACTS)
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    return _register(session, actor, call)


def own_register(session: Session, actor: UserRow, call_id: int) -> Register:
    """What a director's own members asked. Raises NotFound when she was not told of the call."""
    return _register(session, actor, call_told(session, actor, call_id))


def _register(session: Session, actor: UserRow, call: CallRow) -> Register:
    until, said = cut_off(call)
    facts = {fact.id: fact for fact in call.facts}
    return Register(call, tuple(list_questions(session, call.id, viewer=actor)), until, said, facts)


def cut_off(call: CallRow) -> tuple[datetime | None, bool]:
    """Until when questions are taken, and whether the call says so; else ten days before the deadline.

    A day without an hour lasts until its midnight. The buyer answers six days before the deadline at the
    latest when it was asked in time. Source: R2132-6 (Code de la commande publique).
    """
    stated = reading_of(call).questions_deadline
    if stated is not None:
        try:
            moment = datetime.fromisoformat(stated.value)
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None:
            return moment, True
        if moment is not None:
            return datetime.combine(moment.date(), time(23, 59), PARIS), True
    return counted_back(call.deadline, now(), USUAL_DAYS), False


def ask(
    session: Session, actor: UserRow, call_id: int, given: GivenQuestion, *, member_id: int | None = None
) -> QuestionRow:
    """Put a question in the register. Raises Invalid by box, NotAllowed where her member goes alone."""
    call = _told(session, actor, call_id)
    if not actor.sees_everything:
        member_id = member_id if member_id in actor.member_ids else next(iter(actor.member_ids), None)
    if given.lot in walled_lots(session, call_id, viewer=actor):
        raise NotAllowed("walled", lots=given.lot)
    text = " ".join(given.text.split())
    if not text or len(text) > LONGEST:
        raise Invalid("question_text", longest=LONGEST)
    _check_lot(call, given.lot)
    for known in list_questions(session, call_id, viewer=actor):
        if (known.text, known.lot, known.state) == (text, given.lot, QuestionState.OPEN):
            return known
    row = QuestionRow(
        call_id=call_id,
        lot=given.lot,
        text=text,
        document=given.document.strip()[:300],
        page=given.page,
        member_id=member_id,
        asked_by_id=actor.id,
        asked_by=actor.name,
        at=now(),
        state=QuestionState.OPEN,
    )
    session.add(row)
    session.flush()
    note(session, now(), actor, "question.asked", call_id=call_id, member_id=member_id, question=row.id)
    return row


def _told(session: Session, actor: UserRow, call_id: int) -> CallRow:
    if not actor.sees_everything:
        return call_told(session, actor, call_id)
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    return call


def _check_lot(call: CallRow, lot: str | None) -> None:
    if lot is not None and lot not in {one.number for one in reading_of(call).lots}:
        raise Invalid("unknown_lot", lot=lot)


def reword(session: Session, actor: UserRow, call_id: int, question_id: int, given: GivenQuestion) -> None:
    """Say an open question better before it leaves. Raises Invalid, OutOfDate once it has left."""
    row = _question(session, actor, call_id, question_id)
    if row.state is not QuestionState.OPEN:
        raise OutOfDate("question_sent", id=question_id)
    text = " ".join(given.text.split())
    if not text or len(text) > LONGEST:
        raise Invalid("question_text", longest=LONGEST)
    _check_lot(_told(session, actor, call_id), given.lot)
    row.text, row.lot = text, given.lot
    row.document, row.page = given.document.strip()[:300], given.page


def drop(session: Session, actor: UserRow, call_id: int, question_id: int) -> None:
    """Not asked after all; or asked again if it was set aside. Raises OutOfDate once it has left."""
    row = _question(session, actor, call_id, question_id)
    if row.state not in (QuestionState.OPEN, QuestionState.DROPPED):
        raise OutOfDate("question_sent", id=question_id)
    opened = row.state is QuestionState.DROPPED
    row.state = QuestionState.OPEN if opened else QuestionState.DROPPED
    note(session, now(), actor, "question.taken_back" if opened else "question.dropped", call_id=call_id,
         question=row.id)  # fmt: skip


def mark_sent(session: Session, actor: UserRow, call_id: int, seen: str) -> int:
    """The batch was put to the buyer through its portal; how many questions. Raises OutOfDate when a question
    came or changed since the page was opened: the batch that left did not hold it.
    """
    held = register(session, actor, call_id)
    if held.seen != seen:
        raise OutOfDate("questions_changed")
    leaving = held.open
    for row in leaving:
        row.state, row.sent_at, row.sent_by = QuestionState.SENT, now(), actor.name
    note(session, now(), actor, "question.batch_sent", call_id=call_id, count=len(leaving))
    return len(leaving)


def answer(
    session: Session, actor: UserRow, call_id: int, question_id: int, text: str, *, fact_id: int | None
) -> QuestionRow:
    """Note what the buyer answered; `fact_id`: the fact it is about, whose value then is kept beside.

    The fact itself changes where facts change: by a correction, or by a new version of the call.
    """
    row = _question(session, actor, call_id, question_id)
    if row.state in (QuestionState.OPEN, QuestionState.DROPPED):
        raise Invalid("question_not_sent")
    if not text.strip():
        raise Invalid("answer_text")
    fact = find_fact(session, call_id, fact_id, viewer=actor) if fact_id is not None else None
    if fact_id is not None and fact is None:
        raise NotFound("fact", id=fact_id)
    if fact_id != row.fact_id or row.state is QuestionState.SENT:
        row.fact_id, row.fact_before = fact_id, fact.effective if fact is not None else None
    row.answer, row.answered_at, row.state = text.strip()[: 4 * LONGEST], now(), QuestionState.ANSWERED
    note(session, now(), actor, "question.answered", call_id=call_id, question=row.id,
         fact=fact.key if fact else None)  # fmt: skip
    return row


def _question(session: Session, actor: UserRow, call_id: int, question_id: int) -> QuestionRow:
    require(actor, Act.REVIEW_FACTS)
    row = find_question(session, call_id, question_id, viewer=actor)
    if row is None:
        raise NotFound("question", id=question_id)
    return row


def batch_file(session: Session, actor: UserRow, call_id: int) -> bytes:
    """The open questions as a Word file to hand to the portal."""
    held = register(session, actor, call_id)
    return questions_letter(sender_of(session, actor, held.call), _batch(held.open), now().date())


def batch_text(session: Session, actor: UserRow, call_id: int) -> str:
    """The open questions as text to paste in the portal's form."""
    return questions_text(_batch(register(session, actor, call_id).open))


def _batch(rows: Iterable[QuestionRow]) -> list[Question]:
    return [
        Question(
            row.text,
            row.lot,
            row.document.rsplit("/", 1)[-1] + (f", page {row.page}" if row.page and row.document else ""),
        )
        for row in rows
    ]


def sender_of(session: Session, actor: UserRow, call: CallRow) -> Sender:
    """Who writes to the buyer about a call: the leader, where there is one."""
    reading, collective = reading_of(call), the_collective(session)
    split = find_split_of_call(session, call.id, viewer=actor)
    rows = [row for row in split.shares if row.member_id == split.lead_id] if split is not None else []
    lead = rows[0].member if rows else None
    return Sender(
        buyer=call.buyer,
        subject=call.title,
        reference=call.reference,
        procedure=reading.procedure.value if reading.procedure else "",
        leader=lead.name if lead else "",
        signatory=str(lead.identity.get("representative") or "") if lead else "",
        collective=collective.name if collective else "",
        example=call.is_example,
    )
