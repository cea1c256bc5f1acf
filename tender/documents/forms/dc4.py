"""DC4: a subcontractor declared with the offer, one for each; the member who subcontracts fills it.

For true subcontracting only: staff put at a contractor's disposal is no subcontract of the call (R5132-20,
Code du travail). Source: rubrics A to N of form DC4 (12 October 2023); R2193-1 to -22 (Code de la commande
publique); CGI 283-2 nonies; GDPR art. 28.
"""

from __future__ import annotations

from decimal import Decimal

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.names import portal_name
from tender.documents.paper import MISSING, Fields, Heading, Para, Signatures, Ticks, Words
from tender.documents.printing import print_both
from tender.documents.response import Response, Subcontract

CODE = "DC4"
NAME = "DC4 – Déclaration de sous-traitance"
DIRECT_PAYMENT_FROM = Decimal(600)
"""Euros, VAT included, from which a subcontractor is paid by the buyer itself (R2193-10)."""
_NOTE = "Établi selon les rubriques du formulaire DC4 (version du 12/10/2023)."


def lacks(response: Response) -> tuple[Lack, ...]:
    """What each declaration still lacks, box by box."""
    return tuple(lack for held in response.subcontracts for lack in _draw(response, held).lacks)


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """One declaration a subcontract, in Word and PDF; no file when nobody subcontracts."""
    return tuple(made for held in response.subcontracts for made in _render_one(response, held))


def _render_one(response: Response, held: Subcontract) -> tuple[GeneratedFile, ...]:
    name = held.subcontractor.name
    printed = boxes.paper(
        _draw(response, held), response, f"DC4 – {name}", "Déclaration de sous-traitance", _NOTE
    )
    lot = f"_lot_{portal_name(held.lot, 8)}" if held.lot else ""
    stem = f"DC4_{portal_name(name, 30)}{lot}"
    return print_both(printed, CODE, stem, member=held.member, lot=held.lot)


def _draw(response: Response, held: Subcontract) -> Draft:
    draft = Draft(CODE, member=held.member, lot=held.lot)
    boxes.buyer(draft, response)
    boxes.subject(draft, response)
    lots = tuple(lot for lot in response.lots if lot.number == held.lot)
    draft.add(boxes.lots_ticks(response, lots, "La déclaration est présentée"))
    draft.add(
        Heading("C. Objet de la déclaration"),
        Ticks(
            (
                (True, "document annexé à l’offre"),
                (False, "acte spécial portant acceptation du sous-traitant"),
                (False, "acte spécial modificatif"),
            )
        ),
    )
    _parties(draft, response, held)
    _services(draft, held)
    _price(draft, held)
    _payment(draft, held)
    _closing(draft, response, held)
    return draft


def _parties(draft: Draft, response: Response, held: Subcontract) -> None:
    draft.add(Heading("D. Soumissionnaire"))
    member = next((one for one in response.members if one.id == held.member), None)
    if member is None:
        draft.lack("D", "stranger", f"La sous-traitance de « {held.member} » n’est pas celle d’un membre.")
        draft.add(Para(("Soumissionnaire : ", MISSING)))
    else:
        draft.add(boxes.identity(draft, member, "D"))
    lead = response.lead
    if response.is_group and lead is not None:
        draft.add(Fields((("Mandataire du groupement", lead.name),)))
    draft.add(Heading("E. Sous-traitant"))
    draft.add(boxes.identity_fields(draft, held.subcontractor, "E", owner=held.member, with_form=True))
    question = "Micro, petite ou moyenne entreprise, ou artisan :"
    if held.is_sme is None:
        what = f"{held.subcontractor.name} : il n’est pas dit si c’est une petite ou moyenne entreprise."
        draft.lack("E", f"is_sme:{held.subcontractor.name}", what, actor=Actor.MEMBER)
    draft.add(
        Para((question, " ", MISSING) if held.is_sme is None else question, kept=True),
        Ticks(((held.is_sme is True, "Oui"), (held.is_sme is False, "Non"))),
    )


def _asked(draft: Draft, held: Subcontract, shown: str, spot: tuple[str, str], what: str) -> Words:
    """`spot`: the box and the code of the fact."""
    box, field = spot
    name = held.subcontractor.name
    return draft.need(shown, box, f"{field}:{name}", f"{name} : {what}", actor=Actor.MEMBER)


def _services(draft: Draft, held: Subcontract) -> None:
    services = _asked(
        draft, held, held.services, ("F", "services"), "la nature des prestations sous-traitées manque."
    )
    entrusted = _asked(
        draft,
        held,
        held.personal_data,
        ("F", "personal_data"),
        "le traitement de données personnelles n’est pas décrit.",
    )
    draft.add(
        Heading("F. Prestations sous-traitées"),
        Fields(
            (
                ("Nature des prestations", services),
                ("Données personnelles confiées (art. 28 du RGPD)", entrusted),
            )
        ),
    )


