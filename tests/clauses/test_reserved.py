"""Reservations, in sentences built for the test."""

from __future__ import annotations

import pytest

from tender.clauses import label

SENTENCES = [
    (
        "RESERVED_SIAE",
        "Lot n°2 réservé aux structures de l'insertion par l'activité économique (SIAE)",
    ),
    (
        "RESERVED_SIAE",
        "Marché réservé aux SIAE",
    ),
    (
        "RESERVED_SIAE",
        "Ce lot est réservé à une entreprise d'insertion ou une association intermédiaire.",
    ),
    (
        "RESERVED_SIAE",
        "La participation est réservée aux organismes d'insertion agréés",
    ),
    (
        "RESERVED_SIAE",
        ("Ce marché est exclusivement ouvert aux structures d'insertion par l'activité économique."),
    ),
    (
        "RESERVED_SIAE",
        (
            "Le présent lot est réservé aux opérateurs employant des travailleurs défavorisés "
            "(art. 36-II de l'ordonnance)"
        ),
    ),
    (
        "RESERVED_SIAE",
        "Accord-cadre réservé aux ateliers et chantiers d'insertion",
    ),
    (
        "RESERVED_SIAE",
        "Type de marché réservé : structures d'insertion par l'activité économique",
    ),
    (
        "RESERVED_SIAE",
        (
            "Le présent marché est réservé aux entreprises d'insertion, aux ACI et aux "
            "associations intermédiaires"
        ),
    ),
    (
        "RESERVED_SIAE",
        (
            "L'accord-cadre est réservé, au titre de l'article L. 2113-13, aux opérateurs "
            "économiques employant des travailleurs défavorisés."
        ),
    ),
    (
        "RESERVED_EA_ESAT",
        "Le lot 4 est réservé au secteur protégé et adapté (ESAT / EA).",
    ),
    (
        "RESERVED_EA_ESAT",
        "La participation à la procédure est réservée aux ateliers protégés",
    ),
    (
        "RESERVED_EA_ESAT",
        "Seules les entreprises adaptées et les ESAT peuvent soumissionner au lot n° 3.",
    ),
    (
        "RESERVED_EA_ESAT",
        "Lot réservé : les candidats doivent être des ESAT ou des entreprises adaptées",
    ),
    (
        "RESERVED_EA_ESAT",
        "Marché réservé : OUI. Entreprises adaptées, ESAT (article L2113-12)",
    ),
    (
        "RESERVED_EA_ESAT",
        "Le marché sera exécuté dans le cadre de programmes d'emplois protégés : oui",
    ),
    (
        "RESERVED_EA_ESAT",
        ("Ce lot est exclusivement destiné aux établissements et services d'aide par le travail."),
    ),
    (
        "RESERVED_EA_ESAT",
        "Réservation du lot 2 aux travailleurs handicapés (ESAT, EA)",
    ),
    (
        "RESERVED_EA_ESAT",
        ("Ce marché est un marché réservé en application de l'article 15 du Code des marchés publics"),
    ),
    (
        "RESERVED_EA_ESAT",
        "Marché réservé aux ateliers protégés",
    ),
    (
        "RESERVED_EA_ESAT",
        (
            "Type de participation réservée : La participation est réservée aux ateliers protégés "
            "et aux opérateurs économiques dont l'objectif principal est l'intégration des "
            "personnes handicapées"
        ),
    ),
    (
        "RESERVED_EA_ESAT",
        "Lot réservé aux entreprises adaptées (EA)",
    ),
    (
        "RESERVED_EA_ESAT",
        "Les prestations sont réservées à un établissement de travail protégé de type ESAT.",
    ),
    (
        "RESERVED_BOTH",
        "Marché réservé aux EA, ESAT et SIAE en application de l'article L. 2113-14.",
    ),
    (
        "RESERVED_BOTH",
        (
            "La participation est réservée à des ateliers protégés et à des opérateurs "
            "économiques dont l'objet principal est l'intégration sociale et professionnelle de "
            "personnes handicapées ou défavorisées."
        ),
    ),
    (
        "RESERVED_BOTH",
        (
            "Le marché est réservé aux structures employant au moins 50 % de travailleurs "
            "handicapés ou défavorisés."
        ),
    ),
    (
        "RESERVED_BOTH",
        "Marché réservé au secteur adapté et à l'insertion par l'activité économique.",
    ),
    (
        "RESERVED_ESS",
        (
            "Marché réservé aux entreprises de l'économie sociale et solidaire au titre de "
            "l'article L. 2113-15."
        ),
    ),
    (
        "RESERVED_ESS",
        "La participation est réservée aux organisations de l'économie sociale et solidaire",
    ),
    (
        "RESERVED_OTHER",
        "Lot réservé aux établissements pénitentiaires (L. 2113-13-1)",
    ),
    (
        "RESERVED_OTHER",
        ("Der Auftrag ist gemäß § 118 GWB anerkannten Werkstätten für behinderte Menschen vorbehalten."),
    ),
    (
        "RESERVED_OTHER",
        (
            "Die Teilnahme ist geschützten Werkstätten und Wirtschaftsteilnehmern vorbehalten, "
            "deren Ziel die soziale und berufliche Integration von Menschen mit Behinderungen "
            "oder von benachteiligten Personen ist."
        ),
    ),
    (
        "RESERVED_OTHER",
        (
            "The contract is reserved to sheltered workshops and economic operators aiming at the "
            "social and professional integration of disabled or disadvantaged persons"
        ),
    ),
    (
        "RESERVED_OTHER",
        "Reserved participation: sheltered workshops",
    ),
    (
        "RESERVED_OTHER",
        (
            "Die Auftragsausführung muss im Rahmen von Programmen für geschützte "
            "Beschäftigungsverhältnisse erfolgen: Ja"
        ),
    ),
    (
        "RESERVED_OTHER",
        "Der Auftrag ist Werkstätten für Menschen mit Behinderungen vorbehalten.",
    ),
    (
        "RESERVED_OTHER",
        "This lot is reserved for supported businesses under Regulation 20.",
    ),
]


@pytest.mark.parametrize(("kind", "text"), SENTENCES)
def test_a_reservation_is_typed_by_whom_it_favours(kind: str, text: str) -> None:
    assert {found.type.value for found in label(text)} == {kind}
