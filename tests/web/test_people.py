"""The accounts of the installation, by its administrator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender.store.accounts import Role
from tests.web.conftest import PASSWORD, post
from tests.web.test_accounts import NEW, letters, link_in


@pytest.fixture
def admin(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMIN)


def invite(admin: FlaskClient, **fields: object):
    held = {
        "name": "Léa Garcin",
        "email": "lea@association.fr",
        "role": "director",
        "member_ids": "1",
        "buyer_name": "",
        "chosen_language": "fr",
        **fields,
    }
    return post(admin, "/comptes/inviter", **held)


def test_an_invited_person_chooses_her_password_and_enters(app: Flask, admin: FlaskClient):
    answer = invite(admin)

    stranger = app.test_client()
    post(stranger, link_in(letters(app)[0]), password=NEW, again=NEW)
    entered = post(stranger, "/connexion", email="lea@association.fr", password=NEW)

    assert answer.status_code == 302
    assert entered.status_code == 302
    assert "Léa Garcin" in stranger.get("/mon-compte").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "officer@example.org"}, "Un compte existe déjà"),
        ({"email": "lea"}, "Cette adresse n’est pas complète"),
        ({"member_ids": ""}, "au moins une association"),
        ({"role": "reader", "buyer_name": " "}, "Indiquez la collectivité"),
        ({"name": ""}, "Saisissez le nom"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_beside_its_field(
    app: Flask, admin: FlaskClient, fields: dict[str, object], said: str
):
    if fields.get("member_ids") == "":
        fields = {"member_ids": []}

    answer = invite(admin, **fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert letters(app) == []


def test_a_letter_that_cannot_leave_is_said_and_the_account_stays(
    app: Flask, admin: FlaskClient, tmp_path: Path
):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", "utf-8")
    app.config["MAIL_FOLDER"] = str(blocked)

    invite(admin)

    page = admin.get("/comptes/").text
    assert "pas pu partir" in page
    assert "Léa Garcin" in page


def test_a_closed_account_no_longer_enters_and_may_be_reopened(app: Flask, admin: FlaskClient):
    post(admin, "/comptes/2/fermer")
    refused = post(app.test_client(), "/connexion", email="officer@example.org", password=PASSWORD)
    post(admin, "/comptes/2/rouvrir")
    accepted = post(app.test_client(), "/connexion", email="officer@example.org", password=PASSWORD)

    assert refused.status_code == 422
    assert accepted.status_code == 302


def test_nobody_closes_her_own_account(admin: FlaskClient):
    assert post(admin, "/comptes/1/fermer").status_code == 422


def test_an_account_that_does_not_exist_is_not_found(admin: FlaskClient):
    assert post(admin, "/comptes/99/fermer").status_code == 404
