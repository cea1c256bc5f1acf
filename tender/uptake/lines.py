"""Lines of figures out of the engine: one way to count, whatever the contracts are grouped by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from tender.uptake.base import Base
from tender.uptake.figures import Line, Share
from tender.uptake.macros import CLAUSE, CRITERION, DENIED, RESERVED
from tender.uptake.narrowing import GROUPS, shown
from tender.uptake.rates import rate_of
from tender.uptake.scope import whole_condition
from tender.uptake.slices import UNKNOWN, Slice

_FIGURES: Final = """
    sum(n)::BIGINT AS contracts, {buyers} AS buyers,
    coalesce(sum(n) FILTER (filled), 0)::BIGINT, coalesce(sum(n) FILTER (any_social), 0)::BIGINT,
    coalesce(sum(n) FILTER (clause), 0)::BIGINT, coalesce(sum(n) FILTER (criterion), 0)::BIGINT,
    coalesce(sum(n) FILTER (reserved), 0)::BIGINT,
    coalesce(sum(euros) FILTER (filled), 0), coalesce(sum(euros) FILTER (any_social), 0),
    coalesce(sum(euros) FILTER (clause), 0), coalesce(sum(euros) FILTER (criterion), 0),
    coalesce(sum(euros) FILTER (reserved), 0)"""
_COMBINED: Final = f"""
    SELECT *, says(social, {CLAUSE}) AS clause, says(social, {CRITERION}) AS criterion,
        says(social, {RESERVED}) AS reserved, says(social, {CLAUSE | CRITERION | RESERVED}) AS any_social,
        says(social, {CLAUSE | CRITERION | RESERVED | DENIED}) AS filled
    FROM (SELECT {{keys}}, social, count(*) AS n, sum(amount) AS euros FROM contracts
        WHERE {{where}} GROUP BY ALL)"""
"""Each group by each of the sixteen combinations a contract can declare: two sums a row instead of ten."""


def figures_query(keys: str, where: str, shown: str, order: str) -> str:
    """Figures by groups: `keys` as kept (named k, l), `shown`: the same as written, apart by bars."""
    combined = _COMBINED.format(keys=keys, where=where)
    columns = ", ".join(str(place + 1) for place in range(shown.count("|") + 1))
    figures = _FIGURES.format(buyers="NULL")
    said = shown.replace("|", ", ")
    return f"SELECT {said}, {figures} FROM ({combined}) GROUP BY {columns} ORDER BY {order}"


def share_of(amount: float, of: float) -> Share:
    """Euros of euros, to the cent."""
    return Share(round(amount, 2), round(of, 2), round(amount / of, 4) if of else None)


def line_of(key: str | None, asked: Slice, row: Sequence[Any]) -> Line:
    """A line of what figures_query gave."""
    contracts, buyers, filled, any_social, clause, criterion, reserved, whole, *euros = row
    return Line(
        key=UNKNOWN if key is None else key,
        slice=asked,
        contracts=contracts,
        buyers=buyers,
        filled=rate_of(filled, contracts),
        any=rate_of(any_social, filled),
        clause=rate_of(clause, filled),
        criterion=rate_of(criterion, filled),
        reserved=rate_of(reserved, filled),
        none=rate_of(filled - any_social, filled),
        any_of_all=rate_of(any_social, contracts),
        any_amount=share_of(euros[0], whole),
        clause_amount=share_of(euros[1], whole),
        criterion_amount=share_of(euros[2], whole),
        reserved_amount=share_of(euros[3], whole),
    )


def whole_line(base: Base, asked: Slice) -> Line:
    """The figures of a slice as one line, with its buyers."""
    where = whole_condition(base, asked)
    found = base.ask(figures_query("0 AS k", where, "k", "1"))
    counted = base.ask(f"SELECT count(DISTINCT siren) FROM contracts WHERE {where}")
    figures = list(found[0][1:]) if found else [0, None, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0]
    figures[1] = counted[0][0]
    return line_of(UNKNOWN, asked, figures)


def grouped(base: Base, asked: Slice, group: str, order: str = "1 NULLS LAST") -> tuple[Line, ...]:
    """The figures of a slice by one of narrowing.GROUPS; each line's own slice narrows to it."""
    query = figures_query(f"{GROUPS[group]} AS k", whole_condition(base, asked), shown(group, "k"), order)
    return lines_of(base.ask(query), _narrower(asked, group))


def lines_of(rows: Sequence[tuple[Any, ...]], narrow: Callable[[str], Slice]) -> tuple[Line, ...]:
    """Rows of a key and figures as lines."""
    return tuple(line_of(row[0], narrow(UNKNOWN if row[0] is None else row[0]), row[1:]) for row in rows)


def _narrower(asked: Slice, group: str) -> Callable[[str], Slice]:
    def narrow(key: str) -> Slice:
        return replace(asked, **cast("dict[str, Any]", {group: key}))

    return narrow
