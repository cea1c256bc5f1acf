"""Rules of calls in the manner of communes, hospitals, landlords, letters: what each style must yield."""

from __future__ import annotations

import pytest

from tender.parsing.fields import extract
from tender.parsing.kinds import kind_of
from tender.vocabulary.call import AwardCriterion, Reading
from tender.vocabulary.source import DocumentKind
from tests.parsing.made_calls import a_page, a_source, a_table, read_text, weighed


def papers(reading: Reading) -> list[tuple[str | None, str]]:
    """Part and name of each paper asked for."""
    return [(paper.part, paper.name) for paper in reading.required_documents]


def detail(criterion: AwardCriterion) -> list[tuple[str, float | None]]:
    """Names and weights of the sub-criteria."""
    return weighed(criterion.sub)


@pytest.mark.parametrize(
    ("sentence", "submitted", "awarded"),
    [
        ("Un candidat ne peut se voir attribuer que deux lots.", None, 2),
        ("Un soumissionnaire peut être attributaire d'au maximum 2 lots.", None, 2),
        ("Le nombre de lots pouvant être attribués à un même candidat est limité à deux.", None, 2),
        ("Chaque candidat peut répondre pour au plus 3 lots.", 3, None),
        ("On peut répondre à tous les lots mais nul ne pourra être titulaire de plus d'un lot.", None, 1),
        ("Les candidats peuvent répondre pour un, plusieurs ou l'ensemble des lots.", None, None),
        ("La consultation comprend plus de 3 lots.", None, None),
        ("Ein Bieter kann den Zuschlag auf höchstens zwei Lose erhalten.", None, 2),
    ],
)
def test_limits_on_lots_are_read_as_their_sentence_means(
    sentence: str, submitted: int | None, awarded: int | None
) -> None:
    limits = read_text(sentence).max_lots

    assert (limits.submitted and limits.submitted.value) == submitted
    assert (limits.awarded and limits.awarded.value) == awarded


@pytest.mark.parametrize(
    "text",
    [
        "Deux lots : le lot 1 est le lot Charpente ; le lot 2 regroupe l'Isolation des combles.",
        "Deux lots : lot n° 1 – Charpente (environ 98 tonnes) ; lot n° 2 – Isolation des combles. Ensuite",
        "Deux lots : lot A (numéro 1), Charpente ; lot B (numéro 2), Isolation des combles.",
    ],
)
def test_lots_named_in_a_sentence_are_lots(text: str) -> None:
    lots = read_text(text).lots

    assert [(lot.number, lot.title) for lot in lots] == [("1", "Charpente"), ("2", "Isolation des combles")]


def test_a_numbered_table_of_criteria_is_no_table_of_lots() -> None:
    table = a_table(
        ("N°", "Intitulé", "Coefficient", "Note maximale"),
        ("1", "Projet social", "4", "sur 10"),
        ("2", "Projet technique", "3", "sur 10"),
        ("3", "Prix", "3", "sur 10"),
    )
    reading = read_text(a_page("VI. JUGEMENT\nLes offres sont classées au moyen de trois critères :", table))

    assert reading.lots == ()
    assert weighed(reading.award_criteria) == [("Projet social", 4), ("Projet technique", 3), ("Prix", 3)]


def test_marks_out_of_a_number_below_a_table_are_the_detail_of_its_criterion() -> None:
    table = a_table(
        ("Critère", "Pondération"),
        ("Prix", "60 %"),
        ("Valeur technique", "40 %"),
    )
    more = """Le critère « valeur technique » est noté selon les sous-critères suivants :
- Moyens humains : /8
- Moyens matériels : /6
- Contrôle qualité : /6"""
    page = a_page("Article 7 : Critères de sélection des offres", table)
    reading = read_text(page, a_page(more, number=2))

    assert weighed(reading.award_criteria) == [("Prix", 60), ("Valeur technique", 40)]
    assert detail(reading.award_criteria[1]) == [
        ("Moyens humains", 8),
        ("Moyens matériels", 6),
        ("Contrôle qualité", 6),
    ]


