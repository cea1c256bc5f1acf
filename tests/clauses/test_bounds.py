"""What keeps a text made to be slow from being so: everything compared with everything is of bounded size."""

from __future__ import annotations

import pytest

from tender.clauses import detect
from tender.clauses.labelling import MOST_IN_A_SENTENCE, hits_in
from tender.clauses.mentions import LONGEST_STRETCH
from tender.clauses.passage import Passage
from tender.clauses.sentences import LONGEST, split_sentences
from tender.vocabulary.source import DocumentKind, Page, Source

RUNS = (
    "250 heures d'insertion ",
    "lot 1 clause sociale d'insertion, ",
    "marché réservé aux EA et ESAT ",
    "critère insertion 20 % ",
    "sansespace",
)


def a_page(text: str) -> Source:
    return Source("a.txt", "0" * 64, DocumentKind.CCAP, (Page(number=1, text=text),), "fr")


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("size", [10_000, 40_000])
def test_an_unbroken_run_is_cut_into_bounded_sentences_that_lose_nothing(run: str, size: int) -> None:
    text = (run * (size // len(run) + 1)).strip()

    sentences = split_sentences(text)

    assert max(s.end - s.start for s in sentences) <= LONGEST
    assert len(sentences) <= 2 * len(text) / LONGEST + 1
    assert "".join(text[s.start : s.end] for s in sentences).replace(" ", "") == text.replace(" ", "")


def test_a_long_run_is_cut_between_words() -> None:
    text = "clause d'insertion " * 1000

    assert {text[s.end] for s in split_sentences(text)[:-1]} == {" "}


@pytest.mark.parametrize("run", RUNS[:4])
def test_what_a_sentence_repeats_is_looked_at_a_bounded_number_of_times(run: str) -> None:
    few = len(hits_in(Passage.of(run * (10_000 // len(run)))))
    many = len(hits_in(Passage.of(run * (40_000 // len(run)))))

    types = 8
    assert many <= types * MOST_IN_A_SENTENCE * (2 * 40_000 / LONGEST + 1)
    assert many < 6 * max(few, 1)


def test_the_clause_after_a_page_of_any_length_is_found_with_its_place() -> None:
    said = "Le titulaire réalisera 250 heures d'insertion sociale et professionnelle."
    text = "Le nettoyage des locaux est quotidien.\n" * (3 * LONGEST_STRETCH // 38) + said

    (clause,) = detect([a_page(text)])

    (place,) = clause.evidence
    assert clause.hours == 250
    assert place.quote in said
