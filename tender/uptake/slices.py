"""What stands behind a figure: a narrowing of the contracts, small enough to be a web address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a contract declares. NONE: "no social consideration"; UNFILLED: nothing that can be read."""

    ANY = "any"
    CLAUSE = "clause"
    CRITERION = "criterion"
    RESERVED = "reserved"
    NONE = "none"
    UNFILLED = "unfilled"


SOCIAL_KINDS: Final = (Kind.CLAUSE, Kind.CRITERION, Kind.RESERVED)
"""What a contract may declare of its social side, each by itself."""


class Size(StrEnum):
    """Bands of the amount in euros excluding VAT: from the first figure, under the second."""

    UNDER_40K = "0-40000"
    TO_90K = "40000-90000"
    TO_221K = "90000-221000"
    TO_1M = "221000-1000000"
    OVER_1M = "1000000-"


class Oddity(StrEnum):
    """Cases listed because they stay out of a year or of the sums."""

    DATE = "date"
    UNDATED = "undated"
    HIGH_AMOUNT = "high"
    LOW_AMOUNT = "low"
    NO_AMOUNT = "no_amount"
    FRAMEWORK = "framework"
    UNDER_FRAMEWORK = "under_framework"
    SHARED_ID = "shared_id"
    SEVERAL_SOURCES = "several_sources"
    INVALID = "invalid"


class Winner(StrEnum):
    """Who won: a structure of the list of inclusive employers, of which sort, alone or with others.

    SAME_COMPANY: another establishment of a company of the list; OTHER: none of the list.
    """

    SIAE = "siae"
    AI = "ai"
    ALONE = "alone"
    GROUPED = "grouped"
    SAME_COMPANY = "same_company"
    OTHER = "other"


class Offers(StrEnum):
    """How many offers came, as the buyer declares."""

    NONE = "0"
    ONE = "1"
    SEVERAL = "2+"
    UNKNOWN = "?"


UNKNOWN: Final = ""
"""The key of a group whose contracts do not say it."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The contracts that fit every narrowing set; None narrows nothing, UNKNOWN stands for "not said".

    `buyer`: a SIREN; `peers`: those of the buyer's peers, in its place; `first`, `last`: ISO days of
    notification, both included; `year`: "2025"; `cpv`: a division; `number`: one contract's identifier;
    `without`: SIRENs left out among the peers, apart by commas; `employer`: the kind of inclusive employer
    that won, as the list names it, "" not said.
    """

    buyer: str | None = None
    peers: bool = False
    first: str | None = None
    last: str | None = None
    kind: Kind | None = None
    year: str | None = None
    cpv: str | None = None
    departement: str | None = None
    size: str | None = None
    procedure: str | None = None
    winner: Winner | None = None
    employer: str | None = None
    offers: Offers | None = None
    oddity: Oddity | None = None
    number: str | None = None
    without: str | None = None

    def of(self, kind: Kind) -> Slice:
        """The same, of one kind."""
        return replace(self, kind=kind)

    def params(self) -> dict[str, str]:
        """What is set, for an address; `slice_of` reads it back."""
        said = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {
            name: ("1" if value is True else str(value))
            for name, value in said
            if value is not None and value is not False
        }


_KINDS: Final[dict[str, type[StrEnum]]] = {
    "kind": Kind,
    "winner": Winner,
    "offers": Offers,
    "oddity": Oddity,
}


def slice_of(params: Mapping[str, str]) -> Slice:
    """A slice out of an address; other names are left alone. Raises ValueError for an unknown word."""
    held: dict[str, object] = {}
    for one in fields(Slice):
        if one.name in params:
            text = params[one.name]
            known = _KINDS.get(one.name)
            held[one.name] = text == "1" if one.name == "peers" else known(text) if known else text
    return Slice(**held)  # type: ignore[arg-type]  # the field's own type was built just above
