"""Everything a form may quote. The workbench builds a Response from rows; nothing here reads a clock.

Rule of the room: a value that is not known is an empty string, an empty tuple or None, never a guess. A form
then shows « à compléter » in that box and lists it among its lacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tender.documents.memoir import START_STEPS, PageLimit, SiteVisit, StartStep, TerritoryMap
from tender.documents.price_line import PriceLine
from tender.vocabulary.call import AwardCriterion, Place, RequiredDocument
from tender.vocabulary.clause import Clause
from tender.vocabulary.member import MemberIdentity
from tender.vocabulary.source import Evidence
from tender.vocabulary.split import PartyForm


class Role(StrEnum):
    """A member's place in the group; exactly one leads (R2142-24)."""

    LEAD = "lead"
    MEMBER = "member"


class Mandate(StrEnum):
    """How far the leader is empowered (DC1, « habilitation du mandataire »).

    individual: members sign each for themselves; sign_and_represent: the leader signs the offer and its
    changes, represents and coordinates; conditions: as `mandate_conditions` says.
    """

    INDIVIDUAL = "individual"
    SIGN_AND_REPRESENT = "sign_and_represent"
    CONDITIONS = "conditions"


class InsertionMode(StrEnum):
    """How hours of insertion are worked, as the clauses name it."""

    DIRECT_HIRE = "direct_hire"
    STAFF_SUPPLY = "staff_supply"
    SUBCONTRACTING = "subcontracting"


@dataclass(frozen=True, slots=True)
class Collective:
    """The network that writes the response, and the person a buyer may ring. No party to the contract."""

    name: str
    contact: str = ""
    contact_role: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    presentation: str = ""
    logo: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class CallFacts:
    """The call, as confirmed. `deadline`: ISO date-time with its offset. `lots`: every lot of the call as
    (number, title), answered or not; empty when it is not divided. `contract_documents`: the papers that make
    the contract (CCAP, CCTP…), for the acte d'engagement. `reserved_basis`: articles, when it is reserved.
    `start`: ISO day of the first work, where the call names one. `language`: in which most of its pages are
    written ("de"), empty when not known.
    """

    buyer: str = ""
    buyer_address: str = ""
    subject: str = ""
    reference: str = ""
    notice_reference: str = ""
    deadline: str = ""
    procedure: str = ""
    platform: str = ""
    validity_days: int | None = None
    lots: tuple[tuple[str, str], ...] = ()
    contract_documents: tuple[str, ...] = ()
    reserved_basis: tuple[str, ...] = ()
    start: str = ""
    language: str = ""

    @property
    def is_french(self) -> bool:
        """The buyer reads French, as far as is known."""
        return self.language in ("", "fr")


@dataclass(frozen=True, slots=True)
class InsertionHours:
    """Hours for people far from employment promised in one mode, over the whole contract."""

    mode: InsertionMode
    hours: Decimal


@dataclass(frozen=True, slots=True)
class MemberShare:
    """What one member does of one lot.

    `hours`: (month "2027-01", hours), rising. `trades`, `nature`: in French, as printed. `amount`: euros
    excluding VAT over the contract. `insertion`: what it promises of the social clause.
    """

    member: str
    hours: tuple[tuple[str, Decimal], ...] = ()
    places: tuple[Place, ...] = ()
    trades: tuple[str, ...] = ()
    nature: str = ""
    amount: Decimal | None = None
    insertion: tuple[InsertionHours, ...] = ()

    @property
    def total_hours(self) -> Decimal:
        """Hours over all months."""
        return sum((hours for _, hours in self.hours), Decimal(0))

    @property
    def insertion_hours(self) -> Decimal:
        """Hours of insertion over all modes."""
        return sum((promised.hours for promised in self.insertion), Decimal(0))


