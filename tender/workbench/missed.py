"""Occasions manquées: what escaped and why, needs heard in the field, the view of a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.journal import note
from tender.store.watch import (
    LinkPurpose,
    MissedCause,
    MissedRow,
    MissedStage,
    OpenLinkRow,
    WatchedNoticeRow,
    find_watched,
    list_missed,
)
from tender.vocabulary.plain import from_plain
from tender.watch.matching import Match
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.permissions import Act, require
from tender.workbench.tokens import digest_of, new_token

MOST_USES = 500
"""Needs one link may bring: a link that leaked must not fill the register."""
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of an opportunity. `hours`: those members had to give, None when nobody knows."""

    title: str
    stage: MissedStage
    day: date
    cause: MissedCause | None = None
    buyer: str = ""
    hours: float | None = None
    trade: str = ""
    place: str = ""
    place_text: str = ""
    word: str = ""
    heard_by: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """One line of the year: how many, and the hours where they are known (`known` of `count`)."""

    key: str
    count: int
    hours: float
    known: int


@dataclass(frozen=True, slots=True)
class Year:
    """What a year missed, by cause and by territory ("" where it is not known)."""

    rows: tuple[MissedRow, ...]
    causes: tuple[Count, ...]
    places: tuple[Count, ...]

    @property
    def hours(self) -> float:
        """Hours of those whose hours are known."""
        return sum(row.hours or 0.0 for row in self.rows)

    @property
    def known(self) -> int:
        """How many have hours."""
        return sum(row.hours is not None for row in self.rows)


def record(session: Session, actor: UserRow, told: Told, *, notice_id: int | None = None) -> MissedRow:
    """Put a missed opportunity on record. A notice is on record once. Raises Invalid."""
    require(actor, Act.RECEIVE_CALL)
    _check(told)
    row = None
    if notice_id is not None:
        if find_watched(session, notice_id, viewer=actor) is None:
            raise NotFound("watched_notice", id=notice_id)
        row = session.scalar(select(MissedRow).where(MissedRow.notice_id == notice_id))
    if row is None:
        row = MissedRow(notice_id=notice_id, created=now(), created_by=actor.name)
        session.add(row)
    _fill(row, told)
    session.flush()
    note(session, now(), actor, "missed.recorded", missed=row.id, stage=told.stage.value)
    return row


def change(session: Session, actor: UserRow, row: MissedRow, told: Told) -> None:
    """Correct an entry. Raises Invalid."""
    require(actor, Act.RECEIVE_CALL)
    _check(told)
    _fill(row, told)
    note(session, now(), actor, "missed.recorded", missed=row.id, stage=told.stage.value)


def remove(session: Session, actor: UserRow, row: MissedRow) -> None:
    """Take an entry off the register; the journal keeps that it was there."""
    require(actor, Act.RECEIVE_CALL)
    held = session.get(WatchedNoticeRow, row.notice_id) if row.notice_id else None
    if held is not None and held.wanted is None:
        held.wanted, held.wanted_by, held.wanted_at = False, actor.name, now()
    note(session, now(), actor, "missed.removed", call_id=row.call_id, missed=row.id, title=row.title)
    session.delete(row)


def _check(told: Told) -> None:
    if not told.title.strip():
        raise Invalid("missed_title")
    if told.hours is not None and not 0 <= told.hours <= 1_000_000:
        raise Invalid("missed_hours")


def _fill(row: MissedRow, told: Told) -> None:
    row.title, row.buyer, row.stage, row.cause = told.title[:500], told.buyer[:300], told.stage, told.cause
    row.day, row.hours, row.trade = told.day, told.hours, told.trade[:80]
    row.place, row.place_text = told.place, told.place_text[:200]
    row.word, row.heard_by = told.word[:LONGEST], told.heard_by[:200]


def told_of(row: MissedRow) -> Told:
    """An entry as it was told."""
    return Told(
        row.title,
        row.stage,
        row.day,
        row.cause,
        row.buyer,
        row.hours,
        row.trade,
        row.place,
        row.place_text,
        row.word,
        row.heard_by,
    )


