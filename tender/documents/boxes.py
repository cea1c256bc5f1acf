"""Boxes that several forms share: buyer, subject, lots, identities, shares."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tender.documents import french
from tender.documents.draft import Draft
from tender.documents.french import CENT
from tender.documents.lack import Actor
from tender.documents.paper import (
    MISSING,
    Align,
    Block,
    Column,
    Fields,
    Grid,
    Heading,
    Paper,
    Run,
    Ticks,
    Words,
    muted,
    runs,
    strong,
)
from tender.documents.response import GroupMember, MemberShare, Response, ResponseLot
from tender.vocabulary.member import MemberIdentity
from tender.vocabulary.split import PartyForm

AMOUNT = Column("Montant HT", 2, Align.RIGHT)


def paper(draft: Draft, response: Response, title: str, subtitle: str, note: str) -> Paper:
    """The Paper of a form: its marks on every page are the same for all documents of a response."""
    call = response.call
    head = " – ".join(part for part in (call.reference, shortened(call.subject, 62)) if part)
    return Paper(
        title=title,
        subtitle=subtitle,
        note=f"{note} {edition(response)}".strip(),
        head=head or call.buyer or response.collective.name,
        foot=f"{shortened(title, 60)} · répartition, version {response.revision}",
        issued_on=response.issued_on,
        author=response.collective.name,
        blocks=draft.blocks,
        example=response.example,
        language=response.language,
    )


def edition(response: Response) -> str:
    """The line that dates a document and ties it to one split."""
    issued = french.day(response.issued_on)
    return f"Édité le {issued} à partir de la version {response.revision} de la répartition."


def shortened(text: str, longest: int) -> str:
    """Cut at a word, with an ellipsis."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def buyer(draft: Draft, response: Response, box: str = "A") -> None:
    """Box A: the buyer, as the call names it."""
    call = response.call
    rows: list[tuple[str, Words]] = [
        ("Acheteur", draft.need(call.buyer, box, "buyer", "Le nom de l’acheteur n’a pas été lu ni saisi."))
    ]
    if call.buyer_address:
        rows.append(("Adresse", call.buyer_address))
    draft.add(Heading(f"{box}. Identification de l’acheteur"), Fields(tuple(rows)))


def subject(draft: Draft, response: Response, box: str = "B") -> None:
    """Box B: what is bought, and its reference."""
    call = response.call
    subject_words = draft.need(call.subject, box, "subject", "L’objet de la consultation manque.")
    reference = draft.need(
        call.reference or call.notice_reference, box, "reference", "La référence de la consultation manque."
    )
    rows: list[tuple[str, Words]] = [("Intitulé", subject_words), ("Référence de la consultation", reference)]
    if call.notice_reference and call.reference:
        rows.append(("Référence de l’avis", call.notice_reference))
    if call.procedure:
        rows.append(("Procédure", call.procedure))
    draft.add(Heading(f"{box}. Objet de la consultation"), Fields(tuple(rows)))


def lots_ticks(response: Response, lots: tuple[ResponseLot, ...], what: str) -> Block:
    """Which lots: not divided, all of them, or those listed. `what`: « La candidature est présentée »."""
    numbered = [lot for lot in lots if lot.number]
    every = bool(response.call.lots) and {n for n, _ in response.call.lots} == {
        lot.number for lot in numbered
    }
    undivided = not numbered and bool(lots)
    listed = "\n".join(f"Lot {lot.number} : {lot.title}" for lot in numbered)
    some: Words = f"{what} pour le ou les lots suivants"
    if numbered and not every:
        some = f"{what} pour le ou les lots suivants :\n{listed}"
    whole = f"{what} pour tous les lots de la procédure"
    return Ticks(
        (
            (undivided, f"{what} pour le marché public (marché non alloti)"),
            (bool(numbered) and every, f"{whole} :\n{listed}" if numbered and every else whole),
            (bool(numbered) and not every, some),
        )
    )


def identity(draft: Draft, member: GroupMember, box: str, *, with_form: bool = False) -> Fields:
    """A member's identity, each missing part asked of the member itself."""
    return identity_fields(draft, member.identity, box, owner=member.id, with_form=with_form)


