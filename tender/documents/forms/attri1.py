"""ATTRI1 equivalent: the commitment for one lot, each member's part, and the annex of the sharing.

Where the buyer gives its own acte d'engagement, that one is filled instead; this document then serves as the
figures to copy. Source: rubrics A to D of form ATTRI1 (2019); R2142-20, R2142-24, R2182-3, R2191-3.
"""

from __future__ import annotations

from decimal import Decimal

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.names import portal_name
from tender.documents.paper import (
    MISSING,
    Align,
    Bullets,
    Column,
    Fields,
    Grid,
    Heading,
    Para,
    Signatures,
    Ticks,
    Words,
    strong,
)
from tender.documents.planning import planning_grids
from tender.documents.printing import print_both
from tender.documents.response import Mandate, Response, ResponseLot

CODE = "ATTRI1"
NAME = "ATTRI1 – Acte d’engagement et répartition entre cotraitants"
_FULL_MANDATE = (
    "donnent mandat au mandataire, qui l’accepte, pour signer en leur nom et pour leur compte l’acte "
    "d’engagement et ses modifications ultérieures, les représenter et les coordonner"
)
_NOTE = (
    "Établi selon les rubriques du formulaire ATTRI1 (2019). "
    "Si l’acheteur fournit son propre acte d’engagement, c’est le sien qui est rempli."
)


def lacks(response: Response) -> tuple[Lack, ...]:
    """What each lot's commitment still lacks, box by box."""
    return tuple(lack for lot in response.lots for lack in _draw(response, lot).lacks)


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """One commitment a lot, its annex inside, in Word and PDF."""
    return tuple(made for lot in response.lots for made in _render_one(response, lot))


def _render_one(response: Response, lot: ResponseLot) -> tuple[GeneratedFile, ...]:
    title = f"Acte d’engagement – {lot.label}" if lot.number else "Acte d’engagement"
    printed = boxes.paper(_draw(response, lot), response, title, lot.title, _NOTE)
    stem = f"Acte_d_engagement_lot_{portal_name(lot.number, 12)}" if lot.number else "Acte_d_engagement"
    return print_both(printed, CODE, stem, lot=lot.number)


def _draw(response: Response, lot: ResponseLot) -> Draft:
    draft = Draft(CODE, lot=lot.number)
    draft.add(Heading("A. Objet de l’acte d’engagement"))
    _object(draft, response, lot)
    draft.add(Heading("B. Engagement du titulaire ou du groupement titulaire"))
    _commitment(draft, response, lot)
    _price(draft, response, lot)
    _sharing(draft, response, lot)
    _accounts(draft, response, lot)
    _advance_and_term(draft, response, lot)
    _signature(draft, response)
    _annex(draft, response, lot)
    return draft


def _object(draft: Draft, response: Response, lot: ResponseLot) -> None:
    call = response.call
    named = draft.need(call.subject, "A", "subject", "L’objet du marché manque.")
    owner = draft.need(call.buyer, "A", "buyer", "Le nom de l’acheteur manque.")
    reference = draft.need(
        call.reference or call.notice_reference, "A", "reference", "La référence de la consultation manque."
    )
    rows: tuple[tuple[str, Words], ...] = (
        ("Acheteur", owner),
        ("Objet du marché", named),
        ("Référence", reference),
    )
    draft.add(
        Fields(rows),
        Para("Cet acte d’engagement correspond :", kept=True),
        Ticks(
            (
                (not lot.number, "à l’ensemble du marché public (non alloti)"),
                (
                    bool(lot.number),
                    f"au lot n° {lot.number} : {lot.title}" if lot.number else "à un lot du marché",
                ),
                (True, "à l’offre de base"),
                (False, "à une variante"),
            )
        ),
    )


