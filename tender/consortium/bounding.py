"""Bounds proved beside the search, on the second core: what no split can beat."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import numpy as np

from tender.consortium.formulation import formulate
from tender.consortium.levels import Proof, Resolution, Watch
from tender.consortium.problem import CRUMB, Floats, Problem
from tender.consortium.programme import INFINITY, Engine
from tender.consortium.settling import Settler


class Bounding:
    """One bound at a time, raised in `proof` while it is worked on. HiGHS works without Python's lock.

    `found`: splits met on the way, for the search to look at.
    """

    def __init__(self, problem: Problem, proof: Proof, finest: Resolution) -> None:
        self._problem = problem
        self._proof = proof
        self._finest = finest
        self._engine: Engine | None = None
        self._thread: Thread | None = None
        self.found: list[Floats] = []

    def start_cover(self, settler: Settler, watch: Watch) -> None:
        """Raise the bound of level 1."""
        self._start(lambda: self._cover(settler, watch))

    def start_parts(self, left: float, ceilings: Floats, best: Floats, watch: Watch) -> None:
        """Raise the bound of level 3, for splits that leave at most `left` hours and load nobody above."""
        self._start(lambda: self._gather(left, ceilings, best, watch))

    @property
    def busy(self) -> bool:
        """A bound is being worked on."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """Stop at once and keep what is proved."""
        while self._thread is not None and self._thread.is_alive():
            if self._engine is not None:
                self._engine.cancel()
            self._thread.join(0.05)
        self._thread = None

    def _start(self, work: Callable[[], None]) -> None:
        self.stop()
        self._thread = Thread(target=work, daemon=True)
        self._thread.start()

    def _hold(self, engine: Engine) -> None:
        engine.cancellable()
        self._engine = engine

    def _cover(self, settler: Settler, watch: Watch) -> None:
        settler.on_engine = self._hold
        answer = settler.settle(lambda form, *_: [(form.uncovered, 1.0)], watch, finest=self._finest.hours)
        if answer.bound > 0:
            self._proof.left = max(self._proof.left, answer.bound)
        if answer.hours is not None:
            self.found.append(answer.hours)

    def _gather(self, left: float, ceilings: Floats, best: Floats, watch: Watch) -> None:
        """The whole programme: its bound is of every split."""
        problem = self._problem
        form = formulate(problem, np.ones(len(problem.part_member), dtype=bool))
        engine = form.engine(integer=True)
        self._hold(engine)
        engine.option("mip_abs_gap", 0.99)
        engine.bound_row(form.left_row, upper=left + 10 * CRUMB)
        for row, member in zip(form.load_rows, form.loaded, strict=True):
            engine.bound_row(int(row), upper=float(ceilings[member]) + 10 * CRUMB)
        answer = engine.minimise([(form.parts, 1.0)], seconds=watch.wall(), start=form.start(best))
        if 0 < answer.bound < INFINITY:
            self._proof.parts = max(self._proof.parts, float(np.ceil(answer.bound - 1e-6)))
        if answer.found:
            raw = answer.values[form.hours]
            held = (answer.values[form.parts] > 0.5)[problem.choice_part]
            self.found.append(np.where(held & (raw > CRUMB), raw, 0.0))
