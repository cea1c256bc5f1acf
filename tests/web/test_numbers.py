"""Numbers as people of three languages type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.web.numbers import read_number, typed


@pytest.mark.parametrize(
    ("text", "french", "german", "english"),
    [
        ("1,200", 1.2, 1.2, 1200.0),
        ("1.200", 1.2, 1200.0, 1.2),
        ("1.200,50", 1200.5, 1200.5, 1200.5),
        ("1,200.50", 1200.5, 1200.5, 1200.5),
        ("12,5", 12.5, 12.5, 12.5),
        ("12.5", 12.5, 12.5, 12.5),
        ("1 200,5 h", 1200.5, 1200.5, 1200.5),
        ("1.200.300", 1200300.0, 1200300.0, 1200300.0),
        ("-3", -3.0, -3.0, -3.0),
    ],
)
def test_a_sign_means_what_it_does_in_the_pages_language(
    text: str, french: float, german: float, english: float
):
    assert read_number(text, "fr") == french
    assert read_number(text, "de") == german
    assert read_number(text, "en") == english


@pytest.mark.parametrize("text", ["douze", "1,2,3", "1.2.3", "1,20.5,0", "nan", "inf", "12,5.3,1"])
def test_what_is_no_number_is_refused(text: str):
    for language in ("fr", "de", "en"):
        with pytest.raises(ValueError, match=r".*"):
            read_number(text, language)


@given(st.floats(0, 2e5).map(lambda value: round(value, 2)), st.sampled_from(["fr", "de", "en"]))
def test_what_a_box_shows_reads_back_the_same(value: float, language: str):
    assert read_number(typed(value, language), language) == value


def test_an_empty_box_is_no_number():
    assert read_number("  ", "fr") is None
    assert typed(None, "fr") == ""
