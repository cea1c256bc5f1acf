"""What a new version of a call touches, and the acts that bring needs, shares and prices after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.calls import CallRow, CallVersionRow, find_call, list_versions
from tender.store.journal import note
from tender.store.responses import IssueRow, PriceLineRow, list_issues, list_price_lines
from tender.store.splits import NeedRow, ShareRow, SplitRow, SplitState, find_split_of_call, list_needs
from tender.vocabulary.call import PriceLineRead
from tender.vocabulary.plain import to_plain
from tender.workbench.approving import ShownShare, state_of
from tender.workbench.clock import now
from tender.workbench.errors import NotFound, NotReady
from tender.workbench.facts import reading_of
from tender.workbench.needing import NeedLine, lots_of, set_needs, stated_lines
from tender.workbench.permissions import Act, require
from tender.workbench.pricing import open_call, stated_prices, take_over

_IN_SHARE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("field", "deadline"): ("deadline",),
    ("field", "buyer"): ("buyer",),
    ("field", "subject"): ("call",),
    ("field", "reference"): ("reference",),
    ("lot", ""): ("lots",),
    ("clause", ""): ("clauses",),
    ("need", ""): ("lots", "hours", "months"),
}
"""Which part of what a director approved says each fact."""

_DOCUMENTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("field", "buyer"): ("dc1", "dc2", "attri1", "agreement"),
    ("field", "subject"): ("dc1", "dc2", "attri1", "agreement"),
    ("field", "reference"): ("dc1", "dc2", "attri1", "agreement"),
    ("field", "validity_days"): ("attri1",),
    ("field", "start"): ("attri1", "agreement"),
    ("grouping", ""): ("dc1", "attri1", "agreement"),
    ("lot", ""): ("dc1", "attri1", "agreement", "memo", "price_schedule"),
    ("whole", ""): ("attri1", "agreement"),
    ("criterion", ""): ("memo",),
    ("clause", ""): ("memo", "agreement"),
    ("need", ""): ("agreement", "memo"),
    ("price", ""): ("price_schedule", "attri1"),
    ("document", ""): ("checklist",),
}
"""Which documents of the response say each fact (codes of tender.documents.forms)."""


@dataclass(frozen=True, slots=True)
class Touch:
    """What one change touches in the work under way; all empty when it touches nothing yet."""

    needs: int = 0
    members: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    prices: int = 0
    documents: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Nothing of what was done depends on it."""
        return not (self.needs or self.members or self.approvals or self.prices or self.documents)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a version's changes touch. `to_ask`: parts decided on as they no longer are."""

    by_change: tuple[Touch, ...]
    to_ask: tuple[ShownShare, ...]
    needs_behind: bool
    prices_behind: bool
    issue: IssueRow | None
    frozen: bool


@dataclass(frozen=True, slots=True)
class _Work:
    """What is under way for a call."""

    needs: Sequence[NeedRow]
    prices: Sequence[PriceLineRow]
    split: SplitRow | None
    to_ask: tuple[ShownShare, ...]
    issue: IssueRow | None


def touched(session: Session, actor: UserRow, call: CallRow, version: CallVersionRow) -> Touched:
    """What this version's changes touch, as the work stands now. Raises NotAllowed."""
    require(actor, Act.REVIEW_FACTS)
    split = find_split_of_call(session, call.id, viewer=actor)
    shares = state_of(session, split) if split is not None and split.shares else []
    issue = next(
        (
            one
            for one in list_issues(session, call.id, viewer=actor)
            if version.finished is None or one.at < version.finished
        ),
        None,
    )
    work = _Work(
        list_needs(session, call.id, viewer=actor),
        list_price_lines(session, call.id, viewer=actor),
        split,
        tuple(one for one in shares if one.changed_since is not None),
        issue,
    )
    latest = version.number == call.version
    return Touched(
        tuple(_touch(change, work) for change in version.changes),
        work.to_ask if latest else (),
        latest and bool(work.needs) and _needs_behind(call, work.needs, _moves(version)),
        latest and bool(work.prices) and any(change["of"] == "price" for change in version.changes)
        and _prices_behind(call, work.prices),
        issue,
        split is not None and split.state is SplitState.FROZEN,
    )  # fmt: skip


def _touch(change: Mapping[str, Any], work: _Work) -> Touch:
    place = (change["of"], change["key"] if change["of"] == "field" else "")
    lots = set(change["lots"])

    def concerns(lot: str) -> bool:
        return not lots or lot in lots

    keys = _IN_SHARE.get(place, ())
    asked = tuple(
        shown.member.name
        for shown in work.to_ask
        if shown.changed_since is not None
        and any(shown.changed_since.get(key) != shown.content.get(key) for key in keys)
        and any(
            concerns(one["number"]) for side in (shown.changed_since, shown.content) for one in side["lots"]
        )
    )
    moves_work = change["of"] in ("lot", "need", "whole") or place == ("field", "start")
    shares = work.split.shares if work.split is not None else []
    return Touch(
        needs=sum(concerns(row.lot) for row in work.needs) if moves_work else 0,
        members=tuple(dict.fromkeys(row.member.name for row in shares if concerns(row.lot)))
        if moves_work or change["of"] == "clause"
        else (),
        approvals=asked,
        prices=_prices(change, work, lots),
        documents=_DOCUMENTS.get(place, ()) if work.issue is not None else (),
    )


def _prices(change: Mapping[str, Any], work: _Work, lots: set[str]) -> int:
    """Price lines taken over of the lot, or the very line."""
    if change["of"] == "lot":
        return sum(row.lot in lots for row in work.prices)
    if change["of"] != "price":
        return 0
    numbers = {side["value"]["number"] for side in (change["before"], change["after"]) if side}
    return sum(row.number in numbers and (not lots or row.lot in lots) for row in work.prices)


