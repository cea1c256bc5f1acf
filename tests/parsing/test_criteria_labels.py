"""Criteria that each carry a label, their weights wherever the text says them: texts made for these tests."""

from __future__ import annotations

import pytest

from tender.vocabulary.call import AwardCriterion
from tests.parsing.made_calls import a_page, a_table, read_text, weighed

INTRO = "7 - Jugement des offres\nLes critères de jugement des offres sont les suivants :\n"


def outline(criteria: tuple[AwardCriterion, ...]) -> list[tuple[str, float | None, list[object]]]:
    """Names, weights and parts, all the way down."""
    return [(one.name, one.weight, list(outline(one.sub))) for one in criteria]


TWO_LEVELS = [
    ("Coût des prestations", 45, []),
    ("Valeur technique", 40, [("Méthode", 25, []), ("Moyens", 15, [])]),
    ("Délais", 15, []),
]


@pytest.mark.parametrize(
    "lines",
    [
        # The number says which criterion a part belongs to, the words around it say so again.
        """1 - coût des prestations : 45 % ;
2 - valeur technique : 40 % ;
Sous-Critère 1 de la VT : méthode 25 % ;
Sous-Critère 2 de la VT : moyens 15 % ;
3 - délais : 15 % ;""",
        # The weight stands between the label and the name.
        """Critère n° 1 (45 %) : Coût des prestations
Critère n° 2 (40 %) : Valeur technique
- Sous-critère n° 1 (25 %) : Méthode
- Sous-critère n° 2 (15 %) : Moyens
Critère n° 3 (15 %) : Délais""",
        # Codes in capitals, weights in square brackets.
        """C1 Coût des prestations [45%]
C2 Valeur technique [40%]
C2.1 Méthode [25%]
Plan de travail
C2.2 Moyens [15%]
Effectifs (5 personnes)
C3 Délais [15%]""",
        # All on one line.
        """critère 1 : Coût des prestations : 45 % critère 2 : Valeur technique : 40 % 2.a) Méthode : 25 % \
2.b) Moyens : 15 % critère 3 : Délais : 15 %""",
        # A criterion that weighs what its parts do.
        """Critère 1 : Coût des prestations. Pondération : 45 points
Critère 2 : Valeur technique.
Sous-critère 1 : méthode, ... : Pondération : 25 points
Sous-critère 2 : moyens. Pondération : 15 points
Critère 3 : Délais. Pondération : 15 points""",
        # A sentence under each name, the share said again in it.
        """Critère 1 : « Coût des prestations » (45 %), analysé au vu du bordereau.
Il est appliqué une pondération de 45 % à la note sur 20.
Critère 2 : « Valeur technique » (40 %), analysée ainsi :
- sous-critère no 1 : « Méthode » (25 %), lu au
mémoire.
- sous-critère no 2 : « Moyens » (15 %), lus au mémoire.
Critère 3 : « Délais » (15 %).""",
        # Parts that say what they may reach.
        """C1 Coût des prestations (45 points)
C2 Valeur technique (40 points)
C2.1 Méthode, maximum 25 points
C2.2 Moyens, maximum 15 points
C3 Délais (15 points)""",
    ],
)
def test_labels_make_the_tree(lines: str) -> None:
    read = read_text(INTRO + lines).award_criteria

    assert outline(read) == TWO_LEVELS


def test_a_criterion_weighs_what_its_parts_do_under_names_that_end_in_brackets() -> None:
    lines = """Pour le lot 1 :
Critère 1. Valeur technique (60%) :
Sous-critère 1.1. Équipe et organisation
1.1.1 Composition de l'équipe (7.5%)
1.1.2 Collaboration avec les services (7.5 %)
Sous-critère 1.2. Pertinence des outils (outils et plan de note d'intention) (45%)
Critère 2. Prix (40%)
Pour le lot 2 :
Critère 1. Valeur technique (60%)
Critère 2. Prix (40%)"""
    read = read_text(INTRO + lines).award_criteria

    assert [(one.lots, one.weight) for one in read] == [
        (("1",), 60), (("1",), 40), (("2",), 60), (("2",), 40)
    ]  # fmt: skip
    assert [(part.weight, len(part.sub)) for part in read[0].sub] == [(15, 2), (45, 0)]


def test_numbered_parts_stand_under_the_criterion_their_own_line_names() -> None:
    lines = """Critères de choix : prix des prestations 70 %, valeur technique 30 %
Les sous-critères de la valeur technique sont les suivants :
1. Sous-critère Moyens pondéré à 60 %.
2. Sous-critère Méthode pondéré à 40 %."""
    read = read_text(lines).award_criteria

    assert read[0].sub == ()
    assert weighed(read[1].sub) == [("Moyens", 60), ("Méthode", 40)]


