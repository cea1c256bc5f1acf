"""Hours by month and member, the steps of a start, the size of a team, and what is promised of insertion."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tender.documents import french
from tender.documents.paper import Align, Block, Column, Grid, Para, Words, strong
from tender.documents.response import InsertionMode, MemberShare, Response, ResponseLot

MODES = {
    InsertionMode.DIRECT_HIRE: "embauche directe",
    InsertionMode.STAFF_SUPPLY: "mise à disposition",
    InsertionMode.SUBCONTRACTING: "sous-traitance à une SIAE",
}

FULL_TIME = Decimal("151.67")
"""Hours a month of one full-time worker. Source: L3121-27 (35 h a week), 52 weeks over 12 months."""


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step of the start of a lot, on its day."""

    words: str
    day: date
    who: str = ""


def dated_steps(response: Response, lot: ResponseLot) -> tuple[DatedStep, ...]:
    """The steps around the first day of a lot, in order; none while its first month is not known."""
    if not lot.start_month:
        return ()
    first = date.fromisoformat(f"{lot.start_month}-01")
    return tuple(
        DatedStep(step.words, working_day(first + timedelta(weeks=step.weeks)), step.who)
        for step in sorted(response.steps, key=lambda step: step.weeks)
    )


def working_day(day: date) -> date:
    """The day, or the Monday after a week-end."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day


def month_after(month: str) -> str:
    """ "2027-12" → "2028-01"."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def months_between(first: str, last: str) -> list[str]:
    """Every month from the first to the last, both included."""
    held = [first]
    while held[-1] < last:
        held.append(month_after(held[-1]))
    return held


def full_time(share: MemberShare) -> str:
    """A team by its fullest month, in full-time posts: « 1,4 ETP »."""
    most = max((hours for _, hours in share.hours), default=Decimal(0))
    posts = (most / FULL_TIME).quantize(Decimal("0.1"))
    words = french.number(posts) if posts or not most else "<\u00a00,1"
    return f"{words}\u00a0ETP"


def steps_grid(response: Response, lot: ResponseLot) -> Grid | None:
    """The steps of a start as the picture numbers them."""
    steps = dated_steps(response, lot)
    if not steps:
        return None
    rows = tuple(
        (str(rank), step.words, french.day(step.day), step.who or "–") for rank, step in enumerate(steps, 1)
    )
    columns = (
        Column("N°", 0.7, Align.RIGHT),
        Column("Étape du démarrage", 5),
        Column("Au plus tard le", 2.6),
        Column("Par", 2.6),
    )
    return Grid(columns, rows)


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
