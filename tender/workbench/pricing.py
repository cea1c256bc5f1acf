"""Price lines of a response, and what each member's part of a lot comes to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.documents.french import CENT
from tender.store.accounts import UserRow
from tender.store.calls import CallRow, CallState, find_call
from tender.store.journal import note
from tender.store.responses import PriceLineRow, list_price_lines
from tender.store.splits import NeedRow, SplitRow
from tender.vocabulary.call import PriceLineRead, Reading
from tender.vocabulary.plain import to_plain
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady, OutOfDate
from tender.workbench.facts import reading_of
from tender.workbench.needing import lots_of
from tender.workbench.permissions import Act, require
from tender.workbench.typed_numbers import typed_decimal

PLACES = {"quantity": Decimal("0.001"), "unit_price": Decimal("0.0001"), "vat_rate": CENT}
"""The finest a box keeps."""


def lot_totals(session: Session, call_id: int) -> dict[str, Decimal | None]:
    """Each lot's price in euros excluding VAT, None while one of its lines has no quantity or price.

    Lines that are no part of the total (rates, options, unit prices the estimate leaves out) do not count.
    """
    totals: dict[str, Decimal | None] = {}
    counted = select(PriceLineRow).where(PriceLineRow.call_id == call_id, PriceLineRow.counted)
    for line in session.scalars(counted):
        amount = (
            None
            if line.quantity is None or line.unit_price is None
            else (line.quantity * line.unit_price).quantize(CENT, ROUND_HALF_UP)
        )
        held = totals.get(line.lot, Decimal(0))
        totals[line.lot] = None if held is None or amount is None else held + amount
    return totals


def member_amounts(session: Session, split: SplitRow) -> dict[tuple[int, str], Decimal]:
    """Euros by (member, lot): the lot's price by hours, to the cent; the leftover cents are the lead's.

    So a change between two members touches nobody else's euros but the lead's. The sum is the lot's price
    exactly once all its hours are taken; a lot whose price is not whole is left out.
    """
    totals = lot_totals(session, split.call_id)
    needed = hours_by_lot(session, split.call_id)
    amounts: dict[tuple[int, str], Decimal] = {}
    for lot in dict.fromkeys(row.lot for row in split.shares):
        total = totals.get(lot)
        hours: dict[int, int] = {}
        for row in split.shares:
            if row.lot == lot:
                hours[row.member_id] = hours.get(row.member_id, 0) + row.total_hours
        taken, asked = sum(hours.values()), needed.get(lot, 0.0)
        if total is None or not taken:
            continue
        whole = max(Decimal(taken), Decimal(str(asked)))
        # Down, so that what is left over is the lead's to have and never to give.
        euros = {member: (total * held / whole).quantize(CENT, ROUND_DOWN) for member, held in hours.items()}
        if whole - taken < 1:
            keeper = (
                split.lead_id if split.lead_id in euros else max(hours, key=lambda one: (hours[one], -one))
            )
            euros[keeper] += total - sum(euros.values())
        amounts |= {(member, lot): held for member, held in euros.items()}
    return amounts


def hours_by_lot(session: Session, call_id: int) -> dict[str, float]:
    """Hours each lot asks over all its needs and months."""
    needed: dict[str, float] = {}
    for need in session.scalars(select(NeedRow).where(NeedRow.call_id == call_id)):
        needed[need.lot] = needed.get(need.lot, 0.0) + sum(need.hours.values())
    return needed


def member_total(
    amounts: Mapping[tuple[int, str], Decimal], split: SplitRow, member_id: int
) -> Decimal | None:
    """A member's euros over its lots; None while one of them has no price."""
    lots = {row.lot for row in split.shares if row.member_id == member_id}
    if not lots or any((member_id, lot) not in amounts for lot in lots):
        return None
    return sum((amounts[(member_id, lot)] for lot in lots), Decimal(0))


def read_price_lines(session: Session, actor: UserRow, call: CallRow) -> list[PriceLineRow]:
    """Take over the lines of the buyer's schedule, once; with none, one line a lot for its whole price."""
    take_lines(session, call)
    return list_price_lines(session, call.id, viewer=actor)


