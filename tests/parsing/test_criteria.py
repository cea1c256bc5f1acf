"""Award criteria in tables, lists and prose: texts made for these tests."""

from __future__ import annotations

import pytest

from tender.parsing.fields import extract
from tests.parsing.made_calls import a_page, a_source, a_table, read_text, weighed

INTRO = "7.2 - Jugement des offres\nLes critères retenus pour le jugement des offres sont pondérés ainsi :"


def test_a_table_with_numbered_sub_criteria() -> None:
    table = a_table(
        ("Critères", "Pondération"),
        ("1-Prix des prestations", "40.0 %"),
        ("2-Valeur technique", "60.0 %"),
        ("2.1-Moyens humains :\nApprécié au regard du mémoire", "35.0 %"),
        ("2.2-Insertion professionnelle", "25.0 %"),
    )
    reading = read_text(a_page(INTRO, table))

    assert weighed(reading.award_criteria) == [("Prix des prestations", 40), ("Valeur technique", 60)]
    assert weighed(reading.award_criteria[1].sub) == [
        ("Moyens humains", 35),
        ("Insertion professionnelle", 25),
    ]
    assert reading.award_criteria[1].sub[1].is_social
    assert reading.warnings == ()


def test_a_table_over_two_pages_where_subs_follow_the_word_dont() -> None:
    first = a_table(("Critères", "Pondération"), ("Prix", "60%\ndont"), ("Montant du forfait", "40%"))
    second = a_table(
        ("Montant du détail estimatif", "20%"),
        ("Valeur technique", "30%\ndont"),
        ("Sous-critère 1 : Méthode. Ce sous-critère sera jugé sur la note", "30%"),
        ("Critère environnemental", "10%"),
    )
    reading = read_text(a_page(INTRO, first), a_page("suite", second, number=2))

    assert weighed(reading.award_criteria) == [
        ("Prix", 60),
        ("Valeur technique", 30),
        ("Critère environnemental", 10),
    ]
    assert [len(c.sub) for c in reading.award_criteria] == [2, 1, 0]
    assert reading.award_criteria[2].is_environmental


def test_a_matrix_gives_each_row_its_own_sub_criteria() -> None:
    main = "1) La valeur technique de l'offre (70 %) :\n2) Prix de l'offre (30 %) :"
    matrix = a_table(
        (
            "Critères techniques de niveau 2",
            "Pondération",
            "Moyens techniques",
            "Méthode",
            "Délais d'exécution",
        ),
        ("Reprise du personnel", "40%", "50%", "", "50%"),
        ("Organisation", "60%", "20%", "30%", "50%"),
    )
    reading = read_text(f"{INTRO}\n{main}", a_page("ANNEXE", matrix, number=2))

    assert weighed(reading.award_criteria) == [("Valeur technique de l'offre", 70), ("Prix de l'offre", 30)]
    rows = reading.award_criteria[0].sub
    assert weighed(rows) == [("Reprise du personnel", 40), ("Organisation", 60)]
    assert weighed(rows[0].sub) == [("Moyens techniques", 50), ("Délais d'exécution", 50)]


@pytest.mark.parametrize(
    "lines",
    [
        "- Prix des prestations : 60 %\n- Valeur technique : 40 %",
        "1. Prix des prestations (60 %)\n2. Valeur technique (40 %)",
        "• 60 % Prix des prestations\n• 40 % Valeur technique",
        "Critère n°1 : Prix des prestations, pondéré à 60 %\nCritère n°2 : Valeur technique, pondéré à 40 %",
        "Prix des prestations ........ 60 %\nValeur technique ........ 40 %",
        "- le prix des prestations, noté sur 60 points ;\n- la valeur technique, notée sur 40 points.",
        "le prix des prestations (60 %) et la valeur technique (40 %).",
    ],
)
def test_weights_in_lists_and_prose(lines: str) -> None:
    reading = read_text(f"{INTRO}\n{lines}\n7.3 - Suite à donner")

    assert weighed(reading.award_criteria) == [("Prix des prestations", 60), ("Valeur technique", 40)]


def test_a_list_whose_detail_adds_up_to_its_criterion() -> None:
    lines = """- Prix : 50 %
- Valeur technique : 40 %
   o Organisation : 25 %
   o Encadrement des salariés : 15 %
- Performance en matière d'insertion : 10 %"""
    reading = read_text(f"{INTRO}\n{lines}")

    assert weighed(reading.award_criteria) == [
        ("Prix", 50),
        ("Valeur technique", 40),
        ("Performance en matière d'insertion", 10),
    ]
    assert weighed(reading.award_criteria[1].sub) == [("Organisation", 25), ("Encadrement des salariés", 15)]
    assert reading.award_criteria[2].is_social


