"""What the tables of rules of a call say of hours, buyers, papers and criteria, and clocks far from Paris."""

from __future__ import annotations

import pytest

from tender.parsing.joining import join_clauses
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail
from tests.parsing.made_calls import a_page, a_table, read_text, weighed

LOTS = "Lot 1 : Propreté\nLot 2 : Vitrerie\nLot 3 : Abords\n"


def test_hours_of_insertion_in_a_table_of_lots_are_a_clause_with_its_places() -> None:
    table = a_table(
        ("Lot", "Intitulé", "Heures d'insertion par an"),
        ("01", "Propreté", "1 450"),
        ("02", "Vitrerie", "—"),
        ("03", "Abords", "610 h"),
    )
    text = LOTS + "\n".join("\t".join(cell.text for cell in row if cell) for row in table.rows)
    clause = read_text(a_page(text, table)).clauses[0]

    assert clause.type is ClauseType.EXEC_INSERTION
    assert clause.lots == ("1", "3")
    assert clause.hours_detail == (HoursDetail(1450.0, "1", "year"), HoursDetail(610.0, "3", "year"))
    assert [evidence.quote for evidence in clause.evidence] == ["1 450", "610 h"]


@pytest.mark.parametrize(
    "heading", ["Heures par an", "Taux d'insertion (%)", "Pénalité par heure d'insertion"]
)
def test_hours_of_work_rates_and_penalties_are_no_hours_of_insertion(heading: str) -> None:
    table = a_table(("Lot", heading), ("1", "1 450"), ("3", "610"))

    assert read_text(a_page(f"{LOTS}Lot\t{heading}\n1\t1 450\n3\t610", table)).clauses == ()


def test_hours_of_a_table_complete_the_clause_told_in_words() -> None:
    told = Clause(ClauseType.EXEC_INSERTION, lots=("1",), hours=151.67, confidence=0.9)
    table = Clause(
        ClauseType.EXEC_INSERTION,
        lots=("1", "2"),
        hours=1800,
        hours_detail=(HoursDetail(1800, "1", "year"), HoursDetail(900, "2", "year")),
    )
    (joined,) = join_clauses([told], [table])

    assert joined.lots == ("1", "2")
    assert joined.hours == 1800
    assert joined.hours_detail == table.hours_detail


def test_the_buyer_is_the_first_line_beside_its_label() -> None:
    table = a_table(
        ("Pouvoir adjudicateur", "OPH Est Horizon Habitat\nOffice public de l'habitat\n51 avenue du Lac"),
        ("Procédure", "Appel d'offres ouvert"),
    )
    text = "\n".join("\t".join(cell.text for cell in row if cell) for row in table.rows)
    buyer = read_text(a_page(text, table)).buyer

    assert buyer is not None
    assert buyer.value == "OPH Est Horizon Habitat"


def test_papers_of_a_table_belong_to_the_part_its_rows_name() -> None:
    table = a_table(
        ("Rubrique", "Pièces à fournir", "Observations"),
        ("Situation propre", "Lettre de candidature DC1", "ou DUME"),
        ("Offre", "Mémoire technique", "25 pages"),
    )
    papers = read_text(a_page("Pièces à remettre", table)).required_documents

    assert [(paper.part, paper.name) for paper in papers] == [
        ("candidature", "Lettre de candidature DC1"),
        ("offre", "Mémoire technique"),
    ]


def test_sub_criteria_listed_in_the_cell_of_their_criterion_are_its_detail() -> None:
    table = a_table(
        ("Critères d'attribution", "Pondération"),
        ("Prix des prestations", "60 %"),
        ("Valeur technique\nMoyens humains : 25 %\nCalendrier : 15 %", "40 %"),
    )
    criteria = read_text(a_page("Les offres sont jugées selon ces critères pondérés :", table)).award_criteria

    assert weighed(criteria) == [("Prix des prestations", 60), ("Valeur technique", 40)]
    assert weighed(criteria[1].sub) == [("Moyens humains", 25), ("Calendrier", 15)]


