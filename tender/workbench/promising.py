"""Hours a member has promised already: its parts in responses frozen, deposited or won, call by call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tender.store.awards import LotResultRow, Result, results_of
from tender.store.calls import CallRow, CallState
from tender.store.members import MemberRow
from tender.store.splits import ShareRow, SplitRow, SplitState
from tender.workbench.binding import second_still_binds
from tender.workbench.clock import now

Promised = Mapping[str, Mapping[str, float]]
"""Trade → month → hours."""


class PromiseKind(StrEnum):
    """won: a contract; pending: deposited, not decided; frozen: agreed, not yet deposited."""

    WON = "won"
    PENDING = "pending"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a member's parts in one call take of one trade."""

    member_id: int
    call_id: int
    title: str
    kind: PromiseKind
    trade: str
    months: Mapping[str, int]
    since: datetime | None

    @property
    def hours(self) -> int:
        """Over all months."""
        return sum(self.months.values())


def promises(
    session: Session, members: Iterable[MemberRow], *, but_call: int | None = None
) -> dict[int, list[Promise]]:
    """The promises of these members, the call looked at left out. Reads only what was frozen by all.

    A response counts from the moment its split is frozen until the call is dropped, or a lot lost to another:
    as second, until the offer's validity ends.
    """
    ids = [member.id for member in members]
    rows = session.scalars(
        select(ShareRow)
        .join(SplitRow, ShareRow.split_id == SplitRow.id)
        .where(ShareRow.member_id.in_(ids), SplitRow.state == SplitState.FROZEN)
        .order_by(SplitRow.call_id, ShareRow.trade, ShareRow.id)
    ).all()
    splits = {
        split.id: split
        for split in session.scalars(
            select(SplitRow)
            .where(SplitRow.id.in_({row.split_id for row in rows}))
            .options(joinedload(SplitRow.call))
        )
    }
    results = {
        (one.call_id, one.lot): one
        for one in results_of(session, frozenset(split.call_id for split in splits.values()))
    }
    gathered: dict[tuple[int, int, str, PromiseKind], dict[str, int]] = defaultdict(dict)
    for row in rows:
        call = splits[row.split_id].call
        kind = _kind(call, results.get((call.id, row.lot)))
        if call.id != but_call and kind is not None:
            months = gathered[(row.member_id, call.id, row.trade, kind)]
            for month, hours in row.hours.items():
                months[month] = months.get(month, 0) + int(hours)
    calls = {split.call_id: split.call for split in splits.values()}
    frozen = {split.call_id: split.frozen_at for split in splits.values()}
    found: dict[int, list[Promise]] = {number: [] for number in ids}
    for (member_id, call_id, trade, kind), months in gathered.items():
        call = calls[call_id]
        promise = Promise(
            member_id,
            call_id,
            call.title or call.reference,
            kind,
            trade,
            dict(sorted(months.items())),
            frozen[call_id],
        )
        found[member_id].append(promise)
    return found


def _kind(call: CallRow, result: LotResultRow | None) -> PromiseKind | None:
    """How a part of a lot binds; None: no longer."""
    if call.state is CallState.DROPPED:
        return None
    if result is None:
        return PromiseKind.PENDING if call.state is CallState.FILED else PromiseKind.FROZEN
    if result.result is Result.WON:
        return PromiseKind.WON
    return PromiseKind.PENDING if second_still_binds(call, result, now().date()) else None


def summed(held: Iterable[Promise]) -> dict[str, dict[str, float]]:
    """Promises of one member by trade and month."""
    total: dict[str, dict[str, float]] = {}
    for one in held:
        months = total.setdefault(one.trade, {})
        for month, hours in one.months.items():
            months[month] = months.get(month, 0.0) + hours
    return total


def past_hours(held: Mapping[int, Iterable[Promise]], at: datetime) -> dict[int, float]:
    """Hours the collective gave each member in the 12 months before; empty where it gave none to anybody."""
    since = at - timedelta(days=365)
    given = {
        number: float(sum(one.hours for one in ones if one.since is not None and one.since >= since))
        for number, ones in held.items()
    }
    return given if any(given.values()) else {}
