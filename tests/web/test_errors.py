"""A refusal says what happened, what is safe and what to do, and leaves a line in the log."""

from __future__ import annotations

import logging
import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from tender.store.accounts import Role
from tender.web.errors import WORDS
from tender.web.login import EVERYONE, open_to
from tender.web.session import db
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady, OutOfDate, WorkbenchError
from tests.web.conftest import PASSWORD, post


def broken(app: Flask, error: Exception) -> FlaskClient:
    """A signed-in client of an app whose page /essai fails so."""

    @open_to(*EVERYONE)
    def fail() -> str:
        raise error

    app.add_url_rule("/essai", "essai", fail)
    client = app.test_client()
    post(client, "/connexion", email="officer@example.org", password=PASSWORD)
    return client


@pytest.mark.parametrize("status", sorted(WORDS))
def test_each_status_has_a_page_in_plain_french(app: Flask, status: int):
    @open_to(*EVERYONE)
    def fail() -> None:
        abort(status)

    app.add_url_rule("/essai", "essai", fail)
    client = app.test_client()
    post(client, "/connexion", email="officer@example.org", password=PASSWORD)

    answer = client.get("/essai")

    assert answer.status_code == status
    assert "Ce qui s’est passé" in answer.text
    assert "Revenir à l’accueil" in answer.text


def test_a_page_that_does_not_exist_says_so(client: FlaskClient):
    answer = client.get("/rien")

    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("call"), 404),
        (NotAllowed("freeze", role="officer"), 403),
        (OutOfDate("revision", seen=3), 409),
        (NotReady("not_agreed"), 409),
        (Invalid("email_taken", email="a@b.fr"), 422),
        (NotFound("link_dead"), 410),
    ],
)
def test_a_refused_verb_has_its_status(app: Flask, error: WorkbenchError, status: int):
    assert broken(app, error).get("/essai").status_code == status


def test_a_refused_verb_says_its_facts(app: Flask):
    answer = broken(app, Invalid("email_taken", email="a@b.fr")).get("/essai")

    assert "Un compte existe déjà pour a@b.fr." in answer.text


def test_an_unforeseen_error_gives_a_reference_that_stands_in_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR, "tender.web"):
        answer = broken(app, RuntimeError("panne")).get("/essai")

    shown = re.search(r"aide\s: ([0-9a-f]{8})", answer.text)
    assert answer.status_code == 500
    assert shown is not None
    assert shown[1] in caplog.text
    assert "panne" not in answer.text


def test_what_a_failed_request_changed_is_not_kept(app: Flask):
    @open_to(*EVERYONE)
    def fail() -> None:
        db().connection().exec_driver_sql("UPDATE users SET name = 'X'")
        msg = "panne"
        raise RuntimeError(msg)

    app.add_url_rule("/essai", "essai", fail)
    client = app.test_client()
    post(client, "/connexion", email="officer@example.org", password=PASSWORD)

    client.get("/essai")

    assert "Claire Aubin" in client.get("/mon-compte").text


def test_the_page_of_a_failing_database_needs_no_database(tmp_path):
    from tender.web import create_app

    app = create_app({"INSTANCE": str(tmp_path), "DEMO": True})

    answer = app.test_client().get("/connexion")

    app.extensions["engine"].dispose()
    assert answer.status_code == 500
    assert "Une erreur est survenue de notre côté" in answer.text


def test_htmx_gets_the_refusal_alone(app: Flask):
    answer = broken(app, NotFound("call")).get("/essai", headers={"HX-Request": "true"})

    assert "<html" not in answer.text
    assert 'role="alert"' in answer.text


def test_a_form_without_its_proof_of_origin_is_refused(client: FlaskClient):
    answer = client.post("/connexion", data={"email": "officer@example.org", "password": PASSWORD})

    assert answer.status_code == 400
    assert "Ce formulaire n’est plus valable" in answer.text


def test_htmx_proves_its_origin_by_a_header(app: Flask):
    client = app.test_client()
    post(client, "/connexion", email="officer@example.org", password=PASSWORD)
    token = re.search(r'csrf-token" content="([^"]+)"', client.get("/mon-compte").text)
    assert token is not None

    assert client.post("/langue", data={"language": "de"}).status_code == 400
    answer = client.post("/langue", data={"language": "de"}, headers={"X-CSRFToken": token[1]})
    assert answer.status_code == 302


def test_a_reader_is_told_whom_to_ask(app: Flask, signed_in):
    answer = signed_in(Role.READER).get("/comptes/")

    assert answer.status_code == 403
    assert "administre votre collectif" in answer.text
