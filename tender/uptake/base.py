"""The base of declared contracts of an installation: made whole, put in place at once, read by many.

A folder holds bases and a file `current` that names the one in use. An import writes its own base beside it
and then changes the name, so readers see the old one to the end of their question and never half of a new
one. Who imports is one at a time (the worker); readers are as many as wanted, in any number of processes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb

from tender.uptake.bodies import KIND
from tender.uptake.counting import count_contracts
from tender.uptake.engine import open_engine, table_of
from tender.uptake.figures import BaseFacts, FileFacts, PublicBody
from tender.uptake.inclusive import InclusiveList, keep_wins
from tender.uptake.shapes import DeclaredError
from tender.vocabulary.plain import from_plain, to_plain

CURRENT: Final = "current"
_UNREADABLE: Final = "la base des marchés déclarés ne s’ouvre pas ; importez de nouveau"
_MADE: Final = "declared-{moment:%Y%m%dT%H%M%S}-{token}.duckdb"


@dataclass(frozen=True, slots=True)
class Base:
    """A base opened for reading. Its connection is shared: ask through `ask`, which takes a cursor."""

    path: Path
    facts: BaseFacts
    connection: duckdb.DuckDBPyConnection

    def ask(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a question; safe from any thread."""
        with self.connection.cursor() as cursor:
            return cursor.execute(query, list(values)).fetchall()

    @contextmanager
    def session(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own, for several questions over tables of the moment."""
        with self.connection.cursor() as cursor:
            yield cursor


@dataclass(frozen=True, slots=True)
class Sources:
    """What a base is made of: DECP files (name, path), what reference data know of buyers, and the list of
    inclusive employers to be found among the winners."""

    files: Sequence[tuple[str, Path]]
    bodies: Iterable[PublicBody] = ()
    listed: InclusiveList | None = None


def build_base(sources: Sources, folder: Path, moment: datetime) -> BaseFacts:
    """Make a base and put it in place of the one before. `moment`: when; nothing is notified after its day.

    Raises DeclaredError; the base in use then stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / _MADE.format(moment=moment, token=token_hex(4))
    try:
        with TemporaryDirectory(dir=folder) as scratch:
            facts = _written(sources, made, Path(scratch), moment)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    _put_in_place(folder, made)
    return facts


def _written(sources: Sources, made: Path, scratch: Path, moment: datetime) -> BaseFacts:
    with open_engine(made, scratch) as database:
        read = count_contracts(database, [path for _, path in sources.files], scratch, moment.date())
        _know(database, sources.bodies, scratch / "bodies.csv")
        wins = keep_wins(database, sources.listed, scratch / "inclusive.csv")
        by_file = {row[0]: row[1:] for row in database.execute(_BY_FILE).fetchall()}
        total = database.execute(_TOTALS).fetchone() or (0, 0, None, None, 0, 0)
        facts = BaseFacts(
            made=moment.isoformat(timespec="seconds"),
            files=tuple(
                FileFacts(
                    name=name,
                    sha256=_digest(path),
                    rows=one.records,
                    contracts=by_file.get(index, (0, None))[0],
                    has_social=one.has_social,
                    published=by_file.get(index, (0, None))[1],
                )
                for index, ((name, path), one) in enumerate(zip(sources.files, read, strict=True))
            ),
            rows=sum(one.records for one in read),
            contracts=total[0],
            buyers=total[1],
            first=total[2],
            last=total[3],
            nameless=total[4],
            repeated=total[5],
            listed=wins,
        )
        database.execute("CREATE TABLE told (facts VARCHAR)")
        database.execute("INSERT INTO told VALUES ($1)", [json.dumps(to_plain(facts))])
    return facts


def _know(database: duckdb.DuckDBPyConnection, bodies: Iterable[PublicBody], scratch: Path) -> None:
    """Make `buyers`, one row each: its name, kind and inhabitants where they are known."""
    rows = ((one.siren, one.kind.value, one.name, one.people) for one in bodies)
    columns = {"siren": "INTEGER", "kind": "VARCHAR", "name": "VARCHAR", "people": "INTEGER"}
    database.execute(_BUYERS.format(bodies=table_of(rows, columns, scratch)))


_BUYERS: Final = f"""
    CREATE TABLE buyers AS
    SELECT siren, coalesce(bodies.name, told.name) AS name, coalesce(bodies.kind, {KIND}) AS kind,
        coalesce(bodies.people, 0) AS people, contracts
    FROM (SELECT siren, max(name) AS name, count(*)::INTEGER AS contracts FROM contracts GROUP BY siren)
        AS told
    LEFT JOIN {{bodies}} AS bodies USING (siren)"""
_BY_FILE: Final = """
    SELECT file, count(*), max(published) FILTER (year(published) BETWEEN 2015 AND 2100)::VARCHAR
    FROM contracts JOIN rows_read ON rows_read.rowid = contracts.last_row GROUP BY file"""
_TOTALS: Final = """
    SELECT count(*), count(DISTINCT siren), min(notified)::VARCHAR, max(notified)::VARCHAR,
        (SELECT nameless FROM dropped), (SELECT repeated FROM dropped)
    FROM contracts"""


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _put_in_place(folder: Path, made: Path) -> None:
    """Change the name in use in one step; bases no longer in use go, save those a system holds open."""
    written = folder / f"{CURRENT}.new"
    written.write_text(made.name, encoding="utf-8")
    written.replace(folder / CURRENT)
    for old in folder.glob("declared-*"):
        if not old.name.startswith(made.name):
            try:
                old.unlink()
            except OSError:
                continue


def open_base(folder: Path) -> Base | None:
    """The base in use, None before the first import. Kept open: the second question is a warm one.

    Raises DeclaredError for a base that does not open.
    """
    for last_try in (False, True):
        try:
            name = (folder / CURRENT).read_text(encoding="utf-8").strip()
        except OSError:
            return None
        try:
            return _opened(folder / name)
        except duckdb.Error as error:
            # An import may have put another in place since the name was read.
            if last_try:
                raise DeclaredError(name, _UNREADABLE) from error
    return None


@lru_cache(maxsize=2)
def _opened(path: Path) -> Base:
    connection = open_engine(path)
    found = connection.execute("SELECT facts FROM told").fetchone() or ("{}",)
    return Base(path, from_plain(BaseFacts, json.loads(found[0])), connection)