@dataclass(frozen=True, slots=True)
class ResponseLot:
    """A lot answered. A call that is not divided has one, its number empty.

    `price`: box B1 of its acte d'engagement, euros excluding VAT, when decided apart; None: the sum of the
    shares. `vat_rate` in per cent. `insertion_hours_asked`: what the clause demands over the contract.
    """

    number: str
    title: str
    shares: tuple[MemberShare, ...] = ()
    price: Decimal | None = None
    vat_rate: Decimal | None = None
    start_month: str = ""
    duration_months: int | None = None
    renewals: int | None = None
    insertion_hours_asked: Decimal | None = None

    @property
    def shares_total(self) -> Decimal | None:
        """The sum of the members' amounts; None while one is unknown or nobody has a share."""
        amounts = [share.amount for share in self.shares if share.amount is not None]
        if not amounts or len(amounts) < len(self.shares):
            return None
        return sum(amounts, Decimal(0))

    @property
    def total(self) -> Decimal | None:
        """The price of the lot, excluding VAT: as decided, else the sum of its shares."""
        return self.price if self.price is not None else self.shares_total

    @property
    def total_hours(self) -> Decimal:
        """Hours of all members over all months."""
        return sum((share.total_hours for share in self.shares), Decimal(0))

    @property
    def label(self) -> str:
        """The lot as a reader names it."""
        return f"Lot {self.number}" if self.number else "Marché"


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A member in this response.

    `honour_declared`: it has itself declared that no exclusion strikes it (DC1 F1); False: not yet.
    `is_sme`: micro, small or medium enterprise, None not known. `approved_on`: ISO date of its approval of
    this revision. `signing_power`: the paper that empowers its signatory (deliberation, delegation).
    """

    identity: MemberIdentity
    role: Role = Role.MEMBER
    honour_declared: bool = False
    is_sme: bool | None = None
    approved_on: str = ""
    signing_power: str = ""
    logo: bytes = field(default=b"", repr=False)

    @property
    def id(self) -> str:
        """The member's identifier, as shares name it."""
        return self.identity.id

    @property
    def name(self) -> str:
        """The member's name."""
        return self.identity.name


