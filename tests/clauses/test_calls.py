"""Whole calls: each clause once, with every place that states it, word for word."""

from __future__ import annotations

import json

import pytest

from tender.clauses import detect
from tender.parsing.formats import read
from tender.parsing.refusal import Refused
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail
from tender.vocabulary.source import DocumentKind, Page, Source
from tests.corpus import corpus_path


def a_source(*texts: str, kind: DocumentKind = DocumentKind.CCAP, name: str = "CCAP.pdf") -> Source:
    pages = tuple(Page(number=n, text=text) for n, text in enumerate(texts, 1))
    return Source(name=name, sha256="0" * 64, kind=kind, pages=pages, has_pages=True)


def stated(clauses: tuple[Clause, ...]) -> list[ClauseType]:
    return [c.type for c in clauses if c.type.counts]


def test_one_clause_told_in_two_documents_is_one_with_two_places() -> None:
    rc = a_source("Le marché comporte une clause sociale d'insertion.", kind=DocumentKind.RC, name="RC.pdf")
    ccap = a_source("Objet.", "Le titulaire réalise au minimum 300 heures d'insertion, par an.")

    (clause,) = detect([rc, ccap])

    assert clause.type is ClauseType.EXEC_INSERTION
    assert (clause.hours, clause.hours_detail) == (300, (HoursDetail(300, None, "year"),))
    assert [(e.document, e.page) for e in clause.evidence] == [("CCAP.pdf", 2), ("RC.pdf", 1)]


def test_each_quote_stands_word_for_word_on_its_page() -> None:
    source = a_source("Art. 9\nLe lot 2 est réservé aux structures\nd'insertion par l'activité économique.")

    (clause,) = detect([source], ("1", "2"))

    assert clause.type is ClauseType.RESERVED_SIAE
    assert clause.lots == ("2",)
    assert all(e.quote in source.pages[0].text for e in clause.evidence)


def test_other_hours_further_down_a_page_have_their_own_place() -> None:
    between = "Il tient le chantier propre et remet ses plans. " * 12
    text = f"Le titulaire réalise 420 heures d'insertion. {between}Insertion : 350 heures sont dues."

    (clause,) = detect([a_source(text)])

    assert [place.quote for place in clause.evidence] == [
        "Le titulaire réalise 420 heures d'insertion",
        "Insertion : 350 heures sont dues.",
    ]


def test_reservations_of_two_lots_are_two_clauses() -> None:
    source = a_source("Lot 1 : réservé aux SIAE.\n\nLot 2 : réservé aux ESAT et aux entreprises adaptées.")

    found = {c.type: c.lots for c in detect([source], ("1", "2"))}

    assert found == {ClauseType.RESERVED_SIAE: ("1",), ClauseType.RESERVED_EA_ESAT: ("2",)}


def test_staff_taken_over_by_law_is_told_apart_from_what_the_buyer_chose() -> None:
    source = a_source(
        "L'entreprise entrante est tenue de reprendre les salariés de la sortante (annexe 7 de la CCN).",
        "Le titulaire met en œuvre des actions en faveur de l'égalité entre les femmes et les hommes.",
    )

    found = {clause.by_law: clause.evidence[0].page for clause in detect([source])}

    assert found == {True: 1, False: 2}


@pytest.mark.parametrize(
    "text",
    [
        "Il n'y a pas de reprise de personnel.",
        "La masse salariale du personnel à reprendre est donnée à titre d'information.",
        "La reprise des travaux du personnel de la ville doit être planifiée.",
    ],
)
def test_staff_not_taken_over_or_only_spoken_of_is_no_clause(text: str) -> None:
    assert not stated(detect([a_source(text)]))


def test_a_denial_is_kept_and_does_not_touch_the_other_lot() -> None:
    source = a_source(
        "Le lot 3 comporte une clause d'insertion de 120 heures.\n\nPas de clause d'insertion pour le lot 2."
    )

    clauses = detect([source], ("2", "3"))

    assert [(c.type, c.lots) for c in clauses] == [
        (ClauseType.EXEC_INSERTION, ("3",)),
        (ClauseType.NEGATED, ("2",)),
    ]


