"""The list of inclusive employers (SIAE, EA…) by SIRET, and the contracts they hold."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from tender.uptake.engine import table_of
from tender.uptake.figures import ListFacts
from tender.uptake.shapes import DeclaredError

_SIRET: Final = ("siret", "siret_number", "numero_siret")
_KIND: Final = ("kind", "type", "type_structure", "kind_parent")
_NAME: Final = ("brand", "name", "nom", "raison_sociale", "denomination")
ASSOCIATION: Final = "AI"


@dataclass(frozen=True, slots=True)
class InclusiveList:
    """A list as given: its file, where it comes from and its ISO day, both told by who imports it."""

    path: Path
    source: str
    day: str


@dataclass(frozen=True, slots=True)
class Structure:
    """One establishment of the list."""

    siret: str
    kind: str
    name: str


def read_structures(path: Path) -> Iterator[Structure | None]:
    """The establishments of a CSV or JSON list (as the State's directory serves it); None: without SIRET.

    Raises DeclaredError.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DeclaredError(path.name, "la liste n’est pas un texte en UTF-8") from error
    records = _json(path, text) if text.lstrip()[:1] in ("{", "[") else _csv(text)
    for record in records:
        said = {str(key).strip().lower(): value for key, value in record.items() if key is not None}
        siret = "".join(filter(str.isdigit, _first(said, _SIRET)))
        known = len(siret) == 14
        yield Structure(siret, _first(said, _KIND).upper(), _first(said, _NAME)) if known else None


def _first(said: dict[str, Any], names: Iterable[str]) -> str:
    return next((str(said[name]).strip() for name in names if said.get(name)), "")


def _json(path: Path, text: str) -> list[dict[str, Any]]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DeclaredError(path.name, "son JSON est abîmé") from error
    listed = held.get("results", []) if isinstance(held, dict) else held
    return [one for one in listed if isinstance(one, dict)]


def _csv(text: str) -> Iterator[dict[str, Any]]:
    head = text.partition("\n")[0]
    return iter(
        csv.DictReader(text.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ",")
    )


_LIST: Final = """
    CREATE TABLE inclusive AS
    SELECT siret, any_value(kind) AS kind, any_value(name) AS name
    FROM {listed}
    GROUP BY siret"""
_WINS: Final = """
    CREATE TABLE wins AS
    WITH holders AS (
        SELECT contracts.last_row, contracts.amount,
            unnest(list_filter([TRY_CAST(one AS BIGINT) FOR one IN string_split(
                concat_ws(' ', held.holder, held.holder2, held.holder3), ' ')],
                lambda one: one IS NOT NULL)) AS siret
        FROM contracts
        JOIN rows_read AS latest ON latest.rowid = contracts.last_row
        JOIN rows_read AS held ON held.key = contracts.key
            AND held.change = latest.change AND held.file = latest.file
            AND (NOT contracts.several OR held.object_key IS NOT DISTINCT FROM latest.object_key)
        WHERE contracts.key IN (
            SELECT key FROM rows_read SEMI JOIN inclusive_companies
                ON company = TRY_CAST(holder AS BIGINT) // 100000
            UNION SELECT key FROM rows_read WHERE contains(holder, ' ') OR holder2 IS NOT NULL
        )
    ), counted AS (SELECT last_row, count(DISTINCT siret) AS holders FROM holders GROUP BY last_row)
    SELECT DISTINCT last_row, holders.siret, holders, inclusive.siret IS NOT NULL AS exact,
        coalesce(inclusive.kind, '') AS kind
    FROM holders JOIN counted USING (last_row)
    LEFT JOIN inclusive ON inclusive.siret = holders.siret
    WHERE holders.siret // 100000 IN (SELECT company FROM inclusive_companies)"""


def keep_wins(
    database: duckdb.DuckDBPyConnection, given: InclusiveList | None, scratch: Path
) -> ListFacts | None:
    """Make `inclusive` (the list) and `wins` (listed holders of contracts at their last modification).

    Raises DeclaredError for a list that cannot be read.
    """
    found = list(read_structures(given.path)) if given else []
    rows = ((one.siret, one.kind, one.name) for one in found if one)
    columns = {"siret": "BIGINT", "kind": "VARCHAR", "name": "VARCHAR"}
    database.execute(_LIST.format(listed=table_of(rows, columns, scratch)))
    database.execute(
        "CREATE TEMP TABLE inclusive_companies AS SELECT DISTINCT siret // 100000 AS company FROM inclusive"
    )
    database.execute(_WINS)
    if given is None:
        return None
    kinds = {one.siret: one.kind for one in found if one}
    if not kinds:
        raise DeclaredError(given.path.name, "on n’y trouve aucun SIRET")
    return ListFacts(
        source=given.source,
        day=given.day,
        structures=len(kinds),
        associations=sum(1 for kind in kinds.values() if kind == ASSOCIATION),
        unread=sum(1 for one in found if one is None),
    )