def proposed(session: Session, actor: UserRow, notice_id: int, today: date) -> Told:
    """What the watch already knows of a notice, to begin the form with."""
    row = find_watched(session, notice_id, viewer=actor)
    if row is None:
        raise NotFound("watched_notice", id=notice_id)
    return known_of(row, today)


def known_of(row: WatchedNoticeRow, today: date) -> Told:
    """What the watch knows of a notice nobody answered."""
    match = from_plain(Match, row.match or {"kept": False, "score": 0.0})
    told = (*match.reasons, *match.against)
    place = next((reason.facts["places"] for reason in told if reason.facts.get("places")), None)
    return Told(
        title=row.title,
        stage=MissedStage.NOT_ANSWERED,
        day=row.deadline.date() if row.deadline else row.published or today,
        buyer=row.buyer,
        hours=match.hours or None,
        trade=match.trades[0] if match.trades else "",
        place=str(place[0]) if isinstance(place, list | tuple) and place else "",
    )


def year_of(session: Session, viewer: UserRow, year: int) -> Year:
    """A year by cause and by territory."""
    rows = tuple(list_missed(session, viewer=viewer, year=year))
    causes = _counted(rows, [row.cause.value if row.cause else "" for row in rows])
    places = _counted(rows, [row.place or row.place_text for row in rows])
    return Year(rows, causes, places)


def _counted(rows: Sequence[MissedRow], keys: Sequence[str]) -> tuple[Count, ...]:
    numbers = Counter(keys)
    found = [
        Count(
            key,
            count,
            sum(row.hours or 0.0 for row, own in zip(rows, keys, strict=True) if own == key),
            sum(row.hours is not None for row, own in zip(rows, keys, strict=True) if own == key),
        )
        for key, count in numbers.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.key)))


def open_link(session: Session, actor: UserRow, purpose: LinkPurpose, name: str) -> str:
    """A new link for a person without account; gives its token, which is kept nowhere. Raises Invalid."""
    require(actor, Act.RECEIVE_CALL)
    if not name.strip():
        raise Invalid("name")
    token = new_token()
    session.add(
        OpenLinkRow(
            purpose=purpose, name=name.strip()[:200], digest=digest_of(token), user_id=actor.id, created=now()
        )
    )
    note(session, now(), actor, "link.opened", purpose=purpose.value, name=name.strip()[:200])
    return token


def close_link(session: Session, actor: UserRow, link_id: int) -> None:
    """Revoke a link: it opens nothing any more. Raises NotFound."""
    require(actor, Act.RECEIVE_CALL)
    row = session.get(OpenLinkRow, link_id)
    if row is None or (row.purpose is LinkPurpose.CALENDAR and row.user_id != actor.id):
        raise NotFound("link", id=link_id)
    row.revoked = row.revoked or now()
    note(session, now(), actor, "link.closed", purpose=row.purpose.value, name=row.name)


def link_of(session: Session, purpose: LinkPurpose, token: str) -> OpenLinkRow:
    """The link a token opens. Raises NotFound when it is unknown or revoked."""
    row = session.scalar(
        select(OpenLinkRow).where(OpenLinkRow.digest == digest_of(token), OpenLinkRow.purpose == purpose)
    )
    if row is None or row.revoked is not None:
        raise NotFound("link")
    return row


def hear(session: Session, token: str, told: Told, at: datetime) -> MissedRow:
    """A need heard in the field, by whoever holds a capture link. Raises NotFound, Invalid."""
    link = link_of(session, LinkPurpose.CAPTURE, token)
    if link.uses >= MOST_USES:
        raise Invalid("link_full", limit=MOST_USES)
    _check(told)
    link.uses, link.last_used = link.uses + 1, at
    row = MissedRow(link_id=link.id, created=at, created_by=link.name)
    session.add(row)
    _fill(row, told)
    row.heard_by = told.heard_by or link.name
    session.flush()
    note(session, at, None, "missed.heard", missed=row.id, by=link.name)
    return row