def test_unspecified_social_conditions_yield_to_the_insertion_of_another_document() -> None:
    notice = a_source(
        "Consultation comportant des conditions d'exécution à caractère social.", kind=DocumentKind.NOTICE
    )
    ccap = a_source("Le titulaire devra réserver 5 % des heures travaillées à des publics en insertion.")

    assert stated(detect([notice, ccap])) == [ClauseType.EXEC_INSERTION]
    assert stated(detect([notice])) == [ClauseType.SOCIAL_OTHER_EXEC]


@pytest.mark.parametrize(
    "source",
    [
        a_source("Le marché est réservé aux SIAE.", kind=DocumentKind.DC2),
        a_source(
            "Notice explicative\nDC2\nLe marché est réservé aux SIAE mentionnées à l'article L. 5132-4.",
            kind=DocumentKind.NOTICE,
        ),
        a_source("2.5 Clause d'insertion sociale ................................ 7", kind=DocumentKind.RC),
        a_source(
            "Lorsque les documents particuliers du marché prévoient que le titulaire réalise une action "
            "d'insertion, celle-ci s'effectue dans les conditions du présent article."
        ),
        a_source("Critère social : 10 %", kind=DocumentKind.BPU),
    ],
)
def test_forms_contents_and_general_terms_give_no_clause(source: Source) -> None:
    assert stated(detect([source])) == []


def test_a_refused_file_gives_nothing() -> None:
    refused = Source("x.pdf", "0" * 64, DocumentKind.OTHER, (), refused="locked")

    assert detect([refused]) == ()


def read_all(relative: str) -> list[Source]:
    path = corpus_path(relative)
    sources = []
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            try:
                sources.append(read(file.read_bytes(), file.name))
            except Refused:
                continue
    return sources


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("call", "gold"),
    [
        ("dce/fr03_france_travail_010.26_irve", "fr03_france_travail_010.26_irve"),
        ("dce/fr10_justice_ppsmj", "fr10_justice_ppsmj"),
        ("notices/092615-2017.xml", "ted_092615-2017"),
        ("notices/210534-2022.xml", "ted_210534-2022"),
        ("notices/334786-2021.xml", "ted_334786-2021"),
        ("notices/460696-2019.xml", "ted_460696-2019"),
        ("notices/654124-2024.xml", "ted_654124-2024"),
    ],
)
def test_the_clauses_of_real_calls_are_those_a_person_found(call: str, gold: str) -> None:
    labels = json.loads(corpus_path(f"gold/{gold}.json").read_text("utf-8"))["social_clauses"]
    sources = read_all(call)
    texts = {(s.name, p.number, p.path): p.text for s in sources for p in s.pages}

    clauses = detect(sources)

    assert {c.type.value for c in clauses if c.type.counts} == {c["type"] for c in labels}
    assert {c["hours"] for c in labels if c["hours"]} <= {h.value for c in clauses for h in c.hours_detail}
    assert all(e.quote in texts[e.document, e.page, e.path] for c in clauses for e in c.evidence)


def test_hours_kept_for_people_are_no_reservation_and_deny_nothing() -> None:
    source = a_source(
        "6.3 Publics. Les heures sont réservées aux personnes sans emploi, notamment aux "
        "bénéficiaires du RSA, aux jeunes sans qualification et aux travailleurs reconnus handicapés."
    )

    assert {c.type for c in detect([source])} == {ClauseType.EXEC_INSERTION}


def test_other_articles_complete_an_insertion_clause() -> None:
    source = a_source(
        "Le titulaire réalise au moins 400 heures d'insertion.",
        "6.5 Une facilitatrice des clauses sociales, Maison de l'emploi de Valmont, aide au recrutement.\n\n"
        "6.6 Une association intermédiaire peut mettre du personnel à disposition du titulaire.",
        "Manquement Pénalité\nHeure d'insertion non réalisée 40 € par heure\nRetard 60 € par jour",
    )

    (clause,) = detect([source])

    assert clause.facilitator == "Maison de l'emploi de Valmont"
    assert clause.modes == ("staff_supply",)
    assert "40 € par heure" in (clause.penalty or "")
    assert any(e.page == 2 for e in clause.evidence)


def test_a_case_that_may_not_be_this_one_is_no_reservation() -> None:
    source = a_source("Dans le cas d'un marché réservé aux SIAE : le candidat joint sa convention.")

    assert not stated(detect([source]))
