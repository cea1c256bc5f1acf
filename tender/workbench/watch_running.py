"""Run an installation's sources: from where each was left, batch by batch, each stored before the next."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tender.settings import WatchSettings
from tender.store.accounts import UserRow
from tender.store.files import FileStore
from tender.store.journal import note
from tender.store.watch import WatchSourceRow
from tender.watch import boamp, dropped, ted
from tender.watch.arriving import Batch, SourceFault
from tender.watch.reaching import Host, Manner
from tender.watch.recorded import Recorded
from tender.workbench.clock import now
from tender.workbench.permissions import Act, require
from tender.workbench.timing import PARIS
from tender.workbench.watching import Kept, keep

log = logging.getLogger("tender.workbench")

EVERY = timedelta(hours=2)
AFTER_FAULT = timedelta(minutes=15)
AT_ONCE = 45.0
"""Seconds of one turn: other jobs wait meanwhile, and the cursor knows how to go on."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn of one source gave. `fault`: a code, "" when all went well."""

    source: str
    new: int
    known: int
    finished: bool
    fault: str = ""


def ask_now(session: Session, actor: UserRow, settings: WatchSettings) -> None:
    """Have every source asked as soon as the worker can."""
    require(actor, Act.RECEIVE_CALL)
    for name in settings.names:
        source_row(session, name).asked = True
    note(session, now(), actor, "watch.asked", sources=list(settings.names))


def replay(session: Session, actor: UserRow, files: FileStore, at: datetime) -> Kept:
    """The recorded notices of the demo, in the caller's own transaction: there is no network to wait for."""
    require(actor, Act.RECEIVE_CALL)
    row, today = source_row(session, "recorded"), at.astimezone(PARIS).date()
    new = known = 0
    for batch in boamp.pull(Recorded(today), dict(row.cursor), today):
        kept = keep(session, files, batch.notices, at)
        row.cursor, row.finished = dict(batch.cursor), at
        new, known = new + kept.new, known + kept.known
    row.received += new
    return Kept(new, known)


def run_due(
    made: sessionmaker[Session],
    files: FileStore,
    settings: WatchSettings,
    at: datetime,
    *,
    force: bool = False,
) -> list[Turn]:
    """One turn of each source that is due or was asked for; a fault of one does not stop the others."""
    turns = []
    for name in settings.names:
        with made.begin() as session:
            row = source_row(session, name)
            due = force or row.asked or _is_due(row, at)
            cursor = dict(row.cursor)
            if due:
                row.started = at
        if due:
            turns.append(_turn((made, files), settings, name, cursor, at))
    return turns


def source_row(session: Session, name: str) -> WatchSourceRow:
    """The row of a source, made when it is new."""
    row = session.scalar(select(WatchSourceRow).where(WatchSourceRow.name == name))
    if row is None:
        row = WatchSourceRow(name=name, cursor={}, fault_facts={}, unread={})
        session.add(row)
        session.flush()
    return row


def _is_due(row: WatchSourceRow, at: datetime) -> bool:
    if row.cursor.get("open") is True and not row.fault:
        return True
    last = row.finished or row.started
    return last is None or at - last >= (AFTER_FAULT if row.fault else EVERY)


def _turn(
    bench: tuple[sessionmaker[Session], FileStore],
    settings: WatchSettings,
    name: str,
    cursor: Mapping[str, Any],
    at: datetime,
) -> Turn:
    made, files = bench
    new = known = 0
    finished, began = False, time.monotonic()
    try:
        for batch in _batches(settings, name, cursor, at):
            with made.begin() as session:
                kept = keep(session, files, batch.notices, at)
                row = source_row(session, name)
                row.cursor = dict(batch.cursor)
                row.received += kept.new
                row.unread = _added(row.unread, batch.unread)
                row.fault, row.fault_facts = "", {}
                if batch.finished:
                    row.finished, row.asked = at, False
            new, known, finished = new + kept.new, known + kept.known, batch.finished
            if time.monotonic() - began > AT_ONCE:
                break
    except SourceFault as fault:
        log.warning("watch %s: %s %s", name, fault.code, fault.facts)
        with made.begin() as session:
            row = source_row(session, name)
            row.fault, row.asked, row.finished = fault.code, False, at
            row.fault_facts = {key: str(value) for key, value in fault.facts.items()}
        return Turn(name, new, known, False, fault.code)
    return Turn(name, new, known, finished)


def _added(held: Mapping[str, Any], more: Mapping[str, int]) -> dict[str, Any]:
    return {key: int(held.get(key, 0)) + more.get(key, 0) for key in (*held, *more)}


def _batches(settings: WatchSettings, name: str, cursor: Mapping[str, Any], at: datetime) -> Iterator[Batch]:
    today = at.astimezone(PARIS).date()
    manner = Manner(pace=settings.pace, seconds=settings.seconds)
    if name == "recorded":
        return boamp.pull(Recorded(today), cursor, today)
    if name == boamp.SOURCE:
        host = Host(settings.boamp_host, fallback=settings.boamp_fallback, manner=manner)
        return boamp.pull(host, cursor, today, boamp.Wanted(settings.departements))
    if name == ted.SOURCE:
        search = Host(settings.ted_host, fallback=settings.ted_fallback, manner=manner)
        texts = Host(settings.ted_texts, manner=manner)
        wanted = ted.Wanted(settings.countries, settings.places)
        return ted.pull(search, texts, cursor, today, wanted)
    return dropped.pull(Path(settings.folder), cursor, at)
