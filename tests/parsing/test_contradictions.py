"""Rules, contract, notice and answers that do not say the same: what wins, and what is told."""

from __future__ import annotations

import pytest

from tender.parsing.disputed_hours import settle_hours
from tender.parsing.fields import extract
from tender.vocabulary.call import Amount, Lot, Reading, RequiredDocument
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail
from tender.vocabulary.source import DocumentKind, Evidence
from tests.parsing.made_calls import a_page, a_source, a_table

RULES = """VILLE DE SAINT-BEL
1 - Objet
Le marché est divisé en trois lots :
Lot n°1 : Nettoyage des écoles
Lot n°2 : Nettoyage des gymnases
Lot n°3 : Vitrerie
2 - Pièces de l'offre
- acte d'engagement ;
- mémoire technique ;
- planning."""
LOTS_OF_THE_CONTRACT = """CAHIER DES CLAUSES ADMINISTRATIVES PARTICULIÈRES
Lot n°1 : Nettoyage des écoles
Lot n°2 : Nettoyage des gymnases
Lot n°3 : Vitrerie
Lot n°4 : Désinfection"""


def with_answers(answer: str) -> Reading:
    """The rules, read beside a register of one answer."""
    register = a_source(f"QUESTIONS - RÉPONSES\nRéponse : {answer}", name="QR.pdf", kind=DocumentKind.QA)
    return extract([a_source(RULES), register])


def test_a_contract_that_lists_other_lots_is_told_and_the_rules_are_kept() -> None:
    contract = a_source(LOTS_OF_THE_CONTRACT, name="CCAP.pdf", kind=DocumentKind.CCAP)

    reading = extract([a_source(RULES), contract])

    assert [lot.number for lot in reading.lots] == ["1", "2", "3"]
    assert len(reading.warnings) == 1
    assert "RC.pdf, page 1" in reading.warnings[0]
    assert "1, 2, 3, 4 (CCAP.pdf, page 1)" in reading.warnings[0]
    (other,) = reading.dismissed
    assert isinstance(other.entry, Lot)
    assert other.entry.title == "Désinfection"
    assert other.entry.evidence[0].document == "CCAP.pdf"
    assert (other.evidence[0].document, other.rule) == ("RC.pdf", "rules")


def test_the_amount_another_document_gives_a_lot_stands_beside_that_of_the_rules() -> None:
    rules = a_source(RULES.replace("écoles", "écoles - montant maximum 120 000 € HT"))
    heads = ("Lot", "Intitulé", "Montant maximum HT")
    rows = (heads, ("1", "Nettoyage des écoles", "95 000 €"), ("2", "Nettoyage des gymnases", "30 000 €"))
    contract = a_source(a_page("CCAP\nMontants", a_table(*rows)), name="CCAP.pdf", kind=DocumentKind.CCAP)

    reading = extract([rules, contract])

    assert [(lot.estimated_amount or Amount()).max for lot in reading.lots] == [120_000, 30_000, None]
    (rival,) = reading.lots[0].rivals
    assert (rival.value, rival.rule) == ({"estimated_amount": Amount(None, 95_000)}, "rules")
    assert rival.evidence[0].document == "CCAP.pdf"
    assert any("120 000 € (RC.pdf, page 1), 95 000 € (CCAP.pdf" in told for told in reading.warnings)


def test_a_part_of_the_lots_in_another_document_says_nothing_else() -> None:
    contract = a_source(
        "Lot n°1 : Nettoyage des écoles\nLot n°2 : Nettoyage des gymnases", kind=DocumentKind.AE
    )

    assert extract([a_source(RULES), contract]).warnings == ()


def test_a_count_that_the_list_does_not_reach_is_told() -> None:
    reading = extract([a_source(RULES.replace("trois lots", "quatre lots"))])

    assert reading.warnings == ("4 lots sont annoncés (RC.pdf, page 1), 3 sont lus : à vérifier.",)


def test_an_answer_takes_a_lot_out_and_adds_another() -> None:
    taken = with_answers("Le lot n° 3 « Vitrerie » est supprimé de la consultation.")
    added = with_answers("Un lot n° 4 : Désinfection des crèches est ajouté à la consultation.")

    assert [lot.number for lot in taken.lots] == ["1", "2"]
    assert taken.warnings == ("Le lot 3 est retiré de la consultation (QR.pdf, page 1).",)
    (gone,) = taken.dismissed
    assert isinstance(gone.entry, Lot)
    assert (gone.entry.title, gone.evidence[0].document) == ("Vitrerie", "QR.pdf")
    assert [(lot.number, lot.title) for lot in added.lots][-1] == ("4", "Désinfection des crèches")
    assert [(rival.value, rival.rule) for rival in added.lots[-1].rivals] == [(None, "correction")]


