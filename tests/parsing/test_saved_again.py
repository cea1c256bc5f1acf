"""One paper saved in each format an office suite writes is read the same."""

from __future__ import annotations

import pytest

from tender.parsing.archive import Entry
from tender.parsing.office import convert
from tender.parsing.refusal import RefusalReason, Refused
from tender.vocabulary.call import Reading
from tender.workbench.reading import read_entries
from tests.parsing.made_files import an_ods, an_odt

RULES = (
    "Règlement de la consultation",
    "Acheteur : Commune de Vaux",
    "Date limite de remise des offres : le 3 mars 2027 à 12h00",
    "Le titulaire réserve 180 heures d'insertion à des personnes éloignées de l'emploi.",
)
SCHEDULE = (
    ("Bordereau des prix unitaires", "", "", "", ""),
    ("N°", "Désignation", "Unité", "Quantité", "Prix unitaire HT"),
    ("1.1", "Nettoyage quotidien des classes", "m²", "12 500", ""),
    ("1.2", "Vitrerie intérieure", "m²", "830,5", ""),
    ("1.3", "Nettoyage exceptionnel", "heure", "250", ""),
)


def saved_as(data: bytes, suffix: str, kind: str) -> bytes:
    """The file as LibreOffice saves it in another format; skips where it is not installed."""
    try:
        return data if suffix == f".{kind}" else convert(data, suffix, kind, f"piece{suffix}")
    except Refused as refused:
        if refused.reason is RefusalReason.NEEDS_LIBREOFFICE:
            pytest.skip("LibreOffice is not installed: no old office file can be made here.")
        raise


def reading_of(name: str, data: bytes) -> Reading:
    """What is read of one file sent alone."""
    return read_entries([Entry(name, data)]).reading


@pytest.mark.parametrize("kind", ["odt", "doc"])
def test_rules_are_read_the_same_from_every_text_format(kind: str) -> None:
    reading = reading_of(f"RC.{kind}", saved_as(an_odt(*RULES), ".odt", kind))

    assert reading.deadline is not None
    assert reading.deadline.value == "2027-03-03T12:00:00+01:00"
    (clause,) = reading.clauses
    assert clause.hours == 180
    assert "180 heures d'insertion" in clause.evidence[0].quote


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_lines_units_and_quantities_are_read_the_same_from_every_sheet_format(kind: str) -> None:
    reading = reading_of(f"BPU.{kind}", saved_as(an_ods(*SCHEDULE), ".ods", kind))

    assert [(one.number, one.designation, one.unit, one.quantity) for one in reading.price_lines] == [
        ("1.1", "Nettoyage quotidien des classes", "m²", 12500.0),
        ("1.2", "Vitrerie intérieure", "m²", 830.5),
        ("1.3", "Nettoyage exceptionnel", "heure", 250.0),
    ]
    assert [one.evidence[0].path for one in reading.price_lines] == ["BPU!B3", "BPU!B4", "BPU!B5"]
