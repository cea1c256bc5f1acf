"""Deadlines in a calendar: the file keeps to its standard, the link opens until it is revoked."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tender.store.accounts import Role, find_user_by_email
from tender.workbench.calendars import Event, calendar
from tests.web.conftest import app, post, signed_in

__all__ = ["app", "signed_in"]

AT = datetime(2027, 3, 25, 11, tzinfo=UTC)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_line_is_too_long_and_no_word_of_a_title_begins_one(title: str):
    data = calendar("Agenda", [Event("call-1", AT, title, "https://example.org/1")], AT)

    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert data.count(b"BEGIN:VEVENT") >= 1
    assert [line for line in lines if line.startswith(b"DTSTART")] == [b"DTSTART:20270325T110000Z"]


def test_the_link_shows_what_was_wanted_until_it_is_closed(app: Flask, signed_in):
    officer = signed_in(Role.OFFICER)
    post(officer, "/veille/chercher")
    post(officer, "/veille/1/avis", avis="oui")
    post(officer, "/agenda/", nom="Téléphone")
    link = re.search(r"/agenda/[\w-]+\.ics", officer.get("/agenda/").text)
    assert link is not None
    stranger = app.test_client()

    shown = stranger.get(link[0])
    post(officer, "/agenda/1/fermer")

    assert shown.mimetype == "text/calendar"
    assert shown.data.count(b"BEGIN:VEVENT") == 1
    assert stranger.get(link[0]).status_code == 404
    assert stranger.get("/agenda/inconnu.ics").status_code == 404


def test_the_link_of_a_closed_account_opens_nothing(app: Flask, signed_in):
    officer = signed_in(Role.OFFICER)
    post(officer, "/agenda/", nom="Téléphone")
    link = re.search(r"/agenda/[\w-]+\.ics", officer.get("/agenda/").text)
    assert link is not None
    with app.extensions["sessions"].begin() as session:
        user = find_user_by_email(session, "officer@example.org")
        assert user is not None
        user.active = False

    assert app.test_client().get(link[0]).status_code == 404
