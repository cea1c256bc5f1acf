"""Uptake figures out of declared contracts (DECP): who declares a social clause, criterion or reservation.

Source: Code de la commande publique R2196-1, arrêté of 22 December 2022 (considerationsSociales); the
counting rules are in counting.py, what they dropped or joined is told in the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb

from tender.uptake.counting import count_contracts
from tender.uptake.engine import open_engine
from tender.uptake.narrowing import GROUPS, condition
from tender.uptake.noting import notes_of
from tender.uptake.rates import Rate, rate_of
from tender.uptake.shapes import DeclaredError
from tender.uptake.slices import Size, Slice

_SIZES: Final = {
    Size.UNDER_40K: "moins de 40 000 €",
    Size.TO_90K: "40 000 à 90 000 €",
    Size.TO_221K: "90 000 à 221 000 €",
    Size.TO_1M: "221 000 € à 1 M€",
    Size.OVER_1M: "1 M€ et plus",
}
_GROUPS: Final = {"buyer": "siren_text(siren)", "nature": "nature", **GROUPS}
_FIGURES: Final = """
    count(*), count(DISTINCT siren), count(*) FILTER (filled), count(*) FILTER (NOT filled),
    count(*) FILTER (any_social), count(*) FILTER (clause), count(*) FILTER (criterion), count(*) FILTER
    (reserved), count(*) FILTER (filled AND NOT any_social),
    coalesce(sum(amount) FILTER (any_social), 0), coalesce(sum(amount) FILTER (filled), 0)"""

_TOTAL: Final = f"SELECT {_FIGURES} FROM kept"


@dataclass(frozen=True, slots=True)
class SocialCounts:
    """Contracts that declare: anything social, each kind (one contract may declare several), or none."""

    any: int = 0
    clause: int = 0
    criterion: int = 0
    reserved: int = 0
    none: int = 0


@dataclass(frozen=True, slots=True)
class Amounts:
    """Euros excluding VAT at the last modification, ceilings for framework agreements; only sensible
    amounts."""

    any: float = 0.0
    all_filled: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one buyer, year, CPV division or département; `key` None where it is not known."""

    key: str | None
    contracts: int
    buyers: int
    with_field_filled: int
    not_filled: int
    social: SocialCounts
    amount: Amounts
    rate: Rate
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """The report, in the shape of the command line's contract; `rate`: any of those that filled the field."""

    period: tuple[str | None, str | None]
    rows_read: int
    contracts: int
    buyers: int
    with_field_filled: int
    not_filled: int
    social: SocialCounts
    amount: Amounts
    rate: Rate
    by_buyer: tuple[Group, ...] = ()
    by_year: tuple[Group, ...] = ()
    by_cpv_division: tuple[Group, ...] = ()
    by_departement: tuple[Group, ...] = ()
    group_by: str | None = None
    by_group: tuple[Group, ...] = ()
    notes: tuple[str, ...] = field(default=())


def uptake(
    paths: Sequence[Path],
    *,
    buyer: str | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
    departement: str | None = None,
    group_by: str | None = None,
    today: date | None = None,
) -> Declared:
    """Count social considerations over DECP files of any shape.

    `buyer`: a SIREN (or SIRET, of which the SIREN counts); `date_from`, `date_to`: ISO days of
    notification, both included; `departement`: of performance; `group_by`: one of buyer, year, cpv,
    departement, nature, procedure, size; `today`: nothing is notified later. Raises DeclaredError.
    """
    if group_by is not None and group_by not in _GROUPS:
        raise DeclaredError(group_by, f"regroupement inconnu ; ceux qui existent : {', '.join(_GROUPS)}")
    asked = _scope(buyer, date_from, date_to, departement)
    with TemporaryDirectory() as folder, open_engine(Path(folder) / "base.duckdb", Path(folder)) as database:
        count_contracts(database, [Path(path) for path in paths], Path(folder), today)
        # An impossible date is in no period: what is listed for its date is of the buyer and place alone.
        whole = condition(replace(asked, first=None, last=None))
        database.execute(f"CREATE TEMP VIEW in_scope AS SELECT * FROM contracts WHERE {whole}")
        database.execute(f"CREATE TEMP VIEW kept AS SELECT * FROM contracts WHERE {condition(asked)}")
        (rows_read,) = _row(database, "SELECT rows_read FROM dropped")
        return _report(database, rows_read, (date_from, date_to), group_by)


def _scope(buyer: str | None, date_from: str | None, date_to: str | None, departement: str | None) -> Slice:
    """What the options ask for. Raises DeclaredError for a date that is none."""
    for asked in filter(None, (date_from, date_to)):
        try:
            date.fromisoformat(asked)
        except ValueError as error:
            raise DeclaredError(asked, "date illisible ; écrivez AAAA-MM-JJ") from error
    code = departement.strip().upper().zfill(2) if departement and departement.strip() else None
    return Slice(buyer=buyer or None, first=date_from, last=date_to, departement=code)


def _report(
    database: duckdb.DuckDBPyConnection,
    rows_read: int,
    asked: tuple[str | None, str | None],
    group_by: str | None,
) -> Declared:
    total = _group(None, None, _row(database, _TOTAL))
    first, last = _row(database, "SELECT min(notified), max(notified) FROM kept")
    return Declared(
        period=(asked[0] or _iso(first), asked[1] or _iso(last)),
        rows_read=rows_read,
        contracts=total.contracts,
        buyers=total.buyers,
        with_field_filled=total.with_field_filled,
        not_filled=total.not_filled,
        social=total.social,
        amount=total.amount,
        rate=total.rate,
        by_buyer=_groups(database, "buyer", "contracts DESC, key"),
        by_year=_groups(database, "year", "key NULLS LAST"),
        by_cpv_division=_groups(database, "cpv", "key NULLS LAST"),
        by_departement=_groups(database, "departement", "key NULLS LAST"),
        group_by=group_by,
        by_group=_groups(database, group_by, "contracts DESC, key") if group_by else (),
        notes=notes_of(database),
    )


def _row(database: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    found = database.execute(query).fetchone()
    return found if found is not None else ()


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _groups(database: duckdb.DuckDBPyConnection, group: str, order: str) -> tuple[Group, ...]:
    name = "max(name)" if group == "buyer" else "NULL"
    figures = _FIGURES.replace("count(*)", "count(*) AS contracts", 1)
    query = f"SELECT CAST({_GROUPS[group]} AS VARCHAR) AS key, {name}, {figures} FROM kept"
    found = database.execute(f"{query} GROUP BY 1 ORDER BY {order}").fetchall()
    keys = {str(code): words for code, words in _SIZES.items()} if group == "size" else {}
    return tuple(_group(keys.get(row[0], row[0]), row[1], row[2:]) for row in found)


def _group(key: str | None, name: str | None, row: tuple[Any, ...]) -> Group:
    contracts, buyers, filled, empty, any_social, clause, criterion, reserved, none, amount, all_filled = row
    return Group(
        key=key,
        name=name,
        contracts=contracts,
        buyers=buyers,
        with_field_filled=filled,
        not_filled=empty,
        social=SocialCounts(any=any_social, clause=clause, criterion=criterion, reserved=reserved, none=none),
        amount=Amounts(any=round(amount, 2), all_filled=round(all_filled, 2)),
        rate=rate_of(any_social, filled),
    )
