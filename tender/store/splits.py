"""Needs of a call, the split between members, and each director's verdict on the share they saw."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from tender.store.accounts import UserRow
from tender.store.calls import CallRow
from tender.store.consultations import before_the_wall, outside_walls, walled_lots
from tender.store.database import Base, by_value
from tender.store.members import MemberRow
from tender.vocabulary.split import PartyForm, Verdict


class SplitState(StrEnum):
    """draft: the officer's own; published: shown to directors; agreed: all approved; frozen: final."""

    DRAFT = "draft"
    PUBLISHED = "published"
    AGREED = "agreed"
    FROZEN = "frozen"


class NeedRow(Base):
    """Hours a call asks of one trade in one place (INSEE), by month. origin: read, entered."""

    __tablename__ = "needs"
    __table_args__ = (UniqueConstraint("call_id", "lot", "place", "trade"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    lot: Mapped[str]
    place: Mapped[str]
    trade: Mapped[str]
    hours: Mapped[dict[str, Any]]
    origin: Mapped[str] = mapped_column(default="entered")
    evidence: Mapped[list[Any]] = mapped_column(default=list)


class SplitRow(Base):
    """The split of one call. `revision` rises with every change of a share or of its terms.

    `lot_settings`: lot → {"min_share_hours", "max_members"}; `member_settings`: member's key → {"weight":
    its part of a fair load, 0.1 to 1; "free": {trade: free hours a month kept for this call}; "months":
    {month: the most it gives that month}}; `refused`: Refusal as plain; `reasons`, `uncovered`, `objective`,
    `gaps`: as in contracts.md. `terms`: lead's fee, extent of the mandate…
    """

    __tablename__ = "splits"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), unique=True)
    revision: Mapped[int] = mapped_column(default=0)
    state: Mapped[SplitState] = mapped_column(by_value(SplitState), default=SplitState.DRAFT)
    status: Mapped[str] = mapped_column(default="")
    gap: Mapped[float] = mapped_column(default=0.0)
    gaps: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    seconds: Mapped[float] = mapped_column(default=0.0)
    objective: Mapped[dict[str, Any]] = mapped_column(default=dict)
    lot_settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    member_settings: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    refused: Mapped[list[Any]] = mapped_column(default=list)
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    uncovered: Mapped[list[Any]] = mapped_column(default=list)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    form: Mapped[PartyForm] = mapped_column(by_value(PartyForm), default=PartyForm.JOINT)
    lead_solidary: Mapped[bool] = mapped_column(default=False)
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    closes: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]

    call: Mapped[CallRow] = relationship()
    shares: Mapped[list[ShareRow]] = relationship(
        cascade="all, delete-orphan", order_by="(ShareRow.lot, ShareRow.place, ShareRow.trade, ShareRow.id)"
    )
    approvals: Mapped[list[ApprovalRow]] = relationship(
        cascade="all, delete-orphan", order_by="ApprovalRow.id"
    )


