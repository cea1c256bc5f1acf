"""What the law says of a split as it stands: facts gathered for the rules, their findings by severity."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from tender.consortium.law import RuledFinding, check
from tender.consortium.law.facts import (
    GroupFacts,
    LawFacts,
    LotFacts,
    MemberFacts,
    MemberKind,
    PartFacts,
    Reservation,
)
from tender.consortium.law.finding import Severity
from tender.geography.places import commune, expand
from tender.store.accounts import UserRow
from tender.store.members import MemberRow
from tender.store.splits import ShareRow, SplitRow
from tender.vocabulary.call import Lot, Reading
from tender.vocabulary.clause import ClauseType
from tender.vocabulary.source import Stated
from tender.vocabulary.split import PartyForm
from tender.workbench.approving import members_in
from tender.workbench.casing import convention_reach
from tender.workbench.facts import reading_of
from tender.workbench.needing import lots_of
from tender.workbench.splitting import split_of

T = TypeVar("T")

FORBIDDEN = "forbidden"
ORDER = (Severity.BLOCK, Severity.WARN, Severity.QUESTION)

RESERVATIONS = {
    ClauseType.RESERVED_SIAE: Reservation.SIAE,
    ClauseType.RESERVED_EA_ESAT: Reservation.HANDICAP,
    ClauseType.RESERVED_BOTH: Reservation.BOTH,
    ClauseType.RESERVED_ESS: Reservation.ESS,
}


@dataclass(frozen=True, slots=True)
class LawPoint:
    """A finding, said once for all the lots it was found on, in their order."""

    ruled: RuledFinding
    lots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegalView:
    """The points of a split, the gravest first; what the documents forbid beside it (R2142-21, R2151-7)."""

    points: tuple[LawPoint, ...]
    alone_forbidden: bool
    several_forbidden: bool

    @property
    def is_empty(self) -> bool:
        """Nothing to look at."""
        return not (self.points or self.alone_forbidden or self.several_forbidden)


def legal_view(session: Session, actor: UserRow, call_id: int) -> LegalView:
    """What a jurist would ask of the split as it stands. Raises NotFound, NotAllowed."""
    split = split_of(session, actor, call_id)
    reading = reading_of(split.call)
    found = check(law_facts(split, reading)) if split.shares else ()
    said = reading.grouping
    return LegalView(
        points=_gathered(found),
        alone_forbidden=_value(said.alone_and_in_group) == FORBIDDEN,
        several_forbidden=_value(said.several_groups) == FORBIDDEN,
    )


def law_facts(split: SplitRow, reading: Reading) -> LawFacts:
    """The split as the rules look at it; what nobody has said stays unknown."""
    keys = {member.id: member.key for member in members_in(split)}
    said = reading.grouping
    imposed = _value(said.form_imposed)
    return LawFacts(
        group=GroupFacts(
            members=tuple(keys.values()),
            lead=keys.get(split.lead_id) if split.lead_id else None,
            form=split.form,
            form_imposed=PartyForm(imposed) if imposed in tuple(PartyForm) else None,
            lead_solidary=split.lead_solidary,
            lead_solidary_imposed=_value(said.lead_solidary),
            alone_and_in_group=_value(said.alone_and_in_group),
            several_groups=_value(said.several_groups),
        ),
        lots=tuple(_lot(lot, reading, split.shares) for lot in lots_of(reading)),
        members=tuple(_member(member) for member in members_in(split)),
        parts=tuple(_part(row, keys[row.member_id]) for row in split.shares),
    )


def _value(stated: Stated[T] | None) -> T | None:
    return stated.value if stated else None


def _lot(lot: Lot, reading: Reading, shares: Sequence[ShareRow]) -> LotFacts:
    clauses = [one for one in reading.clauses if one.lots is None or lot.number in one.lots]
    months = sorted({month for row in shares if row.lot == lot.number for month in row.hours})
    return LotFacts(
        number=lot.number,
        start=_day(months[0], first=True) if months else None,
        end=_day(months[-1], first=False) if months else None,
        reservation=next((RESERVATIONS[one.type] for one in clauses if one.type in RESERVATIONS), None),
        amount=None,
        social_clause=any(one.type is not ClauseType.NEGATED for one in clauses),
    )


def _day(month: str, *, first: bool) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year, number, 1 if first else calendar.monthrange(year, number)[1])


def _member(member: MemberRow) -> MemberFacts:
    limit = convention_reach(member)
    reach = frozenset(code for one in member.territories for code in expand(one.kind, one.code))
    return MemberFacts(
        id=member.key,
        name=member.name,
        kind=MemberKind.AI if member.country == "FR" else MemberKind.FOREIGN,
        convention_end=member.convention_end,
        territory=(reach or None) if limit is None else limit,
    )


def _part(row: ShareRow, key: str) -> PartFacts:
    known = commune(row.place)
    return PartFacts(key, row.lot, row.place, known.name if known else row.place)


def _gathered(found: Sequence[RuledFinding]) -> tuple[LawPoint, ...]:
    """One point for the same finding on several lots: its words are those of the first."""
    held: dict[tuple[str, str, str | None, str | None], list[RuledFinding]] = {}
    for one in sorted(found, key=lambda one: ORDER.index(one.finding.severity)):
        key = (one.rule, one.finding.code, one.finding.member, one.finding.place)
        held.setdefault(key, []).append(one)
    return tuple(
        LawPoint(ones[0], tuple(dict.fromkeys(one.finding.lot for one in ones if one.finding.lot)))
        for ones in held.values()
    )
