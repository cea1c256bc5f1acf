"""Signing in and out, forgotten passwords, the language, one's own account."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender.store.accounts import Role
from tender.web import create_app
from tender.web.throttle import KNOCKS
from tender.workbench import clock
from tests.web.conftest import PASSWORD, an_app, post

NEW = "un autre long secret"


def letters(app: Flask) -> list[email.message.EmailMessage]:
    """The letters written into the installation's folder, oldest first."""
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(Path(app.config["MAIL_FOLDER"]).glob("*.eml"))
    ]


def link_in(letter: email.message.EmailMessage) -> str:
    """The path of the link a letter holds."""
    found = re.search(r"http://localhost(/\S+)", letter.get_content())
    assert found is not None
    return found[1]


def test_the_right_password_lets_in(client: FlaskClient):
    answer = post(client, "/connexion", email=" Officer@Example.org ", password=PASSWORD)

    assert answer.status_code == 302
    assert client.get("/mon-compte").status_code == 200


@pytest.mark.parametrize(
    ("address", "password"),
    [("officer@example.org", "faux"), ("personne@example.org", PASSWORD), ("officer@example.org", "x" * 200)],
)
def test_the_refusal_is_the_same_for_a_wrong_password_and_an_unknown_account(
    client: FlaskClient, address: str, password: str
):
    answer = post(client, "/connexion", email=address, password=password)

    assert answer.status_code == 422
    assert "Adresse ou mot de passe inexact" in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_an_empty_form_says_what_is_missing(client: FlaskClient):
    answer = post(client, "/connexion", email="", password="")

    assert answer.status_code == 422
    assert "2 points sont à corriger" in answer.text


