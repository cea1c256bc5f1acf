"""The facts of real calls, and every quote word for word at its place."""

from __future__ import annotations

from functools import cache

import pytest

from tender.parsing.fields import extract
from tender.parsing.formats import read
from tender.parsing.refusal import Refused
from tender.vocabulary.call import AwardCriterion, Reading
from tender.vocabulary.plain import to_plain
from tender.vocabulary.source import Source
from tests.corpus import corpus_path

pytestmark = pytest.mark.corpus
CALLS = (
    "de01_uba_173087",
    "de03_pik_2025-0509",
    "de04_tmb_2025-05",
    "fr01_grenoble_inp_2026FCSSA0025",
    "fr03_france_travail_010.26_irve",
    "fr04_vsgp_25TIC06",
    "fr10_justice_ppsmj",
)


@cache
def sources(call: str) -> tuple[Source, ...]:
    """Every file of a call that can be read here."""
    found = []
    for path in sorted(corpus_path(f"dce/{call}").rglob("*")):
        if path.is_file():
            try:
                found.append(read(path.read_bytes(), path.name))
            except Refused:
                continue
    return tuple(found)


@cache
def reading(call: str) -> Reading:
    """The call as read."""
    return extract(sources(call))


def weights(criteria: tuple[AwardCriterion, ...]) -> list[float | None]:
    return [criterion.weight for criterion in criteria]


@pytest.mark.parametrize(
    ("call", "buyer", "reference", "deadline"),
    [
        ("de01_uba_173087", "Umweltbundesamt", "173087_75 112/0012", "2022-08-31"),
        ("de03_pik_2025-0509", "Potsdam-Institut", "2025-0509", "2025-07-25T11:00:00+02:00"),
        ("de04_tmb_2025-05", "TMB Tourismus", "TMB-AZ-2025-05", "2025-04-14T15:00:00+02:00"),
        (
            "fr01_grenoble_inp_2026FCSSA0025",
            "Institut polytechnique",
            "2026FCSSA0025",
            "2026-07-15T12:00:00+02:00",
        ),
        ("fr03_france_travail_010.26_irve", "France Travail", "010.26", "2026-07-15T16:00:00+02:00"),
        ("fr04_vsgp_25TIC06", "Vallée Sud", "25TIC06", "2025-04-19T15:00:00+02:00"),
        ("fr10_justice_ppsmj", "inistère de la Justice", "24_PPSMJ_2", "2024-09-02T14:00:00+02:00"),
    ],
)
def test_who_buys_under_which_reference_until_when(
    call: str, buyer: str, reference: str, deadline: str
) -> None:
    facts = reading(call)

    assert facts.buyer
    assert buyer in facts.buyer.value
    assert facts.reference
    assert facts.reference.value == reference
    assert facts.deadline
    assert facts.deadline.value == deadline


def test_lots_where_there_are_lots_and_nowhere_else() -> None:
    divided = {call: [lot.number for lot in reading(call).lots] for call in CALLS if reading(call).lots}

    assert divided == {"fr10_justice_ppsmj": ["1", "2", "3"]}
    amounts = [lot.estimated_amount.max for lot in reading("fr10_justice_ppsmj").lots if lot.estimated_amount]
    assert amounts == [68645833, 36041666, 19270833]


@pytest.mark.parametrize(
    ("call", "expected", "below"),
    [
        ("de01_uba_173087", [10, 20, 30], [0, 0, 0]),
        ("de03_pik_2025-0509", [40, 40, 20], [0, 0, 0]),
        ("de04_tmb_2025-05", [50, 50], [0, 0]),
        ("fr01_grenoble_inp_2026FCSSA0025", [40, 40, 10, 10], [0, 2, 0, 0]),
        ("fr03_france_travail_010.26_irve", [], []),
        ("fr04_vsgp_25TIC06", [60, 30, 10], [2, 3, 2]),
        ("fr10_justice_ppsmj", [70, 30], [13, 0]),
    ],
)
def test_criteria_and_their_detail(call: str, expected: list[float], below: list[int]) -> None:
    criteria = reading(call).award_criteria

    assert weights(criteria) == expected
    assert [len(criterion.sub) for criterion in criteria] == below


def test_a_row_with_grey_cells_keeps_its_columns() -> None:
    rows = {c.name: c.sub for c in reading("fr10_justice_ppsmj").award_criteria[0].sub}

    assert [(s.name, s.weight) for s in rows["Outils et environnements"]] == [
        ("Format des outils", 90),
        ("Qualité des engagements de service", 10),
    ]


def test_grouping_is_read_from_ticks_and_sentences() -> None:
    ticked, written = reading("fr04_vsgp_25TIC06").grouping, reading("fr10_justice_ppsmj").grouping

    assert ticked.alone_and_in_group
    assert ticked.alone_and_in_group.value == "allowed"
    assert ticked.several_groups
    assert ticked.several_groups.value == "allowed"
    assert written.alone_and_in_group
    assert written.alone_and_in_group.value == "forbidden"
    assert written.lead_solidary
    assert written.lead_solidary.value is True


def test_the_notices_of_the_forms_reserve_nothing_and_ask_nothing() -> None:
    documents = {
        e.document for d in reading("fr01_grenoble_inp_2026FCSSA0025").required_documents for e in d.evidence
    }

    assert not any("DC1" in name or "DC2" in name for name in documents)


@pytest.mark.parametrize("call", CALLS)
def test_every_quote_stands_word_for_word_at_its_place(call: str) -> None:
    pages = {
        (source.name, page.number, page.path): " ".join(page.text.split())
        for source in sources(call)
        for page in source.pages
    }
    quotes = list(_quotes(to_plain(reading(call))))

    assert quotes
    for document, page, quote in quotes:
        texts = [text for (name, number, _), text in pages.items() if name == document and number == page]
        assert any(" ".join(quote.split()) in text for text in texts)


def _quotes(value: object) -> list[tuple[str, int | None, str]]:
    if isinstance(value, dict):
        if {"document", "quote", "page"} <= value.keys():
            return [(value["document"], value["page"], value["quote"])]
        return [quote for held in value.values() for quote in _quotes(held)]
    if isinstance(value, list):
        return [quote for held in value for quote in _quotes(held)]
    return []
