"""Before the split: each member says per lot whether it comes, alone, or not, with what; silence is a no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow
from tender.store.calls import CallRow, find_call
from tender.store.consultations import (
    AnswerRow,
    ConsultationRow,
    Stance,
    due_consultations,
    find_consultation,
    list_answers,
    walled_lots,
)
from tender.store.journal import note
from tender.store.members import MemberRow, find_member, the_collective
from tender.store.splits import NeedRow, SplitRow, SplitState
from tender.vocabulary.call import Lot
from tender.vocabulary.trade import trade_of
from tender.workbench.casing import free_hours, lot_order, reach_of
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady, OutOfDate
from tender.workbench.facts import reading_of
from tender.workbench.needing import lots_of, place_code
from tender.workbench.permissions import Act, require
from tender.workbench.promising import promises, summed

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Offer:
    """What a member answers for one lot; `hours`: the most it could give in a month, None: not said."""

    stance: Stance
    hours: float | None = None
    places: tuple[str, ...] = ()
    word: str = ""


@dataclass(frozen=True, slots=True)
class LotAsked:
    """One lot as it is put to a member. `hours`: its free hours a month in the lot's trades, where known.

    `places`: communes of the lot; `reached`: those of them it works in; `asked`: hours a month, where known.
    """

    lot: Lot
    places: tuple[str, ...]
    reached: frozenset[str]
    hours: float | None
    asked: float | None
    answer: AnswerRow | None

    @property
    def suggested(self) -> Stance:
        """What her convention and her free hours would let her say; never recorded without her."""
        able = (not self.places or self.reached) and (self.hours is None or self.hours > 0)
        return Stance.GROUP if able else Stance.NO


@dataclass(frozen=True, slots=True)
class Question:
    """A consultation as one member's director sees it: what the buyer published, and her own answers."""

    row: ConsultationRow
    call: CallRow
    member: MemberRow
    lots: tuple[LotAsked, ...]
    open: bool
    late: bool

    @property
    def answered(self) -> bool:
        """A person answered every lot; silence counted as no is no answer."""
        return all(one.answer is not None and not one.answer.silent for one in self.lots)

    @property
    def seen(self) -> str:
        """What tells the answers as they stand from those before or after."""
        return seen_of(one.answer for one in self.lots if one.answer is not None)


@dataclass(frozen=True, slots=True)
class Table:
    """Every member's answer for every lot, for the officer. `answers`: by (member's id, lot's number)."""

    call: CallRow
    row: ConsultationRow | None
    lots: tuple[Lot, ...]
    members: tuple[MemberRow, ...]
    answers: Mapping[tuple[int, str], AnswerRow]

    @property
    def awaited(self) -> tuple[MemberRow, ...]:
        """Members that left a lot unanswered."""
        return tuple(
            member
            for member in self.members
            if any((member.id, lot.number) not in self.answers for lot in self.lots)
        )

    def given_by(self, member_id: int) -> bool:
        """Whether a member answered any lot, or its silence was counted."""
        return any((member_id, lot.number) in self.answers for lot in self.lots)

    def count(self, lot: str, stance: Stance) -> int:
        """How many members answered so for a lot."""
        return sum(one.stance is stance for (_member, number), one in self.answers.items() if number == lot)


def seen_of(answers: Iterable[AnswerRow]) -> str:
    """When and by whom the answers were last given."""
    return max((f"{one.at.isoformat()} {one.by}" for one in answers), default="")


