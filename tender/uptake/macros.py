"""How a text of a DECP file becomes a value, in the engine's own language.

What nearly every row says is told by a plain comparison; only the others are searched with patterns, which
cost ten times more. No IN of many words: the engine makes a join of it, each time it is said.
"""

from __future__ import annotations

from typing import Final

CLAUSE, CRITERION, RESERVED, DENIED = 1, 2, 4, 8
"""Bits of what a contract says of social considerations; none of them: words outside the official list."""

MACROS: Final = (
    # CDL: empty conditional field; MQ: missing; INX: invalid value kept (from the portal's own code).
    # To trim is dear where letters have accents, and hardly ever needed.
    "CREATE MACRO unpadded(x) AS CASE WHEN ends_with(x, ' ') THEN rtrim(x) ELSE x END",
    r"""CREATE MACRO clean(x) AS CASE
        WHEN x = 'CDL' OR x = '' THEN NULL
        WHEN x >= '0' AND x < ':' THEN unpadded(x)
        WHEN strlen(x) > 8 AND NOT (starts_with(x, 'I') OR starts_with(x, 'i') OR starts_with(x, ' '))
        THEN unpadded(x)
        WHEN regexp_full_match(x,
            '(?i)\s*(CDL|MQ|MQ NC|NC|NULL|NONE|NAN|N/A|\[\]|\[""\]|\{\}|INX.*)?\s*')
        THEN NULL ELSE trim(x) END""",
    r"""CREATE MACRO number_of(x) AS CASE WHEN x = 'CDL' THEN NULL ELSE
        coalesce(TRY_CAST(x AS DOUBLE),
        TRY_CAST(replace(regexp_replace(clean(x), '[\s€\x{00A0}\x{202F}]', '', 'g'), ',', '.') AS DOUBLE))
        END""",
    """CREATE MACRO day_of(x) AS CASE WHEN x = 'CDL' THEN NULL ELSE
        coalesce(TRY_CAST(x AS DATE), TRY_CAST(left(clean(x), 10) AS DATE),
        TRY_STRPTIME(left(clean(x), 10), '%d/%m/%Y')::DATE) END""",
    r"""CREATE MACRO digits(x) AS
        regexp_replace(regexp_replace(clean(x), '\.0+$', ''), '\D', '', 'g')""",
    # A number drops the zeros a SIRET may have lost, so both ways of writing it meet.
    """CREATE MACRO siret_of(x) AS
        coalesce(TRY_CAST(x AS BIGINT), TRY_CAST(left(digits(x), 14) AS BIGINT))""",
    """CREATE MACRO siren_of(siret) AS CASE
        WHEN siret < 1000000000 THEN siret
        WHEN siret < 10000000000 THEN siret // 10
        ELSE siret // 100000 END::BIGINT""",
    "CREATE MACRO siren_text(siren) AS lpad(siren::VARCHAR, 9, '0')",
    "CREATE MACRO siret_text(siret) AS lpad(siret::VARCHAR, 14, '0')",
    """CREATE MACRO division_of(x) AS CASE WHEN x = 'CDL' THEN NULL ELSE
        coalesce(TRY_CAST(left(x, 2) AS UTINYINT), TRY_CAST(left(digits(x), 2) AS UTINYINT)) END""",
    "CREATE MACRO day_number(x) AS least(99999, greatest(0, coalesce(x - DATE '1970-01-01', 0)))",
    "CREATE MACRO folded(x) AS lower(strip_accents(coalesce(x, '')))",
    """CREATE MACRO key_of_object(x) AS
        CASE WHEN strlen(x) > 8 THEN hash(x) WHEN clean(x) IS NOT NULL THEN hash(x) END""",
    """CREATE MACRO names_framework(technique, nature) AS CASE
        WHEN technique = 'Accord-cadre' THEN true
        WHEN (technique IS NULL OR technique = 'Sans objet' OR technique = 'CDL')
            AND (nature = 'Marché' OR nature = 'Marché subséquent') THEN false
        ELSE folded(clean(technique)) LIKE '%accord-cadre%' OR folded(clean(nature)) LIKE 'accord-cadre%'
        END""",
    f"""CREATE MACRO social_bits(x) AS (CASE WHEN x = '' THEN NULL ELSE
        (x LIKE '%clause sociale%')::UTINYINT * {CLAUSE} + (x LIKE '%critere social%')::UTINYINT * {CRITERION}
        + (x LIKE '%marche reserve%' OR x LIKE '%concession reservee%')::UTINYINT * {RESERVED}
        + (x LIKE '%pas de consideration sociale%' OR x LIKE '%sans objet%')::UTINYINT * {DENIED} END)""",
    f"""CREATE MACRO social_code(x) AS (CASE
        WHEN x = 'Pas de considération sociale' OR x = 'Sans objet' THEN {DENIED}
        WHEN x = 'Clause sociale' THEN {CLAUSE}
        WHEN x = 'Critère social' THEN {CRITERION} WHEN x = 'Marché réservé' THEN {RESERVED}
        WHEN x = 'Clause sociale, Critère social' THEN {CLAUSE | CRITERION}
        WHEN x = 'CDL' OR x = 'MQ' THEN NULL
        ELSE social_bits(folded(clean(x))) END)::UTINYINT""",
    "CREATE MACRO says(code, bit) AS coalesce((code & bit) > 0, false)",
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
"""Kept in the base: who reads it later speaks the words it was made with."""
