"""The example in an installation: read as any other call, loaded once, nothing lost by a second start."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tender.example import __main__ as ready
from tender.example.call import facts
from tender.example.loading import STILL_ASKED
from tender.settings import read_settings
from tender.store.accounts import Role, UserRow
from tender.store.calls import CallRow, CallState
from tender.store.consultations import Stance
from tender.store.database import open_engine, sessions
from tender.store.members import MemberRow
from tender.store.responses import PriceLineRow
from tender.workbench.clock import now
from tender.workbench.consulting import table
from tender.workbench.facts import reading_of


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A new demo, made ready twice, as two starts do."""
    instance = tmp_path_factory.mktemp("instance")
    (instance / "config.toml").write_text("DEMO = true\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TENDER_INSTANCE", str(instance))
        assert ready.main() == 0
        assert ready.main() == 0
        return read_settings()


@pytest.fixture
def session(installation):
    engine = open_engine(installation.database_url)
    with sessions(engine)() as opened:
        yield opened
    engine.dispose()


def test_two_starts_load_one_example(session):
    assert session.scalar(select(func.count(MemberRow.id))) == 11
    assert session.scalar(select(func.count(CallRow.id))) == 1
    assert session.scalar(select(func.count(UserRow.id)).where(UserRow.role == Role.DIRECTOR)) == 11


def test_the_example_call_is_marked_and_read_like_any_other(session):
    call = session.scalars(select(CallRow)).one()
    reading = reading_of(call)

    assert call.is_example
    assert call.state is CallState.TO_REVIEW
    assert call.deadline_text == "2027-02-01T12:00:00+01:00"
    assert call.reference == facts()["reference"]
    assert [lot.number for lot in reading.lots] == [lot["number"] for lot in facts()["lots"]]
    assert len(reading.needs) == sum(len(lot["needs"]) for lot in facts()["lots"])


def test_three_members_directors_find_a_question_to_answer_at_once(session):
    officer = session.scalars(select(UserRow).where(UserRow.role == Role.OFFICER)).one()
    call = session.scalars(select(CallRow)).one()
    if call.deadline is None or call.deadline < now():
        pytest.skip("the example's date has passed")
    told = table(session, officer, call.id)

    assert {one.key for one in told.awaited} == set(STILL_ASKED)
    assert all(told.count(lot.number, Stance.GROUP) for lot in told.lots)


def test_every_line_of_the_schedule_was_read_and_priced(session):
    lines = session.scalars(select(PriceLineRow)).all()

    assert len(lines) == sum(len(lot["prices"]) for lot in facts()["lots"])
    assert all(line.unit_price is not None and line.quantity is not None for line in lines)


def test_an_installation_that_is_no_demo_stays_empty(tmp_path, monkeypatch):
    (tmp_path / "config.toml").write_text("DEMO = false\n")
    monkeypatch.setenv("TENDER_INSTANCE", str(tmp_path))

    assert ready.main() == 0

    engine = open_engine(read_settings().database_url)
    with sessions(engine)() as session:
        assert session.scalar(select(func.count(MemberRow.id))) == 0
    engine.dispose()
