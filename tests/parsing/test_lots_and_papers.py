"""Lots and papers as small buyers, Belgians, Germans and Luxembourgers list them: texts made for this."""

from __future__ import annotations

import pytest

from tender.parsing.fields import extract
from tender.parsing.kinds import kind_of
from tender.vocabulary.source import DocumentKind
from tests.parsing.made_calls import a_page, a_source, a_table, read_text, weighed


@pytest.mark.parametrize(
    "text",
    [
        "Le marché est décomposé comme suit : lot 1 Agence Nord, lot 2 Agence Sud et lot 3 Agence Est.",
        "Il se divise en trois lots : Agence Nord (lot 1) ; Agence Sud (lot 2) ; Agence Est (lot 3).",
        "N° 27 39 : lot 1 « Agence Nord » N° 27 40 : lot 2 « Agence Sud » N° 27 41 : lot 3 « Agence Est »",
        "Trois lots (le lot 1 : Agence Nord ; le lot 2 : Agence Sud ; le lot 3 : Agence Est) sont séparés.",
        "Lots\nLot 1 / Los 1 : Agence Nord\nLot 2 / Los 2 : Agence Sud\nLot 3 / Los 3 : Agence Est",
        "Ce contrat vaut :\n☐ pour le lot 1 : Agence Nord\n☐ au lot 2 : Agence Sud\n☐ au lot 3 : Agence Est",
        "Le marché est divisé en lots :\nLot 1 (Agence Nord)\nLot 2 (Agence Sud)\nLot 3 (Agence Est)",
    ],
)
def test_lots_in_a_sentence_without_marks(text: str) -> None:
    lots = read_text(f"1 - Objet\n{text}\n2 - Suite").lots

    assert [(lot.number, lot.title) for lot in lots] == [
        ("1", "Agence Nord"),
        ("2", "Agence Sud"),
        ("3", "Agence Est"),
    ]


def test_titles_of_lots_may_hold_colons_and_initials() -> None:
    lots = read_text("Lot no1 : Bus : lavage (dépôt P. Vaux). Lot no2 : Trams : lavage (dépôt Nord).").lots
    assert [lot.title for lot in lots] == ["Bus : lavage (dépôt P. Vaux)", "Trams : lavage (dépôt Nord)"]


def test_a_title_keeps_the_letters_of_an_article_it_begins_with() -> None:
    lots = read_text("Deux lots : le lot 1 : lavage des bus ; le lot 2 concerne le lessivage.").lots

    assert [lot.title for lot in lots] == ["lavage des bus", "lessivage"]


def test_headings_that_come_again_further_right_head_more_lots() -> None:
    table = a_table(("Lot", "Site", "Lot", "Site"), ("1", "Nord", "3", "Est"), ("2", "Sud", "4", "Ouest"))
    lots = read_text(a_page("2. Lots", table)).lots

    assert [(lot.number, lot.title) for lot in lots] == [
        ("1", "Nord"),
        ("2", "Sud"),
        ("3", "Est"),
        ("4", "Ouest"),
    ]


@pytest.mark.parametrize(
    ("counted", "lots"), [("Deux lots sont prévus :", ["Collecte", "Atelier"]), ("Trois lots :", [])]
)
def test_numbered_lines_are_lots_when_there_are_as_many_as_announced(counted: str, lots: list[str]) -> None:
    read = read_text(f"1 Objet\n{counted}\n1. Collecte\n2. Atelier\nLes candidats joignent un mémoire.")

    assert [lot.title for lot in read.lots] == lots


def test_lots_beside_each_other_are_all_lots() -> None:
    table = a_table(
        ("LOT 01 – Gros œuvre", "LOT 03 – Peinture"), ("LOT 02 – Charpente", "LOT 04 – Nettoyage")
    )
    lots = read_text(a_page("2. Lots", table)).lots

    assert [(lot.number, lot.title) for lot in lots] == [
        ("1", "Gros œuvre"),
        ("2", "Charpente"),
        ("3", "Peinture"),
        ("4", "Nettoyage"),
    ]


def test_a_column_of_places_is_no_title() -> None:
    table = a_table(
        ("Lot", "Secteur", "Nature des prestations"),
        ("1", "Vallée de Vaux", "Entretien des berges"),
        ("2", "Toutes communes", "Tonte"),
    )
    lots = read_text(a_page("2. Lots", table)).lots

    assert [lot.title for lot in lots] == ["Entretien des berges", "Tonte"]
    assert [[place.name for place in lot.places] for lot in lots] == [["Vallée de Vaux"], ["Toutes communes"]]


