"""Texts that hold several clauses, or none: what stands beside each other, and false friends."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.clauses import label, label_lines
from tender.vocabulary.clause import ClauseType

TOGETHER = [
    (
        "EXEC_INSERTION NEGATED",
        ("Le lot 1 comporte une clause d'insertion. Le lot 2 n'est pas soumis à une clause d'insertion."),
    ),
    (
        "RESERVED_SIAE NEGATED",
        "Le lot 3 est réservé aux SIAE ; les lots 1 et 2 ne sont pas réservés.",
    ),
    (
        "RESERVED_SIAE RESERVED_EA_ESAT",
        (
            "Lot 1 : réservé aux structures d'insertion par l'activité économique. Lot 2 : "
            "réservé aux ESAT et entreprises adaptées."
        ),
    ),
    (
        "EXEC_INSERTION AWARD_SOCIAL",
        (
            "L'exécution du marché comporte une clause d'insertion obligatoire. Critères : prix "
            "60 %, valeur technique 30 %, performance en matière d'insertion 10 %."
        ),
    ),
    (
        "INSERTION_OBJECT AWARD_SOCIAL",
        (
            "Marché d'insertion sociale et professionnelle. Qualité de l'accompagnement "
            "socio-professionnel et de la démarche d'insertion : 60 %"
        ),
    ),
    (
        "EXEC_INSERTION SOCIAL_OTHER_EXEC",
        (
            "Le marché comporte une clause d'insertion de 200 heures. Le titulaire accueillera en "
            "outre un stagiaire en apprentissage : il devra embaucher un apprenti."
        ),
    ),
]

FALSE_FRIENDS = [
    ("Qualité de l'insertion paysagère et urbaine du projet : 20 %"),
    ("Insertion d'un encart publicitaire dans le journal municipal"),
    ("Les candidats produiront leurs attestations de régularité fiscale et sociale."),
    ("Prestation réservée à une profession particulière : oui, architectes."),
    (
        "Le candidat atteste qu'il est en règle au regard des articles L. 5212-1 à L. 5212-11 "
        "du code du travail concernant l'emploi des travailleurs handicapés."
    ),
    ("Travaux de rénovation de l'ESAT Les Glycines à Bordeaux."),
    ("Construction d'un foyer d'hébergement pour travailleurs handicapés et d'une entreprise adaptée."),
    (
        "Le maître d'ouvrage se réserve la possibilité de ne pas donner suite. Les lots 1 et "
        "2 sont sans réserve."
    ),
    ("Fourniture de repas pour le CCAS et les structures d'insertion du territoire."),
    ("Le marché est cofinancé par le Fonds social européen (FSE+), axe insertion."),
    ("Mission d'assistance pour l'insertion du bâtiment dans son environnement"),
    ("Nettoyage des locaux de la Mission locale et de la Maison de l'emploi."),
    ("Réception des travaux avec réserves ; les réserves seront levées sous 30 jours."),
    ("Die Eigenerklärung zu § 19 MiLoG ist mit dem Angebot einzureichen."),
    ("Ausschlussgründe nach §§ 123, 124 GWB, § 21 AEntG, § 98c AufenthG, § 19 MiLoG"),
    ("Änderungen vorbehalten. Der Auftraggeber behält sich vor, den Auftrag nicht zu vergeben."),
    (
        "Une clause sociale est une disposition introduite dans un marché public. Elle permet "
        "à l'acheteur de favoriser l'insertion."
    ),
    ("Les acheteurs peuvent réserver des marchés aux structures d'insertion par l'activité économique."),
    ("Peuvent être réservés aux EA et ESAT les marchés répondant aux conditions de l'article L2113-12."),
    ("Parc d'insertion ZAC : la clause d'insertion urbaine du PLU s'applique."),
    ("Le titulaire assure l'insertion des données dans le logiciel."),
    ("L'association d'insertion Emmaüs est propriétaire du site."),
    ("Les bâtiments concernés : centre social, logements sociaux, foyer de jeunes travailleurs."),
    ("Fourniture de prestations de formation aux agents : 35 heures de formation par an."),
    ("Mandataire solidaire. Économie sociale et solidaire : sans incidence."),
    ("Le délai d'intervention est de 4 heures, 24 heures sur 24."),
    ("Clause de réexamen, clause de propriété intellectuelle, clause sociale du bail : voir notaire."),
    (
        "Le candidat présente la déclaration indiquant les effectifs moyens annuels et "
        "l'importance du personnel d'encadrement."
    ),
    ("Les droits sont réservés. Cadre réservé à l'administration."),
    ("Parkings réservés aux personnes handicapées : 4 places."),
    ("Accessibilité aux personnes handicapées des locaux de la mairie."),
    ("La participation est réservée à la profession d'architecte."),
    (
        "Der Bieter erklärt, dass er seine Sozialversicherungsbeiträge gezahlt hat und die "
        "tariflichen Sozialkassen bedient."
    ),
    ("Soziale Stadt: Umbau des Stadtteilzentrums, Vergabeverfahren nach VgV."),
    ("Ob die Teilnahme vorbehalten ist, ergibt sich aus der Bekanntmachung."),
    ("The tenderer must have paid social security contributions. Social media management services."),
    (
        "L'insertion par l'activité économique a pour objet de permettre à des personnes sans "
        "emploi de bénéficier de contrats de travail en vue de faciliter leur insertion "
        "professionnelle."
    ),
    (
        "La clause sociale est un outil juridique qui permet aux donneurs d'ordre publics de "
        "favoriser l'emploi. En 2019, 20 millions d'heures d'insertion ont été réalisées."
    ),
    (
        "Art. L2112-2 Les conditions d'exécution peuvent prendre en compte des considérations "
        "relatives à l'économie, à l'innovation, à l'environnement, au domaine social, à "
        "l'emploi ou à la lutte contre les discriminations."
    ),
    (
        "Le facilitateur accompagne l'acheteur dans la définition du nombre d'heures "
        "d'insertion et aide les entreprises à trouver les publics."
    ),
    (
        "Depuis 2001, les clauses d'insertion ont permis à des milliers de demandeurs "
        "d'emploi de longue durée de retrouver un emploi."
    ),
    (
        "Les entreprises peuvent répondre à la clause selon trois modalités : l'embauche "
        "directe, la mise à disposition de personnel ou la sous-traitance à une structure "
        "d'insertion."
    ),
    ("Pour l'entreprise, la clause d'insertion représente une opportunité de recruter et de former."),
    ("Exemple : pour un chantier d'un million d'euros, l'acheteur peut prévoir 1 000 heures d'insertion."),
    (
        "Un marché réservé est un marché auquel seules peuvent soumissionner des entreprises "
        "adaptées ou des ESAT."
    ),
    ("Le marché réservé consiste à réserver tout ou partie d'un marché à des structures d'insertion."),
    ("SIAE : structure d'insertion par l'activité économique. Les SIAE regroupent les EI, AI, ACI et ETTI."),
    ("L'ESAT est un établissement médico-social qui accueille des travailleurs handicapés."),
    (
        "Das Tariftreuegesetz verpflichtet Auftragnehmer, ihren Beschäftigten mindestens den "
        "Tariflohn zu zahlen."
    ),
    ("Seit dem 1. Januar 2023 gilt in Berlin ein Vergabemindestlohn von 13 Euro."),
    (
        "Öffentliche Auftraggeber müssen nach dem TVgG NRW von den Bietern eine "
        "Verpflichtungserklärung verlangen."
    ),
    (
        "The Social Value Act requires people who commission public services to think about "
        "how they can also secure wider social, economic and environmental benefits."
    ),
    (
        "L'article L. 2113-12 du code de la commande publique permet de réserver des marchés "
        "aux entreprises adaptées et aux ESAT."
    ),
    (
        "Les marchés publics et accords-cadres peuvent être réservés à des ateliers protégés "
        "lorsque la majorité des travailleurs concernés sont des personnes handicapées."
    ),
    (
        "La clause sociale d'insertion, c'est quoi ? Une condition d'exécution du marché qui "
        "oblige l'entreprise à consacrer des heures à l'insertion."
    ),
    (
        "Les clauses sociales sont un levier pour l'emploi local. Le département compte 250 "
        "000 heures d'insertion réalisées en 2022."
    ),
    ("Notre association accompagne les publics éloignés de l'emploi depuis 30 ans."),
    (
        "Le donneur d'ordre fixe le nombre d'heures d'insertion en fonction de la part de "
        "main d'œuvre. On retient en général 5 à 10 % des heures."
    ),
    (
        "Comment mettre en œuvre une clause d'insertion dans un marché public ? Le guide de "
        "l'achat socialement responsable précise les étapes."
    ),
    (
        "Un critère social peut être utilisé s'il est lié à l'objet du marché. La performance "
        "en matière d'insertion professionnelle peut ainsi être notée."
    ),
    (
        "§ 3 Tariftreuepflicht. Öffentliche Aufträge dürfen nur an Unternehmen vergeben "
        "werden, die sich schriftlich verpflichten, ihren Beschäftigten das Mindestentgelt zu "
        "zahlen."
    ),
    (
        "Le décret fixe à 50 % la proportion minimale de travailleurs défavorisés employés "
        "par les structures auxquelles un marché est réservé."
    ),
    ("Der Bieter erklärt, dass keine Ausschlussgründe nach § 19 Abs. 1 MiLoG vorliegen."),
    ("Los 1: Unterhaltsreinigung der Werkstätten für behinderte Menschen in Kassel"),
    ("Die Leistung umfasst Sozialarbeit in Flüchtlingsunterkünften."),
    ("Der Tarif für die Beförderung richtet sich nach dem Verbundtarif."),
    (
        "Nachprüfungsverfahren nach § 19 ThürVgG: Der Bieter kann die Nichteinhaltung der "
        "Vergabevorschriften beanstanden."
    ),
    ("Entwicklung sozialer Stadtquartiere, soziale Infrastruktur, sozialer Wohnungsbau"),
    ("Bewertungskriterien: soziale Kompetenz des Projektleiters"),
    ("Provision of apprenticeship training for nursing associates."),
    ("Social care services for disabled adults. Award criteria: quality 60%, price 40%."),
    ("Supported living for people with learning disabilities"),
    ("Performances environnementales : 10 %. Valeur technique : 50 %. Prix : 40 %"),
    ("Références : logements sociaux, bailleurs sociaux. Prix 60%"),
    ("Qualité architecturale et insertion dans le site 40 %"),
]


@pytest.mark.parametrize(("kinds", "text"), TOGETHER)
def test_each_clause_of_a_text_is_found_once(kinds: str, text: str) -> None:
    assert sorted(found.type.value for found in label(text)) == sorted(kinds.split())


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_words_that_only_look_like_a_clause_are_none(text: str) -> None:
    assert label(text) == ()


PIECES = st.sampled_from(
    [
        "Le lot n°2 comporte une clause d'insertion de 1 200 heures. ",
        "réservé aux SIAE\n",
        "ou aux ESAT ;\n",
        "Clauses sociales :\nSans\n",
        "l\u2019inse\u0301\u00adrtion profes-\nsionnelle ",
        "œuvre ß ﬁ İ \x92 \u00a0\u202f",
        "Tariftreue und Mindestentgelt nach LTTG. ",
        "Critère social : 10 %\n",
        "☐ Oui ☒ Non ",
        "\n\n",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=8).map("".join))
def test_whatever_the_text_the_places_lie_in_it(text: str) -> None:
    for found in label(text):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip()


def test_a_denial_for_one_lot_does_not_touch_another() -> None:
    text = "Le lot 3 comporte une clause d'insertion. Le lot 2 n'est pas soumis à une clause d'insertion."

    found = {label.type: label.attrs.lots for label in label(text)}

    assert found == {ClauseType.EXEC_INSERTION: ("3",), ClauseType.NEGATED: ("2",)}


def test_json_lines_go_in_and_labels_come_out_with_their_attributes() -> None:
    line = json.dumps(
        {"id": "a", "lang": "fr", "text": "Lot 1 : le titulaire réalise 250 heures d'insertion."}
    )

    (answer,) = [json.loads(out) for out in label_lines([line, "", "  "])]

    assert answer["id"] == "a"
    (found,) = answer["labels"]
    assert found["type"] == "EXEC_INSERTION"
    assert found["attrs"]["hours"] == [{"value": 250, "scope": "lot", "lot": "1", "per": "lot"}]


def test_a_line_without_text_is_refused_by_its_number() -> None:
    with pytest.raises(ValueError, match="2"):
        list(label_lines(['{"id": "a", "text": ""}', '{"id": "b"}']))
