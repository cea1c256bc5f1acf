"""A clause that goes on over a page break is read whole, its words shown on both pages."""

from __future__ import annotations

import pytest

from tender.clauses import detect
from tender.clauses.page_breaks import seams
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail
from tender.vocabulary.source import DocumentKind, Page, Source

LOTS = ("1", "2", "3", "4")


def call(*texts: str) -> Source:
    pages = tuple(Page(number=n, text=text) for n, text in enumerate(texts, 1))
    return Source("CCAP.pdf", "0" * 64, DocumentKind.CCAP, pages, has_pages=True)


def the_clause(*texts: str) -> Clause:
    source = call(*texts)
    (clause,) = detect([source], LOTS)
    assert all(e.quote in source.pages[(e.page or 0) - 1].text for e in clause.evidence)
    return clause


def test_a_sentence_cut_by_the_end_of_the_page_keeps_its_lots_in_two_places() -> None:
    clause = the_clause(
        "CCAP – Ville de Montrichard\n9.2 Insertion\nLes titulaires des lots 1,\nPage 8 sur 20",
        "CCAP – Ville de Montrichard\n3 et 4 réalisent une action d'insertion obligatoire.\nPage 9 sur 20",
    )

    assert clause.lots == ("1", "3", "4")
    assert [(e.page, e.quote) for e in clause.evidence] == [
        (1, "Les titulaires des lots 1,"),
        (2, "3 et 4 réalisent une action d'insertion obligatoire."),
    ]


def test_a_list_of_lots_on_the_next_page_belongs_to_the_clause_that_opens_it() -> None:
    clause = the_clause(
        "La clause sociale d'insertion est obligatoire pour les lots suivants :\n12/45",
        "- Lot 2 : 120 heures\n- Lot 3 : 85 heures\nArticle 10 – Assurances",
    )

    assert clause.lots == ("2", "3")
    assert clause.hours_detail == (HoursDetail(120, "2", "lot"), HoursDetail(85, "3", "lot"))
    assert {e.page for e in clause.evidence} == {1, 2}


def test_a_denial_cut_in_two_leaves_no_clause_of_its_second_half() -> None:
    source = call("Le présent marché ne comporte pas\n3", "de clause sociale d'insertion.\nArticle 6 – Prix")

    assert [c.type for c in detect([source], LOTS)] == [ClauseType.NEGATED]


def test_the_number_of_hours_may_open_the_next_page() -> None:
    clause = the_clause(
        "Le titulaire du lot 2 réserve aux personnes éloignées de l'emploi un minimum de\n- 7 -",
        "350 heures de travail sur la durée du marché.",
    )

    assert (clause.lots, clause.hours) == (("2",), 350)


def test_pages_that_end_with_their_sentence_are_read_apart() -> None:
    source = call(
        "Le lot 1 comporte une clause d'insertion de 100 heures.",
        "Le lot 2 est réservé aux entreprises adaptées.",
    )

    found = {c.type: (c.lots, [e.page for e in c.evidence]) for c in detect([source], LOTS)}

    assert found == {
        ClauseType.EXEC_INSERTION: (("1",), [1]),
        ClauseType.RESERVED_EA_ESAT: (("2",), [2]),
    }


@pytest.mark.parametrize(
    ("foot", "head"),
    [
        ("Ville de Foix – CCAP\nPage 1/9", "Ville de Foix – CCAP\nPage 2/9"),
        ("1", "2"),
        ("RC voirie 2026 – p. 3", "RC voirie 2026 – p. 4"),
    ],
)
def test_running_heads_and_page_numbers_stand_in_no_sentence(foot: str, head: str) -> None:
    pages = call(f"Le marché comporte une\n{foot}", f"{head}\nclause d'insertion.\nFin").pages

    (seam,) = seams(pages, [0])

    assert seam.text == "Le marché comporte une\nclause d'insertion.\nFin"


def test_notice_fields_and_sheets_have_no_breaks() -> None:
    fields = (
        Page(number=None, path="BT-300", text="une clause"),
        Page(number=None, path="BT-24", text="d'insertion"),
    )

    assert not list(seams(fields, [0]))