def test_a_lot_in_parts_carries_the_words_of_each() -> None:
    table = a_table(
        ("Numéro du lot", "Sous-lot", "Libellé du lot"),
        ("1", "1.1", "Linge plat, sites Nord"),
        (None, "1.2", "Linge plat, sites Sud"),
        ("2", "–", "Tapis"),
    )
    lots = read_text(a_page("2. Lots", table)).lots

    assert [(lot.number, lot.title) for lot in lots] == [
        ("1", "Linge plat, sites Nord ; Linge plat, sites Sud"),
        ("2", "Tapis"),
    ]


def test_a_table_without_heading_under_the_word_lots() -> None:
    table = a_table(("1", "Entretien des tenues"), ("2", "Entretien du linge"))

    lots = read_text(a_page("Article 1 - Objet\nLOTS", table)).lots
    criteria = read_text(a_page("Article 1 - Objet\nCritères", table)).lots

    assert [(lot.number, lot.title) for lot in lots] == [
        ("1", "Entretien des tenues"),
        ("2", "Entretien du linge"),
    ]
    assert criteria == ()


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        (
            "3.1 Au titre de la candidature\na) DC1 ; b) DC2 ; c) attestation d'assurance.\n3.2 Autre",
            ["DC1", "DC2", "attestation d'assurance"],
        ),
        (
            "1/ Documents à remettre\nDC1\nDC2\nDevis détaillé\nFiches techniques\n2/ Suite",
            ["DC1", "DC2", "Devis détaillé", "Fiches techniques"],
        ),
        (
            "SECTION 3 – CANDIDATURE\nPièces exigées :\n• Lettre de candidature\n• Attestation sur l'honneur",
            ["Lettre de candidature", "Attestation sur l'honneur"],
        ),
        (
            "ARTICLE 3. OFFRE\nPour chaque lot :\n1° L'acte d'engagement\n2° La DPGF\n3° Un RIB",
            ["L'acte d'engagement", "La DPGF", "Un RIB"],
        ),
        (
            "Article 3 : plis\nDossier technique et financier : acte d'engagement, mémoire, planning.",
            ["acte d'engagement", "mémoire", "planning"],
        ),
    ],
)
def test_papers_in_the_lists_of_small_buyers(text: str, papers: list[str]) -> None:
    assert [paper.name for paper in read_text(text).required_documents] == papers


def test_what_a_contractor_hands_in_while_the_contract_runs_is_asked_of_no_bidder() -> None:
    reading = read_text(
        "2 - Offre\n- acte d'engagement ;\n- mémoire technique.\nEn cas de sous-traitance en cours "
        "d'exécution, le titulaire remettra un DC4."
    )

    assert [paper.name for paper in reading.required_documents] == ["acte d'engagement", "mémoire technique"]


def test_a_paper_that_only_sounds_like_the_single_document_leaves_it_in_the_list() -> None:
    reading = read_text(
        "4 Documents à joindre à l'offre\nLe soumissionnaire joint :\n"
        "* le formulaire d'offre dûment rempli ;\n* le DUME ;\n* un extrait du registre UBO."
    )

    assert "le DUME" in [paper.name for paper in reading.required_documents]


def test_german_papers_on_request_belong_to_the_award() -> None:
    reading = read_text(
        "1. Mit dem Angebot einzureichende Unterlagen\n– Eigenerklärung zur Eignung (Formblatt 124)\n"
        "– Erklärung der Bietergemeinschaft (Formblatt 234)\n"
        "2. Auf gesondertes Verlangen vorzulegende Unterlagen\n– Auszug aus dem Gewerbezentralregister",
        language="de",
    )

    assert [(paper.part, paper.name) for paper in reading.required_documents] == [
        ("offre", "Eigenerklärung zur Eignung (Formblatt 124)"),
        ("offre", "Erklärung der Bietergemeinschaft (Formblatt 234)"),
        ("attribution", "Auszug aus dem Gewerbezentralregister"),
    ]


def test_the_papers_of_a_specification_count_where_there_are_no_rules() -> None:
    source = a_source(
        "4 Pièces à joindre à la soumission\nLe soumissionnaire joint :\n1) un certificat social\n"
        "2) l'autorisation d'établissement",
        name="Cahier.pdf",
        kind=DocumentKind.CCP,
    )

    assert [paper.name for paper in extract([source]).required_documents] == [
        "un certificat social",
        "l'autorisation d'établissement",
    ]


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        (
            (
                "4 QUOI REMETTRE ?\nCandidature => convention, DC1, RIB.\n"
                "Offre => acte d'engagement, bordereau de prix."
            ),
            ["convention", "DC1", "RIB", "acte d'engagement", "bordereau de prix"],
        ),
        (
            "Article 3. Ce que doit contenir la réponse\n- le devis ;\n- le certificat de visite.",
            ["le devis", "le certificat de visite"],
        ),
        (
            (
                "III – PIÈCES DE L'OFFRE\n1 – Acte d'engagement\n2 – Questionnaire\n3 – Protocoles\n"
                "IV – CRITÈRES DE CHOIX"
            ),
            ["Acte d'engagement", "Questionnaire", "Protocoles"],
        ),
    ],
)
def test_papers_told_in_plain_words(text: str, papers: list[str]) -> None:
    assert [paper.name for paper in read_text(text).required_documents] == papers