def _price(draft: Draft, held: Subcontract) -> None:
    amount, rate = held.amount, held.vat_rate
    net = _asked(
        draft,
        held,
        "" if amount is None else french.euros(amount),
        ("G", "amount"),
        "le montant hors taxes manque.",
    )
    rows: list[tuple[str, Words]] = [("Montant maximal hors taxes", net)]
    if held.reverse_charge:
        rows.append(("TVA", "autoliquidation (CGI, art. 283-2 nonies)"))
    else:
        shown = "" if rate is None else french.percent(rate)
        rows.append(
            ("Taux de la TVA", _asked(draft, held, shown, ("G", "vat_rate"), "le taux de TVA manque."))
        )
        if amount is not None and rate is not None:
            rows.append(("Montant maximal TTC", french.euros(amount + boxes.vat_of(amount, rate))))
    variation = _asked(
        draft,
        held,
        held.price_variation,
        ("G", "price_variation"),
        "les modalités de variation des prix manquent.",
    )
    rows.append(("Variation des prix", variation))
    direct = _paid_directly(held)
    draft.add(
        Heading("G. Prix des prestations sous-traitées"),
        Fields(tuple(rows)),
        Para("Le sous-traitant remplit les conditions du paiement direct (R2193-10) :", kept=True),
        Ticks(((direct is True, "Oui"), (direct is False, "Non"))),
    )


def _paid_directly(held: Subcontract) -> bool | None:
    if held.amount is None or (held.vat_rate is None and not held.reverse_charge):
        return None
    tax = (
        Decimal(0)
        if held.reverse_charge or held.vat_rate is None
        else boxes.vat_of(held.amount, held.vat_rate)
    )
    return held.amount + tax >= DIRECT_PAYMENT_FROM


def _payment(draft: Draft, held: Subcontract) -> None:
    account = _asked(
        draft,
        held,
        french.iban(held.subcontractor.iban),
        ("H", "iban"),
        "l’IBAN du compte à créditer manque.",
    )
    if held.advance is None:
        what = f"{held.subcontractor.name} : il n’est pas dit s’il demande une avance."
        draft.lack("H", f"advance:{held.subcontractor.name}", what, actor=Actor.MEMBER)
    months = "" if held.duration_months is None else f"{held.duration_months}{french.NBSP}mois"
    term = _asked(draft, held, months, ("I", "duration"), "la durée du contrat de sous-traitance manque.")
    question = "Le sous-traitant demande une avance :"
    draft.add(
        Heading("H. Conditions de paiement"),
        Fields((("IBAN", account), ("BIC", held.subcontractor.bic or "–"))),
        Para((question, " ", MISSING) if held.advance is None else question, kept=True),
        Ticks(((held.advance is True, "Oui"), (held.advance is False, "Non"))),
        Heading("I. Durée du contrat de sous-traitance"),
        Fields((("Durée, arrondie au mois supérieur", term),)),
    )


def _closing(draft: Draft, response: Response, held: Subcontract) -> None:
    name = held.subcontractor.name
    if not held.honour_declared:
        what = f"{name} n’a pas encore fait sa déclaration sur l’honneur d’absence d’exclusion."
        draft.lack("K", f"honour:{name}", what, actor=Actor.MEMBER)
    member = response.name_of(held.member)
    signing = next((boxes.person(one) for one in response.members if one.id == held.member), "")
    draft.add(
        Heading("J. Capacités du sous-traitant"),
        Para("Les pièces demandées par l’acheteur, s’il en demande, sont jointes."),
        Heading("K. Exclusions"),
        Para(
            "Le sous-traitant déclare sur l’honneur n’entrer dans aucun des cas d’exclusion prévus aux "
            "articles L. 2141-1 à L. 2141-5 et L. 2141-7 à L. 2141-10 du code de la commande publique.",
            kept=True,
        ),
        Ticks(((held.honour_declared, name if held.honour_declared else (f"{name} : ", MISSING)),)),
        Heading("L. Cession ou nantissement des créances"),
        Para(
            "Rubrique remplie avec l’acheteur lorsque la sous-traitance est déclarée en cours d’exécution "
            "(R. 2193-22) ; sans objet à la remise de l’offre."
        ),
        Heading("M. Acceptation et agrément"),
        Signatures(
            (
                (f"{name}, sous-traitant", boxes.person_of(held.subcontractor) or MISSING),
                (f"{member}, soumissionnaire", signing or MISSING),
                (f"{response.call.buyer}, acheteur" if response.call.buyer else "L’acheteur", ""),
            )
        ),
        Heading("N. Notification"),
        Para("Rubrique remplie par l’acheteur.", "small"),
    )
