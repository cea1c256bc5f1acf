"""Searches a person keeps over what the watch brings, and the letter of the mornings with something new."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tender.documents.digest import MOST, Found, digest
from tender.geography import departement
from tender.store.accounts import UserRow
from tender.store.journal import note
from tender.store.watch import SavedSearchRow, WatchedNoticeRow, list_searches, list_watched
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.permissions import Act, require
from tender.workbench.posting import DIGEST, prepare_letter
from tender.workbench.timing import PARIS
from tender.workbench.watch_list import Seen, seen

MORNING = time(7)
"""From this hour of Paris on, the letter of the day may leave."""
LONGEST, SEARCHES = 120, 50


@dataclass(frozen=True, slots=True)
class Search:
    """What a person wants to see. `departements`: codes ("13", "2A"); all places where empty.

    `words`: all must stand in the title or the buyer's name. `social`: only calls with a social clause,
    criterion or reservation. `digest`: tell me what is new.
    """

    name: str
    words: str = ""
    departements: tuple[str, ...] = ()
    social: bool = False
    digest: bool = False


def save(session: Session, actor: UserRow, search: Search, search_id: int | None = None) -> SavedSearchRow:
    """Keep a search, or change one's own. Raises Invalid, NotFound.

    The letter tells what comes from now on: what is already there is on the page.
    """
    require(actor, Act.RECEIVE_CALL)
    if not search.name.strip():
        raise Invalid("search_name")
    if not (search.words.strip() or search.departements or search.social):
        raise Invalid("search_empty")
    unknown = [code for code in search.departements if departement(code) is None]
    if unknown:
        raise Invalid("search_departement", place=unknown[0])
    if search_id is None:
        if len(list_searches(session, viewer=actor)) >= SEARCHES:
            raise Invalid("search_many", most=SEARCHES)
        row = SavedSearchRow(user_id=actor.id, sent_up_to=_newest(session))
        session.add(row)
    else:
        row = own(session, actor, search_id)
        if search.digest and not row.digest:
            row.sent_up_to = _newest(session)
    row.name, row.words = search.name.strip()[:LONGEST], " ".join(search.words.split())[:LONGEST]
    row.departements, row.social, row.digest = list(search.departements), search.social, search.digest
    session.flush()
    note(session, now(), actor, "search.saved", name=row.name, digest=row.digest)
    return row


def remove(session: Session, actor: UserRow, search_id: int) -> None:
    """Forget one's own search. Raises NotFound."""
    row = own(session, actor, search_id)
    note(session, now(), actor, "search.removed", name=row.name)
    session.delete(row)


def own(session: Session, actor: UserRow, search_id: int) -> SavedSearchRow:
    """One of the person's own searches. Raises NotFound."""
    require(actor, Act.RECEIVE_CALL)
    row = next((one for one in list_searches(session, viewer=actor) if one.id == search_id), None)
    if row is None:
        raise NotFound("search", id=search_id)
    return row


def results(session: Session, actor: UserRow, search: SavedSearchRow, at: datetime) -> list[Seen]:
    """The calls open now that it finds, the best first."""
    rows = list_watched(session, viewer=actor, words=search.words, limit=2000)
    open_ = [row for row in rows if row.kind in ("call", "planning") and not _is_over(row, at)]
    return [one for one in map(seen, open_) if _fits(one, search)]


def departements_in(text: str) -> tuple[str, ...]:
    """The codes a person typed: « 13, 84 2a »."""
    return tuple(dict.fromkeys(part.upper() for part in re.split(r"[\s,;]+", text) if part))


def prepare_digests(session: Session, at: datetime, address: str = "") -> int:
    """Write the letters of this morning, once a day a search; how many. Nothing new is no letter.

    `address`: of the installation, "" when it is not set: the letter then names calls without a link.
    """
    local = at.astimezone(PARIS)
    if local.time() < MORNING:
        return 0
    rows = session.scalars(
        select(SavedSearchRow).where(
            SavedSearchRow.digest, SavedSearchRow.sent.is_distinct_from(local.date())
        )
    )
    return sum(_prepare(session, row, local.date(), at, address) for row in rows)


def _prepare(session: Session, row: SavedSearchRow, day: date, at: datetime, address: str) -> bool:
    user = session.get_one(UserRow, row.user_id)
    row.sent = day
    if not user.active or not user.sees_everything:
        return False
    fresh = [one for one in results(session, user, row, at) if one.row.id > row.sent_up_to]
    row.sent_up_to = max([row.sent_up_to, *(one.row.id for one in fresh)])
    if not fresh:
        return False
    told = [
        Found(
            one.row.title or one.row.ref,
            one.row.buyer,
            one.row.deadline,
            f"{address.rstrip('/')}/veille/{one.row.id}" if address else "",
        )
        for one in fresh[:MOST]
    ]
    words = digest(row.name, told, len(fresh), user.language)
    about = [{"member": 0, "digest": f"{row.id}:{day.isoformat()}"}]
    return prepare_letter(session, DIGEST, None, user, words=words, about=about, due=at) is not None


def _is_over(row: WatchedNoticeRow, at: datetime) -> bool:
    return row.deadline is not None and row.deadline <= at


def _fits(one: Seen, search: SavedSearchRow) -> bool:
    if search.departements and not set(search.departements) & {str(code) for code in one.row.departements}:
        return False
    return not search.social or bool(one.match.social)


def _newest(session: Session) -> int:
    return session.scalar(select(func.max(WatchedNoticeRow.id))) or 0
