"""Words found in a call's files, with or without their accents, plurals and small slips."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tender.store.calls import CallFileRow, PageRow
from tender.workbench.finding import find, fold

RULES = (
    "Le titulaire réserve 5 % des heures à des publics éloignés de l’emploi.\n"
    "Les clauses d'inser-\ntion sociale s'appliquent aux lots 1 et 3.\n"
    "La visite du site est obligatoire. Une pénalité de 50 € s’applique par heure non réalisée."
)


def pages(*texts: str) -> list[tuple[CallFileRow, PageRow]]:
    """One file a text, of one page."""
    return [
        (CallFileRow(id=n, name=f"{n}.pdf"), PageRow(id=n, position=1, number=1, text=text))
        for n, text in enumerate(texts, 1)
    ]


def said(words: str, *texts: str) -> list[str]:
    """The words each hit stands on, as printed."""
    found = find(pages(*(texts or (RULES,))), words)
    return [" ".join(hit.page.text[a:b] for a, b in hit.spans) for hit in found.hits]


def test_accents_capitals_and_plurals_do_not_matter():
    assert said("PENALITES") == ["pénalité"]
    assert said("publics eloigne") == ["publics éloignés"]


def test_a_word_cut_at_the_end_of_a_line_is_found_whole():
    assert said("insertion sociale") == ["inser-\ntion sociale"]


def test_words_that_do_not_follow_each_other_are_found_near():
    found = find(pages(RULES), "visite obligatoire")

    assert found.apart
    assert said("visite obligatoire") == ["visite obligatoire"]


def test_a_slip_is_read_as_the_nearest_word_there_is():
    found = find(pages(RULES), "penalitté")

    assert found.instead == "penalite"
    assert len(found.hits) == 1


def test_hits_are_counted_by_file():
    found = find(pages("insertion et insertion", "rien", "insertion"), "insertion")

    assert [(file.name, count) for file, count in found.by_file] == [("1.pdf", 2), ("3.pdf", 1)]


def test_what_is_nowhere_is_not_found():
    assert find(pages(RULES), "piscine olympique").hits == ()
    assert find(pages(RULES), "  ").hits == ()
    assert find(pages(RULES), "(((").hits == ()


@given(st.text(max_size=40))
def test_folding_keeps_every_offset(text: str):
    assert len(fold(text)) == len(text)


@given(st.text(max_size=30), st.text(max_size=60))
def test_no_query_breaks_the_search(words: str, text: str):
    for hit in find(pages(text), words).hits:
        assert all(0 <= start < end <= len(text) for start, end in hit.spans)
