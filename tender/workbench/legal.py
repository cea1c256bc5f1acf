"""What the law says of a split as it stands, what was answered and set aside on the record, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from tender.consortium.law import RuledFinding, check
from tender.consortium.law.facts import Asked, LawFacts
from tender.consortium.law.finding import DATE, Fact, Severity
from tender.store.accounts import UserRow
from tender.store.journal import note
from tender.store.law import LawAct, LawDecisionRow, list_law_decisions
from tender.store.splits import SplitRow
from tender.workbench.casing import lot_order
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotReady, OutOfDate
from tender.workbench.legal_facts import law_facts
from tender.workbench.permissions import Act, require
from tender.workbench.splitting import split_of

ORDER = (Severity.BLOCK, Severity.WARN, Severity.QUESTION, Severity.NOTE)
LONGEST = 2000
DATED = ("sent_on_unknown", None, None)
"""The question whose answer dates the rules themselves."""

Point = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class LawPoint:
    """A finding, said once for all the lots it was found on, in their order.

    `lapsed`: the decision that once settled it, before the facts changed. `decisions`: what settles it now.
    """

    found: tuple[RuledFinding, ...]
    lapsed: LawDecisionRow | None = None
    decisions: tuple[LawDecisionRow, ...] = ()

    @property
    def ruled(self) -> RuledFinding:
        """The first of them: its words stand for all."""
        return self.found[0]

    @property
    def lots(self) -> tuple[str, ...]:
        """The lots it was found on."""
        return tuple(dict.fromkeys(one.finding.lot for one in self.found if one.finding.lot))

    @property
    def digests(self) -> tuple[tuple[str, str], ...]:
        """(lot, what a decision holds for), one a finding."""
        return tuple((one.finding.lot or "", one.finding.digest) for one in self.found)


@dataclass(frozen=True, slots=True)
class LegalView:
    """The points of a split: open ones, the gravest first; set aside; answered; and what is to be known."""

    open: tuple[LawPoint, ...]
    set_aside: tuple[LawPoint, ...]
    answered: tuple[LawPoint, ...]
    notes: tuple[LawPoint, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing to show."""
        return not (self.open or self.set_aside or self.answered or self.notes)

    @property
    def barring(self) -> tuple[LawPoint, ...]:
        """What must not go out so."""
        return tuple(one for one in self.open if one.ruled.finding.severity is Severity.BLOCK)


def legal_view(session: Session, actor: UserRow, call_id: int) -> LegalView:
    """What a jurist would ask of the split as it stands. Raises NotFound, NotAllowed."""
    return view_of(session, actor, split_of(session, actor, call_id))


def view_of(session: Session, actor: UserRow, split: SplitRow) -> LegalView:
    """The same, of a split at hand."""
    if not split.shares:
        return LegalView((), (), (), ())
    decided = {row.point: row for row in list_law_decisions(session, split.call_id, viewer=actor)}
    found, answered = _settled(law_facts(session, actor, split), decided)
    aside = [one for one in found if _holds(one, decided, LawAct.SET_ASIDE)]
    rest = [one for one in found if one not in aside]
    notes = [one for one in rest if one.finding.severity is Severity.NOTE]
    return LegalView(
        open=gathered([one for one in rest if one not in notes], decided),
        set_aside=gathered(aside, decided),
        answered=gathered(answered, decided),
        notes=gathered(notes, decided),
    )


def _point(one: RuledFinding) -> Point:
    return (one.finding.code, one.finding.member, one.finding.lot, one.finding.place)


def _holds(one: RuledFinding, decided: Mapping[Point, LawDecisionRow], act: LawAct) -> bool:
    row = decided.get(_point(one))
    return row is not None and row.act is act and row.digest == one.finding.digest


def _settled(
    facts: LawFacts, decided: Mapping[Point, LawDecisionRow]
) -> tuple[tuple[RuledFinding, ...], list[RuledFinding]]:
    """What is found once every answer that still holds is taken in; and the questions these answered.

    An answer may raise another question, hence the rounds; each takes in one more, so they end.
    """
    answers: dict[Asked, str] = {}
    answered: list[RuledFinding] = []
    while True:
        found = check(replace(facts, answers=answers))
        fresh = [
            one
            for one in found
            if one.finding.choices and one.asked not in answers and _holds(one, decided, LawAct.ANSWERED)
        ]
        if not fresh:
            return found, answered
        answered += fresh
        answers |= {one.asked: decided[_point(one)].answer for one in fresh}
        if DATED in answers:
            facts = replace(facts, sent_on=date.fromisoformat(answers[DATED]))


def gathered(found: Sequence[RuledFinding], decided: Mapping[Point, LawDecisionRow]) -> tuple[LawPoint, ...]:
    """One point for the same finding on several lots, decided alike: its words are those of the first."""
    held: dict[tuple[object, ...], list[RuledFinding]] = {}
    for one in sorted(found, key=lambda one: ORDER.index(one.finding.severity)):
        row = decided.get(_point(one))
        same = (row.act, row.answer, row.reason) if row else None
        key = (one.rule, one.finding.code, one.finding.member, one.finding.place, same)
        held.setdefault(key, []).append(one)
    return tuple(_law_point(tuple(sorted(ones, key=_lot_read)), decided) for ones in held.values())


