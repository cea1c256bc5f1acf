"""The uptake report of one buyer, as values: every figure has its denominator and leads to its contracts.

Read from DECP files (what buyers declare at award). What the calls read here add is in call_figures.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tender.uptake.rates import Rate
from tender.uptake.slices import Kind, Slice


@dataclass(frozen=True, slots=True)
class Share:
    """Euros of euros: no interval, for amounts are no drawing of lots. `share` 0 to 1, None of nothing."""

    amount: float
    of: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of a group of contracts; `key` is slices.UNKNOWN where they do not say theirs.

    `filled` of all contracts; each kind of those that filled the field; `any_of_all`: of all contracts, as
    if an empty field meant none. `buyers`: None where they were not counted. Amounts: euros excluding VAT
    at the last modification, ceilings for framework agreements, sensible ones only, of contracts that
    filled the field.
    """

    key: str
    slice: Slice
    contracts: int
    buyers: int | None
    filled: Rate
    any: Rate
    clause: Rate
    criterion: Rate
    reserved: Rate
    none: Rate
    any_of_all: Rate
    any_amount: Share
    clause_amount: Share
    criterion_amount: Share
    reserved_amount: Share

    def rate(self, kind: Kind) -> Rate:
        """The rate of one kind; UNFILLED is of all contracts."""
        if kind is Kind.UNFILLED:
            raise ValueError(kind)
        found: Rate = getattr(self, kind.value)
        return found

    def slice_of(self, kind: Kind) -> Slice:
        """The contracts behind one of its figures."""
        return self.slice.of(kind)


class BuyerKind(StrEnum):
    """What a SIREN tells of a public body (first digits of the register's numbers)."""

    STATE = "state"
    SCHOOL = "school"
    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    LOCAL = "local"
    CARE = "care"
    HOUSING = "housing"
    OTHER = "other"


class PeersBy(StrEnum):
    """How the size of peers is compared: inhabitants, or the number of contracts in the same period."""

    POPULATION = "population"
    CONTRACTS = "contracts"


@dataclass(frozen=True, slots=True)
class PublicBody:
    """A public body as reference data know it; `people`: inhabitants, 0 when not known."""

    siren: str
    kind: BuyerKind
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class PeerRule:
    """How peers were chosen: the same kind, and a size from `low` to `high` (half to twice `own`)."""

    kind: BuyerKind
    by: PeersBy
    own: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Peers:
    """Buyers of the same kind and size, the buyer itself left out.

    `line`: their contracts together; `compared`: those with at least `least` filled contracts, and the
    quartiles of their own shares; `below`: how many of them have a lower share than the buyer.
    """

    rule: PeerRule
    buyers: int
    line: Line
    compared: int
    least: int
    quartiles: tuple[float, float, float] | None
    below: int | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A published national figure. `base`: what was counted; figures of two bases are never chained."""

    year: int
    scope: str
    by: str
    share: float
    base: str
    source: str


@dataclass(frozen=True, slots=True)
class ListFacts:
    """The list of inclusive employers in use: where it comes from, its ISO day, how many establishments,
    of which associations intermédiaires; `unread`: lines without a SIRET."""

    source: str
    day: str
    structures: int
    associations: int
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Winners:
    """Inclusive employers among the holders; rates are of contracts whose holder can be read.

    `alone` + `grouped` = `siae`: whether the contract has one holder. `same_company`: not counted above,
    the holder is another establishment of a listed company. `by_kind`: AI, EI… (one contract may have
    several), each with its count and euros.
    """

    listed: ListFacts
    readable: Rate
    siae: Rate
    ai: Rate
    alone: int
    grouped: int
    same_company: int
    amount: Share
    by_kind: tuple[tuple[str, int, float], ...]
    slice: Slice


@dataclass(frozen=True, slots=True)
class Reserved:
    """Contracts declared reserved and what came of them; `offers`: how many by offers received."""

    contracts: Rate
    amount: Share
    none: int
    one: int
    several: int
    unknown: int
    won_by_siae: Rate | None
    slice: Slice


@dataclass(frozen=True, slots=True)
class Odd:
    """Contracts that stay out of a year or of the sums, or were joined: how many, and where they stand."""

    code: str
    contracts: int
    slice: Slice


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as imported: its name, its SHA-256, its rows, and when its newest contract was published."""

    name: str
    sha256: str
    rows: int
    contracts: int
    has_social: bool
    published: str | None


@dataclass(frozen=True, slots=True)
class BaseFacts:
    """What the figures stand on. `made`: ISO moment of the import; `first`, `last`: days of notification.

    `nameless`: rows without buyer or object; `repeated`: rows of before 2024 given in both formats.
    """

    made: str
    files: tuple[FileFacts, ...]
    rows: int
    contracts: int
    buyers: int
    first: str | None
    last: str | None
    nameless: int
    repeated: int
    listed: ListFacts | None = None


@dataclass(frozen=True, slots=True)
class BuyerFigures:
    """What a buyer declares, beside its peers and the nation. `name`: as the files say it, if they do."""

    buyer: str
    name: str | None
    kind: BuyerKind
    period: tuple[str | None, str | None]
    base: BaseFacts
    total: Line
    by_year: tuple[Line, ...]
    by_cpv: tuple[Line, ...]
    by_size: tuple[Line, ...]
    by_departement: tuple[Line, ...]
    by_procedure: tuple[Line, ...]
    peers: Peers | None
    references: tuple[Reference, ...]
    winners: Winners | None
    reserved: Reserved
    odd: tuple[Odd, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a contract; `kind`: AI, EI… where it is listed, "" elsewhere."""

    siret: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract behind a figure, as it stands at its last modification, and where that was read.

    `told_amount`: as read; `amount`: None where it stays out of the sums. `file`: the imported file's name;
    `source`: the platform or dataset it names; `rows`: of the files, for this contract.
    """

    buyer: str
    buyer_name: str | None
    number: str
    title: str | None
    notified: str | None
    notified_as_read: str | None
    published: str | None
    told_amount: float | None
    amount: float | None
    cpv: str | None
    departement: str | None
    procedure: str | None
    kinds: tuple[Kind, ...]
    framework: bool
    under_framework: str | None
    offers: int | None
    holders: tuple[Holder, ...]
    modifications: int
    file: str
    source: str | None
    rows: int


@dataclass(frozen=True, slots=True)
class ContractPage:
    """A page of contracts behind a figure, newest first; `page` from 1."""

    slice: Slice
    total: int
    page: int
    per_page: int
    lines: tuple[ContractLine, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))


@dataclass(frozen=True, slots=True)
class BuyerFound:
    """A buyer of the base, for choosing one."""

    siren: str
    name: str | None
    kind: BuyerKind
    contracts: int
