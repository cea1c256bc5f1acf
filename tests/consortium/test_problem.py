"""Cases that mean nothing are refused with the place where they go wrong."""

from __future__ import annotations

import pytest

from tender.consortium.problem import BadCase, CaseFault, validate
from tender.vocabulary.split import Lock, Refusal, SplitCase, SplitLot, SplitMember
from tests.consortium.cases import a_case, a_member, a_need

LOT = SplitLot("1", (a_need(100.0),))
A = a_member("a")


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        (a_case(A, A, lots=(LOT,)), CaseFault.DUPLICATE),
        (a_case(A, lots=(LOT, LOT)), CaseFault.DUPLICATE),
        (a_case(A, lots=(SplitLot("1", (a_need(), a_need())),)), CaseFault.DUPLICATE),
        (a_case(A, lots=(SplitLot("1", (a_need(-1.0),)),)), CaseFault.NEGATIVE),
        (a_case(A, lots=(SplitLot("1", (a_need(float("nan")),)),)), CaseFault.NOT_A_NUMBER),
        (a_case(A, lots=(SplitLot("1", (a_need(months=("2031-01",)),)),)), CaseFault.UNKNOWN_PERIOD),
        (a_case(SplitMember("a", (), {"t": {"x": 1.0}}), lots=(LOT,)), CaseFault.UNKNOWN_PERIOD),
        (a_case(A, lots=(LOT,), refused=(Refusal("b", "1"),)), CaseFault.UNKNOWN_MEMBER),
        (a_case(A, lots=(LOT,), refused=(Refusal("a", "2"),)), CaseFault.UNKNOWN_LOT),
        (a_case(A, lots=(LOT,), locked=(Lock("a", "1", "x", "t", 0.5),)), CaseFault.UNKNOWN_NEED),
        (
            a_case(A, lots=(LOT,), locked=(Lock("a", "1", "13103", "cleaning", 1.5),)),
            CaseFault.SHARE_BEYOND_ONE,
        ),
        (a_case(A, lots=(LOT,), distance_km={"a|13103": -1.0}), CaseFault.NEGATIVE),
        (a_case(SplitMember("a", lot_hours={"2": 1.0}), lots=(LOT,)), CaseFault.UNKNOWN_LOT),
    ],
)
def test_a_case_that_means_nothing_is_refused(case: SplitCase, fault: CaseFault) -> None:
    with pytest.raises(BadCase) as refusal:
        validate(case)

    assert refusal.value.fault is fault
    assert refusal.value.where


def test_words_where_numbers_belong_are_refused() -> None:
    words = SplitMember("a", ("13103",), {"cleaning": {"2027-01": "beaucoup"}})  # type: ignore[dict-item]

    with pytest.raises(BadCase) as refusal:
        validate(a_case(words, lots=(LOT,)))

    assert (refusal.value.fault, refusal.value.value) == (CaseFault.NOT_A_NUMBER, "beaucoup")


def test_an_ordinary_case_passes() -> None:
    validate(a_case(A, lots=(LOT,)))
    validate(SplitCase())
