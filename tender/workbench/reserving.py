"""Who takes over a part if its member withdraws: found by searching again without it, and asked too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from tender.consortium.approval import share_digest
from tender.consortium.invariants import objective_of
from tender.consortium.least_change import resplit
from tender.store.accounts import UserRow
from tender.store.consents import ReserveRow, ReserveState, list_reserves, list_reserves_asked
from tender.store.journal import note
from tender.store.members import list_members
from tender.store.splits import SplitRow, SplitState
from tender.vocabulary.plain import to_plain
from tender.vocabulary.split import Refusal, Share, Split, SplitCase, SplitStatus
from tender.workbench.approving import refuse_without_mandate, settle, sparing_refusers
from tender.workbench.casing import build_case, shares_of
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady, OutOfDate
from tender.workbench.mapping import place_name
from tender.workbench.permissions import Act, require
from tender.workbench.splitting import complete, open_split, write

MOST = 40
"""Parts searched at once; the others wait for the next time."""
SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class ReserveShown:
    """What a reserve is asked, as its director sees it: the digest covers `content`."""

    row: ReserveRow
    content: dict[str, Any]
    digest: str

    @property
    def state(self) -> ReserveState:
        """Her answer, if it was on this very content."""
        if (
            self.row.state in (ReserveState.ACCEPTED, ReserveState.DECLINED)
            and self.row.digest != self.digest
        ):
            return ReserveState.PROPOSED
        return self.row.state


def reserve_shown(row: ReserveRow) -> ReserveShown:
    """A reserve as it stands: the lot, where, how many hours; not whose part it is, nor any euro."""
    content: dict[str, Any] = {
        "member": row.reserve.name,
        "call": row.split.call.title,
        "buyer": row.split.call.buyer,
        "lot": row.lot,
        "hours": row.total_hours,
        "parts": [{**part, "place_name": place_name(part["place"])} for part in row.parts],
    }
    return ReserveShown(row, content, share_digest(content))


@dataclass(frozen=True, slots=True)
class Lacking:
    """A member's part of a lot without a reserve, and who declined to be it."""

    member_id: int
    member: str
    lot: str
    declined: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a search for reserves starts from; values only, for it takes a while."""

    case: SplitCase
    shares: tuple[Share, ...]
    revision: int
    lacking: tuple[Lacking, ...]


Found = tuple[Lacking, tuple[str, list[dict[str, Any]]] | None]
"""A part, and who would take what of it; None: nobody can."""


def plan_reserves(session: Session, actor: UserRow, call_id: int) -> Plan:
    """The parts that lack a reserve, at most MOST of them; who refused its own is asked for no other's.

    Raises NotReady without shares.
    """
    split = open_split(session, actor, call_id, None)
    if not split.shares:
        raise NotReady("no_shares", call=call_id)
    rows = list_reserves(session, split.id, viewer=actor)
    standing = (ReserveState.PROPOSED, ReserveState.ACCEPTED)
    held = {(one.member_id, one.lot) for one in rows if one.state in standing}
    keys = {row.member_id: row.member.key for row in split.shares}
    lacking = tuple(
        Lacking(
            number,
            keys[number],
            lot,
            frozenset(
                one.reserve.key
                for one in rows
                if (one.member_id, one.lot, one.state) == (number, lot, ReserveState.DECLINED)
            ),
        )
        for number, lot in sorted({(row.member_id, row.lot) for row in split.shares} - held)[:MOST]
    )
    case = build_case(session, actor, split)
    shares = tuple(shares_of(case, split))
    return Plan(sparing_refusers(session, split, case, shares), shares, split.revision, lacking)


def search_reserves(plan: Plan, progress: Callable[[int, int, str], None]) -> list[Found]:
    """The next best split without each part's member; needs no session."""
    found: list[Found] = []
    for number, one in enumerate(plan.lacking):
        progress(number, len(plan.lacking), "")
        found.append((one, next_best(plan.case, plan.shares, one.member, one.lot, set(one.declined))))
    return found


def keep_reserves(session: Session, actor: UserRow, call_id: int, plan: Plan, found: Sequence[Found]) -> int:
    """Ask those found; how many parts nobody could take. Raises NotReady if the shares changed meanwhile."""
    split = open_split(session, actor, call_id, None)
    if split.revision != plan.revision:
        raise NotReady("split_changed")
    numbers = {member.key: member.id for member in list_members(session, viewer=actor)}
    for one, best in found:
        if best is None:
            continue
        key, parts = best
        session.add(
            ReserveRow(
                split_id=split.id,
                member_id=one.member_id,
                lot=one.lot,
                reserve_id=numbers[key],
                parts=parts,
                at=now(),
            )
        )
        note(session, now(), actor, "reserve.proposed", call_id=call_id, member_id=numbers[key], lot=one.lot)
    session.flush()
    return sum(best is None for _one, best in found)


def propose_reserves(session: Session, actor: UserRow, call_id: int) -> int:
    """Find a reserve for every member's part of a lot that has none: the next best split without it.

    How many parts still have none, for nobody could take them. Raises NotReady without shares.
    """
    plan = plan_reserves(session, actor, call_id)
    return keep_reserves(session, actor, call_id, plan, search_reserves(plan, _silent))


def _silent(done: int, total: int, step: str) -> None:
    """Nobody watches."""


