"""Hours by month and member, twelve months a table, and what is promised of insertion."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from tender.documents import french
from tender.documents.paper import Align, Block, Column, Grid, Para, Words, strong
from tender.documents.response import InsertionMode, Response, ResponseLot

MODES = {
    InsertionMode.DIRECT_HIRE: "embauche directe",
    InsertionMode.STAFF_SUPPLY: "mise à disposition",
    InsertionMode.SUBCONTRACTING: "sous-traitance à une SIAE",
}


def planning_grids(response: Response, lots: tuple[ResponseLot, ...]) -> tuple[Block, ...]:
    """Members × months for these lots together, twelve months a table, each with its exact sums."""
    hours: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for lot in lots:
        for share in lot.shares:
            for month, count in share.hours:
                hours[share.member][month] += count
    months = sorted({month for of in hours.values() for month in of})
    blocks: list[Block] = []
    for first in range(0, len(months), 12):
        shown = months[first : first + 12]
        span = dict.fromkeys((french.month(shown[0]), french.month(shown[-1])))
        blocks.append(Para(strong(" – ".join(span)), kept=True))
        blocks.append(_twelve(response, hours, shown))
    return tuple(blocks)


def _twelve(response: Response, hours: dict[str, dict[str, Decimal]], months: list[str]) -> Grid:
    rows: list[tuple[Words, ...]] = []
    sums = dict.fromkeys(months, Decimal(0))
    for member, of in hours.items():
        if not any(of.get(month) for month in months):
            continue
        for month in months:
            sums[month] += of.get(month, Decimal(0))
        cells = [french.number(of[month]) if of.get(month) else "–" for month in months]
        whole = sum((of.get(month, Decimal(0)) for month in months), Decimal(0))
        rows.append((response.name_of(member), *cells, french.number(whole)))
    totals = (french.number(sums[month]) for month in months)
    rows.append(("Total (heures)", *totals, french.number(sum(sums.values(), Decimal(0)))))
    columns = (
        Column("Membre", 3.4),
        *(Column(french.short_month(month), 1, Align.RIGHT) for month in months),
        Column("Total", 1.3, Align.RIGHT),
    )
    return Grid(columns, tuple(rows), totals=1, small=True)


def insertion_grid(response: Response) -> Grid | None:
    """Hours of insertion promised: member and mode × lot, above what is asked; None when nobody promises."""
    hours: dict[tuple[str, InsertionMode], dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for rank, lot in enumerate(response.lots):
        for share in lot.shares:
            for promised in share.insertion:
                hours[share.member, promised.mode][rank] += promised.hours
    if not any(count for of in hours.values() for count in of.values()):
        return None
    if len(response.lots) > WIDEST:
        return _insertion_list(response, hours)
    ranks = range(len(response.lots))
    order = [member.id for member in response.members]
    rows: list[tuple[Words, ...]] = []
    for (member, mode), of in sorted(hours.items(), key=lambda held: _rank(order, held[0])):
        cells = (french.number(of[rank]) if of.get(rank) else "–" for rank in ranks)
        whole = french.number(sum(of.values(), Decimal(0)))
        rows.append((response.name_of(member), MODES[mode], *cells, whole))
    sums = [sum((of.get(rank, Decimal(0)) for of in hours.values()), Decimal(0)) for rank in ranks]
    total = french.number(sum(sums, Decimal(0)))
    rows.append(("Heures promises", "", *(french.number(held) for held in sums), total))
    asked = [lot.insertion_hours_asked for lot in response.lots]
    if any(held is not None for held in asked):
        cells = ("–" if held is None else french.number(held) for held in asked)
        rows.append(("Heures demandées", "", *cells, ""))
    columns = (
        Column("Membre", 4),
        Column("Modalité", 3),
        *(Column(lot.label, 1.4, Align.RIGHT) for lot in response.lots),
        Column("Total", 1.6, Align.RIGHT),
    )
    totals = 2 if any(held is not None for held in asked) else 1
    return Grid(columns, tuple(rows), totals=totals, small=len(response.lots) > 4)


WIDEST = 9
"""Lots that stand beside each other on a page; with more, each promise has its own line."""


def _rank(order: list[str], key: tuple[str, InsertionMode]) -> tuple[int, str]:
    return (order.index(key[0]) if key[0] in order else len(order), key[1].value)


def _insertion_list(response: Response, hours: dict[tuple[str, InsertionMode], dict[int, Decimal]]) -> Grid:
    rows: list[tuple[Words, ...]] = []
    whole = Decimal(0)
    for rank, lot in enumerate(response.lots):
        for (member, mode), of in hours.items():
            if of.get(rank):
                whole += of[rank]
                rows.append((lot.label, response.name_of(member), MODES[mode], french.hours(of[rank])))
    rows.append(("Total", "", "", french.hours(whole)))
    columns = (
        Column("Lot", 1.2),
        Column("Membre", 4),
        Column("Modalité", 3.5),
        Column("Heures d’insertion", 2.4, Align.RIGHT),
    )
    return Grid(columns, tuple(rows), totals=1)
