"""Social award criteria, in sentences built for the test."""

from __future__ import annotations

import pytest

from tender.clauses import label

SENTENCES = [
    (
        "AWARD_SOCIAL",
        "Critère 3 : performance sociale et environnementale (15 points)",
    ),
    (
        "AWARD_SOCIAL",
        "Qualité de la démarche d'insertion proposée : 20%",
    ),
    (
        "AWARD_SOCIAL",
        "Prix 50 %, valeur technique 40 %, insertion des publics en difficulté 10 %",
    ),
    (
        "AWARD_SOCIAL",
        ("Les offres seront jugées sur leurs engagements en matière d'insertion professionnelle."),
    ),
    (
        "AWARD_SOCIAL",
        "RSE : 5 %",
    ),
    (
        "AWARD_SOCIAL",
        "Zuschlagskriterien: Preis 60 %, Qualität 30 %, soziale Kriterien 10 %",
    ),
    (
        "AWARD_SOCIAL",
        "Award criteria: Quality 50%, Social Value 10%, Price 40%",
    ),
    (
        "AWARD_SOCIAL",
        "Développement durable et insertion sociale (10/100)",
    ),
    (
        "AWARD_SOCIAL",
        "3. Performances sociales : 10%",
    ),
    (
        "AWARD_SOCIAL",
        "Sous-critère n°2 : insertion professionnelle (5 points)",
    ),
    (
        "AWARD_SOCIAL",
        ("Le critère « développement durable » (20 %) apprécie les mesures sociales et environnementales."),
    ),
    (
        "AWARD_SOCIAL",
        "Valeur sociale de l'offre - pondération : 15",
    ),
    (
        "AWARD_SOCIAL",
        "Responsabilité sociétale de l'entreprise - 10 points",
    ),
    (
        "AWARD_SOCIAL",
        "Critère social : nombre d'heures d'insertion proposées au-delà du minimum - 10 %",
    ),
    (
        "AWARD_SOCIAL",
        "Wertungskriterien: Soziales 5 %, Qualität 45 %, Preis 50 %",
    ),
    (
        "AWARD_SOCIAL",
        "Social value weighting: 10%",
    ),
    (
        "AWARD_SOCIAL",
        "Critère n°3 - Insertion professionnelle et développement durable : 10 %",
    ),
    (
        "AWARD_SOCIAL",
        ("3° Performance en matière d'insertion sociale, appréciée au regard du mémoire social (10 points)"),
    ),
    (
        "AWARD_SOCIAL",
        "Engagement social de l'entreprise (handicap, insertion, égalité) : 5%",
    ),
    (
        "AWARD_SOCIAL",
        "The award criteria are: price 60%, quality 30%, community benefits 10%",
    ),
    (
        "AWARD_SOCIAL",
        "Evaluation: 10% of the marks will be allocated to social value.",
    ),
    (
        "AWARD_SOCIAL",
        "Prise en compte de l'insertion sociale : 5 points",
    ),
    (
        "AWARD_SOCIAL",
        "Valeur technique 50 %, dont insertion 10 %",
    ),
    (
        "AWARD_SOCIAL",
        "3- Qualité sociale (sécurité, insertion) - 10%",
    ),
    (
        "AWARD_SOCIAL",
        "Politique sociale et environnementale de l'entreprise : 10 %",
    ),
    (
        "AWARD_SOCIAL",
        "Emploi de personnes handicapées ou en insertion : 10 %",
    ),
    ("AWARD_SOCIAL", "Prix : 60 %\nRecours aux apprentis sur le chantier : 5 %"),
    ("AWARD_SOCIAL", "Valeur technique (moyens : 20 % ; apprentissage : 5 %) : 25 %"),
    ("AWARD_SOCIAL", "Performances en matière d'environnement et en matière sociale : 10 %"),
    ("AWARD_SOCIAL", "Développement durable et social : 8 %"),
    ("AWARD_SOCIAL", "Pertinence des mesures proposées pour la réalisation d'heures d'insertion : 10 %"),
]


@pytest.mark.parametrize(("kind", "text"), SENTENCES)
def test_a_social_word_with_a_mark_is_a_criterion(kind: str, text: str) -> None:
    assert {found.type.value for found in label(text)} == {kind}
