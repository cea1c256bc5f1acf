"""Where consent stands: who is asked, reminded, awaited; and what a counter-proposal would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow, directors_of
from tender.store.journal import list_journal, note
from tender.store.members import MemberRow, find_member
from tender.store.splits import SplitRow, SplitState, find_shown_split, find_split_of_call
from tender.vocabulary.split import Verdict
from tender.workbench.approving import ShownShare, settle, shown_share, state_of
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady, OutOfDate
from tender.workbench.permissions import Act, require
from tender.workbench.splitting import lock_share, set_refusal, set_share

ASKED, REMINDED = "share.asked", "share.reminded"
"""One letter per decision and one reminder; then somebody telephones."""


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
        directors = tuple(directors_of(session, (shown.member.id,)))
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
    return [one.member.name for one in state_of(session, split) if one.verdict is None]


def counter_from(shown: ShownShare, proposed: Mapping[tuple[str, str, str], int]) -> dict[str, Any]:
    """A counter-proposal: the hours she would take of each part. Raises Invalid unless it asks for less."""
    parts = []
    for lot in shown.content["lots"]:
        for part in lot["parts"]:
            hours = proposed.get((lot["number"], part["place"], part["trade"]), part["hours"])
            if not 0 <= hours <= part["hours"]:
                raise Invalid("counter_hours", most=part["hours"], lot=lot["number"], place=part["place"])
            parts.append(
                {"lot": lot["number"], "place": part["place"], "place_name": part["place_name"],
                 "trade": part["trade"], "before": part["hours"], "hours": hours}
            )  # fmt: skip
    return {"hours": sum(part["hours"] for part in parts), "before": shown.content["hours"], "parts": parts}


def apply_counter(session: Session, actor: UserRow, call_id: int, member_id: int, *, seen: str) -> SplitRow:
    """Give the member the hours she proposed; they stay locked, and a place she gave up stays refused.

    Others are not touched: the freed hours wait for the next proposal. Raises OutOfDate when her part changed
    since she proposed, Invalid with the rule that her hours would break.
    """
    split = _split(session, actor, call_id)
    member: MemberRow | None = find_member(session, member_id, viewer=actor)
    if member is None:
        raise NotFound("member", id=member_id)
    shown = shown_share(session, split, member)
    last = shown.last
    if last is None or last.verdict is not Verdict.COUNTERED or not last.counter or last.digest != seen:
        raise NotFound("counter", member=member_id)
    if shown.digest != seen:
        raise OutOfDate("counter_gone")
    for part in last.counter["parts"]:
        if part["hours"] < part["before"]:
            _reduce(session, actor, call_id, member_id, part)
    settle(session, split)
    note(session, now(), actor, "counter.applied", call_id=call_id, member_id=member_id, seen=seen)
    return split


def _reduce(session: Session, actor: UserRow, call_id: int, member_id: int, part: Mapping[str, Any]) -> None:
    need = (part["lot"], part["place"], part["trade"])
    split = find_split_of_call(session, call_id, viewer=actor)
    row = _row(split, member_id, need)
    if row is not None and row.locked:
        lock_share(session, actor, call_id, row.id, locked=False)
    set_share(session, actor, call_id, member_id, need=need, hours=float(part["hours"]))
    row = _row(split, member_id, need)
    if row is not None:
        lock_share(session, actor, call_id, row.id, locked=True)
    elif not any(one.member_id == member_id and (one.lot, one.place) == need[:2] for one in _shares(split)):
        set_refusal(session, actor, call_id, member_id, lot=need[0], place=need[1], refused=True)


def _shares(split: SplitRow | None) -> list[Any]:
    return list(split.shares) if split is not None else []


def _row(split: SplitRow | None, member_id: int, need: tuple[str, str, str]) -> Any:
    return next(
        (
            one
            for one in _shares(split)
            if one.member_id == member_id and (one.lot, one.place, one.trade) == need
        ),
        None,
    )