def test_criteria_that_differ_by_lot() -> None:
    lines = """Pour le lot n°1 :
- Prix : 60 %
- Valeur technique : 40 %
Pour les lots n°2 et 3 :
- Prix : 30 %
- Valeur technique : 70 %"""
    reading = read_text(f"{INTRO}\n{lines}")

    assert [(c.lots, c.weight) for c in reading.award_criteria] == [
        (("1",), 60),
        (("1",), 40),
        (("2", "3"), 30),
        (("2", "3"), 70),
    ]


def test_weights_that_miss_a_hundred_are_said() -> None:
    reading = read_text(f"{INTRO}\n- Prix : 60 %\n- Valeur technique : 35 %")

    assert any("95 %" in warning and "page 1" in warning for warning in reading.warnings)
    assert all(criterion.confidence < 0.7 for criterion in reading.award_criteria)


def test_the_price_alone() -> None:
    reading = read_text("7.2 - Jugement des offres\nLe prix est l'unique critère d'attribution.")

    assert weighed(reading.award_criteria) == [("Prix", 100)]


def test_penalties_and_scales_of_marks_are_no_criteria() -> None:
    text = f"""{INTRO}
Une offre incomplète perd 10 points.
Très satisfaisant : 10 points
Insuffisant : 2 points
Pénalité de retard : 5 % du montant
Une avance de 30 % est versée."""

    assert read_text(text).award_criteria == ()


def test_selection_of_candidates_is_not_award() -> None:
    table = a_table(("Kriterium", "Gewichtung"), ("Referenzen", "60 %"), ("Umsatz", "40 %"))
    page = a_page("Auswahlmatrix Teilnahmewettbewerb", table)

    assert extract([a_source(page, language="de")]).award_criteria == ()


def test_german_criteria_with_points_and_a_minimum() -> None:
    table = a_table(
        ("Zuschlagskriterium", "Erläuterung", "Punkte max.", "Mindestpunktzahl"),
        ("1. Konzept", "Methodisches Vorgehen und Zeitplanung", "60", "30"),
        ("2. Preis", "Angebotspreis laut Preisblatt", "40", "20"),
        ("Summe", "", "100", "50"),
    )
    reading = extract([a_source(a_page("Wertung", table), language="de")])

    assert [(c.name, c.weight, c.unit) for c in reading.award_criteria] == [
        ("Konzept", 60, "points"),
        ("Preis", 40, "points"),
    ]


def test_a_heading_printed_again_overleaf_opens_no_second_list() -> None:
    heading = ("Critères et sous-critères", "Pondération")
    first = a_table(heading, ("1. Insertion", "50 %"), ("1.1. Accueil", "30 %"), ("1.2. Suivi", "20 %"))
    second = a_table(heading, ("2. Prix", "30 %"), ("3. Valeur technique", "20 %"))
    reading = read_text(a_page(INTRO, first), a_page("page 2", second, number=2))

    assert weighed(reading.award_criteria) == [("Insertion", 50), ("Prix", 30), ("Valeur technique", 20)]
    assert weighed(reading.award_criteria[0].sub) == [("Accueil", 30), ("Suivi", 20)]


def test_criteria_only_ranked_have_no_weight() -> None:
    text = """Article 5 : Jugement des offres
Les offres sont jugées selon les critères suivants classés par ordre décroissant d'importance :
- Valeur technique de l'offre
- Prix des prestations"""

    assert weighed(read_text(text).award_criteria) == [
        ("Valeur technique de l'offre", None),
        ("Prix des prestations", None),
    ]


def test_points_of_sub_criteria_named_in_prose() -> None:
    lines = """1. Valeur technique : coefficient 55 %
Sous-critère 1 : moyens affectés au chantier : 30 points
Sous-critère 2 : planning : 25 points
2. Prix : coefficient 45 %"""
    reading = read_text(f"{INTRO}\n{lines}")

    assert weighed(reading.award_criteria) == [("Valeur technique", 55), ("Prix", 45)]
    assert weighed(reading.award_criteria[0].sub) == [("Moyens affectés au chantier", 30), ("Planning", 25)]


def test_the_weight_is_quoted_beside_the_name() -> None:
    table = a_table(("Critères", "Pondération"), ("Prix", "60 %"), ("Technique", "40 %"))
    quotes = [[e.quote for e in c.evidence] for c in read_text(a_page(INTRO, table)).award_criteria]

    assert quotes == [["Prix", "60 %"], ["Technique", "40 %"]]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Le marché ira à l'offre la plus avantageuse. La valeur technique compte pour soixante "
            "pour cent de la note et le prix pour quarante pour cent."
        ),
        "Critères de jugement des offres : valeur technique (soixante points), prix (quarante points).",
        (
            "Les offres sont notées sur vingt points selon ces critères : valeur technique (douze points, "
            "soit 60 %), prix (huit points, soit 40 %)."
        ),
        "Deux critères de jugement des offres : valeur technique (60 sur 100) et prix (40 sur 100).",
        (
            "Critères d'attribution\nCritère A : Valeur technique : 60 points sur 100\n"
            "Critère B : Prix : 40 points sur 100"
        ),
    ],
)
def test_weights_in_words_and_out_of_a_whole(text: str) -> None:
    criteria = read_text(f"4 - Choix\n{text}").award_criteria

    assert weighed(criteria) == [("Valeur technique", 60), ("Prix", 40)]


