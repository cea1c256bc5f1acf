"""The terms of a group, and the steps of a split: published, frozen once agreed, reopened on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tender.consortium.invariants import violations
from tender.consortium.law.frozen_group import EXCEPTIONS
from tender.store.accounts import UserRow
from tender.store.calls import CallState
from tender.store.journal import note
from tender.store.splits import SplitRow, SplitState
from tender.vocabulary.plain import to_plain
from tender.vocabulary.split import PartyForm
from tender.workbench.approving import members_in, settle
from tender.workbench.casing import build_case, shares_of
from tender.workbench.chartering import check_fee
from tender.workbench.clock import now
from tender.workbench.consulting import check_consulted
from tender.workbench.errors import Invalid, NotReady
from tender.workbench.legal import check_before_freeze
from tender.workbench.permissions import Act, require
from tender.workbench.splitting import open_split, split_of, touch


def set_terms(
    session: Session,
    actor: UserRow,
    call_id: int,
    *,
    lead_id: int | None,
    form: PartyForm,
    lead_solidary: bool,
    fee_percent: float | None,
    fee_hour: float | None = None,
    closes: datetime | None,
) -> SplitRow:
    """Who leads, in which form, for what fee, until when directors decide. A change asks everyone again.

    The fee is per cent of the sums received, or euros for each hour worked, never both.
    Raises Invalid when the lead has no share, or the closing date is past or after the call's deadline.
    """
    split = open_split(session, actor, call_id, None)
    if lead_id is not None and lead_id not in {row.member_id for row in split.shares}:
        raise Invalid("lead_without_share", member=lead_id)
    deadline = split.call.deadline
    if closes is not None and (closes <= now() or (deadline is not None and closes >= deadline)):
        raise Invalid("closes", closes=closes.isoformat())
    check_fee(fee_percent, fee_hour)
    before = (split.lead_id, split.form, split.lead_solidary, *fee_of(split))
    split.lead_id, split.form, split.lead_solidary = lead_id, form, lead_solidary
    split.terms = {**split.terms, "fee_percent": fee_percent, "fee_hour": fee_hour}
    split.closes = closes
    if before != (lead_id, form, lead_solidary, fee_percent, fee_hour):
        touch(split)
    note(session, now(), actor, "terms.set", call_id=call_id, lead=lead_id, form=form.value,
         lead_solidary=lead_solidary, fee_percent=fee_percent, fee_hour=fee_hour)  # fmt: skip
    return split


def fee_of(split: SplitRow) -> tuple[float | None, float | None]:
    """The lead's fee: per cent of what is received, or euros for each hour worked; at most one of them."""
    return split.terms.get("fee_percent"), split.terms.get("fee_hour")


def publish(session: Session, actor: UserRow, call_id: int) -> SplitRow:
    """Show each director her share and ask for her verdict. Raises NotReady while something is missing."""
    split = open_split(session, actor, call_id, None)
    if not split.shares:
        raise NotReady("no_shares", call=call_id)
    if split.lead_id is None:
        raise NotReady("no_lead", call=call_id)
    case = build_case(session, actor, split)
    broken = violations(case, tuple(shares_of(case, split)))
    if broken:
        raise NotReady("rule", **to_plain(broken[0]))
    if split.state is SplitState.DRAFT:
        check_consulted(session, actor, call_id)
        split.state = SplitState.PUBLISHED
        note(session, now(), actor, "split.published", call_id=call_id, revision=split.revision)
    return split


def freeze(session: Session, actor: UserRow, call_id: int) -> SplitRow:
    """Close an agreed split: from here on it is what the response says. Raises NotReady."""
    require(actor, Act.FREEZE)
    split = split_of(session, actor, call_id)
    session.refresh(split, with_for_update=True)
    settle(session, split)  # what each of them sees now, not what the state remembers
    if split.state is not SplitState.AGREED:
        raise NotReady("not_agreed", state=split.state.value)
    check_before_freeze(session, actor, split)
    split.state, split.frozen_at = SplitState.FROZEN, now()
    split.call.state = CallState.FROZEN
    note(session, now(), actor, "split.frozen", call_id=call_id, revision=split.revision)
    return split


def reopen(session: Session, actor: UserRow, call_id: int, reason: str, *, exception: str = "") -> SplitRow:
    """Open a frozen split again, on the record.

    `exception`: once the response was filed, which of the reasons of R2142-26 or L2141-13 a member has
    ("restructuring", "prevented", "excluded"); without one NotReady is raised. The group as filed is kept
    beside it.
    """
    require(actor, Act.FREEZE)
    split = split_of(session, actor, call_id)
    filed = split.call.state is CallState.FILED
    if split.state is not SplitState.FROZEN or (filed and exception not in EXCEPTIONS):
        raise NotReady("not_reopenable", state=split.call.state.value)
    if not reason.strip():
        raise Invalid("reason")
    as_filed: dict[str, Any] = {
        "exception": exception,
        "members_filed": [one.key for one in members_in(split)],
        "filed_by": split.frozen_at.date().isoformat() if split.frozen_at else now().date().isoformat(),
    }
    split.state, split.frozen_at = SplitState.AGREED, None
    split.call.state = CallState.AGREED
    note(session, now(), actor, "split.reopened", call_id=call_id, reason=reason.strip(),
         **(as_filed if filed else {}))  # fmt: skip
    return split
