"""Measure the uptake report on a made file: python -m benchmarks.uptake [--rows N] [--processes N].

Makes a portal file of N rows (2 500 000) whose answers are known, imports it into a base, asks the six
tables, and in the same run asks the same of SQLite over the same contracts (--sqlite-part 4: over a quarter
of them, counted four times). Then N processes read the one base at once, and Parquet partitioned by year.
Every figure is checked against the file's own making; a wrong one ends the run.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import duckdb

from tender.uptake.base import Base, Sources, build_base, open_base
from tender.uptake.buyer import buyer_figures
from tender.uptake.overview import Overview, overview

MOMENT: Final = datetime(2026, 11, 22, tzinfo=UTC)
SOCIAL: Final = (
    ("Clause sociale", 2),
    ("Critère social", 1),
    ("Marché réservé", 1),
    ("Clause sociale, Critère social", 1),
    ("MQ", 1),
    ("CDL", 1),
    ("Pas de considération sociale", 13),
)
"""What contracts declare, so many in twenty: 13 of 20 deny, 2 leave empty, 5 declare (3 a clause)."""
EVERY: Final = 40
"""Contracts are made in rounds of so many, so that every share below is exact."""
FEWEST: Final = 400


def made(folder: Path, rows: int) -> tuple[Path, int]:
    """A file of about so many rows; its path and its contracts.

    Of forty contracts eleven have a second holder's row, four a modification, two share one identifier as
    lots do, one has an absurd date and one an absurd amount.
    """
    contracts = max(FEWEST, rows * EVERY // 55 // EVERY * EVERY)
    path = folder / f"decp-{contracts}.csv"
    if not path.exists():
        fresh = path.with_suffix(".part")
        with duckdb.connect() as database:
            database.execute("SET threads=2")
            database.execute(_MADE.format(contracts=contracts, social=_social(), file=fresh))
        fresh.replace(path)
    return path, contracts


def _social() -> str:
    """The considerations in twenty, as a list of the engine."""
    return "[" + ", ".join(f"'{word}'" for word, times in SOCIAL for _ in range(times)) + "]"


_MADE: Final = """
COPY (
    WITH base AS (
        SELECT i, i % 40 AS place, hash(i) AS h, hash(i * 7 + 1) AS g, hash(i * 13 + 5) AS k
        FROM range({contracts}) AS t(i)
    )
    SELECT
        CASE WHEN place IN (38, 39) THEN 'P' || (i - place)
            ELSE (2019 + i // 40 % 6) || lpad(i::VARCHAR, 8, '0') END AS id,
        lpad(((i // 40 % 30000) * 300007 + 21000000000001)::VARCHAR, 14, '2') AS acheteur_id,
        CASE WHEN place < 30 THEN 'Marché' ELSE 'Accord-cadre' END AS nature,
        'Prestations de ' || ['nettoyage des locaux', 'entretien des espaces verts', 'travaux de peinture',
            'transport scolaire', 'restauration collective'][1 + (h % 5)::BIGINT]
            || ' pour les services et équipements publics, lot ' || i AS objet,
        lpad((g % 98999999)::VARCHAR, 8, '1') AS codecpv,
        CASE WHEN place < 22 THEN 'Procédure adaptée' ELSE 'Appel d''offres ouvert' END AS procedure,
        CASE WHEN place < 30 THEN 'Sans objet' ELSE 'Accord-cadre' END AS techniques,
        lpad((i // 40 % 95 + 1)::VARCHAR, 2, '0') AS lieuexecution_code,
        'Code département' AS lieuexecution_typecode,
        CASE WHEN place = 5 THEN '0222-05-01'
            ELSE (DATE '2019-01-01' + ((i // 40 % 6) * 365 + k % 360)::INTEGER)::VARCHAR
            END AS datenotification,
        '2025-01-15' AS datepublicationdonnees,
        CASE WHEN place = 7 THEN '99999999999.99' ELSE (1000 + place * 500)::VARCHAR END AS montant,
        lpad((hash(i + step) % 99999999999999)::VARCHAR, 14, '0') AS titulaire_id_1,
        ({social})[1 + place % 20] AS considerationssociales,
        'Pas de considération environnementale' AS considerationsenvironnementales,
        'CDL' AS idaccordcadre, '1' AS offresrecues,
        (k % 48 + 1)::VARCHAR AS dureemois, 'Unitaire' AS formeprix,
        CASE WHEN step >= 2 THEN '1' ELSE 'CDL' END AS idmodification,
        CASE WHEN step >= 2 THEN (2000 + place * 500)::VARCHAR ELSE 'CDL' END AS montantmodification,
        CASE WHEN step >= 2 THEN '2024-12-31' ELSE 'CDL' END AS datenotificationmodificationmodification,
        'PLATEFORME' AS source
    FROM base, range(3) AS r(step)
    WHERE step = 0 OR (step = 1 AND place IN (0, 1, 2, 3, 4, 6, 8, 9, 10, 11, 12))
        OR (step = 2 AND place IN (13, 14, 15, 16))
) TO '{file}' (HEADER)"""
"""A round of 40 contracts is 55 rows; contracts 38 and 39 share an identifier, as lots do."""


def expected(contracts: int) -> dict[str, float]:
    """What the made file holds, worked out by hand for a round of forty contracts.

    Euros: 1 000 and 500 for each place, 1 000 more for each of four modified; place 7 has the absurd amount,
    which is left out. Four places leave the field empty, ten declare something.
    """
    rounds = contracts // EVERY
    social = [word for word, times in SOCIAL for _ in range(times)] * 2
    euros = {place: 1000.0 + place * 500 for place in range(EVERY) if place != 7}
    for place in (13, 14, 15, 16):
        euros[place] += 1000
    declares = [
        place for place, word in enumerate(social) if "lause" in word or "ritère" in word or "éservé" in word
    ]
    empty = [place for place, word in enumerate(social) if word in ("MQ", "CDL")]
    return {
        "contracts": contracts,
        "dated": contracts - rounds,
        "filled": (EVERY - len(empty)) * rounds,
        "any": len(declares) * rounds,
        "clause": sum(1 for word in social if "Clause" in word) * rounds,
        "euros": sum(amount for place, amount in euros.items() if place not in empty) * rounds,
        "any_euros": sum(euros[place] for place in declares if place in euros) * rounds,
        "shared": 2 * rounds,
    }


def _copied(path: Path, target: Path) -> None:
    """The floor of an import: the same file read and written as text, nothing counted."""
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as database:
        database.execute(f"CREATE TABLE rows_read AS FROM read_csv('{path}', all_varchar=true, header=true)")
    target.unlink()


@contextmanager
def measured(name: str, told: dict[str, tuple[float, float]]) -> Iterator[None]:
    """Wall and cpu seconds of what stands inside."""
    wall, cpu = time.perf_counter(), _cpu()
    yield
    told[name] = (time.perf_counter() - wall, _cpu() - cpu)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def check(base: Base, tables: Overview, contracts: int) -> None:
    """End the run where a figure is not the one the file was made with."""
    want = expected(contracts)
    by_procedure = tables.by_procedure
    found = {
        "contracts": base.facts.contracts,
        "dated": sum(line.contracts for line in tables.by_year if line.key),
        "filled": sum(line.filled.count for line in by_procedure),
        "any": sum(line.any.count for line in by_procedure),
        "clause": sum(line.clause.count for line in by_procedure),
        "euros": round(sum(line.any_amount.of for line in by_procedure), 2),
        "any_euros": round(sum(line.any_amount.amount for line in by_procedure), 2),
        "shared": base.ask("SELECT count(*) FROM contracts WHERE several")[0][0],
    }
    wrong = {name: (found[name], value) for name, value in want.items() if found[name] != value}
    if wrong:
        sys.exit(f"Chiffres faux (trouvé, attendu) : {wrong}")
    print("  chiffres vérifiés : " + ", ".join(f"{name} {value:,.0f}" for name, value in want.items()))


SIX_IN_SQLITE: Final = (
    "SELECT year, {} FROM contracts GROUP BY year",
    "SELECT departement, year, {} FROM contracts GROUP BY departement, year",
    "SELECT cpv, {} FROM contracts GROUP BY cpv",
    "SELECT siren, {} FROM contracts GROUP BY siren ORDER BY count(*) DESC LIMIT 100",
    "SELECT substr(notified, 1, 7), count(DISTINCT siren), {} FROM contracts WHERE any_social GROUP BY 1",
    "SELECT procedure, {} FROM contracts GROUP BY procedure",
)
FIGURES: Final = (
    "count(*), sum(filled), sum(any_social), sum(clause), sum(criterion), sum(reserved), "
    "sum(CASE WHEN filled THEN amount END), sum(CASE WHEN any_social THEN amount END), "
    "sum(CASE WHEN clause THEN amount END), sum(CASE WHEN criterion THEN amount END), "
    "sum(CASE WHEN reserved THEN amount END)"
)
COLUMNS: Final = {
    "siren": "INTEGER",
    "year": "INTEGER",
    "notified": "TEXT",
    "departement": "TEXT",
    "cpv": "INTEGER",
    "procedure": "TEXT",
    "filled": "INTEGER",
    "any_social": "INTEGER",
    "clause": "INTEGER",
    "criterion": "INTEGER",
    "reserved": "INTEGER",
    "amount": "REAL",
    "siret": "INTEGER",
    "id": "TEXT",
    "object": "TEXT",
    "nature": "TEXT",
    "told_amount": "REAL",
    "framework_id": "TEXT",
    "offers": "INTEGER",
    "holder": "TEXT",
    "source": "TEXT",
}
"""A plain table of the same contracts: what the tables need first, then what a page shows of a contract."""
_TAKEN: Final = {name: f"contracts.{name}" for name in COLUMNS} | {
    "notified": "contracts.notified::VARCHAR",
    "object": "rows_read.object",
    "holder": "rows_read.holder",
    "source": "rows_read.source",
}


def in_sqlite(base: Base, folder: Path, part: int) -> tuple[Callable[[], list[Any]], int]:
    """The same contracts in SQLite, one in `part`; what asks it the six tables, and how many there are."""
    path = folder / "same.sqlite"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    database.execute(f"CREATE TABLE contracts ({columns})")
    query = (
        f"SELECT {', '.join(_TAKEN.values())} FROM contracts JOIN rows_read ON rows_read.rowid = last_row "
        f"WHERE last_row % {part} = 0"
    )
    kept = 0
    with base.session() as cursor:
        found = cursor.execute(query)
        while rows := found.fetchmany(10_000):
            database.executemany(f"INSERT INTO contracts VALUES ({', '.join('?' * len(COLUMNS))})", rows)
            kept += len(rows)
    database.commit()
    database.execute("ANALYZE")

    def ask() -> list[Any]:
        return [database.execute(query.format(FIGURES)).fetchall() for query in SIX_IN_SQLITE]

    return ask, kept


def _read(folder: str) -> tuple[float, int]:
    """What one reading process does: open the base, ask twice; cpu of the second, and its contracts."""
    base = open_base(Path(folder))
    assert base is not None
    overview(base)
    began = _cpu()
    tables = overview(base)
    return _cpu() - began, sum(line.contracts for line in tables.by_cpv)


def together(folder: Path, processes: int) -> None:
    """Many processes over the one file, each with its own connection."""
    wall = time.perf_counter()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_read, [str(folder)] * processes))
    if len({contracts for _, contracts in found}) != 1:
        sys.exit("Les processus n'ont pas lu les mêmes chiffres.")
    cpu = max(cpu for cpu, _ in found)
    print(
        f"{processes} processus sur une même base (démarrage compris) : {time.perf_counter() - wall:.2f} s, "
        f"le plus lent {cpu:.2f} s cpu le rapport"
    )


def as_parquet(base: Base, folder: Path) -> None:
    """The contracts as Parquet by year, as several machines would read them from shared storage."""
    target = folder / "parquet"
    base.ask(
        "COPY (SELECT siren, cpv, social, amount, coalesce(year, 0) AS year FROM contracts) "
        f"TO '{target}' (FORMAT parquet, PARTITION_BY (year), OVERWRITE)"
    )
    files = list(target.rglob("*.parquet"))
    query = (
        f"SELECT cpv, social, count(*), sum(amount) FROM read_parquet('{target}/**/*.parquet', "
        "hive_partitioning=true) WHERE year = 2023 GROUP BY ALL"
    )
    told: dict[str, tuple[float, float]] = {}
    with duckdb.connect() as database, measured("parquet", told):
        found = database.execute(query).fetchall()
    if sum(row[2] for row in found) != base.ask("SELECT count(*) FROM contracts WHERE year = 2023")[0][0]:
        sys.exit("Le Parquet ne donne pas les mêmes chiffres.")
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"Parquet par année : {len(files)} fichiers, {size:.0f} Mo ; une année, {told['parquet'][0]:.2f} s")


def main(arguments: list[str]) -> None:
    """Make, import, ask, compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_500_000)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--sqlite-part", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        _run(folder, given)


def _run(folder: Path, given: argparse.Namespace) -> None:
    told: dict[str, tuple[float, float]] = {}
    path, contracts = made(folder, given.rows)
    size, load = path.stat().st_size / 1e6, os.getloadavg()[0]
    print(f"{path.name} : {size:.0f} Mo ; machine : {os.cpu_count()} cœurs, charge {load:.1f}")
    with measured("copy", told):
        _copied(path, folder / "copy.duckdb")
    with measured("import", told):
        facts = build_base(Sources([(path.name, path)]), folder / "base", MOMENT)
    base = open_base(folder / "base")
    assert base is not None
    tables = overview(base)
    rounds = []
    for _ in range(5):
        with measured("report", told):
            tables = overview(base)
        rounds.append(told["report"])
    report = (min(wall for wall, _ in rounds), min(cpu for _, cpu in rounds))
    check(base, tables, contracts)
    _tell("import", told["import"], f"{facts.rows:,} lignes, {base.path.stat().st_size / 1e6:.0f} Mo")
    _tell("simple copie du fichier", told["copy"], "lu et écrit tel quel, sans rien y comprendre")
    print(f"L'import demande {told['import'][1] / told['copy'][1]:.2f} fois le calcul de la copie")
    _tell("six tableaux, à chaud", report, "le meilleur de cinq")
    buyer = tables.buyers[0].key
    with measured("buyer", told):
        figures = buyer_figures(base, buyer)
    _tell("rapport d'un acheteur", told["buyer"], f"{figures.total.contracts} marchés")
    ask, kept = in_sqlite(base, folder, given.sqlite_part)
    with measured("sqlite", told):
        ask()
    scale = base.facts.contracts / kept
    cpu = told["sqlite"][1] * scale
    _tell("les mêmes en SQLite", told["sqlite"], f"sur {kept:,} marchés ; {cpu:.1f} s cpu pour tous")
    print(f"SQLite demande {cpu / report[1]:.0f} fois plus de calcul (but : au moins 40)")
    together(folder / "base", given.processes)
    as_parquet(base, folder)
    print(f"Pointe de mémoire : {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} Mo")


def _tell(what: str, seconds: tuple[float, float], more: str) -> None:
    print(f"  {what:24} {seconds[0]:7.2f} s, {seconds[1]:7.2f} s cpu   ({more})")


if __name__ == "__main__":
    main(sys.argv[1:])
