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
        WHEN length(x) > 8 AND x NOT ILIKE 'inx%' AND x NOT LIKE ' %' THEN rtrim(x)
        WHEN upper(trim(x)) IN ('', 'CDL', 'MQ', 'MQ NC', 'NC', 'NULL', 'NONE', 'NAN', 'N/A', '[]', '[""]',
        '{}')
          OR upper(x) LIKE 'INX%' THEN NULL ELSE trim(x) END""",
    r"""CREATE MACRO number_of(x) AS
        TRY_CAST(replace(regexp_replace(clean(x), '[\s€\x{00A0}\x{202F}]', '', 'g'), ',', '.') AS DOUBLE)""",
    """CREATE MACRO day_of(x) AS
        coalesce(TRY_CAST(left(clean(x), 10) AS DATE), TRY_STRPTIME(left(clean(x), 10), '%d/%m/%Y')::DATE)""",
    r"""CREATE MACRO digits(x) AS regexp_replace(regexp_replace(clean(x), '\.0+$', ''), '\D', '', 'g')""",
    "CREATE MACRO day_number(x) AS least(99999, greatest(0, coalesce(x - DATE '1970-01-01', 0)))",
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

_READ: Final = """
    CREATE TABLE rows_read AS
    WITH cleaned AS (
        SELECT
            digits(buyer) AS buyer,
            replace(coalesce(clean(id), clean(uid), CASE WHEN clean(object) IS NOT NULL THEN '?' END),
                ' ', '') AS id,
            nullif(hash(regexp_replace(folded(clean(object)), '[^a-z0-9]+', '', 'g')), hash(''))
                AS object_key,
            clean(buyer_name) AS name, clean(nature) AS nature, clean(procedure) AS procedure,
            left(digits(cpv), 2) AS cpv,
            folded(clean(techniques)) AS techniques, folded(clean(nature)) AS folded_nature,
            upper(replace(clean(framework), ' ', '')) AS framework_id,
            day_of(notified) AS notified, clean(notified) AS notified_as_read,
            day_of(published) AS published, day_of(changed) AS changed,
            coalesce(TRY_CAST(clean(change) AS INTEGER), 0) AS change,
            number_of(amount) AS amount, number_of(changed_amount) AS changed_amount,
            folded(clean(social)) AS social, coalesce(upper(social) LIKE 'INX%', false) AS social_invalid,
            clean(place) AS place, place_type, clean(buyer_place) AS buyer_place,
            coalesce(lower(clean(current)) IN ('true', 'oui', '1', 't'), false) AS current,
            clean(source) AS source, file, seq, has_social
        FROM staged
    )
    SELECT
        -- A SIRET kept as a number has lost its leading zeros.
        CASE
            WHEN buyer = '' THEN NULL
            WHEN length(buyer) BETWEEN 11 AND 13 THEN lpad(buyer, 14, '0')
            ELSE buyer
        END AS buyer,
        upper(plain_id(id, NOT has_social AND object_key IS NOT NULL AND notified < DATE '2024-01-01')) AS id,
        object_key, name, nature, procedure, cpv,
        techniques LIKE '%accord-cadre%' OR folded_nature LIKE 'accord-cadre%' AS is_framework,
        framework_id, notified, notified_as_read, published, amount, changed_amount, social, social_invalid,
        coalesce(place, buyer_place) AS code,
        CASE WHEN place IS NULL THEN '' ELSE place_type END AS kind,
        -- One number that rises with how late a row speaks: its digits are whether it is the current state,
        -- the modification, its day, the day published, the file, the row.
        ((((current::HUGEINT * 1000 + least(999, greatest(0, change)))
            * 100000 + day_number(changed))
            * 100000 + day_number(published))
            * 1000 + file)
            * 1000000000 + seq AS rank,
        source, file, has_social, false AS repeated
    FROM cleaned"""

_REPEATED: Final = """
    UPDATE rows_read SET repeated = true
    WHERE has_social AND notified < CAST($1 AS DATE) AND buyer IN (
        SELECT buyer FROM rows_read WHERE NOT has_social AND notified < CAST($1 AS DATE)
    )"""

_SHARED: Final = """
    CREATE TABLE shared AS
    SELECT buyer, id, true AS several FROM rows_read
    WHERE buyer IS NOT NULL AND id IS NOT NULL AND NOT repeated
    GROUP BY buyer, id HAVING min(object_key) <> max(object_key)"""

_LAST: Final = """
    CREATE TABLE last AS
    SELECT buyer, id,
        CASE WHEN several THEN object_key END AS lot,
        left(buyer, 9) AS siren,
        arg_max(name, rank) AS name,
        arg_max(nature, rank) AS nature,
        arg_max(procedure, rank) AS procedure,
        arg_max(nullif(cpv, ''), rank) AS cpv,
        bool_or(is_framework) AS framework,
        arg_max(framework_id, rank) AS framework_id,
        coalesce(arg_max(changed_amount, rank), arg_max(amount, rank)) AS told_amount,
        arg_max(nullif(social, ''), rank) AS social,
        bool_or(social_invalid) AS social_invalid,
        bool_or(has_social) AS has_social,
        coalesce(any_value(several), false) AS several,
        count(*) AS row_count,
        count(DISTINCT file) AS files,
        count(DISTINCT source) AS sources,
        min(notified) FILTER (year(notified) >= $1 AND notified <= (SELECT latest FROM horizon)) AS notified,
        arg_max(notified_as_read, rank) AS notified_as_read,
        arg_max(code, rank) AS code,
        arg_max(kind, rank) AS kind
    FROM rows_read LEFT JOIN shared USING (buyer, id)
    WHERE buyer IS NOT NULL AND id IS NOT NULL AND NOT repeated
    GROUP BY 1, 2, 3"""

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
    database.execute(_SHARED)
    database.execute(_LAST, [FIRST_YEAR])
    database.execute(_CONTRACTS, [LOWEST_AMOUNT, HIGHEST_AMOUNT])
    database.execute(_COUNTED)
