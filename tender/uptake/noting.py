"""What the counting dropped, joined or left out of the sums, in French sentences with their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import duckdb

from tender.uptake.narrowing import ODDITIES
from tender.uptake.slices import Oddity

_SHOWN: Final = 5
"""Identifiers named in a note; the number says how many there are."""


def notes_of(database: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The notes of a count whose tables stand in the database (see counting.py), all that apply."""
    counts = _Counts(database)
    return tuple(note for group in (_rows, _identity, _dates, _amounts, _field) for note in group(counts))


class _Counts:
    """How many contracts, or rows, are in a given case, and the first of them."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database

    def row(self, query: str) -> tuple[Any, ...]:
        """The first row of a query."""
        return self._database.execute(query).fetchone() or (0, 0)

    def of(self, condition: str, table: str = "kept") -> int:
        """Rows of a table in a case; the conditions are this module's own words."""
        return int(self.row(f"SELECT count(*) FROM {table} WHERE {condition}")[0])

    def named(self, condition: str, column: str = "id", table: str = "kept") -> str:
        """The first identifiers of a case, as read."""
        query = f"SELECT DISTINCT {column} FROM {table} WHERE {condition} ORDER BY 1 LIMIT {_SHOWN}"
        return ", ".join(str(row[0]) for row in self._database.execute(query).fetchall())


def _n(number: int, noun: str) -> str:
    """ "1 contrat", "12 345 contrats", with the narrow space of French numbers."""
    shown = f"{number:,}".replace(",", "\u202f")
    return f"{shown} {noun}{'s' if number > 1 else ''}"


def _rows(counts: _Counts) -> Iterator[str]:
    dropped, repeated = counts.row("SELECT nameless, repeated FROM dropped")
    if dropped:
        yield f"Sans acheteur, ou sans identifiant ni objet : {_n(dropped, 'ligne')}, laissées de côté."
    if repeated:
        yield (
            "Contrats d’avant 2024 repris dans les données de 2022 et déjà dans celles de 2019 pour le même "
            f"acheteur : {_n(repeated, 'ligne')}, laissées de côté pour ne pas compter deux fois."
        )
    rows, contracts = counts.row("SELECT coalesce(sum(row_count), 0)::BIGINT, count(*) FROM kept")
    if rows > contracts:
        more = _n(rows - contracts, "ligne")
        yield (
            f"Titulaires, modifications ou sources de plus d’un même contrat : {more} ; "
            "chaque contrat compte une fois, à sa dernière modification."
        )


def _identity(counts: _Counts) -> Iterator[str]:
    shared = counts.of(ODDITIES[Oddity.SHARED_ID])
    if shared:
        yield (
            "Même identifiant pour plusieurs objets chez un acheteur (souvent des lots) : "
            f"{_n(shared, 'contrat')}, comptés séparément ({counts.named(ODDITIES[Oddity.SHARED_ID])})."
        )
    nameless = counts.of("id = '?'")
    if nameless:
        yield f"Sans identifiant : {_n(nameless, 'contrat')}, distingués par leur objet."
    several = counts.of(ODDITIES[Oddity.SEVERAL_SOURCES])
    if several:
        yield f"Publiés par plusieurs sources ou fichiers : {_n(several, 'contrat')}, comptés une fois."


def _dates(counts: _Counts) -> Iterator[str]:
    absurd = counts.of(ODDITIES[Oddity.DATE], "in_scope")
    if absurd:
        shown = counts.named(ODDITIES[Oddity.DATE], "id || ' : ' || told_date", "in_scope")
        number = _n(absurd, "contrat")
        yield f"Date de notification impossible : {number}, dans aucune année ni période ({shown})."
    missing = counts.of(ODDITIES[Oddity.UNDATED], "in_scope")
    if missing:
        yield f"Sans date de notification : {_n(missing, 'contrat')}, dans aucune année ni période."


def _amounts(counts: _Counts) -> Iterator[str]:
    high, low = ODDITIES[Oddity.HIGH_AMOUNT], ODDITIES[Oddity.LOW_AMOUNT]
    for condition, words in ((high, "de 1 milliard d’euros ou plus"), (low, "de 1 euro ou moins")):
        number = counts.of(condition)
        if number:
            which = counts.named(condition)
            yield f"Montant {words} : {_n(number, 'contrat')}, comptés mais hors des sommes ({which})."
    missing = counts.of(ODDITIES[Oddity.NO_AMOUNT])
    if missing:
        yield f"Sans montant lisible : {_n(missing, 'contrat')}, comptés mais hors des sommes."
    ceilings = counts.of(ODDITIES[Oddity.FRAMEWORK])
    if ceilings:
        yield f"Accords-cadres : {_n(ceilings, 'contrat')}, au montant plafond, qui n’est pas une dépense."
    under = counts.of(ODDITIES[Oddity.UNDER_FRAMEWORK])
    if under:
        yield (
            f"Passés sur un accord-cadre présent dans les fichiers : {_n(under, 'contrat')}, "
            "comptés sans ajouter leur montant au plafond."
        )


def _field(counts: _Counts) -> Iterator[str]:
    cases = (
        ("NOT has_social", "Données sans le champ social (format de 2019 ou extrait partiel)"),
        ("invalid AND NOT filled", "Considération sociale invalide (« INX »)"),
        ("social IS NOT NULL AND NOT filled", "Considération sociale hors de la liste officielle"),
    )
    for condition, words in cases:
        number = counts.of(condition)
        if number:
            yield f"{words} : {_n(number, 'contrat')}, non renseignés."
    both = counts.of("any_social AND denied")
    if both:
        yield f"Déclarent une considération sociale et aucune : {_n(both, 'contrat')}, comptés avec."
