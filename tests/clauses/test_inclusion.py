"""Insertion during performance, in sentences built for the test."""

from __future__ import annotations

import pytest

from tender.clauses import label

SENTENCES = [
    (
        "EXEC_INSERTION",
        (
            "Le titulaire devra réserver au minimum 7 % des heures de travail à des personnes "
            "éloignées de l'emploi."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Pour le lot 3, l'attributaire s'engage à employer des personnes en parcours "
            "d'insertion à hauteur de 420 heures."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Conformément à l'article 14 du code des marchés publics, le marché prévoit une "
            "clause d'insertion."
        ),
    ),
    (
        "EXEC_INSERTION",
        "Heures d'insertion : lot 1 : 300 h ; lot 2 : 150 h",
    ),
    (
        "EXEC_INSERTION",
        "Le présent accord-cadre est assorti d'une clause sociale d'insertion.",
    ),
    (
        "EXEC_INSERTION",
        ("L'opération donnera lieu à la mise en œuvre d'une démarche d'insertion par l'activité économique."),
    ),
    (
        "EXEC_INSERTION",
        "Volume horaire d'insertion : 1 240 heures",
    ),
    (
        "EXEC_INSERTION",
        ("Un volume de 350 heures sera dédié aux publics en difficulté d'insertion professionnelle."),
    ),
    (
        "EXEC_INSERTION",
        (
            "Les entreprises attributaires devront obligatoirement recruter des demandeurs "
            "d'emploi de longue durée pour l'exécution du marché."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Ce marché contribue à la politique d'insertion du Département : 5% du temps de "
            "travail devra être effectué par des allocataires du RSA."
        ),
    ),
    (
        "EXEC_INSERTION",
        "La clause d'insertion sociale s'applique aux lots 2 et 4.",
    ),
    (
        "EXEC_INSERTION",
        ("Il est fait application d'une clause sociale d'insertion professionnelle, voir article 9 du CCAP"),
    ),
    (
        "EXEC_INSERTION",
        ("Considérations sociales : l'exécution du marché comprend une clause de promotion de l'emploi."),
    ),
    (
        "EXEC_INSERTION",
        "Une part minimale de 10 % des heures sera réservée à l'insertion.",
    ),
    (
        "EXEC_INSERTION",
        "une clause sociale dinsertion est prevue au marche",
    ),
    (
        "EXEC_INSERTION",
        (
            "Le marché intègre une clause sociale visant à favoriser le retour à l'emploi des "
            "personnes qui en sont éloignées."
        ),
    ),
    (
        "EXEC_INSERTION",
        "Dispositif d'insertion : oui (lots 1 à 3)",
    ),
    (
        "EXEC_INSERTION",
        "Clause d'insertion : Oui",
    ),
    (
        "EXEC_INSERTION",
        "Insertion par l'activité économique : lots 1, 2 et 6",
    ),
    (
        "EXEC_INSERTION",
        "L'entreprise s'engage à réaliser 120 heures d'insertion par an.",
    ),
    (
        "EXEC_INSERTION",
        "Le titulaire confie 15 % du montant du marché à une structure d'insertion.",
    ),
    (
        "EXEC_INSERTION",
        "Le titulaire réserve 200 heures de travail à du personnel en insertion sociale.",
    ),
    (
        "EXEC_INSERTION",
        "Le marché est soumis aux dispositions de la charte d'insertion de l'ANRU.",
    ),
    (
        "EXEC_INSERTION",
        "Tous les lots, à l'exception du lot 4, sont soumis à une clause sociale d'insertion.",
    ),
    (
        "EXEC_INSERTION",
        (
            "En application de l'article L 2112-2 du CCP, hors lot 5, l'exécution comporte une "
            "action obligatoire d'insertion."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Ce marché s'inscrit dans une démarche de développement social : le titulaire aura "
            "l'obligation de réserver 3 % des heures travaillées à des jeunes sans qualification."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Le candidat devra remplir l'annexe 2 relative à la clause d'insertion sociale sous "
            "peine de rejet de son offre."
        ),
    ),
    (
        "EXEC_INSERTION",
        "Modification : le nombre d'heures d'insertion du lot 2 est porté de 200 à 260 heures.",
    ),
    (
        "EXEC_INSERTION",
        ("Le marché prévoit l'embauche de personnes rencontrant des difficultés d'accès à l'emploi."),
    ),
    (
        "EXEC_INSERTION",
        (
            "Pour la réalisation de la clause d'insertion, le titulaire pourra s'adresser au "
            "facilitateur de la Maison de l'emploi."
        ),
    ),
    (
        "EXEC_INSERTION",
        "Obligation d'insertion : 5 % du volume horaire total du marché",
    ),
    (
        "EXEC_INSERTION",
        ("L'entreprise retenue consacrera 8% des heures travaillées à l'insertion de publics prioritaires."),
    ),
    (
        "EXEC_INSERTION",
        "Pénalité de 60 euros par heure d'insertion non réalisée.",
    ),
    (
        "EXEC_INSERTION",
        "Les prestations seront réalisées pour partie par des personnes en insertion.",
    ),
    (
        "EXEC_INSERTION",
        "Clause insertion : 900h",
    ),
    (
        "EXEC_INSERTION",
        (
            "Marché comportant une action d'insertion professionnelle en faveur des personnes "
            "éloignées de l'emploi (article 6 du CCAP)"
        ),
    ),
    (
        "EXEC_INSERTION",
        "CLAUSE SOCIALE D'INSERTION OBLIGATOIRE",
    ),
    (
        "EXEC_INSERTION",
        "le marche comporte une clause obligatoire dinsertion par lactivite economique",
    ),
    (
        "EXEC_INSERTION",
        (
            "l'exécution de ce marché comporte, à titre de condition d'exécution, des "
            "considérations sociales : 250 heures seront réalisées par des bénéficiaires du RSA"
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "8.4 Insertion sociale\nLe présent marché comporte une clause d'insertion par "
            "l'activité économique.\nLe titulaire s'engage à réserver 350 heures d'insertion sur "
            "la durée du marché."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Article 12 - Clause d'insertion professionnelle\n12.1 Dispositions générales\nLe "
            "titulaire devra réaliser une action d'insertion permettant l'accès ou le retour à "
            "l'emploi de personnes rencontrant des difficultés. 12.2 Pénalités : 100 € par heure "
            "d'insertion non réalisée."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "ANNEXE 3 A L'ACTE D'ENGAGEMENT - ENGAGEMENT D'INSERTION\nJe m'engage à réserver, dans "
            "l'exécution du marché, un nombre d'heures d'insertion égal à ...... heures."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "En cas de non-respect de l'obligation d'insertion, une pénalité de 50 € par heure "
            "non effectuée sera appliquée."
        ),
    ),
    (
        "EXEC_INSERTION",
        "Le candidat joint à son offre l'annexe insertion dûment complétée",
    ),
    (
        "EXEC_INSERTION",
        (
            "Objectif social promu\n:\nPossibilités d'emploi pour les chômeurs de longue durée, les "
            "personnes défavorisées ou handicapées"
        ),
    ),
    (
        "EXEC_INSERTION",
        "Clause sociale d'insertion (oui/non) : oui, 200 heures",
    ),
    (
        "EXEC_INSERTION",
        (
            "Der Auftragnehmer ist verpflichtet, bei der Ausführung Langzeitarbeitslose im Umfang "
            "von 500 Stunden zu beschäftigen."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Le marché prévoit, pour les lots 1 et 2, une condition d'exécution visant "
            "l'insertion des personnes éloignées de l'emploi."
        ),
    ),
    (
        "EXEC_INSERTION",
        "Heures d'insertion obligatoires : 80 h (lot 1), 120 h (lot 2)",
    ),
    (
        "EXEC_INSERTION",
        ("Les modalités d'exécution de la clause d'insertion sont précisées à l'article 15 du CCAP."),
    ),
    (
        "EXEC_INSERTION",
        "Ce marché comprend des heures d'insertion.",
    ),
    (
        "EXEC_INSERTION",
        "Le titulaire est tenu de réaliser l'action d'insertion décrite au CCAP.",
    ),
    (
        "EXEC_INSERTION",
        ("Conditions particulières : clause d'insertion professionnelle pour les lots gros œuvre et VRD"),
    ),
    (
        "EXEC_INSERTION",
        "Le nombre d'heures d'insertion à réaliser est de 140.",
    ),
    (
        "EXEC_INSERTION",
        (
            "La présente consultation intègre un volet insertion : 10% des heures seront "
            "réalisées par des publics en insertion"
        ),
    ),
    (
        "EXEC_INSERTION",
        "L'attributaire devra consacrer un minimum de 70 heures à l'insertion",
    ),
    (
        "EXEC_INSERTION",
        (
            "Le lot 3 est soumis à l'obligation d'embaucher une personne en contrat de "
            "professionnalisation issue des publics prioritaires."
        ),
    ),
]


@pytest.mark.parametrize(("kind", "text"), SENTENCES)
def test_insertion_asked_of_whoever_performs_is_found(kind: str, text: str) -> None:
    assert {found.type.value for found in label(text)} == {kind}
