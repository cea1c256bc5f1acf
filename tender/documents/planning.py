"""Hours by month and member, a table a calendar year, and what is promised of insertion."""

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
    """Members × months for these lots together, one table a calendar year, each with its exact sums."""
    hours: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for lot in lots:
        for share in lot.shares:
            for month, count in share.hours:
                hours[share.member][month] += count
    months = sorted({month for of in hours.values() for month in of})
    blocks: list[Block] = []
    years = sorted({month[:4] for month in months})
    for year in years:
        shown = [month for month in months if month[:4] == year]
        if len(years) > 1:
            blocks.append(Para(strong(year), kept=True))
        blocks.append(_year(response, hours, shown))
    return tuple(blocks)


def _year(response: Response, hours: dict[str, dict[str, Decimal]], months: list[str]) -> Grid:
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
    """Hours of insertion promised: lot × member × mode, against what is asked; None when nobody promises."""
    rows: list[tuple[Words, ...]] = []
    whole = Decimal(0)
    for lot in response.lots:
        of_lot = Decimal(0)
        for share in lot.shares:
            for promised in share.insertion:
                of_lot += promised.hours
                rows.append(
                    (
                        lot.label,
                        response.name_of(share.member),
                        MODES[promised.mode],
                        french.hours(promised.hours),
                    )
                )
        if of_lot and (len(lot.shares) > 1 or lot.insertion_hours_asked is not None):
            rows.append(
                (strong(lot.label), strong("Ensemble du lot"), _asked(lot), strong(french.hours(of_lot)))
            )
        whole += of_lot
    if not rows:
        return None
    rows.append(("Total", "", "", french.hours(whole)))
    columns = (
        Column("Lot", 1.2),
        Column("Membre", 4),
        Column("Modalité", 3.5),
        Column("Heures d’insertion", 2.2, Align.RIGHT),
    )
    return Grid(columns, tuple(rows), totals=1)


def _asked(lot: ResponseLot) -> Words:
    if lot.insertion_hours_asked is None:
        return ""
    return f"demandé : {french.hours(lot.insertion_hours_asked)}"
