"""Where consent stands: who is asked, reminded, awaited; and what a counter-proposal would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.consortium.invariants import objective_of
from tender.consortium.least_change import resplit
from tender.store.accounts import UserRow, directors_of
from tender.store.journal import list_journal, note
from tender.store.members import MemberRow, find_member
from tender.store.splits import (
    NeedRow,
    SplitRow,
    SplitState,
    find_shown_split,
    find_split_of_call,
    list_named_members,
    list_shown_members,
)
from tender.vocabulary.plain import to_plain
from tender.vocabulary.split import Lock, Refusal, Split, SplitCase, SplitStatus, Verdict
from tender.workbench.approving import ShownShare, settle, shown_share, sparing_refusers, state_of
from tender.workbench.casing import build_case, reach_of, shares_of
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady, OutOfDate
from tender.workbench.mapping import place_name
from tender.workbench.permissions import Act, require
from tender.workbench.splitting import complete, open_split, write

ASKED, REMINDED = "share.asked", "share.reminded"
"""One letter per decision and one reminder; then somebody telephones."""

SECONDS = 3.0
"""How long a person waits for the nearest split to a counter-proposal, at most."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One member's consent. `asked`, `reminded`: when letters left about this very part; then one phones."""

    shown: ShownShare
    asked: datetime | None
    reminded: datetime | None
    directors: tuple[UserRow, ...]

    @property
    def is_awaited(self) -> bool:
        """No verdict on what is shown now."""
        return self.shown.verdict is None

    @property
    def may_be_reminded(self) -> bool:
        """One reminder was not sent yet, and there is somebody to send it to."""
        return self.is_awaited and self.asked is not None and self.reminded is None and bool(self.directors)

    @property
    def is_to_ask(self) -> bool:
        """No letter left yet about the part as it stands, and there is somebody to send it to."""
        return self.is_awaited and self.asked is None and bool(self.directors)


@dataclass(frozen=True, slots=True)
class Letter:
    """One director and the parts she is asked about."""

    director: UserRow
    shares: tuple[ShownShare, ...]


def standings(session: Session, actor: UserRow, call_id: int) -> list[Standing]:
    """Every member with a share, those awaited first. Raises NotFound, NotAllowed."""
    split = _split(session, actor, call_id)
    acts = list_journal(session, viewer=actor, call_id=call_id, limit=2000)
    held = []
    for shown in state_of(session, split):
        mine = [
            one
            for one in acts
            if one.member_id == shown.member.id and one.facts.get("digest") == shown.digest
        ]
        asked = next((one.at for one in mine if one.act == ASKED), None)
        reminded = next((one.at for one in mine if one.act == REMINDED), None)
        directors = tuple(
            user
            for user in directors_of(session, (shown.member.id,))
            if shown.member.id in list_shown_members(session, split.id, viewer=user)
        )
        held.append(Standing(shown, asked, reminded, directors))
    return sorted(held, key=lambda one: (not one.is_awaited, one.shown.member.name))


def _split(session: Session, actor: UserRow, call_id: int) -> SplitRow:
    require(actor, Act.SPLIT)
    split = find_split_of_call(session, call_id, viewer=actor)
    if split is None:
        raise NotFound("split", call=call_id)
    return split


def letters(held: Iterable[Standing]) -> list[Letter]:
    """One letter a director, about all the parts of hers that are in question."""
    parts: dict[int, list[ShownShare]] = {}
    people: dict[int, UserRow] = {}
    for one in held:
        for director in one.directors:
            people[director.id] = director
            parts.setdefault(director.id, []).append(one.shown)
    return [Letter(people[number], tuple(shares)) for number, shares in parts.items()]


def note_letters(session: Session, actor: UserRow, call_id: int, held: Iterable[Standing], act: str) -> None:
    """Letters left: on the record, so that nobody is written to twice."""
    for one in held:
        note(session, now(), actor, act, call_id=call_id, member_id=one.shown.member.id,
             digest=one.shown.digest, directors=[director.name for director in one.directors])  # fmt: skip


def to_remind(session: Session, actor: UserRow, call_id: int) -> list[Standing]:
    """Those who may be reminded. Raises NotReady before the split is shown to anybody."""
    split = _split(session, actor, call_id)
    if split.state is SplitState.DRAFT:
        raise NotReady("not_published")
    return [one for one in standings(session, actor, call_id) if one.may_be_reminded]


def awaited(session: Session, actor: UserRow, split_id: int) -> list[str]:
    """The names of the members still awaited, for one who has a share herself: names, nothing else."""
    split = find_shown_split(session, split_id, viewer=actor)
    if split is None:
        raise NotFound("split", id=split_id)
    named = list_named_members(session, split_id, viewer=actor)
    return [
        one.member.name for one in state_of(session, split) if one.verdict is None and one.member.id in named
    ]


