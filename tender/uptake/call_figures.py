"""What the calls read here add to what is declared, as values: the obligation of 2026, what became of a
clause, what followed a contact, hours, and indicators of residents and partners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tender.uptake.figures import ContractLine, Line
from tender.uptake.rates import Rate
from tender.uptake.report import ReservedFate, ReservedResult
from tender.uptake.slices import Kind


class Standing(StrEnum):
    """A call above the threshold, under L2112-2-1. NEITHER is "to check": exceptions exist."""

    CONDITION = "condition"
    DEROGATION = "derogation"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """A call the obligation bears on. `quote`: the words of the clause or of the derogation, if any."""

    key: str
    buyer: str
    title: str
    reference: str | None
    launched: date
    amount: float
    threshold: float
    standing: Standing
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """Calls launched since `since` above the European threshold.

    Source: L2112-2-1 (loi Climat et résilience art. 35). `undecided`: calls whose amount or day of launch
    was not read, or that its rule does not bear on for sure.
    """

    since: date
    condition: Rate
    derogation: Rate
    neither: Rate
    undecided: int
    lines: tuple[ObligationLine, ...]


class Fate(StrEnum):
    """What became at award of what a call asks.

    KEPT: declared; LOST: the award declares none ("lost or not declared"); UNFILLED: the award's field is
    empty; NO_AWARD: no award found; ADDED: declared at award, not found in the call; NOTHING: neither.
    """

    KEPT = "kept"
    LOST = "lost"
    UNFILLED = "unfilled"
    NO_AWARD = "no_award"
    ADDED = "added"
    NOTHING = "nothing"


class JoinedBy(StrEnum):
    """How a call and its award were recognised."""

    REFERENCE = "reference"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class FateLine:
    """A call and its contracts at award. `likeness`: of the titles, 0 to 1, where they joined them."""

    key: str
    buyer: str
    title: str
    reference: str | None
    deadline: str | None
    asked: tuple[Kind, ...]
    declared: tuple[Kind, ...]
    fate: Fate
    joined_by: JoinedBy | None
    likeness: float | None
    awards: tuple[ContractLine, ...]


@dataclass(frozen=True, slots=True)
class ReservedLine:
    """A reserved lot of a call, and what became of it."""

    key: str
    title: str
    result: ReservedResult


@dataclass(frozen=True, slots=True)
class Fates:
    """Calls read here beside their awards.

    `asking`: calls with a clause, of those read; `joined`: calls whose award was found; `kept`: of calls
    with a clause whose award filled the field. Reserved lots: `reserved_lots` of calls, and those whose
    outcome is known.
    """

    asking: Rate
    joined: Rate
    kept: Rate
    lines: tuple[FateLine, ...]
    unknown_buyer: int = 0
    reserved_lots: int = 0
    reserved: tuple[ReservedLine, ...] = ()

    def reserved_of(self, fate: ReservedFate) -> int:
        """How many reserved lots came to this."""
        return sum(1 for line in self.reserved if line.result.fate is fate)


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact with a buyer, of which the months around are compared; `cpv`: a division, None for all."""

    key: str
    buyer: str
    day: date
    cpv: str | None = None
    by: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """Twelve months before a contact and what followed it, beside buyers never contacted.

    `months`: how many months after are observed yet. `enough`: each window has at least `least` filled
    contracts; under it only the counts are shown. Never a claim of cause.
    """

    contact: Contact
    months: int
    before: Line
    after: Line
    others: int
    others_before: Line
    others_after: Line
    least: int
    enough: bool


@dataclass(frozen=True, slots=True)
class PersonCell:
    """People counted in one cell of a group (sex, age…); `count` None: hidden because it is small, or
    because it would betray one that is."""

    group: str
    key: str
    count: int | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Hours of one contract or call: planned, done where known, and who says so."""

    key: str
    title: str
    year: int | None
    planned: float | None
    done: float | None
    source: str


@dataclass(frozen=True, slots=True)
class HoursFigures:
    """Hours of insertion: `done` of `planned`, over lines that know both; persons with small cells hidden.

    `planned_all`, `done_all`: sums over every line that knows one, each with its number of lines.
    """

    planned_all: float
    planned_lines: int
    done_all: float
    done_lines: int
    both_planned: float
    both_done: float
    both_lines: int
    persons: tuple[PersonCell, ...]
    lines: tuple[HoursLine, ...]


@dataclass(frozen=True, slots=True)
class FreeIndicator:
    """An indicator of residents or partners: its own definition and authors, apart from the figures."""

    key: str
    name: str
    definition: str
    authors: str
    unit: str = ""
    values: tuple[tuple[str, str], ...] = ()
