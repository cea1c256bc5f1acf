"""What passed by is noted by itself, once, and not again when a person took it off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.store.calls import CallRow, CallState
from tender.store.files import FileStore
from tender.store.watch import MissedCause, MissedRow
from tender.workbench import missed, passing, watching
from tests.watch.test_watching import NOW, an_arrival, app, files, officer, rows, session, signed_in

__all__ = ["app", "files", "session", "signed_in"]

AFTER = datetime(2027, 3, 28, 8, tzinfo=UTC)


def noted(session: Session) -> list[MissedRow]:
    return list(session.scalars(select(MissedRow).order_by(MissedRow.id)))


def a_call(session: Session, **said: object) -> CallRow:
    row = CallRow(
        **{
            "title": "Nettoyage",
            "buyer": "Ville",
            "created": NOW,
            "deadline": NOW + timedelta(days=9),
            **said,
        }
    )
    session.add(row)
    session.flush()
    return row


@pytest.mark.parametrize(("wanted", "cause"), [(None, MissedCause.NOT_SEEN), (True, MissedCause.TOO_LATE)])
def test_a_notice_worth_a_reading_that_nobody_opened_is_noted_once(
    wanted: bool | None, cause: MissedCause, session: Session, files: FileStore
):
    watching.keep(session, files, [an_arrival()], NOW)
    rows(session)[0].wanted = wanted

    assert passing.note_passed(session, NOW + timedelta(days=1)) == 0
    assert passing.note_passed(session, AFTER) == 1
    assert passing.note_passed(session, AFTER) == 0
    (row,) = noted(session)
    assert (row.cause, row.buyer) == (cause, "Ville de Miramas")
    assert row.hours


def test_a_notice_she_said_no_to_is_no_missed_opportunity(session: Session, files: FileStore):
    watching.keep(session, files, [an_arrival()], NOW)
    rows(session)[0].wanted = False

    assert passing.note_passed(session, AFTER) == 0


def test_a_call_opened_and_never_deposited_waits_for_its_cause(session: Session):
    call = a_call(session)
    a_call(session, state=CallState.FILED)
    a_call(session, created=NOW + timedelta(days=20))

    assert passing.note_passed(session, AFTER) == 1
    (row,) = noted(session)
    assert (row.call_id, row.cause) == (call.id, None)


def test_what_a_person_took_off_stays_off(session: Session, files: FileStore):
    watching.keep(session, files, [an_arrival()], NOW)
    a_call(session)
    assert passing.note_passed(session, AFTER) == 2

    for row in noted(session):
        missed.remove(session, officer(session), row)
    session.flush()

    assert passing.note_passed(session, AFTER) == 0
