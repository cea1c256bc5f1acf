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
]


@pytest.mark.parametrize(("kind", "text"), SENTENCES)
def test_insertion_that_is_bought_is_the_object(kind: str, text: str) -> None:
    assert {found.type.value for found in label(text)} == {kind}
