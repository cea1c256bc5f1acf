"""What a director is shown, her verdict bound to it, and when a split is agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tender.consortium.approval import share_digest
from tender.consortium.ledger import Ledger
from tender.store.accounts import UserRow
from tender.store.calls import CallState
from tender.store.consents import SeenRow, find_seen
from tender.store.journal import note
from tender.store.members import MemberRow
from tender.store.splits import (
    ApprovalRow,
    ShareRow,
    SplitRow,
    SplitState,
    find_shown_split,
    list_shown_members,
)
from tender.vocabulary.clause import Clause, ClauseType
from tender.vocabulary.split import PartyForm, Share, SplitCase, Verdict
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady, OutOfDate
from tender.workbench.facts import reading_of
from tender.workbench.mapping import place_name
from tender.workbench.needing import lots_of
from tender.workbench.permissions import Act, require
from tender.workbench.pricing import member_amounts, member_total


@dataclass(frozen=True, slots=True)
class ShownShare:
    """One member's part as its director sees it. `content` is exactly what the digest covers."""

    split: SplitRow
    member: MemberRow
    content: dict[str, Any]
    digest: str
    last: ApprovalRow | None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that counts: the last one, if it was on this very content."""
        return self.last.verdict if self.last and self.last.digest == self.digest else None

    @property
    def changed_since(self) -> dict[str, Any] | None:
        """What she was shown when she last decided, if it has changed."""
        return self.last.shown if self.last and self.last.digest != self.digest else None


def shown_share(session: Session, split: SplitRow, member: MemberRow) -> ShownShare:
    """The member's part as it stands, with the terms that bind it: nobody else's hours or euros."""
    rows = [row for row in split.shares if row.member_id == member.id]
    amounts = member_amounts(session, split)
    content: dict[str, Any] = {
        "member": member.name,
        "call": split.call.title,
        "buyer": split.call.buyer,
        "reference": split.call.reference,
        "deadline": split.call.deadline_text,
        "lots": _lots(split, member, rows, amounts),
        "months": _by_month(rows),
        "hours": sum(row.total_hours for row in rows),
        "amount": _euros(member_total(amounts, split, member.id)),
        "form": split.form.value,
        "lead": _lead(session, split),
        "leads": split.lead_id == member.id,
        "lead_solidary": split.lead_solidary,
        "fee_percent": split.terms.get("fee_percent"),
        "fee": _fee(split, member, rows, member_total(amounts, split, member.id)),
        "duties": list(duties_of(split, member)),
        "clauses": _clauses(split, {row.lot for row in rows}),
    }
    if split.terms.get("fee_hour") is not None:  # absent where there is none, as when older parts were shown
        content["fee_hour"] = split.terms["fee_hour"]
    last = next((one for one in reversed(split.approvals) if one.member_id == member.id), None)
    return ShownShare(split, member, content, share_digest(content), last)


def _lots(
    split: SplitRow, member: MemberRow, rows: list[ShareRow], amounts: dict[tuple[int, str], Decimal]
) -> list[dict[str, Any]]:
    titles = {lot.number: lot.title for lot in lots_of(reading_of(split.call))}
    numbers = list(dict.fromkeys(row.lot for row in rows))
    return [
        {
            "number": number,
            "title": titles.get(number, ""),
            "hours": sum(row.total_hours for row in rows if row.lot == number),
            "amount": _euros(amounts.get((member.id, number))),
            "parts": [
                {
                    "place": row.place,
                    "place_name": place_name(row.place),
                    "trade": row.trade,
                    "hours": row.total_hours,
                }
                for row in rows
                if row.lot == number
            ],
        }
        for number in numbers
    ]


def _by_month(rows: list[ShareRow]) -> dict[str, int]:
    months = sorted({month for row in rows for month in row.hours})
    return {month: int(sum(row.hours.get(month, 0) for row in rows)) for month in months}


def _euros(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _fee(split: SplitRow, member: MemberRow, rows: list[ShareRow], amount: Decimal | None) -> str | None:
    """What the lead's fee costs this member, excluding VAT; None where it leads, or nothing is known yet."""
    percent, hourly = split.terms.get("fee_percent"), split.terms.get("fee_hour")
    if split.lead_id == member.id:
        return None
    if hourly is not None:
        return _euros(Decimal(str(hourly)) * sum(row.total_hours for row in rows))
    if percent is None or amount is None:
        return None
    return _euros(amount * Decimal(str(percent)) / 100)


def _lead(session: Session, split: SplitRow) -> str:
    lead = session.get(MemberRow, split.lead_id) if split.lead_id else None
    return lead.name if lead else ""


