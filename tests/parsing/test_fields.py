"""Facts read from rules of consultation as buyers write them: texts made for these tests."""

from __future__ import annotations

import pytest

from tender.parsing.fields import extract
from tender.vocabulary.source import DocumentKind
from tests.parsing.made_calls import COVER, a_page, a_source, a_table, read_text


def test_the_cover_says_who_buys_what_and_when() -> None:
    reading = read_text(COVER)

    assert reading.buyer
    assert reading.buyer.value == "Communauté d'agglomération du Val Fleuri"
    assert reading.reference
    assert reading.reference.value == "2027-ENV-014"
    assert reading.subject
    assert reading.subject.value.startswith("Entretien des espaces verts")
    assert reading.deadline
    assert reading.deadline.value == "2027-03-15T12:00:00+01:00"


def test_a_blank_document_states_nothing() -> None:
    reading = read_text("Page laissée blanche")

    assert (reading.buyer, reading.reference, reading.deadline, reading.variants_allowed) == (None,) * 4
    assert reading.lots == reading.award_criteria == reading.required_documents == ()


def test_forms_to_fill_in_state_nothing() -> None:
    form = a_source(
        "LETTRE DE CANDIDATURE - Désignation\nDate limite de remise des offres : 1er mai 2027 à 10h",
        name="DC1.pdf",
        kind=DocumentKind.DC1,
    )

    assert extract([form]).deadline is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Les plis doivent parvenir au plus tard le 15 mars 2027 à 12 heures sur la plateforme.",
        "Les offres sont déposées sur https://www.achats.example avant le 15 mars 2027 à 12 heures.",
        "Les offres sont introduites via la plateforme au plus tard le 15 mars 2027 à 12h00.",
        "La remise des offres est fixée au 15 mars 2027 à 12 h.",
        "Les offres doivent être en possession de la commune avant le 15 mars 2027 à 12h00.",
        "Publication 1er mars 2027\nRéception des offres 15 mars 2027 12:00\nOuverture 16 mars 2027 09:00",
        "Sans publication préalable\nJour et heure de dépôt des offres 15 mars 2027 à 12 heures.",
        "Les offres devront être remises avant le : 15/03/2027 à 12:00",
        "DATE LIMITE DE RECEPTION DES OFFRES\nLe lundi 15 mars 2027 – 12h00",
        "Date limite de remise des plis\nDate : 15 mars 2027 ..............\nHeure : 12h00 .......",
        "Date limite de réception des candidatures et des offres : 15/03/2027 12h00",
    ],
)
def test_the_deadline_is_read_in_every_form(sentence: str) -> None:
    reading = read_text(f"2.4 - Remise\n{sentence}\n2.5 - Suite")

    assert reading.deadline
    assert reading.deadline.value == "2027-03-15T12:00:00+01:00"


def test_belgian_offers_are_due_when_they_are_opened_french_ones_before() -> None:
    opening = "Ouverture des offres : le 15 mars 2027 à 12 heures"
    belgian = read_text(f"Cahier spécial des charges n° 2027/4\n{opening}").deadline

    assert belgian
    assert belgian.value == "2027-03-15T12:00:00+01:00"
    assert read_text(f"Règlement de la consultation\n{opening}").deadline is None


def test_a_date_counted_from_the_deadline_is_not_the_deadline() -> None:
    reading = read_text(
        "Des modifications de détail peuvent être apportées six jours avant la date limite de réception des "
        "offres, soit le 09/03/2027.\nDate limite de réception des offres : 15/03/2027 à 12h00"
    )

    assert reading.deadline
    assert reading.deadline.value.startswith("2027-03-15")
    assert reading.warnings == ()


def test_three_deadlines_on_one_line_are_each_their_own() -> None:
    reading = read_text(
        "Date limite des questions : 22/06/2026 à 17h00 – Date limite de remise des offres : MERCREDI 15\n"
        "JUILLET 2026 A 12:00 – Ouverture des plis : 16/07/2026 à 9 h 30"
    )

    assert reading.questions_deadline
    assert reading.questions_deadline.value == "2026-06-22T17:00:00+02:00"
    assert reading.deadline
    assert reading.deadline.value == "2026-07-15T12:00:00+02:00"


