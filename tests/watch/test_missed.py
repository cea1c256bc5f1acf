"""The register of missed opportunities: its year by hand, the links of those who listen, and its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow, find_user_by_email
from tender.store.watch import LinkPurpose, MissedCause, MissedRow, MissedStage, OpenLinkRow
from tender.workbench import missed
from tender.workbench.errors import Invalid, NotAllowed, NotFound
from tests.watch.test_watching import NOW
from tests.web.conftest import app, post, signed_in

__all__ = ["app", "signed_in"]


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["sessions"]() as held:
        yield held


def person(session: Session, role: str = "officer") -> UserRow:
    user = find_user_by_email(session, f"{role}@example.org")
    assert user is not None
    return user


def told(title: str = "Entretien du cimetière", **fields: object) -> missed.Told:
    held = {"stage": MissedStage.LOST, "day": date(2026, 5, 4), **fields}
    return missed.Told(title, **held)  # type: ignore[arg-type]


def test_a_year_counts_causes_places_and_only_hours_that_are_known(session: Session):
    officer = person(session)
    for one in (
        told(cause=MissedCause.PRICE, hours=100.0, place="13103"),
        told(cause=MissedCause.PRICE, place="13103"),
        told(cause=None, hours=50.0),
        told(day=date(2025, 1, 1)),
    ):
        missed.record(session, officer, one)

    year = missed.year_of(session, officer, 2026)

    assert [(one.key, one.count, one.hours, one.known) for one in year.causes] == [
        ("price", 2, 100.0, 1),
        ("", 1, 50.0, 1),
    ]
    assert [(one.key, one.count) for one in year.places] == [("13103", 2), ("", 1)]
    assert (len(year.rows), year.hours, year.known) == (3, 150.0, 2)


def test_a_link_brings_needs_until_it_is_closed(session: Session):
    officer = person(session)
    token = missed.open_link(session, officer, LinkPurpose.CAPTURE, "Mme Roy, élue")
    row = missed.hear(session, token, told(stage=MissedStage.NEED), NOW)
    link = session.scalars(select(OpenLinkRow)).one()
    missed.close_link(session, officer, link.id)

    assert (row.heard_by, link.uses) == ("Mme Roy, élue", 1)
    assert token not in (link.digest, link.name)
    with pytest.raises(NotFound):
        missed.hear(session, token, told(), NOW)


def test_a_link_of_one_purpose_opens_no_other(session: Session):
    token = missed.open_link(session, person(session), LinkPurpose.CALENDAR, "Agenda")

    with pytest.raises(NotFound):
        missed.link_of(session, LinkPurpose.CAPTURE, token)


def test_a_link_that_leaked_cannot_fill_the_register(session: Session):
    token = missed.open_link(session, person(session), LinkPurpose.CAPTURE, "Tous")
    session.scalars(select(OpenLinkRow)).one().uses = missed.MOST_USES

    with pytest.raises(Invalid):
        missed.hear(session, token, told(), NOW)


def test_a_director_keeps_no_register(session: Session):
    with pytest.raises(NotAllowed):
        missed.record(session, person(session, "director"), told())


def test_the_officer_notes_corrects_and_removes_on_the_pages(app: Flask, signed_in):
    client = signed_in(Role.OFFICER)
    fields = {
        "title": "Ménage du centre social",
        "stage": "lost",
        "cause": "price",
        "day": "2026-05-04",
        "trade": "",
    }
    fields["place_text"] = "Salon-de-Provence"

    assert post(client, "/occasions/nouvelle", **fields).status_code == 302
    page = client.get("/occasions/?annee=2026").text
    assert post(client, "/occasions/1", **{**fields, "hours": "120", "cause": ""}).status_code == 302
    changed = client.get("/occasions/?annee=2026").text
    assert post(client, "/occasions/1", retirer="1").status_code == 302

    assert "Salon-de-Provence" in page
    assert "Prix" in page
    assert "120" in changed
    assert "Rien au registre" in client.get("/occasions/?annee=2026").text


def test_a_need_is_told_by_link_without_an_account(app: Flask, signed_in):
    officer = signed_in(Role.OFFICER)
    post(officer, "/occasions/capteurs", nom="M. Blanc")
    link = re.search(r"/occasions/entendu/[\w-]+", officer.get("/occasions/").text)
    assert link is not None
    stranger = app.test_client()

    empty = stranger.post(link[0], data={"csrf_token": proof(stranger, link[0])})
    sent = stranger.post(
        link[0], data={"csrf_token": proof(stranger, link[0]), "title": "Cantine", "place_text": "Grans"}
    )

    assert (empty.status_code, sent.status_code) == (422, 200)
    assert stranger.get("/occasions/entendu/inconnu").status_code == 404
    with app.extensions["sessions"]() as held:
        row = held.scalars(select(MissedRow)).one()
        assert (row.stage, row.place, row.heard_by) == (MissedStage.NEED, "13044", "M. Blanc")


def proof(client, page: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get(page).text)
    assert found is not None
    return found[1]


def test_a_notice_of_the_watch_fills_the_form(app: Flask, signed_in):
    client = signed_in(Role.OFFICER)
    post(client, "/veille/chercher")

    assert "value=" in client.get("/occasions/nouvelle?avis=1").text
