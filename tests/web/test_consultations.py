"""The consultation on its pages, and the wall seen from outside: by address, export, search and journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tender.store.accounts import Role, find_user_by_email
from tender.store.consultations import ConsultationRow, Stance, list_answers
from tender.workbench import consulting, reserving
from tender.workbench.consulting import Offer
from tests.web.conftest import post
from tests.web.split_cases import OTHER, a_case, enter
from tests.web.test_walls import NADIA, addresses_of

SOON = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()


def test_the_officer_asks_a_director_answers_and_silence_is_closed(app: Flask, signed_in):
    case = a_case(app)
    officer = signed_in(Role.OFFICER)
    page = f"{case.page}/consultation/"
    assert officer.get(page).status_code == 200
    assert post(officer, f"{page}ouvrir", closes_day=SOON, closes_hour="18:00").status_code == 302
    nadia = enter(app, NADIA)
    address = f"/consultations/{case.call}/{case.mistral}"

    assert address in nadia.get("/parts/").text
    assert "Durance Partage" not in nadia.get(address).text
    assert post(nadia, address, **{"stance-1": "group", "hours-1": "x"}).status_code == 422
    box = {"stance-1": "group", "hours-1": "40", "places-1": "13103", "stance-2": "no"}
    assert post(nadia, address, **box).status_code == 302
    assert nadia.get(f"/consultations/{case.call}/{case.durance}").status_code == 404
    assert "40 h par mois" in officer.get(page).text.replace("\u202f", " ").replace("\xa0", " ")
    assert post(officer, f"{page}clore").status_code == 302
    assert "silence" in officer.get(page).text


def test_a_director_alone_on_a_lot_finds_nothing_of_the_group_by_any_address(app: Flask):
    case = a_case(app, shown=True)
    with app.extensions["sessions"].begin() as session:
        officer, nadia_row = (
            find_user_by_email(session, "officer@example.org"),
            find_user_by_email(session, NADIA),
        )
        assert officer is not None
        assert nadia_row is not None
        at = datetime.now(UTC)
        row = ConsultationRow(
            call_id=case.call, opened=at, opened_by="Claire Aubin", closes=at + timedelta(days=1), word=""
        )
        session.add(row)
        session.flush()
        reserving.propose_reserves(session, officer, case.call)
        consulting.answer(session, nadia_row, case.call, case.mistral,
                          {"1": Offer(Stance.ALONE), "2": Offer(Stance.ALONE)})  # fmt: skip
        assert len(list_answers(session, case.call, viewer=nadia_row)) == 2
    nadia = enter(app, NADIA)

    assert nadia.get(f"/parts/{case.split}/{case.mistral}").status_code == 404
    for path in ("/repartition/export.csv", "/approbations/", "/prix/", "/dossier/", "/consultation/"):
        assert nadia.get(case.page + path).status_code in (403, 404)
    for address in addresses_of(app, Role.DIRECTOR):
        text = nadia.get(address, follow_redirects=True).get_data().decode("utf-8", "replace")
        assert "Durance Partage" not in text, address
        assert "a soumis la répartition" not in text, address


@pytest.mark.parametrize("who", [NADIA, OTHER])
def test_a_director_records_no_mandate(app: Flask, who: str):
    case = a_case(app)
    director = enter(app, who)

    assert director.get("/mandats/").status_code == 403
    assert post(director, f"/mandats/1/{case.mistral}", since=SOON, proof="x").status_code == 403


def test_the_officer_puts_a_mandate_on_record_with_what_gives_it(app: Flask, signed_in):
    case = a_case(app)
    officer = signed_in(Role.OFFICER)
    with app.extensions["sessions"]() as session:
        nadia = find_user_by_email(session, NADIA)
        assert nadia is not None
        address = f"/mandats/{nadia.id}/{case.mistral}"

    assert post(officer, address, since=SOON, proof="").status_code == 422
    assert post(officer, address, since=SOON, proof="Conseil du 3 mars").status_code == 302
    assert "Conseil du 3 mars" in officer.get("/mandats/").text
