"""DECP files of all three shapes as one query of text columns: rows as read, nothing interpreted yet.

Shapes: the regulatory JSON or XML (formats 2022 and 2019), the flat table of the ministry's portal (CSV,
JSON, parquet), the flat table of decp.info (CSV, parquet). The bytes and the column names decide, not the
file's name.
"""

from __future__ import annotations

import csv
import gzip
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

import duckdb

from tender.uptake.records import COLUMNS, NAMES, records_of, rows_of
from tender.uptake.xml_files import contracts_of

NO_ROWS: Final = (
    "SELECT "
    + ", ".join(f"NULL::VARCHAR AS {name}" for name in COLUMNS)
    + ", 0 AS file, false AS has_social WHERE false"
)
"""The query of a file without rows; see FlatFile.ways."""


class DeclaredError(Exception):
    """A file that holds no essential data we can read. `file`: its name; `why`: a French clause."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}: {why}")
        self.file = file
        self.why = why


@dataclass(frozen=True, slots=True)
class FlatFile:
    """A file as the engine reads it.

    `ways`: queries of its rows, the likeliest first (encodings, loose quotes); each gives a text column per
    name of COLUMNS, then `file` (its place among the files) and `has_social`. `records`: contracts in it,
    where its rows are more than those; once read, else, its rows.
    """

    name: str
    ways: tuple[str, ...]
    has_social: bool
    records: int = 0

    def counted(self, rows: int) -> FlatFile:
        """The same, its rows known."""
        return replace(self, records=rows)


def flat_file(database: duckdb.DuckDBPyConnection, path: Path, index: int, folder: Path) -> FlatFile:
    """How to read a DECP file; `folder`: an empty folder for working copies. Raises DeclaredError."""
    try:
        with path.open("rb") as opened:
            packed = opened.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as opened:
            head = opened.read(4096)
    except (OSError, EOFError) as error:
        raise DeclaredError(path.name, "il n’a pas pu être ouvert") from error
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise DeclaredError(path.name, "il est vide")
    if start[:1] in (b"{", b"[", b"<"):
        copy = folder / f"{index}.csv"
        flatten = _flatten_xml if start[:1] == b"<" else _flatten
        with copy.open("w", encoding="utf-8", newline="") as made:
            records, social = flatten(path, made, packed=packed)
        return _described(database, [_csv(copy)], path.name, index, has_social=social, records=records)
    # A working copy under a plain name: the engine reads stars and brackets of a path as a pattern.
    parquet = start.startswith(b"PAR1")
    copy = folder / (f"{index}.parquet" if parquet else f"{index}.csv")
    if packed:
        with gzip.open(path) as opened, copy.open("wb") as made_bytes:
            shutil.copyfileobj(opened, made_bytes)
    else:
        copy.symlink_to(path.resolve())
    return _described(database, _tables(copy, parquet=parquet), path.name, index)


def _described(
    database: duckdb.DuckDBPyConnection,
    tables: Sequence[str],
    name: str,
    index: int,
    *,
    has_social: bool | None = None,
    records: int = 0,
) -> FlatFile:
    """One flat file, its columns told by their names. Raises DeclaredError."""
    described: list[tuple[Any, ...]] = []
    ways = []
    social = bool(has_social)
    for table in tables:
        try:
            described = database.execute(f"DESCRIBE FROM {table}").fetchall()
        except duckdb.Error:
            continue
        taken = _taken(described)
        if not (taken["buyer"] and taken["id"]) and not taken["uid"]:
            continue
        social = has_social if has_social is not None else taken["social"] is not None
        chosen = ", ".join(f"{_text_of(column)} AS {ours}" for ours, column in taken.items())
        ways.append(f"SELECT {chosen}, {index} AS file, {social} AS has_social FROM {table}")
    if not described:
        raise DeclaredError(name, "ce n’est ni un tableau CSV, ni du parquet, ni du JSON, ni du XML")
    if not ways:
        raise DeclaredError(name, "on n’y trouve ni acheteur ni identifiant de marché")
    return FlatFile(name, tuple(ways), social, records)


def _taken(described: Sequence[tuple[Any, ...]]) -> dict[str, str | None]:
    """Our names, and the file's own column for each."""
    found = {str(row[0]).strip().lower().lstrip("\ufeff"): str(row[0]) for row in described}
    return {
        ours: next((found[theirs] for theirs in (ours, *names) if theirs in found), None)
        for ours, names in COLUMNS.items()
    }


def _text_of(column: str | None) -> str:
    if column is None:
        return "NULL::VARCHAR"
    quoted = column.replace('"', '""')
    return f'CAST("{quoted}" AS VARCHAR)'


def _csv(copy: Path, how: str = "") -> str:
    file = "'" + str(copy).replace("'", "''") + "'"
    return f"read_csv({file}, all_varchar=true, header=true, sample_size=20000, quote='\"', escape='\"'{how})"


def _tables(copy: Path, *, parquet: bool) -> list[str]:
    """The reading calls to try, in their order."""
    if parquet:
        return ["read_parquet('" + str(copy).replace("'", "''") + "')"]
    loose = ", null_padding=true, strict_mode=false, parallel=false"
    latin = ", encoding='latin-1'"
    return [_csv(copy), _csv(copy, latin), _csv(copy, loose), _csv(copy, loose + latin)]


def _flatten_xml(path: Path, made: IO[str], *, packed: bool) -> tuple[int, bool]:
    """Write the contracts of an XML file as flat rows; how many, and whether they have the social field."""
    write = _writer(made)
    records, social, new = 0, False, False
    try:
        with gzip.open(path) if packed else path.open("rb") as opened:
            for kind, record in contracts_of(opened.read):
                records += 1
                social |= "considerationsSociales" in record
                new |= kind == "contrat-concession" or "considerationsEnvironnementales" in record
                write(record)
    except (OSError, EOFError, ValueError) as error:
        raise DeclaredError(path.name, "son XML est abîmé") from error
    if not records:
        raise DeclaredError(path.name, "on n’y trouve aucun marché")
    return records, social or new


def _writer(made: IO[str]) -> Callable[[dict[str, Any]], None]:
    """What writes a record and its modifications as rows."""
    writer = csv.writer(made, quoting=csv.QUOTE_ALL)
    writer.writerow(NAMES)

    def write(record: dict[str, Any]) -> None:
        for row in rows_of(record):
            writer.writerow([row.get(name, "") for name in NAMES])

    return write


def _flatten(path: Path, made: IO[str], *, packed: bool) -> tuple[int, bool]:
    """Write the contracts of a JSON file as flat rows; how many there are, and whether they have the
    social field."""
    try:
        with gzip.open(path) if packed else path.open("rb") as opened:
            text = opened.read().decode("utf-8-sig")
        records, social = records_of(text)
    except (OSError, EOFError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise DeclaredError(path.name, "son JSON est abîmé") from error
    if records is None:
        raise DeclaredError(path.name, "on n’y trouve aucun marché")
    write = _writer(made)
    for record in records:
        write(record)
    return len(records), social
