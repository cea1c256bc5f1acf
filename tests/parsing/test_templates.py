"""Calls of many makes, as towns, hospitals, landlords and journals print them: texts made for these tests."""

from __future__ import annotations

import pytest

from tender.parsing.fields import extract
from tender.vocabulary.call import Place
from tender.vocabulary.source import DocumentKind
from tests.parsing.made_calls import a_page, a_source, a_table, read_text, weighed

RULES = "RÈGLEMENT DE LA CONSULTATION\n"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ville de Roncevaux Service des Marchés Publics", "Ville de Roncevaux"),
        (
            "Pouvoir adjudicateur : SDIS du Haut-Plateau – 14 route des Pins – 39000 MONTS",
            "SDIS du Haut-Plateau",
        ),
        (
            "Le pouvoir adjudicateur est Plaine Habitat, office public, représenté par sa directrice.",
            "Plaine Habitat",
        ),
        (
            "1 ENTITÉ ADJUDICATRICE / ACHETEUR\nLogis des Deux Rives, société anonyme d'HLM",
            "Logis des Deux Rives",
        ),
        ("NOM DE L'ORGANISME ACHETEUR\nOrganisme de retraite :\nCaisse des Marins", "Caisse des Marins"),
        (
            "1. Identification de l'organisme qui passe le marché : Syndicat mixte du Val, 3 rue Haute",
            "Syndicat mixte du Val",
        ),
    ],
)
def test_the_buyer_is_named_without_its_street_or_department(printed: str, name: str) -> None:
    reading = read_text(RULES + printed)

    assert reading.buyer
    assert reading.buyer.value == name


def test_a_masthead_in_capitals_gives_way_to_the_name_in_small_letters() -> None:
    reading = read_text(
        "COMMUNE DE VIEILLE-FONTAINE\n" + RULES + "La présente consultation concerne : la commune de "
        "Vieille-Fontaine et ses écoles."
    )

    assert reading.buyer
    assert reading.buyer.value == "Commune de Vieille-Fontaine"


def test_a_row_of_a_table_is_no_buyer() -> None:
    reading = read_text(RULES + "Lot 2 Vitrerie\nCHU Ancely 800 000 €\nBundesamt")

    assert reading.buyer is None


def test_the_subject_leaves_its_opening_words_and_a_placeholder_is_none() -> None:
    assert (
        told := read_text("Objet de la consultation :\nLe marché a pour objet : la tonte des parcs.").subject
    )
    assert told.value == "la tonte des parcs"
    assert read_text("Objet du marché :\nL'objet est [à compléter] pour la commune").subject is None


def test_a_web_address_cut_at_its_hyphen_is_whole() -> None:
    reading = read_text(
        "Les plis sont déposés sur le profil d'acheteur https://marches-\npublics.exemple.fr/depot."
    )

    assert reading.platform
    assert reading.platform.value == "https://marches-publics.exemple.fr/depot"


def test_lots_of_one_title_are_told_apart_by_the_column_beside() -> None:
    table = a_table(
        ("Lot", "Agence", "Nature", "Logements"),
        ("1", "Agence du Port", "Nettoyage des halls", "1 250"),
        ("2", "Agence du Mont", "Nettoyage des halls", "980"),
    )
    reading = read_text(a_page(RULES, table))

    assert [lot.title for lot in reading.lots] == [
        "Agence du Port – Nettoyage des halls",
        "Agence du Mont – Nettoyage des halls",
    ]


def test_a_table_of_criteria_by_lot_is_no_table_of_lots() -> None:
    lots = a_table(("N°", "Intitulé du lot"), ("Lot 1", "Bionettoyage"), ("Lot 2", "Vitrerie"))
    marks = a_table(("Critères", "Lot 1", "Lot 2"), ("Prix", "40", "60"), ("Valeur technique", "60", "40"))
    reading = read_text(
        a_page(RULES, lots), a_page("Les offres sont appréciées lot par lot.", marks, number=2)
    )

    assert [(lot.number, lot.title) for lot in reading.lots] == [("1", "Bionettoyage"), ("2", "Vitrerie")]
    assert [(c.name, c.weight, c.lots) for c in reading.award_criteria] == [
        ("Prix", 40, ("1",)),
        ("Valeur technique", 60, ("1",)),
        ("Prix", 60, ("2",)),
        ("Valeur technique", 40, ("2",)),
    ]


