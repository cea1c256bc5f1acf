"""What the rules of law look at: plain facts of one response, as far as they are known. None: not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tender.vocabulary.split import PartyForm

Asked = tuple[str, str | None, str | None]
"""A question: its code, the member and the lot it is about."""


EXCLUDED = "excluded"
"""What the exception to a frozen group is called where the buyer has a member replaced (L2141-13)."""


class Reservation(StrEnum):
    """To whom a lot is reserved."""

    SIAE = "siae"
    HANDICAP = "handicap"
    BOTH = "both"
    PRISON = "prison"
    ESS = "ess"
    OTHER = "other"


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
    """A lot as far as the law cares. `dangerous`: words of its documents that recall the list of D4154-1.

    `amount`: euros excluding VAT, the most that is estimated; `social_clause`: one was read for it.
    """

    number: str
    start: date | None = None
    end: date | None = None
    reservation: Reservation | None = None
    performance: Performance | None = None
    user: UserKind | None = None
    dangerous: tuple[str, ...] = ()
    amount: float | None = None
    social_clause: bool | None = None


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member as far as the law cares. `territory`: INSEE codes of its convention, None when not declared.

    `derogation_until`: last day of a prefect's leave to exceed 480 hours (D5132-18-1). `turnover`: euros of
    its best year of the last three.
    """

    id: str
    name: str
    kind: MemberKind = MemberKind.AI
    convention_start: date | None = None
    convention_end: date | None = None
    territory: frozenset[str] | None = None
    derogation_until: date | None = None
    turnover: float | None = None


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A member's part of a lot in a place.

    `hours`: the most it takes in any 24 months running; `hours_per_worker`: what one worker would do of it,
    where that is planned.
    """

    member: str
    lot: str
    place: str
    place_name: str = ""
    hours: float = 0.0
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
    `replacement_reason`: "restructuring", "prevented" (R2142-26) or "excluded" (L2141-13), None when none
    was given;
    `stances_known`: each member said, lot by lot, if it goes alone.
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
    stances_known: bool = False
    replacement_reason: str | None = None


@dataclass(frozen=True, slots=True)
class LawFacts:
    """All a rule may look at. `sent_on`: the day the notice was sent for publication; it dates the rules;
    `sent_where`: the file and page that say so, empty when a person did.

    `received_on`: the day the call came in, no earlier than the notice. `buyer`: "state", "local", "entity";
    None: not known. `purchase`: "services" or "works". `amount`: euros excluding VAT of the whole call where
    its lots do not say. `environmental`: a criterion on the environment was read; None: no criteria read.
    `max_submitted`, `max_awarded`: lots one bidder may bid for, and win. `turnover_asked`: euros a year that
    the documents ask at least, `turnover_where`: the file and page that do. `answers`: what people answered
    to the rules' questions, see answer().
    """

    sent_on: date | None = None
    sent_where: str = ""
    received_on: date | None = None
    buyer: str | None = None
    purchase: str = "services"
    amount: float | None = None
    environmental: bool | None = None
    max_submitted: int | None = None
    max_awarded: int | None = None
    turnover_asked: float | None = None
    turnover_where: str = ""
    group: GroupFacts = field(default_factory=GroupFacts)
    lots: tuple[LotFacts, ...] = ()
    members: tuple[MemberFacts, ...] = ()
    parts: tuple[PartFacts, ...] = ()
    others: tuple[Candidacy, ...] = ()
    answers: Mapping[Asked, str] = field(default_factory=dict)

    @property
    def day(self) -> date | None:
        """The day that dates the rules: of the notice, else the one it came in."""
        return self.sent_on or self.received_on

    @property
    def total(self) -> float | None:
        """Euros of the whole call, excluding VAT; None where neither every lot nor the whole says."""
        amounts = [lot.amount for lot in self.lots]
        if amounts and None not in amounts:
            return sum(amount for amount in amounts if amount is not None)
        return self.amount

    def answer(self, code: str, *, member: str | None = None, lot: str | None = None) -> str | None:
        """What was answered to this question, None when nobody did."""
        return self.answers.get((code, member, lot))

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

    def taken(self) -> tuple[str, ...]:
        """The lots this response answers, each once, in order."""
        return tuple(dict.fromkeys(part.lot for part in self.parts))

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(member, lot) of this response, each once, in order."""
        return tuple(dict.fromkeys((part.member, part.lot) for part in self.parts))
