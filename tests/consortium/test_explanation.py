"""Every share, every missing share and every missing hour has its reason, with numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tender.consortium.explanation import explain
from tender.consortium.shortfall import Relaxing, shortfalls
from tender.consortium.solver import propose
from tender.vocabulary.split import ReasonKind, Refusal, SplitCase, SplitLot, SplitStatus
from tests.consortium.cases import a_case, a_member, a_need, small_cases

LOT = SplitLot("1", (a_need(100.0),), min_share_hours=30.0)


def reasons(case: SplitCase) -> dict[str, ReasonKind]:
    return {reason.member: reason.because for reason in explain(case, propose(case))}


def test_refusal_territory_and_trade_are_told_apart() -> None:
    case = a_case(
        a_member("a"),
        a_member("b"),
        a_member("c", places=("x",)),
        a_member("d", trade="gardening"),
        lots=(LOT,),
        refused=(Refusal("b", "1"),),
    )

    found = reasons(case)

    assert found["b"] is ReasonKind.REFUSED
    assert found["c"] is ReasonKind.PLACE
    assert found["d"] is ReasonKind.CAPACITY


def test_a_used_up_month_is_named_in_plain_french_with_its_hours() -> None:
    case = a_case(a_member("a", 60.0), lots=(LOT,))

    (reason,) = explain(case, propose(case))

    assert reason.because is ReasonKind.CAPACITY
    assert reason.facts["capacity"] == 30.0
    assert "janvier 2027" in reason.text
    assert "60 h sur 100 h" in reason.text


def test_the_further_of_two_alike_is_told_the_kilometres() -> None:
    lot = SplitLot("1", (a_need(100.0),), min_share_hours=100.0)
    case = a_case(a_member("a"), a_member("b"), lots=(lot,), distance_km={"a|13103": 4.0, "b|13103": 16.5})

    found = {reason.member: reason for reason in explain(case, propose(case))}

    assert found["b"].because is ReasonKind.DISTANCE
    assert "12,5 km" in found["b"].text


def test_missing_hours_come_with_their_months_and_the_cheapest_ways_out() -> None:
    case = a_case(
        a_member("a", 80.0),
        a_member("b", 500.0, places=("x",)),
        a_member("c", 500.0),
        lots=(LOT,),
        refused=(Refusal("c", "1"),),
    )

    (short,) = shortfalls(case, propose(case))

    assert short.hours == pytest.approx(20.0, abs=1e-3)
    assert dict(short.by_period) == {
        "2027-01": pytest.approx(10.0, abs=1e-3),
        "2027-02": pytest.approx(10.0, abs=1e-3),
    }
    assert short.because is ReasonKind.CAPACITY
    extra = next(way for way in short.relaxations if way.kind is Relaxing.CAPACITY)
    assert (extra.member, extra.price) == ("a", pytest.approx(20.0, abs=1e-2))


def test_a_commune_nobody_reaches_is_offered_to_those_with_room() -> None:
    case = a_case(a_member("a", places=("x",)), lots=(LOT,))

    (short,) = shortfalls(case, propose(case))

    assert short.because is ReasonKind.PLACE
    assert [(way.kind, way.member, way.gained) for way in short.relaxations] == [
        (Relaxing.COMMUNE, "a", 100.0)
    ]


@settings(max_examples=40, deadline=None)
@given(small_cases())
def test_every_member_in_reach_has_a_reason_and_every_missing_hour_a_sentence(case: SplitCase) -> None:
    split = propose(case)

    told = {(reason.member, reason.lot, reason.place) for reason in split.reasons}
    assert (
        split.status is SplitStatus.INFEASIBLE or {(s.member, s.lot, s.place) for s in split.shares} <= told
    )
    assert all(reason.text.endswith(".") for reason in split.reasons)
    assert all(missing.because for missing in split.uncovered)
    missing = sum(short.hours for short in shortfalls(case, split))
    assert missing == pytest.approx(split.objective.uncovered_hours, abs=0.6)
