"""The page of subcontracts: declared, shown, taken back; a wrong number is refused beside its box."""

from __future__ import annotations

import re

from flask import Flask

from tender.store.accounts import Role
from tests.web.conftest import post
from tests.web.split_cases import a_case


def test_a_subcontract_is_declared_and_taken_back_on_its_page(app: Flask, signed_in) -> None:
    case = a_case(app, split=True)
    officer, page = signed_in(Role.OFFICER), f"{case.page}/dossier/sous-traitance/"
    offered = re.findall(r'<option value="(mistral\|\w*)"', officer.get(page).text)
    given = {"part": offered[0], "name": "Élagage du Rhône", "amount": "1500.5"}

    wrong = post(officer, page, **given, siret="12345678901234")
    saved = post(officer, page, **given)
    shown = officer.get(page).text
    post(officer, f"{page}0/retirer", name="Un autre")
    kept = officer.get(page).text
    post(officer, f"{page}0/retirer", name="Élagage du Rhône")

    assert (wrong.status_code, saved.status_code) == (422, 302)
    assert "SIRET est inexact" in wrong.text
    assert "Élagage du Rhône" in shown
    assert "Élagage du Rhône" in kept
    assert "Aucune sous-traitance" in officer.get(page).text
    assert signed_in(Role.DIRECTOR).get(page).status_code == 403