def _commitment(draft: Draft, response: Response, lot: ResponseLot) -> None:
    draft.add(Heading("B1. Identification et engagement", 2))
    draft.add(
        Para("Après avoir pris connaissance des pièces constitutives du marché public suivantes :", kept=True)
    )
    if response.call.contract_documents:
        draft.add(Bullets(response.call.contract_documents))
    else:
        draft.lack("B1", "contract_documents", f"{lot.label} : les pièces du marché ne sont pas listées.")
        draft.add(Para(("Pièces constitutives : ", MISSING)))
    group = len(lot.shares) > 1 or response.is_group
    draft.add(
        Ticks(
            (
                (not group, "le signataire engage l’association qu’il représente sur la base de son offre"),
                (
                    group,
                    "l’ensemble des membres du groupement s’engagent, sur la base de l’offre du groupement",
                ),
            )
        ),
        Para("à exécuter les prestations demandées, dans les conditions et au prix définis ci-dessous."),
    )


def _price(draft: Draft, response: Response, lot: ResponseLot) -> None:
    by_schedule = lot.total is None and any(line.lot == lot.number for line in response.prices)
    if by_schedule:
        draft.add(Ticks(((True, "aux prix indiqués dans le bordereau des prix joint"),)))
        return
    total = lot.total
    net = draft.need(
        "" if total is None else f"{french.euros(total)}, soit {french.euros_in_words(total)}",
        "B1",
        "price",
        f"{lot.label} : le prix hors taxes n’est pas arrêté.",
    )
    rate = draft.need(
        "" if lot.vat_rate is None else french.percent(lot.vat_rate),
        "B1",
        "vat_rate",
        f"{lot.label} : le taux de TVA n’est pas indiqué.",
    )
    rows: list[tuple[str, Words]] = [("Montant hors taxes", net), ("Taux de la TVA", rate)]
    if total is not None and lot.vat_rate is not None:
        tax = boxes.vat_of(total, lot.vat_rate)
        gross = total + tax
        rows += [
            ("Montant de la TVA", french.euros(tax)),
            ("Montant TTC", f"{french.euros(gross)}, soit {french.euros_in_words(gross)}"),
        ]
    draft.add(Fields(tuple(rows)))


def _sharing(draft: Draft, response: Response, lot: ResponseLot) -> None:
    draft.add(Heading("B2. Nature du groupement et répartition des prestations", 2))
    if not response.is_group:
        draft.add(Para("Sans objet : le titulaire se présente seul."))
        return
    draft.add(Para("Pour l’exécution du marché public, le groupement est :", kept=True))
    draft.add(boxes.form_ticks(response))
    if response.form is None:
        draft.lack("B2", "form", "La forme du groupement n’est pas choisie.")
        draft.add(Para(("Forme du groupement : ", MISSING)))
    if not lot.shares:
        draft.lack("B2", "shares", f"{lot.label} : aucun membre n’a de part.")
        draft.add(Para(("Répartition : ", MISSING)))
        return
    draft.add(boxes.shares_grid(draft, response, lot, "B2"))


def _accounts(draft: Draft, response: Response, lot: ResponseLot) -> None:
    draft.add(Heading("B3. Compte ou comptes à créditer", 2))
    rows: list[tuple[Words, ...]] = []
    for member in response.members:
        if any(share.member == member.id for share in lot.shares):
            held = member.identity
            what = f"{member.name} : l’IBAN du compte à créditer manque (il peut être donné à l’attribution)."
            account = draft.need(
                french.iban(held.iban),
                "B3",
                "iban",
                what,
                actor=Actor.MEMBER,
                member=member.id,
                blocking=False,
            )
            rows.append((member.name, account, held.bic or "–"))
    if rows:
        draft.add(Grid((Column("Membre", 3), Column("IBAN", 4), Column("BIC", 2)), tuple(rows)))
    else:
        draft.add(Para(("Compte à créditer : ", MISSING)))


def _advance_and_term(draft: Draft, response: Response, lot: ResponseLot) -> None:
    chosen = response.renounces_advance
    question = "Le titulaire renonce au bénéfice de l’avance :"
    if chosen is None:
        what = "Il n’est pas dit si le groupement renonce à l’avance (R2191-3)."
        draft.lack("B4", "advance", what)
    draft.add(
        Heading("B4. Avance", 2),
        Para((question, " ", MISSING) if chosen is None else question, kept=True),
        Ticks(((chosen is True, "Oui"), (chosen is False, "Non"))),
        Heading("B5. Durée d’exécution", 2),
    )
    months = lot.duration_months
    term = draft.need(
        "" if months is None else f"{months}{french.NBSP}mois",
        "B5",
        "duration",
        f"{lot.label} : la durée du marché n’est pas indiquée.",
    )
    start = draft.need(
        french.month(lot.start_month) if lot.start_month else "",
        "B5",
        "start",
        f"{lot.label} : le début d’exécution n’est pas indiqué.",
    )
    rows: list[tuple[str, Words]] = [("Durée", term), ("Début prévu", start)]
    if lot.renewals is not None:
        none = "marché non reconductible"
        rows.append(("Reconductions", none if lot.renewals == 0 else f"{lot.renewals} fois au plus"))
    draft.add(Fields(tuple(rows)))


