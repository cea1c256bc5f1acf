"""Explaining is not stating: guides, press, statutes and policies give no clause; contracts and models do."""

from __future__ import annotations

import pytest

from tender.clauses import label

EXPLAINED = [
    (
        "Depuis 2015, la ville de Lille a introduit des clauses d'insertion dans plus de 300 "
        "marchés ; 1 200 personnes en ont bénéficié."
    ),
    (
        "Les clauses sociales d'insertion sont des dispositions inscrites dans les marchés "
        "publics qui obligent les entreprises à réserver une part des heures de travail à des "
        "personnes en difficulté."
    ),
    (
        "L'acheteur dispose de plusieurs leviers : la condition d'exécution, le critère "
        "d'attribution et la réservation de marchés aux SIAE, EA et ESAT."
    ),
    (
        "La Maison de l'emploi accompagne les entreprises titulaires dans la mise en œuvre de "
        "leurs obligations d'insertion. Elle repère et oriente les candidats."
    ),
    ("« La clause nous a permis de recruter deux jeunes en CDI », témoigne le chef d'entreprise."),
    (
        "Article L2113-13 : Des marchés ou des lots d'un marché peuvent être réservés à des "
        "structures d'insertion par l'activité économique lorsqu'elles emploient une proportion "
        "minimale de travailleurs défavorisés."
    ),
    ("Un marché réservé est un marché auquel seules peuvent répondre les entreprises adaptées ou les ESAT."),
    (
        "Le Tariftreuegesetz verpflichtet Auftragnehmer, ihren Beschäftigten Tariflohn zu "
        "zahlen. Die Gewerkschaft ver.di begrüßt die Reform."
    ),
    (
        "Öffentliche Auftraggeber im Land vergeben Aufträge nur noch an Unternehmen, die "
        "tariftreu sind. Das Gesetz tritt am 1. Januar in Kraft."
    ),
    (
        "§ 4 Tariftreuepflicht (1) Öffentliche Aufträge dürfen nur an Unternehmen vergeben "
        "werden, die sich bei der Angebotsabgabe schriftlich verpflichten, ihren Beschäftigten "
        "das tarifliche Entgelt zu zahlen."
    ),
    (
        "The Act enables contracting authorities to reserve contracts for sheltered workshops. "
        "Community benefits clauses are often used in Scotland."
    ),
    (
        "Community benefits are requirements which deliver social value in addition to the core "
        "purpose of a contract. Public bodies should consider them."
    ),
    (
        "Comment mettre en place une clause d'insertion ? L'acheteur doit d'abord analyser la "
        "faisabilité avec le facilitateur."
    ),
    (
        "Les heures d'insertion réalisées en 2021 dans le département s'élèvent à 245 000 "
        "heures, soit 12 % de plus qu'en 2020."
    ),
    (
        "Quelles sont les modalités de mise en œuvre ? L'embauche directe, la mise à disposition "
        "de salariés par une AI ou une ETTI, la sous-traitance à une entreprise d'insertion."
    ),
    (
        "Dans le cadre de la commande publique responsable, de nombreuses collectivités "
        "intègrent des clauses sociales dans leurs marchés de travaux."
    ),
    (
        "La loi Climat et résilience impose d'ici 2026 l'intégration de considérations sociales "
        "dans les marchés au-dessus des seuils européens."
    ),
    (
        "Mindestlohn bei öffentlichen Aufträgen: Wer sich um einen Auftrag bewirbt, muss seit "
        "2020 mindestens 9,35 Euro zahlen."
    ),
    (
        "Für die Vergabe öffentlicher Aufträge gilt in Bremen das Tariftreue- und Vergabegesetz. "
        "Was bedeutet das für Unternehmen?"
    ),
    (
        "SIAE : structure d'insertion par l'activité économique. ESAT : établissement et service "
        "d'aide par le travail. EA : entreprise adaptée."
    ),
    "L'allotissement facilite l'accès des structures d'insertion à la commande publique.",
    (
        "Avec le dispositif des achats socialement responsables, le Département a favorisé le "
        "retour à l'emploi de 800 allocataires du RSA."
    ),
    (
        "Die Frauenförderverordnung regelt, dass Unternehmen mit mehr als zehn Beschäftigten "
        "Maßnahmen zur Frauenförderung durchführen müssen."
    ),
    (
        "Das Ziel des Gesetzes ist es, soziale Standards wie die ILO-Kernarbeitsnormen in der "
        "öffentlichen Beschaffung zu verankern."
    ),
    (
        "Tout acheteur soumis au code peut réserver un marché aux opérateurs économiques qui "
        "emploient des travailleurs handicapés."
    ),
    "Cette fiche présente les étapes de la clause sociale, du calcul des heures au bilan.",
    (
        "Le candidat qui souhaite répondre à un marché comportant une clause d'insertion peut "
        "contacter son facilitateur."
    ),
]
STATED = [
    (
        "Article X – Clause d'insertion. Le titulaire s'engage à réaliser une action d'insertion "
        "de [nombre] heures minimum."
    ),
    (
        "Le (nom de l'acheteur) a décidé de faire application de l'article L2112-2 en incluant "
        "une clause obligatoire d'insertion."
    ),
    (
        "L'entreprise attributaire pourra satisfaire son obligation d'insertion par : 1) "
        "l'embauche directe ; 2) la mise à disposition de salariés ; 3) le recours à la "
        "sous-traitance."
    ),
    (
        "Le présent marché est réservé, conformément à la loi, à des structures d'insertion par "
        "l'activité économique."
    ),
    (
        "Die Bieter haben mit dem Angebot eine Erklärung zur Tariftreue nach dem "
        "Landesvergabegesetz abzugeben. Das Gesetz ist unter www.land.de abrufbar."
    ),
    (
        "Der Auftragnehmer verpflichtet sich, seinen Beschäftigten bei der Ausführung der "
        "Leistung mindestens das tarifvertraglich vorgesehene Entgelt zu zahlen."
    ),
    (
        "Tenderers must submit a community benefits plan with their bid; the successful "
        "contractor will be required to offer two apprenticeships."
    ),
    "Pénalité pour heure d'insertion non réalisée : 60 € par heure.",
    (
        "Le titulaire justifie mensuellement des heures d'insertion réalisées auprès du "
        "facilitateur ; à défaut une pénalité est appliquée."
    ),
    ("Hinweis: Es wird auf die Verpflichtung zur Zahlung des Mindestentgelts nach § 5 ThürVgG hingewiesen."),
    "Ergänzende Vertragsbedingungen zu Tariftreue und Mindestlohn (EVM)",
    (
        "Der öffentliche Auftraggeber verlangt vom Auftragnehmer die Einhaltung der "
        "ILO-Kernarbeitsnormen bei den gelieferten Textilien."
    ),
    (
        "ARTICLE 12 - CLAUSE D'INSERTION. 12.1 Principe. Dans le cadre de sa politique en faveur "
        "de l'emploi, la Ville a décidé de mobiliser ses marchés publics. Les entreprises "
        "attributaires doivent réserver une partie des heures de travail à des personnes "
        "éloignées de l'emploi. 12.2 Publics. Les personnes concernées peuvent être des "
        "demandeurs d'emploi de longue durée, des bénéficiaires du RSA. 12.3 Modalités. "
        "L'entreprise peut choisir entre l'embauche directe, la mise à disposition ou la "
        "sous-traitance. Le facilitateur accompagne les entreprises dans la mise en œuvre."
    ),
    (
        "En cas de difficultés rencontrées dans la réalisation des heures d'insertion, "
        "l'entreprise doit en informer le maître d'ouvrage. Il est possible de suspendre "
        "l'action si l'entreprise établit que l'exécution est compromise pour un motif "
        "économique."
    ),
    (
        "Contrôle de l'action d'insertion : il sera procédé au contrôle de l'exécution des "
        "actions d'insertion pour lesquelles l'entreprise s'est engagée. A la demande du "
        "représentant du pouvoir adjudicateur, l'entreprise fournit tous renseignements utiles."
    ),
    (
        "Le non-respect de l'engagement d'insertion entraîne l'application de pénalités de 50 "
        "euros par heure non réalisée. En cas de manquement grave, le marché peut être résilié."
    ),
    (
        "Pour vous aider à répondre à la clause d'insertion, la Maison de l'emploi a mis en "
        "place un dispositif d'accompagnement gratuit. Vous pouvez la contacter avant la remise "
        "de votre offre. Le présent marché prévoit 300 heures d'insertion."
    ),
    (
        "La présente opération est financée par l'ANRU. À ce titre, la charte nationale "
        "d'insertion impose qu'au moins 5 % des heures travaillées soient réalisées par des "
        "habitants des quartiers prioritaires."
    ),
    (
        "Besondere Vertragsbedingungen: 1. Der Auftragnehmer ist nach § 4 des Landestariftreue- "
        "und Mindestlohngesetzes verpflichtet, seinen Beschäftigten das Mindestentgelt zu "
        "zahlen. 2. Das Gesetz gilt auch für Nachunternehmen. 3. Der öffentliche Auftraggeber "
        "ist berechtigt, Kontrollen durchzuführen."
    ),
    (
        "Hinweis zum Tariftreue- und Vergabegesetz: Das TVgG NRW findet Anwendung. Bieter müssen "
        "die Verpflichtungserklärung nicht mit dem Angebot einreichen; es gelten die Besonderen "
        "Vertragsbedingungen."
    ),
    (
        "Soziale Kriterien: Gemäß § 128 Abs. 2 GWB wird vom Auftragnehmer verlangt, dass er "
        "während der Vertragslaufzeit zwei Auszubildende einsetzt."
    ),
    (
        "Les candidats sont informés que ce marché est un marché réservé. Les marchés réservés "
        "sont prévus à l'article L. 2113-13. Seules les structures d'insertion peuvent "
        "candidater."
    ),
    (
        "A titre d'information, la commune souhaite que 10 % des heures soient confiées à des "
        "personnes en parcours d'insertion. Les entreprises peuvent se rapprocher du PLIE."
    ),
    (
        "Le lot 2 est un lot réservé au sens de l'article L. 2113-12 qui dispose : des marchés ou des lots "
        "d'un marché peuvent être réservés à des entreprises adaptées."
    ),
    (
        "13.2 Pénalités liées à la clause sociale d'insertion : le non-respect du nombre d'heures "
        "entraîne une pénalité de 50 € par heure non réalisée, l'absence de bilan une pénalité de 200 €."
    ),
    (
        "Clause d'insertion obligatoire pour certains lots. La date limite de remise des offres serait "
        "repoussée par un avis rectificatif."
    ),
    (
        "Les entreprises soumissionnaires s'engagent, pour l'exécution de chaque lot, à "
        "réserver, à minima, un nombre d'heures à l'insertion. Une entreprise qui ne s'engage "
        "pas verra son offre rejetée."
    ),
]


@pytest.mark.parametrize("text", EXPLAINED)
def test_a_text_about_clauses_states_none(text: str) -> None:
    assert not [found for found in label(text) if found.type.counts]


@pytest.mark.parametrize("text", STATED)
def test_a_contract_that_explains_itself_still_states_its_clause(text: str) -> None:
    assert [found for found in label(text) if found.type.counts]
