"""What the rules of law look at: plain facts of one response, as far as they are known. None: not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tender.vocabulary.split import PartyForm


class Reservation(StrEnum):
    """To whom a lot is reserved."""

    SIAE = "siae"
    HANDICAP = "handicap"
    BOTH = "both"
    PRISON = "prison"
    ESS = "ess"


class MemberKind(StrEnum):
    """What a member is in French law; FOREIGN: governed by another State's law."""

    AI = "ai"
    EI = "ei"
    ETTI = "etti"
    ACI = "aci"
    EA = "ea"
    ESAT = "esat"
    ESS = "ess"
    OTHER = "other"
    FOREIGN = "foreign"


class Performance(StrEnum):
    """How a lot is performed: staff put at the user's disposal, or a result owed."""

    STAFF_SUPPLY = "staff_supply"
    SERVICE = "service"


class UserKind(StrEnum):
    """Who gives the workers their tasks (L2211-1, L5132-9)."""

    LOCAL_AUTHORITY = "local_authority"
    PUBLIC_PRIVATE_STAFF = "public_private_staff"
    COMPANY = "company"
    NON_PROFIT = "non_profit"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot as far as the law cares. `dangerous`: words of its documents that recall the list of D4154-1."""

    number: str
    start: date | None = None
    end: date | None = None
    reservation: Reservation | None = None
    performance: Performance | None = None
    user: UserKind | None = None
    permanent_need: bool | None = None
    dangerous: tuple[str, ...] = ()
    strike: bool | None = None
    amount: float | None = None
    social_clause: bool | None = None


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member as far as the law cares. `territory`: INSEE codes of its convention, None when not declared.

    `derogation_until`: last day of a prefect's leave to exceed 480 hours (D5132-18-1).
    """

    id: str
    name: str
    kind: MemberKind = MemberKind.AI
    convention_start: date | None = None
    convention_end: date | None = None
    territory: frozenset[str] | None = None
    derogation_until: date | None = None


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A member's part of a lot in a place. `hours_per_worker`: the most one worker would do in 24 months."""

    member: str
    lot: str
    place: str
    place_name: str = ""
    hours_per_worker: float | None = None


@dataclass(frozen=True, slots=True)
class Candidacy:
    """Another candidacy on the same call. `group` None: the member goes alone."""

    member: str
    lot: str
    group: str | None = None
    leads: bool = False
    signatory: str = ""
    depositor: str = ""


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """The group that answers. `members`: those of today; `members_filed`: those filed, empty before filing.

    `alone_and_in_group`, `several_groups`: "allowed", "forbidden", or None where the documents are silent.
    `replacement_reason`: "restructuring" or "prevented" (R2142-26), None when none was given.
    """

    name: str = ""
    members: tuple[str, ...] = ()
    lead: str | None = None
    form: PartyForm | None = None
    form_imposed: PartyForm | None = None
    lead_solidary: bool | None = None
    lead_solidary_imposed: bool | None = None
    alone_and_in_group: str | None = None
    several_groups: str | None = None
    signatory: str = ""
    depositor: str = ""
    filed_on: date | None = None
    signed_on: date | None = None
    members_filed: tuple[str, ...] = ()
    replacement_reason: str | None = None


@dataclass(frozen=True, slots=True)
class LawFacts:
    """All a rule may look at. `sent_on`: the day the notice was sent for publication; it dates the rules.

    `buyer`: "state", "local" or "entity"; `purchase`: "services" or "works".
    """

    sent_on: date | None = None
    buyer: str = "local"
    purchase: str = "services"
    group: GroupFacts = field(default_factory=GroupFacts)
    lots: tuple[LotFacts, ...] = ()
    members: tuple[MemberFacts, ...] = ()
    parts: tuple[PartFacts, ...] = ()
    others: tuple[Candidacy, ...] = ()

    def lot(self, number: str) -> LotFacts | None:
        """The lot of that number."""
        return next((lot for lot in self.lots if lot.number == number), None)

    def member(self, member: str) -> MemberFacts | None:
        """The member of that id."""
        return next((held for held in self.members if held.id == member), None)

    def name(self, member: str) -> str:
        """What to call a member: its name, or its id."""
        held = self.member(member)
        return held.name if held and held.name else member

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(member, lot) of this response, each once, in order."""
        return tuple(dict.fromkeys((part.member, part.lot) for part in self.parts))
