"""What keeps the prices of a call from being closed, line by line; and the questions they raise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tender.consortium.wage_floor import MinimumWage, minimum_wage
from tender.store.responses import PriceLineRow

HOURLY = frozenset({"h", "heure", "heures", "hr", "heure de travail", "stunde", "stunden", "hour", "hours"})
BLOCKING = frozenset(
    {"no_price", "no_quantity", "no_unit", "no_vat", "vat_differs", "differs", "twice", "zero"}
)


@dataclass(frozen=True, slots=True)
class PricePoint:
    """One thing to settle: of which line, and what (a code; the words live in the pages).

    no_price, no_quantity, no_unit, no_vat: missing; zero: priced at nothing; vat_differs: not the lot's;
    differs: two of the buyer's files disagree on the line; twice: two lines with one text and two prices;
    not_agreed: priced, not settled.
    """

    line: int
    lot: str
    number: str
    designation: str
    code: str
    said: str = ""

    @property
    def blocks_agreement(self) -> bool:
        """The lot cannot be settled while it stands."""
        return self.code in BLOCKING


def points_of(rows: Sequence[PriceLineRow], vat: Decimal | None) -> list[PricePoint]:
    """Everything that keeps these lines open, in their order; `vat`: the rate of the acte d'engagement."""
    rates = _usual_rates(rows, vat)
    twins = _twins(rows)
    return [
        PricePoint(row.id, row.lot, row.number, row.designation, code, said)
        for row in rows
        for code, said in _open(row, rates.get(row.lot), twins)
    ]


def _open(row: PriceLineRow, rate: Decimal | None, twins: frozenset[int]) -> Iterator[tuple[str, str]]:
    if row.unit_price is None:
        yield "no_price", ""
    elif row.unit_price == 0 and row.unit != "%":
        yield "zero", ""
    if row.counted and row.quantity is None:
        yield "no_quantity", ""
    if not row.unit:
        yield "no_unit", ""
    if row.unit != "%":
        if row.vat_rate is None and rate is None:
            yield "no_vat", ""
        elif row.vat_rate is not None and rate is not None and row.vat_rate != rate:
            yield "vat_differs", f"{rate.normalize():f}"
    if row.differs:
        yield "differs", str(row.differs[0].get("document", "")).rsplit("/", 1)[-1]
    if row.id in twins:
        yield "twice", ""
    if row.unit_price is not None and row.agreed_at is None:
        yield "not_agreed", ""


def _usual_rates(rows: Sequence[PriceLineRow], vat: Decimal | None) -> dict[str, Decimal]:
    """The rate of a lot: the acte d'engagement's, else the one most of its lines have."""
    found: dict[str, Decimal] = {}
    for lot in {row.lot for row in rows}:
        told = Counter(row.vat_rate for row in rows if row.lot == lot and row.vat_rate is not None)
        usual = vat if vat is not None else max(told, key=lambda one: (told[one], one)) if told else None
        if usual is not None:
            found[lot] = usual
    return found


def _twins(rows: Sequence[PriceLineRow]) -> frozenset[int]:
    """Lines of one lot and section with the same words and unit, and two prices."""
    held: dict[tuple[str, str, str, str], list[PriceLineRow]] = {}
    for row in rows:
        if row.unit_price is not None:
            held.setdefault((row.lot, row.section, row.designation, row.unit), []).append(row)
    return frozenset(
        row.id for same in held.values() if len({one.unit_price for one in same}) > 1 for row in same
    )


@dataclass(frozen=True, slots=True)
class FloorQuestion:
    """An hour priced below what it may cost: a question, never a verdict (L5132-11).

    `why`: wage (below the minimum wage known), cost (below what some member says an hour costs it).
    """

    line: int
    number: str
    designation: str
    price: Decimal
    why: str
    against: Decimal
    answer: str


def is_hourly(unit: str) -> bool:
    """The unit is an hour."""
    return unit.strip().casefold().rstrip(".") in HOURLY


def floor_questions(
    rows: Sequence[PriceLineRow], on: date, costs: Sequence[Decimal] = ()
) -> tuple[MinimumWage | None, list[FloorQuestion]]:
    """The minimum wage known on that day and the hourly prices it makes one ask about.

    `costs`: an hour's cost of the members who agreed to show it. An answer holds for the price it was given.
    """
    wage = minimum_wage(on)
    highest = max(costs, default=None)
    found: list[FloorQuestion] = []
    for row in rows:
        if row.unit_price is None or not is_hourly(row.unit):
            continue
        answer = row.floor_word if row.floor_price == row.unit_price else ""
        told = (row.id, row.number, row.designation, row.unit_price)
        if wage is not None and row.unit_price < wage.hour:
            found.append(FloorQuestion(*told, "wage", wage.hour, answer))
        elif highest is not None and row.unit_price < highest:
            found.append(FloorQuestion(*told, "cost", highest, answer))
    return wage, found
