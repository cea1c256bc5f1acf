"""The watch's verbs: store what arrives, join it to its call, judge it; yes and no; open it as a call."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tender.parsing.refusal import Refused
from tender.store.accounts import UserRow
from tender.store.files import FileStore
from tender.store.journal import note
from tender.store.watch import WatchedNoticeRow, WatchLessonRow, find_watched
from tender.vocabulary.plain import to_plain
from tender.watch.arriving import Arrived
from tender.watch.lessons import Lesson, learn
from tender.watch.matching import Helper, Kind, Match, judge
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.intake import Received, receive
from tender.workbench.permissions import Act, require
from tender.workbench.watch_facts import helpers, read_arrived, reopened

log = logging.getLogger("tender.workbench")

FIRST = (Kind.CALL.value, Kind.PLANNING.value)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a batch: notices that are new, and those known already."""

    new: int
    known: int


def keep(session: Session, files: FileStore, arrived: Iterable[Arrived], at: datetime) -> Kept:
    """Store notices once each, join them to their call, and judge the calls. Never twice the same."""
    new = known = 0
    members: Sequence[Helper] | None = None
    lessons = lessons_of(session)
    for one in arrived:
        if _known(session, one.source, one.ref) is not None:
            known += 1
            continue
        members = helpers(session, at) if members is None else members
        row = _row(one, files, at)
        session.add(row)
        session.flush()
        _judge_new(session, row, one, (members, lessons), at)
        new += 1
    return Kept(new, known)


def _known(session: Session, source: str, ref: str) -> WatchedNoticeRow | None:
    return session.scalar(
        select(WatchedNoticeRow).where(WatchedNoticeRow.source == source, WatchedNoticeRow.ref == ref)
    )


def _row(one: Arrived, files: FileStore, at: datetime) -> WatchedNoticeRow:
    return WatchedNoticeRow(
        source=one.source,
        ref=one.ref,
        kind=one.kind.value,
        name=one.name,
        sha256=files.keep(one.data) if one.data else "",
        title=one.title,
        buyer=one.buyer,
        published=one.published,
        folder=one.folder,
        linked=list(one.linked),
        departements=list(one.departements),
        labels=list(one.labels),
        address=one.address,
        received=at,
        match={},
    )


def _judge_new(
    session: Session,
    row: WatchedNoticeRow,
    one: Arrived,
    known: tuple[Sequence[Helper], Mapping[str, Lesson]],
    at: datetime,
) -> None:
    """Read the notice, find its call, and say whether it concerns the members."""
    try:
        facts = read_arrived(one)
    except Refused as refusal:
        row.refusal = refusal.reason.value
        _join(session, row)
        return
    except Exception:
        # One strange notice must not stop a source for good: it is kept, named unread, and the others go on.
        log.exception("notice %s %s could not be read", row.source, row.ref)
        row.refusal = "unexpected"
        _join(session, row)
        return
    row.title, row.buyer, row.deadline = (
        facts.title[:500] or row.title,
        facts.buyer or row.buyer,
        facts.deadline,
    )
    stem = _join(session, row)
    _settle(row, judge(facts.opening, known[0], known[1], at))
    if stem is None:
        return
    if row.kind == Kind.CORRECTION.value and row.deadline is not None:
        stem.deadline = row.deadline
    if row.kind == Kind.CANCELLATION.value:
        stem.kept, stem.match = False, {**stem.match, "against": [_plain_reason("cancelled")]}


def _join(session: Session, row: WatchedNoticeRow) -> WatchedNoticeRow | None:
    """The notice of the same call that came first: by procedure, by the numbers it speaks of.

    An award or a correction may come before the watch saw the call: a call that comes after takes them in.
    """
    others = _of_same_call(session, row)
    if not others:
        return None
    stems = sorted({one.stem_id or one.id for one in others})
    stem = session.get_one(WatchedNoticeRow, stems[0])
    if row.kind in FIRST and stem.kind not in FIRST:
        for one in (*others, stem):
            if one.id != row.id:
                one.stem_id = row.id
        return None
    row.stem_id = stem.id
    return stem


