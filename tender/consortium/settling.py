"""Levels 1 and 2 of a whole case, exactly: only the parts that would be too small are yes or no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tender.consortium.formulation import Formulation, formulate, formulate_given
from tender.consortium.gathering import seated
from tender.consortium.levels import Watch
from tender.consortium.problem import CRUMB, Floats, Ints, Problem
from tender.consortium.programme import INFINITY, Engine

Costs = Sequence[tuple[Ints, Floats | float]]
Mask = npt.NDArray[np.bool_]
Prepare = Callable[[Formulation, Engine, Mask], Costs]
"""Sets the rows of a programme and says what it costs; the mask tells which choices of the case it has."""


@dataclass(frozen=True, slots=True)
class Settled:
    """`bound`: no split costs less, proved; `hours`: the cheapest split met, None when none; its `value`."""

    bound: float
    hours: Floats | None
    value: float

    def reached(self, finest: float) -> bool:
        """The split costs what is proved."""
        return self.hours is not None and self.value <= self.bound + finest


@dataclass(slots=True)
class Settler:
    """One programme, its yes or no parts growing as answers show which would be too small.

    Each answer's bound holds for every split, for the other parts are only freer than they may be. With its
    too small parts shut it is also a split, often the best.
    `weighed` (parts,): the parts that are yes or no so far, kept from one level to the next; `on_engine` is
    told each solver before it starts.
    """

    problem: Problem
    weighed: Mask
    on_engine: Callable[[Engine], None] | None = None

    def settle(self, prepare: Prepare, watch: Watch, *, finest: float, gap: float = 0.0) -> Settled:
        """Minimise what `prepare` says of each programme, to `finest` or a relative gap."""
        bound, best, value = -INFINITY, None, INFINITY
        every = np.ones(len(self.problem.choice_part), dtype=bool)
        while watch.left() > 0:
            form = formulate(self.problem, self.weighed)
            engine = form.engine(integer=True)
            engine.option("mip_abs_gap", finest / 2)
            engine.option("mip_rel_gap", gap)
            if self.on_engine is not None:
                self.on_engine(engine)
            answer = engine.minimise(prepare(form, engine, every), seconds=watch.wall())
            whole = bool(len(form.parts) or form.seats)
            if whole or answer.proved:
                bound = max(bound, min(answer.bound if whole else answer.objective, INFINITY))
            if not answer.found:
                break
            small, hours, cost = self._pruned(answer.values[form.hours], prepare, watch)
            if hours is not None and cost < value:
                best, value = hours, cost
            if value <= bound + finest or value <= bound * (1.0 + gap) or not answer.proved:
                break
            if not (small & ~self.weighed).any():
                break
            self.weighed = self.weighed | small
        return Settled(bound, best, value)

    def _pruned(self, raw: Floats, prepare: Prepare, watch: Watch) -> tuple[Mask, Floats | None, float]:
        """The parts of an answer that are too small, and the cheapest hours with the others alone."""
        problem = self.problem
        held = np.asarray(np.bincount(problem.choice_part, raw, len(self.weighed)), dtype=float)
        small = (held > CRUMB) & (held < problem.part_least - CRUMB)
        parts = seated(problem, (held > CRUMB) & ~small, held) | problem.part_locked
        narrow = problem.narrowed(parts)
        form = formulate_given(narrow)
        engine = form.engine(integer=False)
        chosen = parts[problem.choice_part]
        answer = engine.minimise(prepare(form, engine, chosen), seconds=max(0.1, watch.wall()))
        if not answer.found:
            return small, None, INFINITY
        hours = np.zeros(len(problem.choice_part))
        hours[chosen] = answer.values[form.hours]
        return small, np.where(hours > CRUMB, hours, 0.0), answer.objective
