"""A director's decisions, bound to what she saw; and the officer's view of them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender.store.accounts import Role
from tender.store.splits import SplitRow
from tests.builders import SALON
from tests.web.conftest import MADE, post
from tests.web.split_cases import OTHER, Case, a_case, enter
from tests.web.test_splits import cell, hours, letters, split

Enter = Callable[[Role], FlaskClient]


def part(case: Case, member: int) -> str:
    """The address of a member's part."""
    return f"/parts/{case.split}/{member}"


def seen(client: FlaskClient, address: str) -> str:
    """The digest the page carries."""
    found = re.search(r'name="seen" type="hidden" value="(\w+)"', client.get(address).text)
    assert found is not None
    return found[1]


def approve(app: Flask, case: Case) -> None:
    """Both directors approve."""
    for email, member in (("director@example.org", case.mistral), (OTHER, case.durance)):
        client = enter(app, email)
        post(client, f"{part(case, member)}/approuver", seen=seen(client, part(case, member)))


def test_a_part_shows_what_is_asked_and_what_it_binds_to(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    director = signed_in(Role.DIRECTOR)

    listed, page = director.get("/parts/").text, director.get(part(case, case.mistral)).text

    assert "Nettoyage des écoles" in listed
    assert "Salon-de-Provence" in page
    assert "Vous êtes mandataire" in page
    assert "R2142-26" in page
    assert "Chaque mois tient dans vos heures libres" in page


def test_she_approves_once_however_often_she_presses(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    director, address = signed_in(Role.DIRECTOR), part(case, case.mistral)
    digest = seen(director, address)

    post(director, f"{address}/approuver", seen=digest)
    answer = post(director, f"{address}/approuver", seen=digest)

    assert len(split(app).approvals) == 1
    done = director.get(answer.location).text
    assert "Votre décision est enregistrée" in done
    assert "Durance Partage" in done
    assert done.count("600\N{NO-BREAK SPACE}h") == 1


def test_a_stale_page_is_told_what_changed_and_nothing_is_recorded(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    director, address = signed_in(Role.DIRECTOR), part(case, case.mistral)
    digest, before = seen(director, address), hours(app, case.mistral) + hours(app, case.mistral, "2")
    post(signed_in(Role.OFFICER), f"{case.page}/repartition/part", **cell(case, case.mistral, "120"))

    answer = post(director, f"{address}/approuver", seen=digest, seen_hours=before)

    assert split(app).approvals == []
    told = director.get(answer.location).text
    assert "a changé pendant que vous lisiez" in told
    assert "360\N{NO-BREAK SPACE}h maintenant" in told


def test_what_changed_since_she_decided_is_marked(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    director, address = signed_in(Role.DIRECTOR), part(case, case.mistral)
    post(director, f"{address}/approuver", seen=seen(director, address))
    post(signed_in(Role.OFFICER), f"{case.page}/repartition/part", **cell(case, case.mistral, "120"))

    page = director.get(address).text

    assert "Ce qui a changé depuis votre dernière lecture" in page
    assert "Lot 1, Salon-de-Provence" in page


def test_a_refusal_says_why(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    director, address = signed_in(Role.DIRECTOR), part(case, case.mistral)
    digest = seen(director, address)

    mute = post(director, f"{address}/refuser", seen=digest, reason=" ")
    post(director, f"{address}/refuser", seen=digest, reason="Plus d’équipe en mai")

    assert mute.status_code == 422
    assert [one.verdict for one in split(app).approvals] == ["refused"]
    assert "Plus d’équipe en mai" in signed_in(Role.OFFICER).get(f"{case.page}/approbations/").text


def test_another_proposal_is_taken_over_by_the_officer(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    other, address = enter(app, OTHER), part(case, case.durance)
    box = f"h-1-{SALON}-cleaning"

    too_much = post(other, f"{address}/proposer", seen=seen(other, address), **{box: "99999"})
    nothing = post(other, f"{address}/proposer", seen=seen(other, address))
    post(other, f"{address}/proposer", seen=seen(other, address), reason="Moins d’équipes", **{box: "240"})
    officer = signed_in(Role.OFFICER)
    page = officer.get(f"{case.page}/approbations/").text
    digest = re.search(r'name="seen" value="(\w+)"', page)
    assert digest is not None
    post(officer, f"{case.page}/approbations/{case.durance}/appliquer", seen=digest[1])

    assert (too_much.status_code, nothing.status_code) == (422, 422)
    assert "240\N{NO-BREAK SPACE}h au lieu de" in page
    assert hours(app, case.durance) == 240
    assert next(row for row in split(app).shares if row.member_id == case.durance).locked


def test_all_approved_the_split_is_frozen_and_decisions_end(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    approve(app, case)
    officer = signed_in(Role.OFFICER)

    page = officer.get(f"{case.page}/approbations/").text
    post(officer, f"{case.page}/conditions/figer")

    assert "Toutes ont approuvé" in page
    assert split(app).state == "frozen"
    director, address = signed_in(Role.DIRECTOR), part(case, case.mistral)
    assert "J’approuve" not in director.get(address).text
    post(director, f"{address}/refuser", seen=split(app).approvals[0].digest, reason="Trop tard")
    assert {one.verdict for one in split(app).approvals} == {"approved"}


def test_a_frozen_split_opens_again_with_a_reason_only(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    approve(app, case)
    officer = signed_in(Role.OFFICER)
    post(officer, f"{case.page}/conditions/figer")

    post(officer, f"{case.page}/conditions/rouvrir", motif="")
    still = split(app).state
    post(officer, f"{case.page}/conditions/rouvrir", motif="Lot 2 déclaré infructueux")

    assert still == "frozen"
    assert split(app).state == "agreed"


def test_one_reminder_each_then_somebody_telephones(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    officer = signed_in(Role.OFFICER)
    post(officer, f"{case.page}/conditions/soumettre")

    post(officer, f"{case.page}/approbations/relancer")
    post(officer, f"{case.page}/approbations/relancer")

    assert len(letters(app)) == 4
    assert "Téléphonez" in officer.get(f"{case.page}/approbations/").text


def test_a_director_sees_and_decides_nobody_elses_part(app: Flask):
    case = a_case(app, shown=True)
    other = enter(app, OTHER)

    for page in ("", "/refuser", "/proposer", "/decidee"):
        assert other.get(part(case, case.mistral) + page).status_code == 404
    assert post(other, part(case, case.mistral) + "/approuver", seen="0" * 64).status_code == 404
    assert split(app).approvals == []
    mine = other.get(part(case, case.durance)).text
    assert "Nettoyage des écoles" in mine
    assert "Nettoyage des gymnases" not in mine


def test_a_draft_is_shown_to_nobody(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)

    assert signed_in(Role.DIRECTOR).get(part(case, case.mistral)).status_code == 404
    assert "Rien n’attend votre décision" in signed_in(Role.DIRECTOR).get("/parts/").text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER, Role.ADMIN])
def test_only_directors_decide(app: Flask, signed_in: Enter, role: Role):
    case = a_case(app, shown=True)

    assert signed_in(role).get(part(case, case.mistral)).status_code == 403
    assert post(signed_in(role), part(case, case.mistral) + "/approuver", seen="0").status_code == 403


def test_past_and_present_parts_are_listed(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    approve(app, case)

    page = signed_in(Role.DIRECTOR).get("/parts/toutes").text

    assert "Approuvée" in page
    assert f"/parts/{case.split}/{case.mistral}" in page


def test_the_date_past_nobody_decides(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)
    director, address = signed_in(Role.DIRECTOR), part(case, case.mistral)
    digest = seen(director, address)
    with app.extensions["sessions"].begin() as session:
        row = session.query(SplitRow).one()
        row.closes = MADE

    post(director, f"{address}/approuver", seen=digest)

    assert split(app).approvals == []
    assert "Le temps de décider est passé" in director.get(address).text
