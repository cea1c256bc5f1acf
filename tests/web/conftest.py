"""An app on its own database, its people, and a client that is one of them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule

from tender.store.accounts import Role, UserRow
from tender.store.database import open_engine, sessions
from tender.store.members import MemberRow
from tender.store.migrating import migrate
from tender.web import create_app
from tender.workbench.signing_in import add_user, hash_password
from tests.browser import served

PASSWORD = "quatre mots sans lien"
MADE = datetime(2026, 7, 1, 8, tzinfo=UTC)


@cache
def the_hash() -> str:
    """One hash for all, for Argon2 is slow on purpose."""
    return hash_password(PASSWORD)


@cache
def the_database() -> bytes:
    """A migrated database with one account of each role, made once."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/tender.db")
        migrate(engine)
        with sessions(engine)() as session:
            add_people(session)
            session.commit()
        engine.dispose()
        return (Path(folder) / "tender.db").read_bytes()


def an_app(folder: Path, **settings: object) -> Flask:
    """An app on a fresh database in this folder, with one account of each role."""
    (folder / "tender.db").write_bytes(the_database())
    return create_app({"INSTANCE": str(folder), "TESTING": True, "DEMO": True, **settings})


def add_people(session: Session) -> dict[Role, UserRow]:
    """One account of each role; the director speaks for one member."""
    member = MemberRow(key="mistral", name="Mistral Insertion", identity={})
    session.add(member)
    session.flush()
    people = {}
    for role, name in (
        (Role.ADMIN, "Inès Morel"),
        (Role.OFFICER, "Claire Aubin"),
        (Role.DIRECTOR, "Nadia Ferrand"),
        (Role.READER, "Paul Roux"),
    ):
        user = add_user(
            session,
            None,
            email=f"{role.value}@example.org",
            name=name,
            role=role,
            at=MADE,
            member_ids=(member.id,),
            buyer_name="Ville de Salon-de-Provence",
        )
        user.password_hash = the_hash()
        people[role] = user
    return people


def arguments_of(rule: Rule, number: int) -> dict[str, object]:
    """A number for each part of an address that varies; the first word where only some may stand."""
    held = rule._converters
    return {
        name: min(kind.items) if isinstance(kind := held.get(name), AnyConverter) else number
        for name in rule.arguments
    }


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An app of its own for one test."""
    app = an_app(tmp_path)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, signed out."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> Callable[[Role], FlaskClient]:
    """A client signed in as a role."""

    def enter(role: Role) -> FlaskClient:
        client = app.test_client()
        answer = post(client, "/connexion", email=f"{role.value}@example.org", password=PASSWORD)
        assert answer.status_code == 302
        return client

    return enter


def proof_of_origin(client: FlaskClient, page: str = "/connexion") -> str:
    """The CSRF token a page carries for this client."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get(page, follow_redirects=True).text)
    assert found is not None
    return found[1]


def post(client: FlaskClient, path: str, **fields: object):
    """Send a form as a page would, with its proof of origin."""
    return client.post(path, data={"csrf_token": proof_of_origin(client), **fields})


@pytest.fixture(scope="session")
def example_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served app that browser tests share: they must not change what others look at."""
    app = an_app(tmp_path_factory.mktemp("served"))
    with served(app) as address:
        yield address
    app.extensions["engine"].dispose()
