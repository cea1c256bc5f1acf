from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.documents import french


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zéro"),
        (21, "vingt et un"),
        (71, "soixante et onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (1000, "mille"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (1_000_000, "un million"),
        (2_300_001, "deux millions trois cent mille un"),
    ],
)
def test_numbers_are_spelt_as_french_spells_them(value, words):
    assert french.in_words(value) == words


@given(st.integers(0, 10**12 - 1), st.integers(0, 10**12 - 1))
def test_two_numbers_are_never_spelt_alike(one, other):
    assert (french.in_words(one) == french.in_words(other)) == (one == other)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1.00", "un euro"),
        ("0.50", "zéro euro et cinquante centimes"),
        ("1200.01", "mille deux cents euros et un centime"),
        ("1000000", "un million d’euros"),
    ],
)
def test_amounts_are_spelt_with_euros_and_centimes(amount, words):
    assert french.euros_in_words(Decimal(amount)) == words


def test_figures_take_french_separators_that_do_not_break():
    assert french.euros(Decimal("1234567.5")) == "1\u202f234\u202f567,50\u00a0€"
    assert french.hours(Decimal("1086.5")) == "1\u202f086,5\u00a0h"
    assert french.percent(Decimal("40.0")) == "40\u00a0%"


def test_a_deadline_says_its_day_hour_and_zone():
    assert french.moment("2026-07-15T16:00:00+02:00").replace("\u00a0", " ") == (
        "mercredi 15 juillet 2026 à 16 h 00 (heure de Paris)"
    )
    assert "UTC" in french.moment("2026-07-15T16:00:00+00:00")


def test_a_date_that_is_none_stays_as_it_was_written():
    assert french.iso_day("fin 2027") == "fin 2027"
    assert french.month("printemps") == "printemps"


def test_signs_are_held_to_their_words():
    assert french.typeset("« oui » : lot 3 ; 40 %") == "«\u00a0oui\u00a0»\u00a0: lot\u00a03\u202f; 40\u00a0%"


def test_an_elision_takes_the_printed_apostrophe_a_measure_keeps_its_sign():
    assert french.typeset("d'Aix, 5'30, 'mot'") == "d’Aix, 5'30, 'mot'"
