"""The counting rules, as the engine's own language: rows as read become distinct contracts.

One contract is one buyer (SIRET) and one identifier; where an identifier serves several objects (lots that
share it), one of each object, as where there is no identifier. A contract counts as it stands at its last
modification, in the year it was notified. `rows_read` keeps every row, for showing;
`contracts` is what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from tender.uptake.limits import FIELD_BORN, FIRST_YEAR, HIGHEST_AMOUNT, LOWEST_AMOUNT
from tender.uptake.macros import CLAUSE, CRITERION, DENIED, MACROS, RESERVED
from tender.uptake.shapes import NO_ROWS, DeclaredError, FlatFile, flat_file

READ: Final = """
    WITH valued AS (
        SELECT
            siret_of(buyer) AS siret,
            upper(replace(coalesce(clean(id), clean(uid), CASE WHEN clean(object) IS NOT NULL THEN '?' END),
                ' ', '')) AS id,
            key_of_object(object) AS object_key, clean(object) AS object,
            clean(buyer_name) AS name,
            CASE WHEN nature = 'Marché' THEN nature ELSE clean(nature) END AS nature,
            clean(procedure) AS procedure, division_of(cpv) AS cpv,
            names_framework(techniques, nature) AS is_framework,
            upper(replace(clean(framework), ' ', '')) AS framework_id,
            day_of(notified) AS notified, clean(notified) AS notified_as_read,
            day_of(published) AS published, day_of(changed) AS changed,
            CASE WHEN change = 'CDL' THEN 0
                ELSE coalesce(TRY_CAST(clean(change) AS INTEGER), 0) END AS change,
            number_of(amount) AS amount, number_of(changed_amount) AS changed_amount,
            social_code(social) AS social, coalesce(social ILIKE 'INX%', false) AS invalid,
            coalesce(clean(place), clean(buyer_place)) AS code,
            CASE WHEN clean(place) IS NULL THEN '' ELSE place_type END AS kind,
            CASE WHEN current IS NULL THEN false
                ELSE coalesce(regexp_full_match(clean(current), '(?i)true|oui|1|t'), false) END AS current,
            clean(holder) AS holder, clean(holder2) AS holder2, clean(holder3) AS holder3,
            clean(holder_name) AS holder_name, TRY_CAST(clean(offers) AS INTEGER) AS offers,
            clean(source) AS source, file, has_social
        FROM ({rows})
    ), identified AS (
        SELECT * REPLACE (plain_id(id, NOT has_social AND object_key IS NOT NULL
            AND notified < DATE '2024-01-01') AS id)
        FROM valued
    )
    SELECT * REPLACE (CASE WHEN notified IS NULL THEN notified_as_read END AS notified_as_read),
        CASE WHEN siret IS NOT NULL AND id IS NOT NULL THEN hash(siret, id) END AS key, false AS repeated
    FROM identified"""
"""A row as read (columns of shapes.COLUMNS, file, has_social; `rows` is their query) made sense of."""

_REPEATED: Final = """
    UPDATE rows_read SET repeated = true, key = NULL
    WHERE has_social AND notified < CAST($1 AS DATE) AND siret IN (
        SELECT siret FROM rows_read WHERE NOT has_social AND notified < CAST($1 AS DATE)
    )"""

_HORIZON: Final = """
    CREATE TEMP TABLE horizon AS
    WITH told AS (
        SELECT
            max(published) FILTER (year(published) BETWEEN 2015 AND 2100) AS published,
            quantile_disc(notified, 0.99) FILTER (year(notified) BETWEEN 2015 AND 2100) AS notified
        FROM rows_read
    )
    SELECT coalesce(CAST($1 AS DATE), greatest(published, notified) + 92, DATE '2100-01-01') AS latest
    FROM told"""

_MANY: Final = """
    CREATE TEMP TABLE many AS
    SELECT key, min(object_key) <> max(object_key) AS suspect
    FROM rows_read WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1"""
"""Contracts of several rows; `suspect`: their objects are not spelled alike."""

_FOLDED: Final = """
    CREATE TEMP TABLE folded_objects AS
    SELECT object_key,
        nullif(hash(regexp_replace(folded(any_value(object)), '[^a-z0-9]+', '', 'g')), hash('')) AS lot
    FROM rows_read SEMI JOIN (SELECT key FROM many WHERE suspect) USING (key)
    WHERE object_key IS NOT NULL
    GROUP BY object_key"""
"""Only objects of suspects are worth comparing by letters."""

_SHARED: Final = """
    CREATE TEMP TABLE shared AS
    SELECT key, true AS several FROM rows_read JOIN folded_objects USING (object_key)
    WHERE key IS NOT NULL
    GROUP BY key HAVING min(lot) <> max(lot)"""

_PLACES: Final = """
    CREATE TEMP TABLE places AS
    SELECT code, kind, departement_of(code, kind) AS departement
    FROM (SELECT DISTINCT code, kind FROM rows_read WHERE code IS NOT NULL)"""

_CEILINGS: Final = """
    CREATE TEMP TABLE ceilings AS
    SELECT DISTINCT siren_of(siret) AS siren, framework_id
    FROM rows_read SEMI JOIN (
        SELECT DISTINCT siren_of(siret) AS s, id AS i FROM rows_read WHERE is_framework AND key IS NOT NULL
    ) AS frameworks ON frameworks.s = siren_of(siret) AND frameworks.i = framework_id
    WHERE framework_id IS NOT NULL AND framework_id <> id"""
"""Frameworks that stand in the files and have contracts under them."""

_RANK: Final = """
    (((current::HUGEINT * 1000 + least(999, greatest(0, change))) * 10000000000
        + day_number(changed) * 100000::BIGINT + day_number(published)) * 1000 + file) * 4294967296"""
"""One number that rises with how late a row speaks: its digits are whether it is the current state, the
modification, its day, the day published, the file; the row's own place is added."""
_TIMELY: Final = "year(notified) >= $1 AND notified <= (SELECT latest FROM horizon)"