def open_consultation(
    session: Session, actor: UserRow, call_id: int, *, closes: datetime, word: str = ""
) -> ConsultationRow:
    """Ask every member, or ask again with another date. An answer already given stays.

    Raises Invalid("consultation_closes") when the date is past or after the deadline, NotReady once the split
    is shown to the directors.
    """
    call = _call(session, actor, call_id)
    if _shown(session, call_id):
        raise NotReady("consultation_over")
    if closes <= now() or (call.deadline is not None and closes >= call.deadline):
        raise Invalid("consultation_closes")
    row = find_consultation(session, call_id, viewer=actor)
    if row is None:
        row = ConsultationRow(call_id=call_id, opened=now(), opened_by=actor.name, reason="")
        session.add(row)
    fresh = row.closes is None
    row.closes, row.closed, row.skipped, row.reason = closes, None, False, ""
    row.word = word.strip()[:LONGEST]
    _forget_silences(session, call_id)
    session.flush()
    session.refresh(row, ["call"])
    note(session, now(), actor, "consultation.opened" if fresh else "consultation.moved", call_id=call_id,
         closes=closes.isoformat())  # fmt: skip
    return row


def skip(session: Session, actor: UserRow, call_id: int, reason: str) -> ConsultationRow:
    """Do without, on record. Raises Invalid without a reason, NotReady once members were asked."""
    _call(session, actor, call_id)
    if not reason.strip():
        raise Invalid("reason")
    row = find_consultation(session, call_id, viewer=actor)
    if row is not None and not row.skipped:
        raise NotReady("already_consulted")
    if row is None:
        row = ConsultationRow(call_id=call_id, opened=now(), opened_by=actor.name, word="")
        session.add(row)
    row.skipped, row.reason, row.closed = True, reason.strip()[:LONGEST], now()
    session.flush()
    note(session, now(), actor, "consultation.skipped", call_id=call_id, reason=row.reason)
    return row


def close(session: Session, actor: UserRow, call_id: int) -> int:
    """Close now: silence is a no, and is logged. How many members were silent. Raises NotReady."""
    _call(session, actor, call_id)
    row = find_consultation(session, call_id, viewer=actor)
    if row is None or row.skipped or row.closed is not None:
        raise NotReady("no_consultation")
    return _close(session, row, actor)


def close_due(session: Session, at: datetime) -> int:
    """Close every consultation whose date has passed; how many."""
    due = due_consultations(session, at)
    for row in due:
        _close(session, row, None)
    return len(due)


def _close(session: Session, row: ConsultationRow, actor: UserRow | None) -> int:
    session.refresh(row, with_for_update=True)
    if row.closed is not None:
        return 0
    row.closed = now()
    members = session.scalars(select(MemberRow).where(MemberRow.active).order_by(MemberRow.name)).all()
    given = {
        (one.member_id, one.lot)
        for one in session.scalars(select(AnswerRow).where(AnswerRow.call_id == row.call_id))
    }
    numbers = [lot.number for lot in lots_of(reading_of(row.call))]
    silent = 0
    for member in members:
        missing = [number for number in numbers if (member.id, number) not in given]
        for number in missing:
            session.add(
                AnswerRow(
                    call_id=row.call_id,
                    member_id=member.id,
                    lot=number,
                    stance=Stance.NO,
                    by="",
                    at=row.closed,
                    silent=True,
                )
            )
        if missing:
            silent += 1
            note(session, row.closed, actor, "consultation.silence", call_id=row.call_id,
                 member_id=member.id, lots=missing)  # fmt: skip
    note(session, row.closed, actor, "consultation.closed", call_id=row.call_id, silent=silent)
    session.flush()
    return silent


def _forget_silences(session: Session, call_id: int) -> None:
    """The question is open again: who was silent may still speak."""
    for one in session.scalars(select(AnswerRow).where(AnswerRow.call_id == call_id, AnswerRow.silent)).all():
        session.delete(one)


