"""The response on one page, for the directors: until when, who does what, who leads, what is missing."""

from __future__ import annotations

from decimal import Decimal

from tender.documents import boxes, french
from tender.documents.buyer.known import Unplaced
from tender.documents.buyer.words import why
from tender.documents.draft import Draft
from tender.documents.generated import PDF, GeneratedFile
from tender.documents.lack import Lack, gathered
from tender.documents.paper import (
    MISSING,
    Align,
    Bullets,
    Column,
    Fields,
    Grid,
    Heading,
    Para,
    Words,
    muted,
    strong,
)
from tender.documents.response import Response
from tender.documents.writers.pdf import write_pdf
from tender.vocabulary.split import PartyForm

CODE = "SYNTHESE"
NAME = "Synthèse pour les directions"
SHOWN = 8
"""Lacks listed one by one; the rest are counted, so that the page stays one page."""

_FORMS = {PartyForm.JOINT: "conjoint", PartyForm.SOLIDARY: "solidaire"}


def lacks(response: Response) -> tuple[Lack, ...]:
    """What the page itself lacks: the rest is asked by the forms it sums up."""
    return _draw(response, None).lacks


def render(
    response: Response, missing: tuple[Lack, ...] | None = None, unplaced: tuple[Unplaced, ...] = ()
) -> tuple[GeneratedFile, ...]:
    """The page, in PDF. `missing`: what the other documents lack, told at its foot; None: not asked.

    `unplaced`: what the buyer's own forms ask and the program could not write, by file and place.
    """
    draft = _draw(response, missing)
    if unplaced:
        _left_to_write(draft, unplaced)
    paper = boxes.paper(draft, response, NAME, response.call.subject, "")
    return (GeneratedFile("Synthese.pdf", PDF, write_pdf(paper), CODE, NAME),)


def _draw(response: Response, missing: tuple[Lack, ...] | None) -> Draft:
    draft = Draft(CODE)
    call = response.call
    deadline = draft.need(
        french.moment(call.deadline) if call.deadline else "",
        "date",
        "deadline",
        "La date limite de remise n’est pas connue.",
    )
    rows: list[tuple[str, Words]] = [
        ("Remise des offres", deadline if deadline == MISSING else strong(str(deadline))),
        ("Acheteur", call.buyer or MISSING),
        ("Groupement", _group(response)),
    ]
    if call.platform:
        rows.append(("Dépôt", call.platform))
    draft.add(Fields(tuple(rows)), Heading("Lots"), _lots(response), Heading("Parts"), _members(response))
    if missing is not None:
        _missing(draft, missing)
    return draft


def _group(response: Response) -> Words:
    if not response.is_group:
        return "Candidature seule"
    form = _FORMS.get(response.form) if response.form else None
    lead = response.lead
    return (
        f"{len(response.members)} membres, groupement ",
        form or MISSING,
        ", mandataire : ",
        strong(lead.name) if lead else MISSING,
        *((", solidaire des autres",) if response.lead_solidary else ()),
    )


def _lots(response: Response) -> Grid:
    rows: list[tuple[Words, ...]] = []
    whole, hours, promised = Decimal(0), Decimal(0), Decimal(0)
    for lot in response.lots:
        total = lot.total
        whole += total or Decimal(0)
        hours += lot.total_hours
        insertion = sum((share.insertion_hours for share in lot.shares), Decimal(0))
        promised += insertion
        rows.append(
            (
                lot.number or "–",
                lot.title,
                str(len({share.member for share in lot.shares})),
                french.hours(lot.total_hours),
                french.hours(insertion) if insertion else "–",
                MISSING if total is None else french.euros(total),
            )
        )
    known = all(lot.total is not None for lot in response.lots)
    inside = french.hours(promised) if promised else "–"
    rows.append(("", "Total", "", french.hours(hours), inside, french.euros(whole) if known else MISSING))
    columns = (
        Column("Lot", 0.6),
        Column("Intitulé", 5),
        Column("Membres", 1.2, Align.RIGHT),
        Column("Heures", 1.5, Align.RIGHT),
        Column("Insertion", 1.5, Align.RIGHT),
        Column("Montant HT", 2, Align.RIGHT),
    )
    return Grid(columns, tuple(rows), totals=1)


def _members(response: Response) -> Grid:
    rows: list[tuple[Words, ...]] = []
    for member in response.members:
        lots = response.lots_of(member.id)
        mine = [share for lot in lots for share in lot.shares if share.member == member.id]
        known = [share.amount for share in mine if share.amount is not None]
        paid: Words = french.euros(sum(known, Decimal(0))) if len(known) == len(mine) else MISSING
        approved: Words = french.iso_day(member.approved_on) if member.approved_on else muted("en attente")
        rows.append(
            (
                member.name,
                french.listed(lot.number for lot in lots if lot.number) or "–",
                french.hours(sum((share.total_hours for share in mine), Decimal(0))),
                paid if mine else "–",
                approved,
            )
        )
    columns = (
        Column("Membre", 4),
        Column("Lots", 2),
        Column("Heures", 1.6, Align.RIGHT),
        Column("Montant HT", 2, Align.RIGHT),
        Column("Part approuvée", 2.4),
    )
    return Grid(columns, tuple(rows))


def _missing(draft: Draft, missing: tuple[Lack, ...]) -> None:
    blocking = [gap for gap in gathered(missing) if gap.blocking]
    draft.add(Heading("Ce qui manque"))
    if not blocking:
        draft.add(Para("Rien ne manque aux documents à déposer."))
        return
    items: list[Words] = [gap.what for gap in blocking[:SHOWN]]
    if len(blocking) > SHOWN:
        more = len(blocking) - SHOWN
        items.append(f"et {french.counted(more, 'autre point', 'autres points')} dans le dossier.")
    draft.add(Bullets(tuple(items)))


def _left_to_write(draft: Draft, unplaced: tuple[Unplaced, ...]) -> None:
    """Every box of the buyer's files that waits for a hand: on pages of their own, none forgotten."""
    draft.add(Heading("À écrire à la main dans les fichiers de l’acheteur"))
    told: dict[tuple[str, str], list[Unplaced]] = {}
    for one in unplaced:
        told.setdefault((one.file.rsplit("/", 1)[-1], why(one)), []).append(one)
    columns = (Column("Endroit", 2.6), Column("Demande", 5.4))
    for (file, reason), held in told.items():
        draft.add(Heading(f"{file} – {reason} ({len(held)})", 2))
        rows = ((boxes.shortened(one.place, 45) or "–", boxes.shortened(one.label, 100)) for one in held)
        draft.add(Grid(columns, tuple(rows), small=True))
