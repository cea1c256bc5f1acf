"""The six tables over every buyer of a base: the nation, a région, whatever the files hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from tender.uptake.base import Base
from tender.uptake.figures import Line
from tender.uptake.lines import figures_query, grouped, line_of, lines_of
from tender.uptake.narrowing import condition
from tender.uptake.slices import UNKNOWN, Kind, Slice

_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Overview:
    """By year, département and year, CPV division, the buyers with most contracts, month, and procedure.

    `months`: contracts with a social consideration only, each month with its distinct buyers.
    """

    by_year: tuple[Line, ...]
    by_departement: tuple[Line, ...]
    by_cpv: tuple[Line, ...]
    buyers: tuple[Line, ...]
    months: tuple[Line, ...]
    by_procedure: tuple[Line, ...]


def overview(base: Base, asked: Slice | None = None) -> Overview:
    """The tables of a slice, of everything without one."""
    scope = asked or Slice()
    places = _places(base, scope)
    return Overview(
        by_year=_by_year(scope, places),
        by_departement=_by_departement(scope, places),
        by_cpv=grouped(base, scope, "cpv"),
        buyers=_buyers(base, scope),
        months=_months(base, scope),
        by_procedure=grouped(base, scope, "procedure", "contracts DESC, 1"),
    )


def _places(base: Base, asked: Slice) -> list[tuple[Any, ...]]:
    """Département, year, and figures; the years alone are sums of these, without another reading."""
    keys, written = "departement AS k, year AS l", "k|l::VARCHAR"
    return base.ask(figures_query(keys, condition(asked), written, "1 NULLS LAST, 2 NULLS LAST"))


def _by_departement(asked: Slice, places: list[tuple[Any, ...]]) -> tuple[Line, ...]:
    return tuple(
        line_of(row[0], replace(asked, departement=row[0] or UNKNOWN, year=row[1] or UNKNOWN), row[2:])
        for row in places
    )


def _by_year(asked: Slice, places: list[tuple[Any, ...]]) -> tuple[Line, ...]:
    sums: dict[str, list[Any]] = {}
    for _, year, contracts, _, *figures in places:
        held = sums.setdefault(year or UNKNOWN, [0, None, *(0 for _ in figures)])
        held[0] += contracts
        held[2:] = [one + other for one, other in zip(held[2:], figures, strict=True)]
    return lines_of(
        [(year, *sums[year]) for year in sorted(sums, key=lambda year: (not year, year))],
        lambda year: replace(asked, year=year),
    )


def _buyers(base: Base, asked: Slice) -> tuple[Line, ...]:
    # Which buyers first, their figures then: of most buyers nothing but a count is needed.
    where = condition(asked)
    first = (
        f"siren IN (SELECT siren FROM contracts WHERE {where} GROUP BY siren "
        f"ORDER BY count(*) DESC, siren LIMIT {_MOST})"
    )
    query = figures_query("siren AS k", f"{where} AND {first}", "siren_text(k)", "contracts DESC, 1")
    return lines_of(base.ask(query), lambda siren: replace(asked, buyer=siren))


def _months(base: Base, asked: Slice) -> tuple[Line, ...]:
    scope = asked.of(Kind.ANY)
    month = "year(notified) * 100 + month(notified)"
    where = f"{condition(scope)} AND notified IS NOT NULL"
    found = base.ask(figures_query(f"{month} AS k", where, "k", "1"))
    query = f"SELECT {month}, count(DISTINCT siren) FROM contracts WHERE {where} GROUP BY 1"
    buyers = dict(base.ask(query))
    return tuple(_month(scope, row, buyers.get(row[0], 0)) for row in found)


def _month(scope: Slice, row: tuple[Any, ...], buyers: int) -> Line:
    year, number = divmod(row[0], 100)
    first = date(year, number, 1)
    last = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    asked = replace(scope, first=first.isoformat(), last=last.isoformat())
    return replace(line_of(f"{first:%Y-%m}", asked, row[1:]), buyers=buyers)
