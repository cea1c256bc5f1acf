"""The best split of a case: the four levels of contracts.md, proved where the time allows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tender.consortium.levels import Climb, Proof, Watch, measure
from tender.consortium.problem import CRUMB, Floats, Problem, index
from tender.vocabulary.split import Objective, Share, Split, SplitCase, SplitStatus, Uncovered


def propose(
    case: SplitCase, *, seconds: float = 10.0, progress: Callable[[Split], None] | None = None
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

    `seconds` is wall time. `progress` is told each better valid split. The status is "optimal" only when
    all four levels are proved, leximin to its end; else "feasible" with `gap`, the largest relative distance
    to a proved bound; "infeasible" only when the locks contradict one another or a rule.

    Raises BadCase when the case means nothing.
    Source: fixed-charge transportation problem, Balinski (1961); solved by HiGHS.
    """
    watch = Watch(seconds)
    problem = index(case)

    def told(hours: Floats, proof: Proof) -> None:
        if progress is not None:
            progress(_split(problem, hours, proof, watch))

    if len(problem.choice_part) == 0:
        nothing = np.zeros(0)
        done = Proof(left_proved=True, fair=True, parts_proved=True, km_proved=True)
        return _infeasible(problem, watch) if problem.contradiction else _split(problem, nothing, done, watch)
    climb = Climb(problem, watch, on_better=told)
    climb.run()
    if climb.best is None:
        return _infeasible(problem, watch)
    return _split(problem, climb.best, climb.proof, watch)


def _split(problem: Problem, hours: Floats, proof: Proof, watch: Watch) -> Split:
    levels = measure(problem, hours)
    return Split(
        status=SplitStatus.OPTIMAL if proof.complete else SplitStatus.FEASIBLE,
        gap=0.0 if proof.complete else _gap(levels.left, levels.loads, levels.parts, levels.km, proof),
        seconds=round(watch.spent(), 3),
        objective=Objective(
            uncovered_hours=levels.left,
            highest_load=levels.loads[0] / 1000 if levels.loads else 0.0,
            parts=levels.parts,
            hours_km=levels.km,
        ),
        shares=_shares(problem, hours),
        uncovered=_uncovered(problem, hours),
    )


def _gap(left: float, loads: tuple[float, ...], parts: int, km: float, proof: Proof) -> float:
    load = loads[0] / 1000 if loads else 0.0
    pairs = (
        (left, proof.left, proof.left_proved),
        (load, proof.load, proof.loads > 0),
        (float(parts), proof.parts, proof.parts_proved),
        (km, proof.km, proof.km_proved),
    )
    gaps = [0.0 if proved else (value - bound) / value for value, bound, proved in pairs if value > CRUMB]
    return min(1.0, max([0.0, *gaps]))


def _shares(problem: Problem, hours: Floats) -> tuple[Share, ...]:
    case = problem.case
    trades = sorted({need.trade for lot in case.lots for need in lot.needs})
    shares = []
    for choice in np.flatnonzero(hours > CRUMB):
        need = problem.choice_need[choice]
        shares.append(
            Share(
                member=case.members[problem.choice_member[choice]].id,
                lot=case.lots[problem.need_lot[need]].id,
                place=problem.site_place[problem.need_site[need]],
                trade=trades[problem.need_trade[need]],
                share=min(1.0, float(hours[choice] / problem.need_total[need])),
                hours=float(hours[choice]),
            )
        )
    return tuple(sorted(shares, key=lambda share: (share.lot, share.place, share.trade, share.member)))


def _uncovered(problem: Problem, hours: Floats) -> tuple[Uncovered, ...]:
    case = problem.case
    trades = sorted({need.trade for lot in case.lots for need in lot.needs})
    left = problem.need_total - np.bincount(problem.choice_need, hours, len(problem.need_total))
    return tuple(
        Uncovered(
            lot=case.lots[problem.need_lot[need]].id,
            place=problem.site_place[problem.need_site[need]],
            trade=trades[problem.need_trade[need]],
            hours=float(left[need]),
            because="capacity",
        )
        for need in np.flatnonzero(left > 1e-4)
    )


def _infeasible(problem: Problem, watch: Watch) -> Split:
    nothing = np.zeros(len(problem.choice_part))
    return Split(
        status=SplitStatus.INFEASIBLE,
        gap=1.0,
        seconds=round(watch.spent(), 3),
        objective=Objective(uncovered_hours=float(problem.need_total.sum())),
        uncovered=_uncovered(problem, nothing),
    )