def test_answers_change_the_papers() -> None:
    reading = with_answers(
        "Le planning n'est plus demandé. Un certificat de visite est en revanche à joindre à l'offre."
    )

    names = [paper.name for paper in reading.required_documents]
    assert names == ["acte d'engagement", "mémoire technique", "Certificat de visite"]
    (dropped,) = reading.dismissed
    assert isinstance(dropped.entry, RequiredDocument)
    assert (dropped.entry.name, dropped.evidence[0].document) == ("planning", "QR.pdf")
    assert [rival.value for rival in reading.required_documents[-1].rivals] == [None]
    assert [warning.partition(" :")[0] for warning in reading.warnings] == [
        "Pièce qui n’est plus demandée",
        "Pièce demandée en plus",
    ]


def test_an_answer_that_only_says_again_what_is_asked_changes_nothing() -> None:
    reading = with_answers("Le mémoire technique est à joindre à l'offre. Le planning n'est pas à signer.")

    assert [paper.name for paper in reading.required_documents][-1] == "planning"
    assert reading.warnings == ()


def a_clause(**said: str) -> tuple[Clause, dict[str, DocumentKind]]:
    """A clause for lot 1 that each of these documents states in its own words, the hours its first number."""
    details = tuple(HoursDetail(float(words.split()[0]), "1", "lot") for words in said.values())
    places = tuple(Evidence(f"{name}.pdf", 1, words) for name, words in said.items())
    kinds = {f"{name}.pdf": DocumentKind(name) for name in said}
    largest = max(detail.value for detail in details)
    return Clause(ClauseType.EXEC_INSERTION, ("1",), ("1",), largest, details, evidence=places), kinds


def test_hours_that_two_documents_state_otherwise_are_both_told() -> None:
    clause, kinds = a_clause(RC="3200 heures d'insertion", CCAP="2800 heures d'insertion")

    (kept,), told = settle_hours([clause], kinds)

    assert kept.hours_detail == (HoursDetail(3200, "1", "lot"),)
    (rival,) = kept.rivals
    assert rival.value == {"hours_detail": (HoursDetail(2800, "1", "lot"),)}
    assert rival.evidence[0].document == "CCAP.pdf"
    assert rival.rule == "largest"
    assert len(told) == 1
    assert "3 200 h (RC.pdf, page 1), 2 800 h (CCAP.pdf, page 1)" in told[0]


def test_hours_that_an_answer_corrects_are_the_call_s() -> None:
    clause, kinds = a_clause(RC="3200 heures d'insertion", QA="2400 heures au lieu de celles du règlement")

    (kept,), told = settle_hours([clause], kinds)

    assert kept.hours == 2400
    assert kept.hours_detail == (HoursDetail(2400, "1", "lot"),)
    assert [rival.rule for rival in kept.rivals] == ["correction"]
    assert kept.confidence == clause.confidence
    assert len(told) == 1
    assert "3 200 h (RC.pdf, page 1), puis 2 400 h (QA.pdf, page 1)" in told[0]


def test_a_question_that_names_other_hours_corrects_nothing() -> None:
    clause, kinds = a_clause(RC="3200 heures d'insertion", QA="2000 heures suffiraient-elles ?")

    (kept,), _ = settle_hours([clause], kinds)

    assert kept.hours == 3200
    assert [rival.rule for rival in kept.rivals] == ["largest"]


def two_places(first: str, second: str, lot: str | None = "1") -> Clause:
    """A clause that two pages of one document state, the hours their first number."""
    details = tuple(HoursDetail(float(words.split()[0]), lot, "lot") for words in (first, second))
    places = (Evidence("CCAP.pdf", 3, first), Evidence("CCAP.pdf", 20, second))
    return Clause(ClauseType.EXEC_INSERTION, hours=details[0].value, hours_detail=details, evidence=places)


def test_hours_that_one_document_states_otherwise_at_two_places_are_both_told() -> None:
    clause = two_places("420 heures d'insertion", "350 heures sont réservées à l'insertion")

    (kept,), told = settle_hours([clause], {"CCAP.pdf": DocumentKind.CCAP})

    assert kept.hours_detail == (HoursDetail(420, "1", "lot"),)
    assert [rival.evidence[0].page for rival in kept.rivals] == [20]
    assert "420 h (CCAP.pdf, page 3), 350 h (CCAP.pdf, page 20)" in told[0]


@pytest.mark.parametrize(
    ("first", "second", "lot"),
    [
        ("420 heures pour la tranche ferme", "350 heures pour la tranche optionnelle", "1"),
        ("420 heures la première année", "350 heures les années suivantes", "1"),
        ("420 heures pour la base", "500 heures avec l'option", "1"),
        ("420 heures pour le lot de gros œuvre", "350 heures pour le lot de peinture", None),
        ("420 heures d'insertion, dont 60 heures par des jeunes", "60 heures de jeunes", "1"),
    ],
)
def test_hours_that_are_of_two_things_stand_together(first: str, second: str, lot: str | None) -> None:
    clause = two_places(first, second, lot)

    assert settle_hours([clause], {"CCAP.pdf": DocumentKind.CCAP}) == ((clause,), ())
