"""Social award criteria, which a notice states by its structure, as clauses."""

from __future__ import annotations

from collections.abc import Iterator

from tender.vocabulary.call import AwardCriterion, Reading
from tender.vocabulary.clause import Clause, ClauseType


def social_awards(reading: Reading) -> tuple[Clause, ...]:
    """A clause for each award criterion whose name speaks of people."""
    return tuple(
        Clause(
            type=ClauseType.AWARD_SOCIAL,
            lots=criterion.lots,
            weight=criterion.weight,
            evidence=criterion.evidence,
            confidence=min(criterion.confidence, 0.9),
        )
        for criterion in _all(reading.award_criteria)
        if criterion.is_social
    )


def _all(criteria: tuple[AwardCriterion, ...]) -> Iterator[AwardCriterion]:
    for criterion in criteria:
        yield criterion
        yield from _all(criterion.sub)
