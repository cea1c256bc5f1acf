"""A split of few parts by diving: the relaxation says which parts it wants whole, and they are held open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tender.consortium.formulation import Formulation, formulate, kept
from tender.consortium.gathering import seated
from tender.consortium.levels import Watch, polish
from tender.consortium.problem import CRUMB, Floats, Problem
from tender.consortium.programme import Answer, Engine

Mask = npt.NDArray[np.bool_]

WHOLE = 0.95
"""From here a part of the relaxation is as good as held."""
STEP = 400
"""One in so many possible parts, the fullest first, is held open in a round beside the whole ones."""
WIDEST = 6000
"""Possible parts up to which all of them are dived among; the relaxation of more is not solved in time."""
NEAREST = 3
"""Beyond: the members of each site who can take most of it, beside those the loads want."""


@dataclass(frozen=True, slots=True)
class Dive:
    """`hours`: a split of few parts, None when the dive stranded; `floor`: parts no split has fewer of."""

    hours: Floats | None
    floor: float


def dive(problem: Problem, left: float, ceilings: Floats, watch: Watch) -> Dive:
    """Few parts that leave at most `left` hours, nobody above `ceilings` (members,), hours.

    A linear programme whose parts may be fractions, round by round: the parts it wants whole are held open,
    then a few of the fullest, and the rest is shared afresh. `floor` is its first answer, 0 where only some
    of the parts were looked at or there was no time.
    Source: guided dives, Danna, Rothberg and Le Pape (2005), Mathematical Programming 102.
    """
    every = len(problem.part_member) <= WIDEST
    within = np.ones(len(problem.part_member), dtype=bool)
    if not every:
        wanted = _wanted(problem, left, ceilings, watch)
        if wanted is None:
            return Dive(None, 0.0)
        within = wanted
    narrow = problem.narrowed(within)
    form = formulate(narrow, np.ones(len(narrow.part_member), dtype=bool))
    engine = form.engine(integer=False)
    if not every:
        # Without a basis the interior point is far quicker, and its answer is all a dive needs.
        engine.option("solver", "ipm")
        engine.option("run_crossover", "on")
    _limit(form, engine, left, ceilings)
    first = engine.minimise([(form.parts, 1.0)], seconds=watch.wall())
    engine.option("solver", "simplex")
    floor = float(np.ceil(first.objective - 1e-4)) if every and first.proved else 0.0
    last = _rounds(form, engine, first, watch)
    if last is None:
        return Dive(None, floor)
    held = np.bincount(narrow.choice_part, last.values[form.hours], len(narrow.part_member))
    parts = np.zeros(len(within), dtype=bool)
    # Where the time was over some parts are still fractions, and a few of them too small to be parts.
    parts[within] = (held > CRUMB) & (held >= narrow.part_least - CRUMB)
    worth = np.zeros(len(within))
    worth[within] = held
    parts = seated(problem, parts, worth) | problem.part_locked
    return Dive(polish(problem, parts, watch.within(max(2.0, watch.left())), fair=False), floor)


def _limit(form: Formulation, engine: Engine, left: float, ceilings: Floats) -> None:
    engine.bound_row(form.left_row, upper=kept(left))
    for row, member in zip(form.load_rows, form.loaded, strict=True):
        engine.bound_row(int(row), upper=kept(float(ceilings[member])))


def _rounds(form: Formulation, engine: Engine, first: Answer, watch: Watch) -> Answer | None:
    """Hold parts open until the relaxation has no fraction left or the time is over; None without an answer.

    Where parts cannot all be held, half as many are tried; one that cannot be held alone is shut.
    """
    tried = np.zeros(len(form.parts), dtype=bool)
    answer, most = first, len(form.parts)
    while answer.found and watch.left() > 0:
        level = answer.values[form.parts]
        if not ((level > CRUMB) & (level < 1 - CRUMB)).any():
            return answer
        free = np.flatnonzero(~tried & (level > CRUMB))
        free = free[np.argsort(-level[free], kind="stable")]
        count = min(most, max(5, len(tried) // STEP, int((level[free] > WHOLE).sum())))
        chosen = free[:count]
        nothing, one = np.zeros(len(chosen)), np.ones(len(chosen))
        engine.bound_columns(form.parts[chosen], one, one)
        held = engine.minimise([(form.parts, 1.0)], seconds=watch.wall())
        if not held.found and watch.left() <= 0:
            return answer
        if held.found:
            tried[chosen], answer, most = True, held, len(form.parts)
            continue
        engine.bound_columns(form.parts[chosen], nothing, nothing if count <= 1 else one)
        tried[chosen], most = count <= 1, count // 2 or len(form.parts)
        if count <= 1:
            again = engine.minimise([(form.parts, 1.0)], seconds=watch.wall())
            answer = again if again.found or watch.left() > 0 else answer
    return answer if answer.found else None


def _wanted(problem: Problem, left: float, ceilings: Floats, watch: Watch) -> Mask | None:
    """Parts enough for the loads, and at each site those who can take most of it alone."""
    form = formulate(problem, np.zeros(len(problem.part_member), dtype=bool))
    engine = form.engine(integer=False)
    _limit(form, engine, left, ceilings)
    answer = engine.minimise([(np.array([form.top]), 1.0)], seconds=watch.wall())
    if not answer.found:
        return None
    held = np.bincount(problem.choice_part, answer.values[form.hours], len(problem.part_member)) > CRUMB
    most = np.bincount(problem.choice_part, problem.choice_most, len(problem.part_member))
    # Drawn among those who can take all: else the largest members would be wanted everywhere.
    chance = 0.2 * np.random.default_rng(1).random(len(most))
    rank = np.minimum(1.0, most / problem.site_total[problem.part_site]) + chance
    order = np.lexsort((-rank, problem.part_site))
    sites, first = np.unique(problem.part_site[order], return_index=True)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - first[np.searchsorted(sites, problem.part_site[order])]
    return np.asarray(held | (place < NEAREST) | problem.part_locked)
