"""The counting rules, as the engine's own language: rows as read become distinct contracts.

One contract is one buyer (SIRET) and one identifier; where an identifier serves several objects (lots that
share it), one of each object, as where there is no identifier. A contract counts as it stands at its last
modification, in the year it was notified.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from tender.uptake.shapes import NO_ROWS, DeclaredError, FlatFile, flat_file

LOWEST_AMOUNT: Final = 1.0
HIGHEST_AMOUNT: Final = 1_000_000_000.0
FIRST_YEAR: Final = 2015
"""Essential data were born in 2018; some buyers published earlier contracts, none before this year in
earnest."""
FIELD_BORN: Final = "2024-01-01"
"""Contracts notified before are of the format of 2019, which has no social field (arrêté of 22 December
2022)."""

CLAUSE, CRITERION, RESERVED, DENIED = 1, 2, 4, 8
"""Bits of what a contract says of social considerations; none of them: words outside the official list."""

_MACROS: Final = (
    # A pattern, for the engine makes a join of an IN of so many words, one for each time this is said.
    # CDL: empty conditional field; MQ: missing; INX: invalid value kept (from the portal's own code).
    r"""CREATE MACRO clean(x) AS CASE
        WHEN length(x) > 8 AND NOT (starts_with(x, 'I') OR starts_with(x, 'i') OR starts_with(x, ' '))
        THEN rtrim(x)
        WHEN regexp_full_match(x,
            '(?i)\s*(CDL|MQ|MQ NC|NC|NULL|NONE|NAN|N/A|\[\]|\[""\]|\{\}|INX.*)?\s*')
        THEN NULL ELSE trim(x) END""",
    r"""CREATE MACRO number_of(x) AS
        coalesce(TRY_CAST(x AS DOUBLE),
        TRY_CAST(replace(regexp_replace(clean(x), '[\s€\x{00A0}\x{202F}]', '', 'g'), ',', '.') AS DOUBLE))""",
    """CREATE MACRO day_of(x) AS
        coalesce(TRY_CAST(left(clean(x), 10) AS DATE), TRY_STRPTIME(left(clean(x), 10), '%d/%m/%Y')::DATE)""",
    r"""CREATE MACRO digits(x) AS regexp_replace(regexp_replace(clean(x), '\.0+$', ''), '\D', '', 'g')""",
    "CREATE MACRO day_number(x) AS least(99999, greatest(0, coalesce(x - DATE '1970-01-01', 0)))",
    "CREATE MACRO folded(x) AS lower(strip_accents(coalesce(x, '')))",
    # What almost every row says is told at once; only the others are folded and searched.
    """CREATE MACRO names_framework(technique, nature) AS CASE
        WHEN technique = 'Accord-cadre' THEN true
        WHEN coalesce(technique, 'Sans objet') IN ('Sans objet', 'CDL')
            AND nature IN ('Marché', 'Marché subséquent') THEN false
        ELSE folded(clean(technique)) LIKE '%accord-cadre%' OR folded(clean(nature)) LIKE 'accord-cadre%'
        END""",
    f"""CREATE MACRO social_bits(x) AS (CASE WHEN x = '' THEN NULL ELSE
        (x LIKE '%clause sociale%')::UTINYINT * {CLAUSE} + (x LIKE '%critere social%')::UTINYINT * {CRITERION}
        + (x LIKE '%marche reserve%' OR x LIKE '%concession reservee%')::UTINYINT * {RESERVED}
        + (x LIKE '%pas de consideration sociale%' OR x LIKE '%sans objet%')::UTINYINT * {DENIED} END)""",
    f"""CREATE MACRO social_code(x) AS CASE x
        WHEN 'Pas de considération sociale' THEN {DENIED} WHEN 'Clause sociale' THEN {CLAUSE}
        WHEN 'Critère social' THEN {CRITERION} WHEN 'Marché réservé' THEN {RESERVED}
        WHEN 'CDL' THEN NULL WHEN 'MQ' THEN NULL ELSE social_bits(folded(clean(x))) END""",
    "CREATE MACRO said(code, bit) AS coalesce((code & bit) > 0, false)",
    # In the format of 2019 an identifier of 16 signs is year, number, and two digits of modification.
    """CREATE MACRO plain_id(x, dated) AS CASE
        WHEN dated AND length(x) = 16 AND x LIKE '20%' AND regexp_matches(right(x, 2), '^[0-9]{2}$')
        THEN left(x, 14) ELSE x END""",
    """CREATE MACRO departement_of(code, kind) AS CASE
        WHEN code IS NULL OR folded(kind) LIKE '%pays%' OR folded(kind) LIKE '%region%' THEN NULL
        WHEN NOT regexp_matches(upper(code), '^([0-9]{1,5}|2[AB]([0-9]{3})?)$') THEN NULL
        WHEN length(code) = 1 THEN '0' || code
        WHEN length(code) <= 3 THEN upper(code)
        WHEN length(code) = 4 THEN '0' || left(code, 1)
        WHEN code LIKE '97%' OR code LIKE '98%' THEN left(code, 3)
        WHEN folded(kind) LIKE '%postal%' AND (code LIKE '200%' OR code LIKE '201%') THEN '2A'
        WHEN folded(kind) LIKE '%postal%' AND code LIKE '20%' THEN '2B'
        ELSE upper(left(code, 2)) END""",
)

READ: Final = """
    WITH cleaned AS (
        SELECT
            digits(buyer) AS buyer,
            replace(coalesce(clean(id), clean(uid), CASE WHEN clean(object) IS NOT NULL THEN '?' END),
                ' ', '') AS id,
            CASE WHEN clean(object) IS NOT NULL THEN hash(object) END AS object_key,
            clean(buyer_name) AS name, clean(nature) AS nature, clean(procedure) AS procedure,
            left(digits(cpv), 2) AS cpv,
            names_framework(techniques, nature) AS is_framework,
            upper(replace(clean(framework), ' ', '')) AS framework_id,
            day_of(notified) AS notified, clean(notified) AS notified_as_read,
            day_of(published) AS published, day_of(changed) AS changed,
            coalesce(TRY_CAST(clean(change) AS INTEGER), 0) AS change,
            number_of(amount) AS amount, number_of(changed_amount) AS changed_amount,
            social_code(social) AS social, coalesce(left(social, 3) ILIKE 'INX', false) AS social_invalid,
            clean(place) AS place, place_type, clean(buyer_place) AS buyer_place,
            coalesce(regexp_full_match(clean(current), '(?i)true|oui|1|t'), false) AS current,
            clean(source) AS source, file, has_social
        FROM ({rows})
    )
    SELECT
        -- A SIRET kept as a number has lost its leading zeros.
        CASE
            WHEN buyer = '' THEN NULL
            WHEN length(buyer) BETWEEN 11 AND 13 THEN lpad(buyer, 14, '0')
            ELSE buyer
        END AS buyer,
        upper(plain_id(id, NOT has_social AND object_key IS NOT NULL AND notified < DATE '2024-01-01')) AS id,
        object_key, name, nature, procedure, cpv, is_framework,
        framework_id, notified, notified_as_read, published, amount, changed_amount, social, social_invalid,
        coalesce(place, buyer_place) AS code,
        CASE WHEN place IS NULL THEN '' ELSE place_type END AS kind,
        current, change, changed,
        source, file, has_social, false AS repeated
    FROM cleaned"""
"""A row as read (columns of shapes.COLUMNS, file, has_social; `rows` is their query) made sense of."""

_REPEATED: Final = """
    UPDATE rows_read SET repeated = true
    WHERE has_social AND notified < CAST($1 AS DATE) AND buyer IN (
        SELECT buyer FROM rows_read WHERE NOT has_social AND notified < CAST($1 AS DATE)
    )"""

_SUSPECTED: Final = """
    CREATE TEMP TABLE suspected AS
    SELECT DISTINCT object_key FROM rows_read SEMI JOIN (
        SELECT buyer, id FROM rows_read
        WHERE buyer IS NOT NULL AND id IS NOT NULL AND NOT repeated
        GROUP BY buyer, id HAVING min(object_key) <> max(object_key)
    ) USING (buyer, id)
    WHERE object_key IS NOT NULL"""
"""Objects of identifiers that serve several, spelled as read: only these are worth comparing by letters."""

_FOLDED: Final = """
    CREATE TEMP TABLE folded_objects AS
    SELECT object_key, nullif(hash(regexp_replace(folded(clean(any_value(object))), '[^a-z0-9]+', '', 'g')),
        hash('')) AS lot
    FROM (SELECT hash(object) AS object_key, object FROM ({rows})) SEMI JOIN suspected USING (object_key)
    GROUP BY object_key"""

_SHARED: Final = """
    CREATE TEMP TABLE shared AS
    SELECT buyer, id, true AS several FROM rows_read JOIN folded_objects USING (object_key)
    WHERE buyer IS NOT NULL AND id IS NOT NULL AND NOT repeated
    GROUP BY buyer, id HAVING min(lot) <> max(lot)"""

_REPEATED_KEYS: Final = """
    CREATE TEMP TABLE many AS
    SELECT buyer, id FROM rows_read
    WHERE buyer IS NOT NULL AND id IS NOT NULL AND NOT repeated
    GROUP BY buyer, id HAVING count(*) > 1"""

_RANK: Final = """
    ((((current::HUGEINT * 1000 + least(999, greatest(0, change)))
        * 100000 + day_number(changed))
        * 100000 + day_number(published))
        * 1000 + file)
        * 1000000000 + rows_read.rowid"""
"""One number that rises with how late a row speaks: its digits are whether it is the current state, the
modification, its day, the day published, the file, the row."""
_TIMELY: Final = "year(notified) >= $1 AND notified <= (SELECT latest FROM horizon)"
_LAST_OF: Final = {
    "name": "name",
    "nature": "nature",
    "procedure": "procedure",
    "cpv": "nullif(cpv, '')",
    "framework_id": "framework_id",
    "social": "social",
    "notified_as_read": "notified_as_read",
    "code": "code",
    "kind": "kind",
}
"""What a contract takes from its latest row that says it."""

_ALONE: Final = f"""
    CREATE TEMP TABLE last AS
    SELECT buyer, id, NULL::UBIGINT AS lot, left(buyer, 9) AS siren,
        {", ".join(f"{said} AS {name}" for name, said in _LAST_OF.items())},
        is_framework AS framework, coalesce(changed_amount, amount) AS told_amount,
        social_invalid, has_social, false AS several,
        1::BIGINT AS row_count, 1::BIGINT AS files, (source IS NOT NULL)::BIGINT AS sources,
        CASE WHEN {_TIMELY} THEN notified END AS notified
    FROM rows_read ANTI JOIN many USING (buyer, id)
    WHERE buyer IS NOT NULL AND id IS NOT NULL AND NOT repeated"""  # noqa: S608 - our own words only

_LAST: Final = f"""
    INSERT INTO last
    SELECT buyer, id,
        CASE WHEN several THEN lot END AS lot,
        left(buyer, 9) AS siren,
        {", ".join(f"arg_max({said}, rank)" for said in _LAST_OF.values())},
        bool_or(is_framework),
        coalesce(arg_max(changed_amount, rank), arg_max(amount, rank)),
        bool_or(social_invalid),
        bool_or(has_social),
        coalesce(any_value(several), false),
        count(*),
        count(DISTINCT file),
        count(DISTINCT source),
        min(notified) FILTER ({_TIMELY})
    FROM (SELECT *, {_RANK} AS rank FROM rows_read) AS ranked SEMI JOIN many USING (buyer, id)
    LEFT JOIN shared USING (buyer, id) LEFT JOIN folded_objects USING (object_key)
    WHERE NOT repeated
    GROUP BY 1, 2, 3"""  # noqa: S608 - our own words only

_PLACES: Final = """
    CREATE TEMP TABLE places AS
    SELECT code, kind, departement_of(code, kind) AS departement
    FROM (SELECT DISTINCT code, kind FROM last WHERE code IS NOT NULL)"""

_COUNTED: Final = f"""
    CREATE TABLE counted AS
    SELECT told.*,
        said(social, {CLAUSE}) AS clause, said(social, {CRITERION}) AS criterion,
        said(social, {RESERVED}) AS reserved, said(social, {DENIED}) AS denied,
        said(social, {CLAUSE | CRITERION | RESERVED}) AS any_social,
        said(social, {CLAUSE | CRITERION | RESERVED | DENIED}) AS filled,
        year(notified) AS year,
        departement,
        ceiling.id IS NOT NULL AS under_framework,
        CASE WHEN told_amount > $1 AND told_amount < $2 AND ceiling.id IS NULL THEN told_amount END AS amount
    FROM last AS told
    LEFT JOIN places ON places.code = told.code AND places.kind IS NOT DISTINCT FROM told.kind
    LEFT JOIN (SELECT DISTINCT siren, id FROM last WHERE framework) AS ceiling
        ON ceiling.siren = told.siren
        AND ceiling.id = told.framework_id
        AND ceiling.id <> told.id"""  # noqa: S608 - our own words only

_DROPPED: Final = """
    CREATE TABLE dropped AS
    SELECT count(*) FILTER (buyer IS NULL OR id IS NULL) AS nameless, count(*) FILTER (repeated) AS repeated,
        $1::BIGINT AS rows_read
    FROM rows_read"""

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

_SCRATCH: Final = ("rows_read", "suspected", "folded_objects", "shared", "many", "last", "places", "horizon")


def count_contracts(
    database: duckdb.DuckDBPyConnection, paths: Sequence[Path], folder: Path, today: date | None = None
) -> int:
    """From DECP files make `counted`, one row a contract (see the rules above), and `dropped`, what is not.

    Returns the rows read. `folder`: an empty folder for working copies. `today`: no contract is notified
    later. Without it the files' own latest publication, and failing that the day before which 99 contracts in
    100 were notified, tell what lies in the future. Raises DeclaredError.
    """
    for macro in _MACROS:
        database.execute(macro)
    database.execute(f"CREATE TEMP TABLE rows_read AS {READ.format(rows=NO_ROWS)}")
    files = [flat_file(database, path, index, folder) for index, path in enumerate(paths)]
    rows = sum(_load(database, file) for file in files)
    # The dataset of 2022 republishes contracts of before 2024, often under another identifier: where the
    # format of 2019 is given too, it alone speaks for a buyer's contracts of that time.
    if len({file.has_social for file in files}) > 1:
        database.execute(_REPEATED, [FIELD_BORN])
    database.execute(_HORIZON, [today])
    database.execute(_SUSPECTED)
    every = " UNION ALL BY NAME ".join(file.rows for file in files) or NO_ROWS
    database.execute(_FOLDED.format(rows=every))
    database.execute(_SHARED)
    database.execute(_REPEATED_KEYS)
    database.execute(_ALONE, [FIRST_YEAR])
    database.execute(_LAST, [FIRST_YEAR])
    database.execute(_PLACES)
    database.execute(_COUNTED, [LOWEST_AMOUNT, HIGHEST_AMOUNT])
    database.execute(_DROPPED, [rows])
    for table in _SCRATCH:
        database.execute(f"DROP TABLE {table}")
    return rows


def _load(database: duckdb.DuckDBPyConnection, file: FlatFile) -> int:
    try:
        inserted = database.execute(f"INSERT INTO rows_read {READ.format(rows=file.rows)}").fetchone()
    except duckdb.Error as error:
        raise DeclaredError(file.name, "ses lignes n’ont pas toutes les mêmes colonnes") from error
    if file.records is not None:
        return file.records
    return int(inserted[0]) if inserted else 0
