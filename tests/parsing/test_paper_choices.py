"""Papers of rules in the styles of small buyers: lettered items, envelopes, letters, forms left to choose."""

from __future__ import annotations

import pytest

from tender.parsing.fields import extract
from tender.parsing.kinds import kind_of
from tender.vocabulary.source import DocumentKind, Page
from tests.parsing.made_calls import a_page, a_source, a_table, read_text


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        (
            (
                "5 Présentation\nLe dossier comprendra deux sous-dossiers :\n"
                "5.1 Premier sous-dossier : candidature\nA. Renseignements administratifs\n"
                "A1 - La lettre de candidature (DC1) ;\nA2 - Le pouvoir du signataire.\n"
                "5.2 Second sous-dossier : offre\nLe candidat remettra, à savoir :\nL'acte d'engagement ;\n"
                "Le mémoire, établi sur le cadre, comportant :\n- l'organisation ;\n- les plannings ;\n"
                "Le certificat de visite.\n6 Suite"
            ),
            [
                ("candidature", "La lettre de candidature (DC1)"),
                ("candidature", "Le pouvoir du signataire"),
                ("offre", "L'acte d'engagement"),
                ("offre", "Le mémoire, établi sur le cadre, comportant"),
                ("offre", "Le certificat de visite"),
            ],
        ),
        (
            (
                "5 Offre\nPour le lot 3 :\n- le bordereau des prix et les fiches techniques ;\n"
                "- une note comprenant le planning et la liste du matériel ;\n"
                "- calendrier prévisionnel.\n6 Suite"
            ),
            [
                ("offre", "le bordereau des prix"),
                ("offre", "les fiches techniques"),
                ("offre", "une note comprenant le planning et la liste du matériel"),
                ("offre", "calendrier prévisionnel"),
            ],
        ),
        (
            (
                "7 Candidature\n- capacités techniques : cartes professionnelles, références récentes ;\n"
                "- extrait Kbis.\n8 Suite"
            ),
            [
                ("candidature", "cartes professionnelles"),
                ("candidature", "références récentes"),
                ("candidature", "extrait Kbis"),
            ],
        ),
        (
            (
                "4 Réponse\nLa première enveloppe contiendra une lettre de candidature et une attestation "
                "d'assurance.\nLa seconde contiendra l'acte d'engagement et une note technique.\n"
                "Niveau minimal : un chiffre d'affaires de 400 000 euros.\n5 Suite"
            ),
            [
                ("candidature", "Une lettre de candidature"),
                ("candidature", "Une attestation d'assurance"),
                ("offre", "L'acte d'engagement"),
                ("offre", "Une note technique"),
            ],
        ),
        (
            (
                "9 Attribution\nL'attributaire dispose de 6 jours :\n- certificats fiscaux et sociaux,\n"
                "- acte d'engagement signé.\n10 Suite"
            ),
            [],
        ),
        (
            (
                "9 Pièces à produire par l'attributaire\nIl dispose de 6 jours :\n- certificats fiscaux,\n"
                "- acte d'engagement signé.\n10 Suite"
            ),
            [("attribution", "certificats fiscaux"), ("attribution", "acte d'engagement signé")],
        ),
        (
            "8 Visite\nLa visite est obligatoire. L'attestation de visite est jointe à l'offre.\n9 Suite",
            [("offre", "Attestation de visite")],
        ),
        ("8 Visite\nUne attestation de visite sera remise à chaque participant.\n9 Suite", []),
        (
            (
                "4 Offre\n1. Note, comportant les rubriques suivantes :\na) moyens humains,\nb) moyens "
                "matériels ;\n2. BPU (la signature n'est pas exigée).\n5 Suite"
            ),
            [
                ("offre", "Note, comportant les rubriques suivantes"),
                ("offre", "BPU (la signature n'est pas exigée)"),
            ],
        ),
        (
            (
                "4 Réponse\nA fournir au stade de la candidature\n1- Le DC1\n2- Le DC2\nA fournir au stade "
                "de l'offre\n1- Le BPU\n2- Le dossier technique\nA fournir par le seul attributaire\n"
                "- Le RIB\n5 Suite"
            ),
            [
                ("candidature", "Le DC1"),
                ("candidature", "Le DC2"),
                ("offre", "Le BPU"),
                ("offre", "Le dossier technique"),
                ("attribution", "Le RIB"),
            ],
        ),
        (
            (
                "4 Candidature\n4.1.1.1 Lettre de candidature\n4.1.1.2 Si redressement judiciaire : copie du "
                "jugement\n5 Suite"
            ),
            [
                ("candidature", "Lettre de candidature"),
                ("candidature", "Si redressement judiciaire : copie du jugement"),
            ],
        ),
        (
            (
                "3 Présentation de l'offre\nL'offre sera constituée des documents suivants :\n3.1 - l'acte "
                "d'engagement, complété ;\n3.2 - le bordereau des prix et le détail quantitatif ;\n3.3 - le "
                "mémoire technique ;\n4 Suite"
            ),
            [
                ("offre", "l'acte d'engagement, complété"),
                ("offre", "le bordereau des prix"),
                ("offre", "le détail quantitatif"),
                ("offre", "le mémoire technique"),
            ],
        ),
        (
            (
                "2 Votre envoi\nPour nous permettre de juger votre candidature : une lettre de motivation, "
                "la liste du matériel et trois références.\n4 Si vous êtes choisi\nNous vous demanderons "
                "une attestation URSSAF et un RIB avant de signer.\n5 Suite"
            ),
            [
                ("candidature", "une lettre de motivation"),
                ("candidature", "la liste du matériel"),
                ("candidature", "trois références"),
                ("attribution", "Une attestation URSSAF"),
                ("attribution", "Un RIB"),
            ],
        ),
        (
            (
                "9 Vérifications avant attribution\nLe soumissionnaire pressenti remet l'attestation de "
                "vigilance, sauf si elle est au coffre-fort électronique.\n10 Suite"
            ),
            [("attribution", "L'attestation de vigilance")],
        ),
    ],
)
def test_papers_in_many_ways_of_listing_them(text: str, papers: list[tuple[str, str]]) -> None:
    read = read_text(text).required_documents

    assert [(paper.part, paper.name) for paper in read] == papers