def test_fractions_are_weights() -> None:
    criteria = read_text(
        "4 - Critères d'attribution\nLe prix compte pour moitié, la valeur technique pour un quart de la "
        "note et l'insertion pour un quart."
    ).award_criteria

    assert weighed(criteria) == [("Prix", 50), ("Valeur technique", 25), ("Insertion", 25)]


@pytest.mark.parametrize(
    "detail",
    [
        (
            "La valeur technique est notée sur 60 de la façon suivante : organisation 30, encadrement 20, "
            "délais 10."
        ),
        (
            "La valeur technique est décomposée ainsi :\n- organisation : 30 points\n"
            "- encadrement : 20 points\n- délais : 10 points"
        ),
    ],
)
def test_a_criterion_told_in_full_is_detailed_after_the_others(detail: str) -> None:
    reading = read_text(
        "4 - Critères d'attribution\n- Valeur technique de l'offre : 60 points\n- Prix : 40 points\n" + detail
    )

    assert weighed(reading.award_criteria) == [("Valeur technique de l'offre", 60), ("Prix", 40)]
    assert weighed(reading.award_criteria[0].sub) == [
        ("Organisation", 30),
        ("Encadrement", 20),
        ("Délais", 10),
    ]
    assert reading.warnings == ()


def test_coefficients_with_parts_told_by_dont() -> None:
    table = a_table(
        ("Critères", "Coef."),
        ("Prix", "5"),
        ("Valeur technique", "4"),
        ("dont délai de remise en service", "2"),
        ("dont traçabilité", "2"),
        ("Démarche sociale", "1"),
    )
    criteria = read_text(a_page("4 - Analyse des offres", table)).award_criteria

    assert weighed(criteria) == [("Prix", 5), ("Valeur technique", 4), ("Démarche sociale", 1)]
    assert weighed(criteria[1].sub) == [("Délai de remise en service", 2), ("Traçabilité", 2)]


def test_a_criterion_without_weight_of_its_own_weighs_what_its_parts_do() -> None:
    table = a_table(
        ("Kriterium", "Unterkriterium", "Punkte"),
        ("Preis", "", "50"),
        ("Konzept", "Personaleinsatz", "20"),
        ("", "Geräteeinsatz", "10"),
        ("Beschäftigung von Langzeitarbeitslosen", "", "20"),
    )
    criteria = read_text(a_page("3 Zuschlagskriterien", table), language="de").award_criteria

    assert [criterion.weight for criterion in criteria] == [50, 30, 20]
    assert weighed(criteria[1].sub) == [("Personaleinsatz", 20), ("Geräteeinsatz", 10)]


def test_bare_numbers_in_a_sentence_make_a_whole() -> None:
    criteria = read_text(
        "4 - Classement\nLes offres sont classées selon les critères pondérés suivants : prix : 40, "
        "valeur technique : 40, insertion : 20."
    ).award_criteria

    assert weighed(criteria) == [("Prix", 40), ("Valeur technique", 40), ("Insertion", 20)]


@pytest.mark.parametrize(
    "lines",
    [
        "Critères Pondération\n1-Prix 55.0\n2-Valeur technique 45.0",
        "Critères Poids\n1-Prix 55\n2-Valeur technique\nLe mémoire tient en dix pages.\n45",
        (
            "1 Prix, l'examen de ce critère se fera au vu des montants\ndu bordereau\n55 %\n"
            "2 Valeur technique, l'examen de ce critère se fera au vu du mémoire\n45 %\nLe candidat peut"
        ),
        (
            "CritèresPondération\n1-Prix55.0 %\n2-Valeur technique45.0 %\nPrix Le prix (55 %) se note :"
            " (prix le plus bas / prix du candidat) x 55 points."
        ),
        "4 – Critères\n1 – Prix (pondération : 55)\n2 – Valeur technique (pondération : 45)",
        "Prix, affecté du coefficient 55 ;\nValeur technique, affecté du coefficient 45 ;",
    ],
)
def test_tables_without_rules_and_weights_on_lines_of_their_own(lines: str) -> None:
    assert weighed(read_text(f"{INTRO}\n{lines}").award_criteria) == [("Prix", 55), ("Valeur technique", 45)]