_TAKEN: Final = (
    "name",
    "nature",
    "procedure",
    "cpv",
    "framework_id",
    "social",
    "notified_as_read",
    "code",
    "offers",
)
"""What a contract takes from its latest row that says it."""
_SAID: Final = " + ".join(f"({name} IS NOT NULL)::USMALLINT * {2**n}" for n, name in enumerate(_TAKEN))
_GATHERED: Final = f"""
    max(rank) AS rank, bool_or(is_framework) AS framework, bool_or(invalid) AS invalid,
    bool_or(has_social) AS has_social, coalesce(any_value(several), false) AS several,
    count(*)::INTEGER AS row_count, min(file) <> max(file)
        OR coalesce(min(source) <> max(source), false) AS several_sources,
    max(change) AS changes, min(notified) FILTER ({_TIMELY}) AS notified,
    arg_max(changed_amount, rank) AS changed_amount, arg_max(amount, rank) AS amount,
    bit_or({_SAID}) AS said"""
_RANKED: Final = f"""
    (SELECT *, {_RANK} + rows_read.rowid AS rank FROM rows_read SEMI JOIN many USING (key))
    LEFT JOIN shared USING (key) LEFT JOIN folded_objects USING (object_key)"""

_LATEST: Final = f"""
    CREATE TEMP TABLE latest AS
    SELECT key, CASE WHEN several THEN lot END AS lot, {_GATHERED},
        (max(rank) % 4294967296)::BIGINT AS last_row
    FROM {_RANKED} GROUP BY 1, 2"""

_MENDED: Final = f"""
    CREATE TEMP TABLE mended AS
    WITH unsaid AS (
        SELECT DISTINCT latest.key FROM latest JOIN rows_read ON rows_read.rowid = latest.last_row
        WHERE latest.said <> ({_SAID})
    )
    SELECT key, CASE WHEN several THEN lot END AS lot, {{taken}}, arg_max(kind, rank) AS kind
    FROM (SELECT * FROM {_RANKED}) SEMI JOIN unsaid USING (key) GROUP BY 1, 2""".format(
    taken=", ".join(f"arg_max({name}, rank) AS {name}" for name in _TAKEN)
)
"""Contracts whose last row leaves out what an earlier one says; as a whole they are few."""

_COLUMNS: Final = (
    "key, lot, last_row, siret, id, name, nature, procedure, cpv, framework_id, social, notified_as_read, "
    "code, offers, kind, read_date, framework, invalid, has_social, several, row_count, several_sources, "
    "changes, notified, told_amount, readable"
)
_READABLE: Final = "TRY_CAST(left(holder, 14) AS BIGINT) IS NOT NULL"
"""Whether a contract's first holder has a number a list can be searched for."""
_ALONE: Final = f"""
    SELECT key, NULL::UBIGINT AS lot, rowid AS last_row, siret, id, {", ".join(_TAKEN)}, kind,
        is_framework AS framework, invalid, has_social, false AS several, 1 AS row_count,
        false AS several_sources, change AS changes,
        CASE WHEN {_TIMELY} THEN notified END AS notified, notified AS read_date,
        coalesce(changed_amount, amount) AS told_amount, {_READABLE} AS readable
    FROM rows_read ANTI JOIN many USING (key) WHERE key IS NOT NULL"""
