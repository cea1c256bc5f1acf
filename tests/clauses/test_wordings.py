"""Sentences in words of our own, one for each way clauses are worded, and for what only resembles one."""

from __future__ import annotations

import pytest

from tender.clauses import label

STATED = [
    (
        "EXEC_INSERTION",
        (
            "L'attributaire confiera au moins 7 % des heures nécessaires à la réalisation des "
            "travaux à des personnes sans emploi de longue durée."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Le prestataire est tenu de consacrer 5 % du temps de travail total à l'embauche de "
            "bénéficiaires du RSA ou de jeunes sans qualification."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Pour ce lot, un quota de 420 h de travail devra être effectué par des publics en "
            "difficulté d'accès à l'emploi, sous le contrôle du facilitateur de la Maison de "
            "l'emploi."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Le volet social du marché prévoit 1 200 heures dédiées aux personnes éloignées du "
            "marché du travail."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Considérations sociales : oui, le titulaire réservera des heures de travail à des "
            "personnes en parcours d'insertion."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Le candidat retenu s'obligera à embaucher des demandeurs d'emploi de longue durée pour "
            "une durée totale de 300 heures."
        ),
    ),
    ("EXEC_INSERTION", "Clause sociale : 150 heures à réserver à un public en insertion."),
    (
        "EXEC_INSERTION",
        (
            "Le pouvoir adjudicateur entend favoriser l'accès à l'emploi de publics fragiles ; à ce "
            "titre l'entreprise retenue devra réaliser 3 semaines de travail avec une personne en "
            "insertion."
        ),
    ),
    ("EXEC_INSERTION", "Lots 2 et 4 : clauses sociales d'insertion (voir annexe 3 au CCAP)."),
    (
        "EXEC_INSERTION",
        (
            "La présente consultation intègre une démarche d'insertion sociale et professionnelle "
            "dont les modalités figurent au CCAP."
        ),
    ),
    ("EXEC_INSERTION", "Conditions particulières d'exécution : clause d'insertion par l'activité économique"),
    (
        "EXEC_INSERTION",
        (
            "Le titulaire réalisera, dans le cadre de l'exécution des prestations, une action "
            "d'insertion permettant le retour à l'emploi de personnes rencontrant des difficultés "
            "sociales."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Les travaux donneront lieu à l'emploi de personnes rencontrant des difficultés "
            "d'insertion à hauteur de 10 % des heures de main-d'œuvre."
        ),
    ),
    ("EXEC_INSERTION", "Marché comportant des heures d'insertion."),
    (
        "EXEC_INSERTION",
        (
            "Il sera demandé au titulaire de réserver une part de 6 % de la main d'oeuvre à des "
            "habitants des quartiers prioritaires sans emploi."
        ),
    ),
    ("EXEC_INSERTION", "Une offre ne respectant pas l'engagement d'insertion sera déclarée irrégulière."),
    (
        "EXEC_INSERTION",
        ("Le montant de l'effort d'insertion est fixé à 2 500 heures sur la durée de la concession."),
    ),
    (
        "EXEC_INSERTION",
        (
            "Le concessionnaire s'engage à employer, pour l'exploitation du service, au moins trois "
            "personnes relevant des dispositifs de l'insertion par l'activité économique."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "En application de l'article L.2112-2 du code de la commande publique, promotion de "
            "l'emploi de personnes rencontrant des difficultés particulières d'insertion."
        ),
    ),
    ("EXEC_INSERTION", "Dispositions d'insertion sociale applicables au lot 3 - voir règlement."),
    (
        "EXEC_INSERTION",
        (
            "Der Auftragnehmer hat für die Dauer der Ausführung mindestens zwei Langzeitarbeitslose "
            "zu beschäftigen."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "The contractor shall provide employment opportunities for the long-term unemployed "
            "during the works."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "L'exécution de certaines prestations devra être confiée à des structures d'insertion à "
            "hauteur de 15 % du montant du marché."
        ),
    ),
    ("EXEC_INSERTION", "Insertion par l'économique : le lot n°1 est concerné par une clause de 210 heures."),
    ("EXEC_INSERTION", "Obligation d'insertion : 4 % des heures travaillées"),
    (
        "EXEC_INSERTION",
        (
            "Le présent marché fait l'objet d'un engagement en faveur de l'emploi des personnes "
            "défavorisées, à raison de 35 heures par tranche de 50 000 € HT de travaux."
        ),
    ),
    ("EXEC_INSERTION", "Il est prévu 100 heures de clause sociale pour le lot 5."),
    ("EXEC_INSERTION", "Clauses sociales d'insertion : oui"),
    ("EXEC_INSERTION", "Heures d'insertion : lot 1 : 120 h ; lot 2 : 80 h"),
    (
        "EXEC_INSERTION",
        (
            "L'entreprise attributaire devra obligatoirement faire appel à une association "
            "intermédiaire ou à une ETTI pour 200 heures de manutention."
        ),
    ),
    ("EXEC_INSERTION", "Une action sociale d'insertion est imposée à l'attributaire du lot gros œuvre."),
    (
        "EXEC_INSERTION",
        (
            "Exécution du marché soumise à des conditions particulières : Marché soumis à la clause "
            "sociale pour l'emploi des personnes en difficulté."
        ),
    ),
    (
        "EXEC_INSERTION",
        (
            "Dans le cadre de la politique de la ville, le titulaire affectera 10 % des heures "
            "travaillées à des habitants du quartier inscrits comme demandeurs d'emploi."
        ),
    ),
    (
        "EXEC_INSERTION",
        "Le dispositif de la clause sociale s'applique au présent marché. Nombre d'heures : 560.",
    ),
    (
        "RESERVED_SIAE",
        (
            "Lot réservé à des structures de l'insertion par l'activité économique au sens de "
            "l'article L. 5132-4 du code du travail."
        ),
    ),
    ("RESERVED_SIAE", "Seules les structures d'insertion par l'activité économique peuvent soumissionner."),
    (
        "RESERVED_SIAE",
        (
            "La participation à la procédure est réservée aux organismes d'insertion employant au "
            "moins 50 % de travailleurs défavorisés."
        ),
    ),
    ("RESERVED_SIAE", "Marché réservé SIAE"),
    (
        "RESERVED_SIAE",
        ("L'accès à cette consultation est limité aux structures d'insertion conventionnées par l'État."),
    ),
    (
        "RESERVED_SIAE",
        (
            "Les candidats devront justifier de leur conventionnement en tant que structure "
            "d'insertion par l'activité économique, le lot leur étant réservé."
        ),
    ),
    ("RESERVED_SIAE", "Réservation du lot n° 4 au profit des SIAE."),
    (
        "RESERVED_EA_ESAT",
        (
            "La consultation s'adresse exclusivement aux entreprises adaptées et aux établissements "
            "et services d'accompagnement par le travail."
        ),
    ),
    ("RESERVED_EA_ESAT", "Marché réservé aux organismes du secteur protégé et adapté."),
    ("RESERVED_EA_ESAT", "Ce lot est exclusivement destiné aux ESAT et EA"),
    ("RESERVED_EA_ESAT", "Le lot 2 est un lot réservé au sens de l'article L.2113-12 du CCP."),
    (
        "RESERVED_EA_ESAT",
        (
            "Les prestations du lot 1 sont réservées aux opérateurs employant plus de 50 % de "
            "travailleurs handicapés."
        ),
    ),
    (
        "RESERVED_EA_ESAT",
        "L'exécution du marché est réservée dans le cadre de programmes d'emplois protégés : oui",
    ),
    ("RESERVED_EA_ESAT", "La participation est réservée aux ateliers protégés."),
    ("RESERVED_BOTH", "Le marché est réservé aux EA, ESAT et SIAE."),
    (
        "RESERVED_BOTH",
        (
            "Marché réservé aux opérateurs économiques employant des travailleurs handicapés ou "
            "défavorisés en application de l'article L2113-14."
        ),
    ),
    (
        "RESERVED_BOTH",
        (
            "La participation est réservée aux ateliers protégés et aux opérateurs économiques dont "
            "l'objet principal est l'intégration sociale et professionnelle de personnes handicapées "
            "ou défavorisées."
        ),
    ),
    ("RESERVED_BOTH", "Lot 3 réservé aux entreprises d'insertion ou aux entreprises adaptées."),
    (
        "RESERVED_ESS",
        (
            "Marché réservé aux organismes de l'économie sociale et solidaire au titre de l'article "
            "L. 2113-15."
        ),
    ),
    (
        "RESERVED_OTHER",
        (
            "Le marché est réservé à des services pénitentiaires employant des personnes détenues "
            "(L2113-13-1)."
        ),
    ),
    ("RESERVED_OTHER", "Die Teilnahme ist anerkannten Werkstätten für behinderte Menschen vorbehalten."),
    (
        "RESERVED_OTHER",
        (
            "Participation is reserved to sheltered workshops and economic operators aiming at the "
            "social integration of disabled persons."
        ),
    ),
    ("AWARD_SOCIAL", "Critère n°4 : Insertion sociale et professionnelle - 10 %"),
    ("AWARD_SOCIAL", "Valeur sociale de l'offre : 15 points"),
    ("AWARD_SOCIAL", "Prix : 50 % / Valeur technique : 40 % / Engagement social du candidat : 10 %"),
    ("AWARD_SOCIAL", "Le sous-critère « qualité du dispositif d'insertion proposé » est noté sur 5 points."),
    ("AWARD_SOCIAL", "Responsabilité sociétale de l'entreprise (RSE) 5%"),
    ("AWARD_SOCIAL", "Critère 3 – Performances sociales et environnementales (20 points)"),
    ("AWARD_SOCIAL", "Zuschlagskriterium: Soziale Aspekte, Gewichtung 10"),
    ("AWARD_SOCIAL", "Social Value - Weighting: 10"),
    (
        "AWARD_SOCIAL",
        (
            "Les offres seront notamment jugées sur les mesures prises en faveur de l'insertion des "
            "personnes en difficulté (10 points)."
        ),
    ),
    ("AWARD_SOCIAL", "Pondération : Nombre d'heures d'insertion proposées au-delà du minimum : 5 %"),
    ("AWARD_SOCIAL", "Démarche en matière de développement durable et d'insertion : 10/100"),
    (
        "INSERTION_OBJECT",
        ("Marché public de services d'insertion et de qualification professionnelles : entretien des berges"),
    ),
    (
        "INSERTION_OBJECT",
        (
            "Le marché a pour objet l'insertion professionnelle de personnes bénéficiaires du RSA, "
            "l'entretien des sentiers servant de support."
        ),
    ),
    (
        "INSERTION_OBJECT",
        (
            "Prestation d'insertion sociale et professionnelle ayant pour activité support le "
            "nettoyage des locaux."
        ),
    ),
    ("INSERTION_OBJECT", "Mise en œuvre d'un chantier d'insertion pour la restauration du patrimoine bâti."),
    (
        "INSERTION_OBJECT",
        ("Réalisation d'actions d'accompagnement socio-professionnel de personnes éloignées de l'emploi"),
    ),
    ("INSERTION_OBJECT", "Maßnahmen zur Aktivierung und beruflichen Eingliederung nach § 45 SGB III"),
    ("SOCIAL_OTHER_EXEC", "Le titulaire devra accueillir deux apprentis pendant la durée du marché."),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Clause de formation : 10 jours de stage pour des élèves en lycée professionnel par "
            "tranche de travaux."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Le titulaire s'engage à respecter les conventions fondamentales de l'OIT et à proscrire "
            "le travail des enfants."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Le titulaire met en œuvre des actions en faveur de l'égalité professionnelle entre les "
            "femmes et les hommes pendant l'exécution."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Der Auftragnehmer verpflichtet sich, seinen Beschäftigten mindestens das "
            "vergabespezifische Mindestentgelt zu zahlen."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        ("Mit dem Angebot ist die Verpflichtungserklärung nach dem Landestariftreuegesetz abzugeben."),
    ),
    ("SOCIAL_OTHER_EXEC", "Es gilt das Saarländische Tariftreue- und Fairer-Lohn-Gesetz."),
    ("SOCIAL_OTHER_EXEC", "Eigenerklärung zur Tariftreue nach TVgG NRW"),
    ("SOCIAL_OTHER_EXEC", "Erklärung zur Einhaltung der ILO-Kernarbeitsnormen ist beizufügen."),
    ("SOCIAL_OTHER_EXEC", "Formblatt 231 - Vereinbarung Tariftreue"),
    ("SOCIAL_OTHER_EXEC", "Nachweis der Einhaltung der Tarif- und Mindestlohnvorgaben gemäß § 4 NTVergG"),
    (
        "SOCIAL_OTHER_EXEC",
        "The contractor must pay the real living wage to all staff working on the contract.",
    ),
    (
        "SOCIAL_OTHER_EXEC",
        (
            "Suppliers will be required to deliver community benefits such as apprenticeships and "
            "work experience placements."
        ),
    ),
    (
        "SOCIAL_OTHER_EXEC",
        ("Consultation comportant des conditions d'exécution à caractère social détaillées dans le CCAP"),
    ),
    ("SOCIAL_OTHER_EXEC", "Le marché est assorti de clauses sociales obligatoires."),
    ("SOCIAL_OTHER_EXEC", "Une clause sociale de formation est prévue dans le cahier des charges."),
    (
        "SOCIAL_OTHER_EXEC",
        ("Frauenförderverordnung: Die Erklärung gemäß § 1 Abs. 2 FFV ist mit dem Angebot vorzulegen."),
    ),
    ("NEGATED", "Clause sociale d'insertion : non"),
    ("NEGATED", "Le présent marché ne comporte pas de clause d'insertion."),
    ("NEGATED", "Aucune considération sociale n'est prévue."),
    ("NEGATED", "Le marché n'est pas réservé."),
    ("NEGATED", "Participation réservée : La participation n'est pas réservée."),
    ("NEGATED", "Il n'est pas prévu de lot réservé à des entreprises adaptées."),
]
NOTHING = [
    ("Les heures d'ouverture sont de 8 h à 17 h ; l'insertion du bâtiment dans le paysage sera soignée."),
    (
        "Attestation sur l'honneur de respect de l'obligation d'emploi des travailleurs "
        "handicapés (articles L. 5212-1 à L. 5212-11 du code du travail)."
    ),
    "Le candidat produira les attestations fiscales et sociales.",
    "Cette consultation comporte des conditions d'exécution à caractère environnemental.",
    "La prestation est réservée à une profession particulière : architectes.",
    (
        "Les acheteurs publics peuvent réserver des marchés aux structures d'insertion par "
        "l'activité économique."
    ),
    (
        "La clause sociale d'insertion permet de promouvoir l'emploi de personnes en difficulté. "
        "Les entreprises peuvent recourir à une ETTI."
    ),
    "Formation du personnel à l'utilisation du logiciel : 14 heures.",
    "Construction d'un ESAT de 60 places et d'une maison des personnes handicapées.",
    "Travaux de réhabilitation de 40 logements sociaux pour le bailleur social.",
    "Marché de fourniture de denrées pour le Centre communal d'action sociale.",
    "Acquisition d'un progiciel de gestion de l'insertion et du RSA.",
    ("Mission d'assistance à maîtrise d'ouvrage pour l'élaboration du programme départemental d'insertion."),
    "Gestion d'une résidence sociale et accompagnement des jeunes travailleurs.",
    "Eigenerklärung, dass kein Ausschlussgrund nach § 19 MiLoG vorliegt.",
    "Der Auftraggeber behält sich vor, das Verfahren aufzuheben. Änderungen vorbehalten.",
    "Sanierung der Werkstatt für Menschen mit Behinderung, Los 3 Elektroarbeiten",
    "Transport scolaire d'élèves et étudiants en situation de handicap.",
    "Le pouvoir adjudicateur se réserve le droit de ne pas attribuer le marché.",
    (
        "Principes fondamentaux : liberté d'accès, égalité de traitement des candidats et "
        "transparence des procédures."
    ),
    (
        "Le titulaire est soumis aux obligations sociales prévues aux articles L. 8222-1 et "
        "suivants du code du travail (travail dissimulé)."
    ),
    "Community health services framework for adults with learning disabilities",
    "Insertion paysagère et qualité architecturale : 30 %",
    (
        "Provision of social care and supported living for disabled adults; the contract will be "
        "evaluated on price 40 quality 60."
    ),
    "Les jeunes de moins de 25 ans bénéficient du tarif réduit.",
    ("Le marché est financé par le Fonds social européen au titre du programme emploi et inclusion."),
    "Contrôle d'accessibilité aux personnes handicapées des établissements recevant du public",
    "Le délai d'intervention est de 4 heures pour les publics prioritaires du service.",
    "Le candidat indique s'il est une entreprise adaptée ou un ESAT : oui / non",
    "Si le candidat est une structure d'insertion, il joint son agrément.",
    "Les soumissionnaires doivent respecter le droit environnemental, social et du travail.",
    "Préciser les effectifs, le nombre d'apprentis et de stagiaires de l'entreprise.",
]


@pytest.mark.parametrize(("kind", "text"), STATED)
def test_each_wording_has_its_type(kind: str, text: str) -> None:
    found = {a.type.value for a in label(text)}
    assert found - ({"NEGATED"} - {kind}) == {kind}


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_resembles_a_clause_is_none(text: str) -> None:
    assert not [found for found in label(text) if found.type.counts]
