"""A lot's price shared between its members, to the cent."""

from __future__ import annotations

import io
import random
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from tender.documents import french
from tender.documents.bundle import generate
from tender.documents.generated import DOCX
from tender.store.responses import PriceLineRow
from tender.store.splits import SplitRow
from tender.workbench import publishing, splitting
from tender.workbench.approving import state_of
from tender.workbench.errors import Invalid
from tender.workbench.pricing import CENT, hours_by_lot, member_amounts, member_total
from tender.workbench.responding import build
from tests.documents.reading import SPACES, docx_text
from tests.workbench.conftest import House


def priced(session: Session, house: House, prices: dict[str, Decimal]) -> SplitRow:
    """The split of the house, each lot at one price."""
    for lot, price in prices.items():
        session.add(
            PriceLineRow(
                call_id=house.call.id, lot=lot, number="1", designation="Prix", unit="forfait",
                quantity=Decimal(1), unit_price=price,
            )
        )  # fmt: skip
    session.flush()
    return splitting.split_of(session, house.officer, house.call.id)


def some_price(seed: int) -> Decimal:
    return Decimal(random.Random(seed).choice([1, 2, 15, 99, 33_333, 1_234_567, 99_999_999])) * CENT


@pytest.mark.parametrize("seed", range(12))
def test_the_parts_of_a_lot_add_up_to_its_price_to_the_cent(session: Session, published: House, seed: int):
    prices = {"1": some_price(seed), "2": some_price(seed + 100)}
    split = priced(session, published, prices)
    rows = list(split.shares)
    chance = random.Random(seed)
    for row in rows:  # hours move between members as they may, the sum of a lot stays
        other = next((one for one in rows if one.lot == row.lot and one is not row), None)
        month = next(iter(row.hours))
        if other is not None and month in other.hours:
            moved = chance.randint(0, row.hours[month])
            row.hours = {**row.hours, month: row.hours[month] - moved}
            other.hours = {**other.hours, month: other.hours[month] + moved}

    amounts = member_amounts(session, split)

    for lot, price in prices.items():
        parts = [amount for (_, which), amount in amounts.items() if which == lot]
        assert sum(parts) == price
        assert all(amount >= 0 and amount == amount.quantize(CENT) for amount in parts)


def test_hours_nobody_takes_are_nobodys_euros(session: Session, published: House):
    split = priced(session, published, {"1": Decimal("1200.00"), "2": Decimal("480.00")})
    gone = next(row for row in split.shares if row.lot == "1")
    taken = sum(row.total_hours for row in split.shares if row.lot == "1") - gone.total_hours
    split.shares = [row for row in split.shares if row is not gone]
    session.flush()

    shared = sum(amount for (_, lot), amount in member_amounts(session, split).items() if lot == "1")

    exact = Decimal("1200.00") * taken / Decimal(str(hours_by_lot(session, published.call.id)["1"]))
    assert exact - Decimal("0.05") <= shared <= exact


def test_a_member_with_a_lot_that_has_no_price_yet_has_no_total(session: Session, published: House):
    split = priced(session, published, {"1": Decimal("1000.00")})
    amounts = member_amounts(session, split)

    assert member_total(amounts, split, published.north.id) is not None
    assert member_total(amounts, split, published.west.id) is None


def test_each_members_euros_are_the_same_in_every_document(session: Session, published: House):
    """The commitment's box B2, the convention and the price schedule, read back, to the cent."""
    priced(session, published, {"1": Decimal("33333.33"), "2": Decimal("1234.57")})
    split = splitting.split_of(session, published.officer, published.call.id)
    amounts = member_amounts(session, split)
    response = build(session, published.officer, published.call.id, issued_on=date(2026, 11, 22))
    made = list(generate(response))

    def told(form: str) -> str:
        words = [docx_text(one.data) for one in made if one.form == form and one.media_type == DOCX]
        return "\n".join(words)

    book = load_workbook(io.BytesIO(next(one.data for one in made if one.form == "BPU")), data_only=True)
    cells = {row[0]: row[1:] for row in book["Par membre"].iter_rows(values_only=True)}
    lots = [lot.number for lot in response.lots]
    for (member_id, lot), euros in amounts.items():
        shown = french.euros(euros).translate(SPACES)
        assert shown in told("ATTRI1")
        assert shown in told("CONVENTION")
        name = next(row.member.name for row in split.shares if row.member_id == member_id)
        assert Decimal(str(cells[name][lots.index(lot)])).quantize(CENT) == euros
    for lot in response.lots:
        assert lot.shares_total == lot.price


def test_the_leads_fee_by_the_hour_is_told_to_each_who_pays_it(session: Session, house: House):
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)
    publishing.set_terms(
        session, house.officer, house.call.id, lead_id=house.north.id, form=split.form, lead_solidary=True,
        fee_percent=None, fee_hour=0.5, closes=None,
    )  # fmt: skip
    parts = {one.member.id: one.content for one in state_of(session, split)}

    assert parts[house.north.id]["fee"] is None
    assert parts[house.west.id]["fee"] == f"{parts[house.west.id]['hours'] * Decimal('0.5'):.2f}"
    with pytest.raises(Invalid):
        publishing.set_terms(
            session, house.officer, house.call.id, lead_id=house.north.id, form=split.form,
            lead_solidary=True, fee_percent=2.0, fee_hour=0.5, closes=None,
        )  # fmt: skip
