"""What the calls read here ask for: clauses by type, hours by the scope they are stated for, by buyer.

A call without lots counts as one lot. A denial ("no clause") is told apart and never counted as a clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tender.uptake.rates import Rate, rate_of
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail

SCOPES: Final = ("contract", "lot", "year", "month")
"""What hours are stated for; sums never mix them: 3 000 h a year are not 3 000 h."""
UNSTATED: Final = "unstated"
"""Hours of which the call does not say for how long."""


class ReservedFate(StrEnum):
    """What became of a reserved lot; GIVEN_UP: the buyer stopped the procedure (sans suite)."""

    AWARDED = "awarded"
    UNFRUITFUL = "unfruitful"
    GIVEN_UP = "given_up"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class ReservedResult:
    """A reserved lot's result ("" for an undivided call); `offers` None: not told; `source`: the notice's
    number, "" where the collective noted it."""

    lot: str
    fate: ReservedFate
    offers: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A call as this report counts it.

    `lots`: their numbers, none for an undivided call; `clauses`: those kept. `siren`: the buyer's, where it
    is known. `launched`: the day it was sent out; `amount`: euros excluding VAT, as estimated; `threshold`:
    the European one of its kind on that day; `derogation`: the words that state one (L2112-2-1).
    `reserved_results`: what is known of its reserved lots.
    """

    key: str
    buyer: str
    title: str = ""
    reference: str | None = None
    deadline: str | None = None
    lots: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    siren: str | None = None
    launched: date | None = None
    amount: float | None = None
    threshold: float | None = None
    derogation: str | None = None
    reserved_results: tuple[ReservedResult, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeCount:
    """Calls and lots with a clause of one type, each with its denominator ("3 consultations sur 41")."""

    type: ClauseType
    calls: Rate
    lots: Rate


@dataclass(frozen=True, slots=True)
class HoursAsked:
    """Hours stated for one scope (see SCOPES), over so many calls."""

    per: str
    hours: float
    calls: int


@dataclass(frozen=True, slots=True)
class BuyerLine:
    """One buyer's calls. `denied`: calls that say there is no clause, and have none."""

    buyer: str
    with_clause: Rate
    lots_with_clause: Rate
    denied: int
    by_type: tuple[TypeCount, ...] = ()
    hours: tuple[HoursAsked, ...] = ()

    @property
    def calls(self) -> int:
        """Calls read."""
        return self.with_clause.of

    @property
    def lots(self) -> int:
        """Lots read, an undivided call being one."""
        return self.lots_with_clause.of


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of the CSV: one type of clause in one call; `type` None for a call without any."""

    key: str
    buyer: str
    reference: str | None
    title: str
    deadline: str | None
    lots: int
    type: ClauseType | None
    clause_lots: tuple[str, ...] | None
    hours_per_contract: float | None
    hours_per_lot: float | None
    hours_per_year: float | None
    hours_per_month: float | None
    hours_unstated: float | None
    mandatory: bool | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """All buyers together, each apart (most calls first), and the lines behind the figures."""

    total: BuyerLine
    buyers: tuple[BuyerLine, ...]
    rows: tuple[ReportRow, ...]


def call_report(facts: Sequence[CallFacts]) -> Report:
    """The report over these calls; no call gives figures of nothing, with no rate."""
    by_buyer: dict[str, list[CallFacts]] = {}
    for call in facts:
        by_buyer.setdefault(call.buyer, []).append(call)
    lines = [_line(buyer, calls) for buyer, calls in by_buyer.items()]
    return Report(
        total=_line("", facts),
        buyers=tuple(sorted(lines, key=lambda line: (-line.calls, line.buyer))),
        rows=tuple(row for call in facts for row in _rows(call)),
    )


def _line(buyer: str, calls: Sequence[CallFacts]) -> BuyerLine:
    lots = sum(_lot_count(call) for call in calls)
    counted = {kind: [(call, _of(call, kind)) for call in calls] for kind in ClauseType if kind.counts}
    return BuyerLine(
        buyer=buyer,
        with_clause=rate_of(sum(1 for call in calls if _counted(call)), len(calls)),
        lots_with_clause=rate_of(sum(_lots_touched(call, _counted(call)) for call in calls), lots),
        denied=sum(1 for call in calls if call.clauses and not _counted(call)),
        by_type=tuple(
            TypeCount(
                type=kind,
                calls=rate_of(sum(1 for _, clauses in held if clauses), len(calls)),
                lots=rate_of(sum(_lots_touched(call, clauses) for call, clauses in held), lots),
            )
            for kind, held in counted.items()
        ),
        hours=_hours_of_all(calls),
    )


def _counted(call: CallFacts) -> list[Clause]:
    return [clause for clause in call.clauses if clause.type.counts]


def _of(call: CallFacts, kind: ClauseType) -> list[Clause]:
    return [clause for clause in call.clauses if clause.type is kind]


def _lot_count(call: CallFacts) -> int:
    return len(call.lots) or 1


def _lots_touched(call: CallFacts, clauses: Sequence[Clause]) -> int:
    """How many lots of the call these clauses bear on; one that names no lot bears on all."""
    if not clauses:
        return 0
    if not call.lots or any(clause.lots is None for clause in clauses):
        return _lot_count(call)
    return len({lot for clause in clauses for lot in clause.lots or ()} & set(call.lots))


def _hours_of_all(calls: Sequence[CallFacts]) -> tuple[HoursAsked, ...]:
    sums: dict[str, tuple[float, int]] = {}
    for call in calls:
        for per, hours in asked_hours(call, _counted(call)).items():
            total, number = sums.get(per, (0.0, 0))
            sums[per] = (total + hours, number + 1)
    return tuple(HoursAsked(per, *sums[per]) for per in (*SCOPES, UNSTATED) if per in sums)


def asked_hours(call: CallFacts, clauses: Iterable[Clause]) -> dict[str, float]:
    """Hours these clauses of a call state, by scope.

    The same figure told by several documents counts once. Within a scope, figures by lot add up; a figure
    for the whole call stands beside them only as their total, so the greater of the two is taken. "500 h
    per lot" counts once for each lot it bears on.
    """
    whole: dict[str, float] = {}
    by_lot: dict[str, dict[str, float]] = {}
    for clause in clauses:
        for detail in _details(clause):
            for lot in _bears_on(call, clause, detail):
                if lot is None:
                    whole[detail.per] = max(whole.get(detail.per, 0.0), detail.value)
                else:
                    held = by_lot.setdefault(detail.per, {})
                    held[lot] = max(held.get(lot, 0.0), detail.value)
    return {
        per: max(whole.get(per, 0.0), sum(by_lot.get(per, {}).values()))
        for per in dict.fromkeys([*whole, *by_lot])
    }


def _details(clause: Clause) -> tuple[HoursDetail, ...]:
    if clause.hours_detail:
        return clause.hours_detail
    return (HoursDetail(clause.hours, None, UNSTATED),) if clause.hours else ()


def _bears_on(call: CallFacts, clause: Clause, detail: HoursDetail) -> tuple[str | None, ...]:
    """The lots an hours figure counts for; None stands for the call as a whole."""
    if detail.lot is not None:
        return (detail.lot,)
    if detail.per == "lot":
        return clause.lots or call.lots or (None,)
    return clause.lots if clause.lots is not None and len(clause.lots) == 1 else (None,)


def _rows(call: CallFacts) -> Iterable[ReportRow]:
    kinds = list(dict.fromkeys(clause.type for clause in call.clauses))
    every_kind: list[ClauseType | None] = [*kinds] if kinds else [None]
    for kind in every_kind:
        clauses = _of(call, kind) if kind is not None else []
        hours = asked_hours(call, clauses)
        named = [clause.lots for clause in clauses]
        every = not named or any(lots is None for lots in named)
        yield ReportRow(
            key=call.key,
            buyer=call.buyer,
            reference=call.reference,
            title=call.title,
            deadline=call.deadline,
            lots=_lot_count(call),
            type=kind,
            clause_lots=None if every else tuple(dict.fromkeys(lot for lots in named for lot in lots or ())),
            hours_per_contract=hours.get("contract"),
            hours_per_lot=hours.get("lot"),
            hours_per_year=hours.get("year"),
            hours_per_month=hours.get("month"),
            hours_unstated=hours.get(UNSTATED),
            mandatory=_agreed([clause.mandatory for clause in clauses]),
            confidence=max((clause.confidence for clause in clauses), default=None),
        )


def _agreed(said: Sequence[bool | None]) -> bool | None:
    """True where any clause is mandatory, False where all that say are not, None where none says."""
    told = [one for one in said if one is not None]
    return any(told) if told else None