class ShareRow(Base):
    """What one member takes of one need: the fraction, whole hours by month. hand_made: a person's edit."""

    __tablename__ = "shares"
    __table_args__ = (
        UniqueConstraint("split_id", "member_id", "lot", "place", "trade"),
        CheckConstraint("share > 0 AND share <= 1.000001", name="share_is_a_fraction"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    split_id: Mapped[int] = mapped_column(ForeignKey("splits.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    lot: Mapped[str]
    place: Mapped[str]
    trade: Mapped[str]
    share: Mapped[float]
    hours: Mapped[dict[str, Any]]
    locked: Mapped[bool] = mapped_column(default=False)
    hand_made: Mapped[bool] = mapped_column(default=False)

    member: Mapped[MemberRow] = relationship()

    @property
    def total_hours(self) -> int:
        """Whole hours over all months."""
        return int(sum(self.hours.values()))


class TrialRow(Base):
    """A supposition: what would change, and the splits found with it; the split itself does not move.

    `changes`: the suppositions as plain values; `revision`: of the split it starts from; `found`: name of
    the candidate (nearest, fresh) → its split as in contracts.md, empty until searched.
    """

    __tablename__ = "split_trials"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by: Mapped[str] = mapped_column(default="")
    created: Mapped[datetime]
    revision: Mapped[int]
    changes: Mapped[list[Any]] = mapped_column(default=list)
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    outcome: Mapped[str] = mapped_column(default="")


class ApprovalRow(Base):
    """One verdict, append only: the last one of a member counts, and only for the digest it saw.

    `shown`: exactly what the director was shown; `counter`: hours, places or months proposed instead.
    """

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    split_id: Mapped[int] = mapped_column(ForeignKey("splits.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by: Mapped[str]
    at: Mapped[datetime]
    revision: Mapped[int]
    digest: Mapped[str]
    shown: Mapped[dict[str, Any]]
    verdict: Mapped[Verdict] = mapped_column(by_value(Verdict))
    reason: Mapped[str] = mapped_column(default="")
    counter: Mapped[dict[str, Any] | None]


def list_needs(session: Session, call_id: int, *, viewer: UserRow) -> list[NeedRow]:
    """The needs of a call, for those who see everything."""
    if not viewer.sees_everything:
        return []
    return list(
        session.scalars(
            select(NeedRow)
            .where(
                NeedRow.call_id == call_id,
                NeedRow.lot.not_in(walled_lots(session, call_id, viewer=viewer)),
            )
            .order_by(NeedRow.lot, NeedRow.place, NeedRow.trade)
        )
    )


def find_split_of_call(session: Session, call_id: int, *, viewer: UserRow) -> SplitRow | None:
    """A call's split, for officer and admin only: it shows every member's part.

    None too for one who speaks for a member that goes alone on a lot of it.
    """
    if not viewer.sees_everything or walled_lots(session, call_id, viewer=viewer):
        return None
    return session.scalar(select(SplitRow).where(SplitRow.call_id == call_id))


def find_shown_split(session: Session, split_id: int, *, viewer: UserRow) -> SplitRow | None:
    """A published split in which the viewer's member has, or had to decide on, a share."""
    split = session.get(SplitRow, split_id)
    if split is None:
        return None
    if viewer.sees_everything:
        return None if walled_lots(session, split.call_id, viewer=viewer) else split
    if split.state is SplitState.DRAFT:
        return None
    concerned = {share.member_id for share in split.shares} | {one.member_id for one in split.approvals}
    return split if concerned & set(viewer.member_ids) else None


def list_shown_members(session: Session, split_id: int, *, viewer: UserRow) -> list[int]:
    """Members whose part the viewer may see: her own, all for officer and admin; no part that stands, wholly
    or not, on a lot where one of her members goes alone.
    """
    walled = (
        select(ShareRow.member_id)
        .join(SplitRow, SplitRow.id == ShareRow.split_id)
        .where(ShareRow.split_id == split_id, ~before_the_wall(SplitRow.call_id, ShareRow.lot, viewer=viewer))
    )
    query = (
        select(ShareRow.member_id)
        .where(ShareRow.split_id == split_id, ShareRow.member_id.not_in(walled))
        .distinct()
    )
    if not viewer.sees_everything:
        query = query.where(ShareRow.member_id.in_(viewer.member_ids))
    return list(session.scalars(query))


def list_named_members(session: Session, split_id: int, *, viewer: UserRow) -> list[int]:
    """Members whose presence may be told: those with a share on a lot before the viewer's wall."""
    return list(
        session.scalars(
            select(ShareRow.member_id)
            .join(SplitRow, SplitRow.id == ShareRow.split_id)
            .where(
                ShareRow.split_id == split_id,
                before_the_wall(SplitRow.call_id, ShareRow.lot, viewer=viewer),
            )
            .distinct()
        )
    )


def list_splits_to_decide(session: Session, *, viewer: UserRow) -> list[SplitRow]:
    """Published splits in which the viewer's members have a share, the nearest deadline first."""
    if not viewer.member_ids:
        return []
    return list(
        session.scalars(
            select(SplitRow)
            .join(CallRow)
            .where(
                SplitRow.state != SplitState.DRAFT,
                SplitRow.id.in_(select(ShareRow.split_id).where(ShareRow.member_id.in_(viewer.member_ids))),
            )
            .order_by(CallRow.deadline.is_(None), CallRow.deadline)
        )
    )


def find_trial(session: Session, call_id: int, trial_id: int, *, viewer: UserRow) -> TrialRow | None:
    """A supposition about a call's split, for officer and admin."""
    trial = session.get(TrialRow, trial_id) if viewer.sees_everything else None
    shown = trial is not None and trial.call_id == call_id
    return trial if shown and not walled_lots(session, call_id, viewer=viewer) else None


def list_trials(session: Session, call_id: int, *, viewer: UserRow, most: int = 20) -> list[TrialRow]:
    """The suppositions made about a call's split, newest first, for officer and admin."""
    if not viewer.sees_everything:
        return []
    return list(
        session.scalars(
            select(TrialRow)
            .where(TrialRow.call_id == call_id, outside_walls(TrialRow.call_id, viewer=viewer))
            .order_by(TrialRow.id.desc())
            .limit(most)
        )
    )
