"""Every page is closed until it says to whom it opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tender.store.accounts import Role
from tender.web.login import PUBLIC, roles_of, safe_next
from tests.web.conftest import PASSWORD, arguments_of, post


def closed_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in PUBLIC]


def address(app: Flask, rule: Rule) -> str:
    """An address of this rule, its variables filled with ones."""
    with app.test_request_context():
        return url_for(rule.endpoint, **arguments_of(rule, 1))


def test_every_page_but_the_public_ones_leads_a_stranger_to_sign_in(app: Flask, client: FlaskClient):
    for rule in closed_rules(app):
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = client.open(address(app, rule), method=method)

        assert answer.status_code == 302, rule
        assert answer.headers["Location"].startswith("/connexion"), rule


def test_every_closed_page_names_the_roles_it_opens_to(app: Flask):
    with app.app_context():
        silent = [rule.endpoint for rule in closed_rules(app) if not roles_of(rule.endpoint)]

    assert silent == []


def test_the_public_pages_are_these_and_no_others():
    assert (
        frozenset(
            {
                "static",
                "accounts.sign_in",
                "accounts.forgotten",
                "accounts.choose_password",
                "accounts.language",
                "agenda.feed",
                "missed.hear",
                "report_links.read",
                "report_links.contracts",
                "report_links.download",
            }
        )
        == PUBLIC
    )


def test_a_page_of_another_role_is_refused(app: Flask, signed_in: Callable[[Role], FlaskClient]):
    for role in Role:
        client = signed_in(role)
        for rule in closed_rules(app):
            with app.app_context():
                allowed = role in roles_of(rule.endpoint)
            if not allowed and "GET" in (rule.methods or ()):
                assert client.get(address(app, rule)).status_code == 403, (role, rule)


def test_a_page_that_names_no_role_stays_closed(app: Flask):
    app.add_url_rule("/oubliee", "forgotten_page", lambda: "secret")
    client = app.test_client()
    post(client, "/connexion", email="admin@example.org", password=PASSWORD)

    assert client.get("/oubliee").status_code == 403


def test_htmx_is_told_to_load_the_sign_in_page_whole(client: FlaskClient):
    answer = client.get("/mon-compte", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/connexion"


def test_after_signing_in_one_comes_to_the_page_asked_for(client: FlaskClient):
    asked = client.get("/mon-compte")

    answer = post(client, asked.headers["Location"], email="officer@example.org", password=PASSWORD)

    assert answer.headers["Location"] == "/mon-compte"


@pytest.mark.parametrize(
    "target",
    ["https://ailleurs.fr/", "//ailleurs.fr", "/\\ailleurs.fr", "javascript:alert(1)", "", None, "/\nx"],
)
def test_a_link_from_outside_never_leads_elsewhere(target: str | None):
    assert safe_next(target) is None


def test_a_path_of_ours_with_its_query_is_kept():
    assert safe_next("/appels?page=2") == "/appels?page=2"


def test_a_false_session_is_nobody(client: FlaskClient):
    with client.session_transaction() as session:
        session["_user_id"] = "1.999"

    assert client.get("/mon-compte").status_code == 302


def test_a_closed_account_is_out_at_once(app: Flask, signed_in: Callable[[Role], FlaskClient]):
    officer, admin = signed_in(Role.OFFICER), signed_in(Role.ADMIN)

    post(admin, "/comptes/2/fermer")

    assert officer.get("/mon-compte").status_code == 302
