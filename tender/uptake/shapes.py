"""DECP files of all three shapes as one query of text columns: rows as read, nothing interpreted yet.

Shapes: the regulatory JSON (formats 2022 and 2019), the flat table of the ministry's portal (CSV, JSON,
parquet), the flat table of decp.info (CSV, parquet). The bytes and the column names decide, not the file's
name.
"""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import duckdb

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "id_marche"),
    "uid": ("uid",),
    "buyer": (
        "acheteur_id",
        "id_acheteur",
        "acheteur.id",
        "idacheteur",
        "autoriteconcedante_id",
        "autoriteconcedante.id",
    ),
    "buyer_name": ("acheteur_nom", "nom_acheteur", "acheteur.nom"),
    "nature": ("nature",),
    "object": ("objet", "objet_marche"),
    "cpv": ("codecpv", "code_cpv"),
    "procedure": ("procedure",),
    "techniques": ("techniques", "technique"),
    "notified": ("datenotification", "date_notification", "datesignature"),
    "published": ("datepublicationdonnees", "date_publication_donnees"),
    "amount": ("montant", "montant_marche", "valeurglobale"),
    "social": ("considerationssociales", "considerations_sociales"),
    "framework": ("idaccordcadre", "id_accord_cadre"),
    "place": ("lieuexecution_code", "lieuexecution.code", "lieu_execution_code"),
    "place_type": ("lieuexecution_typecode", "lieuexecution.typecode"),
    "buyer_place": ("acheteur_departement_code",),
    "change": ("idmodification", "modification_id"),
    "changed": ("datenotificationmodificationmodification", "datenotificationmodification"),
    "changed_amount": ("montantmodification",),
    "current": ("donneesactuelles",),
    "source": ("source", "sourcedataset"),
}
"""Our name of each field, and how the shapes name it, in lower case."""
_NAMES: Final = tuple(COLUMNS)
NO_ROWS: Final = (
    "SELECT "
    + ", ".join(f"NULL::VARCHAR AS {name}" for name in COLUMNS)
    + ", 0 AS file, false AS has_social WHERE false"
)
"""The query of a file without rows; see FlatFile.rows."""
_REGULATORY: Final = ("marche", "contrat-concession")


