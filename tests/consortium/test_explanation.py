"""Every share, every missing share and every missing hour has its reason, with numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tender.consortium.explanation import explain
from tender.consortium.shortfall import Relaxing, relaxed, shortfalls, uncovered
from tender.consortium.solver import propose
from tender.vocabulary.split import (
    Absence,
    Lock,
    Reason,
    ReasonKind,
    Refusal,
    SplitCase,
    SplitLot,
    SplitStatus,
)
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
    assert extra.member == "a"
    assert extra.price == pytest.approx(20.0, abs=1e-2)


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
    pairs = {(reason.member, reason.lot) for reason in split.reasons}
    every = {(member.id, lot.id) for member in case.members for lot in case.lots}
    assert split.status is SplitStatus.INFEASIBLE or pairs == every
    assert (
        split.status is SplitStatus.INFEASIBLE or {(s.member, s.lot, s.place) for s in split.shares} <= told
    )
    assert all(reason.text.endswith(".") for reason in split.reasons)
    assert all(missing.because for missing in split.uncovered)
    missing = sum(short.hours for short in shortfalls(case, split))
    assert missing == pytest.approx(split.objective.uncovered_hours, abs=0.6)


def test_a_lot_with_all_its_members_may_have_one_more() -> None:
    lots = (SplitLot("1", (a_need(100.0),), max_members=1),)
    case = a_case(a_member("a", 80.0), a_member("b", 80.0), lots=lots)

    (short,) = shortfalls(case, propose(case))

    seat = next(way for way in short.relaxations if way.kind is Relaxing.MEMBERS)
    assert seat.gained == pytest.approx(20.0, abs=1e-3)
    assert propose(relaxed(case, short, seat)).objective.uncovered_hours == pytest.approx(0.0, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(small_cases())
def test_every_way_out_covers_at_least_the_hours_it_promises(case: SplitCase) -> None:
    split = propose(case)
    if split.status is SplitStatus.INFEASIBLE:
        return

    for short in shortfalls(case, split):
        for way in short.relaxations:
            after = propose(relaxed(case, short, way)).objective.uncovered_hours
            assert after <= split.objective.uncovered_hours - way.gained + 0.06, (short, way)


def without(case: SplitCase, reason: Reason) -> SplitCase:
    """The case with what a reason names taken away: its month's capacity raised, its refusal, its border."""
    members, refused, lots = case.members, case.refused, case.lots
    mine = next(member for member in members if member.id == reason.member)
    if "offer" in reason.facts:
        mine = replace(mine, lot_hours={})
    elif reason.because is ReasonKind.CAPACITY and "period" in reason.facts:
        trade, period = str(reason.facts["trade"]), str(reason.facts["period"])
        calendar = {**mine.capacity.get(trade, {}), period: 1e6}
        mine = replace(mine, capacity={**mine.capacity, trade: calendar})
    elif reason.because is ReasonKind.PLACE:
        mine = replace(mine, places=(*mine.places, *(n.place for lot in lots for n in lot.needs)))
    elif reason.because is ReasonKind.REFUSED:
        refused = tuple(r for r in refused if (r.member, r.lot) != (reason.member, reason.lot))
    elif "limit" in reason.facts:
        lots = tuple(replace(lot, max_members=None) if lot.id == reason.lot else lot for lot in lots)
    members = tuple(mine if member.id == mine.id else member for member in members)
    return replace(case, members=members, refused=refused, lots=lots)


def limit_of(reason: Reason) -> tuple[object, ...]:
    return (reason.because, *(reason.facts.get(name) for name in ("trade", "period", "limit")))


@settings(max_examples=80, deadline=None)
@given(small_cases())
def test_a_limit_that_is_named_is_the_one_that_holds(case: SplitCase) -> None:
    """With the limit away and the shares as they are, the reason is another one or names another month."""
    split = propose(case)
    if split.status is SplitStatus.INFEASIBLE:
        return
    for reason in split.reasons:
        changed = without(case, reason)
        if changed == case:
            continue
        told = {(r.member, r.lot, r.place): r for r in explain(changed, split)}
        now = told.get((reason.member, reason.lot, reason.place))
        assert now is None or limit_of(now) != limit_of(reason)


def test_reasons_and_missing_hours_call_people_and_places_by_their_names() -> None:
    case = a_case(a_member("a", 60.0), a_member("b", places=("x",)), lots=(LOT,))
    names = {"a": "Ami Services", "b": "Bel Emploi", "13103": "Salon-de-Provence", "cleaning": "Nettoyage"}
    split = propose(case)

    texts = [reason.text for reason in explain(case, split, names)]
    texts += [missing.because for missing in uncovered(case, split.shares, names)]
    texts += [way.text for short in shortfalls(case, split, names) for way in short.relaxations]

    assert texts
    assert not any("13103" in text or "cleaning" in text for text in texts)
    assert any("Bel Emploi" in text and "Salon-de-Provence" in text for text in texts)


def test_who_is_out_before_the_split_is_told_why() -> None:
    case = a_case(
        replace(a_member("a"), name="Alizé"), replace(a_member("b"), name="Bora"), a_member("c"), lots=(LOT,),
        refused=(Refusal("a", "1"), Refusal("b", "1")),
        absences={"a|1": Absence.ALONE, "b|1": Absence.SILENT},
    )  # fmt: skip

    told = {reason.member: reason for reason in explain(case, propose(case))}

    assert "Alizé va seule sur ce lot" in told["a"].text
    assert told["a"].facts == {"absence": "alone"}
    assert "Bora n'a pas répondu à la consultation" in told["b"].text


def test_nobody_who_goes_alone_is_asked_to_come_back() -> None:
    refused = (Refusal("a", "1"),)
    case = a_case(a_member("a"), lots=(LOT,), refused=refused)
    alone = replace(case, absences={"a|1": Absence.ALONE})

    assert [way.kind for short in shortfalls(case, propose(case)) for way in short.relaxations] == [
        Relaxing.REFUSAL
    ]
    assert all(not short.relaxations for short in shortfalls(alone, propose(alone)))


def test_loads_that_equity_weighs_say_so_with_the_hours_of_the_year() -> None:
    light = replace(a_member("a", 100.0), equity=0.5, past_hours=320.0, name="Alizé")
    case = a_case(light, a_member("b", 100.0), lots=(LOT,))
    split = propose(case)

    reason = next(one for one in split.reasons if one.member == "a")

    assert reason.because is ReasonKind.FAIRNESS
    assert "poids 0,5 pour Alizé, à qui le collectif a confié 320 h en 12 mois" in reason.text
    assert reason.facts["load"] == pytest.approx(split.objective.highest_load, abs=1e-4)


def test_a_lock_that_leaves_hours_missing_may_be_let_go() -> None:
    lock = Lock("a", "1", "13103", "cleaning", 0.4)
    case = a_case(a_member("a"), lots=(LOT,), locked=(lock,))

    (short,) = shortfalls(case, propose(case))

    way = next(way for way in short.relaxations if way.kind is Relaxing.UNLOCK)
    assert way.gained == pytest.approx(short.hours)
    assert propose(relaxed(case, short, way)).objective.uncovered_hours == pytest.approx(0.0, abs=1e-3)