def _signature(draft: Draft, response: Response) -> None:
    draft.add(Heading("C. Signature du marché public par le titulaire"))
    if not response.is_group:
        draft.add(Heading("C1. Titulaire individuel", 2))
        draft.add(Signatures(tuple((m.name, boxes.person(m) or MISSING) for m in response.members)))
        return
    draft.add(Heading("C2. Groupement", 2))
    lead = response.lead
    if lead is None:
        draft.lack("C2", "lead", "Le groupement doit désigner un mandataire, et un seul (R2142-24).")
    chosen = response.mandate
    if chosen is None:
        draft.lack("C2", "mandate", "L’étendue du mandat donné au mandataire n’est pas choisie.")
    conditions = "donnent mandat au mandataire dans les conditions suivantes :"
    terms: Words = conditions
    if chosen is Mandate.CONDITIONS:
        stated = response.mandate_conditions
        terms = f"{conditions} {stated}" if stated else (conditions, " ", MISSING)
        if not stated:
            draft.lack("C2", "mandate_conditions", "Les conditions du mandat ne sont pas écrites.")
    draft.add(
        Para(("Mandataire du groupement : ", strong(lead.name) if lead else MISSING)),
        Para(("Les membres du groupement :", *(() if chosen else (" ", MISSING))), kept=True),
        Ticks(
            (
                (chosen is Mandate.INDIVIDUAL, "signent chacun l’acte d’engagement"),
                (
                    chosen is Mandate.SIGN_AND_REPRESENT,
                    _FULL_MANDATE,
                ),
                (chosen is Mandate.CONDITIONS, terms),
            )
        ),
    )
    signing = response.members if chosen is Mandate.INDIVIDUAL or lead is None else (lead,)
    draft.add(Signatures(tuple((m.name, boxes.person(m) or MISSING) for m in signing)))
    draft.add(
        Para("La signature est exigée à l’attribution, non à la remise de l’offre (R2182-3).", "small"),
        Heading("D. Identification et signature de l’acheteur"),
        Para("Rubrique remplie par l’acheteur à l’attribution.", "small"),
        Signatures(((response.call.buyer or "L’acheteur", ""),)),
    )


def _annex(draft: Draft, response: Response, lot: ResponseLot) -> None:
    title = "Annexe – Répartition des prestations entre les cotraitants"
    draft.add(Heading(title, fresh_page=True))
    rows: list[tuple[Words, ...]] = []
    whole = Decimal(0)
    for share in lot.shares:
        whole += share.total_hours
        what = f"{lot.label}, {response.name_of(share.member)} : les lieux d’exécution manquent."
        where = draft.need(
            boxes.places(share), "annexe", "places", what, member=share.member, lot=lot.number, blocking=False
        )
        paid = MISSING if share.amount is None else french.euros(share.amount)
        rows.append(
            (
                response.name_of(share.member),
                boxes.nature(share) or MISSING,
                where,
                french.hours(share.total_hours),
                paid,
            )
        )
    total = lot.shares_total
    rows.append(("Total", "", "", french.hours(whole), MISSING if total is None else french.euros(total)))
    columns = (
        Column("Membre", 3),
        Column("Prestations", 3.6),
        Column("Lieux", 3.6),
        Column("Heures", 2, Align.RIGHT),
        Column("Montant HT", 3.2, Align.RIGHT),
    )
    draft.add(Grid(columns, tuple(rows), totals=1))
    grids = planning_grids(response, (lot,))
    if grids:
        draft.add(Heading("Heures par mois", 2), *grids)
