"""Facts read from rules of consultation as buyers write them: texts made for these tests."""

from __future__ import annotations

import pytest

from tender.parsing.fields import extract
from tender.vocabulary.source import DocumentKind
from tests.parsing.made_calls import a_page, a_source, a_table, read_text

COVER = """RÈGLEMENT DE LA CONSULTATION
Pouvoir adjudicateur :
Communauté d'agglomération du Val Fleuri
Objet de la consultation :
Entretien des espaces verts et des locaux communautaires
Consultation n° 2027-ENV-014
Date et heure limites de remise des offres : lundi 15 mars 2027 à 12h00"""


def test_the_cover_says_who_buys_what_and_when() -> None:
    reading = read_text(COVER)

    assert reading.buyer and reading.buyer.value == "Communauté d'agglomération du Val Fleuri"
    assert reading.reference and reading.reference.value == "2027-ENV-014"
    assert reading.subject and reading.subject.value.startswith("Entretien des espaces verts")
    assert reading.deadline and reading.deadline.value == "2027-03-15T12:00:00+01:00"


def test_a_blank_document_states_nothing() -> None:
    reading = read_text("Page laissée blanche")

    assert (reading.buyer, reading.reference, reading.deadline, reading.variants_allowed) == (None,) * 4
    assert reading.lots == reading.award_criteria == reading.required_documents == ()


def test_forms_to_fill_in_state_nothing() -> None:
    form = a_source(
        "LETTRE DE CANDIDATURE - Désignation du mandataire\nDate limite de remise des offres : 1er mai 2027 à 10h",
        name="DC1.pdf",
        kind=DocumentKind.DC1,
    )

    assert extract([form]).deadline is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Les plis doivent parvenir au plus tard le 15 mars 2027 à 12 heures sur la plateforme.",
        "Les offres devront être remises avant le : 15/03/2027 à 12:00",
        "DATE LIMITE DE RECEPTION DES OFFRES\nLe lundi 15 mars 2027 – 12h00",
        "Date limite de remise des plis\nDate : 15 mars 2027 ..............\nHeure : 12h00 .......",
        "Date limite de réception des candidatures et des offres : 15/03/2027 12h00",
    ],
)
def test_the_deadline_is_read_in_every_form(sentence: str) -> None:
    reading = read_text(f"2.4 - Remise\n{sentence}\n2.5 - Suite")

    assert reading.deadline and reading.deadline.value == "2027-03-15T12:00:00+01:00"


def test_a_date_counted_from_the_deadline_is_not_the_deadline() -> None:
    reading = read_text(
        "Des modifications de détail peuvent être apportées six jours avant la date limite de réception des "
        "offres, soit le 09/03/2027.\nDate limite de réception des offres : 15/03/2027 à 12h00"
    )

    assert reading.deadline and reading.deadline.value.startswith("2027-03-15")
    assert reading.warnings == ()


def test_three_labels_on_a_line_share_the_three_dates_below() -> None:
    reading = read_text(
        "Ende der Frist für Bieteranfragen Ende der Angebotsfrist Ende der Bindefrist\n"
        "01.03.2027 um 9 Uhr 15.03.2027 um 11 Uhr 15.04.2027",
        language="de",
    )

    assert reading.questions_deadline and reading.questions_deadline.value == "2027-03-01T09:00:00+01:00"
    assert reading.deadline and reading.deadline.value == "2027-03-15T11:00:00+01:00"
    assert reading.validity_days and reading.validity_days.value == 31


def test_a_register_of_questions_that_extends_the_deadline_wins() -> None:
    rules = a_source(COVER)
    answers = a_source(
        "Question 4\nLa date limite de remise des offres est reportée au 22 mars 2027 à 12h00.",
        name="QR.pdf",
        kind=DocumentKind.QA,
    )

    reading = extract([rules, answers])

    assert reading.deadline and reading.deadline.value == "2027-03-22T12:00:00+01:00"
    assert any("RC.pdf" in warning and "QR.pdf" in warning for warning in reading.warnings)


def test_documents_that_disagree_are_both_named() -> None:
    notice = a_source(
        "Date limite de réception des offres : 16/03/2027 à 12h00", name="avis.pdf", kind=DocumentKind.NOTICE
    )

    reading = extract([a_source(COVER), notice])

    assert reading.deadline and reading.deadline.value.startswith("2027-03-15")
    assert any("RC.pdf" in warning and "avis.pdf" in warning for warning in reading.warnings)


def test_months_of_validity_count_from_the_deadline() -> None:
    reading = read_text(f"{COVER}\nLe délai de validité des offres est fixé à 4 mois.")

    assert reading.validity_days and reading.validity_days.value == 122


def test_lots_are_read_from_a_table_with_wrapped_cells() -> None:
    table = a_table(
        ("N° du lot", "Désignation", "Montant maximum HT"),
        ("1", "Nettoyage des\nbâtiments", "120 000 €"),
        ("2", "Entretien des espaces verts", "80 000,00 €"),
    )
    reading = read_text(a_page("1.4 - Décomposition en lots", table))

    assert [(lot.number, lot.title) for lot in reading.lots] == [
        ("1", "Nettoyage des bâtiments"),
        ("2", "Entretien des espaces verts"),
    ]
    assert reading.lots[1].estimated_amount and reading.lots[1].estimated_amount.max == 80000


@pytest.mark.parametrize(
    "lines",
    [
        "Lot n°1 : Nettoyage des écoles\nLot n°2 : Nettoyage des gymnases",
        "Lot 1 - Nettoyage des écoles\nLot 2 - Nettoyage des gymnases",
        "• LOT N° 01 : Nettoyage des écoles\n• LOT N° 02 : Nettoyage des gymnases",
    ],
)
def test_lots_are_read_from_a_list(lines: str) -> None:
    reading = read_text(f"Le marché est alloti comme suit :\n{lines}\n1.5 - Durée")

    assert [(lot.number, lot.title) for lot in reading.lots] == [
        ("1", "Nettoyage des écoles"),
        ("2", "Nettoyage des gymnases"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Il n'est pas prévu de décomposition en lots.",
        "La consultation ne fait pas l'objet d'une décomposition en lots.",
        "Le marché n'est pas alloti.",
        "Le présent appel d'offres est lancé en lot unique.",
        "Marché non alloti : lot 1 et lot 2 de l'ancien marché sont réunis.",
    ],
)
def test_an_undivided_call_has_no_lots(sentence: str) -> None:
    assert read_text(f"{sentence}\nLot n°1 : ancien lot\nLot n°2 : autre lot").lots == ()


def test_a_bidder_may_be_awarded_so_many_lots() -> None:
    reading = read_text("Un candidat ne pourra se voir attribuer plus de deux lots.")

    assert reading.max_lots.awarded and reading.max_lots.awarded.value == 2
    assert reading.max_lots.submitted is None
