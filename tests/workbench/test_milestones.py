"""The dates of a call: its deposit, the last moment for questions, then the winner's papers."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tender.store.awards import Result
from tender.store.calls import CallState
from tender.vocabulary.source import Stated
from tender.workbench import awarding, questioning
from tender.workbench.awarding import GivenResult
from tender.workbench.milestones import MilestoneKind, milestones
from tender.workbench.questioning import GivenQuestion
from tests.builders import a_call, a_reading, an_evidence
from tests.databases import sqlite_engine as engine
from tests.workbench.conftest import House
from tests.workbench.test_awarding import TOLD, filed

__all__ = ["engine", "filed"]


def dates_of(session: Session, house: House, call_id: int) -> list[tuple[MilestoneKind, str, bool]]:
    return [
        (one.kind, one.until.date().isoformat(), one.said)
        for one in milestones(session, house.officer)
        if one.call.id == call_id
    ]


def test_the_last_moment_for_questions_is_a_date_until_they_left(session: Session, house: House) -> None:
    said = Stated("2099-03-01T12:00:00+01:00", (an_evidence(),), 0.9)
    deadline = Stated("2099-03-15T12:00:00+01:00", (an_evidence(),), 0.9)
    call = a_call(session, a_reading(deadline=deadline, questions_deadline=said))

    before = dates_of(session, house, call.id)
    questioning.ask(session, house.officer, call.id, GivenQuestion("Une visite est-elle prévue ?"))
    seen = questioning.register(session, house.officer, call.id).seen
    questioning.mark_sent(session, house.officer, call.id, seen)

    assert before == [
        (MilestoneKind.QUESTIONS, "2099-03-01", True), (MilestoneKind.DEPOSIT, "2099-03-15", True),
    ]  # fmt: skip
    assert [kind for kind, _, _ in dates_of(session, house, call.id)] == [MilestoneKind.DEPOSIT]


def test_the_day_of_the_winners_papers_is_a_date_once_a_lot_is_won(session: Session, filed: House) -> None:
    assert filed.call.state is CallState.FILED

    given = GivenResult(Result.WON, TOLD, pieces_due=date(2099, 5, 7))
    awarding.record(session, filed.officer, filed.call.id, "1", given)

    assert (MilestoneKind.PIECES, "2099-05-07", True) in dates_of(session, filed, filed.call.id)
