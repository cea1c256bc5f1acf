"""The facts behind the note de justification, from the rows of a small collective."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from tender.store.consultations import AnswerRow, ConsultationRow, Stance
from tender.workbench import legal, splitting
from tender.workbench.justifying import justify
from tender.workbench.legal import legal_view
from tests.builders import NOON
from tests.workbench.conftest import House


def test_what_each_could_do_alone_and_why_is_counted(session: Session, published: House):
    split = splitting.split_of(session, published.officer, published.call.id)
    held = justify(session, published.officer, split)
    first = next(lot for lot in held.lots if lot.number == "1")
    south = next((one for one in first.reaches if one.member == "ai-sud"), None)

    assert first.asked == Decimal(1200)
    assert (held.fewest, held.fewer) == (2, ("Ai Nord", "Ai Ouest"))
    assert south is not None
    assert south.outside == ("Miramas",)
    assert south.alone == Decimal(960)


def test_who_goes_alone_is_named_and_nothing_of_its_offer_is_held(session: Session, published: House):
    session.add(
        ConsultationRow(call_id=published.call.id, opened=NOON, opened_by="x", closed=NOON, reason="")
    )
    session.add(
        AnswerRow(call_id=published.call.id, member_id=published.west.id, lot="1", stance=Stance.ALONE,
                  by="x", at=NOON)
    )  # fmt: skip
    session.flush()
    split = splitting.split_of(session, published.officer, published.call.id)

    assert justify(session, published.officer, split).apart == (("Ai Ouest", ("1",)),)


def test_answers_on_points_of_law_stand_in_the_note(session: Session, published: House):
    view = legal_view(session, published.officer, published.call.id)
    asked = [
        digest for one in view.open if one.ruled.finding.code == "strike" for _lot, digest in one.digests
    ]
    legal.answer(session, published.officer, published.call.id, asked, given="no", word="Mairie, le 20/11")
    split = splitting.split_of(session, published.officer, published.call.id)
    told = justify(session, published.officer, split).law

    assert [(one.decided, one.by, one.reason) for one in told] == [
        ("Réponse « non » donnée", published.officer.name, "Mairie, le 20/11")
    ]
