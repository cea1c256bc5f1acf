"""The consultation on its pages, and the wall seen from outside: by address, export, search and journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tender.store.accounts import MandateRow, Role, find_user_by_email
from tender.store.consultations import ConsultationRow, Stance, list_answers
from tender.web.share_words import month_rows
from tender.workbench import consulting, reserving
from tender.workbench.approving import shares_shown_to
from tender.workbench.consulting import Offer
from tests.web.conftest import post
from tests.web.split_cases import OTHER, Case, a_case, enter
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


GROUPS_OWN = ("/repartition/", "/approbations/", "/reserves/", "/dossier/", "/conditions/",
              "/consultation/", "/droit/", "/depot/", "/pieces/", "/resultat/", "/questions/")  # fmt: skip
"""Parts of a call's addresses where the group's own work stands; its facts and files are the buyer's."""


def alone(app: Flask, case: Case, *lots: str) -> None:
    """Nadia's member goes alone on these lots of a call whose split is shown."""
    with app.extensions["sessions"].begin() as session:
        nadia = find_user_by_email(session, NADIA)
        assert nadia is not None
        at = datetime.now(UTC)
        session.add(
            ConsultationRow(
                call_id=case.call, opened=at, opened_by="Claire Aubin", closes=at + timedelta(days=1), word=""
            )
        )
        session.flush()
        consulting.answer(session, nadia, case.call, case.mistral, dict.fromkeys(lots, Offer(Stance.ALONE)))


def test_an_officer_who_speaks_for_a_member_alone_gets_no_page_export_or_fragment_of_the_group(app: Flask):
    """Whatever the role: the store asks who speaks for whom."""
    case = a_case(app, shown=True)
    alone(app, case, "1", "2")
    with app.extensions["sessions"].begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        officer.mandates = [MandateRow(member_id=case.mistral)]
    client = enter(app, "officer@example.org")
    walled = [
        one
        for one in addresses_of(app, Role.OFFICER)
        if one.startswith(f"{case.page}/") and any(part in one + "/" for part in GROUPS_OWN)
        if one != f"{case.page}/consultation/{case.mistral}"  # her own member's answers
    ]

    assert len(walled) > 10
    exports = [f"{case.page}/repartition/{name}.{ending}" for name in ("export", "adherentes")
               for ending in ("csv", "xlsx", "json")]  # fmt: skip
    for address in exports:
        assert client.get(address).status_code in (403, 404), address
    for address in walled:
        answer = client.get(address, follow_redirects=True)
        text = answer.get_data().decode("utf-8", "replace")
        assert answer.status_code in (403, 404) or "Durance Partage" not in text, address


def test_what_the_buyer_published_stays_open_and_searchable_and_tells_nothing_of_the_group(app: Flask):
    case = a_case(app, shown=True)
    alone(app, case, "1", "2")
    nadia = enter(app, NADIA)

    page = nadia.get(f"/consultations/{case.call}/appel")
    assert page.status_code == 200
    assert "Durance Partage" not in page.text
    assert nadia.get(f"{case.page}/fichiers/?q=Durance").status_code == 403
    found = enter(app, "officer@example.org").get(f"{case.page}/fichiers/?q=Durance")
    assert "Aucun passage" in found.text


def test_a_director_who_was_not_asked_finds_no_call(app: Flask):
    case = a_case(app)
    nadia = enter(app, NADIA)

    assert nadia.get(f"/consultations/{case.call}/appel").status_code == 404
    assert nadia.get(f"/consultations/{case.call}/fichiers/1").status_code == 404


def test_free_hours_beside_a_part_leave_out_what_other_calls_already_took(app: Flask):
    case = a_case(app, shown=True)
    with app.extensions["sessions"]() as session:
        nadia = find_user_by_email(session, NADIA)
        assert nadia is not None
        shown = shares_shown_to(session, nadia, case.split)[0]
        months = tuple(shown.content["months"])
        with app.test_request_context():
            before = month_rows(shown, {})
            after = month_rows(shown, {"cleaning": {months[0]: 30.0}})

    assert after[0][3] == before[0][3] - 30
    assert after[1:] == before[1:]
