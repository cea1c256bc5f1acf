"""After the award: what was won binds hours, what was lost frees them, the second place waits."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy.orm import Session

from tender.store.awards import Result
from tender.store.calls import CallState
from tender.store.files import FileStore
from tender.store.splits import SplitState, find_split_of_call
from tender.workbench import awarding, clock, papers
from tender.workbench.awarding import GivenResult
from tender.workbench.errors import Invalid, NotAllowed, NotReady
from tender.workbench.promising import PromiseKind, promises
from tests.databases import sqlite_engine as engine
from tests.workbench.conftest import House

__all__ = ["engine"]

TOLD = date(2027, 3, 1)


@pytest.fixture
def filed(session: Session, published: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The bid was deposited for the two lots, its offer valid 120 days; the buyer's letter came in March."""
    split = find_split_of_call(session, published.call.id, viewer=published.officer)
    assert split is not None
    split.state, split.frozen_at = SplitState.FROZEN, clock.now()
    published.call.state = CallState.FILED
    fact = next(one for one in published.call.facts if one.key == "validity_days")
    fact.kept = {"value": 120}
    session.flush()
    at(monkeypatch, datetime(2027, 3, 5, 9, tzinfo=UTC))
    return published


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """It is this moment now, wherever the program asks."""
    for module in ("awarding", "promising", "papers"):
        monkeypatch.setattr(f"tender.workbench.{module}.now", lambda: moment)


def kinds(session: Session, house: House) -> set[tuple[str, PromiseKind]]:
    members = (house.north, house.south, house.west)
    held = promises(session, members)
    return {(member.key, one.kind) for member in members for one in held[member.id]}


def noted(session: Session, house: House, lot: str, result: Result, **given: object) -> None:
    told = GivenResult(result, TOLD, **given)  # type: ignore[arg-type]
    awarding.record(session, house.officer, house.call.id, lot, told)


def test_hours_of_a_lot_won_stay_promised_and_those_of_a_lot_lost_are_free(session: Session, filed: House):
    assert ("ai-ouest", PromiseKind.PENDING) in kinds(session, filed)

    noted(session, filed, "1", Result.WON)
    noted(session, filed, "2", Result.LOST, rank=3)

    assert {kind for _key, kind in kinds(session, filed)} == {PromiseKind.WON}
    assert "ai-ouest" not in {key for key, _kind in kinds(session, filed)}


def test_a_second_place_binds_until_the_offers_validity_ends(
    session: Session, filed: House, monkeypatch: pytest.MonkeyPatch
):
    noted(session, filed, "2", Result.LOST, rank=2)

    held = awarding.award(session, filed.officer, filed.call.id)

    assert held.binds_until == date(2027, 6, 1)
    assert held.still_binds("2", date(2027, 6, 1))
    assert ("ai-ouest", PromiseKind.PENDING) in kinds(session, filed)

    at(monkeypatch, datetime(2027, 6, 2, 9, tzinfo=UTC))
    assert "ai-ouest" not in {key for key, _kind in kinds(session, filed)}


def test_the_winners_papers_are_asked_of_each_member_of_the_lot_and_the_lead_signs(
    session: Session, filed: House, tmp_path: Path
):
    given = papers.GivenPaper("Attestation de vigilance", TOLD, file=("v.pdf", b"%PDF x"))
    papers.add_paper(session, filed.officer, FileStore(tmp_path), filed.north.id, given)
    noted(session, filed, "2", Result.WON, pieces_due=date(2027, 3, 12))

    held = awarding.award(session, filed.officer, filed.call.id)

    assert set(held.pieces) == {filed.west.id}
    assert held.due == date(2027, 3, 12)

    noted(session, filed, "1", Result.WON)
    held = awarding.award(session, filed.officer, filed.call.id)
    lead = held.pieces[filed.north.id]
    assert [one.lot for one in lead if one.kind == awarding.ENGAGEMENT] == ["1", "2"]
    assert {one.kind: one.ready for one in lead}["social"]
    assert not {one.kind: one.ready for one in lead}["fiscal"]

    before = held.left
    for _twice in range(2):
        awarding.mark_piece(
            session, filed.officer, filed.call.id, filed.north.id, kind="social", lot="", sent=True
        )
    assert awarding.award(session, filed.officer, filed.call.id).left == before - 1


def test_the_reasons_are_asked_for_the_lots_lost_under_the_right_articles(session: Session, filed: House):
    with pytest.raises(NotReady):
        awarding.reasons_file(session, filed.officer, filed.call.id)
    noted(session, filed, "2", Result.LOST, rank=2)

    word = Document(io.BytesIO(awarding.reasons_file(session, filed.officer, filed.call.id)))
    text = "\n".join(one.text for one in word.paragraphs)

    assert "pour le lot n° 2" in text.replace("\u00a0", " ")
    assert "R2181-3" in text
    assert "None" not in text


def test_reasons_cannot_come_before_they_were_asked(session: Session, filed: House):
    noted(session, filed, "1", Result.LOST)

    with pytest.raises(Invalid):
        awarding.note_reasons(
            session, filed.officer, filed.call.id, asked=TOLD, received=TOLD - timedelta(days=1)
        )


def test_what_was_lost_goes_to_the_register_once_with_its_hours(session: Session, filed: House):
    noted(session, filed, "2", Result.UNFRUITFUL)

    first = awarding.to_missed(session, filed.officer, filed.call.id)
    again = awarding.to_missed(session, filed.officer, filed.call.id)

    assert first.id == again.id
    assert (first.call_id, first.stage.value, first.hours) == (filed.call.id, "unfruitful", 480.0)


@pytest.mark.parametrize(
    ("result", "given"),
    [
        (Result.WON, {"rank": 2}),
        (Result.LOST, {"rank": 1}),
        (Result.LOST, {"signed_on": TOLD}),
    ],
)
def test_a_result_that_cannot_be_is_refused(session: Session, filed: House, result, given):
    with pytest.raises(Invalid):
        noted(session, filed, "1", result, **given)


def test_nothing_is_won_before_a_deposit_and_no_director_notes_it(session: Session, filed: House):
    with pytest.raises(NotAllowed):
        awarding.award(session, filed.north_director, filed.call.id)
    filed.call.state = CallState.ISSUED

    with pytest.raises(NotReady):
        awarding.award(session, filed.officer, filed.call.id)
