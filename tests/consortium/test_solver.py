"""The solver against every split there is, and the laws any best split obeys."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from tender.consortium.solver import propose
from tender.vocabulary.split import SplitCase, SplitStatus
from tests.consortium.cases import small_cases
from tests.consortium.exact import best_levels

LONG = os.environ.get("TENDER_SPLIT_CASES")
"""How many random cases each law is tried on; the long form sets 10000."""

many = settings(
    max_examples=int(LONG or 60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@many
@given(small_cases())
def test_a_small_case_is_split_as_well_as_the_best_of_all_splits(case: SplitCase) -> None:
    best = best_levels(case)

    split = propose(case, seconds=60)

    if best is None:
        assert split.status is SplitStatus.INFEASIBLE
        return
    left, loads, parts, km = best
    assert split.status is SplitStatus.OPTIMAL
    assert split.gap == 0.0
    assert split.objective.uncovered_hours == pytest.approx(left, abs=1e-3)
    assert split.objective.highest_load == pytest.approx(loads[0] if loads else 0.0, abs=1e-5)
    assert split.objective.parts == parts
    assert split.objective.hours_km == pytest.approx(km, rel=1e-4, abs=0.5)