def test_what_share_of_the_whole_each_lot_has_is_no_criterion() -> None:
    lots = a_table(
        ("N° de lot", "Intitulé du lot", "Pondération (%)"),
        ("Lot 1", "Tri", "60%"),
        ("Lot 2", "Vitres", "40%"),
    )
    criteria = a_table(("Critère", "Pondération"), ("Qualité", "70%"), ("Prix", "30%"))
    read = read_text(a_page("4 - Lots", lots), a_page("6 - Critères d'attribution", criteria))

    assert weighed(read.award_criteria) == [("Qualité", 70), ("Prix", 30)]


def test_bullets_over_several_lines() -> None:
    lines = """- Le coût des prestations, tel qu'il ressort du détail estimatif que le candidat
a rempli (45 %)
- La valeur technique (40 %)
- Les délais d'exécution (15 %)"""
    read = read_text(INTRO + lines).award_criteria

    assert [criterion.weight for criterion in read] == [45, 40, 15]
    assert [criterion.name for criterion in read][1:] == ["La valeur technique", "Les délais d'exécution"]


def test_a_form_says_in_brackets_what_its_weights_are() -> None:
    lines = """Prix : pondération (points, valeur exacte) : 60
Valeur technique : pondération (points, valeur exacte) : 40"""
    read = read_text(INTRO + lines).award_criteria

    assert weighed(read) == [("Prix", 60), ("Valeur technique", 40)]


def test_points_in_words_at_the_end_of_long_names() -> None:
    lines = """Prix : 40 points.
Valeur technique : 60 points.
Sous-critère 1 : pertinence du programme pour une opération d'un montant de 70 000 EUR HT, phases de
chantier, pour un bon de commande, deux bons de commande simultanés (52 points).
Sous-critère 2 : tenue et propreté du chantier
(huit points)."""
    read = read_text(INTRO + lines).award_criteria

    assert weighed(read) == [("Prix", 40), ("Valeur technique", 60)]
    assert [part.weight for part in read[1].sub] == [52, 8]
    assert read[1].sub[1].name == "Tenue et propreté du chantier"


def test_parts_named_in_the_words_of_a_labelled_criterion() -> None:
    lines = """Critère n° 1 : Prix, 60 %
Critère n° 2 : Valeur technique, 40 %, appréciée selon : la méthode (25 %), les moyens (15 %)."""
    read = read_text(INTRO + lines).award_criteria

    assert weighed(read) == [("Prix", 60), ("Valeur technique", 40)]
    assert weighed(read[1].sub) == [("Méthode", 25), ("Moyens", 15)]


def test_parts_that_differ_by_lot_stand_under_the_criteria_of_each_lot() -> None:
    lines = """Le prix compte pour 60 % et la valeur technique pour 40 %.
La valeur technique est appréciée selon les sous-critères pondérés ci-dessous :
Pour le lot 1 :
- sous-critère 1 : moyens : 30 % ;
- sous-critère 2 : méthode : 70 % :
-- sous-sous-critère 2.1 : planning : 40 % ;
-- sous-sous-critère 2.2 : hygiène : 60 %.
Pour le lot 2 :
- sous-critère 1 : moyens : 50 % ;
- sous-critère 2 : méthode : 50 %."""
    read = read_text(INTRO + lines).award_criteria

    assert [(one.lots, one.name, one.weight) for one in read] == [
        (("1",), "Prix", 60),
        (("1",), "Valeur technique", 40),
        (("2",), "Prix", 60),
        (("2",), "Valeur technique", 40),
    ]
    assert outline(read[1].sub) == [
        ("Moyens", 30, []),
        ("Méthode", 70, [("Planning", 40, []), ("Hygiène", 60, [])]),
    ]
    assert weighed(read[3].sub) == [("Moyens", 50), ("Méthode", 50)]


def test_labels_whose_weights_make_no_whole_are_left_to_the_other_ways_of_reading() -> None:
    lines = "Critère 1 : Prix : 60 %\nCritère 2 : Valeur technique : 20 %"
    reading = read_text(INTRO + lines)

    assert weighed(reading.award_criteria) == [("Prix", 60), ("Valeur technique", 20)]
    assert len(reading.warnings) == 1


def test_criteria_beside_each_other_above_their_weights() -> None:
    table = a_table(("Critères", "Prix", "Valeur technique", "Insertion"), ("Pondération", "50", "40", "10"))
    read = read_text(a_page("6 - Notation des offres", table)).award_criteria

    assert weighed(read) == [("Prix", 50), ("Valeur technique", 40), ("Insertion", 10)]