@dataclass(frozen=True, slots=True)
class EvidenceBlock:
    """A paragraph of the collective's library that proves something. `day`: ISO date of its facts.

    `attested_by`: the paper that attests it; `stale`: the date of its review has passed.
    """

    id: str
    title: str
    text: str
    owner: str = ""
    day: str = ""
    attested_by: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class CriterionEvidence:
    """The blocks chosen to answer a criterion or sub-criterion, named as the call names it.

    `text`: written for this very call; `cited`: blocks its [#12] may name, by number. `quotes`: passages of
    the call that speak of the criterion, with their places.
    """

    criterion: str
    blocks: tuple[EvidenceBlock, ...] = ()
    lots: tuple[str, ...] | None = None
    text: str = ""
    cited: tuple[EvidenceBlock, ...] = ()
    quotes: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper a member (None: the collective) has in its vault. Dates ISO, empty when not known.

    `kind`: a PaperKind, "" when its name alone tells. `unsure`: its dates were read by a machine, nobody has
    looked; `other_holder`: the SIREN in its file is not the member's. `sha256`: of its file, "" unknown;
    `declared_only`: its file is still to be handed in.
    """

    name: str
    member: str | None = None
    issued_on: str = ""
    valid_until: str = ""
    kind: str = ""
    unsure: bool = False
    other_holder: bool = False
    sha256: str = ""
    file_name: str = ""
    declared_only: bool = False
    data: bytes = field(default=b"", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ReliedOperator:
    """Another operator whose means a member relies on (DC2 H)."""

    member: str
    lot: str
    name: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Subcontract:
    """A true subcontract of one member (DC4). Staff lent to a contractor is none: it takes no DC4 (R5132-20).

    `amount`: euros excluding VAT at most; `reverse_charge`: VAT owed by the contractor (works, CGI 283-2
    nonies). `personal_data`: what is entrusted and under which safeguards, « aucune » when none. `advance`:
    asked or not, None not said.
    """

    member: str
    lot: str
    subcontractor: MemberIdentity
    services: str = ""
    amount: Decimal | None = None
    vat_rate: Decimal | None = None
    reverse_charge: bool = False
    price_variation: str = ""
    personal_data: str = ""
    advance: bool | None = None
    duration_months: int | None = None
    is_sme: bool | None = None
    honour_declared: bool = False


@dataclass(frozen=True, slots=True)
class Charter:
    """What the members agreed between themselves, in their words, for the convention de groupement.

    `fee_percent`: the leader's pay in per cent of the amounts received; `fee_hour`: in euros for each hour
    worked; both None: not agreed. Decimal(0): none.
    """

    fee_percent: Decimal | None = None
    fee_hour: Decimal | None = None
    fee_basis: str = ""
    penalties: str = ""
    replacement: str = ""
    insurance: str = ""
    court: str = ""


@dataclass(frozen=True, slots=True)
class LotReach:
    """What one member of a lot could do of it with nobody else. Hours over the contract.

    `tightest`: the month when its free hours fall shortest of what the lot asks: (month, asked, free).
    """

    member: str
    share: Decimal
    alone: Decimal
    outside: tuple[str, ...] = ()
    tightest: tuple[str, Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class LotNecessity:
    """Why a lot is answered together. `fewest`: no fewer members could do what is covered; None: not found.

    `asked`: hours of the lot; `covered`: those shared out; `place_count`: its communes.
    """

    number: str
    title: str
    asked: Decimal
    covered: Decimal
    first_month: str
    last_month: str
    place_count: int
    reaches: tuple[LotReach, ...]
    fewest: int | None = None


@dataclass(frozen=True, slots=True)
class LawDecision:
    """A point of law settled on the record: the point, its articles, what was decided, by whom, when, why."""

    words: str
    articles: tuple[str, ...]
    decided: str
    by: str
    on: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Justification:
    """The facts that made a group necessary. Months ISO, dates ISO.

    `load`: (member, month, given, free); `fewest`: no fewer members could do all that is covered, None: not
    found. `fewer`: names that would have sufficed by hours alone, empty when all are needed. `apart`: (name,
    lots) of who answers alone; nothing of its offer is known here. `sources`: (member, source, date) of free
    hours. `told`: what happened, day by day: (ISO date, words).
    """

    lots: tuple[LotNecessity, ...]
    load: tuple[tuple[str, str, Decimal, Decimal], ...]
    fewest: int | None = None
    fewer: tuple[str, ...] = ()
    apart: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sources: tuple[tuple[str, str, str], ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    law: tuple[LawDecision, ...] = ()
    law_open: int = 0


@dataclass(frozen=True, slots=True)
class BuyerFile:
    """A file of the call in its own bytes, for filling. `kind`: as read (AE, DC1…), "OTHER" not known."""

    name: str
    kind: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """A joint response, whole. `revision`: of the split it states. `issued_on`: passed in.

    `example`: every page is then marked « EXEMPLE – données fictives ».
    """

    collective: Collective
    call: CallFacts
    lots: tuple[ResponseLot, ...]
    members: tuple[GroupMember, ...]
    issued_on: date
    revision: int
    form: PartyForm | None = None
    lead_solidary: bool | None = None
    mandate: Mandate | None = None
    mandate_conditions: str = ""
    renounces_advance: bool | None = None
    charter: Charter = field(default_factory=Charter)
    criteria: tuple[AwardCriterion, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    clauses: tuple[Clause, ...] = ()
    prices: tuple[PriceLine, ...] = ()
    evidence: tuple[CriterionEvidence, ...] = ()
    papers: tuple[HeldPaper, ...] = ()
    relied_on: tuple[ReliedOperator, ...] = ()
    subcontracts: tuple[Subcontract, ...] = ()
    justification: Justification | None = None
    buyer_files: tuple[BuyerFile, ...] = ()
    map: TerritoryMap | None = None
    visit: SiteVisit | None = None
    steps: tuple[StartStep, ...] = START_STEPS
    page_limit: PageLimit | None = None
    example: bool = False
    language: str = "fr"

    @property
    def lead(self) -> GroupMember | None:
        """The one leader; None when there is none or more than one."""
        leads = [member for member in self.members if member.role is Role.LEAD]
        return leads[0] if len(leads) == 1 else None

    @property
    def is_group(self) -> bool:
        """More than one member answers."""
        return len(self.members) > 1

    @property
    def months(self) -> tuple[str, ...]:
        """Every month with hours in some share, rising."""
        return tuple(sorted({month for lot in self.lots for s in lot.shares for month, _ in s.hours}))

    def name_of(self, member: str) -> str:
        """A member's name, or its identifier when no such member is in the group (checks.py tells)."""
        return next((held.name for held in self.members if held.id == member), member)

    def lots_of(self, member: str) -> tuple[ResponseLot, ...]:
        """The lots in which a member has a share, in the call's order."""
        return tuple(lot for lot in self.lots if any(share.member == member for share in lot.shares))
