"""A linear or mixed-integer programme as arrays, and HiGHS behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from tender.consortium.problem import Floats, Ints

INFINITY = float(highspy.kHighsInf)


@dataclass(frozen=True, slots=True)
class Model:
    """min cost·x with lower ≤ x ≤ upper, row_lower ≤ A·x ≤ row_upper, A by rows (start, column, value)."""

    cost: Floats
    lower: Floats
    upper: Floats
    integer: npt.NDArray[np.bool_]
    start: Ints
    column: Ints
    value: Floats
    row_lower: Floats
    row_upper: Floats


class Builder:
    """Collects columns and blocks of rows; numbers are handed out in order."""

    def __init__(self) -> None:
        self._columns: list[tuple[Floats, Floats, Floats, npt.NDArray[np.bool_]]] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []
        self._rows: list[tuple[Floats, Floats]] = []
        self.column_count = 0
        self.row_count = 0

    def columns(
        self,
        count: int,
        *,
        lower: Floats | float = 0.0,
        upper: Floats | float = INFINITY,
        integer: bool = False,
    ) -> Ints:
        """Add columns of no cost; their numbers."""
        self._columns.append(
            (
                np.zeros(count),
                np.broadcast_to(np.asarray(lower, dtype=float), count),
                np.broadcast_to(np.asarray(upper, dtype=float), count),
                np.full(count, integer),
            )
        )
        self.column_count += count
        return np.arange(self.column_count - count, self.column_count)

    def rows(
        self,
        count: int,
        entries: Sequence[tuple[Ints, Ints, Floats | float]],
        *,
        lower: Floats | float = -INFINITY,
        upper: Floats | float = INFINITY,
    ) -> Ints:
        """Add `count` rows; entries are (row within the block, column, value) triplets. Their numbers."""
        for row, column, value in entries:
            held = np.broadcast_to(np.asarray(value, dtype=float), len(row))
            self._entries.append((np.asarray(row) + self.row_count, np.asarray(column), held))
        self._rows.append(
            (
                np.broadcast_to(np.asarray(lower, dtype=float), count),
                np.broadcast_to(np.asarray(upper, dtype=float), count),
            )
        )
        self.row_count += count
        return np.arange(self.row_count - count, self.row_count)

    def model(self) -> Model:
        """The arrays, rows in order."""
        cost, lower, upper, integer = (np.concatenate(part) for part in zip(*self._columns, strict=True))
        row, column, value = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        order = np.argsort(row, kind="stable")
        start = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=self.row_count))))
        row_lower, row_upper = (np.concatenate(part) for part in zip(*self._rows, strict=True))
        return Model(cost, lower, upper, integer, start, column[order], value[order], row_lower, row_upper)


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS found. `values` empty when it found nothing; `bound`: no solution is better, proved.

    `work`: steps of the simplex, the same on any machine.
    """

    values: Floats
    objective: float
    bound: float
    proved: bool
    impossible: bool
    work: int = 0

    @property
    def found(self) -> bool:
        """There is a solution."""
        return len(self.values) > 0


