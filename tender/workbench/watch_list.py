"""The watch as its page shows it: three calls to read, the others, hours to serve, and what was set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tender.parsing.formats import read as read_format
from tender.parsing.refusal import Refused
from tender.store.accounts import UserRow
from tender.store.files import FileStore
from tender.store.watch import WatchedNoticeRow, WatchSourceRow, list_sources, list_watched
from tender.vocabulary.plain import from_plain
from tender.watch.glossary import Term, terms_in
from tender.watch.matching import Match

FIRST_TO_READ = 3
RECENT = timedelta(days=14)
MOST = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """A notice with what the watch thinks of it."""

    row: WatchedNoticeRow
    match: Match


@dataclass(frozen=True, slots=True)
class Morning:
    """What the officer finds. `aside`: by cause, the calls of the last two weeks set aside, most first."""

    first: tuple[Seen, ...]
    others: tuple[Seen, ...]
    supply: tuple[Seen, ...]
    declined: tuple[Seen, ...]
    aside: tuple[tuple[str, tuple[Seen, ...]], ...]
    sources: tuple[WatchSourceRow, ...]

    @property
    def total(self) -> int:
        """How many calls were looked at."""
        kept = len(self.first) + len(self.others) + len(self.supply) + len(self.declined)
        return kept + sum(len(held) for _, held in self.aside)


def seen(row: WatchedNoticeRow) -> Seen:
    """A row with its match; one that was never judged (its text could not be read) has none to speak of."""
    plain = row.match or {"kept": False, "score": 0.0}
    return Seen(row, from_plain(Match, plain))


def morning(session: Session, viewer: UserRow, at: datetime) -> Morning:
    """What is open now, the best first; what a person said no to stands apart."""
    rows = [
        row for row in list_watched(session, viewer=viewer, limit=MOST) if row.kind in ("call", "planning")
    ]
    open_ = [row for row in rows if row.deadline is None or row.deadline > at]
    kept = [seen(row) for row in open_ if row.kept and row.wanted is not False and row.call_id is None]
    supply = [seen(row) for row in open_ if row.supply and not row.kept and row.wanted is not False]
    declined = [seen(row) for row in open_ if row.wanted is False]
    recent = [row for row in rows if row.received >= at - RECENT]
    aside = [seen(row) for row in recent if not (row.kept or row.supply) and row.wanted is None]
    return Morning(
        tuple(kept[:FIRST_TO_READ]),
        tuple(kept[FIRST_TO_READ:]),
        tuple(supply),
        tuple(declined),
        _by_cause(aside),
        tuple(list_sources(session, viewer=viewer)),
    )


def foreign_words(row: WatchedNoticeRow, files: FileStore) -> tuple[Term, ...]:
    """The foreign words of a notice with what they mean in French; none where its text is not here."""
    said = f"{row.title}\n{row.buyer}"
    if row.sha256 and files.path(row.sha256).exists():
        try:
            source = read_format(files.read(row.sha256), row.name)
        except Refused:
            source = None
        if source is not None:
            said = "\n".join([said, *(page.text for page in source.pages)])
    return terms_in(said)


def _by_cause(aside: Sequence[Seen]) -> tuple[tuple[str, tuple[Seen, ...]], ...]:
    groups: dict[str, list[Seen]] = {}
    for one in aside:
        groups.setdefault(cause_of(one), []).append(one)
    return tuple((code, tuple(held)) for code, held in sorted(groups.items(), key=lambda pair: -len(pair[1])))


def cause_of(one: Seen) -> str:
    """Why a notice was set aside, as a code."""
    if one.match.against:
        return one.match.against[0].code
    return "unreadable" if one.row.refusal else "not_judged"
