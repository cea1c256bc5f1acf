"""Questions to the buyer: a register, one batch that names nobody, answers that reach the facts."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from sqlalchemy.orm import Session

from tender.store.accounts import MandateRow
from tender.store.calls import CallState
from tender.store.consultations import AnswerRow, Stance
from tender.store.questions import QuestionState, list_questions
from tender.vocabulary.source import Stated
from tender.workbench import consulting, questioning, reviewing
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, OutOfDate
from tender.workbench.questioning import GivenQuestion
from tests.builders import a_call, a_reading, an_evidence
from tests.databases import sqlite_engine as engine
from tests.workbench.conftest import House

__all__ = ["engine"]

ASKED = GivenQuestion("Les produits sont-ils fournis par la commune ?", "1", "RC.pdf", 4)


def test_the_batch_holds_every_open_question_and_names_nobody_of_the_group(session: Session, house: House):
    questioning.ask(session, house.officer, house.call.id, GivenQuestion("Une visite est-elle prévue ?"))
    questioning.ask(session, house.officer, house.call.id, ASKED)

    text = questioning.batch_text(session, house.officer, house.call.id)
    word = Document(io.BytesIO(questioning.batch_file(session, house.officer, house.call.id)))
    printed = "\n".join(one.text for one in word.paragraphs)

    assert text.index("Une visite") < text.index("Lot 1 – Les produits")
    assert "RC.pdf, page 4" in text
    assert "Les produits sont-ils fournis" in printed
    for name in (house.officer.name, house.north.name, "Collectif"):
        assert name not in text + printed


def test_a_question_asked_twice_stands_once(session: Session, house: House):
    first = questioning.ask(session, house.officer, house.call.id, ASKED)

    assert questioning.ask(session, house.officer, house.call.id, ASKED).id == first.id


def test_what_came_after_the_page_was_opened_does_not_count_as_sent(session: Session, house: House):
    questioning.ask(session, house.officer, house.call.id, ASKED)
    seen = questioning.register(session, house.officer, house.call.id).seen
    late = questioning.ask(session, house.officer, house.call.id, GivenQuestion("Et les clés ?"))

    with pytest.raises(OutOfDate):
        questioning.mark_sent(session, house.officer, house.call.id, seen)

    assert late.state is QuestionState.OPEN
    seen = questioning.register(session, house.officer, house.call.id).seen
    assert questioning.mark_sent(session, house.officer, house.call.id, seen) == 2
    with pytest.raises(OutOfDate):
        questioning.drop(session, house.officer, house.call.id, late.id)


def test_an_answer_tells_whether_its_fact_was_corrected_since(session: Session, house: House):
    row = questioning.ask(session, house.officer, house.call.id, ASKED)
    fact = next(one for one in house.call.facts if one.key == "deadline")
    with pytest.raises(Invalid):
        questioning.answer(session, house.officer, house.call.id, row.id, "Oui.", fact_id=fact.id)
    seen = questioning.register(session, house.officer, house.call.id).seen
    questioning.mark_sent(session, house.officer, house.call.id, seen)

    questioning.answer(session, house.officer, house.call.id, row.id, "Remise reportée.", fact_id=fact.id)
    before = questioning.register(session, house.officer, house.call.id).has_changed(row)
    reviewing.correct(
        session, house.officer, house.call.id, fact.id, {"value": "2027-02-15T12:00:00+01:00"}
    )  # fmt: skip
    after = questioning.register(session, house.officer, house.call.id).has_changed(row)

    assert (before, after) == (False, True)
    assert house.call.deadline == datetime(2027, 2, 15, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "until"),
    [
        ("2027-01-20T17:00:00+01:00", datetime(2027, 1, 20, 16, tzinfo=UTC)),
        ("2027-01-20", datetime(2027, 1, 20, 22, 59, tzinfo=UTC)),
    ],
)
def test_the_last_moment_is_the_calls_own_where_it_says_so(session: Session, house: House, stated, until):
    call = a_call(session, a_reading(questions_deadline=Stated(stated, (an_evidence(),), 0.9)))

    held = questioning.register(session, house.officer, call.id)

    assert (held.until, held.said) == (until, True)
    assert questioning.cut_off(house.call)[1] is False


def told(session: Session, house: House) -> None:
    """The members were asked whether they come."""
    assert house.call.deadline is not None
    closes = now() + (house.call.deadline - now()) / 2
    consulting.open_consultation(session, house.officer, house.call.id, closes=closes)


def test_a_director_asks_and_sees_her_own_questions_only(session: Session, house: House):
    told(session, house)
    questioning.ask(session, house.south_director, house.call.id, GivenQuestion("Question du sud"))
    mine = questioning.ask(session, house.north_director, house.call.id, ASKED)

    held = questioning.own_register(session, house.north_director, house.call.id)

    assert [one.id for one in held.questions] == [mine.id]
    assert mine.member_id == house.north.id
    with pytest.raises(NotFound):
        questioning.own_register(session, house.north_director, a_call(session).id)
    with pytest.raises(NotAllowed):
        questioning.register(session, house.north_director, house.call.id)


def test_who_goes_alone_on_a_lot_asks_nothing_of_it_here_and_sees_no_question(session: Session, house: House):
    told(session, house)
    house.officer.mandates.append(MandateRow(member_id=house.north.id))  # she speaks for it too
    session.add(
        AnswerRow(
            call_id=house.call.id, member_id=house.north.id, lot="1", stance=Stance.ALONE, by="x", at=now()
        )
    )
    session.flush()

    with pytest.raises(NotAllowed):
        questioning.ask(session, house.north_director, house.call.id, ASKED)
    theirs = questioning.ask(session, house.south_director, house.call.id, GivenQuestion("Et le sud ?", "1"))
    for viewer in (house.north_director, house.officer):
        assert theirs.id not in [one.id for one in list_questions(session, house.call.id, viewer=viewer)]


def test_a_closed_call_keeps_its_register(session: Session, house: House):
    questioning.ask(session, house.officer, house.call.id, ASKED)
    house.call.state = CallState.FILED

    assert len(questioning.register(session, house.officer, house.call.id).questions) == 1