def _moves(version: CallVersionRow) -> dict[str, str]:
    """The new number of each lot that was renumbered."""
    return {
        change["before"]["value"]["number"]: change["after"]["value"]["number"]
        for change in version.changes
        if change["of"] == "lot" and "number" in change["parts"]
    }


def _needs_behind(call: CallRow, rows: Sequence[NeedRow], moves: Mapping[str, str]) -> bool:
    reading = reading_of(call)
    lots = {lot.number for lot in lots_of(reading)}
    stated = {(line.lot, line.place, line.trade): line for line, _ in stated_lines(reading)}
    held = {(row.lot, row.place, row.trade): row for row in rows}
    return (
        any(row.lot not in lots for row in rows)
        or any(
            row.origin == "read"
            and (key not in stated or stated[key].hours_per_month not in row.hours.values())
            for key, row in held.items()
        )
        or any(key not in held for key in stated)
        or bool(moves and {row.lot for row in rows} & set(moves) - lots)
    )


def _prices_behind(call: CallRow, rows: Sequence[PriceLineRow]) -> bool:
    held = {(row.lot, row.number): row for row in rows}
    told = stated_prices(reading_of(call))
    return set(held) != set(told) or any(_said(held[key]) != _said(line) for key, line in told.items())


def _said(line: PriceLineRow | PriceLineRead) -> tuple[str, float | None]:
    """What of a line makes it another when the buyer changes it."""
    return line.designation, None if line.quantity is None else float(line.quantity)


def follow_needs_of(session: Session, actor: UserRow, call_id: int) -> list[NeedRow]:
    """Bring the needs to the present version: lots gone drop out, those the call states follow it.

    A lot that only changed its number keeps its needs, shares and prices; what a person entered stays.
    Raises NotReady once frozen.
    """
    require(actor, Act.EDIT_NEEDS)
    call = _call(session, actor, call_id)
    split = find_split_of_call(session, call_id, viewer=actor)
    if split is not None and split.state is SplitState.FROZEN:
        raise NotReady("split_frozen", call=call_id)
    reading = reading_of(call)
    lots = {lot.number for lot in lots_of(reading)}
    last = next(one for one in list_versions(session, call_id, viewer=actor) if one.number == call.version)
    rows = [
        *list_needs(session, call_id, viewer=actor),
        *list_price_lines(session, call_id, viewer=actor),
        *(split.shares if split is not None else ()),
    ]
    _renumber(session, rows, split, _moves(last), lots)
    stated = {(line.lot, line.place, line.trade): (line, told) for line, told in stated_lines(reading)}
    lines = {key: line for key, (line, _) in stated.items()}
    for row in list_needs(session, call_id, viewer=actor):
        key = (row.lot, row.place, row.trade)
        if row.lot in lots and row.origin != "read":
            lines[key] = NeedLine(*key, hours_per_month=max(row.hours.values(), default=0))
    kept = set_needs(session, actor, call_id, [line for line in lines.values() if line.hours_per_month > 0])
    for row in kept:
        held = stated.get((row.lot, row.place, row.trade))
        if held is not None and held[0] == lines[row.lot, row.place, row.trade]:
            row.origin, row.evidence = "read", to_plain(held[1].evidence)
    note(session, now(), actor, "version.needs", call_id=call_id, number=call.version, lines=len(kept))
    session.flush()
    return kept


def _renumber(
    session: Session,
    rows: Sequence[NeedRow | PriceLineRow | ShareRow],
    split: SplitRow | None,
    moves: Mapping[str, str],
    lots: set[str],
) -> None:
    """Give needs, shares, settings and prices of a renumbered lot its new number; done once only."""
    held = {row.lot for row in rows}
    if not moves or not held & (set(moves) - lots):
        return
    for row in rows:
        if row.lot not in moves and row.lot in moves.values():  # the lot whose number another takes is gone
            if split is not None and isinstance(row, ShareRow):
                split.shares.remove(row)
            else:
                session.delete(row)
    session.flush()
    kept = [row for row in rows if row.lot in moves]
    for row in kept:
        row.lot = f"→{moves[row.lot]}"
    session.flush()
    for row in kept:
        row.lot = row.lot[1:]
    session.flush()
    if split is not None:
        split.lot_settings = {moves.get(lot, lot): held for lot, held in split.lot_settings.items()}
        split.refused = [{**one, "lot": moves.get(one["lot"], one["lot"])} for one in split.refused]


def follow_prices(session: Session, actor: UserRow, call_id: int) -> int:
    """Bring the price lines to the buyer's present schedule; unit prices given stay. How many lines moved.

    Raises NotReady once the offer is deposited.
    """
    require(actor, Act.EDIT_RESPONSE)
    call = open_call(session, actor, call_id)
    told = stated_prices(reading_of(call))
    rows = {(row.lot, row.number): row for row in list_price_lines(session, call_id, viewer=actor)}
    moved = 0
    for key, row in rows.items():
        if key not in told:
            session.delete(row)
            moved += 1
    for (lot, number), line in told.items():
        row = rows.get((lot, number)) or PriceLineRow(call_id=call_id, lot=lot, number=number)
        if (lot, number) not in rows:
            session.add(row)
            moved += 1
        elif _said(row) != _said(line) or row.unit != line.unit:
            row.agreed_at, row.agreed_by = None, ""
            moved += 1
        take_over(row, line)
    note(session, now(), actor, "version.prices", call_id=call_id, number=call.version, lines=moved)
    session.flush()
    return moved


def _call(session: Session, actor: UserRow, call_id: int) -> CallRow:
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    return call
