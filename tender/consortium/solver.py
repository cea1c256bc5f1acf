"""The best split of a case: the four levels of contracts.md, proved where the time allows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tender.consortium.approach import Approach
from tender.consortium.climb import Climb
from tender.consortium.easing import ease
from tender.consortium.explanation import explain
from tender.consortium.formulation import LOAD_UNIT
from tender.consortium.levels import SMALL, Clock, Levels, Proof, Watch, measure
from tender.consortium.problem import CRUMB, Floats, Problem, index
from tender.consortium.shortfall import uncovered
from tender.vocabulary.split import Objective, Share, Split, SplitCase, SplitStatus

WAITS = ((2_000, 10.0), (12_000, 30.0), (10**9, 120.0))
"""Seconds worth waiting for the best split, by the number of possible parts."""

DUST = 1e-4
"""Hours of cover below which all is covered: a third of a second."""


def propose(
    case: SplitCase,
    *,
    seconds: float = 10.0,
    progress: Callable[[Split], None] | None = None,
    clock: Clock = time.perf_counter,
) -> Split:
    """Share every need among the members who can take it, level by level, each kept while the next improves.

    With h[m, i] the hours of need i given to member m (the same fraction in every period), H[m] its sum and
    y[m, p] = 1 when member m has a part at site p (a lot's place):

        1. minimise    sum of total[i] - sum of h[m, i]              hours left uncovered
        2. leximin     H[m] / available[m]                           highest load, then the second highest, …
        3. minimise    sum of y[m, p]                                parts
        4. minimise    sum of km[m, p] * h[m, i]                     hours × km
        such that      sum over i of profile[i, t] * h[m, i] <= capacity[m, k, t]
                       least[p] * y[m, p] <= sum over i in p of h[m, i]   and no hours without a part
                       members of a lot <= its limit; places, refusals and locks kept

    A part is at least the lot's `min_share_hours`, summed over the trades of that lot in that place, or the
    whole of what is asked there when that is less.

    `seconds` is wall time, unless `clock` tells another. `progress` is told each better valid split. The
    status is "optimal" only when all four levels are proved, leximin to its end; else "feasible" with `gap`,
    the largest relative distance to a proved bound (of hours left: relative to the hours asked);
    "infeasible" only when the locks contradict one another or a rule.

    Raises BadCase when the case means nothing.
    Source: fixed-charge transportation problem, Balinski (1961); solved by HiGHS.
    """
    watch = Watch(seconds, clock)
    problem = ease(index(case))

    def told(hours: Floats, proof: Proof) -> None:
        if progress is not None:
            progress(split_of(problem, hours, proof, watch))

    if len(problem.choice_part) == 0:
        nothing = np.zeros(0)
        done = Proof(left_proved=True, fair=True, parts_proved=True, km_proved=True)
        return (
            no_split(problem, watch)
            if problem.contradiction
            else _told(problem, split_of(problem, nothing, done, watch))
        )
    way: Approach | Climb = Approach(problem, watch, told)
    if len(problem.part_member) > SMALL and not problem.contradiction:
        way.run()
    if way.best is None:
        way = Climb(problem, watch, on_better=told)
        way.run()
    if way.best is None:
        return no_split(problem, watch)
    return _told(problem, split_of(problem, way.best, way.proof, watch))


def time_for(case: SplitCase) -> float:
    """Seconds after which little is won on such a case. Raises BadCase."""
    possible = len(index(case).part_member)
    return next(seconds for most, seconds in WAITS if possible <= most)


def _told(problem: Problem, split: Split) -> Split:
    return replace(split, reasons=explain(problem.case, split))


def split_of(problem: Problem, hours: Floats, proof: Proof, watch: Watch) -> Split:
    levels = measure(problem, hours)
    shares = _shares(problem, hours)
    gaps = _gaps(problem, levels, proof)
    return Split(
        status=SplitStatus.OPTIMAL if proof.complete else SplitStatus.FEASIBLE,
        gap=max(gaps.values()),
        seconds=round(watch.spent(), 3),
        objective=Objective(
            uncovered_hours=round(levels.left, 6) if levels.left >= DUST else 0.0,
            highest_load=levels.loads[0] / LOAD_UNIT if levels.loads else 0.0,
            parts=levels.parts,
            hours_km=round(levels.km, 3),
        ),
        shares=shares,
        uncovered=uncovered(problem.case, shares),
        gaps=gaps,
    )


def _gaps(problem: Problem, levels: Levels, proof: Proof) -> dict[str, float]:
    """How far each level is from its proved bound; hours left count against all hours asked."""
    load = levels.loads[0] / LOAD_UNIT if levels.loads else 0.0
    asked, parts = float(problem.need_total.sum()), float(levels.parts)
    found = {}
    for name, value, bound, whole, proved in (
        ("uncovered_hours", levels.left, proof.left, asked, proof.left_proved),
        ("highest_load", load, proof.load, load, proof.loads > 0),
        ("parts", parts, proof.parts, parts, proof.parts_proved),
        ("hours_km", levels.km, proof.km, levels.km, proof.km_proved),
    ):
        near = proved or proof.complete or whole <= CRUMB
        found[name] = 0.0 if near else min(1.0, max(0.0, (value - bound) / whole))
    return found


def _shares(problem: Problem, hours: Floats) -> tuple[Share, ...]:
    case = problem.case
    trades = sorted({need.trade for lot in case.lots for need in lot.needs})
    shares = []
    for choice in np.flatnonzero(hours > CRUMB):
        need = problem.choice_need[choice]
        # A millionth of an hour is arithmetic: 80 is meant, not 79.99999994.
        given = round(float(hours[choice]), 6)
        shares.append(
            Share(
                member=case.members[problem.choice_member[choice]].id,
                lot=case.lots[problem.need_lot[need]].id,
                place=problem.site_place[problem.need_site[need]],
                trade=trades[problem.need_trade[need]],
                share=min(1.0, given / float(problem.need_total[need])),
                hours=given,
            )
        )
    return tuple(sorted(shares, key=lambda share: (share.lot, share.place, share.trade, share.member)))


def no_split(problem: Problem, watch: Watch) -> Split:
    return Split(
        status=SplitStatus.INFEASIBLE,
        gap=1.0,
        seconds=round(watch.spent(), 3),
        objective=Objective(uncovered_hours=float(problem.need_total.sum())),
        uncovered=uncovered(problem.case, ()),
    )
