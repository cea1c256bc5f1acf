"""True subcontracts a member declares with the offer (DC4), and whether it relies on their means (DC2, H).

Staff lent to a contractor is no subcontract of the contract. Source: L2193-1 and following, R5132-20.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from tender.documents.names import portal_name
from tender.store.accounts import UserRow
from tender.store.journal import note
from tender.store.splits import find_split_of_call
from tender.vocabulary.plain import to_plain
from tender.workbench.clock import now
from tender.workbench.errors import NotFound
from tender.workbench.identifying import checked_siret
from tender.workbench.pricing import open_call
from tender.workbench.responding import response_row
from tender.workbench.subcontracts import KEY

IDENTITY = (
    "name", "siret", "legal_form", "address", "postcode", "city", "email", "phone", "representative",
    "representative_role", "iban", "bic",
)  # fmt: skip
SAID = ("services", "price_variation", "personal_data")


@dataclass(frozen=True, slots=True)
class GivenSubcontract:
    """A subcontract as a person declares it. `words`: by box, of IDENTITY and SAID; amounts without tax.

    `relied_on`: the member shows its means as its own capacity.
    """

    member: str
    lot: str
    words: Mapping[str, str] = field(default_factory=dict)
    amount: Decimal | None = None
    vat_rate: Decimal | None = None
    duration_months: int | None = None
    reverse_charge: bool = False
    advance: bool | None = None
    is_sme: bool | None = None
    honour_declared: bool = False
    relied_on: bool = False


def declare(session: Session, actor: UserRow, call_id: int, given: GivenSubcontract) -> None:
    """Add it to the response. Raises NotFound where the member has no part, Invalid for a wrong SIRET."""
    open_call(session, actor, call_id)
    row = response_row(session, actor, call_id)
    split = find_split_of_call(session, call_id, viewer=actor)
    parts = {(one.member.key, one.lot) for one in split.shares} if split else set()
    if (given.member, given.lot) not in parts:
        raise NotFound("share", member=given.member, lot=given.lot)
    words = {name: given.words.get(name, "").strip() for name in (*IDENTITY, *SAID)}
    words["siret"] = checked_siret(words["siret"])
    plain = to_plain(given)
    del plain["words"]
    kept = {
        **plain,
        **{name: words[name] for name in SAID},
        "subcontractor": {"id": portal_name(words["name"], 40), **{name: words[name] for name in IDENTITY}},
        # JSON has no decimals: as text they stay exact.
        **{name: None if plain[name] is None else str(plain[name]) for name in ("amount", "vat_rate")},
    }
    row.boxes = {**row.boxes, KEY: [*row.boxes.get(KEY, []), kept]}
    note(session, now(), actor, "subcontract.declared", call_id=call_id, lot=given.lot, name=words["name"])


def withdraw(session: Session, actor: UserRow, call_id: int, rank: int, name: str) -> None:
    """Take one back. Raises NotFound where another stands there since."""
    open_call(session, actor, call_id)
    row = response_row(session, actor, call_id)
    held = list(row.boxes.get(KEY, []))
    if not 0 <= rank < len(held) or held[rank]["subcontractor"]["name"] != name:
        raise NotFound("share", rank=rank)
    del held[rank]
    row.boxes = {**row.boxes, KEY: held}
    note(session, now(), actor, "subcontract.withdrawn", call_id=call_id, name=name)