def test_shares_of_a_criterion_written_as_so_many_of_its_own() -> None:
    reading = read_text("""IV. Le marché est attribué au moyen des deux critères suivants :
Critère A – PRIX : 40 %
Critère B – VALEUR TECHNIQUE : 60 %, décomposée comme suit :
► B1 – Moyens humains : 70 % des 60
► B2 – Gestion des déchets : 30 % des 60""")

    assert weighed(reading.award_criteria) == [("PRIX", 40), ("VALEUR TECHNIQUE", 60)]
    assert detail(reading.award_criteria[1]) == [("Moyens humains", 70), ("Gestion des déchets", 30)]


@pytest.mark.parametrize(
    "text",
    [
        """Trois critères sont retenus. Le premier, le prix, est affecté d'un coefficient de 55 %.
Le deuxième, la qualité, est affecté d'un coefficient de 25 %. Le troisième, le social, est affecté d'un
coefficient de 20 %.""",
        """Les offres seront notées sur 100. Le prix compte pour 55 points. La qualité compte pour 25 points.
Enfin le social vaut 20 points.""",
        "1 - Objet\nBalayage.\n2 - Le choix\n- Prix – 55/100\n- Qualité – 25/100\n- Social – 20/100",
        """Article 4 : les critères de choix sont :
1er critère : Prix (55)
2ème critère : Qualité (25)
3ème critère : Social (20)""",
    ],
)
def test_weights_in_many_manners(text: str) -> None:
    weights = weighed(read_text(text).award_criteria)

    assert [(name.lower(), weight) for name, weight in weights] == [
        ("prix", 55),
        ("qualité", 25),
        ("social", 20),
    ]


def test_a_criterion_is_named_by_what_stands_before_how_it_is_judged() -> None:
    reading = read_text("""Les offres seront classées selon les critères suivants :
- Prix : 60 %
- Valeur technique appréciée au vu de la note méthodologique : 40 %""")

    assert weighed(reading.award_criteria) == [("Prix", 60), ("Valeur technique", 40)]


def test_columns_of_lots_may_be_letters() -> None:
    table = a_table(
        ("Critère", "Lot A", "Lot B"), ("Prix", "70 pts", "80 pts"), ("Délai", "30 pts", "20 pts")
    )
    criteria = read_text(a_page("I.5 Critères d'attribution, pondération :", table)).award_criteria

    assert [(c.name, c.weight, c.lots) for c in criteria] == [
        ("Prix", 70, ("A",)),
        ("Délai", 30, ("A",)),
        ("Prix", 80, ("B",)),
        ("Délai", 20, ("B",)),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Le candidat remet un DUME, l'agrément (lots 1, 2) et les références.",
            ["Un DUME", "L'agrément (lots 1, 2)", "Les références"],
        ),
        (
            """Il est attendu que soient remis une lettre de candidature, la licence de transport et le
bordereau des prix.""",
            ["Une lettre de candidature", "La licence de transport", "Le bordereau des prix"],
        ),
        (
            "Vous joindrez pour votre offre le devis détaillé et une note présentant l'animateur.",
            ["Le devis détaillé", "Une note présentant l'animateur"],
        ),
    ],
)
def test_papers_in_sentences(sentence: str, expected: list[str]) -> None:
    assert [name for _, name in papers(read_text(sentence))] == expected


def test_papers_asked_of_the_winner_belong_to_the_award() -> None:
    reading = read_text("""IV.4 Avant la notification, sont réclamées à l'entreprise pressentie :
l'attestation de vigilance, le certificat de régularité fiscale.""")

    assert [(part, name.lower()) for part, name in papers(reading)] == [
        ("attribution", "l'attestation de vigilance"),
        ("attribution", "le certificat de régularité fiscale"),
    ]


def test_what_a_call_itself_consists_of_is_not_asked_of_the_bidder() -> None:
    text = """5 – Dossier de consultation
Il comprend : le présent règlement, l'acte d'engagement, le CCAP, le planning."""

    assert papers(read_text(text)) == []


def test_a_list_that_names_no_part_tells_it_paper_by_paper() -> None:
    text = """Votre réponse devra comporter :
1. le devis détaillé ;
2. une attestation d'assurance ;
3. l'acte d'engagement."""

    assert papers(read_text(text)) == [
        ("offre", "le devis détaillé"),
        ("candidature", "une attestation d'assurance"),
        ("offre", "l'acte d'engagement"),
    ]


