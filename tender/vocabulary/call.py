"""A call for tenders as read: who buys what, when, how it is judged, what must be sent."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Final, get_args, get_origin, get_type_hints

from tender.vocabulary.clause import Clause
from tender.vocabulary.source import DocumentKind, Evidence, Rival, Stated


@dataclass(frozen=True, slots=True)
class Place:
    """A place of performance. kind: commune, epci, departement, region, nuts, text."""

    kind: str
    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """An estimate in euros (or `currency`), excluding VAT unless `vat` says "included"."""

    min: float | None = None
    max: float | None = None
    currency: str = "EUR"
    vat: str = "excluded"


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot; `number` as the buyer writes it, without the word "lot"."""

    number: str
    title: str
    description: str | None = None
    estimated_amount: Amount | None = None
    cpv: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    duration_months: float | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardCriterion:
    """What an offer is judged on. `weight` in `unit` ("%" or "points"), as written, None when only ranked."""

    name: str
    weight: float | None = None
    unit: str | None = "%"
    is_social: bool = False
    is_environmental: bool = False
    lots: tuple[str, ...] | None = None
    sub: tuple[AwardCriterion, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """A paper the call demands. part: candidature, offre or attribution.

    `instead_of`: the names of the papers in whose place it may be handed in (the DUME for DC1 and DC2).
    """

    name: str
    part: str | None = None
    lots: tuple[str, ...] | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    rivals: tuple[Rival, ...] = ()
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A lot or a paper that one place states and a place believed more does not: it does not count.

    `evidence`: the place believed; `rule`: why it is (see Rival).
    """

    entry: Lot | RequiredDocument
    evidence: tuple[Evidence, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of the site before the offer."""

    required: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What the documents say of joint bidding.

    form_imposed: "joint", "solidary" or "null" (said to be free); alone_and_in_group, several_groups:
    "allowed" or "forbidden" (R2142-21, R2151-7). None: the documents are silent.
    """

    form_imposed: Stated[str] | None = None
    lead_solidary: Stated[bool] | None = None
    alone_and_in_group: Stated[str] | None = None
    several_groups: Stated[str] | None = None


@dataclass(frozen=True, slots=True)
class MaxLots:
    """How many lots one bidder may bid for and be awarded (eForms BT-31, BT-33)."""

    submitted: Stated[int] | None = None
    awarded: Stated[int] | None = None


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """One file of the call, as listed in a reading. `refused`: the reason it was not read, in plain words."""

    name: str
    sha256: str
    kind: DocumentKind
    pages: int
    language: str | None = None
    ocr_pages: tuple[int, ...] = ()
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class StatedNeed:
    """Hours of work a call asks for, where it says so: of which lot, where, of which trade, each month."""

    hours_per_month: float
    lot: str | None = None
    place: Place | None = None
    trade: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PriceLineRead:
    """A line of the buyer's price schedule, as it stands in the file; amounts excluding VAT.

    `section`: the heading it stands under. `counted`: it is part of the total; a rate, or a unit price the
    estimate does not take up, is none. `cells`: where its price goes, in each file that has the line.
    `differs`: what another schedule of the call says otherwise of its unit or quantity.
    """

    number: str
    designation: str
    lot: str | None = None
    unit: str = ""
    quantity: float | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    section: str = ""
    counted: bool = True
    cells: tuple[Evidence, ...] = ()
    differs: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read of one call, in the shape of the command line's contract; None: not read.

    `whole`: the call itself as one lot (number ""): what is stated of its CPV, places, length and amount
    apart from its lots; for an undivided call the only place of these facts.
    """

    documents: tuple[DocumentRead, ...] = ()
    buyer: Stated[str] | None = None
    reference: Stated[str] | None = None
    subject: Stated[str] | None = None
    procedure: Stated[str] | None = None
    deadline: Stated[str] | None = None
    questions_deadline: Stated[str] | None = None
    validity_days: Stated[int] | None = None
    variants_allowed: Stated[bool] | None = None
    visit: Stated[Visit] | None = None
    platform: Stated[str] | None = None
    grouping: Grouping = field(default_factory=Grouping)
    lots: tuple[Lot, ...] = ()
    whole: Lot | None = None
    max_lots: MaxLots = field(default_factory=MaxLots)
    award_criteria: tuple[AwardCriterion, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    clauses: tuple[Clause, ...] = ()
    needs: tuple[StatedNeed, ...] = ()
    price_lines: tuple[PriceLineRead, ...] = ()
    start: Stated[str] | None = None
    dismissed: tuple[Dismissed, ...] = ()
    warnings: tuple[str, ...] = ()


MOMENTS: Final = ("deadline", "questions_deadline")
"""The facts that are a day and an hour with its zone."""


def stated_names(holder: type[Any]) -> tuple[str, ...]:
    """The fields that hold one stated value each, in the order written."""
    hints = get_type_hints(holder)
    return tuple(
        one.name
        for one in fields(holder)
        if any(get_origin(of) is Stated for of in get_args(hints[one.name]))
    )
