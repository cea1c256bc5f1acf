"""Other social conditions, in sentences built for the test."""

from __future__ import annotations

import pytest

from tender.clauses import label

SENTENCES = [
    (
        "SOCIAL_OTHER_EXEC",
        "Die Bieter haben eine Tariftreueerklärung nach dem TVgG NRW abzugeben.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Mit dem Angebot ist die Verpflichtungserklärung zur Zahlung eines Mindestlohns nach "
            "dem LTTG vorzulegen."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Eigenerklärung zur Einhaltung der ILO-Kernarbeitsnormen",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Es gilt die Frauenförderverordnung (FFV); die Erklärung ist abzugeben.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Le titulaire s'engage à accueillir un apprenti pendant la durée du marché.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Le titulaire devra promouvoir l'égalité professionnelle entre les femmes et les "
            "hommes dans l'exécution du marché."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        ("The supplier will be required to deliver community benefits including apprenticeships."),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Cette consultation comporte des conditions d'exécution à caractère social.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Le marché comporte une clause sociale de formation sous statut scolaire.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Une partie des prestations devra être sous-traitée à un ESAT.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Auftragnehmer müssen ihren Beschäftigten bei der Ausführung mindestens das "
            "Mindestentgelt nach BerlAVG zahlen."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Besondere Vertragsbedingungen zur Frauenförderung sind Vertragsbestandteil.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Erklärung zu Mindestentgelt und Tariftreue (Formblatt 231)",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Der Auftragnehmer verpflichtet sich, die ILO-Kernarbeitsnormen einzuhalten.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Community benefit clauses will be included in this contract.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Contractors must pay the real Living Wage to all staff employed on the contract.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Le titulaire s'engage à respecter les conventions fondamentales de l'OIT dans "
            "l'exécution du marché."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        ("Clause sociale : le titulaire accueille des élèves en stage pour 140 heures (clause de stage)."),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Le cahier des charges contient des clauses contre le dumping social.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Les conditions d'exécution du marché comportent des éléments à caractère social et "
            "environnemental."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Clauses sociales : Oui",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Clauses sociales : Avec",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Le titulaire met en place des actions de formation des jeunes sous statut scolaire : "
            "clause de formation de 70 heures."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Es wird darauf hingewiesen, dass die Regelungen des BerlAVG (Mindestentgelt, "
            "Frauenförderung) Anwendung finden."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        ("Mit der Abgabe des Angebots erklärt der Bieter, dass er die Bestimmungen des LTTG einhält."),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Formblatt 521 Eigenerklärung Tariftreue / Mindestlohn",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Der Auftragnehmer hat die Beschäftigten nach den Vorgaben des § 4 TtVG zu entlohnen "
            "(Mindestlohnerklärung)."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Bonus für Ausbildungsbetriebe; der Auftragnehmer hat Auszubildende einzusetzen: "
            "Beschäftigung von Auszubildenden"
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        ("Bieter müssen sich zur Einhaltung der Mindestarbeitsbedingungen nach § 9 VgG M-V verpflichten."),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Tenderers must comply with the Council's Social Value policy and will be required to "
            "deliver social value outcomes such as apprenticeships."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Objectif social promu : Égalité entre les hommes et les femmes dans l'exécution du "
            "contrat ; le titulaire devra fournir un plan d'égalité professionnelle"
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Der Auftragnehmer verpflichtet sich, bei der Ausführung der Leistung die Vorgaben "
            "des Saarländischen Tariftreue- und Fairer-Lohn-Gesetzes einzuhalten."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Zur Einhaltung der Tariftreue nach dem Hessischen Vergabe- und Tariftreuegesetz "
            "(HVTG) ist eine Verpflichtungserklärung vorzulegen."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Verpflichtungserklärung nach § 4 Abs. 1 Niedersächsisches Tariftreue- und "
            "Vergabegesetz (NTVergG) für Bau- und Dienstleistungen"
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Erklärung zur Zahlung des vergabespezifischen Mindestlohns",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Die Vorgaben des Thüringer Vergabegesetzes zu Mindestentgelt und Entgeltgleichheit "
            "sind zu beachten."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Eigenerklärung gemäß § 1 Abs. 2 BerlAVG (ILO-Kernarbeitsnormen)",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Formular Wirt-214: Besondere Vertragsbedingungen zu Mindestentlohnung",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Bieter haben zu erklären, dass sie bei der Ausführung des Auftrages Maßnahmen zur "
            "Frauenförderung durchführen."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "It is a condition of this contract that the contractor delivers community benefits, "
            "including two apprenticeships."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "The contractor shall pay the London Living Wage to all staff.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        "Les lots 1 et 2 comportent des conditions d'exécution relatives au domaine du social.",
    ),
    ("SOCIAL_OTHER_EXEC", "Le marché est soumis à des conditions d'exécution environnementales et sociales."),
    (
        "SOCIAL_OTHER_EXEC",
        "Consultation comportant des conditions d'exécution à caractère écologique et social.",
    ),
    ("SOCIAL_OTHER_EXEC", "The framework agreement contains a labour clause."),
    ("SOCIAL_OTHER_EXEC", "Mit dem Angebot ist die Verpflichtungserklärung Fair-Trade einzureichen."),
    ("SOCIAL_OTHER_EXEC", "Einhaltung der Vorgaben des ThürVgG und des MiLoG."),
]


@pytest.mark.parametrize(("kind", "text"), SENTENCES)
def test_other_social_conditions_are_kept_apart(kind: str, text: str) -> None:
    assert {found.type.value for found in label(text)} == {kind}
