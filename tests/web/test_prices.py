"""Prices on their pages, and the wall of costs and own prices seen from every address."""

from __future__ import annotations

import io
from decimal import Decimal

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tender.store.accounts import Role, find_user_by_email
from tender.store.responses import PriceLineRow
from tender.workbench import costing, member_pricing
from tests.web.conftest import post
from tests.web.split_cases import OTHER, Case, a_case, enter
from tests.web.test_walls import NADIA, addresses_of

SECRET_PRICE, SECRET_WAGE = "33,33", "17,77"


def priced_case(app: Flask) -> tuple[Case, int]:
    """A split shown; Durance keeps costs and asks a price that nobody but the officer may see."""
    case = a_case(app, shown=True)
    with app.extensions["sessions"].begin() as session:
        line = PriceLineRow(
            call_id=case.call, lot="1", number="1.1", designation="Heure", unit="heure", quantity=10
        )
        session.add(line)
        session.flush()
        remi = find_user_by_email(session, OTHER)
        assert remi is not None
        costing.set_costs(session, remi, case.durance, {"wage": SECRET_WAGE})
        member_pricing.set_own_prices(session, remi, case.call, case.durance, {line.id: SECRET_PRICE})
        return case, line.id


def holding(app: Flask, who: str, role: Role, secret: str) -> list[str]:
    """Every address of a role whose answer holds the words."""
    client = enter(app, who)
    found = []
    for address in addresses_of(app, role):
        text = client.get(address, follow_redirects=True).get_data().decode("utf-8", "replace")
        found += [address] if secret in text or secret.replace(",", ".") in text else []
    return found


def test_no_other_director_finds_a_members_price_or_cost_by_any_address(app: Flask):
    case, _ = priced_case(app)

    assert holding(app, NADIA, Role.DIRECTOR, SECRET_PRICE) == []
    assert holding(app, NADIA, Role.DIRECTOR, SECRET_WAGE) == []
    nadia = enter(app, NADIA)
    for address in (f"/nos-prix/{case.call}/{case.durance}", f"/nos-prix/couts/{case.durance}"):
        assert nadia.get(address).status_code == 404
        assert post(nadia, address, wage="1").status_code == 404
    assert post(nadia, f"/nos-prix/couts/{case.durance}/montrer", shared="1").status_code == 404


def test_the_officer_finds_a_members_price_at_the_prices_and_its_costs_only_while_shown(app: Flask):
    case, _ = priced_case(app)
    page = f"/appels/{case.call}/prix/"
    remi = enter(app, OTHER)

    assert holding(app, "officer@example.org", Role.OFFICER, SECRET_PRICE) == [page]
    assert holding(app, "officer@example.org", Role.OFFICER, SECRET_WAGE) == []
    post(remi, f"/nos-prix/couts/{case.durance}/montrer", shared="1")
    assert SECRET_WAGE in enter(app, "officer@example.org").get(page).text
    post(remi, f"/nos-prix/couts/{case.durance}/montrer", shared="0")
    assert SECRET_WAGE not in enter(app, "officer@example.org").get(page).text
    assert SECRET_WAGE in remi.get(f"/nos-prix/couts/{case.durance}").text


def test_a_lot_is_settled_on_its_page_and_what_is_wrong_is_named_with_its_line(app: Flask):
    case, line = priced_case(app)
    officer = enter(app, "officer@example.org")
    page = f"/appels/{case.call}/prix/"

    wrong = post(officer, page, **{f"unit_price-{line}": "douze"})
    opened = post(officer, page, agree="1", **{f"unit_price-{line}": "11,00"})
    settled = post(officer, page, agree="1", **{f"unit_price-{line}": "11,00", f"vat_rate-{line}": "20"})

    assert (wrong.status_code, opened.status_code, settled.status_code) == (422, 422, 302)
    assert "Ligne 1.1" in wrong.text
    assert f"#ligne-{line}" in opened.text
    text = officer.get(page).text
    assert "prix arrêtés" in text
    assert "12,02" in text  # the minimum wage is asked about, with its date and its source
    assert "vérifiez qu’il n’a pas changé" in text


def test_a_director_types_her_prices_and_is_told_what_is_no_number(app: Flask):
    case, line = priced_case(app)
    remi = enter(app, OTHER)
    page = f"/nos-prix/{case.call}/{case.durance}"

    assert post(remi, page, **{f"price-{line}": "abc"}).status_code == 422
    assert post(remi, page, **{f"price-{line}": "21,50"}).status_code == 302
    assert "21,5" in remi.get(page).text
    assert post(remi, f"/nos-prix/couts/{case.durance}", wage="").status_code == 422


def test_prices_go_out_and_come_back_in_a_workbook_each_number_as_its_reader_types_it(app: Flask):
    case, line = priced_case(app)
    officer = enter(app, "officer@example.org")
    page = f"/appels/{case.call}/prix/"
    book = load_workbook(io.BytesIO(officer.get(f"{page}classeur").data))
    sheet = book.worksheets[0]
    (row,) = [cells for cells in sheet.iter_rows() if cells[1].value == "1.1"]

    def sent(value: float | str, address: str = f"{page}classeur", client: FlaskClient = officer) -> str:
        row[5].value = value
        out = io.BytesIO()
        book.save(out)
        token = client.get("/aide/").text.split('name="csrf-token" content="')[1].split('"')[0]
        told = {"csrf_token": token, "file": (io.BytesIO(out.getvalue()), "prix.xlsx")}
        answer = client.post(address, data=told, follow_redirects=True)
        return answer.text

    def price() -> Decimal | None:
        with app.extensions["sessions"]() as session:
            held = session.get(PriceLineRow, line)
            assert held is not None
            kept: Decimal | None = held.unit_price
            return kept

    for value, kept in ((24.35, "24.35"), ("1 200,50", "1200.5"), ("1.200,50", "1200.5")):
        sent(value)
        assert price() == Decimal(kept)
    assert "Ligne 1.1" in sent("douze euros")
    assert price() == Decimal("1200.5")
    remi = enter(app, OTHER)
    sent(19.9, f"/nos-prix/{case.call}/{case.durance}/classeur", remi)
    assert "19,9" in remi.get(f"/nos-prix/{case.call}/{case.durance}").text
    assert enter(app, NADIA).get(f"/nos-prix/{case.call}/{case.durance}/classeur").status_code == 404
