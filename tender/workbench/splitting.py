"""Propose the best split, and change it by hand with each edit checked at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from tender.consortium.explanation import explain
from tender.consortium.invariants import Violation, objective_of, violations
from tender.consortium.shortfall import uncovered
from tender.consortium.solver import propose as solve
from tender.store.accounts import UserRow
from tender.store.calls import CallState, find_call
from tender.store.consultations import walled_lots
from tender.store.journal import note
from tender.store.members import MemberRow, find_member, list_members
from tender.store.splits import ShareRow, SplitRow, SplitState, find_split_of_call
from tender.vocabulary.plain import to_plain
from tender.vocabulary.split import (
    Need,
    Refusal,
    Share,
    Split,
    SplitCase,
    SplitStatus,
)
from tender.workbench.casing import build_case, lot_order, shares_of
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady, OutOfDate
from tender.workbench.permissions import Act, require
from tender.workbench.rounding import Key, whole_months

SECONDS = 10.0
"""How long a person waits for a proposal, at most."""


def split_of(session: Session, actor: UserRow, call_id: int) -> SplitRow:
    """The call's split, opened empty the first time. Raises NotFound, NotAllowed."""
    require(actor, Act.SPLIT)
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    if walled := walled_lots(session, call_id, viewer=actor):
        raise NotAllowed("walled", lots=", ".join(sorted(walled, key=lot_order)))
    split = find_split_of_call(session, call_id, viewer=actor)
    if split is None:
        split = SplitRow(
            call_id=call_id, lot_settings={}, refused=[], reasons=[], uncovered=[], terms={}, objective={}
        )
        session.add(split)
        session.flush()
    return split


def propose(session: Session, actor: UserRow, call_id: int, *, seconds: float = SECONDS) -> SplitRow:
    """Replace the shares by the best split found; locked shares and refusals are kept.

    Raises NotReady when the call has no needs yet, or when no valid split exists.
    """
    split = open_split(session, actor, call_id, None)
    case = build_case(session, actor, split)
    if not case.lots:
        raise NotReady("no_needs", call=call_id)
    found = solve(case, seconds=seconds)
    if found.status is SplitStatus.INFEASIBLE:
        raise NotReady("no_split", uncovered=to_plain(found.uncovered))
    write(session, actor, split, case, replace(found, reasons=explain(case, found)))
    note(session, now(), actor, "split.proposed", call_id=call_id, revision=split.revision, **split.objective)
    return split


def write(session: Session, actor: UserRow, split: SplitRow, case: SplitCase, found: Split) -> None:
    """Write a split into rows, in whole hours a month; a row that does not change stays as it was."""
    ids = {member.key: member.id for member in list_members(session, viewer=actor)}
    wanted = {(ids[one.member], one.lot, one.place, one.trade): one for one in found.shares}
    monthly = whole_months(case, found.shares, split.shares, {member: key for key, member in ids.items()})
    split.shares = [row for row in split.shares if _key(row) in wanted]
    session.flush()
    rows = {_key(row): row for row in split.shares}
    for key, one in wanted.items():
        row = rows.get(key)
        if row is None:
            member_id, lot, place, trade = key
            row = ShareRow(
                member_id=member_id,
                lot=lot,
                place=place,
                trade=trade,
                share=one.share,
                hours={},
                locked=False,
            )
            split.shares.append(row)
        if row.hours != monthly[key]:
            row.hours, row.hand_made = monthly[key], False
        row.share = one.share
    split.status, split.gap, split.seconds = found.status.value, found.gap, found.seconds
    split.objective, split.gaps = to_plain(found.objective), dict(found.gaps)
    split.reasons, split.uncovered = to_plain(found.reasons), to_plain(found.uncovered)
    touch(split)
    session.flush()
    for row in split.shares:
        session.refresh(row, ["member"])


def follow_needs(session: Session, actor: UserRow, split: SplitRow) -> None:
    """The needs changed: shares of those that are gone go with them, the others keep their fraction."""
    case = build_case(session, actor, split)
    write(session, actor, split, case, _hand_made(case, split, shares_of(case, split)))


