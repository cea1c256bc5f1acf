"""Folding keeps the length, so places found in the folded text are places in the file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tender.clauses.folding import fold


@given(st.text())
def test_the_length_never_changes(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="aé\u0301\u00ad\u200b -\nœß’", max_size=40))
def test_marks_of_their_own_do_not_change_it_either(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_case_accents_apostrophes_and_spaces_are_one() -> None:
    assert fold("L’INSERTION À 5 % – n°2") == "l'insertion a 5 % - no2"


def test_a_decomposed_accent_does_not_cut_a_word() -> None:
    assert fold("re\u0301serve\u0301 aux") == "reserve   aux"


def test_a_word_cut_at_the_line_end_is_whole_again() -> None:
    assert fold("une clause d'inser-\ntion sociale").split() == ["une", "clause", "d'insertion", "sociale"]