def test_three_labels_on_a_line_share_the_three_dates_below() -> None:
    reading = read_text(
        "Ende der Frist für Bieteranfragen Ende der Angebotsfrist Ende der Bindefrist\n"
        "01.03.2027 um 9 Uhr 15.03.2027 um 11 Uhr 15.04.2027",
        language="de",
    )

    assert reading.questions_deadline
    assert reading.questions_deadline.value == "2027-03-01T09:00:00+01:00"
    assert reading.deadline
    assert reading.deadline.value == "2027-03-15T11:00:00+01:00"
    assert reading.validity_days
    assert reading.validity_days.value == 31


def test_a_register_of_questions_that_extends_the_deadline_wins() -> None:
    rules = a_source(COVER)
    answers = a_source(
        "Question 4\nLa date limite de remise des offres est reportée au 22 mars 2027 à 12h00.",
        name="QR.pdf",
        kind=DocumentKind.QA,
    )

    reading = extract([rules, answers])

    assert reading.deadline
    assert reading.deadline.value == "2027-03-22T12:00:00+01:00"
    assert any("22/03/2027 à 12 h 00 (QR.pdf" in warning for warning in reading.warnings)


def test_documents_that_disagree_are_both_named() -> None:
    notice = a_source(
        "Date limite de réception des offres : 16/03/2027 à 12h00", name="avis.pdf", kind=DocumentKind.NOTICE
    )

    reading = extract([a_source(COVER), notice])

    assert reading.deadline
    assert reading.deadline.value.startswith("2027-03-15")
    assert any("RC.pdf" in warning and "avis.pdf" in warning for warning in reading.warnings)


def test_months_of_validity_count_from_the_deadline() -> None:
    reading = read_text(f"{COVER}\nLe délai de validité des offres est fixé à 4 mois.")

    assert reading.validity_days
    assert reading.validity_days.value == 122


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
    assert reading.lots[1].estimated_amount
    assert reading.lots[1].estimated_amount.max == 80000


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

    assert reading.max_lots.awarded
    assert reading.max_lots.awarded.value == 2
    assert reading.max_lots.submitted is None


PIECES = """5 - Présentation des candidatures et des offres
5.1 - Pièces de la candidature
Chaque candidat produit les pièces suivantes :
- Formulaire DC1 ou équivalent ;
- Déclaration concernant le chiffre d'affaires global des trois derniers
exercices disponibles ;
- Attestation d'assurance pour les risques professionnels.
Le candidat produit un engagement écrit de l'opérateur économique sur lequel il s'appuie.
5.2 - Pièces de l'offre
• Acte d'engagement (AE)
• Bordereau des prix unitaires, complété
• Mémoire technique
6 - Conditions d'envoi des plis
- Les fichiers au format PDF
7 - Documents à fournir par l'attributaire
- Les certificats fiscaux et sociaux ;
8 - Contenu du dossier de consultation
- Le cahier des clauses administratives particulières"""


def test_papers_are_told_by_part() -> None:
    papers = [(p.part, p.name) for p in read_text(PIECES).required_documents]

    assert papers[:7] == [
        ("candidature", "Formulaire DC1 ou équivalent"),
        (
            "candidature",
            "Déclaration concernant le chiffre d'affaires global des trois derniers exercices disponibles",
        ),
        ("candidature", "Attestation d'assurance pour les risques professionnels"),
        ("offre", "Acte d'engagement (AE)"),
        ("offre", "Bordereau des prix unitaires, complété"),
        ("offre", "Mémoire technique"),
        ("attribution", "Les certificats fiscaux et sociaux"),
    ]
    assert any("engagement écrit" in name for _, name in papers)
    assert not any("cahier des clauses" in name or "PDF" in name for _, name in papers)


def test_papers_in_a_table() -> None:
    table = a_table(
        ("Libellés", "Signature"), ("Le cadre de réponse financier", "Oui"), ("Le mémoire", "Non")
    )
    papers = read_text(a_page("Pièces de l'offre :", table)).required_documents

    assert [(p.part, p.name) for p in papers] == [
        ("offre", "Le cadre de réponse financier"),
        ("offre", "Le mémoire"),
    ]


