"""Scores of whole calls, and quotes checked at their places."""

from __future__ import annotations

from tender.evaluation.anchoring import stands_at_its_place
from tender.evaluation.readings import CallFigures, compare
from tender.vocabulary.source import DocumentKind, Evidence, Page, Source, Stated

PLACE = [{"document": "RC.pdf", "page": 1, "quote": "Ville de Vaux"}]
GOLD = {
    "buyer": "Ville de Vaux (Ain)",
    "deadline_offers": "2026-07-15T12:00",
    "allotted": False,
    "award_criteria": [
        {"name": "Prix des prestations", "weight": 60, "sub": [{"name": "BPU", "weight": 20}]}
    ],
    "required_documents": [{"name": "DC1"}, {"name": "Attestation de visite"}],
    "social_clauses": [{"type": "EXEC_INSERTION", "hours": 250}],
}


def test_a_reading_right_in_all_has_no_fault():
    figures = CallFigures()
    said = {
        "buyer": {"value": "VILLE DE VAUX", "evidence": PLACE},
        "deadline": {"value": "2026-07-15T12:00:00+02:00", "evidence": PLACE},
        "lots": [],
        "award_criteria": [
            {"name": "Prix", "weight": 60.0, "sub": [{"name": "BPU", "weight": 20.0}], "evidence": PLACE}
        ],
        "required_documents": [{"name": "Formulaire DC1"}, {"name": "attestation de visite du site"}],
        "clauses": [{"type": "EXEC_INSERTION", "hours": 250.0, "evidence": PLACE}],
    }

    compare(figures, "vaux", GOLD, said)

    assert not figures.faults
    assert figures.shares["anchored"].share == 1.0
    assert figures.cells["criteria"].f1 == 1.0


def test_every_fault_is_named_by_its_call():
    figures = CallFigures()
    said = {
        "buyer": {"value": "Habitat du Rhône", "evidence": PLACE},
        "deadline": None,
        "lots": [{"number": "1", "title": "Nettoyage", "evidence": []}],
        "award_criteria": [{"name": "Prix", "weight": 40.0, "evidence": PLACE}],
        "required_documents": [],
        "clauses": [{"type": "RESERVED_SIAE", "evidence": PLACE}, {"type": "NEGATED"}],
    }

    compare(figures, "vaux", GOLD, said)

    faults = figures.faults["vaux"]
    assert faults[:4] == ["buyer", "deadline", "lots +1 −0", "criteria +1 −2"]
    assert "hours" in faults
    assert "clauses +1 −1" in faults
    assert figures.shares["anchored"].share < 1.0


def test_a_quote_must_stand_on_the_page_it_names():
    pages = (
        Page(number=1, text="Le pouvoir\nadjudicateur"),
        Page(number=2, text="autre chose"),
        Page(number=None, text="Lot\tPrix\n1\t20", path="BPU", grid=True),
    )
    source = Source(name="RC.pdf", sha256="", kind=DocumentKind.RC, pages=pages)
    told = [
        Evidence("RC.pdf", 1, "Le pouvoir adjudicateur"),
        Evidence("RC.pdf", 2, "Le pouvoir adjudicateur"),
        Evidence("RC.pdf", None, "20", path="BPU!B2"),
        Evidence("RC.pdf", None, "20", path="DQE!B2"),
        Evidence("CCAP.pdf", 1, "Le pouvoir"),
        Evidence("RC.pdf", 1, ""),
    ]

    stands = list(stands_at_its_place(Stated("x", tuple(told)), [source]))

    assert stands == [True, False, True, False, False, False]
