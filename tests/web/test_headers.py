"""What the browser is told on every answer, and what templates may not hold because of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import tender
from tender.store.accounts import Role

TEMPLATES = Path(tender.__file__).parent / "templates"


@pytest.mark.parametrize("path", ["/connexion", "/rien", "/static/css/tokens.css", "/"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str):
    with client.get(path) as answer:
        headers = answer.headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_of_a_signed_in_person_are_not_kept_by_the_browser(signed_in: Callable[[Role], FlaskClient]):
    assert signed_in(Role.OFFICER).get("/mon-compte").headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts(client: FlaskClient):
    cookie = client.get("/connexion").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_cookie_travels_only_encrypted_once_the_setting_says_so(app, client: FlaskClient):
    app.config["SESSION_COOKIE_SECURE"] = True

    assert "Secure" in client.get("/connexion").headers["Set-Cookie"]


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_a_style_or_a_script(template: Path):
    text = template.read_text("utf-8")

    assert re.findall(r"<[^>]*\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|hx-on", text) == []
