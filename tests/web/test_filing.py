"""The gate page: who signs, what may be deposited, what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender.store.accounts import Role, find_user_by_email
from tender.store.responses import IssueRow
from tender.store.splits import SplitRow
from tender.workbench.clock import now
from tests.builders import a_call, a_collective
from tests.web.conftest import post

SUM = "a" * 64


@pytest.fixture
def gate(app: Flask) -> str:
    """A call with an archive that the officer had made."""
    with app.extensions["sessions"].begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        a_collective(session)
        call = a_call(session)
        call.deadline = now() + timedelta(days=2)
        session.add(SplitRow(call_id=call.id))
        issue = IssueRow(
            call_id=call.id, revision=1, at=now(), by=officer.name, by_id=officer.id, sha256=SUM,
            name="REPONSE.zip", size=10,
        )  # fmt: skip
        session.add(issue)
        session.flush()
        return f"/appels/{call.id}/depot/"


def test_who_made_it_is_told_that_another_must_read_it(gate: str, signed_in: Callable[[Role], FlaskClient]):
    page = signed_in(Role.OFFICER).get(gate).get_data(as_text=True)

    assert "Vous avez établi ce dossier." in page
    assert "Le dépôt s’enregistre une fois le dossier relu." in page


def test_a_second_person_signs_then_the_deposit_is_kept(gate: str, signed_in: Callable[[Role], FlaskClient]):
    client = signed_in(Role.ADMIN)

    post(client, f"{gate}1/relu", sha256=SUM)
    at = datetime.now(ZoneInfo("Europe/Paris")) - timedelta(minutes=5)
    kept = post(client, gate, filed_at=at.strftime("%Y-%m-%dT%H:%M"), filed_by="Claire", reference="AR-1")

    assert kept.status_code == 302
    page = client.get(gate).get_data(as_text=True)
    assert "Relu par Inès Morel" in page
    assert "dans les délais" in page
    assert "R2142-26" in page


def test_a_deposit_to_come_is_refused_in_plain_words(gate: str, signed_in: Callable[[Role], FlaskClient]):
    client = signed_in(Role.ADMIN)
    post(client, f"{gate}1/relu", sha256=SUM)

    refused = post(client, gate, filed_at="2090-01-01T10:00")

    assert refused.status_code == 422
    assert "L’heure de dépôt est à venir" in refused.get_data(as_text=True)


def test_a_director_does_not_see_the_gate(gate: str, signed_in: Callable[[Role], FlaskClient]):
    assert signed_in(Role.DIRECTOR).get(gate).status_code in (403, 404)
