"""Papers, questions and results on their pages: who sees what, what a double click or an old form does."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender.documents.paper_demands import after_months
from tender.store.accounts import Role, find_user_by_email
from tender.store.calls import CallRow, CallState
from tender.store.consents import LetterRow, LetterState
from tender.store.splits import SplitRow, SplitState
from tender.workbench import clock, reviewing
from tender.workbench.posting import PAPER_ENDS
from tender.worker import Bench, read_paper
from tests.parsing.made_files import a_pdf
from tests.web.conftest import post
from tests.web.split_cases import OTHER, Case, a_case, enter

NADIA = "director@example.org"
ISSUED = clock.now().date() - timedelta(days=12)
ENDS = after_months(ISSUED, 6)
VIGILANCE = f"Attestation de vigilance\nUrssaf, SIREN 732 829 320\nFait à Marseille, le {ISSUED:%d/%m/%Y}"
Enter = Callable[[Role], FlaskClient]


@pytest.fixture
def case(app: Flask) -> Case:
    """A split shown to two directors; the call demands two papers."""
    return a_case(app, shown=True)


def test_a_paper_is_handed_in_read_confirmed_and_its_reminders_wait(app: Flask, signed_in: Enter):
    director = signed_in(Role.DIRECTOR)
    sent = post(
        director, "/pieces/nouvelle", member_id="1", name="Attestation de vigilance (Urssaf)",
        file=(io.BytesIO(a_pdf(VIGILANCE)), "vigilance.pdf"),
    )  # fmt: skip
    assert sent.status_code == 302
    assert "Lecture du fichier" in director.get(sent.location).text

    read_paper(Bench(app.extensions["engine"], app.extensions["files"]), 1)

    page = director.get("/pieces/1").text
    assert f'value="{ISSUED}"' in page
    assert f'value="{ENDS}"' in page
    assert "732 829 320" in page
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    said = {"seen": seen, "kind": "social", "issued_on": str(ISSUED)}
    assert post(director, "/pieces/1", valid_until=str(ENDS), **said).status_code == 302
    again = post(director, "/pieces/1", valid_until=str(ENDS + timedelta(days=900)), **said)
    assert again.status_code == 422, "an old form changes nothing"
    assert "Valable" in director.get("/pieces/").text
    with app.extensions["sessions"]() as session:
        waiting = session.query(LetterRow).filter_by(kind=PAPER_ENDS, state=LetterState.WAITING).all()
        assert [one.about[0]["digest"].split(":")[1] for one in waiting] == [str(ENDS)] * 2


def demanding(app: Flask, case: Case) -> None:
    """The call demands an insurance of every member."""
    with app.extensions["sessions"].begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        wanted = {"name": "Attestation d’assurance", "part": "candidature"}
        reviewing.add(session, officer, case.call, "document", wanted)


def test_one_click_asks_a_member_and_her_director_finds_it_on_her_phone(
    app: Flask, case: Case, signed_in: Enter
):
    demanding(app, case)
    officer = signed_in(Role.OFFICER)
    page = officer.get(f"{case.page}/pieces/").text
    assert "manque" in page
    assert "Tout demander" in page

    asked = {"member_id": case.mistral, "name": "Attestation d’assurance"}
    post(officer, f"{case.page}/pieces/demander", **asked)
    post(officer, f"{case.page}/pieces/demander", **asked)  # a double click

    letters = [
        one for one in Path(app.config["MAIL_FOLDER"]).glob("*.eml") if b"demande=" in one.read_bytes()
    ]
    assert len(letters) == 1
    nadia = enter(app, NADIA)
    assert "Attestation d’assurance" in nadia.get("/parts/").text
    assert "Attestation d’assurance" in nadia.get("/pieces/nouvelle?demande=1").text
    remi = enter(app, OTHER)
    assert "Attestation d’assurance" not in remi.get("/parts/").text
    assert 'value="Attestation d’assurance"' not in remi.get("/pieces/nouvelle?demande=1").text
    assert post(nadia, "/pieces/demander", **asked).status_code == 403
    assert post(nadia, "/pieces/demandes/1/retirer").status_code == 403


def test_a_question_goes_from_a_phone_to_the_batch(app: Flask, case: Case, signed_in: Enter):
    nadia = enter(app, NADIA)
    asked = {"text": "Qui fournit les produits ?", "lot": "1", "document": "RC.pdf", "page_number": "4"}
    assert post(nadia, f"/consultations/{case.call}/questions/", **asked).status_code == 302

    officer = signed_in(Role.OFFICER)
    page = officer.get(f"{case.page}/questions/").text
    assert "Qui fournit les produits ?" in page
    assert officer.get(f"{case.page}/questions/questions.docx").data[:2] == b"PK"
    assert "Qui fournit" not in enter(app, OTHER).get(f"/consultations/{case.call}/questions/").text

    post(officer, f"{case.page}/questions/envoyees", seen="an old page")
    assert "attend la réponse" not in officer.get(f"{case.page}/questions/").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    post(officer, f"{case.page}/questions/envoyees", seen=seen)
    assert "attend la réponse" in officer.get(f"{case.page}/questions/").text


def test_a_result_is_noted_once_deposited_and_asks_for_what_follows(app: Flask, case: Case, signed_in: Enter):
    officer = signed_in(Role.OFFICER)
    assert officer.get(f"{case.page}/resultat/").status_code == 409
    with app.extensions["sessions"].begin() as session:
        call, split = session.get_one(CallRow, case.call), session.get_one(SplitRow, case.split)
        call.state, split.state = CallState.FILED, SplitState.FROZEN
        call.deadline = clock.now() - timedelta(days=30)
    today = clock.now().date().isoformat()

    refused = post(officer, f"{case.page}/resultat/lot/1", result="lost", told_on=today, rank="1")
    assert refused.status_code == 422
    assert post(officer, f"{case.page}/resultat/lot/99", result="lost", told_on=today).status_code == 404
    post(officer, f"{case.page}/resultat/lot/1", result="won", told_on=today)
    post(officer, f"{case.page}/resultat/lot/2", result="lost", told_on=today, rank="3")

    page = officer.get(f"{case.page}/resultat/").text
    assert "Pièces de l’attributaire" in page
    assert "Acte d’engagement signé, lot 1" in page
    assert officer.get(f"{case.page}/resultat/motifs.docx").data[:2] == b"PK"
    assert "Marché gagné" in officer.get("/aujourdhui/").text
    to_register = post(officer, f"{case.page}/resultat/occasion-manquee")
    assert to_register.location.endswith("/occasions/1")
    assert enter(app, NADIA).get(f"{case.page}/resultat/").status_code == 403
