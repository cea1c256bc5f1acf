"""Contradictions: things said twice and not alike. Facts about the whole response, whatever the form.

Each finding is a Lack of the pseudo-form COHERENCE; `blocking` ones stop the issue. Nothing is corrected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from tender.documents import french
from tender.documents.french import CENT
from tender.documents.lack import Actor, Lack
from tender.documents.response import GroupMember, Response, ResponseLot, Role
from tender.vocabulary.iso import day_of
from tender.vocabulary.split import PartyForm

CODE = "COHERENCE"


def contradictions(response: Response) -> tuple[Lack, ...]:
    """Everything that cannot stand together, worst first within each part."""
    return (
        *_leader(response),
        *_members(response),
        *_lots(response),
        *(found for lot in response.lots for found in _lot_sums(response, lot)),
        *_prices(response),
    )


def _found(
    box: str,
    field: str,
    what: str,
    *,
    member: str | None = None,
    lot: str | None = None,
    actor: Actor = Actor.OFFICER,
    blocking: bool = True,
) -> Lack:
    return Lack(CODE, box, field, what, actor, member, lot, blocking)


def _leader(response: Response) -> Iterator[Lack]:
    """Exactly one leader (R2142-24); joint or solidary, and D agrees with E (DC1)."""
    leads = [member.name for member in response.members if member.role is Role.LEAD]
    if len(leads) > 1:
        yield _found("mandataire", "two_leads", f"Plusieurs mandataires : {french.listed(leads)}.")
    if response.is_group and not leads:
        yield _found("mandataire", "no_lead", "Aucun mandataire n’est désigné.")
    shared = any(lot.shares for lot in response.lots)
    if response.form is PartyForm.JOINT and not shared:
        what = "DC1 : le groupement est conjoint (D) mais la répartition (E) est vide."
        yield _found("DC1 D/E", "joint_without_shares", what)
    if not response.is_group and response.form is not None:
        what = "Une forme de groupement est choisie pour une candidature seule."
        yield _found("DC1 D", "form_alone", what, blocking=False)


def _members(response: Response) -> Iterator[Lack]:
    for identifier, count in Counter(member.id for member in response.members).items():
        if count > 1:
            what = f"{response.name_of(identifier)} figure {count} fois parmi les membres."
            yield _found("membres", "member_twice", what, member=identifier)
    owners: dict[str, str] = {}
    for member in response.members:
        digits = re.sub(r"\s", "", member.identity.siret)
        if digits and digits in owners and owners[digits] != member.id:
            other = response.name_of(owners[digits])
            what = f"{member.name} et {other} portent le même SIRET."
            yield _found("membres", "siret_twice", what, member=member.id)
        owners.setdefault(digits, member.id)
        yield from _identity(response, member, digits)


def _identity(response: Response, member: GroupMember, siret: str) -> Iterator[Lack]:
    held = member.identity

    def own(field: str, what: str, *, blocking: bool = True) -> Lack:
        text = f"{member.name} : {what}"
        return _found("identité", field, text, member=member.id, actor=Actor.MEMBER, blocking=blocking)

    if siret and not is_siret(siret):
        yield own("siret_invalid", f"le SIRET {held.siret} n’est pas valide (14 chiffres et clé).")
    if held.iban and not is_iban(held.iban):
        yield own("iban_invalid", "l’IBAN n’est pas valide (clé de contrôle).")
    ends = day_of(held.convention_end)
    deadline = day_of(response.call.deadline)
    if ends and deadline and ends < deadline:
        yield own(
            "convention_ended", f"sa convention finit le {french.day(ends)}, avant la remise des offres."
        )
        return
    last = _last_month(response, member)
    if ends and last and f"{ends:%Y-%m}" < last:
        what = f"sa convention finit le {french.day(ends)}, avant la fin de sa part ({french.month(last)})."
        yield own("convention_short", what, blocking=False)


def _last_month(response: Response, member: GroupMember) -> str:
    mine = [s for lot in response.lots for s in lot.shares if s.member == member.id]
    return max((month for share in mine for month, hours in share.hours if hours), default="")


def _lots(response: Response) -> Iterator[Lack]:
    known = {number for number, _ in response.call.lots}
    members = {member.id for member in response.members}
    for number, count in Counter(lot.number for lot in response.lots).items():
        if count > 1:
            yield _found("lots", "lot_twice", f"Le lot {number} figure {count} fois.", lot=number)
        if known and number not in known:
            yield _found(
                "lots", "lot_unknown", f"Le lot {number} n’existe pas dans la consultation.", lot=number
            )
    for lot in response.lots:
        for share in lot.shares:
            if share.member not in members:
                what = f"{lot.label} : une part est donnée à « {share.member} », qui n’est pas membre."
                yield _found("répartition", "stranger", what, member=share.member, lot=lot.number)
        yield from _insertion(response, lot)


def _insertion(response: Response, lot: ResponseLot) -> Iterator[Lack]:
    for share in lot.shares:
        if share.hours and share.insertion_hours > share.total_hours:
            name, hours = response.name_of(share.member), french.hours(share.insertion_hours)
            what = (
                f"{lot.label}, {name} : {hours} d’insertion promises pour "
                f"{french.hours(share.total_hours)} de travail."
            )
            yield _found("insertion", "insertion_beyond", what, member=share.member, lot=lot.number)
    promised = sum((share.insertion_hours for share in lot.shares), Decimal(0))
    asked = lot.insertion_hours_asked
    if asked is not None and promised < asked:
        what = (
            f"{lot.label} : {french.hours(promised)} d’insertion promises, {french.hours(asked)} demandées "
            "par l’acheteur."
        )
        yield _found("insertion", "insertion_short", what, lot=lot.number)


def _lot_sums(response: Response, lot: ResponseLot) -> Iterator[Lack]:
    """B2 adds up to B1, in whole cents, and nobody is paid less than nothing."""
    for share in lot.shares:
        if share.amount is None:
            continue
        name = response.name_of(share.member)
        if share.amount < 0:
            what = f"{lot.label}, {name} : le montant est négatif."
            yield _found("ATTRI1 B2", "negative", what, member=share.member, lot=lot.number)
        if share.amount != share.amount.quantize(CENT):
            what = f"{lot.label}, {name} : le montant {share.amount:f} n’est pas arrondi au centime."
            yield _found("ATTRI1 B2", "cents", what, member=share.member, lot=lot.number)
    total = lot.shares_total
    if lot.price is not None and total is not None and total != lot.price:
        what = (
            f"{lot.label} : la somme des parts (B2, {french.euros(total)}) n’est pas le prix (B1, "
            f"{french.euros(lot.price)}) ; écart de {french.euros(abs(total - lot.price))}."
        )
        yield _found("ATTRI1 B1/B2", "sum", what, lot=lot.number)


def _prices(response: Response) -> Iterator[Lack]:
    """The schedule agrees with the acte d'engagement: by lot, and by member where every line has one."""
    lots = {lot.number: lot for lot in response.lots}
    members = {member.id for member in response.members}
    for number, count in Counter(line.lot for line in response.prices if line.lot not in lots).items():
        lines = french.counted(count, "ligne du bordereau vise", "lignes du bordereau visent")
        what = f"{lines} le lot « {number} », auquel la réponse ne répond pas."
        yield _found("BPU", "line_lot", what, lot=number)
    for line in response.prices:
        where = f"ligne {line.number}"
        if line.member is not None and line.member not in members:
            what = f"La {where} du bordereau est donnée à « {line.member} », qui n’est pas membre."
            yield _found("BPU", f"line_member:{line.number}", what, member=line.member, lot=line.lot)
        lot = lots.get(line.lot)
        if lot and lot.vat_rate is not None and line.vat_rate not in (None, lot.vat_rate):
            what = f"{lot.label}, {where} : son taux de TVA n’est pas celui de l’acte d’engagement."
            yield _found("BPU", f"vat:{line.number}", what, lot=line.lot, blocking=False)
    for (number, line_number), count in Counter((x.lot, x.number) for x in response.prices).items():
        if count > 1:
            what = f"Lot {number} : la ligne {line_number} figure {count} fois au bordereau."
            yield _found("BPU", f"line_twice:{line_number}", what, lot=number)
    for lot in response.lots:
        yield from _unsettled(response, lot)
        yield from _schedule_sums(response, lot)


