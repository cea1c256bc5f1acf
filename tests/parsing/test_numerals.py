"""Numbers, amounts, weights and lengths of time as documents write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.parsing.flow import fold
from tender.parsing.numerals import amounts, parse_number, spans, weights


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("68 645 833", 68645833),
        ("68\u00a0645\u202f833", 68645833),
        ("1 234,56", 1234.56),
        ("1.234,56", 1234.56),
        ("1.200", 1200),
        ("40.0", 40),
        ("0.500", 0.5),
        ("trois", 3),
        ("trois (3)", 3),
        ("vingt-cinq", 25),
        ("trois cent", None),
        ("1,2,3,x", None),
    ],
)
def test_a_number_is_read_as_written(written: str, value: float | None) -> None:
    assert parse_number(written) == value


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "."]))
def test_any_space_may_part_the_thousands(value: int, space: str) -> None:
    assert parse_number(f"{value:,}".replace(",", space)) == value


def test_weights_tell_per_cent_from_points() -> None:
    found = weights(fold("Prix 60 %, délais : 12,5 pour cent, technique sur 25 points, 10 Punkte"))

    assert [(q.value, q.unit) for q in found] == [(60, "%"), (12.5, "%"), (25, "points"), (10, "points")]


def test_amounts_know_their_tax_and_scale() -> None:
    found = amounts(fold("27 458 333 € HT, 1 200,50 euros TTC, 6,5 millions d’euros, 50 k€"))

    assert [(q.value, q.unit) for q in found] == [
        (27458333, "excluded"),
        (1200.5, "included"),
        (6500000, ""),
        (50000, ""),
    ]


def test_lengths_of_time_in_figures_and_words() -> None:
    found = spans(fold("six mois, cent quatre-vingts (180) jours, trois (3) ans, 2 semaines"))

    assert [(q.value, q.unit) for q in found] == [(6, "months"), (180, "days"), (3, "years"), (14, "days")]
