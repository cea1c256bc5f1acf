"""Social clauses: what a call asks for people far from employment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Self

from tender.vocabulary.phrase import phrase
from tender.vocabulary.source import Evidence, Rival


class Family(Enum):
    """What a clause does; what weighs, counts or reports clauses asks this, whatever their type."""

    CONDITION = "condition"
    """Laid on whoever performs the contract (L2112-2)."""
    OBJECT = "object"
    """What is bought."""
    CRITERION = "criterion"
    """Offers are judged on it."""
    RESERVED = "reserved"
    """Only some may bid."""
    DENIAL = "denial"


class ClauseType(StrEnum):
    """The kinds of social clause told apart (Code de la commande publique, articles in legal_basis)."""

    EXEC_INSERTION = "EXEC_INSERTION", phrase("Insertion, condition d’exécution")
    RESERVED_SIAE = (
        "RESERVED_SIAE",
        phrase("Réservé à l’insertion par l’activité économique"),
        Family.RESERVED,
    )
    RESERVED_EA_ESAT = "RESERVED_EA_ESAT", phrase("Réservé au travail adapté et protégé"), Family.RESERVED
    RESERVED_BOTH = "RESERVED_BOTH", phrase("Réservé à l’insertion et au travail adapté"), Family.RESERVED
    RESERVED_ESS = "RESERVED_ESS", phrase("Réservé à l’économie sociale et solidaire"), Family.RESERVED
    RESERVED_OTHER = "RESERVED_OTHER", phrase("Réservé, autre cas"), Family.RESERVED
    AWARD_SOCIAL = "AWARD_SOCIAL", phrase("Critère social d’attribution"), Family.CRITERION
    INSERTION_OBJECT = "INSERTION_OBJECT", phrase("Marché d’insertion ou de qualification"), Family.OBJECT
    SOCIAL_OTHER_EXEC = "SOCIAL_OTHER_EXEC", phrase("Autre condition sociale d’exécution")
    NEGATED = "NEGATED", phrase("Clause écartée par les documents"), Family.DENIAL

    words: str
    family: Family

    def __new__(cls, name: str, words: str = "", family: Family = Family.CONDITION) -> Self:
        """A member is its name; beside it what pages call it and its family, a condition unless told."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.words, member.family = words, family
        return member

    @property
    def counts(self) -> bool:
        """A denial is kept and shown, never counted as a clause."""
        return self.family is not Family.DENIAL


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