def _clauses(split: SplitRow, lots: set[str]) -> list[dict[str, Any]]:
    """The social clauses that bind these lots: what the member helps to promise."""
    return [
        {
            "type": clause.type.value,
            "hours": _clause_hours(clause, lots),
            "penalty": clause.penalty,
            "lots": list(clause.lots or ()),
        }
        for clause in reading_of(split.call).clauses
        if clause.type is not ClauseType.NEGATED and (clause.lots is None or lots & set(clause.lots))
    ]


def _clause_hours(clause: Clause, lots: set[str]) -> float | None:
    """The hours a clause asks of these lots: theirs where it says so by lot, else those of the whole call."""
    by_lot = [detail for detail in clause.hours_detail if detail.lot is not None]
    if not by_lot:
        return clause.hours
    own = [detail for detail in by_lot if detail.lot in lots]
    alike = len({detail.per for detail in own}) == 1
    return sum(detail.value for detail in own) if alike else None


def members_in(split: SplitRow) -> list[MemberRow]:
    """The members with a share, by name."""
    return sorted({row.member_id: row.member for row in split.shares}.values(), key=lambda one: one.name)


def shares_shown_to(session: Session, actor: UserRow, split_id: int) -> list[ShownShare]:
    """The parts of the split that are this director's to decide. Raises NotFound."""
    split = find_shown_split(session, split_id, viewer=actor)
    if split is None:
        raise NotFound("split", id=split_id)
    shown = list_shown_members(session, split_id, viewer=actor)
    mine = [shown_share(session, split, member) for member in members_in(split) if member.id in shown]
    if not mine:
        raise NotFound("share", split=split_id)
    return mine


def state_of(session: Session, split: SplitRow) -> list[ShownShare]:
    """Where each member stands, for the officer's view of the consent."""
    return [shown_share(session, split, member) for member in members_in(split)]


def give_verdict(
    session: Session,
    actor: UserRow,
    split_id: int,
    member_id: int,
    *,
    seen: str,
    verdict: Verdict,
    reason: str = "",
    counter: dict[str, Any] | None = None,
    seen_last: int | None = None,
) -> ApprovalRow:
    """Record a director's verdict on the content whose digest she saw.

    The same verdict on the same content twice is one act (a double click). `seen_last`: the id of the last
    verdict she was shown, 0 for none: another given meanwhile is told, not covered. Raises NotFound when her
    member has no share she may see, NotAllowed when she does not speak for it, OutOfDate when the share or
    the verdict changed after the page was opened, NotReady once decisions are closed or without a mandate on
    record, Invalid when a refusal gives no reason.
    """
    require(actor, Act.DECIDE_SHARE)
    split = find_shown_split(session, split_id, viewer=actor)
    if split is None:
        raise NotFound("split", id=split_id)
    # One verdict at a time: of two last ones given at once, the second must see the first.
    session.refresh(split, with_for_update=True)
    if member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=member_id)
    member = next((one for one in members_in(split) if one.id == member_id), None)
    if member is None or member_id not in list_shown_members(session, split_id, viewer=actor):
        raise NotFound("share", split=split_id, member=member_id)
    refuse_without_mandate(actor, member_id)
    shown = shown_share(session, split, member)
    said = (verdict, reason.strip(), counter)
    last = shown.last
    if last is not None and seen_last not in (None, last.id) and not _repeats(last, seen, said):
        raise OutOfDate("verdict", by=last.by, verdict=last.verdict.value)
    return _record(session, actor, shown, seen, said)


def refuse_without_mandate(actor: UserRow, member_id: int) -> None:
    """Raises NotReady unless a mandate on record lets this person bind the member today."""
    if not actor.signs_for(member_id, now().date()):
        raise NotReady("no_mandate", member=member_id)


def _repeats(last: ApprovalRow, seen: str, said: tuple[Verdict, str, dict[str, Any] | None]) -> bool:
    return (last.digest, last.verdict, last.reason, last.counter) == (seen, *said)


def _record(
    session: Session,
    actor: UserRow,
    shown: ShownShare,
    seen: str,
    said: tuple[Verdict, str, dict[str, Any] | None],
) -> ApprovalRow:
    split, (verdict, reason, counter) = shown.split, said
    if split.state is SplitState.FROZEN:
        raise NotReady("split_frozen")
    if _closed(split, now()):
        raise NotReady("decisions_closed", closes=(split.closes or split.call.deadline or now()).isoformat())
    if seen != shown.digest:
        raise OutOfDate("share", split=split.id)
    if verdict is Verdict.REFUSED and not reason:
        raise Invalid("reason")
    if verdict is Verdict.COUNTERED and not counter:
        raise Invalid("counter")
    last = shown.last
    if last and _repeats(last, seen, said):
        return last
    row = _approval(split, shown, verdict, by=actor.name, user_id=actor.id)
    row.reason, row.counter = reason, counter
    split.approvals.append(row)
    forget_earlier(session, actor, shown)
    session.flush()
    note(
        session, now(), actor, f"share.{verdict.value}", call_id=split.call_id, member_id=shown.member.id,
        revision=split.revision, digest=seen, reason=reason, counter=counter,
    )  # fmt: skip
    settle(session, split)
    return row