def test_two_tables_of_criteria_each_under_the_name_of_its_lot() -> None:
    head = ("Critères", "Pondération")
    first = a_page(
        "Les critères de jugement des offres sont pondérés ainsi :\nPour le lot n° 01",
        a_table(head, ("Prix", "55 %"), ("Délai", "45 %")),
    )
    second = a_page("Pour le lot n° 02", a_table(head, ("Prix", "70 %"), ("Qualité", "30 %")), number=2)
    reading = read_text(first, second)

    assert [(c.name, c.lots) for c in reading.award_criteria] == [
        ("Prix", ("1",)),
        ("Délai", ("1",)),
        ("Prix", ("2",)),
        ("Qualité", ("2",)),
    ]


def test_the_place_under_a_lot_belongs_to_it_and_the_first_period_is_its_length() -> None:
    reading = read_text(
        RULES + "Le marché est divisé en 2 lots :\nLot n° 1 : Secteur Nord\nLieu d'exécution : Briey\n"
        "Lot n° 2 : Secteur Sud (lot réservé - article\nL2113-13)\nLieu d'exécution : Toul\n"
        "Durée : 12 mois renouvelable 3 fois"
    )

    assert [(lot.title, lot.places, lot.duration_months) for lot in reading.lots] == [
        ("Secteur Nord", (Place("text", "Briey"),), 12),
        ("Secteur Sud (lot réservé - article L2113-13)", (Place("text", "Toul"),), 12),
    ]


@pytest.mark.parametrize(
    ("printed", "months"),
    [
        ("L'accord-cadre est conclu pour une durée d'un (1) an, reconductible trois fois un an.", 12),
        ("Durée globale du contrat : 4 ans.", 48),
        ("La durée du marché court à compter du 1er janvier 2027 jusqu'au 31 décembre 2027.", 12),
        ("Le marché peut être reconduit pour une durée de 12 mois.", None),
        ("La durée de validité des offres est de 4 mois.", None),
        ("Délai d'exécution supérieur à 2 mois : une avance est due.", None),
    ],
)
def test_an_undivided_call_keeps_the_length_of_its_first_period(printed: str, months: float | None) -> None:
    reading = read_text(RULES + printed)

    assert (reading.whole.duration_months if reading.whole else None) == months


def test_a_start_is_no_date_of_a_law_and_comes_after_the_deadline() -> None:
    law = read_text(RULES + "Règlement (UE) 2016/679 applicable à compter du 25 mai 2018.")
    dotted = read_text("Aufforderung zur Abgabe eines Angebots\nAusführungsbeginn: 01.07.2027", language="de")

    assert law.start is None
    assert dotted.start
    assert dotted.start.value == "2027-07-01"


@pytest.mark.parametrize(
    ("printed", "criteria"),
    [
        (
            "1) Prix : coefficient 5\n2) Valeur technique : coefficient 3\n3) Insertion : coefficient 2",
            [("Prix", 5), ("Valeur technique", 3), ("Insertion", 2)],
        ),
        (
            "1. Critère Prix pondéré à 40 %.\n2. Critère Valeur technique pondéré à 60 %.",
            [("Prix", 40), ("Valeur technique", 60)],
        ),
        (
            "Les offres seront jugées sur le prix (60 %) et sur la qualité du service (40 %).",
            [("Prix", 60), ("Qualité du service", 40)],
        ),
        (
            "Les offres sont notées sur 100 points :\n. Prix : 70 points\n. Délai : 30 points\nPlafond : 9 %",
            [("Prix", 70), ("Délai", 30)],
        ),
    ],
)
def test_weights_are_said_in_many_ways(printed: str, criteria: list[tuple[str, float]]) -> None:
    assert weighed(read_text(f"Jugement des offres\n{printed}").award_criteria) == criteria


