"""Sentences and list items keep their places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tender.clauses.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


def test_articles_of_law_do_not_end_a_sentence() -> None:
    text = "Selon l'art. L. 2112-2 du code, M. X décide. Le lot 1 est concerné."

    assert sentences(text) == ["Selon l'art. L. 2112-2 du code, M. X décide.", "Le lot 1 est concerné."]


def test_a_wrapped_line_goes_on_and_a_heading_does_not() -> None:
    text = "CLAUSES SOCIALES\nLe marché comporte une clause\nd'insertion."

    assert sentences(text) == ["CLAUSES SOCIALES", "Le marché comporte une clause\nd'insertion."]


def test_glued_sentences_are_parted() -> None:
    text = (
        "Voir le CCAP.140 heures sont prévues pour l'emploi des publics prioritairesL'action est obligatoire."
    )

    assert len(sentences(text)) == 3


def test_a_label_and_its_value_stay_together() -> None:
    assert sentences("Participation réservée\n:\nnon") == ["Participation réservée\n:\nnon"]


@given(st.text(max_size=200))
def test_sentences_are_in_order_and_leave_out_only_white_space(text: str) -> None:
    covered = 0
    for sentence in split_sentences(text):
        assert text[covered : sentence.start].strip() == ""
        assert sentence.start < sentence.end
        covered = sentence.end
    assert text[covered:].strip() == ""
