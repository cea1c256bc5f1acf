"""Rows to a split problem: what is asked, who reaches where, who has hours left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tender.geography.places import expand
from tender.geography.shapes import distance_km
from tender.store.accounts import UserRow
from tender.store.members import MemberRow, list_members
from tender.store.splits import NeedRow, ShareRow, SplitRow, list_needs
from tender.vocabulary.plain import from_plain
from tender.vocabulary.split import Lock, Need, Refusal, Share, SplitCase, SplitLot, SplitMember
from tender.workbench.clock import now
from tender.workbench.offering import as_offered
from tender.workbench.promising import Promised, past_hours, promises, summed


@dataclass(frozen=True, slots=True)
class Settled:
    """What people settled for one split: rules of lots and members, refusals, locks (see SplitRow)."""

    lots: Mapping[str, Any]
    members: Mapping[str, Any]
    refused: tuple[Refusal, ...]
    locked: tuple[Lock, ...]


def settled_of(split: SplitRow) -> Settled:
    """What is settled for a split as it stands."""
    return Settled(
        lots=split.lot_settings,
        members=split.member_settings,
        refused=tuple(from_plain(Refusal, held) for held in split.refused),
        locked=tuple(
            Lock(row.member.key, row.lot, row.place, row.trade, row.share)
            for row in split.shares
            if row.locked
        ),
    )


def build_case(
    session: Session, actor: UserRow, split: SplitRow, settled: Settled | None = None
) -> SplitCase:
    """The problem as it stands: needs, each member's reach and free hours, refusals and locks.

    `settled`: rules other than the split's own, to see what they would give.
    """
    settled = settled or settled_of(split)
    needs = list_needs(session, split.call_id, viewer=actor)
    periods = tuple(sorted({month for need in needs for month in need.hours}))
    places = {need.place for need in needs}
    members = list_members(session, viewer=actor)
    held = promises(session, members, but_call=split.call_id)
    past = past_hours(held, now())
    keys = {member.key for member in members}
    case = SplitCase(
        periods=periods,
        lots=_case_lots(needs, settled.lots),
        members=tuple(
            _case_member(
                member,
                places,
                free_hours(member, periods, summed(held[member.id])),
                settled.members.get(member.key) or {},
                past.get(member.id),
            )
            for member in members
        ),
        distance_km={
            f"{member.key}|{place}": round(km, 1)
            for member in members
            if member.home_place
            for place in sorted(places)
            if (km := distance_km(member.home_place, place))
        },
        refused=settled.refused,
        locked=tuple(lock for lock in settled.locked if lock.member in keys),
    )
    return as_offered(session, split.call_id, case, members, settled.members)


def _case_lots(needs: Sequence[NeedRow], settings: Mapping[str, Any]) -> tuple[SplitLot, ...]:
    lots: dict[str, list[Need]] = {}
    for need in needs:
        lots.setdefault(need.lot, []).append(
            Need(need.place, need.trade, {month: float(hours) for month, hours in need.hours.items()})
        )
    return tuple(
        SplitLot(
            id=lot,
            needs=tuple(held),
            min_share_hours=float(settings.get(lot, {}).get("min_share_hours") or 0.0),
            max_members=settings.get(lot, {}).get("max_members"),
        )
        for lot, held in sorted(lots.items(), key=lambda pair: lot_order(pair[0]))
    )


def lot_order(number: str) -> tuple[int, str]:
    """Lots in the order a reader expects: 2 before 10."""
    digits = "".join(c for c in number if c.isdigit())
    return (int(digits) if digits else 10**6, number)


def _case_member(
    member: MemberRow,
    places: set[str],
    free: dict[str, dict[str, float]],
    settings: Mapping[str, Any],
    past: float | None,
) -> SplitMember:
    """A member as the problem sees it, with what was settled for this call alone (see SplitRow)."""
    periods = next(iter(free.values()), {})
    for trade, hours in (settings.get("free") or {}).items():
        free[trade] = dict.fromkeys(periods, float(hours))
    return SplitMember(
        id=member.key,
        places=tuple(sorted(reach_of(member) & places)),
        capacity=free,
        equity=float(settings.get("weight") or 1.0),
        past_hours=past,
        name=member.name,
    )


def reach_of(member: MemberRow) -> frozenset[str]:
    """The communes a member works in, never beyond the territory of its convention (R5132-19).

    A convention whose territory is given but no place of work: it works in all of it. A convention whose
    territory was not given limits nothing here; the law's rules say that it is to be checked.
    """
    wanted = worked_in(member)
    limit = convention_reach(member)
    if limit is None:
        return wanted
    return wanted & limit if member.territories else limit


def worked_in(member: MemberRow) -> frozenset[str]:
    """The communes a member says it works in, whatever its convention."""
    return frozenset().union(*(expand(held.kind, held.code) for held in member.territories))


def convention_reach(member: MemberRow) -> frozenset[str] | None:
    """The communes of the territory of a member's convention, None when it was not given."""
    if not member.convention_places:
        return None
    return frozenset().union(*(expand(held.kind, held.code) for held in member.convention_places))


def free_hours(
    member: MemberRow, periods: Sequence[str], promised: Promised | None = None
) -> dict[str, dict[str, float]]:
    """Hours a member can still give, by trade and month; a month not declared takes the trade's usual one.

    Off go the hours it says are promised elsewhere and, where given, those its frozen responses take.
    """
    free: dict[str, dict[str, float]] = {}
    usual = {row.trade: max(0.0, row.hours - row.committed) for row in member.capacities if row.month == "*"}
    for trade, hours in usual.items():
        free[trade] = dict.fromkeys(periods, hours)
    for row in member.capacities:
        if row.month != "*" and row.month in periods:
            free.setdefault(row.trade, dict.fromkeys(periods, 0.0))[row.month] = max(
                0.0, row.hours - row.committed
            )
    for trade, months in (promised or {}).items():
        for month, hours in months.items():
            if month in free.get(trade, {}):
                free[trade][month] = max(0.0, free[trade][month] - hours)
    return free


def total_of(case: SplitCase, row: ShareRow) -> float:
    """Hours over all months of the need a share is part of; 0 when the need is gone."""
    return sum(
        sum(need.hours.values())
        for lot in case.lots
        if lot.id == row.lot
        for need in lot.needs
        if (need.place, need.trade) == (row.place, row.trade)
    )


def shares_of(case: SplitCase, split: SplitRow) -> list[Share]:
    """The split's rows as shares of this case; rows whose need is gone are left out."""
    return [
        Share(row.member.key, row.lot, row.place, row.trade, row.share, row.share * total)
        for row in split.shares
        if (total := total_of(case, row)) > 0
    ]
