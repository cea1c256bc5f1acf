"""Social clauses: what a call asks for people far from employment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tender.vocabulary.source import Evidence, Rival


class ClauseType(StrEnum):
    """The kinds of social clause told apart (Code de la commande publique, articles in legal_basis)."""

    EXEC_INSERTION = "EXEC_INSERTION"
    RESERVED_SIAE = "RESERVED_SIAE"
    RESERVED_EA_ESAT = "RESERVED_EA_ESAT"
    RESERVED_BOTH = "RESERVED_BOTH"
    RESERVED_ESS = "RESERVED_ESS"
    RESERVED_OTHER = "RESERVED_OTHER"
    AWARD_SOCIAL = "AWARD_SOCIAL"
    INSERTION_OBJECT = "INSERTION_OBJECT"
    SOCIAL_OTHER_EXEC = "SOCIAL_OTHER_EXEC"
    NEGATED = "NEGATED"

    @property
    def counts(self) -> bool:
        """A denial is kept and shown, never counted as a clause."""
        return self is not ClauseType.NEGATED


@dataclass(frozen=True, slots=True)
class HoursDetail:
    """Hours of insertion as written: a value, for which lot, per contract, year, month or lot."""

    value: float
    lot: str | None = None
    per: str = "contract"


@dataclass(frozen=True, slots=True)
class Clause:
    """One social clause of a call; `lots` None means the whole call, `hours` the largest stated value.

    `by_law`: the law or a collective agreement lays it on the holder, the buyer only tells of it.
    """

    type: ClauseType
    legal_basis: tuple[str, ...] = ()
    lots: tuple[str, ...] | None = None
    hours: float | None = None
    hours_detail: tuple[HoursDetail, ...] = ()
    percentage: float | None = None
    modes: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    facilitator: str | None = None
    penalty: str | None = None
    weight: float | None = None
    mandatory: bool | None = None
    by_law: bool = False
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    rivals: tuple[Rival, ...] = ()
