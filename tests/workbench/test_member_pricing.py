"""Each member's prices and costs are its own; one price a line is settled, and none moves once filed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.calls import CallState
from tender.store.consultations import AnswerRow, Stance
from tender.store.prices import find_costs, list_member_prices, list_shared_costs
from tender.store.responses import PriceLineRow, list_price_lines
from tender.workbench import clock, costing, member_pricing, pricing
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady, OutOfDate
from tender.workbench.price_points import points_of
from tests.workbench.conftest import House

COSTS = {"wage": "12,50", "charges_percent": "20", "travel": "1", "frame": "2,5", "other": "0,50"}


@pytest.fixture
def lines(session: Session, published: House) -> dict[str, PriceLineRow]:
    """Two hourly lines of lot 1 and one of lot 2, no price yet."""
    for lot, number, hours in (("1", "1.1", 80), ("1", "1.2", 20), ("2", "2.1", 40)):
        session.add(
            PriceLineRow(
                call_id=published.call.id, lot=lot, number=number, designation=f"Heure {number}",
                unit="heure", quantity=Decimal(hours), vat_rate=Decimal(20),
            )
        )  # fmt: skip
    session.flush()
    held = list_price_lines(session, published.call.id, viewer=published.officer)
    return {line.number: line for line in held}


def ask(
    session: Session, house: House, director: UserRow, member: int, line: PriceLineRow, text: str
) -> None:
    member_pricing.set_own_prices(session, director, house.call.id, member, {line.id: text})


def priced(session: Session, house: House, lines: dict[str, PriceLineRow], price: str = "25,50") -> None:
    given = {line.id: {"unit_price": price} for line in lines.values()}
    pricing.set_prices(session, house.officer, house.call.id, given)


def test_the_officer_alone_sees_how_far_the_members_lie_apart(
    session: Session, published: House, lines: dict[str, PriceLineRow]
):
    house = published
    ask(session, house, house.north_director, house.north.id, lines["1.1"], "24,00")
    ask(session, house, house.south_director, house.south.id, lines["1.1"], "27,50")

    spread = member_pricing.spreads(session, house.officer, house.call.id)[lines["1.1"].id]

    assert (spread.low, spread.middle, spread.high) == (Decimal(24), Decimal("25.75"), Decimal("27.5"))
    assert [name for name, _ in spread.prices] == [house.north.name, house.south.name]
    seen = list_member_prices(session, house.call.id, viewer=house.south_director)
    assert [row.member_id for row in seen] == [house.south.id]
    with pytest.raises(NotAllowed):
        member_pricing.spreads(session, house.south_director, house.call.id)


def test_a_member_prices_its_own_lots_and_no_others(
    session: Session, published: House, lines: dict[str, PriceLineRow]
):
    house = published
    mine = member_pricing.own_lines(session, house.south_director, house.call.id, house.south.id)

    assert [one.line.number for one in mine] == ["1.1", "1.2"]
    with pytest.raises(NotFound):
        ask(session, house, house.south_director, house.south.id, lines["2.1"], "20")
    with pytest.raises(NotAllowed):
        ask(session, house, house.south_director, house.north.id, lines["1.1"], "20")


def test_a_member_that_goes_alone_on_a_lot_loses_sight_of_its_prices(
    session: Session, published: House, lines: dict[str, PriceLineRow]
):
    house = published
    ask(session, house, house.south_director, house.south.id, lines["1.1"], "27,50")
    session.add(
        AnswerRow(
            call_id=house.call.id, member_id=house.south.id, lot="1", stance=Stance.ALONE, by="x",
            at=clock.now(),
        )
    )  # fmt: skip
    session.flush()

    assert list_member_prices(session, house.call.id, viewer=house.south_director) == []
    with pytest.raises(NotFound):
        member_pricing.own_lines(session, house.south_director, house.call.id, house.south.id)


def test_costs_are_the_members_until_it_shows_them_and_again_when_it_takes_them_back(
    session: Session, house: House
):
    row = costing.set_costs(session, house.north_director, house.north.id, COSTS)

    assert row.hour == Decimal("19.00")
    assert find_costs(session, house.north.id, viewer=house.officer) is None
    assert find_costs(session, house.north.id, viewer=house.south_director) is None
    costing.share_costs(session, house.north_director, house.north.id, shared=True)
    assert list_shared_costs(session, viewer=house.officer) == [row]
    assert find_costs(session, house.north.id, viewer=house.south_director) is None
    costing.share_costs(session, house.north_director, house.north.id, shared=False)
    assert list_shared_costs(session, viewer=house.officer) == []
    for act in (house.officer, house.south_director):
        with pytest.raises(NotAllowed):
            costing.share_costs(session, act, house.north.id, shared=True)


def test_an_hour_below_the_minimum_wage_is_asked_about_until_answered_for_that_price(
    session: Session, published: House, lines: dict[str, PriceLineRow]
):
    house, line = published, lines["1.1"]
    priced(session, house, lines)
    pricing.set_prices(session, house.officer, house.call.id, {line.id: {"unit_price": "10"}})
    (asked,) = costing.floor(session, house.officer, house.call.id).questions
    costing.answer_floor(session, house.officer, house.call.id, line.id, "Demi-heure de présence")

    (answered,) = costing.floor(session, house.officer, house.call.id).questions
    assert (asked.why, asked.answer, answered.answer) == ("wage", "", "Demi-heure de présence")
    pricing.set_prices(session, house.officer, house.call.id, {line.id: {"unit_price": "9"}})
    (again,) = costing.floor(session, house.officer, house.call.id).questions
    assert again.answer == ""


def test_a_lot_closes_only_when_no_line_stands_open_and_opens_when_a_price_moves(
    session: Session, published: House, lines: dict[str, PriceLineRow]
):
    house = published
    priced(session, house, lines)
    pricing.set_prices(session, house.officer, house.call.id, {lines["1.2"].id: {"unit_price": ""}})

    with pytest.raises(NotReady) as open_:
        member_pricing.agree(session, house.officer, house.call.id, "1", None)
    assert open_.value.facts["line"] == "1.2"
    pricing.set_prices(session, house.officer, house.call.id, {lines["1.2"].id: {"unit_price": "30"}})
    assert member_pricing.agree(session, house.officer, house.call.id, "1", None) == 2
    assert (lines["1.1"].agreed_by, lines["2.1"].agreed_at) == (house.officer.name, None)
    pricing.set_prices(session, house.officer, house.call.id, {lines["1.1"].id: {"unit_price": "26"}})
    assert lines["1.1"].agreed_at is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit_price": None}, "no_price"),
        ({"unit_price": Decimal(0)}, "zero"),
        ({"quantity": None}, "no_quantity"),
        ({"unit": ""}, "no_unit"),
        ({"vat_rate": Decimal(10)}, "vat_differs"),
        ({"differs": [{"document": "DQE.xlsx"}]}, "differs"),
    ],
)
def test_each_thing_that_keeps_a_lot_open_is_named_by_its_line(change: dict[str, object], code: str):
    rows = [
        PriceLineRow(
            id=n, lot="1", number=f"1.{n}", designation=f"Heure {n}", section="", unit="heure", counted=True,
            quantity=Decimal(10), unit_price=Decimal(25), vat_rate=Decimal(20), differs=[],
        )
        for n in (1, 2)
    ]  # fmt: skip
    for name, value in change.items():
        setattr(rows[1], name, value)

    assert [(one.number, one.code) for one in points_of(rows, Decimal(20)) if one.blocks_agreement] == [
        ("1.2", code)
    ]


def test_no_price_moves_once_the_offer_is_deposited(
    session: Session, published: House, lines: dict[str, PriceLineRow]
):
    house = published
    priced(session, house, lines)
    house.call.state = CallState.FILED

    with pytest.raises(NotReady, match="prices_filed"):
        priced(session, house, lines, "26")
    with pytest.raises(NotReady, match="prices_filed"):
        ask(session, house, house.north_director, house.north.id, lines["1.1"], "20")
    with pytest.raises(NotReady, match="prices_filed"):
        member_pricing.agree(session, house.officer, house.call.id, "1", None)


def test_prices_typed_on_a_stale_page_cover_nobody_elses(
    session: Session, published: House, lines: dict[str, PriceLineRow]
):
    seen = pricing.state_of_prices(lines.values())
    priced(session, published, lines)

    with pytest.raises(OutOfDate):
        pricing.set_prices(
            session, published.officer, published.call.id, {lines["1.1"].id: {"unit_price": "1"}}, seen=seen
        )


@pytest.mark.parametrize(
    ("text", "language", "price"),
    [
        ("1 200,50", "fr", "1200.5"),
        ("1.200,50", "de", "1200.5"),
        ("1,200", "en", "1200"),
        ("1,2", "fr", "1.2"),
    ],
)
def test_a_price_is_read_in_the_language_it_was_typed_in(text: str, language: str, price: str):
    assert pricing.typed_amount(text, language, line="1.1", box="unit_price") == Decimal(price)


def test_a_price_finer_than_the_box_is_refused_and_not_rounded(
    session: Session, published: House, lines: dict[str, PriceLineRow]
):
    with pytest.raises(Invalid, match="too_fine"):
        priced(session, published, lines, "1,23456")


def test_what_is_no_part_of_the_total_leaves_it_closed(
    session: Session, published: House, lines: dict[str, PriceLineRow]
):
    priced(session, published, lines, "10")
    given = {lines["1.2"].id: {"counted": "0", "unit_price": ""}}
    pricing.set_prices(session, published.officer, published.call.id, given)

    assert pricing.lot_totals(session, published.call.id) == {"1": Decimal(800), "2": Decimal(400)}
