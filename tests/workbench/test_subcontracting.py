"""A subcontract declared by the officer reaches the DC4 and the DC2; staff that is lent has no place here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tender.documents.forms import dc2, dc4
from tender.store.calls import CallState
from tender.workbench import responding, subcontracting
from tender.workbench.errors import Invalid, NotFound, NotReady
from tender.workbench.subcontracting import GivenSubcontract
from tests.databases import sqlite_engine as engine
from tests.documents.reading import docx_text
from tests.workbench.conftest import House

__all__ = ["engine"]

WORDS = {
    "name": "Élagage du Rhône", "siret": "732 829 320 00074", "legal_form": "SARL", "address": "1, quai Sud",
    "postcode": "13200", "city": "Arles", "email": "a@example.org", "phone": "04 90 00 00 00",
    "representative": "Jean Pin", "representative_role": "gérant", "iban": "FR76", "bic": "EXEM",
    "services": "Taille en hauteur", "personal_data": "Aucune", "price_variation": "Prix fermes",
}  # fmt: skip


def declared(session: Session, house: House, **given: object) -> None:
    told = {
        "member": house.south.key, "lot": "1", "words": WORDS, "amount": Decimal("1500.50"),
        "vat_rate": Decimal(20), "duration_months": 12, "advance": False, "is_sme": True,
        "honour_declared": True, **given,
    }  # fmt: skip
    subcontracting.declare(session, house.officer, house.call.id, GivenSubcontract(**told))  # type: ignore[arg-type]


def test_it_stands_in_its_dc4_and_among_the_operators_relied_on(session: Session, published: House) -> None:
    declared(session, published, relied_on=True)

    response = responding.build(session, published.officer, published.call.id, issued_on=date(2026, 11, 23))
    printed = docx_text(dc4.render(response)[0].data)
    south = next(made for made in dc2.render(response) if made.member == published.south.key)

    for words in ("Élagage du Rhône", "732 829 320 00074", "1 500,50", "Taille en hauteur", "Prix fermes"):
        assert words in printed.replace("\xa0", " ").replace("\u202f", " "), words
    assert "Élagage du Rhône" in docx_text(south.data)
    assert {lack.field for lack in dc4.lacks(response)} <= {"siret", "address", "email", "phone",
        "representative", "reference"}  # fmt: skip


def test_one_that_cannot_be_is_refused_and_one_taken_back_is_gone(session: Session, published: House) -> None:
    with pytest.raises(Invalid, match="siret"):
        declared(session, published, words={**WORDS, "siret": "732 829 320 00075"})
    with pytest.raises(NotFound):
        declared(session, published, lot="2")
    declared(session, published)
    officer, call_id = published.officer, published.call.id

    with pytest.raises(NotFound):
        subcontracting.withdraw(session, officer, call_id, 0, "Une autre")
    subcontracting.withdraw(session, officer, call_id, 0, "Élagage du Rhône")

    assert dc4.render(responding.build(session, officer, call_id, issued_on=date(2026, 11, 23))) == ()
    published.call.state = CallState.FILED
    with pytest.raises(NotReady):
        declared(session, published)
