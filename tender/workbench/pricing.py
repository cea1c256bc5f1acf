"""Price lines of a response, and what each member's part of a lot comes to."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.calls import CallRow, find_call
from tender.store.journal import note
from tender.store.responses import PriceLineRow, list_price_lines
from tender.store.splits import NeedRow, SplitRow
from tender.vocabulary.plain import to_plain
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.facts import reading_of
from tender.workbench.needing import lots_of
from tender.workbench.permissions import Act, require

CENT = Decimal("0.01")


def lot_totals(session: Session, call_id: int) -> dict[str, Decimal | None]:
    """Each lot's price in euros excluding VAT, None while one of its lines has no quantity or price."""
    totals: dict[str, Decimal | None] = {}
    for line in session.scalars(select(PriceLineRow).where(PriceLineRow.call_id == call_id)):
        amount = (
            None
            if line.quantity is None or line.unit_price is None
            else (line.quantity * line.unit_price).quantize(CENT)
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
    rows = list_price_lines(session, call.id, viewer=actor)
    if rows:
        return rows
    reading = reading_of(call)
    lots = {lot.number: lot for lot in lots_of(reading)}
    only = next(iter(lots)) if len(lots) == 1 else None
    taken: set[tuple[str, str]] = set()
    for line in reading.price_lines:
        lot = line.lot or only
        if lot is None or lot not in lots:
            continue
        number = line.number
        while (lot, number) in taken:
            number += "'"
        taken.add((lot, number))
        session.add(
            PriceLineRow(
                call_id=call.id,
                lot=lot,
                number=number,
                designation=line.designation,
                unit=line.unit,
                quantity=None if line.quantity is None else Decimal(str(line.quantity)),
                evidence=to_plain(line.evidence),
            )
        )
    for number, lot_read in lots.items():
        if not any(key[0] == number for key in taken):
            session.add(
                PriceLineRow(
                    call_id=call.id,
                    lot=number,
                    number="1",
                    designation=lot_read.title,
                    unit="forfait",
                    quantity=Decimal(1),
                )
            )
    session.flush()
    return list_price_lines(session, call.id, viewer=actor)


def set_prices(session: Session, actor: UserRow, call_id: int, given: Mapping[int, Mapping[str, str]]) -> int:
    """Fill quantities, unit prices and VAT rates by line; gives how many lines changed.

    Raises Invalid naming the line and the box when a number cannot be read or is negative.
    """
    require(actor, Act.EDIT_RESPONSE)
    if find_call(session, call_id, viewer=actor) is None:
        raise NotFound("call", id=call_id)
    rows = {row.id: row for row in list_price_lines(session, call_id, viewer=actor)}
    changed = 0
    for line_id, boxes in given.items():
        row = rows.get(line_id)
        if row is None:
            raise NotFound("price_line", id=line_id)
        before = (row.quantity, row.unit_price, row.vat_rate)
        for box in ("quantity", "unit_price", "vat_rate"):
            if box in boxes:
                setattr(row, box, _decimal(boxes[box], line=row.number, box=box))
        changed += before != (row.quantity, row.unit_price, row.vat_rate)
    if changed:
        note(session, now(), actor, "prices.set", call_id=call_id, lines=changed)
    session.flush()
    return changed


def _decimal(text: str, *, line: str, box: str) -> Decimal | None:
    bare = "".join(text.split()).replace("\u202f", "").replace("€", "").replace("%", "").replace(",", ".")
    if not bare:
        return None
    try:
        value = Decimal(bare)
    except InvalidOperation as error:
        raise Invalid("not_a_number", line=line, box=box, text=text) from error
    if not value.is_finite() or value < 0 or value > Decimal(10) ** 9:
        raise Invalid("out_of_range", line=line, box=box, text=text)
    return value
