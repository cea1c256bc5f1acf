"""Rates with their intervals."""

from __future__ import annotations

from hypothesis import given
from hypothesis.strategies import integers

from tender.uptake.rates import rate_of


def test_nothing_counted_has_no_rate():
    rate = rate_of(0, 0)

    assert (rate.share, rate.low, rate.high) == (None, None, None)


def test_the_interval_of_wilson_is_the_published_one():
    rate = rate_of(81, 263)

    assert (rate.share, rate.low, rate.high) == (0.308, 0.2553, 0.3662)


@given(integers(1, 5000), integers(0, 5000))
def test_the_share_lies_in_its_interval_and_both_between_0_and_1(of, count):
    rate = rate_of(min(count, of), of)

    assert 0 <= rate.low <= rate.share + 1e-4
    assert rate.share - 1e-4 <= rate.high <= 1