def test_points_between_per_cents_share_out_the_mark_of_a_criterion() -> None:
    reading = read_text(
        "Les critères de jugement des offres sont pondérés ainsi :\n"
        "Critère n° 1 : Prix, noté sur 20 et pondéré à 40 %\n"
        "Critère n° 2 : Valeur technique, notée sur 20 et pondérée à 60 %\n"
        "- Moyens : 12 points\n- Planning : 8 points"
    )

    assert weighed(reading.award_criteria) == [("Prix", 40), ("Valeur technique", 60)]
    assert weighed(reading.award_criteria[1].sub) == [("Moyens", 12), ("Planning", 8)]
    assert reading.warnings == ()
    assert reading.required_documents == ()


def test_shares_of_the_technical_mark_are_its_sub_criteria() -> None:
    reading = read_text(
        "Les critères de jugement des offres sont :\n- le prix : 45 % de la note finale\n"
        "- la valeur technique : 40 % de la note finale\n- moyens humains (60 % de la note technique)\n"
        "- méthode (40 % de la note technique)\n- l'insertion : 15 % de la note finale"
    )

    assert [criterion.weight for criterion in reading.award_criteria] == [45, 40, 15]
    assert [sub.weight for sub in reading.award_criteria[1].sub] == [60, 40]


def test_sub_criteria_listed_inside_a_cell() -> None:
    table = a_table(
        ("Critères", "Pondération", "Sous-critères"),
        ("Prix", "60 %", "Montant du DQE"),
        ("Qualité", "40 %", "Organisation (25 %), Moyens (15 %)"),
    )
    reading = read_text(a_page("Critères de jugement des offres", table))

    assert weighed(reading.award_criteria[1].sub) == [("Organisation", 25), ("Moyens", 15)]


def test_criteria_of_candidatures_are_not_those_of_offers() -> None:
    reading = read_text(
        "4 - Sélection\nLes candidatures sont sélectionnées selon les critères suivants : moyens (30 %), "
        "références (70 %).\n5 - Critères d'attribution\n- Prix : 55 %\n- Qualité : 45 %"
    )

    assert weighed(reading.award_criteria) == [("Prix", 55), ("Qualité", 45)]


def test_papers_named_on_one_line_and_under_bare_titles() -> None:
    reading = read_text(
        "1. Objet\n2. Règles\n3. Dossiers\n3.1 Pièces de la candidature : lettre de candidature DC1 ; "
        "déclaration DC2 ; attestation d'assurance.\n"
        "4. OFFRE\nLes candidats remettent :\no L'acte d'engagement\no Le cadre de réponse technique\n"
        "5. JUGEMENT DES OFFRES\n- Méthode et document de suivi : 8 points"
    )

    assert [(paper.name, paper.part) for paper in reading.required_documents] == [
        ("L'acte d'engagement", "offre"),
        ("Le cadre de réponse technique", "offre"),
        ("lettre de candidature DC1", "candidature"),
        ("déclaration DC2", "candidature"),
        ("attestation d'assurance", "candidature"),
    ]


def test_a_line_of_several_deadlines_gives_each_its_own() -> None:
    reading = read_text(
        "Date limite de remise des offres : Jeudi 2 juillet 2026 à 12h00. Date limite des\nquestions : "
        "22 juin 2026 à 12h00. Visite obligatoire le 15 juin 2026 à 9h.\n"
        "Les candidats sont tenus par leur offre pendant 90 jours."
    )

    assert reading.deadline
    assert reading.deadline.value == "2026-07-02T12:00:00+02:00"
    assert reading.questions_deadline
    assert reading.questions_deadline.value == "2026-06-22T12:00:00+02:00"
    assert reading.validity_days
    assert reading.validity_days.value == 90


def test_a_letter_asks_for_an_offer_before_a_day() -> None:
    reading = read_text(
        "Nous vous invitons à nous adresser votre offre à l'adresse achats@exemple.fr avant le vendredi "
        "29 mai 2026 à 16 heures."
    )

    assert reading.deadline
    assert reading.deadline.value == "2026-05-29T16:00:00+02:00"


