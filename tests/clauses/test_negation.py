"""Denials, in sentences built for the test."""

from __future__ import annotations

import pytest

from tender.clauses import label

SENTENCES = [
    (
        "NEGATED",
        "Le marché est réservé aux structures d'insertion (article L. 2113-13) : ☐ Oui ☒ Non",
    ),
    (
        "RESERVED_SIAE",
        "Le marché est réservé aux structures d'insertion (article L. 2113-13) : Oui ☒ Non ☐",
    ),
    (
        "NEGATED",
        "Le marché ne comporte pas de clause sociale.",
    ),
    (
        "NEGATED",
        "Clause d'insertion : Non",
    ),
    (
        "NEGATED",
        "Clause sociale : Sans objet",
    ),
    (
        "NEGATED",
        "Ce marché n'est pas soumis à une clause d'insertion sociale.",
    ),
    (
        "NEGATED",
        "Aucune clause d'insertion n'est prévue.",
    ),
    (
        "NEGATED",
        "Marché réservé : NON",
    ),
    (
        "NEGATED",
        "Le présent marché n'est pas un marché réservé.",
    ),
    (
        "NEGATED",
        "La présente consultation n'est pas réservée aux entreprises adaptées.",
    ),
    (
        "NEGATED",
        "Aucun lot n'est réservé à des structures d'insertion par l'activité économique.",
    ),
    (
        "NEGATED",
        "Clauses sociales\nSans",
    ),
    (
        "NEGATED",
        "Il n'est pas prévu de clause d'insertion par l'activité économique.",
    ),
    (
        "NEGATED",
        "Vorbehaltene Teilnahme: Die Teilnahme ist nicht vorbehalten.",
    ),
    (
        "NEGATED",
        "Participation réservée : non",
    ),
    (
        "NEGATED",
        "Considération sociale : Pas de considération sociale",
    ),
    (
        "NEGATED",
        ("La consultation ne fait pas l'objet d'une clause d'insertion par l'activité économique."),
    ),
    (
        "NEGATED",
        "Le marché est exempt : pas de clause sociale d'insertion",
    ),
    (
        "NEGATED",
        "Marché réservé à des structures d'insertion : non.",
    ),
    (
        "NEGATED",
        "S'agit-il d'un marché réservé ? Non",
    ),
    (
        "NEGATED",
        "Le marché n'est réservé ni aux ateliers protégés ni aux structures d'insertion.",
    ),
    (
        "NEGATED",
        "Le présent marché ne comporte aucune condition d'exécution à caractère social.",
    ),
    (
        "NEGATED",
        ("L'exécution du marché n'est pas réservée dans le cadre de programmes d'emplois protégés."),
    ),
    (
        "NEGATED",
        "Es gelten keine besonderen Bedingungen: Vorbehaltener Auftrag: nein",
    ),
    (
        "NEGATED",
        "Participation réservée\n:\nLa participation n’est pas réservée",
    ),
    (
        "NEGATED",
        "Reserved participation: Participation is not reserved.",
    ),
    (
        "NEGATED",
        "Clause sociale d'insertion : Néant",
    ),
    (
        "NEGATED",
        (
            "Die Auftragsausführung muss im Rahmen von Programmen für geschützte "
            "Beschäftigungsverhältnisse erfolgen: Nein"
        ),
    ),
    (
        "NEGATED",
        (
            "The execution of the contract must be performed within the framework of sheltered "
            "employment programmes: No"
        ),
    ),
    (
        "NEGATED",
        "Le marché doit être exécuté dans le cadre de programmes d'emplois protégés : non",
    ),
    (
        "NEGATED",
        "Vorbehaltene Teilnahme\n:\nTeilnahme ist nicht vorbehalten.",
    ),
    (
        "NEGATED",
        "This contract is not reserved for sheltered workshops.",
    ),
    (
        "NEGATED",
        "Aucune réservation au profit d'entreprises adaptées ou de structures d'insertion.",
    ),
    (
        "NEGATED",
        "Le marché ne contient aucune clause sociale ni clause environnementale.",
    ),
    (
        "NEGATED",
        "L'accord-cadre n'est assorti d'aucune clause d'insertion.",
    ),
    (
        "NEGATED",
        "Clauses sociales et environnementales : non",
    ),
]


@pytest.mark.parametrize(("kind", "text"), SENTENCES)
def test_a_denial_is_kept_and_never_counted(kind: str, text: str) -> None:
    assert {found.type.value for found in label(text)} == {kind}
