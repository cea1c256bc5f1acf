"""How few members could do what a split covers, and how much one of them could do by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tender.consortium.problem import Floats, Ints, Problem, index
from tender.consortium.programme import Builder, Engine
from tender.vocabulary.split import Share, SplitCase, SplitMember

SECONDS = 3.0
"""How long one search may take; then the bound that was proved by then is told."""

SLACK = 0.5
"""Hours of a need that may be missing: shares are rounded to whole hours."""


@dataclass(frozen=True, slots=True)
class Coalition:
    """The fewest members found that cover as much, by name; `least`: no fewer can, proved."""

    members: tuple[str, ...]
    least: int


def smallest(
    case: SplitCase, shares: Sequence[Share], *, lots: Collection[str] | None = None
) -> Coalition | None:
    """The fewest of the members with a share that could cover the same hours of these lots (all by default).

    Only territories, refusals and free hours bind, all of them free for these lots: parts, equity and
    distances are left out, so the true number is this or more. None where nothing is covered, or no
    answer was found in time.
    """
    kept = [share for share in shares if lots is None or share.lot in lots]
    named = {share.member for share in kept}
    problem = _narrowed(case, named, {share.lot for share in kept})
    if problem is None:
        return None
    members = len(problem.case.members)
    builder, given, joins = _programme(problem)
    covered = _covered(problem, kept)
    builder.rows(
        len(covered),
        [(problem.choice_need, given, 1.0)],
        lower=np.maximum(covered - SLACK, 0.0),
    )
    engine = Engine(builder.model(), integer=True)
    found = engine.minimise([(joins, 1.0)], seconds=SECONDS)
    if not found.found:
        return None
    taken = [problem.case.members[m].id for m in range(members) if found.values[joins[m]] > 0.5]
    least = len(taken) if found.proved else max(1, int(np.ceil(found.bound - 1e-6)))
    return Coalition(tuple(taken), least)


def alone(case: SplitCase, member: str, lot: str) -> float:
    """The most hours of a lot one member could do with all its free hours and nobody else."""
    problem = _narrowed(case, {member}, {lot})
    if problem is None:
        return 0.0
    builder, given, joins = _programme(problem)
    engine = Engine(builder.model(), integer=False)
    engine.bound_columns(joins, np.ones(len(joins)), np.ones(len(joins)))
    found = engine.minimise([(given, -1.0)], seconds=SECONDS)
    return -found.objective if found.found else 0.0


def _narrowed(case: SplitCase, members: Collection[str], lots: Collection[str]) -> Problem | None:
    """The case of these members and lots, its locks forgotten; None where they can do nothing of it."""
    held = replace(
        case,
        lots=tuple(replace(lot, max_members=None) for lot in case.lots if lot.id in lots),
        members=tuple(_within(one, lots) for one in case.members if one.id in members),
        refused=tuple(one for one in case.refused if one.member in members and one.lot in lots),
        locked=(),
    )
    if not held.members or not any(sum(need.hours.values()) for lot in held.lots for need in lot.needs):
        return None
    problem = index(held)
    return problem if len(problem.choice_part) else None


def _within(member: SplitMember, lots: Collection[str]) -> SplitMember:
    """The member with its limits on these lots alone."""
    return replace(member, lot_hours={lot: most for lot, most in member.lot_hours.items() if lot in lots})


def _programme(problem: Problem) -> tuple[Builder, Ints, Ints]:
    """Hours of each choice within capacity, and who joins: no hours without joining."""
    builder = Builder()
    member, need = problem.choice_member, problem.choice_need
    given = builder.columns(len(need), upper=problem.need_total[need])
    joins = builder.columns(len(problem.case.members), upper=1.0, integer=True)
    row = np.arange(len(need))
    builder.rows(len(need), [(row, given, 1.0), (row, joins[member], -problem.need_total[need])], upper=0.0)
    _within_capacity(builder, problem, given, joins)
    return builder, given, joins


def _within_capacity(builder: Builder, problem: Problem, given: Ints, joins: Ints) -> None:
    profile = problem.profile()[problem.choice_need]
    for room in problem.rooms():
        limited = np.isfinite(room.hours)
        number = np.cumsum(limited.ravel()).reshape(limited.shape) - 1
        choice, period = np.nonzero((profile > 0) & limited[room.group])
        group, _ = np.nonzero(limited)
        builder.rows(
            int(limited.sum()),
            [
                (number[room.group[choice], period], given[choice], profile[choice, period]),
                (np.arange(len(group)), joins[room.member[group]], -room.hours[limited]),
            ],
            upper=0.0,
        )


def _covered(problem: Problem, shares: Sequence[Share]) -> Floats:
    """Hours covered of each need."""
    hours: Mapping[tuple[str, str, str], float] = _summed(shares)
    trades = sorted({need.trade for lot in problem.case.lots for need in lot.needs})
    return np.array(
        [
            min(
                hours.get((problem.case.lots[lot].id, problem.site_place[site], trades[trade]), 0.0),
                float(total),
            )
            for lot, site, trade, total in zip(
                problem.need_lot, problem.need_site, problem.need_trade, problem.need_total, strict=True
            )
        ]
    )


def _summed(shares: Sequence[Share]) -> dict[tuple[str, str, str], float]:
    held: dict[tuple[str, str, str], float] = {}
    for share in shares:
        key = (share.lot, share.place, share.trade)
        held[key] = held.get(key, 0.0) + share.hours
    return held