def test_an_unticked_paper_of_a_german_list_is_not_asked_for() -> None:
    text = """Zusammenstellung der einzureichenden Unterlagen
Vom Unternehmen sind vorzulegen:
☒ das Angebotsschreiben (Formular 3.3)
☐ die Erklärung zu Unteraufträgen (Formular 4.3)"""
    papers = extract(
        [a_source(text, language="de", kind=DocumentKind.OTHER, name="3.4.pdf")]
    ).required_documents

    assert [p.name for p in papers] == ["das Angebotsschreiben (Formular 3.3)"]


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("Aucune forme de groupement n'est imposée à l'attributaire.", "null"),
        ("Les candidats peuvent se présenter sous la forme d'un groupement conjoint ou solidaire.", "null"),
        ("En cas d'attribution, la forme imposée est celle du groupement solidaire.", "solidary"),
        ("Le pouvoir adjudicateur impose la forme d'un groupement conjoint.", "joint"),
        ("Le dossier est remis par voie électronique.", None),
    ],
)
def test_the_form_of_a_group(sentence: str, form: str | None) -> None:
    stated = read_text(sentence).grouping.form_imposed

    assert (stated.value if stated else None) == form


def test_the_lead_of_a_joint_group_may_be_solidary() -> None:
    text = "En cas de groupement conjoint, le mandataire du groupement est solidaire de chacun des membres."
    lead = read_text(text).grouping.lead_solidary

    assert lead
    assert lead.value is True


@pytest.mark.parametrize(
    ("text", "alone", "several"),
    [
        (
            """Un même opérateur ne peut pas :
- faire partie de plusieurs groupements ;
- présenter une offre individuelle et une offre groupée.""",
            "forbidden",
            "forbidden",
        ),
        (
            """Il est interdit de présenter plusieurs offres en agissant à la fois en qualité de candidats
individuels et de membres d'un groupement.""",
            "forbidden",
            None,
        ),
        (
            """Plusieurs offres en qualité de candidats individuels et de membres d'un groupement :
☒ Oui
☐ Non
Ou en qualité de membres de plusieurs groupements :
☐ Oui
☒ Non""",
            "allowed",
            "forbidden",
        ),
        ("Les groupements sont admis.", None, None),
    ],
)
def test_bidding_twice(text: str, alone: str | None, several: str | None) -> None:
    grouping = read_text(text).grouping

    assert (grouping.alone_and_in_group.value if grouping.alone_and_in_group else None) == alone
    assert (grouping.several_groups.value if grouping.several_groups else None) == several


@pytest.mark.parametrize(
    ("sentence", "allowed"),
    [
        ("Aucune variante n'est autorisée.", False),
        ("Les variantes ne sont pas autorisées.", False),
        ("La proposition de variante libre n’est pas autorisée.", False),
        ("Variantes Sans", False),
        ("Les variantes sont autorisées.", True),
        ("Les candidats peuvent présenter des variantes.", True),
        ("☐ Nebenangebote sind zugelassen.", None),
        ("Nebenangebote sind nicht zugelassen.", False),
        ("Le marché comporte des variantes de couleur.", None),
        ("Variantes autorisées : ☐ Oui ☒ Non", False),
        ("Variantes : Oui ☒ Non ☐", True),
        ("Variantes interdites : ☐ oui ☒ non", True),
        ("Variantes autorisées : ☐ Oui ☐ Non", None),
    ],
)
def test_variants(sentence: str, *, allowed: bool | None) -> None:
    stated = read_text(sentence).variants_allowed

    assert (stated.value if stated else None) is allowed


@pytest.mark.parametrize(
    ("sentence", "required"),
    [
        ("Une visite du site est obligatoire avant la remise de l'offre.", True),
        ("La visite sur site est facultative.", False),
        ("Une visite sur site est possible.", False),
        ("Aucune visite n'est prévue.", False),
        ("Les visites médicales sont obligatoires.", None),
        ("Visite du site obligatoire : ☐ Oui ☒ Non", False),
        ("Visite du site obligatoire : Oui ☒ Non ☐", True),
        ("Visite du site obligatoire : ☐ Oui ☐ Non", None),
    ],
)
def test_the_visit(sentence: str, *, required: bool | None) -> None:
    stated = read_text(sentence).visit

    assert (stated.value.required if stated else None) is required
