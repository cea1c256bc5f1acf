"""The split as the officer looks at it: needs, shares, loads, what is broken, what is left, what would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tender.consortium.comparison import Side, compare
from tender.consortium.invariants import Violation, fairness_index, violations
from tender.consortium.shortfall import Shortfall, shortfalls
from tender.store.accounts import UserRow
from tender.store.members import MemberRow, list_members
from tender.store.splits import NeedRow, ShareRow, SplitRow, list_needs
from tender.vocabulary.split import Objective, Split, SplitCase, SplitStatus
from tender.workbench.casing import build_case, shares_of
from tender.workbench.facts import reading_of
from tender.workbench.needing import lots_of
from tender.workbench.splitting import split_of

Need = tuple[str, str, str]
"""Lot, place, trade."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a member gives in this split, and what it has free, by month, all trades together."""

    given: Mapping[str, int]
    free: Mapping[str, float]

    @property
    def hours(self) -> int:
        """Hours given over all months."""
        return sum(self.given.values())

    @property
    def available(self) -> float:
        """Hours free over all months."""
        return sum(self.free.values())

    @property
    def part(self) -> float:
        """Hours given over hours free; 0 where nothing is free."""
        return self.hours / self.available if self.available else 0.0


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything of a split, for officer and admin."""

    split: SplitRow
    case: SplitCase
    titles: Mapping[str, str]
    needs: tuple[NeedRow, ...]
    members: tuple[MemberRow, ...]
    shares: Mapping[tuple[int, Need], ShareRow]
    loads: Mapping[int, Load]
    broken: tuple[Violation, ...]
    missing: tuple[Shortfall, ...]
    fairness: float

    @property
    def asked(self) -> float:
        """Hours asked over all months."""
        return sum(sum(need.hours.values()) for need in self.needs)

    @property
    def given(self) -> int:
        """Whole hours shared out."""
        return sum(load.hours for load in self.loads.values())


def overview(session: Session, actor: UserRow, call_id: int) -> Overview:
    """The split of a call as it stands. Raises NotFound, NotAllowed."""
    split = split_of(session, actor, call_id)
    case = build_case(session, actor, split)
    members = list_members(session, viewer=actor)
    shares = tuple(shares_of(case, split))
    plain = Split(SplitStatus.FEASIBLE, split.gap, 0.0, Objective(), shares)
    return Overview(
        split=split,
        case=case,
        titles={lot.number: lot.title for lot in lots_of(reading_of(split.call))},
        needs=tuple(list_needs(session, call_id, viewer=actor)),
        members=tuple(members),
        shares={(row.member_id, (row.lot, row.place, row.trade)): row for row in split.shares},
        loads={member.id: _load(case, split, member) for member in members},
        broken=violations(case, shares),
        missing=shortfalls(case, plain) if split.shares else (),
        fairness=fairness_index(case, shares),
    )


def sides_of(seen: Overview) -> dict[str, Side]:
    """Each member by its key: hours, load, parts, kilometres, balance of the last 12 months."""
    shares = tuple(shares_of(seen.case, seen.split))
    plain = Split(SplitStatus.FEASIBLE, seen.split.gap, 0.0, Objective(), shares)
    rows = compare(seen.case, plain, seen.case, plain).rows
    return {row.member: row.before or Side() for row in rows}


def _load(case: SplitCase, split: SplitRow, member: MemberRow) -> Load:
    rows = [row for row in split.shares if row.member_id == member.id]
    capacity = next((one.capacity for one in case.members if one.id == member.key), {})
    return Load(
        given={month: sum(int(row.hours.get(month, 0)) for row in rows) for month in case.periods},
        free={month: sum(trade.get(month, 0.0) for trade in capacity.values()) for month in case.periods},
    )
