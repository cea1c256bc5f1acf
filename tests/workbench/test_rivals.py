"""Two places that state a lot, a paper or hours otherwise: one act chooses, on the record, and it stays."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tender.store.calls import FactRow, FactState
from tender.store.journal import list_journal
from tender.vocabulary.clause import HoursDetail
from tender.workbench import reviewing
from tender.workbench.carrying import carry
from tender.workbench.facts import machine_reading, reading_of
from tests.builders import a_call, a_collective, a_disputed_reading, a_reading, a_user


def test_a_choice_between_two_places_is_kept_by_the_next_version_and_can_be_taken_back(session: Session):
    told = a_disputed_reading()
    a_collective(session)
    officer, call = a_user(session), a_call(session, told)
    taken_out = next(one for one in call.facts if one.kind == "lot" and one.read is None)
    added = next(one for one in call.facts if one.kind == "document" and one.rivals)
    hours = next(one for one in call.facts if one.kind == "clause")

    def choose(row: FactRow, rival: int = 0, *, other: bool = True) -> None:
        reviewing.choose(session, officer, call.id, row.id, rival, other=other)

    assert taken_out.is_doubtful
    choose(taken_out)
    choose(added)
    choose(hours, 1)
    carry(call, machine_reading(call.facts, ()), told, 2)

    counts = reading_of(call)
    assert [(lot.number, lot.evidence[0].document) for lot in counts.lots][-1] == ("9", "CCAP.pdf")
    assert not any(paper.name == "Plan" for paper in counts.required_documents)
    assert counts.clauses[0].hours_detail == (HoursDetail(300, "1", "lot"), HoursDetail(80, "2", "lot"))
    assert counts.clauses[0].hours == 300
    assert not any(row.review for row in call.facts)

    for row, rival in ((taken_out, 0), (added, 0), (hours, 1)):
        choose(row, rival, other=False)

    back = reading_of(call)
    assert [lot.number for lot in back.lots] == [lot.number for lot in told.lots]
    assert any(paper.name == "Plan" for paper in back.required_documents)
    assert back.clauses[0].hours_detail == (HoursDetail(300, "1", "lot"), HoursDetail(100, "2", "lot"))
    assert (added.state, hours.state, taken_out.state) == (
        FactState.CONFIRMED,
        FactState.CONFIRMED,
        FactState.REJECTED,
    )
    acts = [one.act for one in list_journal(session, viewer=officer, call_id=call.id)]
    assert acts.count("fact.chosen") == 6


def test_a_lot_that_was_chosen_against_the_rules_meets_the_one_they_state_later(session: Session):
    told = a_disputed_reading()
    a_collective(session)
    officer, call = a_user(session), a_call(session, told)
    lot = next(one for one in call.facts if one.kind == "lot" and one.read is None)
    reviewing.choose(session, officer, call.id, lot.id, 0)

    carry(call, machine_reading(call.facts, ()), a_reading(lots=(*told.lots, told.dismissed[0].entry)), 2)
    carry(call, machine_reading(call.facts, ()), a_reading(lots=told.lots), 3)

    assert lot.gone == 3
    assert lot.review is not None
    assert [row.key for row in call.facts if row.kind == "lot"].count("9") == 1


def test_a_doubt_confirmed_or_rejected_by_mistake_is_a_doubt_again_once_taken_back(session: Session):
    a_collective(session)
    officer, call = a_user(session), a_call(session, a_disputed_reading())
    doubt = next(row for row in call.facts if row.state is FactState.UNSURE and row.read is not None)

    for decide in (reviewing.confirm, reviewing.reject):
        decide(session, officer, call.id, doubt.id)
        reviewing.restore(session, officer, call.id, doubt.id)

        assert doubt.state is FactState.UNSURE
        assert doubt.is_doubtful
