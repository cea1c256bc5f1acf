"""Words that look like a clause and speak of something else."""

from __future__ import annotations

import pytest

from tender.clauses import label

OTHERS = [
    "Critère 2 : insertion et volumétrie du bâtiment, 25 %",
    "Cohérence de l'œuvre avec la destination du bâtiment et son insertion : 20 %",
    "Le jury notera la qualité du parti architectural et l'insertion sur site : 35 points.",
    "La prime est réduite si l'offre méconnaît la législation applicable en matière sociale : 20 %",
    "Exploitation d'une ligne de transport dédiée aux personnes en situation de handicap.",
    "Le soumissionnaire accepte le cahier des charges sans restriction ni réserve.",
    "Prestations d'accueil des stagiaires en formation sur le territoire.",
    "Nous réduirons nos coûts et favoriserons l'égalité des chances dans les recrutements.",
    "Le dossier comprend des exemples de réalisations sur l'égalité entre les femmes et les hommes.",
    "Les personnes assujetties à l'obligation d'employer des travailleurs handicapés le déclarent.",
    "SOMMAIRE\nII.4. NEGOCIATION 6\nII.5. CLAUSE D'INSERTION 6\nII.6. DELAIS 7\nII.7. VISITES 8",
    "Hinweise zum Bestbieterprinzip gemäß § 8 TVergG LSA: Erklärungen werden nachgefordert.",
]


@pytest.mark.parametrize("text", OTHERS)
def test_what_looks_like_a_clause_is_none(text: str) -> None:
    assert label(text) == ()


def test_the_criteria_asked_about_are_no_criterion() -> None:
    (found,) = label(
        "Quels sont les critères des heures d'insertion ?\nLe titulaire réalise 300 heures d'insertion."
    )

    assert found.type.value == "EXEC_INSERTION"


QUOTED = [
    "Le marché est soumis au CCAG-FCS, dont l'article 16.1 prévoit qu'une clause d'insertion est possible.",
    "L'article 20.1 du CCAG Travaux prévoit que le titulaire réalise une action d'insertion.",
    "Le marché renvoie au CCAG des marchés de travaux (arrêté de 2021), qui comporte une clause sociale.",
    "Le cahier des clauses administratives générales traite, en son article 20.1, de l'insertion sociale.",
]
APPLIED = [
    "Il est fait application de l'article 16.1 du CCAG-FCS : le titulaire réalise 200 heures d'insertion.",
    "L'article 16.1 du CCAG-FCS, qui prévoit une clause d'insertion, est applicable au présent marché.",
    "L'article 9.2 du CCAP, qui complète l'article 16.1 du CCAG, prévoit une clause d'insertion.",
    "En complément de l'article 20.1 du CCAG Travaux, le marché comporte une clause d'insertion.",
]


@pytest.mark.parametrize("text", QUOTED)
def test_general_terms_that_are_quoted_state_no_clause(text: str) -> None:
    assert label(text) == ()


@pytest.mark.parametrize("text", APPLIED)
def test_general_terms_that_a_contract_applies_state_a_clause(text: str) -> None:
    assert [found.type.value for found in label(text)] == ["EXEC_INSERTION"]
