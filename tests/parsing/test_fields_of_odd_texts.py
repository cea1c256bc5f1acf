"""Facts in less usual sentences and layouts: letters, quotes, cut lines, damaged and hostile texts."""

from __future__ import annotations

import pytest

from tests.parsing.made_calls import COVER, read_text, weighed


def test_a_paper_that_proves_a_visit_asks_for_it() -> None:
    visit = read_text("2 - Offre\n- acte d'engagement ;\n- attestation de visite.").visit

    assert visit
    assert visit.value.required
    assert visit.confidence < 0.8
    assert (
        read_text("2 - Offre\n- acte d'engagement ;\n- attestation de visite, si elle a lieu.").visit is None
    )


def test_an_offer_that_engages_is_valid_so_long() -> None:
    validity = read_text(f"{COVER}\nL'offre vous engage quatre-vingt-dix jours.").validity_days

    assert validity
    assert validity.value == 90


def test_lots_whose_titles_are_quoted_and_followed_by_an_amount() -> None:
    reading = read_text(
        """Le marché est composé de deux lots :
Lot n°1 « Tonte des stades » : montant maximum annuel 50 000 € HT
Lot n°2 « Taille des haies » : montant maximum 90 000 € HT
1.4 - Durée"""
    )

    assert [lot.title for lot in reading.lots] == ["Tonte des stades", "Taille des haies"]
    assert [lot.estimated_amount and lot.estimated_amount.max for lot in reading.lots] == [None, 90000]


def test_a_title_cut_by_the_line_goes_on_below() -> None:
    reading = read_text(
        "- Lot n° 1 : Secteur Nord - débroussaillage et\nabattage\n- Lot n° 2 : Secteur Sud\nFin."
    )

    assert [lot.title for lot in reading.lots] == [
        "Secteur Nord - débroussaillage et abattage",
        "Secteur Sud",
    ]


def test_a_limit_of_lots_awarded_is_no_limit_of_lots_submitted() -> None:
    reading = read_text(
        "Les candidats peuvent présenter une offre pour un ou plusieurs lots. Le nombre maximal de lots qui "
        "peuvent être attribués à un même candidat est de 2."
    )

    assert reading.max_lots.awarded
    assert reading.max_lots.awarded.value == 2
    assert reading.max_lots.submitted is None


def test_papers_under_letters_au_titre_de() -> None:
    text = """ARTICLE 1 - OBJET
ARTICLE 4 - CONTENU DES CANDIDATURES ET DES OFFRES
4.1 Au titre de la candidature, les candidats produiront :
a) une lettre de candidature (imprimé DC1)
4.2 Au titre de l'offre, les candidats produiront :
a) l'acte d'engagement complété, daté et signé ;
b) un mémoire justificatif ;
ARTICLE 5 - CRITERES"""

    assert [(p.part, p.name) for p in read_text(text).required_documents] == [
        ("candidature", "une lettre de candidature (imprimé DC1)"),
        ("offre", "l'acte d'engagement complété, daté et signé"),
        ("offre", "un mémoire justificatif"),
    ]


def test_papers_listed_in_a_sentence_are_told_apart() -> None:
    text = """5.3 Pièces à remettre par l'attributaire
Le candidat retenu produit les attestations fiscales et sociales, l'habilitation du mandataire et un relevé
d'identité bancaire."""

    assert [p.name for p in read_text(text).required_documents] == [
        "Les attestations fiscales et sociales",
        "L'habilitation du mandataire",
        "Un relevé d'identité bancaire",
    ]


def test_an_address_cut_by_the_line_is_whole() -> None:
    reading = read_text(
        "Le profil d'acheteur est accessible à l'adresse https://marches.\nexample.org.\nSuite"
    )

    assert reading.platform
    assert reading.platform.value == "https://marches.example.org"


def test_glued_words_of_a_damaged_text_are_read() -> None:
    reading = read_text(
        "Pouvoir adjudicateur : Syndicat mixte du Haut Pays\n"
        "Datelimite de remise desoffres : 15mars 2027 à 12h00\n"
        "Critères dattribution pondérés :\nPrix : 45%\nValeur technique : 55%"
    )

    assert reading.buyer
    assert reading.buyer.value == "Syndicat mixte du Haut Pays"
    assert reading.deadline
    assert reading.deadline.value == "2027-03-15T12:00:00+01:00"
    assert weighed(reading.award_criteria) == [("Prix", 45), ("Valeur technique", 55)]


@pytest.mark.parametrize(
    "stuff",
    [
        "." * 40000,
        "a" + " " * 40000 + "b",
        "lot 1 : a\n" * 3000,
        "date limite de remise des offres\n" * 1000,
        "( " * 20000,
    ],
    ids=["dots", "spaces", "lots", "labels", "parentheses"],
)
@pytest.mark.timeout(60)
def test_a_hostile_page_is_read_in_no_time_and_states_no_deadline(stuff: str) -> None:
    assert read_text(stuff).deadline is None