def identity_fields(
    draft: Draft, held: MemberIdentity, box: str, *, owner: str, with_form: bool = False
) -> Fields:
    """An identity, of a member or another operator; `owner`: the member asked for what is missing."""

    def ask(value: str, field: str, what: str) -> Words:
        code = field if held.id == owner else f"{field}:{held.name}"
        return draft.need(value, box, code, f"{held.name} : {what}", actor=Actor.MEMBER, member=owner)

    rows: list[tuple[str, Words]] = [("Nom commercial et dénomination sociale", strong(held.name))]
    if with_form:
        rows.append(("Forme juridique", ask(held.legal_form, "legal_form", "la forme juridique manque.")))
    rows += [
        ("Adresse de l’établissement et du siège", ask(address_of(held), "address", "l’adresse manque.")),
        ("Courriel", ask(held.email, "email", "l’adresse électronique manque.")),
        ("Téléphone", ask(held.phone, "phone", "le numéro de téléphone manque.")),
    ]
    if held.foreign_id and not held.siret:
        rows.append(("Numéro d’enregistrement", held.foreign_id))
    else:
        siret = ask(french.siret(held.siret), "siret", "le numéro SIRET manque.")
        rows.append(("Numéro SIRET", siret))
    signatory = ask(person_of(held), "representative", "le nom de la personne habilitée à l’engager manque.")
    rows.append(("Représentée par", signatory))
    return Fields(tuple(rows))


def address(member: GroupMember) -> str:
    """Street, postcode and town on one line."""
    return address_of(member.identity)


def address_of(held: MemberIdentity) -> str:
    """Street, postcode and town on one line."""
    town = " ".join(part for part in (held.postcode, held.city) if part)
    country = held.country if held.country not in ("", "FR") else ""
    return ", ".join(part for part in (held.address, town, country) if part)


def person(member: GroupMember) -> str:
    """The signatory and its office."""
    return person_of(member.identity)


def person_of(held: MemberIdentity) -> str:
    """The signatory and its office."""
    return ", ".join(part for part in (held.representative, held.representative_role) if part)


def nature(share: MemberShare) -> str:
    """What the member does, as printed: the words chosen, else its trades."""
    said = share.nature or french.listed(share.trades)
    return said[:1].upper() + said[1:]


def below(text: str) -> tuple[Run, ...]:
    """A second line of a cell, in grey; nothing for nothing."""
    return (muted(f"\n{text}"),) if text else ()


def places(share: MemberShare) -> str:
    """Where, by name."""
    return french.listed(place.name for place in share.places)


def form_ticks(response: Response) -> Ticks:
    """Joint, or solidary."""
    return Ticks(
        (
            (
                response.form is PartyForm.JOINT,
                "conjoint : chaque membre s’engage à exécuter les prestations qui lui sont attribuées",
            ),
            (
                response.form is PartyForm.SOLIDARY,
                "solidaire : chaque membre est engagé financièrement pour la totalité du marché",
            ),
        ),
        inner=True,
    )


def vat_of(amount: Decimal, rate: Decimal) -> Decimal:
    """The tax, to the cent, half up."""
    return (amount * rate / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def shares_grid(draft: Draft, response: Response, lot: ResponseLot, box: str) -> Grid:
    """Member | services | amount, with the exact sum of the amounts as its last row."""
    rows: list[tuple[Words, ...]] = []
    for share in lot.shares:
        name = response.name_of(share.member)
        did = draft.need(
            nature(share),
            box,
            "nature",
            f"{lot.label}, {name} : la nature des prestations manque.",
            member=share.member,
            lot=lot.number,
        )
        paid = draft.need(
            "" if share.amount is None else french.euros(share.amount),
            box,
            "amount",
            f"{lot.label}, {name} : le montant hors taxes de sa part manque.",
            member=share.member,
            lot=lot.number,
        )
        rows.append((name, (*runs(did), *below(places(share))), paid))
    total = lot.shares_total
    rows.append(("Total", "", MISSING if total is None else french.euros(total)))
    return Grid(
        (Column("Membre du groupement", 3), Column("Nature de la prestation", 5), AMOUNT),
        tuple(rows),
        totals=1,
    )