_TOGETHER: Final = """
    SELECT latest.key, latest.lot, latest.last_row, rows_read.siret, rows_read.id, {taken},
        CASE WHEN mended.key IS NULL THEN rows_read.kind ELSE mended.kind END AS kind,
        framework, latest.invalid, latest.has_social, latest.several, row_count, several_sources, changes,
        latest.notified, rows_read.notified AS read_date,
        coalesce(latest.changed_amount, latest.amount) AS told_amount, {readable} AS readable
    FROM latest JOIN rows_read ON rows_read.rowid = latest.last_row
    LEFT JOIN mended ON mended.key = latest.key AND mended.lot IS NOT DISTINCT FROM latest.lot""".format(
    readable=_READABLE,
    taken=", ".join(
        f"CASE WHEN mended.key IS NULL THEN rows_read.{name} ELSE mended.{name} END AS {name}"
        for name in _TAKEN
    ),
)

_CONTRACTS: Final = f"""
    CREATE TABLE contracts AS
    SELECT told.* EXCLUDE (code, kind, read_date, notified_as_read, lot),
        CASE WHEN notified IS NULL THEN coalesce(notified_as_read, read_date::VARCHAR) END AS told_date,
        siren_of(told.siret)::INTEGER AS siren,
        says(social, {CLAUSE}) AS clause, says(social, {CRITERION}) AS criterion,
        says(social, {RESERVED}) AS reserved, says(social, {DENIED}) AS denied,
        says(social, {CLAUSE | CRITERION | RESERVED}) AS any_social,
        says(social, {CLAUSE | CRITERION | RESERVED | DENIED}) AS filled,
        year(notified)::SMALLINT AS year, departement,
        ceilings.siren IS NOT NULL AS under_framework,
        CASE WHEN told_amount > $2 AND told_amount < $3 AND ceilings.siren IS NULL THEN told_amount END
            AS amount
    FROM (SELECT {_COLUMNS} FROM ({_ALONE}) UNION ALL SELECT {_COLUMNS} FROM ({_TOGETHER})) AS told
    LEFT JOIN places ON places.code = told.code AND places.kind IS NOT DISTINCT FROM told.kind
    LEFT JOIN ceilings ON ceilings.siren = siren_of(told.siret)
        AND ceilings.framework_id = told.framework_id AND told.framework_id <> told.id"""

_DROPPED: Final = """
    CREATE TABLE dropped AS
    SELECT count(*) FILTER (key IS NULL AND NOT repeated) AS nameless, count(*) FILTER (repeated) AS repeated,
        $1::BIGINT AS rows_read
    FROM rows_read"""

_SCRATCH: Final = (
    "horizon", "many", "folded_objects", "shared", "places", "ceilings", "latest", "mended"
)  # fmt: skip


def declare_macros(database: duckdb.DuckDBPyConnection) -> None:
    """Make the words of macros.py known to a connection."""
    for macro in MACROS:
        database.execute(macro)


def count_contracts(
    database: duckdb.DuckDBPyConnection, paths: Sequence[Path], folder: Path, today: date | None = None
) -> list[FlatFile]:
    """From DECP files make `rows_read`, `contracts` (see above), and `dropped`, what is no contract.

    Returns the files as read. `folder`: an empty folder for working copies. `today`: no contract is notified
    later. Without it the files' own latest publication, and failing that the day before which 99 contracts in
    100 were notified, tell what lies in the future. Raises DeclaredError.
    """
    declare_macros(database)
    database.execute(f"CREATE TABLE rows_read AS {READ.format(rows=NO_ROWS)}")
    files = [flat_file(database, path, index, folder) for index, path in enumerate(paths)]
    files = [_load(database, file) for file in files]
    # The dataset of 2022 republishes contracts of before 2024, often under another identifier: where the
    # format of 2019 is given too, it alone speaks for a buyer's contracts of that time.
    if len({file.has_social for file in files}) > 1:
        database.execute(_REPEATED, [FIELD_BORN])
    database.execute(_HORIZON, [today])
    for query in (_MANY, _FOLDED, _SHARED, _PLACES, _CEILINGS):
        database.execute(query)
    database.execute(_LATEST, [FIRST_YEAR])
    database.execute(_MENDED)
    database.execute(_CONTRACTS, [FIRST_YEAR, LOWEST_AMOUNT, HIGHEST_AMOUNT])
    database.execute(_DROPPED, [sum(file.records for file in files)])
    for table in _SCRATCH:
        database.execute(f"DROP TABLE {table}")
    return files


def _load(database: duckdb.DuckDBPyConnection, file: FlatFile) -> FlatFile:
    """Read a file's rows; ways of reading it are tried in turn, the first that holds to its end is it."""
    for rows in file.ways:
        try:
            inserted = database.execute(f"INSERT INTO rows_read {READ.format(rows=rows)}").fetchone()
        except duckdb.Error:
            continue
        return file if file.records else file.counted(int(inserted[0]) if inserted else 0)
    raise DeclaredError(file.name, "ses lignes n’ont pas toutes les mêmes colonnes")
