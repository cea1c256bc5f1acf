"""After one refusal or lock: the same teams, the fewest hours moved, new parts only where it struck."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tender.consortium.easing import ease
from tender.consortium.formulation import Formulation, formulate, formulate_given, kept
from tender.consortium.ledger import SLACK, Ledger
from tender.consortium.levels import Proof, Watch
from tender.consortium.problem import CRUMB, Floats, Ints, Problem, index
from tender.consortium.programme import Engine
from tender.consortium.solver import no_split, split_of
from tender.vocabulary.split import Split, SplitCase

Mask = npt.NDArray[np.bool_]


def resplit(case: SplitCase, previous: Split, *, seconds: float = 5.0) -> Split:
    """The split nearest to `previous` that obeys the case as it stands now.

    1. Every team (member, lot, place) of before that is still allowed is kept, and no other opened, save in
       the places the change touches: there as few new parts as cover the most.
    2. Hours: fewest uncovered, then the fewest hours moved from what each member had.
    3. Only where that admits no split at all may teams change anywhere.

    The answer is valid, not best: its status is "feasible" and its gap 1, for nothing is compared (propose
    does that); "infeasible" when the locks allow no split.
    Raises BadCase.
    """
    watch = Watch(seconds)
    problem = ease(index(case))
    if problem.contradiction:
        return no_split(problem, watch)
    before = hours_of(problem, previous)
    teams = np.bincount(problem.choice_part, before, len(problem.part_member)) > CRUMB
    touched = _touched(problem, previous, teams)
    opened = _open(problem, teams, touched, watch) if touched.any() else teams
    # Where no new part was found in time the teams that remain are still better than none.
    hours = _closest(problem, (teams if opened is None else opened) | problem.part_locked, before)
    if hours is None:
        everywhere = np.ones(len(problem.site_lot), dtype=bool)
        opened = _open(problem, teams, everywhere, watch)
        hours = None if opened is None else _closest(problem, opened, before)
    if hours is None:
        return no_split(problem, watch)
    return replace(split_of(problem, hours, Proof(), watch), gaps={})


def hours_of(problem: Problem, previous: Split) -> Floats:
    """What each choice held; hours the case no longer allows are gone."""
    case = problem.case
    trades = sorted({need.trade for lot in case.lots for need in lot.needs})
    held = {(s.member, s.lot, s.place, s.trade): s.share for s in previous.shares}
    hours = np.zeros(len(problem.choice_part))
    for choice, (member, need) in enumerate(zip(problem.choice_member, problem.choice_need, strict=True)):
        key = (
            case.members[member].id,
            case.lots[problem.need_lot[need]].id,
            problem.site_place[problem.need_site[need]],
            trades[problem.need_trade[need]],
        )
        hours[choice] = held.get(key, 0.0) * problem.need_total[need]
    return hours


def _closest(problem: Problem, parts: Mask, before: Floats) -> Floats | None:
    """With these teams: fewest hours uncovered, then fewest moved. None when no hours fit the teams."""
    narrow = problem.narrowed(parts)
    form = formulate_given(narrow)
    engine = form.engine(integer=False)
    answer = engine.minimise([(form.uncovered, 1.0)])
    if not answer.found:
        return None
    engine.bound_row(form.left_row, upper=kept(answer.objective))
    chosen = parts[problem.choice_part]
    moved = _moves(engine, form, before[chosen])
    last = engine.minimise([(moved, 1.0)])
    values = (last if last.found else answer).values
    hours = np.zeros(len(problem.choice_part))
    hours[chosen] = values[form.hours]
    return np.where(hours > CRUMB, hours, 0.0)


def _moves(engine: Engine, form: Formulation, before: Floats) -> Ints:
    """Columns that count the hours a choice has above or below what it had."""
    up, down = engine.columns(len(before)), engine.columns(len(before))
    engine.equate(np.stack([form.hours, up, down], axis=1), np.array([1.0, -1.0, 1.0]), before)
    return np.concatenate([up, down])


def _touched(problem: Problem, previous: Split, teams: Mask) -> Mask:
    """Sites where a team of before is no longer allowed or a lock asks for another share.

    Where there are none: sites where hours lacked, for a capacity may have grown.
    """
    case = problem.case
    kept = {
        (case.members[member].id, case.lots[problem.site_lot[site]].id, problem.site_place[site])
        for member, site in zip(problem.part_member[teams], problem.part_site[teams], strict=True)
    }
    gone = {(s.lot, s.place) for s in previous.shares if (s.member, s.lot, s.place) not in kept}
    held = {(s.member, s.lot, s.place, s.trade): s.share for s in previous.shares}
    gone |= {
        (lock.lot, lock.place)
        for lock in case.locked
        if abs(held.get((lock.member, lock.lot, lock.place, lock.trade), 0.0) - lock.share) > CRUMB
    }
    if not gone:
        left = Ledger(case, previous.shares).left
        gone = {(lot, place) for (lot, place, _), hours in left.items() if hours > SLACK}
    sites = zip(problem.site_lot, problem.site_place, strict=True)
    return np.array([(case.lots[lot].id, place) in gone for lot, place in sites], dtype=bool)


def _open(problem: Problem, teams: Mask, sites: Mask, watch: Watch) -> Mask | None:
    """The teams kept plus the fewest new parts at these sites that cover the most hours."""
    possible = teams | problem.part_locked | sites[problem.part_site]
    narrow = problem.narrowed(possible)
    held = (teams & ~sites[problem.part_site])[possible]
    form = formulate(narrow, np.ones(len(narrow.part_member), dtype=bool))
    engine = form.engine(integer=True)
    engine.option("mip_max_nodes", 200)
    engine.option("mip_rel_gap", 1e-3)
    engine.bound_columns(form.parts[held], np.ones(int(held.sum())), np.ones(int(held.sum())))
    price = np.where(teams[possible], 0.5, 1.0)
    answer = engine.minimise(
        [(form.uncovered, 10.0), (form.parts, price)], seconds=max(0.5, watch.wall() / 2)
    )
    if not answer.found:
        return None
    opened = np.zeros(len(possible), dtype=bool)
    opened[np.flatnonzero(possible)[answer.values[form.parts] > 0.5]] = True
    return opened