def test_after_six_failures_even_the_right_password_waits_ten_minutes(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    for _ in range(6):
        post(client, "/connexion", email="officer@example.org", password="faux")

    refused = post(client, "/connexion", email="officer@example.org", password=PASSWORD)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    accepted = post(client, "/connexion", email="officer@example.org", password=PASSWORD)

    assert refused.status_code == 422
    assert accepted.status_code == 302


def test_an_address_that_knocks_too_often_is_held_back(app: Flask, client: FlaskClient):
    app.extensions["throttle"].limit = 3
    answers = [post(client, "/connexion", email="x@example.org", password="faux") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    assert KNOCKS > 10


def test_signing_out_closes_the_session(signed_in: Callable[[Role], FlaskClient]):
    client = signed_in(Role.DIRECTOR)

    answer = post(client, "/deconnexion")

    assert answer.headers["Location"] == "/connexion"
    assert client.get("/mon-compte").status_code == 302


def test_signing_out_is_never_a_link(signed_in: Callable[[Role], FlaskClient]):
    assert signed_in(Role.DIRECTOR).get("/deconnexion").status_code == 405


def test_a_forgotten_password_is_replaced_by_a_link_that_serves_once(app: Flask, client: FlaskClient):
    post(client, "/mot-de-passe-oublie", email="director@example.org")
    link = link_in(letters(app)[0])

    assert "Nadia Ferrand" in client.get(link).text
    done = post(client, link, password=NEW, again=NEW)
    again = client.get(link)
    old = post(client, "/connexion", email="director@example.org", password=PASSWORD)
    new = post(client, "/connexion", email="director@example.org", password=NEW)

    assert done.status_code == 302
    assert again.status_code == 410
    assert old.status_code == 422
    assert new.status_code == 302


def test_a_link_dies_after_an_hour(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    post(client, "/mot-de-passe-oublie", email="director@example.org")
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = client.get(link_in(letters(app)[0]))

    assert answer.status_code == 410
    assert "Ce lien ne sert plus" in answer.text


@pytest.mark.parametrize("token", ["rien", "WyJyZXNldCIsIDEsIDBd.abc.def", "a.b"])
def test_a_forged_link_opens_nothing(client: FlaskClient, token: str):
    assert client.get(f"/mot-de-passe/{token}").status_code == 410


def test_an_unknown_address_gets_the_same_answer_and_no_letter(app: Flask, client: FlaskClient):
    known = post(client, "/mot-de-passe-oublie", email="admin@example.org").text
    unknown = post(client, "/mot-de-passe-oublie", email="autre@example.org").text

    assert known.replace("admin@", "autre@") == unknown or "courriel vient de partir" in unknown
    assert len(letters(app)) == 1


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("court", "court", "au moins 12 caractères"),
        ("aaaaaaaaaaaaa", "aaaaaaaaaaaaa", "se devine trop facilement"),
        (NEW, NEW + "x", "Les deux saisies diffèrent"),
    ],
)
def test_a_poor_password_is_refused_and_the_link_stays_good(
    app: Flask, client: FlaskClient, password: str, again: str, said: str
):
    post(client, "/mot-de-passe-oublie", email="director@example.org")
    link = link_in(letters(app)[0])

    answer = post(client, link, password=password, again=again)

    assert answer.status_code == 422
    assert said in answer.text
    assert client.get(link).status_code == 200


def test_changing_ones_password_ends_the_other_sessions(signed_in: Callable[[Role], FlaskClient]):
    here, elsewhere = signed_in(Role.OFFICER), signed_in(Role.OFFICER)

    answer = post(here, "/mon-compte/mot-de-passe", current=PASSWORD, password=NEW, again=NEW)

    assert answer.status_code == 302
    assert here.get("/mon-compte").status_code == 200
    assert elsewhere.get("/mon-compte").status_code == 302


def test_a_wrong_current_password_changes_nothing(signed_in: Callable[[Role], FlaskClient]):
    client = signed_in(Role.OFFICER)

    answer = post(client, "/mon-compte/mot-de-passe", current="faux", password=NEW, again=NEW)

    assert answer.status_code == 422
    assert "pas votre mot de passe actuel" in answer.text


def test_the_language_is_kept_with_the_account(signed_in: Callable[[Role], FlaskClient]):
    post(signed_in(Role.READER), "/langue", language="de", next="/mon-compte")

    assert '<html lang="de">' in signed_in(Role.READER).get("/mon-compte").text


def test_before_signing_in_the_language_is_kept_with_the_browser(client: FlaskClient):
    post(client, "/langue", language="en", next="/connexion")

    assert "Sign in" in client.get("/connexion").text


def test_the_browsers_own_language_is_taken_when_none_was_chosen(client: FlaskClient):
    german = client.get("/connexion", headers={"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"})
    greek = client.get("/connexion", headers={"Accept-Language": "el"})

    assert "Anmelden" in german.text
    assert "Se connecter" in greek.text


def test_a_language_that_is_not_offered_is_refused(client: FlaskClient):
    assert post(client, "/langue", language="xx").status_code == 422


def test_a_letter_comes_in_its_readers_language(app: Flask, client: FlaskClient, signed_in):
    post(signed_in(Role.DIRECTOR), "/langue", language="de")

    post(client, "/mot-de-passe-oublie", email="director@example.org")

    assert "Passwort" in letters(app)[0]["Subject"]


def test_the_demo_lists_its_accounts_on_the_sign_in_page(client: FlaskClient):
    page = client.get("/connexion").text

    assert "Comptes de l’exemple" in page
    assert "Nadia Ferrand" in page


def test_no_account_is_listed_outside_the_demo(tmp_path: Path):
    app = an_app(tmp_path, DEMO=False)

    page = app.test_client().get("/connexion").text

    app.extensions["engine"].dispose()
    assert "Nadia Ferrand" not in page
    assert app.config["DEMO_PASSWORD"] not in page


def test_the_component_page_exists_in_the_demo_only(tmp_path: Path):
    app = an_app(tmp_path, DEMO=False)
    client = app.test_client()
    post(client, "/connexion", email="officer@example.org", password=PASSWORD)

    answer = client.get("/composants/")

    app.extensions["engine"].dispose()
    assert answer.status_code == 404


def test_the_installations_secret_is_made_once_and_kept_from_others(tmp_path: Path):
    first, second = (create_app({"INSTANCE": str(tmp_path)}) for _ in range(2))

    for app in (first, second):
        app.extensions["engine"].dispose()
    assert first.config["SECRET_KEY"] == second.config["SECRET_KEY"]
    assert len(first.config["SECRET_KEY"]) > 40
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_settings_file_of_the_installation_is_read(tmp_path: Path):
    (tmp_path / "config.toml").write_text('PUBLIC_URL = "https://entrelots.exemple.fr/"\n', "utf-8")

    app = create_app({"INSTANCE": str(tmp_path)})

    app.extensions["engine"].dispose()
    assert app.config["PUBLIC_URL"] == "https://entrelots.exemple.fr/"