def test_a_letter_asks_for_papers_politely() -> None:
    letter = (
        "Objet : demande de devis – débroussaillage\nMerci de nous adresser votre devis daté et signé, votre "
        "attestation d'assurance et une attestation URSSAF par courriel à accueil@val.example ou par "
        "courrier, pour le vendredi 23 avril 2027, 12 h.\nLe prix sera le seul critère de choix."
    )
    reading = read_text(letter)

    assert kind_of((a_page(letter),), "Lettre.pdf") is DocumentKind.RC
    assert [paper.name for paper in reading.required_documents] == [
        "Votre devis daté et signé",
        "Votre attestation d'assurance",
        "Une attestation URSSAF",
    ]
    assert reading.deadline
    assert reading.deadline.value == "2027-04-23T12:00:00+02:00"
    assert weighed(reading.award_criteria) == [("Prix", 100)]


def test_papers_listed_with_marks_do_not_make_rules_a_form() -> None:
    page = a_page("REGLEMENT DE LACONSULTATION\nARTICLE 3 PIECES DE LA CANDIDATURE\n-DC1\n-DC2")

    assert kind_of((page,), "RC.pdf") is DocumentKind.RC


def test_lots_counted_after_the_word_said_once() -> None:
    lots = read_text("2 QUOI ?\nDeux lots : n° 1 agents de tri ; n° 2 agents d'accueil en ressourcerie.").lots

    assert [(lot.number, lot.title) for lot in lots] == [
        ("1", "agents de tri"),
        ("2", "agents d'accueil en ressourcerie"),
    ]


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        (
            "3. Dossier\nCandidature : DC1 + DC2 + agrément\nOffre : acte d'engagement + planning",
            ["DC1", "DC2", "agrément", "acte d'engagement", "planning"],
        ),
        (
            "A/ Dossier de candidature\n* DC1 et DC2 dans leur dernière version ;\n* liste de références.",
            ["DC1", "DC2 dans leur dernière version", "liste de références"],
        ),
        (
            "2 - Pièces\nPièces de l'offre : AE, BPU, projet social, mémoire technique\n3 - LES CRITERES",
            ["AE", "BPU", "projet social", "mémoire technique"],
        ),
        (
            (
                "2. Documents à remettre avec l'offre\nLe soumissionnaire complète et signe le "
                "formulaire d'offre. Il y annexe l'inventaire des prix et la déclaration sur l'honneur. "
                "Le DUME est également à joindre."
            ),
            ["Le formulaire d'offre", "L'inventaire des prix", "La déclaration sur l'honneur", "Le DUME"],
        ),
    ],
)
def test_papers_with_other_marks_between_them(text: str, papers: list[str]) -> None:
    assert [paper.name for paper in read_text(text).required_documents] == papers


def test_numbered_papers_do_not_make_the_rules_an_offer() -> None:
    page = a_page(
        "Bewerbungsbedingungen und Aufforderung\n§ 2 Unterlagen\n1. Angebotsschreiben\n2. Preisblatt"
    )

    assert kind_of((page,), "Unterlagen.pdf") is DocumentKind.RC


def test_numbered_lines_below_the_word_lots() -> None:
    lots = read_text("1 - LES LOTS\n1 : Accueil et tri\n2 : Collecte du textile\n2 - LES PIECES").lots

    assert [(lot.number, lot.title) for lot in lots] == [
        ("1", "Accueil et tri"),
        ("2", "Collecte du textile"),
    ]


def test_german_sentences_ask_for_papers() -> None:
    reading = read_text(
        "1 Eignung\nZum Nachweis der Eignung ist das Formblatt 124 (Eigenerklärung zur Eignung) einzureichen."
        " Auf Verlangen ist ein Handelsregisterauszug vorzulegen.\n2 Angebot\nDem Angebot sind beizufügen:\n"
        "- Leistungsverzeichnis\n- Formblatt 236",
        language="de",
    )

    assert sorted((paper.part, paper.name) for paper in reading.required_documents) == [
        ("attribution", "Ein Handelsregisterauszug"),
        ("candidature", "Das Formblatt 124 (Eigenerklärung zur Eignung)"),
        ("offre", "Formblatt 236"),
        ("offre", "Leistungsverzeichnis"),
    ]


def test_lots_below_the_heading_of_a_table_whose_rules_are_lost() -> None:
    lots = read_text(
        "1.2 Lots\nLot n° | Désignation\n1 Tonte et désherbage\n2 Taille des haies\n1.3 Suite"
    ).lots

    assert [(lot.number, lot.title) for lot in lots] == [
        ("1", "Tonte et désherbage"),
        ("2", "Taille des haies"),
    ]
