"""Consent counts for what was seen, and for nothing else."""

from __future__ import annotations

import pytest

from tender.consortium.approval import Approval, Standing, agreed, share_digest, state, to_ask
from tender.vocabulary.split import Verdict

SHOWN = {
    "hours": {"2027-01": 70.0, "2027-02": 35.5},
    "places": ["Salon"],
    "lead": "AI Nord",
    "euros": "1840.00",
}
NOW = {"a": share_digest(SHOWN), "b": share_digest({**SHOWN, "lead": "AI Sud"})}


def test_the_digest_does_not_depend_on_order_or_on_the_last_bit_of_a_sum() -> None:
    again = {**dict(reversed(SHOWN.items())), "hours": {"2027-02": 35.5, "2027-01": 70.00000000000001}}

    assert share_digest(again) == share_digest(SHOWN)
    assert len(share_digest(SHOWN)) == 64


def test_any_change_of_what_is_shown_changes_the_digest() -> None:
    assert share_digest({**SHOWN, "hours": {"2027-01": 70.5, "2027-02": 35.5}}) != share_digest(SHOWN)


def test_a_number_that_is_none_cannot_be_approved() -> None:
    with pytest.raises(ValueError, match="nan"):
        share_digest({"hours": float("nan")})


def test_an_approval_of_an_earlier_share_is_outdated() -> None:
    approvals = (Approval("a", "0" * 64, Verdict.APPROVED, 1), Approval("b", NOW["b"], Verdict.APPROVED, 2))

    assert state(NOW, approvals) == {"a": Standing.OUTDATED, "b": Standing.APPROVED}
    assert not agreed(NOW, approvals)
    assert to_ask(NOW, approvals) == ("a",)


def test_all_who_have_a_share_must_approve() -> None:
    first = Approval("a", NOW["a"], Verdict.APPROVED, 1)

    assert state(NOW, (first,))["b"] is Standing.AWAITING
    assert not agreed(NOW, (first,))
    assert agreed(NOW, (first, Approval("b", NOW["b"], Verdict.APPROVED, 2)))
    assert not agreed({}, ())


def test_the_last_word_counts_and_a_change_that_is_undone_revives_the_approval() -> None:
    words = (
        Approval("a", NOW["a"], Verdict.APPROVED, 1),
        Approval("a", NOW["a"], Verdict.REFUSED, 3),
        Approval("b", NOW["b"], Verdict.APPROVED, 2),
        Approval("b", "f" * 64, Verdict.REFUSED, 4),
    )

    assert state(NOW, words) == {"a": Standing.REFUSED, "b": Standing.APPROVED}


def test_a_word_without_a_mandate_counts_for_nothing() -> None:
    word = Approval("a", NOW["a"], Verdict.APPROVED, 1, with_mandate=False)

    assert state(NOW, (word,))["a"] is Standing.AWAITING