def answer(
    session: Session,
    actor: UserRow,
    call_id: int,
    member_id: int,
    offers: Mapping[str, Offer],
    *,
    seen: str | None = None,
) -> list[AnswerRow]:
    """Record a member's answers, lot by lot: by its director, or by the officer for one who telephoned.

    Going alone raises the wall at once, and leaves neither hours nor communes. Late answers count as long as
    the split is not shown; after that only going alone can still be said, until it is frozen.
    Raises NotFound, NotReady, OutOfDate when somebody answered since `seen`, Invalid.
    """
    row, member = _asked(session, actor, call_id, member_id)
    session.refresh(row, with_for_update=True)
    held = {
        one.lot: one
        for one in session.scalars(
            select(AnswerRow).where(AnswerRow.call_id == call_id, AnswerRow.member_id == member_id)
        )
    }
    split = _split(session, call_id)
    given = {lot: _checked(lot, offer, row.call) for lot, offer in offers.items()}
    if seen is not None and seen != seen_of(held.values()):
        if all(lot in held and _same(held[lot], offer) for lot, offer in given.items()):
            return list(held.values())
        raise OutOfDate("answer", by=max(held.values(), key=lambda one: one.at).by if held else "")
    changed = {lot: offer for lot, offer in given.items() if lot not in held or not _same(held[lot], offer)}
    _may_still(row, split, changed.values())
    for lot, offer in changed.items():
        one = held.get(lot)
        if one is None:
            one = AnswerRow(call_id=call_id, member_id=member_id, lot=lot)
            session.add(one)
            held[lot] = one
        one.stance, one.hours, one.places = offer.stance, offer.hours, list(offer.places)
        one.word, one.user_id, one.by, one.at = offer.word, actor.id, actor.name, now()
        one.silent, one.late = False, row.closed is not None
        note(session, now(), actor, "consultation.answered", call_id=call_id, member_id=member.id, lot=lot,
             stance=offer.stance.value, late=one.late)  # fmt: skip
    session.flush()
    return list(held.values())


def _may_still(row: ConsultationRow, split: SplitRow | None, offers: Iterable[Offer]) -> None:
    if row.skipped:
        raise NotReady("no_consultation")
    if split is None or split.state is SplitState.DRAFT:
        return
    alone_only = all(offer.stance is Stance.ALONE for offer in offers)
    if split.state is SplitState.FROZEN or not alone_only:
        raise NotReady("consultation_over")


def _checked(lot: str, offer: Offer, call: CallRow) -> Offer:
    if lot not in {one.number for one in lots_of(reading_of(call))}:
        raise Invalid("unknown_lot", lot=lot)
    if offer.hours is not None and not 0 <= offer.hours <= 100_000:
        raise Invalid("hours")
    word = offer.word.strip()[:LONGEST]
    if offer.stance is not Stance.GROUP:
        return Offer(offer.stance, word=word)
    return Offer(offer.stance, offer.hours, tuple(sorted(set(offer.places))), word)


def _same(row: AnswerRow, offer: Offer) -> bool:
    return not row.silent and (row.stance, row.hours, tuple(row.places), row.word) == (
        offer.stance, offer.hours, offer.places, offer.word,
    )  # fmt: skip


def _call(session: Session, actor: UserRow, call_id: int) -> CallRow:
    require(actor, Act.SPLIT)
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    walled = walled_lots(session, call_id, viewer=actor)
    if walled:
        raise NotAllowed("walled", lots=", ".join(sorted(walled, key=lot_order)))
    return call


def _asked(
    session: Session, actor: UserRow, call_id: int, member_id: int
) -> tuple[ConsultationRow, MemberRow]:
    row = find_consultation(session, call_id, viewer=actor)
    member = find_member(session, member_id, viewer=actor)
    if row is None or row.skipped or member is None or not member.active:
        raise NotFound("consultation", call=call_id)
    if actor.role is Role.DIRECTOR and member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=member_id)
    if member_id not in actor.member_ids:
        _call(session, actor, call_id)  # an officer before the wall reads and writes for nobody else
    return row, member


def _split(session: Session, call_id: int) -> SplitRow | None:
    return session.scalar(select(SplitRow).where(SplitRow.call_id == call_id))