class DeclaredError(Exception):
    """A file that holds no essential data we can read. `file`: its name; `why`: a French clause."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}: {why}")
        self.file = file
        self.why = why


@dataclass(frozen=True, slots=True)
class FlatFile:
    """A file as the engine reads it.

    `rows`: the query of its rows, a text column per name of COLUMNS, then `file` (its place among the
    files) and `has_social`; `records`: contracts in it, where its rows are more than those.
    """

    name: str
    rows: str
    has_social: bool
    records: int | None = None


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
    if start[:1] == b"<":
        raise DeclaredError(path.name, "c’est du XML ; déposez la version JSON de ces données")
    if start[:1] in (b"{", b"["):
        copy = folder / f"{index}.csv"
        with copy.open("w", encoding="utf-8", newline="") as made:
            records, social = _flatten(path, made, packed=packed)
        return _described(database, "read_csv", copy, path.name, index, has_social=social, records=records)
    # A working copy under a plain name: the engine reads stars and brackets of a path as a pattern.
    parquet = start.startswith(b"PAR1")
    copy = folder / (f"{index}.parquet" if parquet else f"{index}.csv")
    if packed:
        with gzip.open(path) as opened, copy.open("wb") as made_bytes:
            shutil.copyfileobj(opened, made_bytes)
    else:
        copy.symlink_to(path.resolve())
    return _described(database, "read_parquet" if parquet else "read_csv", copy, path.name, index)


def _described(
    database: duckdb.DuckDBPyConnection,
    reader: str,
    copy: Path,
    name: str,
    index: int,
    *,
    has_social: bool | None = None,
    records: int | None = None,
) -> FlatFile:
    """One flat file, its columns told by their names."""
    table = _readable(database, reader, copy, name)
    described = database.execute(f"DESCRIBE FROM {table}").fetchall()
    found = {str(row[0]).strip().lower().lstrip("\ufeff"): str(row[0]) for row in described}
    taken = {
        ours: next((found[theirs] for theirs in (ours, *names) if theirs in found), None)
        for ours, names in COLUMNS.items()
    }
    if not (taken["buyer"] and taken["id"]) and not taken["uid"]:
        raise DeclaredError(name, "on n’y trouve ni acheteur ni identifiant de marché")
    social = has_social if has_social is not None else taken["social"] is not None
    chosen = ", ".join(f"{_text_of(column)} AS {ours}" for ours, column in taken.items())
    rows = f"SELECT {chosen}, {index} AS file, {social} AS has_social FROM {table}"  # noqa: S608 - our own words and quoted names
    return FlatFile(name, rows, social, records)


def _text_of(column: str | None) -> str:
    if column is None:
        return "NULL::VARCHAR"
    quoted = column.replace('"', '""')
    return f'CAST("{quoted}" AS VARCHAR)'


def _readable(database: duckdb.DuckDBPyConnection, reader: str, copy: Path, name: str) -> str:
    """The reading call that works for this file: encodings and loose quotes are tried in turn."""
    file = "'" + str(copy).replace("'", "''") + "'"
    if reader == "read_parquet":
        attempts = [f"read_parquet({file})"]
    else:
        plain = "all_varchar=true, header=true, sample_size=20000, quote='\"', escape='\"'"
        loose = f"{plain}, null_padding=true, strict_mode=false, parallel=false"
        attempts = [
            f"read_csv({file}, {plain})",
            f"read_csv({file}, {plain}, encoding='latin-1')",
            f"read_csv({file}, {loose})",
            f"read_csv({file}, {loose}, encoding='latin-1')",
        ]
    for table in attempts:
        try:
            database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own words
        except duckdb.Error:
            continue
        return table
    raise DeclaredError(name, "ce n’est ni un tableau CSV, ni du parquet, ni du JSON")


def _flatten(path: Path, made: IO[str], *, packed: bool) -> tuple[int, bool]:
    """Write the contracts of a JSON file as flat rows; how many there are, and whether they have the
    social field."""
    try:
        with gzip.open(path) if packed else path.open("rb") as opened:
            text = opened.read().decode("utf-8-sig")
        records, social = _records(_parsed(text))
    except (OSError, EOFError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise DeclaredError(path.name, "son JSON est abîmé") from error
    if records is None:
        raise DeclaredError(path.name, "on n’y trouve aucun marché")
    writer = csv.writer(made, quoting=csv.QUOTE_ALL)
    writer.writerow(_NAMES)
    for record in records:
        for row in _rows(record):
            writer.writerow([row.get(name, "") for name in _NAMES])
    return len(records), social


def _parsed(text: str) -> Any:
    """A JSON value, or the list of those on the lines of a file of one a line."""
    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _records(value: Any) -> tuple[list[dict[str, Any]] | None, bool]:
    """The contracts of a file, and whether the format has the social field (2022 on, all flat tables with
    it)."""
    if isinstance(value, dict) and "marches" in value:
        held = value["marches"]
        if isinstance(held, dict):
            return [r for kind in _REGULATORY for r in _listed(held.get(kind)) if isinstance(r, dict)], True
        records = [r for r in _listed(held) if isinstance(r, dict)]
        return records, any("considerationsSociales" in record for record in records)
    if isinstance(value, dict):
        for key in ("results", "records", "data"):
            if isinstance(value.get(key), list):
                value = value[key]
                break
        else:
            value = [value]
    if not isinstance(value, list):
        return None, False
    records = [_unwrapped(r) for r in value if isinstance(r, dict)]
    keys = {key.lower() for record in records for key in record}
    known = keys & {"acheteur_id", "acheteur", "uid", "id_acheteur"}
    return (records if known else None), bool(keys & set(COLUMNS["social"]))


def _unwrapped(record: dict[str, Any]) -> dict[str, Any]:
    fields = record.get("fields")
    return fields if isinstance(fields, dict) else record


def _listed(value: Any) -> list[Any]:
    """A list of what may be one, several or none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _rows(record: dict[str, Any]) -> Iterator[dict[str, str]]:
    """A contract and each of its modifications, as flat rows with our names."""
    lowered = {key.strip().lower(): value for key, value in record.items()}
    for outer in ("acheteur", "autoriteconcedante", "lieuexecution"):
        if isinstance(lowered.get(outer), dict):
            lowered |= {f"{outer}.{key.strip().lower()}": value for key, value in lowered[outer].items()}
    row = {
        ours: next((_said(lowered[name]) for name in names if name in lowered), "")
        for ours, names in COLUMNS.items()
    }
    yield row
    for order, held in enumerate(_listed(lowered.get("modifications")), start=1):
        change = held.get("modification", held) if isinstance(held, dict) else None
        for one in _listed(change):
            if isinstance(one, dict) and one:
                yield row | {
                    "change": str(one.get("id") or order),
                    "changed": _said(
                        one.get("dateNotificationModification") or one.get("dateSignatureModification")
                    ),
                    "changed_amount": _said(one.get("montant", one.get("valeurGlobale"))),
                }


def _said(value: Any) -> str:
    """The words of a value; lists within lists and objects of one key, as some platforms write, are
    opened."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ", ".join(filter(None, (_said(held) for held in value.values())))
    if isinstance(value, list):
        return ", ".join(filter(None, (_said(held) for held in value)))
    return str(value)
