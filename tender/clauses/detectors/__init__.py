"""One module per family of clauses; a new one is a file here and a word in DETECTORS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from tender.clauses.detectors import (
    carried_out,
    equality,
    hiring,
    inclusion,
    insertion_object,
    only_bidders,
    people_at_work,
    reserved,
    social_criterion,
    staff_terms,
    staff_transfer,
    unspecified,
    work_conditions,
)
from tender.clauses.passage import Hit, Passage


class Detector(Protocol):
    """STEMS: pieces of words near which alone something can be found; detect: the hits in a passage."""

    @property
    def STEMS(self) -> tuple[str, ...]:  # noqa: N802 - modules name their constants so
        """One of them stands in the folded text of every passage that holds a clause of this family."""
        ...

    def detect(self, passage: Passage, /) -> Iterator[Hit]:
        """Clauses of this family, and their denials."""
        ...


DETECTORS: tuple[Detector, ...] = (
    inclusion,
    hiring,
    people_at_work,
    carried_out,
    reserved,
    only_bidders,
    social_criterion,
    insertion_object,
    work_conditions,
    staff_terms,
    unspecified,
    equality,
)
IN_CALLS: tuple[Detector, ...] = (*DETECTORS, staff_transfer)
"""In a whole call also what the law lays on whoever performs it."""