def _unsettled(response: Response, lot: ResponseLot) -> Iterator[Lack]:
    """Each line has one unit price that was settled for the group."""
    count = sum(
        line.lot == lot.number and line.unit_price is not None and not line.agreed for line in response.prices
    )
    if count:
        lines = french.counted(count, "prix n’est pas arrêté", "prix ne sont pas arrêtés")
        yield _found("BPU", "not_agreed", f"{lot.label} : {lines} pour le groupement.", lot=lot.number)


def _schedule_sums(response: Response, lot: ResponseLot) -> Iterator[Lack]:
    lines = [line for line in response.prices if line.lot == lot.number and line.counted]
    amounts = [line.amount for line in lines]
    if not lines or any(amount is None for amount in amounts):
        return
    whole = sum((amount for amount in amounts if amount is not None), Decimal(0))
    if lot.total is not None and whole != lot.total:
        what = (
            f"{lot.label} : le bordereau totalise {french.euros(whole)}, l’acte d’engagement "
            f"{french.euros(lot.total)}."
        )
        yield _found("BPU/ATTRI1", "schedule_sum", what, lot=lot.number)
    if any(line.member is None for line in lines):
        return
    for share in lot.shares:
        mine = sum((x.amount for x in lines if x.member == share.member and x.amount is not None), Decimal(0))
        others = [s for s in lot.shares if s.member == share.member]
        if len(others) == 1 and share.amount is not None and mine != share.amount:
            what = (
                f"{lot.label}, {response.name_of(share.member)} : {french.euros(mine)} au bordereau, "
                f"{french.euros(share.amount)} à l’acte d’engagement."
            )
            yield _found("BPU/ATTRI1", "member_sum", what, member=share.member, lot=lot.number)


def is_siret(text: str) -> bool:
    """Fourteen digits with their key: Luhn, or for La Poste (356000000) a sum that 5 divides."""
    digits = re.sub(r"[\s\u00a0\u202f.]", "", text)
    if not re.fullmatch(r"[0-9]{14}", digits):
        return False
    if digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0:
        return True
    doubled = (int(digit) * (2 - rank % 2) for rank, digit in enumerate(digits))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_iban(text: str) -> bool:
    """A country, a key and an account whose ISO 7064 remainder is 1."""
    bare = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", bare):
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1