def _of_same_call(session: Session, row: WatchedNoticeRow) -> list[WatchedNoticeRow]:
    found: dict[int, WatchedNoticeRow] = {}
    if row.folder:
        same = select(WatchedNoticeRow).where(
            WatchedNoticeRow.folder == row.folder, WatchedNoticeRow.id != row.id
        )
        found |= {one.id: one for one in session.scalars(same)}
    if row.linked:
        named = select(WatchedNoticeRow).where(
            WatchedNoticeRow.source == row.source, WatchedNoticeRow.ref.in_([str(one) for one in row.linked])
        )
        found |= {one.id: one for one in session.scalars(named)}
    return [one for _, one in sorted(found.items())]


def _settle(row: WatchedNoticeRow, match: Match) -> None:
    row.kept, row.supply, row.score = match.kept, match.supply, match.score
    plain: dict[str, Any] = to_plain(match)
    row.match = plain


def _plain_reason(code: str) -> dict[str, Any]:
    return {"code": code, "points": 0.0, "facts": {}}


def lessons_of(session: Session) -> dict[str, Lesson]:
    """What was taught so far, by feature."""
    rows = session.scalars(select(WatchLessonRow))
    return {row.feature: Lesson(row.feature, row.yes, row.no) for row in rows}


def say(session: Session, actor: UserRow, notice_id: int, wanted: bool | None) -> WatchedNoticeRow:
    """The officer's yes, no, or neither any more; what it teaches moves the other calls at once."""
    require(actor, Act.RECEIVE_CALL)
    row = _notice(session, actor, notice_id)
    if row.wanted is wanted:
        return row
    features = [str(one) for one in row.match.get("features") or ()]
    held = learn(lessons_of(session), features, before=row.wanted, after=wanted)
    known = {one.feature: one for one in session.scalars(select(WatchLessonRow))}
    for feature, lesson in held.items():
        line = known.get(feature)
        if line is None:
            line = WatchLessonRow(feature=feature, yes=0, no=0)
            session.add(line)
        line.yes, line.no = lesson.yes, lesson.no
    row.wanted = wanted
    row.wanted_by, row.wanted_at = (actor.name, now()) if wanted is not None else ("", None)
    note(session, now(), actor, "watch.said", notice=row.ref, wanted=wanted)
    return row


def forget_lessons(session: Session, actor: UserRow) -> int:
    """Unlearn everything; the opinions themselves stay on their calls. How many lessons there were."""
    require(actor, Act.RECEIVE_CALL)
    count = len(lessons_of(session))
    session.execute(delete(WatchLessonRow))
    note(session, now(), actor, "watch.forgot", lessons=count)
    return count


def judge_again(session: Session, files: FileStore, at: datetime, *, taught_only: bool = False) -> int:
    """Judge every call still open as things stand now: members changed, lessons were learnt. How many.

    `taught_only`: those that lessons can move, which is what an opinion changes; each is read anew.
    """
    rows = session.scalars(
        select(WatchedNoticeRow).where(
            WatchedNoticeRow.kind.in_(FIRST),
            WatchedNoticeRow.stem_id.is_(None),
            WatchedNoticeRow.sha256 != "",
        )
    ).all()
    members, lessons = helpers(session, at), lessons_of(session)
    count = 0
    for row in rows:
        if taught_only and not row.match.get("features"):
            continue
        if row.refusal or (row.deadline is not None and row.deadline <= at and not row.kept):
            continue
        data = files.read(row.sha256)
        held = reopened(
            row.kind, data, row.name, source=row.source, departements=row.departements, labels=row.labels
        )
        facts = read_arrived(held)
        _settle(row, judge(facts.opening, members, lessons, at))
        count += 1
    return count


def open_as_call(session: Session, actor: UserRow, files: FileStore, notice_id: int) -> Received:
    """Hand the notice to the intake, as a file like any other. Raises NotFound, Invalid without its text."""
    row = _notice(session, actor, notice_id)
    if not row.sha256:
        raise Invalid("notice_without_text", ref=row.ref)
    received = receive(session, actor, files, [(row.name, files.read(row.sha256))])
    row.call_id = received.call.id
    if row.wanted is not True:
        say(session, actor, notice_id, True)
    note(session, now(), actor, "watch.opened", call_id=received.call.id, notice=row.ref)
    return received


def _notice(session: Session, actor: UserRow, notice_id: int) -> WatchedNoticeRow:
    row = find_watched(session, notice_id, viewer=actor)
    if row is None:
        raise NotFound("watched_notice", id=notice_id)
    return row