def look(session: Session, actor: UserRow, shown: ShownShare) -> dict[str, Any] | None:
    """Keep what this person is being shown; what she saw before it, where that was something else.

    It stays told until she decides. One who never looked but decided once compares with that decision.
    """
    row = find_seen(session, shown.split.id, shown.member.id, viewer=actor)
    if row is None:
        row = SeenRow(
            split_id=shown.split.id,
            member_id=shown.member.id,
            user_id=actor.id,
            digest=shown.digest,
            shown=shown.content,
            at=now(),
            earlier=shown.changed_since,
        )
        session.add(row)
    elif row.digest != shown.digest:
        row.earlier, row.earlier_at = row.shown, row.at
        row.digest, row.shown, row.at = shown.digest, shown.content, now()
    session.flush()
    return row.earlier if row.earlier and share_digest(row.earlier) != shown.digest else None


def forget_earlier(session: Session, actor: UserRow, shown: ShownShare) -> None:
    """She decided: nothing before it is news any more."""
    row = find_seen(session, shown.split.id, shown.member.id, viewer=actor)
    if row is not None:
        row.earlier, row.earlier_at = None, None


def _closed(split: SplitRow, at: datetime) -> bool:
    limits = [limit for limit in (split.closes, split.call.deadline) if limit is not None]
    return bool(limits) and at >= min(limits)


def _approval(
    split: SplitRow, shown: ShownShare, verdict: Verdict, *, by: str, user_id: int | None
) -> ApprovalRow:
    return ApprovalRow(
        member_id=shown.member.id,
        user_id=user_id,
        by=by,
        at=now(),
        revision=split.revision,
        digest=shown.digest,
        shown=shown.content,
        verdict=verdict,
        reason="",
        counter=None,
    )


def approve_headless(session: Session, actor: UserRow, split: SplitRow) -> None:
    """Approve every share without a person, recorded as « headless »: for demos, tests and dry runs."""
    require(actor, Act.SPLIT)
    for shown in state_of(session, split):
        split.approvals.append(_approval(split, shown, Verdict.APPROVED, by="headless", user_id=None))
        note(
            session,
            now(),
            actor,
            "share.approved",
            call_id=split.call_id,
            member_id=shown.member.id,
            headless=True,
        )
    session.flush()
    settle(session, split)


def settle(session: Session, split: SplitRow) -> None:
    """Agreed when every member in it approved what it shows now; no longer so when one did not."""
    if split.state not in (SplitState.PUBLISHED, SplitState.AGREED):
        return
    states = state_of(session, split)
    agreed = bool(states) and all(one.verdict is Verdict.APPROVED for one in states)
    if agreed and split.state is SplitState.PUBLISHED:
        split.state, split.call.state = SplitState.AGREED, CallState.AGREED
        note(session, now(), None, "split.agreed", call_id=split.call_id, revision=split.revision)
    elif not agreed and split.state is SplitState.AGREED:
        split.state, split.call.state = SplitState.PUBLISHED, CallState.SPLIT


def duties_of(split: SplitRow, member: MemberRow) -> tuple[str, ...]:
    """Codes of what a member takes on by approving, for the words of the page (R2142-20, R2142-24)."""
    duties = ["solidary_all" if split.form is PartyForm.SOLIDARY else "joint_own_part"]
    if split.lead_id == member.id:
        duties.append("leads")
        if split.form is PartyForm.JOINT and split.lead_solidary:
            duties.append("lead_solidary")
    duties.append("no_change_after_filing")
    return tuple(duties)


def sparing_refusers(
    session: Session, split: SplitRow, case: SplitCase, before: Sequence[Share]
) -> SplitCase:
    """The case where who refused what is shown gives no lot more in a month than the lot has of it."""
    refused = {one.member.key for one in state_of(session, split) if one.verdict is Verdict.REFUSED}
    ledger = Ledger(case, before)
    members = tuple(
        replace(
            member,
            lot_hours={
                lot.id: max((ledger.to_lot[member.id, lot.id, month] for month in case.periods), default=0.0)
                for lot in case.lots
            },
        )
        if member.id in refused
        else member
        for member in case.members
    )
    return replace(case, members=members)