def test_a_criterion_whose_weight_stands_in_its_merged_cell_heads_the_rows_beside_it() -> None:
    table = a_table(
        ("Critère", "Sous-critère", "Points"),
        ("Valeur technique\n(60 points)", "Qualité de la remise en état", "35"),
        (None, "Étendue de la gamme", "25"),
        ("Prix\n(40 points)", "Montant du DQE", "40"),
    )
    criteria = read_text(a_page("Les critères d'attribution sont pondérés ainsi :", table)).award_criteria

    assert weighed(criteria) == [("Valeur technique", 60), ("Prix", 40)]
    assert weighed(criteria[0].sub) == [("Qualité de la remise en état", 35), ("Étendue de la gamme", 25)]


def test_a_sum_met_by_chance_does_not_take_a_criterion_under_another() -> None:
    table = a_table(
        ("Critères", "Pondération"),
        ("Prix", "50 %"),
        ("Qualité", "35 %"),
        ("- Collectes", "15 %"),
        ("- Traçabilité", "20 %"),
        ("Insertion", "10 %"),
        ("Environnement", "5 %"),
    )
    criteria = read_text(a_page("Critères d'attribution des offres :", table)).award_criteria

    assert weighed(criteria) == [("Prix", 50), ("Qualité", 35), ("Insertion", 10), ("Environnement", 5)]
    assert weighed(criteria[1].sub) == [("Collectes", 15), ("Traçabilité", 20)]


@pytest.mark.parametrize(
    ("said", "offset"),
    [
        ("15 heures (heure locale de La Réunion)", "+04:00"),
        ("15h00 (heure de\nLa Réunion)", "+04:00"),
        ("15h00, heure de Pointe-à-Pitre", "-04:00"),
        ("15h00 (heure de Paris)", "+01:00"),
        ("15 heures, Réunion d'ouverture le lendemain", "+01:00"),
        ("15 heures. L'heure de la réunion d'ouverture est fixée plus tard", "+01:00"),
        ("15h00", "+01:00"),
    ],
)
def test_the_hour_of_a_deadline_is_that_of_the_clock_it_names(said: str, offset: str) -> None:
    deadline = read_text(f"Date limite de remise des offres : 22 janvier 2027 à {said}.").deadline

    assert deadline is not None
    assert deadline.value == f"2027-01-22T15:00:00{offset}"


def test_the_papers_asked_under_a_number_of_days_are_all_read() -> None:
    papers = read_text(
        "Le candidat retenu fournit sous 10 jours les attestations fiscales et sociales, le certificat de"
        " congés payés et un extrait K-bis."
    ).required_documents

    assert [paper.name for paper in papers] == [
        "Les attestations fiscales et sociales",
        "Le certificat de congés payés",
        "Un extrait K-bis",
    ]


def test_criteria_are_read_under_a_title_that_does_not_announce_them() -> None:
    criteria = read_text(
        "Article 7 : Pièces\nUn mémoire.\nArticle 8 : Attribution\nLe marché est attribué ainsi :\n"
        "A. Coût global (pondération : 40)\nB. Qualité (pondération : 35)\n   B1. Délai (15)\n"
        "   B2. Traçabilité (20)\nC. Engagements sociaux et environnementaux (pondération : 25)\n"
    ).award_criteria

    assert weighed(criteria) == [
        ("Coût global", 40),
        ("Qualité", 35),
        ("Engagements sociaux et environnementaux", 25),
    ]
    assert weighed(criteria[1].sub) == [("Délai", 15), ("Traçabilité", 20)]


def test_dates_stand_under_their_headings() -> None:
    table = a_table(
        ("Publication", "Questions", "Dépôt des offres", "Ouverture"),
        ("12/04/2027", "06/05/2027 à\n12h00", "14/05/2027 à\n11h30", "17/05/2027 à\n9h00"),
    )
    reading = read_text(a_page("Calendrier", table))

    assert reading.deadline
    assert reading.deadline.value == "2027-05-14T11:30:00+02:00"
    assert reading.questions_deadline
    assert reading.questions_deadline.value == "2027-05-06T12:00:00+02:00"
