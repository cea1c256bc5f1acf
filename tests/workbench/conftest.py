"""A session on each database, and the people of a small collective."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow
from tender.store.calls import CallRow
from tender.store.database import sessions
from tender.store.members import MemberRow
from tender.workbench import needing, publishing, splitting
from tender.workbench.needing import NeedLine
from tests.builders import ISTRES, MIRAMAS, SALON, a_call, a_collective, a_member, a_user
from tests.databases import engine, postgres_url

__all__ = ["engine", "postgres_url"]


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session, rolled back at the end."""
    with sessions(engine)() as held:
        yield held


@dataclass
class House:
    """A collective of three members, their directors, and a call with two lots to share."""

    officer: UserRow
    north: MemberRow
    south: MemberRow
    west: MemberRow
    north_director: UserRow
    south_director: UserRow
    call: CallRow


@pytest.fixture
def house(session: Session) -> House:
    """North and south both reach Salon; west alone reaches Istres; nobody but north reaches Miramas."""
    a_collective(session)
    north = a_member(session, "ai-nord", places=(SALON, MIRAMAS), hours=100)
    south = a_member(session, "ai-sud", places=(SALON,), hours=100)
    west = a_member(session, "ai-ouest", places=(ISTRES,), hours=100)
    officer = a_user(session)
    call = a_call(session)
    needing.set_needs(
        session,
        officer,
        call.id,
        [
            NeedLine("1", SALON, "cleaning", 80),
            NeedLine("1", MIRAMAS, "cleaning", 20),
            NeedLine("2", ISTRES, "cleaning", 40),
        ],
    )
    return House(
        officer,
        north,
        south,
        west,
        a_user(session, Role.DIRECTOR, members=[north]),
        a_user(session, Role.DIRECTOR, members=[south]),
        call,
    )


@pytest.fixture
def published(session: Session, house: House) -> House:
    """The same, its split proposed and shown to the directors."""
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)
    publishing.set_terms(
        session,
        house.officer,
        house.call.id,
        lead_id=house.north.id,
        form=split.form,
        lead_solidary=True,
        fee_percent=2.0,
        closes=None,
    )
    publishing.publish(session, house.officer, house.call.id)
    return house
