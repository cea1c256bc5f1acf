"""Hand-made splits: every broken rule is named with its hours."""

from __future__ import annotations

import pytest

from tender.consortium.invariants import Rule, fairness_index, loads, objective_of, violations
from tender.vocabulary.split import Lock, Refusal, Share, SplitCase, SplitLot
from tests.consortium.cases import a_case, a_member, a_need

LOT = SplitLot("1", (a_need(100.0),), min_share_hours=30.0)
CASE = a_case(a_member("a"), a_member("b"), lots=(LOT,))


def share(part: float, member: str = "a", **changes: str) -> Share:
    place, trade = changes.get("place", "13103"), changes.get("trade", "cleaning")
    return Share(member, changes.get("lot", "1"), place, trade, part, part * 100.0)


def broken(case: SplitCase, *shares: Share) -> list[tuple[Rule, float]]:
    return [(found.rule, round(found.amount, 6)) for found in violations(case, shares)]


def test_a_valid_split_breaks_nothing() -> None:
    assert broken(CASE, share(0.6), share(0.4, "b")) == []


def test_more_than_the_need_is_over_by_its_hours() -> None:
    assert broken(CASE, share(0.8), share(0.4, "b")) == [(Rule.OVERSHARED, 20.0)]


def test_a_token_part_is_short_by_its_hours() -> None:
    assert broken(CASE, share(0.1)) == [(Rule.LEAST, 20.0)]


def test_a_month_beyond_capacity_is_named() -> None:
    case = a_case(a_member("a", 60.0), lots=(LOT,))

    found = violations(case, (share(1.0),))

    assert [(v.rule, v.period, round(v.amount, 6)) for v in found] == [
        (Rule.CAPACITY, "2027-01", 20.0),
        (Rule.CAPACITY, "2027-02", 20.0),
    ]


def test_a_place_out_of_reach_a_refusal_and_a_lock_are_named() -> None:
    far = a_case(a_member("a", places=("x",)), lots=(LOT,))
    refused = a_case(a_member("a"), lots=(LOT,), refused=(Refusal("a", "1"),))
    locked = a_case(a_member("a"), lots=(LOT,), locked=(Lock("a", "1", "13103", "cleaning", 0.5),))

    assert broken(far, share(0.5)) == [(Rule.PLACE, 50.0)]
    assert broken(refused, share(0.5)) == [(Rule.REFUSED, 50.0)]
    assert broken(locked, share(0.4)) == [(Rule.LOCK, 10.0)]


def test_a_crowd_a_double_and_a_stranger_are_named() -> None:
    narrow = a_case(a_member("a"), a_member("b"), lots=(SplitLot("1", (a_need(100.0),), 0.0, 1),))

    assert broken(narrow, share(0.5), share(0.5, "b")) == [(Rule.CROWD, 1.0)]
    assert broken(CASE, share(0.5), share(0.5)) == [(Rule.DOUBLE, 50.0)]
    assert broken(CASE, share(0.5, "c")) == [(Rule.UNKNOWN, 50.0)]


def test_hours_that_are_not_the_share_are_named() -> None:
    assert broken(CASE, Share("a", "1", "13103", "cleaning", 0.5, 60.0)) == [(Rule.HOURS, 10.0)]


def test_a_hand_made_split_is_measured_on_the_four_levels() -> None:
    case = a_case(a_member("a"), a_member("b"), lots=(LOT,), distance_km={"b|13103": 3.0})
    made = (share(0.5), share(0.4, "b"))

    objective = objective_of(case, made)

    assert objective.uncovered_hours == pytest.approx(10.0)
    assert objective.highest_load == pytest.approx(0.1)
    assert (objective.parts, objective.hours_km) == (2, pytest.approx(120.0))
    assert loads(case, made) == {"a": pytest.approx(0.1), "b": pytest.approx(0.08)}


def test_fairness_is_one_when_all_bear_alike_and_half_when_one_of_two_bears_all() -> None:
    assert fairness_index(CASE, (share(0.5), share(0.5, "b"))) == pytest.approx(1.0)
    assert fairness_index(CASE, (share(1.0),)) == pytest.approx(0.5)
    assert fairness_index(CASE, ()) == 1.0