def counter_from(
    session: Session,
    shown: ShownShare,
    proposed: Mapping[tuple[str, str, str], int],
    *,
    months: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """A counter-proposal: the hours she would take of each need (lot, place, trade), fewer or more, and the
    most she would give in some months.

    A need that is not in her part may be asked for where her convention reaches. Raises Invalid beyond what
    the buyer asks, outside the territory (R5132-19), or for a month the call does not have.
    """
    asked = needs_of(session, shown.split.call_id)
    reach = reach_of(shown.member)
    before = {
        (lot["number"], part["place"], part["trade"]): int(part["hours"])
        for lot in shown.content["lots"]
        for part in lot["parts"]
    }
    parts = []
    for key in [*before, *(key for key in proposed if key not in before and proposed[key])]:
        lot, place, trade = key
        most = int(sum(asked.get(key, {}).values()))
        hours = proposed.get(key, before.get(key, 0))
        if not 0 <= hours <= max(most, before.get(key, 0)):
            raise Invalid("counter_hours", most=most, lot=lot, place=place)
        if hours > before.get(key, 0) and place not in reach:
            raise Invalid("counter_place", place=place_name(place))
        parts.append(
            {"lot": lot, "place": place, "place_name": place_name(place), "trade": trade,
             "before": before.get(key, 0), "hours": hours}
        )  # fmt: skip
    known = {month for hours in asked.values() for month in hours}
    capped = dict(months or {})
    if any(month not in known or most < 0 for month, most in capped.items()):
        raise Invalid("counter_months")
    hours = sum(part["hours"] for part in parts)
    return {"hours": hours, "before": shown.content["hours"], "parts": parts, "months": capped}


def needs_of(session: Session, call_id: int) -> dict[tuple[str, str, str], dict[str, float]]:
    """Hours by month of every need of a call: what the buyer asks, whoever would do it."""
    rows = session.scalars(select(NeedRow).where(NeedRow.call_id == call_id).order_by(NeedRow.id))
    return {
        (row.lot, row.place, row.trade): {month: float(hours) for month, hours in row.hours.items()}
        for row in rows
    }


def apply_counter(session: Session, actor: UserRow, call_id: int, member_id: int, *, seen: str) -> SplitRow:
    """Give the member the hours she proposed, and search the nearest split to the rest.

    Her changed parts stay locked, a place she gave up refused, her months capped; whoever refused her part is
    given nothing more; whoever is not touched keeps her part, and her verdict. Raises OutOfDate when her part
    changed since she proposed, Invalid when no split gives her that.
    """
    split = open_split(session, actor, call_id, None)
    member: MemberRow | None = find_member(session, member_id, viewer=actor)
    if member is None:
        raise NotFound("member", id=member_id)
    shown = shown_share(session, split, member)
    last = shown.last
    if last is None or last.verdict is not Verdict.COUNTERED or not last.counter or last.digest != seen:
        raise NotFound("counter", member=member_id)
    if shown.digest != seen:
        raise OutOfDate("counter_gone")
    changed = [part for part in last.counter["parts"] if part["hours"] != part["before"]]
    months = last.counter.get("months") or {}
    if not changed and not months:
        raise NotFound("counter", member=member_id)
    before = shares_of(build_case(session, actor, split), split)
    _settle_wishes(split, member, changed, months)
    case = _with_wishes(build_case(session, actor, split), member.key, changed)
    previous = Split(SplitStatus.FEASIBLE, split.gap, 0.0, objective_of(case, tuple(before)), tuple(before))
    found = resplit(sparing_refusers(session, split, case, before), previous, seconds=SECONDS)
    if found.status is SplitStatus.INFEASIBLE:
        raise Invalid("counter_impossible")
    write(session, actor, split, case, complete(case, found))
    wanted = {(part["lot"], part["place"], part["trade"]) for part in changed if part["hours"]}
    for row in split.shares:
        if row.member_id == member_id and (row.lot, row.place, row.trade) in wanted:
            row.locked = True
    settle(session, split)
    note(session, now(), actor, "counter.applied", call_id=call_id, member_id=member_id, seen=seen)
    return split


def _settle_wishes(
    split: SplitRow, member: MemberRow, changed: Iterable[Mapping[str, Any]], months: Mapping[str, int]
) -> None:
    """What she wishes, as rules of this split: months capped, places given up, old locks gone."""
    if months:
        held = dict(split.member_settings.get(member.key) or {})
        held["months"] = {**(held.get("months") or {}), **months}
        split.member_settings = {**split.member_settings, member.key: held}
    for part in changed:
        need = (part["lot"], part["place"], part["trade"])
        mine = [row for row in split.shares if row.member_id == member.id]
        for row in mine:
            if (row.lot, row.place, row.trade) == need:
                row.locked = False
        others = [row for row in mine if (row.lot, row.place) == need[:2] and row.trade != need[2]]
        refusal = to_plain(Refusal(member.key, part["lot"], part["place"]))
        kept = [one for one in split.refused if one != refusal]
        split.refused = [*kept, refusal] if part["hours"] == 0 and not others else kept


def _with_wishes(case: SplitCase, member: str, changed: Iterable[Mapping[str, Any]]) -> SplitCase:
    """The case with her changed parts fixed at the hours she proposed."""
    totals = {
        (lot.id, need.place, need.trade): sum(need.hours.values()) for lot in case.lots for need in lot.needs
    }
    fixed = []
    for part in changed:
        key = (part["lot"], part["place"], part["trade"])
        if part["hours"] and totals.get(key):
            fixed.append(Lock(member, *key, share=min(1.0, part["hours"] / totals[key])))
    theirs = {(one.member, one.lot, one.place, one.trade) for one in fixed}
    kept = [one for one in case.locked if (one.member, one.lot, one.place, one.trade) not in theirs]
    return replace(case, locked=(*kept, *fixed))
