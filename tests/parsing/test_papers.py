"""Papers by the grammar of their lists, tables and sentences, French and German: texts made for this."""

from __future__ import annotations

import pytest

from tender.parsing.fields import extract
from tender.vocabulary.source import DocumentKind, Page
from tests.parsing.made_calls import a_page, a_source, a_table, read_text


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        (
            (
                "C) die, soweit erforderlich, ausgefüllt mit dem Angebot einzureichen sind\n633 Angebot\n"
                "235 Verzeichnis der Unterauftragnehmer\nD) die ausgefüllt auf gesondertes Verlangen der "
                "Vergabestelle einzureichen sind:\n236 Verpflichtungserklärung anderer Unternehmen\n"
                "1 Es ist beabsichtigt, die Leistungen zu vergeben."
            ),
            [
                ("offre", "Angebot"),
                ("offre", "Verzeichnis der Unterauftragnehmer"),
                ("attribution", "Verpflichtungserklärung anderer Unternehmen"),
            ],
        ),
        (
            (
                "Folgende Nachweise sind dem Teilnahmeantrag beizufügen:\n1. Darstellung der Mittel mit\n"
                "- Software\n- Webtechnik\n2. Unternehmensprofil\n3. Eigenerklärung, dass keine Eintragung "
                "vorliegt.\n4 Wertung\nDer Zuschlag wird erteilt."
            ),
            [
                ("candidature", "Darstellung der Mittel mit"),
                ("candidature", "Unternehmensprofil"),
                ("candidature", "Eigenerklärung, dass keine Eintragung vorliegt"),
            ],
        ),
        (
            (
                "5 Vorlage\nDie Bieter haben mit dem Angebot ein Umsetzungskonzept vorzulegen.\n6 Verbleib\n"
                "A) die beim Bieter verbleiben\n632 Bewerbungsbedingungen"
            ),
            [("offre", "Ein Umsetzungskonzept")],
        ),
        (
            (
                "Abgabe\nDie Angebotsabgabe sollte mindestens folgende Informationen beinhalten:\n"
                "• Grober Zeitplan\n• Preisblatt\nBitte senden Sie zusätzlich zum Angebot mindestens drei "
                "Arbeitsproben."
            ),
            [
                ("offre", "Grober Zeitplan"),
                ("offre", "Preisblatt"),
                ("offre", "Mindestens drei Arbeitsproben"),
            ],
        ),
    ],
)
def test_german_lists_stand_below_the_line_that_announces_them(
    text: str, papers: list[tuple[str, str]]
) -> None:
    read = read_text(text, language="de").required_documents

    assert [(paper.part, paper.name) for paper in read] == papers


def test_columns_of_a_table_ask_at_two_moments() -> None:
    table = a_table(
        ("Au dépôt du pli", "Uniquement pour l'attributaire"),
        ("Lettre de candidature", "Attestation fiscale"),
        ("Liste de références", "Relevé d'identité bancaire"),
    )

    read = read_text(a_page("4 Pièces de la candidature", table)).required_documents

    assert [(paper.part, paper.name) for paper in read] == [
        ("candidature", "Lettre de candidature"),
        ("attribution", "Attestation fiscale"),
        ("candidature", "Liste de références"),
        ("attribution", "Relevé d'identité bancaire"),
    ]


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        (
            (
                "6.2 Le dossier de candidature comprendra : le DC1, les attestations fiscales et sociales "
                "(cf. art. 2), et la liste des références."
            ),
            [
                "Le DC1",
                "Les attestations fiscales et sociales (cf. art. 2)",
                "La liste des références",
            ],
        ),
        (
            (
                "1 – Contenu de l'offre\nL'offre comprend les éléments suivants :\n1.1 Lettre de soumission\n"
                "- nom ;\n- date.\n1.2 Planning détaillé\nLes étapes sont datées.\n2 – Suite"
            ),
            ["Lettre de soumission", "Planning détaillé"],
        ),
        (
            (
                "5 Offre\n- l'acte d'engagement ;\nLe mémoire technique précise notamment :\n- le plan ;\n"
                "- le calendrier de mise en place.\n6 Suite"
            ),
            ["l'acte d'engagement"],
        ),
        (
            (
                "3 LE DCE\nLe dossier mis à disposition des candidats comprend :\n- le RC ;\n"
                "- l'acte d'engagement.\n4 Suite"
            ),
            [],
        ),
        (
            (
                "7 Attribution\nLe marché ne peut être attribué au candidat que si celui-ci produit :\n"
                "- l'attestation de vigilance ;\n- un relevé d'identité bancaire."
            ),
            ["l'attestation de vigilance", "un relevé d'identité bancaire"],
        ),
        (
            (
                "4 Candidature\nLe candidat doit posséder les qualifications suivantes :\n"
                "- qualification A12 ;\n- qualification B7.\nLe candidat doit fournir "
                "les états financiers des trois derniers exercices. "
                "À défaut, remettre les justificatifs équivalents."
            ),
            ["Les états financiers des trois derniers exercices"],
        ),
    ],
)
def test_what_is_asked_is_told_from_what_is_given_or_described(text: str, papers: list[str]) -> None:
    assert [paper.name for paper in read_text(text).required_documents] == papers


@pytest.mark.parametrize(
    ("cover", "reference"),
    [
        ("VILLE DE VAUX\nMS 26084\nRèglement de consultation", "MS 26084"),
        ("MARCHE N° 26 045\nRèglement de consultation", "26 045"),
        ("Affaire : 26SERV012\nRèglement de consultation", "26SERV012"),
        ("2026A0239_RC\nRèglement de consultation", "2026A0239"),
        ("MAPA 26/07\nRèglement de consultation", "26/07"),
        ("Objet : travaux (2026-C-00396)\nRèglement de consultation", "2026-C-00396"),
        (
            "Ihre Anfrage  Vergabenummer  Datum\nVA-2026-0239  30.03.2026\nBewerbungsbedingungen",
            "VA-2026-0239",
        ),
        ("Règlement de consultation\nCS 94109\nCPV 90911200\nAvis paru le 12.03.2026", None),
    ],
)
def test_references_after_labels_below_headings_and_alone(cover: str, reference: str | None) -> None:
    read = read_text(cover).reference

    assert (read and read.value) == reference


def test_the_field_of_a_notice_for_the_reference_holds_it_whole() -> None:
    page = Page(1, "Référence\nMOE STEP 4", path="/FORM_SECTION/F02_2014/OBJECT_CONTRACT/REFERENCE_NUMBER")
    read = extract([a_source(page, name="avis.xml", kind=DocumentKind.NOTICE)]).reference

    assert read is not None
    assert read.value == "MOE STEP 4"
