"""The counting rules, as the engine's own language: rows as read become distinct contracts.

One contract is one buyer (SIRET) and one identifier; where an identifier serves several objects (lots that
share it), one of each object, as where there is no identifier. A contract counts as it stands at its last
modification, in the year it was notified.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import duckdb

LOWEST_AMOUNT: Final = 1.0
HIGHEST_AMOUNT: Final = 1_000_000_000.0
FIRST_YEAR: Final = 2015
"""Essential data were born in 2018; some buyers published earlier contracts, none before this year in
earnest."""
FIELD_BORN: Final = "2024-01-01"
"""Contracts notified before are of the format of 2019, which has no social field (arrêté of 22 December
2022)."""

_MACROS: Final = (
    # CDL: empty conditional field; MQ: missing; INX: invalid value kept (from the portal's own code).
    """CREATE MACRO clean(x) AS CASE
        WHEN upper(trim(x)) IN ('', 'CDL', 'MQ', 'MQ NC', 'NC', 'NULL', 'NONE', 'NAN', 'N/A', '[]', '[""]',
        '{}')
          OR upper(x) LIKE 'INX%' THEN NULL ELSE trim(x) END""",
    r"""CREATE MACRO number_of(x) AS
        TRY_CAST(replace(regexp_replace(clean(x), '[\s€\x{00A0}\x{202F}]', '', 'g'), ',', '.') AS DOUBLE)""",
    """CREATE MACRO day_of(x) AS
        coalesce(TRY_CAST(left(clean(x), 10) AS DATE), TRY_STRPTIME(left(clean(x), 10), '%d/%m/%Y')::DATE)""",
    r"""CREATE MACRO digits(x) AS regexp_replace(regexp_replace(clean(x), '\.0+$', ''), '\D', '', 'g')""",
    # A SIRET kept as a number has lost its leading zeros.
    """CREATE MACRO siret(x) AS CASE WHEN length(digits(x)) BETWEEN 11 AND 13 THEN lpad(digits(x), 14, '0')
        WHEN digits(x) = '' THEN NULL ELSE digits(x) END""",
    "CREATE MACRO folded(x) AS lower(strip_accents(coalesce(x, '')))",
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

_READ: Final = r"""
    CREATE TABLE rows_read AS
    SELECT
        siret(buyer) AS buyer,
        upper(regexp_replace(
            plain_id(
                coalesce(clean(id), clean(uid), CASE WHEN clean(object) IS NOT NULL THEN '?' END),
                NOT has_social AND clean(object) IS NOT NULL AND day_of(notified) < DATE '2024-01-01'
            ), '\s', '', 'g')) AS id,
        regexp_replace(folded(clean(object)), '[^a-z0-9]+', '', 'g') AS object_key,
        clean(object) AS object,
        clean(buyer_name) AS name,
        clean(nature) AS nature,
        clean(procedure) AS procedure,
        left(digits(cpv), 2) AS cpv,
        folded(clean(techniques)) LIKE '%accord-cadre%' OR folded(clean(nature)) LIKE 'accord-cadre%'
            AS is_framework,
        upper(regexp_replace(clean(framework), '\s', '', 'g')) AS framework_id,
        day_of(notified) AS notified,
        clean(notified) AS notified_as_read,
        day_of(published) AS published,
        number_of(amount) AS amount,
        number_of(changed_amount) AS changed_amount,
        folded(clean(social)) AS social,
        coalesce(upper(social) LIKE 'INX%', false) AS social_invalid,
        coalesce(clean(place), clean(buyer_place)) AS code,
        CASE WHEN clean(place) IS NULL THEN '' ELSE place_type END AS kind,
        coalesce(lower(clean(current)) IN ('true', 'oui', '1', 't'), false) AS current,
        coalesce(TRY_CAST(clean(change) AS INTEGER), 0) AS change,
        day_of(changed) AS changed,
        clean(source) AS source, file, seq, has_social, false AS repeated
    FROM staged"""

_REPEATED: Final = """
    UPDATE rows_read SET repeated = true
    WHERE has_social AND notified < CAST($1 AS DATE) AND buyer IN (
        SELECT buyer FROM rows_read WHERE NOT has_social AND notified < CAST($1 AS DATE)
    )"""

_RANKED: Final = """
    CREATE TABLE ranked AS
    WITH told AS (
        SELECT *, count(DISTINCT nullif(object_key, '')) OVER (PARTITION BY buyer, id) AS objects
        FROM rows_read
        WHERE buyer IS NOT NULL AND id IS NOT NULL AND NOT repeated
    )
    SELECT *,
        CASE WHEN objects > 1 THEN object_key ELSE '' END AS lot,
        row_number() OVER (
            PARTITION BY buyer, id, CASE WHEN objects > 1 THEN object_key ELSE '' END
            ORDER BY current, change, changed NULLS FIRST, published NULLS FIRST, file, seq
        ) AS rank,
        year(notified) >= $1 AND notified <= (SELECT latest FROM horizon) AS sensible
    FROM told"""

_LAST: Final = """
    CREATE TABLE last AS
    SELECT buyer, id, lot,
        left(buyer, 9) AS siren,
        arg_max(name, rank) AS name,
        arg_max(object, rank) AS object,
        arg_max(nature, rank) AS nature,
        arg_max(procedure, rank) AS procedure,
        arg_max(nullif(cpv, ''), rank) AS cpv,
        bool_or(is_framework) AS framework,
        arg_max(framework_id, rank) AS framework_id,
        coalesce(arg_max(changed_amount, rank), arg_max(amount, rank)) AS told_amount,
        arg_max(nullif(social, ''), rank) AS social,
        bool_or(social_invalid) AS social_invalid,
        bool_or(has_social) AS has_social,
        max(objects) AS objects,
        count(*) AS row_count,
        count(DISTINCT file) AS files,
        count(DISTINCT source) AS sources,
        min(notified) FILTER (sensible) AS notified,
        arg_max(notified_as_read, rank) AS notified_as_read,
        arg_max(code, rank) AS code,
        arg_max(kind, rank) AS kind
    FROM ranked
    GROUP BY buyer, id, lot"""

_CONTRACTS: Final = """
    CREATE TABLE contracts AS
    WITH told AS (
        SELECT *,
            coalesce(social LIKE '%clause sociale%', false) AS clause,
            coalesce(social LIKE '%critere social%', false) AS criterion,
            coalesce(social LIKE '%marche reserve%' OR social LIKE '%concession reservee%', false)
                AS reserved,
            coalesce(social LIKE '%pas de consideration sociale%' OR social LIKE '%sans objet%', false)
                AS denied
        FROM last
    )
    SELECT *,
        clause OR criterion OR reserved AS any_social,
        clause OR criterion OR reserved OR denied AS filled,
        year(notified) AS year,
        departement_of(code, kind) AS departement,
        told_amount > $1 AND told_amount < $2 AS amount_sensible
    FROM told"""

_COUNTED: Final = """
    CREATE TABLE counted AS
    SELECT contracts.*,
        ceiling.id IS NOT NULL AS under_framework,
        CASE WHEN amount_sensible AND ceiling.id IS NULL THEN told_amount END AS amount
    FROM contracts
    LEFT JOIN (SELECT DISTINCT siren, id FROM contracts WHERE framework) AS ceiling
        ON ceiling.siren = contracts.siren
        AND ceiling.id = contracts.framework_id
        AND ceiling.id <> contracts.id"""

_HORIZON: Final = """
    CREATE TABLE horizon AS
    WITH told AS (
        SELECT
            max(published) FILTER (year(published) BETWEEN 2015 AND 2100) AS published,
            quantile_disc(notified, 0.99) FILTER (year(notified) BETWEEN 2015 AND 2100) AS notified
        FROM rows_read
    )
    SELECT coalesce(CAST($1 AS DATE), greatest(published, notified) + 92, DATE '2100-01-01') AS latest
    FROM told"""


def count_contracts(database: duckdb.DuckDBPyConnection, today: date | None = None) -> None:
    """From the table `staged` make `rows_read` and `counted`, one row a contract (see the module's rules).

    `today`: no contract is notified later. Without it the files' own latest publication, and failing that
    the day before which 99 contracts in 100 were notified, tell what lies in the future.
    """
    for macro in _MACROS:
        database.execute(macro)
    database.execute(_READ)
    # The dataset of 2022 republishes contracts of before 2024, often under another identifier: where the
    # format of 2019 is given too, it alone speaks for a buyer's contracts of that time.
    database.execute(_REPEATED, [FIELD_BORN])
    database.execute(_HORIZON, [today])
    database.execute(_RANKED, [FIRST_YEAR])
    database.execute(_LAST)
    database.execute(_CONTRACTS, [LOWEST_AMOUNT, HIGHEST_AMOUNT])
    database.execute(_COUNTED)
