"""Pouvoir: a member empowers the leader. One for each other member; none when each signs for itself.

The habilitation is free in form and signed at the latest on award. Source: R2142-23 and R2142-24 (Code de la
commande publique), art. 1984 and following of the Code civil.
"""

from __future__ import annotations

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.names import portal_name
from tender.documents.paper import MISSING, Bullets, Fields, Heading, Para, Signatures, Words, runs, strong
from tender.documents.printing import print_both
from tender.documents.response import GroupMember, Mandate, Response

CODE = "POUVOIR"
NAME = "Pouvoir donné au mandataire"
_NOTE = "Habilitation du mandataire par un cotraitant ; signée au plus tard à l’attribution (R2142-23)."


def lacks(response: Response) -> tuple[Lack, ...]:
    """What each power still lacks."""
    return tuple(lack for member in _givers(response) for lack in _draw(response, member).lacks)


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """One power a member, in Word and PDF."""
    return tuple(made for member in _givers(response) for made in _render_one(response, member))


def _givers(response: Response) -> tuple[GroupMember, ...]:
    """The members who give a power: all but the leader; nobody before there is one."""
    lead = response.lead
    if lead is None or not response.is_group or response.mandate is Mandate.INDIVIDUAL:
        return ()
    return tuple(member for member in response.members if member is not lead)


def _render_one(response: Response, member: GroupMember) -> tuple[GeneratedFile, ...]:
    draft = _draw(response, member)
    printed = boxes.paper(draft, response, f"Pouvoir – {member.name}", NAME, _NOTE)
    return print_both(printed, CODE, f"Pouvoir_{portal_name(member.name, 40)}", member=member.id)


def _draw(response: Response, member: GroupMember) -> Draft:
    draft = Draft(CODE, member=member.id)
    lead = response.lead
    giver = boxes.identity(draft, member, "Mandant")
    what = f"{member.name} : l’acte qui habilite son signataire (délibération, délégation) n’est pas indiqué."
    power = draft.need(
        french.sentence(member.signing_power), "Mandant", "power", what, actor=Actor.MEMBER, blocking=False
    )
    draft.add(
        Heading("Le membre qui donne pouvoir"), Fields((*giver.rows, ("Habilitation du signataire", power)))
    )
    _extent(draft, response)
    signatory = boxes.person(member) or MISSING
    accepting = boxes.person(lead) if lead else ""
    draft.add(
        Heading("Signatures"),
        Para(
            "Le mandant fait précéder sa signature de « bon pour pouvoir », le mandataire de « bon pour "
            "acceptation ».",
            kept=True,
        ),
        Signatures(((member.name, signatory), (lead.name if lead else MISSING, accepting or MISSING))),
    )
    return draft


def _leader(draft: Draft, lead: GroupMember) -> Words:
    """The leader in one line: its whole identity stands in the DC1."""
    siret = french.siret(lead.identity.siret) or lead.identity.foreign_id
    what = f"{lead.name} : le numéro SIRET manque."
    number = draft.need(siret, "Mandataire", "siret", what, actor=Actor.MEMBER, member=lead.id)
    return (*runs(strong(lead.name)), f" ({boxes.address(lead)} ; SIRET ", *runs(number), ")")


def _lots(response: Response) -> str:
    """The lots in one sentence: the power is to be signed on one page."""
    told = french.listed(f"{lot.number} ({lot.title})" for lot in response.lots if lot.number)
    if not told:
        return "l’ensemble du marché"
    every = {number for number, _ in response.call.lots} == {lot.number for lot in response.lots}
    named = "le lot" if len(response.lots) == 1 else "les lots"
    return f"tous les lots de la procédure : {told}" if every else f"{named} {told}"


def _extent(draft: Draft, response: Response) -> None:
    call = response.call
    leader = runs(_leader(draft, response.lead)) if response.lead is not None else ()
    subject = draft.need(call.subject, "Étendue", "subject", "L’objet de la consultation manque.")
    buyer = draft.need(call.buyer, "Étendue", "buyer", "Le nom de l’acheteur manque.")
    draft.add(
        Heading("Étendue du pouvoir"),
        Para(
            (
                "Le membre donne pouvoir au mandataire du groupement, ",
                *leader,
                ", pour la consultation suivante : ",
                *runs(subject),
                f"{f', référence {call.reference}' if call.reference else ''} (acheteur : ",
                *runs(buyer),
                ").",
            )
        ),
        Para(f"Le pouvoir est donné pour {_lots(response)}."),
    )
    if response.mandate is Mandate.CONDITIONS:
        what = "Les conditions du mandat ne sont pas écrites."
        conditions = french.sentence(response.mandate_conditions)
        draft.add(Para(draft.need(conditions, "Étendue", "mandate_conditions", what)))
        return
    if response.mandate is None:
        draft.lack("Étendue", "mandate", "L’étendue du mandat n’est pas choisie.")
        draft.add(Para(("Étendue du mandat : ", MISSING)))
        return
    acts: tuple[Words, ...] = (
        "présenter en son nom la candidature et l’offre, et répondre aux demandes de l’acheteur",
        "signer l’acte d’engagement et ses modifications ultérieures",
        "le représenter auprès de l’acheteur et coordonner les prestations pendant l’exécution",
    )
    draft.add(
        Para("à l’effet de :", kept=True),
        Bullets(acts),
        Para(
            "Le pouvoir ne permet pas de changer la part du membre, ses prix ni la forme du groupement "
            "sans son accord écrit."
        ),
    )