def test_a_table_of_papers_goes_on_overleaf_without_its_heading() -> None:
    first = a_table(("Libellé", "Signature"), ("Lettre de candidature", "Non"))
    second = a_table(("Liste des services effectués", "Non"), ("Certificat de qualification", "Non"))
    reading = read_text(a_page("Pièces de la candidature", first), a_page("", second, number=2))

    assert [name for _, name in papers(reading)] == [
        "Lettre de candidature",
        "Liste des services effectués",
        "Certificat de qualification",
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Remise des offres au plus tard le : lundi 2 novembre 2026 à 11 h 30", "2026-11-02T11:30:00+01:00"),
        ("Offres attendues pour le 5 février 2026 – 14:00:00 (heure de Paris)", "2026-02-05T14:00:00+01:00"),
        ("Ouverture de la soumission mercredi 10 juin 2026 à 10.00 heures", "2026-06-10T10:00:00+02:00"),
        ("Heure et date limites : 16h00 le 5 mai 2027", "2027-05-05T16:00:00+02:00"),
        (
            "Votre réponse doit nous parvenir le mercredi 11 février 2026, à\n18 heures au plus tard",
            "2026-02-11T18:00:00+01:00",
        ),
        (
            """Date limite de dépôt des offres : 27/03/2026 à 12:00 — Visite : 10/03/2026 à 09:30 —
Questions : 18/03/2026 à 17:00""",
            "2026-03-27T12:00:00+01:00",
        ),
    ],
)
def test_deadlines_in_many_manners(text: str, moment: str) -> None:
    deadline = read_text(text).deadline

    assert deadline
    assert deadline.value == moment


@pytest.mark.parametrize(
    ("text", "buyer"),
    [
        (
            "Appel d'offres ouvert – Pouvoir adjudicateur : Hôpital Nord, établissement support",
            "Hôpital Nord",
        ),
        (
            "RÈGLEMENT\n1. Objet\nValor'Oise, syndicat mixte ouvert, exerce la compétence déchets.",
            "Valor'Oise",
        ),
        (
            "PRÉFECTURE DE LA RÉGION GRAND EST\nRèglement de la consultation",
            "PRÉFECTURE DE LA RÉGION GRAND EST",
        ),
        ("HABITAT DU VAL\nSociété anonyme d'HLM – 14 boulevard Foch\nRèglement", "HABITAT DU VAL"),
        (
            "Règlement\nLe pouvoir adjudicateur :\nCCVL\nRepas de la communauté de communes du Val de Loire",
            "communauté de communes du Val de Loire",
        ),
        (
            "SDIS 79\nService départemental d'incendie et de secours des Deux-Sèvres\nRèglement",
            "Service départemental d'incendie et de secours des Deux-Sèvres",
        ),
        (
            "Maître d'ouvrage : VILLE DE SAINT-BEL 1 place Foch\nPouvoir adjudicateur : Jean Dupont, Maire",
            "VILLE DE SAINT-BEL",
        ),
        (
            "Cahier spécial des charges\nPouvoir adjudicateur Centre d'Études de Wallonie\nRue Haute 2",
            "Centre d'Études de Wallonie",
        ),
        ("Nom de l'organisme acheteur\nOrganisme social : Caisse de Vaux 2 rue Haute", "Caisse de Vaux"),
        ("Pouvoir adjudicateur / Auftraggeber : Eurodistrict de Vaux", "Eurodistrict de Vaux"),
        ("I. Auftraggeber/Vergabestelle:\nVaux Marketing GmbH (nachfolgend VM)", "Vaux Marketing GmbH"),
        ("Acheteur : Commune de Vaux   Référence : 2026-T-014\nObjet : Ménage", "Commune de Vaux"),
        ("Maître d'ouvrage : Ville de Vaux - Consultation n° 26S03\nMénage", "Ville de Vaux"),
        ("Vergabestelle: Stadt Vaux  Vergabenummer: 2026-17\nReinigung", "Stadt Vaux"),
        ("SA d'HLM Les Foyers\n8 rue Lanson 51100 Reims\nRèglement de consultation", "SA d'HLM Les Foyers"),
    ],
)
def test_buyers_beside_what_they_are(text: str, buyer: str) -> None:
    read = read_text(text).buyer

    assert read
    assert read.value == buyer


