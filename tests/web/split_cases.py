"""A small call in an app: two members reach Salon, one alone reaches Miramas; split and shown if asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow, find_user_by_email
from tender.store.members import CapacityRow, MemberRow, TerritoryRow
from tender.vocabulary.source import Stated
from tender.vocabulary.split import PartyForm
from tender.workbench import needing, publishing, splitting
from tender.workbench.needing import NeedLine
from tests.builders import MIRAMAS, SALON, a_call, a_collective, a_member, a_reading, a_user, an_evidence
from tests.web.conftest import PASSWORD, post, the_hash

NEXT_YEAR = datetime.now(UTC).year + 1
OTHER = "other.director@example.org"

NEEDS = (NeedLine("1", SALON, "cleaning", 80), NeedLine("2", MIRAMAS, "cleaning", 20))


@dataclass(frozen=True, slots=True)
class Case:
    """Ids of what stands in the app: Nadia directs Mistral, Rémi directs Durance."""

    call: int
    mistral: int
    durance: int
    split: int = 0

    @property
    def page(self) -> str:
        """The call's address."""
        return f"/appels/{self.call}"


def a_case(app: Flask, *, needs: bool = True, split: bool = False, shown: bool = False) -> Case:
    """Members with means and a call; its needs, its split, its split shown to the directors if asked for."""
    with app.extensions["sessions"].begin() as session:
        return _made(session, needs=needs, split=split or shown, shown=shown)


def _made(session: Session, *, needs: bool, split: bool, shown: bool) -> Case:
    officer = find_user_by_email(session, "officer@example.org")
    mistral = session.get(MemberRow, 1)
    assert officer is not None
    assert mistral is not None
    a_collective(session)
    now = datetime.now(UTC)
    mistral.home_place = SALON
    mistral.territories = [TerritoryRow(kind="commune", code=code) for code in (SALON, MIRAMAS)]
    mistral.capacities = [CapacityRow(trade="cleaning", month="*", hours=100, updated=now)]
    durance = a_member(session, "durance", places=(SALON,), hours=100, name="Durance Partage")
    a_user(
        session, Role.DIRECTOR, members=[durance], email=OTHER, name="Rémi Faure", password_hash=the_hash()
    )
    deadline = Stated(f"{NEXT_YEAR}-06-01T12:00:00+02:00", (an_evidence(),), 0.95)
    call = a_call(session, a_reading(deadline=deadline))
    row = None
    if needs:
        needing.set_needs(session, officer, call.id, NEEDS)
    if split:
        row = splitting.propose(session, officer, call.id, seconds=5)
    if shown:
        show(session, officer, call.id, mistral.id)
    return Case(call.id, mistral.id, durance.id, row.id if row else 0)


def show(session: Session, officer: UserRow, call_id: int, lead_id: int) -> None:
    """Set the terms and show the split to the directors."""
    publishing.set_terms(
        session, officer, call_id, lead_id=lead_id, form=PartyForm.JOINT, lead_solidary=True,
        fee_percent=2.5, closes=None,
    )  # fmt: skip
    publishing.publish(session, officer, call_id)


def enter(app: Flask, email: str) -> FlaskClient:
    """A client signed in with this address."""
    client = app.test_client()
    assert post(client, "/connexion", email=email, password=PASSWORD).status_code == 302
    return client
