"""What is known of who answers, as a buyer's form asks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from tender.documents import boxes, french
from tender.documents.buyer.labels import Fact
from tender.documents.response import GroupMember, MemberShare, Response, ResponseLot


@dataclass(frozen=True, slots=True)
class Subject:
    """A response as one copy of a buyer's file tells it.

    `member`: whose own copy it is (a DC2), None: the group's. `lot`: the one lot it is for (an acte
    d'engagement), None: all.
    """

    response: Response
    member: GroupMember | None = None
    lot: ResponseLot | None = None

    @property
    def speaker(self) -> GroupMember | None:
        """Who speaks where the form says « le candidat »: the member, else who leads."""
        return self.member or self.response.lead

    @property
    def others(self) -> tuple[GroupMember, ...]:
        """The members beside the leader that have a part in what the copy is for, in order."""
        inside = {share.member for lot in self.lots for share in lot.shares}
        lead = self.response.lead
        return tuple(m for m in self.response.members if m.id in inside and (lead is None or m.id != lead.id))

    @property
    def lots(self) -> tuple[ResponseLot, ...]:
        """The lots the copy is for."""
        if self.lot is not None:
            return (self.lot,)
        return self.response.lots_of(self.member.id) if self.member else self.response.lots

    @property
    def shares(self) -> tuple[tuple[ResponseLot, MemberShare], ...]:
        """Every part, the leader's first within a lot."""
        lead = self.response.lead
        return tuple(
            (lot, share)
            for lot in self.lots
            for share in sorted(lot.shares, key=lambda one: lead is None or one.member != lead.id)
        )


def identity_facts(member: GroupMember) -> dict[Fact, str]:
    """What is known of a member, by what a form calls it; unknown facts are left out."""
    held = member.identity
    number = french.siret(held.siret) if held.siret else held.foreign_id
    told = {
        Fact.NAME: held.name,
        Fact.LEGAL_FORM: held.legal_form,
        Fact.ADDRESS: boxes.address_of(held),
        Fact.POSTCODE: held.postcode,
        Fact.CITY: held.city,
        Fact.EMAIL: held.email,
        Fact.PHONE: held.phone,
        Fact.SIRET: number,
        Fact.SIREN: french.siret(held.siret)[:11] if held.siret else "",
        Fact.REPRESENTATIVE: boxes.person_of(held),
        Fact.ROLE: held.representative_role,
        Fact.IBAN: french.iban(held.iban) if held.iban else "",
        Fact.BIC: held.bic,
        Fact.IDENTITY: full_identity(member),
        Fact.FOUNDED: french.iso_day(held.founded) if held.founded else "",
        Fact.HEADCOUNT: held.headcount,
    }
    return {fact: value for fact, value in told.items() if value}


def full_identity(member: GroupMember) -> str:
    """Name, address, mail, telephone and number in one sentence."""
    held = member.identity
    number = f"SIRET {french.siret(held.siret)}" if held.siret else held.foreign_id
    parts = (held.name, boxes.address_of(held), held.email, held.phone, number)
    return " – ".join(part for part in parts if part)


def group_facts(subject: Subject) -> dict[Fact, str]:
    """What is known of the group as one: who leads, its members, prices of the lot, the call."""
    response, lot = subject.response, subject.lot
    told: dict[Fact, str] = {
        Fact.LEAD: response.lead.name if response.is_group and response.lead else "",
        Fact.MEMBERS: french.listed(member.name for member in response.members) if response.is_group else "",
        Fact.LOT: french.listed(one.number for one in subject.lots if one.number),
        Fact.REFERENCE: response.call.reference,
        Fact.SUBJECT: response.call.subject,
        Fact.BUYER: response.call.buyer,
    }
    hours = sum((share.insertion_hours for _, share in subject.shares), Decimal(0))
    told[Fact.INSERTION] = french.hours(hours) if hours else ""
    if lot is not None:
        told |= price_facts(lot)
    return {fact: value for fact, value in told.items() if value}


def price_facts(lot: ResponseLot) -> dict[Fact, str]:
    """The price of a lot as the acte d'engagement states it."""
    net = lot.total
    if net is None:
        return {}
    told = {Fact.NET: french.euros(net), Fact.NET_WORDS: french.euros_in_words(net)}
    if lot.vat_rate is not None:
        vat = boxes.vat_of(net, lot.vat_rate)
        told |= {
            Fact.VAT_RATE: french.percent(lot.vat_rate),
            Fact.VAT: french.euros(vat),
            Fact.GROSS: french.euros(net + vat),
            Fact.GROSS_WORDS: french.euros_in_words(net + vat),
        }
    return told


def share_gross(lot: ResponseLot, amount: Decimal | None) -> Decimal | None:
    """A part with its tax; None while the amount or the rate is unknown."""
    if amount is None or lot.vat_rate is None:
        return None
    return amount + boxes.vat_of(amount, lot.vat_rate)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something a buyer's file asks that was not filled: where, what, and why (a code).

    `why`: unknown (nothing says what is meant), missing (the fact is not known), locked, formula, ambiguous,
    no_line (no price line fits), no_cell (no cell for an agreed price), choice (a box for a person to tick),
    format (a kind of file that is filled by hand), pdf (a form in PDF), converted (an old format, filled once
    converted), by_hand (a total without a formula), differs (a total of the buyer's that is not ours).
    """

    file: str
    place: str
    label: str
    why: str


@dataclass(slots=True)
class Log:
    """What was placed and what was not, while one file is filled. `lines`: ranks of prices already placed."""

    file: str
    placed: int = 0
    lines: set[int] = field(default_factory=set)
    unplaced: list[Unplaced] = field(default_factory=list)
    place: str = ""

    def miss(self, label: str, why: str) -> None:
        """Tell of something not filled, once."""
        told = Unplaced(self.file, _plain(self.place)[:140], _plain(label).lstrip("-– ")[:140], why)
        if told not in self.unplaced:
            self.unplaced.append(told)


def _plain(words: str) -> str:
    """Words of a form without its dots."""
    return re.sub(r"[\s.…_]+", " ", words).strip(" :")