def test_alone_or_in_a_group_is_a_choice_until_both_are_denied() -> None:
    choice = "Les candidats peuvent présenter une offre soit en candidat individuel, soit en groupement."
    told = read_text(f"{choice} Ils ne peuvent pas cumuler les deux.").grouping.alone_and_in_group

    assert read_text(choice).grouping.alone_and_in_group is None
    assert told
    assert told.value == "forbidden"


def test_restoring_works_are_a_price_line_and_a_rebate_is_none() -> None:
    table = a_table(
        ("N°", "Désignation", "Unité", "Prix unitaire HT"),
        ("1", "Remise en état après travaux", "m²", ""),
        ("2", "Remise commerciale", "%", ""),
    )
    schedule = a_source(a_page("Bordereau des prix", table), name="BPU.pdf", kind=DocumentKind.BPU)

    assert [line.designation for line in extract([schedule]).price_lines] == ["Remise en état après travaux"]


def test_a_printed_eforms_notice_is_read_by_its_labels() -> None:
    lot = (
        "Lot: LOT-000{n}\nTitre: {title}\nDescription: tout\nLieu d’exécution\n"
        "Subdivision pays (NUTS): Marne (FRF23)\n"
        "Critère:\nType: Prix\nNom: Prix des prestations\nNombre critère d’attribution: 40\n"
        "Critère:\nType: Qualité\nNom: Insertion\nNombre critère d’attribution: 60\n"
    )
    notice = a_source(
        "1. Acheteur\n1.1. Acheteur\nNom officiel: Ville de Saint-Prix\n2. Procédure\nTitre: Nettoyage\n"
        "Identifiant de la procédure: 937f91a5-7cef-41e6-bb54-5079e0aa77cc\nIdentifiant interne: NET-2026-4\n"
        + lot.format(n=1, title="Écoles")
        + lot.format(n=2, title="Gymnases")
        + "8. Organisations\nNom officiel: Ville de Saint-Prix",
        name="avis.pdf",
        kind=DocumentKind.NOTICE,
    )
    reading = extract([notice])

    assert reading.buyer
    assert reading.buyer.value == "Ville de Saint-Prix"
    assert reading.reference
    assert reading.reference.value == "NET-2026-4"
    assert [(one.number, one.title, one.places) for one in reading.lots] == [
        ("1", "Écoles", (Place("nuts", "Marne", "FRF23"),)),
        ("2", "Gymnases", (Place("nuts", "Marne", "FRF23"),)),
    ]
    assert weighed(reading.award_criteria) == [("Prix des prestations", 40), ("Insertion", 60)]


def test_no_tranches_is_not_no_lots() -> None:
    reading = read_text(
        RULES + "Il n'est pas prévu de décomposition en tranches.\nLot 1 : Sanitaires du port\n"
        "Lot 2 : Sanitaires du bourg\n"
        "Date limite de réception : 18/05/2026\nHeure limite de réception : 17h00"
    )

    assert [lot.number for lot in reading.lots] == ["1", "2"]
    assert reading.deadline
    assert reading.deadline.value == "2026-05-18T17:00:00+02:00"


def test_weights_that_stand_before_their_names() -> None:
    reading = read_text(
        "Critères d'attribution\nLe choix est fait selon : 60 % pour la valeur technique, 30 % pour le prix, "
        "10 % pour la performance sociale."
    )

    assert weighed(reading.award_criteria) == [
        ("Valeur technique", 60),
        ("Prix", 30),
        ("Performance sociale", 10),
    ]


def test_a_numbered_list_after_a_colon_is_no_row_of_titles() -> None:
    reading = read_text(
        "Verfahrensbrief\nFolgende Unterlagen sind mit dem Angebot einzureichen:\n"
        "1. Ausgefülltes Angebotsschreiben\n2. Preisblatt\n3. Umsetzungskonzept",
        language="de",
    )

    assert [paper.name for paper in reading.required_documents] == [
        "Ausgefülltes Angebotsschreiben",
        "Preisblatt",
        "Umsetzungskonzept",
    ]