def _key(row: ShareRow) -> Key:
    return (row.member_id, row.lot, row.place, row.trade)


def touch(split: SplitRow) -> None:
    """The split changed: a new revision, and what was agreed is to be looked at again."""
    split.revision += 1
    if split.state is SplitState.AGREED:
        split.state = SplitState.PUBLISHED
        split.call.state = CallState.SPLIT
    elif split.call.state in (CallState.TO_REVIEW, CallState.REVIEWED):
        split.call.state = CallState.SPLIT


def set_share(
    session: Session,
    actor: UserRow,
    call_id: int,
    member_id: int,
    *,
    need: tuple[str, str, str],
    hours: float,
    seen_revision: int | None = None,
    taken_from: int | None = None,
) -> SplitRow:
    """Give a member so many hours of a need (lot, place, trade) over all months; 0 takes the share away.

    Hours beyond what is left of the need come from the member `taken_from`, if one is named.

    Raises Invalid with the first rule the edit would break (kind, hours, month), OutOfDate when the split
    changed since the person saw it, NotFound.
    """
    split = open_split(session, actor, call_id, seen_revision)
    case = build_case(session, actor, split)
    member = _member(session, actor, member_id)
    total = sum(_need(case, need).hours.values())
    if not 0 <= hours <= total + 1e-6:
        raise Invalid("hours", limit=total, hours=hours)
    before = shares_of(case, split)
    edited = (member.key, *need)
    after = [one for one in before if (one.member, one.lot, one.place, one.trade) != edited]
    if hours > 0:
        share = _fraction(split, after, edited, hours, total)
        after.append(Share(*edited, share=share, hours=share * total))
    if taken_from is not None and taken_from != member_id:
        after = _relieved(after, _member(session, actor, taken_from).key, need, total)
    _check(case, before, after)
    found = _hand_made(case, split, after)
    write(session, actor, split, case, found)
    for row in split.shares:
        if _key(row) == (member_id, *need):
            row.hand_made = True
    lot, place, trade = need
    note(
        session, now(), actor, "share.set", call_id=call_id, member_id=member_id,
        lot=lot, place=place, trade=trade, hours=hours, revision=split.revision,
    )  # fmt: skip
    return split


def _fraction(
    split: SplitRow, others: Sequence[Share], edited: tuple[str, str, str, str], hours: float, total: float
) -> float:
    """The fraction that stands for these hours.

    A person reads whole hours where the solver shared fractions: what fits in the hours she sees, fits.
    """
    need = edited[1:]
    seen = sum(
        row.total_hours
        for row in split.shares
        if (row.lot, row.place, row.trade) == need and row.member.key != edited[0]
    )
    left = 1.0 - sum(one.share for one in others if (one.lot, one.place, one.trade) == need)
    share = min(1.0, hours / total)
    fits = hours + seen <= round(total) if share > left else hours + seen == round(total)
    return left if left > 0 and fits else share


def _relieved(shares: Sequence[Share], member: str, need: tuple[str, str, str], total: float) -> list[Share]:
    """The shares with what is too much of a need taken from this member's."""
    excess = sum(one.hours for one in shares if (one.lot, one.place, one.trade) == need) - total
    kept = []
    for one in shares:
        if excess > 0 and (one.member, one.lot, one.place, one.trade) == (member, *need):
            hours = max(0.0, one.hours - excess)
            if hours > 0:
                kept.append(replace(one, share=hours / total, hours=hours))
            continue
        kept.append(one)
    return kept


def _need(case: SplitCase, need: tuple[str, str, str]) -> Need:
    for lot in case.lots:
        for held in lot.needs:
            if (lot.id, held.place, held.trade) == need:
                return held
    raise NotFound("need", lot=need[0], place=need[1], trade=need[2])


def _member(session: Session, actor: UserRow, member_id: int) -> MemberRow:
    member = find_member(session, member_id, viewer=actor)
    if member is None or not member.active:
        raise NotFound("member", id=member_id)
    return member