@pytest.mark.parametrize(
    ("cover", "buyer"),
    [
        ("CC DU PAYS DES TROIS RUS\n4 place du Marché\n57100 VAUX", "CC DU PAYS DES TROIS RUS"),
        ("La CPAM de la Meuse Sud\nRÈGLEMENT DE LA CONSULTATION", "CPAM de la Meuse Sud"),
        ("RÈGLEMENT DE LA CONSULTATION\nPort-Vaux Agglomération", "Port-Vaux Agglomération"),
        ("Groupe Hospitalier des Deux Rives\nCellule des marchés", "Groupe Hospitalier des Deux Rives"),
        ("Groupement de commandes des hôpitaux – Etab. coordonnateur : CH Vaux", "CH Vaux"),
        ("La personne publique contractante est :\nAgence des Services du Lot", "Agence des Services du Lot"),
        ("Les Foyers de Vaux\nSociété anonyme d'habitations à loyer modéré", "Les Foyers de Vaux"),
        ("AGENCE DE SANTÉ DE VAUX\nÉtablissement public d'État\nRéf. : 27-09", "AGENCE DE SANTÉ DE VAUX"),
        ("Stadtbau Vaux GmbH\nVERGABEUNTERLAGEN", "Stadtbau Vaux GmbH"),
        ("RÈGLEMENT\nDomaine de Vaux\n12 rue des Tilleuls\n57100 VAUX", "Domaine de Vaux"),
        ("RÈGLEMENT DE LA CONSULTATION\nArticle 4. Pièces\nÇa part de là, ces quatre semaines", None),
        (("Le mémoire décrit, pour chacun des sites et selon le calendrier, ce que le\n"
         "CH de Vaux a confié une mission d'assistance à maîtrise d'ouvrage à un bureau"), None),
    ],
)  # fmt: skip
def test_a_cover_names_the_buyer_by_its_kind_in_words_or_capitals_and_no_sentence_does(
    cover: str, buyer: str | None
) -> None:
    read = read_text(cover).buyer

    assert (read and read.value) == buyer


def test_the_national_form_of_the_journal_lists_lots_under_their_description() -> None:
    reading = read_text(
        "Section 1 : Identification de l'acheteur\nNom complet de l'acheteur : CC du Val\n"
        "Groupement de commandes : Non\nDate et heure limite de réception des plis : 18/02/2027 à 12:00\n"
        "Marché alloti : Oui\nDescription du lot : Lot 1 - Tri\nCPV du lot :\nDescription du lot : Vitrerie\n"
        "Section 6 : Informations complémentaires"
    )

    assert reading.buyer
    assert reading.buyer.value == "CC du Val"
    assert [(lot.number, lot.title) for lot in reading.lots] == [("1", "Tri"), ("2", "Vitrerie")]


@pytest.mark.parametrize(
    ("titled", "lot", "judged", "named", "price"),
    [
        (
            "Intitulé:",
            "Lot nº",
            "Critères d'attribution",
            "Critère de qualité - Nom: Plan / Pondération",
            "Prix",
        ),
        (
            "Bezeichnung:",
            "Los-Nr.",
            "Zuschlagskriterien",
            "Qualitätskriterium - Name: Plan / Gewichtung",
            "Preis",
        ),
    ],
)
def test_a_standard_form_printed_before_eforms(
    titled: str, lot: str, judged: str, named: str, price: str
) -> None:
    weighing = named.rsplit(" ", 1)[1]
    criteria = f"II.2.5) {judged}\n{named}: 60\n{price} - {weighing}: 40\nII.2.7) Durée\nDurée en mois: 48"
    reading = read_text(
        "\n".join(
            f"II.2.1) {titled}\n{name}\n{lot}: {n}\n{criteria}" for n, name in ((1, "Tri"), (2, "Vitres"))
        )
    )

    assert [(one.number, one.title) for one in reading.lots] == [("1", "Tri"), ("2", "Vitres")]
    assert weighed(reading.award_criteria) == [("Plan", 60), (price, 40)]


