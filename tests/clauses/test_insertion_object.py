"""Contracts whose object is insertion, in sentences built for the test."""

from __future__ import annotations

import pytest

from tender.clauses import label

SENTENCES = [
    (
        "INSERTION_OBJECT",
        (
            "Marché de services d'insertion et de qualification professionnelles ayant pour "
            "support l'entretien des espaces verts."
        ),
    ),
    (
        "INSERTION_OBJECT",
        (
            "Le marché a pour objet l'insertion sociale et professionnelle de publics en "
            "difficulté par des travaux de second œuvre."
        ),
    ),
    (
        "INSERTION_OBJECT",
        "Mise en œuvre d'un chantier d'insertion pour l'entretien des berges",
    ),
    (
        "INSERTION_OBJECT",
        "Prestations de services d'insertion socioprofessionnelle : nettoyage de la voirie",
    ),
    (
        "INSERTION_OBJECT",
        "L'activité d'entretien est le support de l'action d'insertion, objet du marché.",
    ),
    (
        "INSERTION_OBJECT",
        "Services de qualification et d'insertion professionnelle (art. 28 du décret 2016-360)",
    ),
    (
        "INSERTION_OBJECT",
        ("Prestation d'insertion professionnelle et sociale au moyen de l'activité de nettoyage des plages."),
    ),
    (
        "INSERTION_OBJECT",
        (
            "Accord-cadre de services d'insertion sociale et professionnelle des bénéficiaires du "
            "RSA : chantiers d'insertion."
        ),
    ),
    (
        "INSERTION_OBJECT",
        "Insertion sociale et économique de travailleurs handicapés à travers l'entretien de parcs",
    ),
    ("INSERTION_OBJECT", "Formations à destination de publics en démarche d'insertion, années 2025-2027"),
    ("INSERTION_OBJECT", "Durchführung einer Maßnahme im Sinne des § 16 Abs. 1 SGB II i. V. m. § 45 SGB III"),
    ("EXEC_INSERTION", "Une prestation d'insertion de publics en difficulté est prévue pour certains lots."),
]


@pytest.mark.parametrize(("kind", "text"), SENTENCES)
def test_insertion_that_is_bought_is_the_object(kind: str, text: str) -> None:
    assert {found.type.value for found in label(text)} == {kind}
