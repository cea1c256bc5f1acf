"""Who does what of a call: needs, members' means, shares (contracts.md, "A split case")."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class PartyForm(StrEnum):
    """The form of a group of bidders (R2142-20): joint, each for its part; solidary, each for the whole."""

    JOINT = "joint"
    SOLIDARY = "solidary"


class SplitStatus(StrEnum):
    """optimal: proved; feasible: valid, not proved best; infeasible: no valid split, or nothing covered."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Need:
    """Hours asked of one trade in one place (INSEE code), by month ("2027-01")."""

    place: str
    trade: str
    hours: dict[str, float]


@dataclass(frozen=True, slots=True)
class SplitLot:
    """A lot and its needs. `min_share_hours`: the least useful part; `max_members`: at most so many."""

    id: str
    needs: tuple[Need, ...] = ()
    min_share_hours: float = 0.0
    max_members: int | None = None


@dataclass(frozen=True, slots=True)
class SplitMember:
    """A member's reach (INSEE codes) and free hours by trade and month.

    `equity`: above zero; how many hours the member is due for each hour it has to give, beside the others'
    (level 2 divides its load by it). `past_hours`: hours the collective gave it in the last 12 months; None
    where they are not known. `name`: what sentences call it, its id where empty. `lot_hours`: by
    lot, the most it gives in a month, all trades together; a lot that is not there has no such limit.
    """

    id: str
    places: tuple[str, ...] = ()
    capacity: dict[str, dict[str, float]] = field(default_factory=dict)
    equity: float = 1.0
    past_hours: float | None = None
    name: str = ""
    lot_hours: dict[str, float] = field(default_factory=dict)


class Absence(StrEnum):
    """Why a member is out of a lot, or of some of its places, before the split.

    alone: it bids for the lot by itself; declined: it said no when consulted; silent: it did not answer,
    which counts as no; elsewhere: it offered other places of the lot.
    """

    ALONE = "alone"
    DECLINED = "declined"
    SILENT = "silent"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A member refuses a lot, or one place of it."""

    member: str
    lot: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """A share fixed by a person: this fraction of the need, every period alike."""

    member: str
    lot: str
    place: str
    trade: str
    share: float


@dataclass(frozen=True, slots=True)
class SplitCase:
    """A whole split problem. `distance_km` keys are "member|place"; a missing key is 0 km.

    `absences`: keys "member|lot" or "member|lot|place", what stands behind a refusal where it is not one
    of the split itself.
    """

    periods: tuple[str, ...] = ()
    lots: tuple[SplitLot, ...] = ()
    members: tuple[SplitMember, ...] = ()
    distance_km: dict[str, float] = field(default_factory=dict)
    refused: tuple[Refusal, ...] = ()
    locked: tuple[Lock, ...] = ()
    absences: dict[str, Absence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """One member's fraction of one need, and its hours over all periods."""

    member: str
    lot: str
    place: str
    trade: str
    share: float
    hours: float


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Hours of a need nobody takes, and the limit that decided it."""

    lot: str
    place: str
    trade: str
    hours: float
    because: str


class ReasonKind(StrEnum):
    """What decided a share."""

    CAPACITY = "capacity"
    PLACE = "place"
    REFUSED = "refused"
    FAIRNESS = "fairness"
    FRAGMENTATION = "fragmentation"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this share, why not more, or why none: the limit, and the sentence with its numbers.

    `facts` carries the numbers (hours, month, km…) for pages in another language.
    """

    member: str
    lot: str
    place: str
    because: ReasonKind
    text: str
    facts: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Objective:
    """The four levels: hours uncovered, highest load (0 to 1), (member, lot, place) parts, hours × km.

    A load is divided by its member's equity.
    """

    uncovered_hours: float = 0.0
    highest_load: float = 0.0
    parts: int = 0
    hours_km: float = 0.0


@dataclass(frozen=True, slots=True)
class Split:
    """An answer to a SplitCase. `gap`: the largest proven relative distance to the best, 0 when proved.

    `gaps`: the same of each level, by the names of the objective; empty where nothing was compared.
    """

    status: SplitStatus
    gap: float
    seconds: float
    objective: Objective
    shares: tuple[Share, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    reasons: tuple[Reason, ...] = ()
    gaps: dict[str, float] = field(default_factory=dict)


class Verdict(StrEnum):
    """A director's decision on the share they were shown."""

    APPROVED = "approved"
    REFUSED = "refused"
    COUNTERED = "countered"