def next_best(
    case: SplitCase, shares: Sequence[Share], member: str, lot: str, declined: set[str]
) -> tuple[str, list[dict[str, Any]]] | None:
    """Who gains the most of a lot in the nearest split without a member's part there, and what it gains."""
    without = (Refusal(member, lot), *(Refusal(one, lot) for one in sorted(declined)))
    kept = tuple(one for one in shares if (one.member, one.lot) != (member, lot))
    previous = Split(SplitStatus.FEASIBLE, 1.0, 0.0, objective_of(case, tuple(shares)), tuple(shares))
    locked = tuple(one for one in case.locked if (one.member, one.lot) != (member, lot))
    found = resplit(
        replace(case, refused=(*case.refused, *without), locked=locked), previous, seconds=SECONDS
    )
    if found.status is SplitStatus.INFEASIBLE:
        return None
    before = {(one.member, one.lot, one.place, one.trade): one.hours for one in kept}
    gains: dict[str, list[dict[str, Any]]] = {}
    for one in found.shares:
        more = round(one.hours - before.get((one.member, one.lot, one.place, one.trade), 0.0))
        if one.lot == lot and more > 0:
            gains.setdefault(one.member, []).append({"place": one.place, "trade": one.trade, "hours": more})
    if not gains:
        return None
    best = max(sorted(gains), key=lambda key: sum(part["hours"] for part in gains[key]))
    return best, gains[best]


def reserves_asked(session: Session, actor: UserRow) -> list[ReserveShown]:
    """What the person's members are asked to stand ready for."""
    return [reserve_shown(row) for row in list_reserves_asked(session, viewer=actor)]


def answer_reserve(
    session: Session, actor: UserRow, reserve_id: int, *, seen: str, accepted: bool, reason: str = ""
) -> ReserveRow:
    """Stand ready, or not, on exactly what was shown. Raises NotFound, NotReady, OutOfDate, Invalid."""
    require(actor, Act.DECIDE_SHARE)
    shown = next((one for one in reserves_asked(session, actor) if one.row.id == reserve_id), None)
    if shown is None:
        raise NotFound("reserve", id=reserve_id)
    refuse_without_mandate(actor, shown.row.reserve_id)
    if shown.digest != seen:
        raise OutOfDate("reserve")
    if not accepted and not reason.strip():
        raise Invalid("reason")
    row = shown.row
    state = ReserveState.ACCEPTED if accepted else ReserveState.DECLINED
    if (row.state, row.digest, row.reason) == (state, seen, reason.strip()):
        return row
    row.state, row.digest, row.by, row.at = state, seen, actor.name, now()
    row.reason = reason.strip()[:2000]
    note(session, now(), actor, f"reserve.{state.value}", call_id=row.split.call_id,
         member_id=row.reserve_id, lot=row.lot, digest=seen)  # fmt: skip
    return row


def take_over(session: Session, actor: UserRow, call_id: int, reserve_id: int) -> SplitRow:
    """The holder withdraws from the lot: its reserve, which agreed, gets the part; both are asked again.

    Raises NotFound, NotReady("reserve_not_ready") unless it accepted what it was shown.
    """
    split = open_split(session, actor, call_id, None)
    row = next((one for one in list_reserves(session, split.id, viewer=actor) if one.id == reserve_id), None)
    if row is None:
        raise NotFound("reserve", id=reserve_id)
    if reserve_shown(row).state is not ReserveState.ACCEPTED:
        raise NotReady("reserve_not_ready")
    held = to_plain(Refusal(row.holder.key, row.lot, None))
    split.refused = [*(one for one in split.refused if one != held), held]
    for share in split.shares:
        if (share.member_id, share.lot) == (row.member_id, row.lot):
            share.locked = False
    session.flush()
    case = build_case(session, actor, split)
    after = _with_reserve(case, shares_of(case, split), row)
    bare = Split(SplitStatus.FEASIBLE, split.gap, 0.0, objective_of(case, tuple(after)), tuple(after))
    write(session, actor, split, case, complete(case, bare))
    row.state, row.at = ReserveState.TAKEN, now()
    if split.state in (SplitState.PUBLISHED, SplitState.AGREED):
        settle(session, split)
    note(session, now(), actor, "reserve.taken", call_id=call_id, member_id=row.reserve_id, lot=row.lot,
         holder=row.member_id)  # fmt: skip
    return split


def _with_reserve(case: SplitCase, shares: Sequence[Share], row: ReserveRow) -> list[Share]:
    """The shares without the holder's part of the lot, the reserve's hours added where there is need."""
    gained: Mapping[tuple[str, str], int] = {
        (part["place"], part["trade"]): int(part["hours"]) for part in row.parts
    }
    after = [one for one in shares if (one.member, one.lot) != (row.holder.key, row.lot)]
    for lot in case.lots:
        for need in lot.needs:
            hours = gained.get((need.place, need.trade), 0) if lot.id == row.lot else 0
            total = sum(need.hours.values())
            key = (row.reserve.key, lot.id, need.place, need.trade)
            had = next((one for one in after if (one.member, one.lot, one.place, one.trade) == key), None)
            others = sum(one.share for one in after if (one.lot, one.place, one.trade) == key[1:])
            share = min(hours / total, 1.0 - others) if total else 0.0
            if share > 1e-9:
                after = [one for one in after if one is not had]
                whole = share + (had.share if had else 0.0)
                after.append(Share(*key, share=whole, hours=whole * total))
    return after