def _lot_read(one: RuledFinding) -> tuple[int, str]:
    return lot_order(one.finding.lot or "")


def _law_point(found: tuple[RuledFinding, ...], decided: Mapping[Point, LawDecisionRow]) -> LawPoint:
    rows = [(row, one) for one in found if (row := decided.get(_point(one))) is not None]
    now_held = tuple(row for row, one in rows if row.digest == one.finding.digest)
    lapsed = next(
        (row for row, one in rows if row.digest != one.finding.digest and row.act is not LawAct.WITHDRAWN),
        None,
    )
    return LawPoint(found, lapsed, tuple(row for row in now_held if row.act is not LawAct.WITHDRAWN))


def set_aside(session: Session, actor: UserRow, call_id: int, digests: Iterable[str], reason: str) -> int:
    """Set findings aside on the record; how many. Each holds until one of the values behind it changes.

    Raises Invalid without a reason or where the rule cannot be set aside, OutOfDate when a point is no more.
    """
    require(actor, Act.DECIDE_LAW)
    if not reason.strip():
        raise Invalid("reason")
    chosen = _chosen(session, actor, call_id, digests)
    if not all(one.overridable for one in chosen):
        raise Invalid("law_hard", articles=", ".join(chosen[0].articles))
    for one in chosen:
        _keep(session, actor, call_id, one, LawAct.SET_ASIDE, reason=reason)
    return len(chosen)


def answer(
    session: Session, actor: UserRow, call_id: int, digests: Iterable[str], *, given: str, word: str = ""
) -> int:
    """Answer questions on the record; how many. `word`: who said so, when.

    Raises Invalid for what cannot be answered so, OutOfDate when the question is no more.
    """
    require(actor, Act.DECIDE_LAW)
    chosen = _chosen(session, actor, call_id, digests)
    if not all(_fits(given, one.finding.choices) for one in chosen):
        raise Invalid("law_answer")
    for one in chosen:
        _keep(session, actor, call_id, one, LawAct.ANSWERED, given=given, reason=word)
    return len(chosen)


def _fits(given: str, choices: Sequence[str]) -> bool:
    if DATE not in choices:
        return given in choices
    try:
        return date.fromisoformat(given) <= now().date()
    except ValueError:
        return False


def withdraw(session: Session, actor: UserRow, call_id: int, digests: Iterable[str]) -> int:
    """Take back what was answered or set aside: the points are open again; the record stays. How many."""
    require(actor, Act.DECIDE_LAW)
    view = legal_view(session, actor, call_id)
    wanted = set(digests)
    held = [one for point in (*view.set_aside, *view.answered) for one in point.found]
    chosen = [one for one in held if one.finding.digest in wanted]
    for one in chosen:
        _keep(session, actor, call_id, one, LawAct.WITHDRAWN)
    return len(chosen)


def _chosen(session: Session, actor: UserRow, call_id: int, digests: Iterable[str]) -> list[RuledFinding]:
    """The open findings of these digests. Raises OutOfDate unless they are all there, and one at least."""
    view = legal_view(session, actor, call_id)
    wanted = set(digests)
    chosen = [one for point in view.open for one in point.found if one.finding.digest in wanted]
    if not wanted or len({one.finding.digest for one in chosen}) < len(wanted):
        raise OutOfDate("law_point")
    return chosen


def _keep(
    session: Session,
    actor: UserRow,
    call_id: int,
    one: RuledFinding,
    act: LawAct,
    *,
    given: str = "",
    reason: str = "",
) -> None:
    finding, at = one.finding, now()
    row = LawDecisionRow(
        call_id=call_id, rule=one.rule, code=finding.code, member=finding.member, lot=finding.lot,
        place=finding.place, digest=finding.digest, act=act, answer=given, reason=reason.strip()[:LONGEST],
        words=finding.text, facts={name: _plain(value) for name, value in finding.facts.items()},
        user_id=actor.id, by=actor.name, at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    note(session, at, actor, f"law.{act.value}", call_id=call_id, code=finding.code, lot=finding.lot,
         articles=list(one.articles), answer=given, reason=row.reason)  # fmt: skip


def _plain(value: Fact) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def check_before_freeze(session: Session, actor: UserRow, split: SplitRow) -> None:
    """Territory and length of every convention, and every other bar, looked at again. Raises NotReady."""
    barring = view_of(session, actor, split).barring
    if barring:
        first = barring[0].ruled
        raise NotReady("law_bars", count=len(barring), first=first.finding.text,
                       articles=", ".join(first.articles))  # fmt: skip


def set_aside_headless(session: Session, actor: UserRow, call_id: int, reason: str) -> tuple[LawPoint, ...]:
    """Set aside, on the record, whatever bars a run without a person; what it was. What is hard stays."""
    barring = legal_view(session, actor, call_id).barring
    soft = tuple(one for one in barring if one.ruled.overridable)
    digests = [digest for one in soft for _lot, digest in one.digests]
    if digests:
        set_aside(session, actor, call_id, digests, reason)
    return soft