def test_shares_of_a_mark_and_lists_within_lists_are_detail() -> None:
    told = read_text(
        f"{INTRO}\nLes offres seront jugées en tenant compte du prix, pour 60 % de la note finale, et de la"
        " valeur technique, pour 40 % de la note finale.\nLa valeur technique est appréciée selon : formation"
        " (70 % de la note\ntechnique), réduction des déchets (30 % de la note technique)."
    )
    listed = read_text(
        f"{INTRO}\nChaque offre est notée (note sur 100) :\n• Critère n° 1 : Qualité (60 %), se décomposant"
        " comme suit :\n• Délai de garantie : 25 %"
        "\n• Réduction des déchets : 35 %\n• Critère n° 2 : Coût (40 %)"
        "\nUne offre n'obtenant pas au moins 25 % des points est éliminée."
    )

    assert weighed(told.award_criteria) == [("Prix", 60), ("Valeur technique", 40)]
    assert weighed(told.award_criteria[1].sub) == [("Formation", 70), ("Réduction des déchets", 30)]
    assert weighed(listed.award_criteria) == [("Qualité", 60), ("Coût", 40)]
    assert weighed(listed.award_criteria[0].sub) == [("Délai de garantie", 25), ("Réduction des déchets", 35)]


@pytest.mark.parametrize(
    "text",
    [
        "Pour choisir l'entreprise, nous regarderons : le prix (60 points), le délai (40 points).",
        "Jugement des offres\nLa note résulte pour 60 % du prix et pour 40 % du délai.",
        "Il est attribué une note sur 100 ainsi répartie : 60 points au prix et 40 points au délai.",
        "V – Suite\nVI – Critères\nA – Prix (60 %)\nB – Délai (40 %)",
        "V – Suite\nVI – Critères\n• Prix – coefficient 0,60\n• Délai – coefficient 0,40",
    ],
)
def test_criteria_in_the_words_of_a_letter(text: str) -> None:
    assert weighed(read_text(text).award_criteria) == [("Prix", 60), ("Délai", 40)]


def test_a_sentence_or_a_list_of_lots_above_the_criteria_limits_nothing() -> None:
    table = a_table(("Critère", "Points"), ("Prix", "60"), ("Valeur technique", "40"))
    before = (
        "Lot 1 : Tri\nLot 2 : Accueil\nLes lots 1 et 2 donnent lieu à des essais.\nCritères de jugement :"
    )

    assert [criterion.lots for criterion in read_text(a_page(before, table)).award_criteria] == [None, None]


def test_a_column_of_numbers_says_how_deep_a_row_is() -> None:
    table = a_table(
        ("N°", "Critères et sous-critères", "Points"),
        ("1", "Technique", "70"),
        ("1.1", "Organisation", "40"),
        ("1.1.1", "Encadrement", "25"),
        ("1.1.2", "Remplacements", "15"),
        ("1.2", "Formation", "30"),
        ("2", "Prix", "30"),
    )
    technique, price = read_text(a_page(INTRO, table)).award_criteria

    assert (technique.name, price.name) == ("Technique", "Prix")
    assert weighed(technique.sub) == [("Organisation", 40), ("Formation", 30)]
    assert weighed(technique.sub[0].sub) == [("Encadrement", 25), ("Remplacements", 15)]


def test_names_after_their_points_in_a_sentence_go_on_below() -> None:
    criteria = read_text(
        f"{INTRO}\nLa méthode, notée sur 60 points (20 points pour la compréhension et le\ncalendrier, 40"
        " points pour la\nconduite), le prix, noté sur 40 points.\nMéthode... 60 points\nPrix... 40 points"
    ).award_criteria

    assert weighed(criteria) == [("Méthode", 60), ("Prix", 40)]
    assert weighed(criteria[0].sub) == [("Compréhension et le calendrier", 20), ("Conduite", 40)]


def test_a_table_without_headings_adds_up_to_the_points_said_above() -> None:
    table = a_table(("Prix", "80 points"), ("Qualité", "120 points"), ("dont encadrement", "120 points"))
    reading = read_text(a_page("Les offres sont notées sur 200 points :", table))

    assert weighed(reading.award_criteria) == [("Prix", 80), ("Qualité", 120)]


def test_countless_lines_that_weigh_nothing_are_read() -> None:
    nothing = [(f"Poste {number}", "0 %") for number in range(1200)]
    table = a_table(("Critère", "Pondération"), *nothing, ("Prix", "60 %"), ("Qualité", "60 %"))
    read = read_text(a_page("6 - Critères d'attribution", table)).award_criteria

    assert [criterion.weight for criterion in read[-2:]] == [60, 60]