class Engine:
    """One programme kept warm between solves: costs, bounds and rows change, the basis stays."""

    def __init__(self, model: Model, *, integer: bool, tolerance: float = 1e-9) -> None:
        self._highs: Any = highspy.Highs()
        options: dict[str, bool | int | float | str] = {
            "output_flag": False,
            "threads": 1,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 1e-6,
            "primal_feasibility_tolerance": tolerance,
            "dual_feasibility_tolerance": tolerance,
            "mip_feasibility_tolerance": tolerance,
        }
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        held = highspy.HighsLp()
        held.num_col_ = len(model.cost)
        held.num_row_ = len(model.row_lower)
        held.col_cost_ = model.cost
        held.col_lower_ = model.lower
        held.col_upper_ = model.upper
        held.row_lower_ = model.row_lower
        held.row_upper_ = model.row_upper
        held.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        held.a_matrix_.start_ = model.start
        held.a_matrix_.index_ = model.column
        held.a_matrix_.value_ = model.value
        self._integer = integer and bool(model.integer.any())
        if self._integer:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            held.integrality_ = [kinds[int(whole)] for whole in model.integer]
        self._highs.passModel(held)
        self._cost = np.zeros(len(model.cost))

    def option(self, name: str, value: bool | int | float | str) -> None:
        """Set one of HiGHS's options."""
        self._highs.setOptionValue(name, value)

    def cancellable(self) -> None:
        """Let another thread stop the next solve (see cancel)."""
        self._highs.HandleUserInterrupt = True

    def cancel(self) -> None:
        """Stop the solve under way in another thread; it answers with what it has."""
        self._highs.cancelSolve()

    def column(self, *, upper: float = INFINITY) -> int:
        """Add one continuous column, zero or more; its number."""
        self._highs.addCol(0.0, 0.0, upper, 0, np.array([], dtype=np.int32), np.array([]))
        self._cost = np.append(self._cost, 0.0)
        return len(self._cost) - 1

    def columns(self, count: int) -> Ints:
        """Add continuous columns, zero or more; their numbers."""
        first = len(self._cost)
        nothing, none = np.zeros(count), np.array([], dtype=np.int32)
        starts = np.zeros(count, dtype=np.int32)
        self._highs.addCols(count, nothing, nothing, np.full(count, INFINITY), 0, starts, none, np.array([]))
        self._cost = np.append(self._cost, nothing)
        return np.arange(first, first + count)

    def equate(self, columns: Ints, values: Floats, equal: Floats) -> None:
        """Add rows of the same coefficients: one row of `columns` each, equal to one of `equal`."""
        count, width = columns.shape
        starts = np.arange(0, count * width, width, dtype=np.int32)
        held = np.tile(values, count)
        flat = columns.ravel().astype(np.int32)
        self._highs.addRows(count, equal, equal, count * width, starts, flat, held)

    def row(self, columns: Ints, values: Floats, *, lower: float = -INFINITY, upper: float = INFINITY) -> int:
        """Add one row; its number."""
        self._highs.addRow(lower, upper, len(columns), columns.astype(np.int32), values)
        return int(self._highs.getNumRow()) - 1

    def bound_row(self, row: int, *, lower: float = -INFINITY, upper: float = INFINITY) -> None:
        """Change what a row may be."""
        self._highs.changeRowBounds(row, lower, upper)

    def bound_columns(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """Change what columns may be."""
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)

    def minimise(
        self,
        costs: Sequence[tuple[Ints, Floats | float]],
        *,
        seconds: float = INFINITY,
        start: Floats | None = None,
    ) -> Answer:
        """Minimise the sum of the costs, for at most so many seconds, from `start` if there is one."""
        cost = np.zeros_like(self._cost)
        for columns, value in costs:
            cost[columns] += value
        changed = np.flatnonzero(cost != self._cost)
        if len(changed):
            self._highs.changeColsCost(len(changed), changed.astype(np.int32), cost[changed])
            self._cost = cost
        # The clock of linear solves runs on from one to the next; a mixed-integer one starts its own.
        spent = 0.0 if self._integer else float(self._highs.getRunTime())
        self._highs.setOptionValue("time_limit", spent + max(0.01, seconds))
        if start is not None:
            given = highspy.HighsSolution()
            given.col_value = start.tolist()
            self._highs.setSolution(given)
        self._highs.run()
        if not self._integer and self._highs.getModelStatus() == highspy.HighsModelStatus.kUnknown:
            # A warm basis can go numerically stale: start afresh before giving up.
            self._highs.clearSolver()
            self._highs.run()
        return self._answer()

    def row_duals(self) -> Floats:
        """The duals of the last linear solve."""
        return np.array(self._highs.getSolution().row_dual)

    def _answer(self) -> Answer:
        status = self._highs.getModelStatus()
        info = self._highs.getInfo()
        proved = status == highspy.HighsModelStatus.kOptimal
        impossible = status == highspy.HighsModelStatus.kInfeasible
        feasible = highspy.SolutionStatus.kSolutionStatusFeasible
        found = proved or info.primal_solution_status == feasible
        values = np.array(self._highs.getSolution().col_value) if found else np.zeros(0)
        objective = float(info.objective_function_value) if found else INFINITY
        relaxed = objective if proved else -INFINITY
        bound = float(info.mip_dual_bound) if self._integer else relaxed
        work = max(0, int(info.simplex_iteration_count))
        return Answer(values, objective, bound, proved, impossible, work)