def test_a_letter_lists_papers_one_a_line() -> None:
    read = read_text(
        "Madame, Monsieur,\nje vous remercie de bien vouloir me retourner avant le 12 mars à 12 heures\n"
        "un dossier comprenant :\nvotre devis établi à partir du bordereau\nune note d'une page\n"
        "un relevé d'identité bancaire\nLes offres seront jugées sur le prix."
    )

    assert [paper.name for paper in read.required_documents] == [
        "votre devis établi à partir du bordereau",
        "une note d'une page",
        "un relevé d'identité bancaire",
    ]


def test_the_dume_names_the_forms_it_may_replace() -> None:
    read = read_text(
        "4 Candidature\nLe candidat peut remplacer les pièces ci-dessous par un DUME.\n- DC1 ;\n- DC2 ;\n"
        "- références.\n5 Suite"
    )

    replaced = {paper.name: paper.instead_of for paper in read.required_documents}
    assert replaced == {"DC1": (), "DC2": (), "références": (), "DUME": ("DC1", "DC2")}


def test_a_dume_that_is_not_accepted_is_not_asked() -> None:
    read = read_text("4 Candidature\n- DC1 ;\n- DC2.\nLe DUME ne peut pas être utilisé.\n5 Suite")

    assert [paper.name for paper in read.required_documents] == ["DC1", "DC2"]


def test_a_cross_in_a_column_says_the_part_of_a_paper() -> None:
    table = a_table(
        ("Pièces", "Candidature", "Offre"),
        ("Formulaire DC1", "X", ""),
        ("Attestation de visite", "", "X"),
        ("Cadre de réponse", "Non", "X"),
    )
    read = extract([a_source(a_page("6 Pièces à remettre", table), kind=DocumentKind.RC)])

    assert [(paper.part, paper.name) for paper in read.required_documents] == [
        ("candidature", "Formulaire DC1"),
        ("offre", "Attestation de visite"),
        ("offre", "Cadre de réponse"),
    ]


def test_what_the_winner_brings_on_demand_in_german() -> None:
    read = read_text(
        "Vergabeunterlagen – Bewerbungsbedingungen\nDie Betriebe fügen ihrem Angebot den Nachweis der "
        "Anerkennung bei.\nDer Bieter hat auf Anforderung eine Bescheinigung in Steuersachen sowie eine "
        "Unbedenklichkeitsbescheinigung der Kasse vorzulegen.",
        language="de",
    )

    assert [(paper.part, paper.name) for paper in read.required_documents] == [
        ("offre", "Den Nachweis der Anerkennung"),
        ("attribution", "Eine Bescheinigung in Steuersachen"),
        ("attribution", "Eine Unbedenklichkeitsbescheinigung der Kasse"),
    ]


def test_ticked_papers_do_not_make_rules_a_form() -> None:
    text = "SPL DES RIVES\nRÈGLEMENT DE CONSULTATION – Tri des textiles\n✓ La déclaration du candidat (DC2),"

    assert kind_of((Page(1, text),), "document.pdf") is DocumentKind.RC