def take_lines(session: Session, call: CallRow) -> None:
    """The lines of a call as its schedules state them, unless it has some already."""
    held = select(PriceLineRow.id).where(PriceLineRow.call_id == call.id).limit(1)
    if session.scalar(held) is not None:
        return
    session.refresh(call, with_for_update=True)  # of two at once, the second sees the first's lines
    if session.scalar(held) is not None:
        return
    reading = reading_of(call)
    told = stated_prices(reading)
    for (lot, number), line in told.items():
        row = PriceLineRow(call_id=call.id, lot=lot, number=number)
        take_over(row, line)
        session.add(row)
    for lot_read in lots_of(reading):
        if not any(lot == lot_read.number for lot, _ in told):
            session.add(
                PriceLineRow(
                    call_id=call.id,
                    lot=lot_read.number,
                    number="1",
                    designation=lot_read.title,
                    unit="forfait",
                    quantity=Decimal(1),
                )
            )
    session.flush()


def stated_prices(reading: Reading) -> dict[tuple[str, str], PriceLineRead]:
    """The lines of the buyer's schedules by lot and number; the same number again is told apart by a mark."""
    lots = [lot.number for lot in lots_of(reading)]
    found: dict[tuple[str, str], PriceLineRead] = {}
    for line in reading.price_lines:
        lot = line.lot or (lots[0] if len(lots) == 1 else None)
        if lot is None or lot not in lots:
            continue
        number = line.number
        while (lot, number) in found:
            number += "'"
        found[lot, number] = line
    return found


def take_over(row: PriceLineRow, line: PriceLineRead) -> None:
    """What the buyer's schedule says of a line; the price given and its rate stay."""
    row.designation, row.unit, row.section = line.designation, line.unit, line.section
    row.quantity = None if line.quantity is None else Decimal(str(line.quantity))
    row.counted, row.evidence = line.counted, to_plain(line.evidence)
    row.cells, row.differs = to_plain(line.cells), to_plain(line.differs)


def set_prices(
    session: Session,
    actor: UserRow,
    call_id: int,
    given: Mapping[int, Mapping[str, str]],
    *,
    language: str = "fr",
    seen: str | None = None,
) -> int:
    """Fill quantities, unit prices and VAT rates by line; gives how many lines changed.

    A price that changes is to be agreed anew. `seen`: the state the person had before her. Raises Invalid
    naming the line and the box when a number cannot be read, OutOfDate when a line changed meanwhile,
    NotReady once the offer is deposited: a price that was filed changes no more.
    """
    require(actor, Act.EDIT_RESPONSE)
    open_call(session, actor, call_id)
    rows = {row.id: row for row in list_price_lines(session, call_id, viewer=actor)}
    if seen is not None and seen != state_of_prices(rows.values()):
        raise OutOfDate("prices")
    changed: list[dict[str, str]] = []
    for line_id, boxes in given.items():
        row = rows.get(line_id)
        if row is None:
            raise NotFound("price_line", id=line_id)
        before = (row.quantity, row.unit_price, row.vat_rate, row.counted)
        for box in ("quantity", "unit_price", "vat_rate"):
            if box in boxes:
                setattr(row, box, typed_amount(boxes[box], language, line=row.number, box=box))
        row.counted = boxes["counted"] == "1" if "counted" in boxes else row.counted
        if before != (row.quantity, row.unit_price, row.vat_rate, row.counted):
            changed.append(
                {"line": row.number, "lot": row.lot, "before": str(before[1]), "now": str(row.unit_price)}
            )
            row.agreed_at, row.agreed_by = None, ""
    if changed:
        note(session, now(), actor, "prices.set", call_id=call_id, lines=len(changed), changed=changed[:200])
    session.flush()
    return len(changed)


def open_call(session: Session, actor: UserRow, call_id: int) -> CallRow:
    """The call, its prices free to change. Raises NotFound, and NotReady once its offer is deposited."""
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    if call.state is CallState.FILED:
        raise NotReady("prices_filed", call=call_id)
    return call


def state_of_prices(rows: Iterable[PriceLineRow]) -> str:
    """A sum of what the lines hold, so that a page opened before a change is told of it."""
    held = [(row.id, row.quantity, row.unit_price, row.vat_rate, row.counted) for row in rows]
    return hashlib.sha256(repr(sorted(held, key=lambda one: one[0])).encode()).hexdigest()[:32]


def typed_amount(text: str, language: str, *, line: str, box: str) -> Decimal | None:
    """A quantity, price or rate as typed. Raises Invalid naming the line and why it cannot be one."""
    try:
        value = typed_decimal(text, language)
    except ValueError as error:
        raise Invalid("not_a_number", line=line, box=box, text=text) from error
    if value is None:
        return None
    if value < 0 or value > Decimal(10) ** 9 or (box == "vat_rate" and value > 100):
        raise Invalid("out_of_range", line=line, box=box, text=text)
    if value != value.quantize(PLACES[box]):
        raise Invalid("too_fine", line=line, box=box, text=text)
    return value
