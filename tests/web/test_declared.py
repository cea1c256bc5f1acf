"""The files of the uptake report: handed in, read by the worker, taken away; closed to all but staff."""

from __future__ import annotations

from io import BytesIO

import pytest

from tender.store.accounts import Role
from tender.store.uptake import newest_import, number_of
from tender.worker import Bench, import_declared
from tests.uptake.made import a_contract, regulatory
from tests.web.conftest import post

PAGE = "/rapports/donnees/"


def do_imports(app):
    """What the worker does."""
    with app.extensions["sessions"].begin() as session:
        row_id = newest_import(session).id
    import_declared(Bench(app.extensions["engine"], app.extensions["files"]), row_id)


def test_a_file_is_handed_in_read_and_taken_away(app, signed_in, tmp_path):
    officer = signed_in(Role.OFFICER)
    assert "Aucun fichier" in officer.get(PAGE).text

    data = regulatory(tmp_path, a_contract("1"), a_contract("2")).read_bytes()
    sent = post(officer, PAGE, kind="decp", files=(BytesIO(data), "mars <2026>.json"), source="essai")
    assert sent.status_code == 302
    assert "En attente" in officer.get(PAGE).text
    do_imports(app)

    shown = officer.get(PAGE).text
    assert "mars &lt;2026&gt;.json" in shown
    assert "Marchés distincts" in shown
    assert officer.get(PAGE + "etat").headers["HX-Refresh"] == "true"
    assert post(officer, PAGE + "1/retirer").status_code == 302
    assert post(officer, PAGE + "1/retirer").status_code == 404
    assert post(officer, PAGE + "refaire").status_code == 409


def test_what_cannot_be_read_is_said_and_what_lacks_is_asked(app, signed_in):
    officer = signed_in(Role.OFFICER)

    assert post(officer, PAGE, kind="decp").status_code == 422
    nameless = post(officer, PAGE, kind="inclusive", files=(BytesIO(b"siret\n30102983100031\n"), "l.csv"))
    assert nameless.status_code == 422
    post(officer, PAGE, kind="decp", files=(BytesIO(b"{"), "x.json"))
    do_imports(app)
    assert "son JSON est abîmé" in officer.get(PAGE).text


def test_a_buyer_is_given_its_number(app, signed_in):
    officer = signed_in(Role.OFFICER)

    post(officer, PAGE + "acheteurs", name="Ville d’Essai", siren="215704636")
    wrong = post(officer, PAGE + "acheteurs", name="Ville d’Essai", siren="215704637")

    assert wrong.status_code == 302
    with app.extensions["sessions"]() as session:
        assert number_of(session, "Ville d’Essai") == "215704636"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.READER])
def test_only_staff_hands_in_files(signed_in, role):
    assert signed_in(role).get(PAGE).status_code in {403, 404}
