"""Folded text still knows where each word stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tender.parsing.flow import Flow, fold, pattern
from tests.parsing.made_calls import a_page, a_source


def test_a_quote_is_word_for_word_whatever_was_folded() -> None:
    flow = Flow(a_source("Le marché n’est « pas » alloti : œuvre unique."))
    match = pattern('n\'est " pas " alloti').search(flow.text)

    assert match
    assert flow.evidence(*match.span())[0].quote == "n’est « pas » alloti"


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=200))
def test_every_span_of_any_text_is_found_back_in_it(text: str) -> None:
    flow = Flow(a_source(a_page(text)))

    for line in flow.lines:
        for evidence in flow.evidence(line.start, line.end):
            assert evidence.quote in flow.source.pages[0].text


def test_a_word_cut_at_the_end_of_a_line_is_whole_again() -> None:
    flow = Flow(a_source("le mar-\nché public"))

    assert "marche public" in flow.text


def test_a_word_cut_across_pages_is_whole_again_and_each_half_stands_on_its_page() -> None:
    flow = Flow(a_source("L'objet est le mar-", "", "ché public de nettoyage"))
    start = flow.text.index("marche")

    assert [(held.page, held.quote) for held in flow.evidence(start, start + 6)] == [(1, "mar"), (3, "ché")]
    assert flow.offset_at(2, 0) == start + 3


def test_glued_words_and_lost_apostrophes_are_still_found() -> None:
    assert pattern("date limite de l'offre").search(fold("datelimite de loffre"))


def test_a_table_of_contents_is_left_out() -> None:
    contents = "\n".join(f"{n} - Article numéro {n} ............ {n}" for n in range(1, 8))
    flow = Flow(a_source(f"SOMMAIRE\n{contents}", "1 - Objet\nNettoyage des locaux"))

    assert "article numero 3" not in flow.text
    assert "nettoyage des locaux" in flow.text


def test_running_heads_are_left_out_but_kept_for_who_asks() -> None:
    pages = [f"Consultation n° 26S{n // 9}07\nTexte propre à la page {'abcde'[n]}" for n in range(5)]
    flow = Flow(a_source(*pages))

    assert "consultation" not in flow.text
    assert "consultation" in flow.with_heads.text


def test_a_long_gap_between_columns_shrinks_and_the_quote_keeps_its_place() -> None:
    flow = Flow(a_source("Prix          60 %\nsuite"))

    assert flow.text.startswith("prix  60 %")
    assert flow.evidence(6, 10)[0].quote == "60 %"