def _shown(session: Session, call_id: int) -> bool:
    split = _split(session, call_id)
    return split is not None and split.state is not SplitState.DRAFT


def question(session: Session, actor: UserRow, call_id: int, member_id: int) -> Question:
    """The consultation as put to one member: public facts, its own means and answers, nobody else's."""
    row, member = _asked(session, actor, call_id, member_id)
    answers = {
        one.lot: one for one in list_answers(session, call_id, viewer=actor) if one.member_id == member_id
    }
    return Question(
        row,
        row.call,
        member,
        tuple(
            _lot_asked(session, row.call, member, lot, answers.get(lot.number))
            for lot in lots_of(reading_of(row.call))
        ),
        open=not _shown(session, call_id),
        late=row.closed is not None,
    )


def _lot_asked(
    session: Session,
    call: CallRow,
    member: MemberRow,
    lot: Lot,
    answer_: AnswerRow | None,
) -> LotAsked:
    query = select(NeedRow).where(NeedRow.call_id == call.id, NeedRow.lot == lot.number)
    needs = session.scalars(query.order_by(NeedRow.id)).all()
    named = [code for place in lot.places if (code := place_code(place))]
    places = tuple(dict.fromkeys([*(need.place for need in needs), *named]))
    periods = sorted({month for need in needs for month in need.hours})
    subject = reading_of(call).subject
    guessed = trade_of(lot.title, lot.cpv) or trade_of(subject.value if subject else "")
    trades = {need.trade for need in needs} or ({guessed} if guessed else set())
    asked = {month: sum(float(need.hours.get(month, 0)) for need in needs) for month in periods}
    return LotAsked(
        lot,
        places,
        reach_of(member) & set(places),
        _free(session, call, member, trades, periods),
        max(asked.values(), default=None),
        answer_,
    )


def _free(
    session: Session, call: CallRow, member: MemberRow, trades: set[str], periods: Sequence[str]
) -> float | None:
    """Free hours of the scarcest month in these trades; None where nothing of them was declared."""
    if not trades & {row.trade for row in member.capacities}:
        return None
    months = tuple(periods) or ("*",)
    held = promises(session, [member], but_call=call.id)
    free = free_hours(member, months, summed(held[member.id]))
    return min(sum(free.get(trade, {}).get(month, 0.0) for trade in trades) for month in months)


def questions(session: Session, actor: UserRow, rows: Iterable[ConsultationRow]) -> list[Question]:
    """What is put to each member the person speaks for, those still open to an answer."""
    found = [
        question(session, actor, row.call_id, member_id) for row in rows for member_id in actor.member_ids
    ]
    return [one for one in found if one.open and (one.call.deadline is None or now() < one.call.deadline)]


def table(session: Session, actor: UserRow, call_id: int) -> Table:
    """Lots by members, for the officer. Raises NotFound, NotAllowed."""
    call = _call(session, actor, call_id)
    members = session.scalars(select(MemberRow).where(MemberRow.active).order_by(MemberRow.name)).all()
    answers = list_answers(session, call_id, viewer=actor)
    return Table(
        call,
        find_consultation(session, call_id, viewer=actor),
        lots_of(reading_of(call)),
        tuple(members),
        {(one.member_id, one.lot): one for one in answers},
    )


def must_consult(session: Session) -> bool:
    """Whether the charter makes a consultation the rule; silent, it does not."""
    collective = the_collective(session)
    charter: Mapping[str, Any] = collective.charter if collective else {}
    return charter.get("consultation") == "required"


def check_consulted(session: Session, actor: UserRow, call_id: int) -> None:
    """Raises NotReady while members are still being asked, or when the charter wants them asked first."""
    row = find_consultation(session, call_id, viewer=actor)
    if row is None:
        if must_consult(session):
            raise NotReady("not_consulted")
        note(session, now(), actor, "consultation.skipped", call_id=call_id, reason="charter")
    elif row.closed is None:
        raise NotReady("consultation_open")