@pytest.mark.parametrize(
    ("cover", "reference"),
    [
        ("VILLE DE SAINT-BEL\nAOO-2026-155\nRèglement de la consultation", "AOO-2026-155"),
        ("VILLE DE SAINT-BEL\nMP 2027-09\n69210 SAINT-BEL\nJUILLET 2027", "MP 2027-09"),
        ("Cahier spécial des charges N° : CEH2021-03\nCommune de Vaux", "CEH2021-03"),
        ("Cahier spécial des charges n° S&L/AO/489/2015", "S&L/AO/489/2015"),
        ("Marché de fournitures - Référence NLA 2027-03\nCommune de Vaux", "NLA 2027-03"),
        ("Commune de Vaux\nRÈGLEMENT DE CONSULTATION 2027S081", "2027S081"),
        ("Commune de Vaux\nConsultation AOOVITRES2027", "AOOVITRES2027"),
        ("Projektnr. 91-3\nStadt Vaux\nVergabenummer: 2027-044", "2027-044"),
        ("Dossier HVR 2026-112\nRemise des offres : 25 janvier 2027", "HVR 2026-112"),
        ("No2025-02\nVILLE DE SAINT-BEL", "2025-02"),
        ("VILLE DE SAINT-BEL\nAnnée 2026-2027\nCS 94109\n04-78-00-00-00\nLot 1-2", None),
    ],
)
def test_references_stand_alone_on_covers(cover: str, reference: str | None) -> None:
    read = read_text(cover).reference

    assert (read and read.value) == reference


def test_a_letter_that_asks_for_an_offer_is_the_rules_of_its_call() -> None:
    page = a_page("Madame, Monsieur,\nJe vous invite à me faire parvenir votre meilleure proposition.")

    assert kind_of((page,), "courrier.pdf") is DocumentKind.RC


def test_the_subject_of_a_cover_without_label_is_a_guess() -> None:
    subject = read_text("HABITAT DU BÉARN\nNettoyage des parties communes\nRèglement de consultation").subject

    assert subject
    assert subject.value == "Nettoyage des parties communes"
    assert subject.confidence < 0.7


def test_weights_that_another_document_states_otherwise_are_shown_with_both_places() -> None:
    rules = a_source("Critères d'attribution pondérés :\nPrix : 60 %\nValeur technique : 40 %", name="RC.pdf")
    terms = a_source(
        "Critères d'attribution pondérés :\nPrix : 50 %\nValeur technique : 50 %",
        name="CCAP.pdf",
        kind=DocumentKind.CCAP,
    )
    reading = extract([rules, terms])

    assert weighed(reading.award_criteria) == [("Prix", 60), ("Valeur technique", 40)]
    assert all(criterion.confidence < 0.7 for criterion in reading.award_criteria)
    assert any("RC.pdf, page 1" in told and "CCAP.pdf, page 1" in told for told in reading.warnings)


def test_an_answer_that_changes_the_weights_goes_before_the_rules() -> None:
    rules = a_source("Critères d'attribution pondérés :\nPrix : 60 %\nValeur technique : 40 %", name="RC.pdf")
    answer = a_source(
        "Réponse : les critères d'attribution sont modifiés :\nPrix : 50 %\nValeur technique : 50 %",
        name="QR.pdf",
        kind=DocumentKind.QA,
    )
    reading = extract([rules, answer])

    assert weighed(reading.award_criteria) == [("Prix", 50), ("Valeur technique", 50)]
    assert any("ont changé" in told and "60/40" in told for told in reading.warnings)


@pytest.mark.parametrize(
    "announcing",
    [
        "Le dossier est composé des pièces suivantes :",
        "Le dossier de consultation remis aux candidats comprend les documents suivants :",
    ],
)
def test_what_the_buyer_hands_out_is_asked_of_nobody(announcing: str) -> None:
    reading = read_text(
        f"Article 4 - Contenu du dossier de consultation\n{announcing}\n"
        "- le règlement de la consultation (RC) ;\n"
        "- l'acte d'engagement (AE) ;\n- le cahier des clauses administratives particulières (CCAP).\n"
    )

    assert papers(reading) == []