def _check(case: SplitCase, before: Sequence[Share], after: Sequence[Share]) -> None:
    """An edit may break no rule that held before it; what was broken already is mended step by step."""
    held = {_where(one) for one in violations(case, tuple(before))}
    fresh = [one for one in violations(case, tuple(after)) if _where(one) not in held]
    if fresh:
        raise Invalid("rule", **to_plain(fresh[0]))


def _where(violation: Violation) -> tuple[str, ...]:
    plain = to_plain(violation)
    return tuple(str(plain.get(name)) for name in ("rule", "member", "lot", "place", "trade", "period"))


def _hand_made(case: SplitCase, split: SplitRow, shares: Sequence[Share]) -> Split:
    """The split after a person's edit: valid, no longer proved best."""
    bare = Split(
        status=SplitStatus.FEASIBLE,
        gap=split.gap,
        seconds=0.0,
        objective=objective_of(case, tuple(shares)),
        shares=tuple(shares),
    )
    return complete(case, bare)


def complete(case: SplitCase, split: Split) -> Split:
    """The same split with what it leaves uncovered and its reasons."""
    whole = replace(split, uncovered=uncovered(case, split.shares))
    return replace(whole, reasons=explain(case, whole))


def lock_share(session: Session, actor: UserRow, call_id: int, share_id: int, *, locked: bool) -> SplitRow:
    """Keep a share as it is in the next proposals, or let it go again."""
    split = open_split(session, actor, call_id, None)
    row = next((one for one in split.shares if one.id == share_id), None)
    if row is None:
        raise NotFound("share", id=share_id)
    row.locked = locked
    note(session, now(), actor, "share.locked" if locked else "share.unlocked", call_id=call_id,
         member_id=row.member_id, lot=row.lot, place=row.place)  # fmt: skip
    return split


def set_refusal(
    session: Session,
    actor: UserRow,
    call_id: int,
    member_id: int,
    *,
    lot: str,
    place: str | None = None,
    refused: bool,
) -> SplitRow:
    """Record that a member takes no part in a lot (or one place of it), or take that back.

    What it had there becomes free at once; nobody else's share moves.
    """
    split = open_split(session, actor, call_id, None)
    member = _member(session, actor, member_id)
    held = to_plain(Refusal(member.key, lot, place))
    others = [one for one in split.refused if one != held]
    split.refused = [*others, held] if refused else others
    if refused:
        for row in split.shares:
            if row.member_id == member_id and row.lot == lot:
                row.locked = False
        case = build_case(session, actor, split)
        before = shares_of(case, split)
        after = [one for one in before if (one.member, one.lot) != (member.key, lot)
                 or place not in (None, one.place)]  # fmt: skip
        if len(after) < len(before):
            write(session, actor, split, case, _hand_made(case, split, after))
    note(session, now(), actor, "member.refused" if refused else "member.back", call_id=call_id,
         member_id=member_id, lot=lot, place=place)  # fmt: skip
    return split


def set_lot(
    session: Session,
    actor: UserRow,
    call_id: int,
    lot: str,
    *,
    min_share_hours: float,
    max_members: int | None,
) -> SplitRow:
    """The least useful share of a lot (hours over all months) and how many members it may have."""
    split = open_split(session, actor, call_id, None)
    if min_share_hours < 0 or (max_members is not None and max_members < 1):
        raise Invalid("lot_settings", lot=lot)
    split.lot_settings = {
        **split.lot_settings,
        lot: {"min_share_hours": min_share_hours, "max_members": max_members},
    }
    note(session, now(), actor, "lot.set", call_id=call_id, lot=lot, min_share_hours=min_share_hours,
         max_members=max_members)  # fmt: skip
    return split


def open_split(session: Session, actor: UserRow, call_id: int, seen_revision: int | None) -> SplitRow:
    """The split, if it may still change. Raises NotReady once frozen, OutOfDate when changed since seen."""
    split = split_of(session, actor, call_id)
    # One edit at a time: of two at once, the second must see the revision the first made.
    session.refresh(split, with_for_update=True)
    if split.state is SplitState.FROZEN:
        raise NotReady("split_frozen", call=call_id)
    if seen_revision is not None and seen_revision != split.revision:
        raise OutOfDate("split", seen=seen_revision, now=split.revision)
    return split
