"""After one refusal or lock nothing moves that need not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tender.consortium.invariants import violations
from tender.consortium.least_change import resplit
from tender.consortium.solver import propose
from tender.vocabulary.split import Lock, Need, Refusal, SplitCase, SplitLot, SplitMember, SplitStatus
from tests.consortium.cases import a_case, a_member, a_need

TWO_LOTS = a_case(
    a_member("a", 400.0, ("x", "y")),
    a_member("b", 400.0, ("x", "y")),
    a_member("c", 400.0, ("x", "y")),
    lots=(
        SplitLot("1", (a_need(120.0, "x"),), min_share_hours=30.0),
        SplitLot("2", (a_need(300.0, "y"),), min_share_hours=30.0),
    ),
)


def teams(case: SplitCase, split) -> set[tuple[str, str, str]]:  # type: ignore[no-untyped-def]
    return {(share.member, share.lot, share.place) for share in split.shares}


def test_a_refused_part_is_taken_over_and_no_other_team_moves() -> None:
    before = propose(TWO_LOTS)
    lost = next(share for share in before.shares if share.lot == "1")
    case = replace(TWO_LOTS, refused=(Refusal(lost.member, "1"),))

    after = resplit(case, before)

    assert violations(case, after.shares) == ()
    assert after.objective.uncovered_hours == pytest.approx(0.0, abs=1e-3)
    moved = teams(case, before) ^ teams(case, after)
    assert {lot for _, lot, _ in moved} == {"1"}


def test_a_lock_is_kept_and_the_other_lot_stays() -> None:
    before = propose(TWO_LOTS)
    case = replace(TWO_LOTS, locked=(Lock("a", "1", "x", "cleaning", 0.5),))

    after = resplit(case, before)

    assert violations(case, after.shares) == ()
    assert next(s.share for s in after.shares if (s.member, s.lot) == ("a", "1")) == pytest.approx(0.5)
    assert {t for t in teams(case, before) if t[1] == "2"} == {t for t in teams(case, after) if t[1] == "2"}


def test_nothing_changes_when_nothing_was_asked() -> None:
    before = propose(TWO_LOTS)

    after = resplit(TWO_LOTS, before)

    assert teams(TWO_LOTS, before) == teams(TWO_LOTS, after)
    assert [s.hours for s in after.shares] == pytest.approx([s.hours for s in before.shares], abs=1e-3)


def test_locks_that_contradict_one_another_leave_no_split() -> None:
    before = propose(TWO_LOTS)
    locks = (Lock("a", "1", "x", "cleaning", 0.7), Lock("b", "1", "x", "cleaning", 0.7))

    assert resplit(replace(TWO_LOTS, locked=locks), before).status is SplitStatus.INFEASIBLE


def test_a_lock_as_it_was_shown_leaves_room_for_the_least_part_beside_it() -> None:
    """22.857143 h is a crumb more than the month allows beside a part of 20 h."""
    months = ("2027-01", "2027-02")
    needs = (
        Need("a", "u", dict(zip(months, (10.0, 30.0), strict=True))),
        Need("b", "u", dict(zip(months, (100.0, 40.0), strict=True))),
    )
    member = SplitMember("m", ("a", "b"), {"u": dict(zip(months, (20.0, 30.0), strict=True))})
    case = SplitCase(months, (SplitLot("1", needs, 20.0),), (member,))
    before = propose(case)
    shown = next(share for share in before.shares if share.place == "a")

    after = propose(replace(case, locked=(Lock("m", "1", "a", "u", shown.share),)))

    assert after.objective.uncovered_hours == pytest.approx(before.objective.uncovered_hours, abs=1e-3)
    assert len(after.shares) == 2
