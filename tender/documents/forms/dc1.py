"""DC1: letter of application, one for the group, and who leads it.

Source: rubrics A to G of form DC1, version of 1 April 2019; R2142-19 to -26 (Code de la commande publique).
"""

from __future__ import annotations

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.paper import (
    MISSING,
    Bullets,
    Column,
    Fields,
    Grid,
    Heading,
    Paper,
    Para,
    Ticks,
    Words,
    runs,
    strong,
)
from tender.documents.printing import print_both
from tender.documents.response import GroupMember, Response, ResponseLot
from tender.vocabulary.split import PartyForm

CODE = "DC1"
NAME = "DC1 – Lettre de candidature et désignation du mandataire"
_NOTE = "Établi selon les rubriques du formulaire DC1 (version du 01/04/2019)."


def lacks(response: Response) -> tuple[Lack, ...]:
    """What the letter still lacks, box by box."""
    return _draw(response).lacks


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """The letter, in Word and PDF."""
    return print_both(_paper(response), CODE, "DC1_lettre_de_candidature")


def _paper(response: Response) -> Paper:
    return boxes.paper(_draw(response), response, "DC1 – Lettre de candidature", _SUBTITLE, _NOTE)


_SUBTITLE = "Habilitation du mandataire par ses cotraitants"


def _draw(response: Response) -> Draft:
    draft = Draft(CODE)
    boxes.buyer(draft, response)
    boxes.subject(draft, response)
    draft.add(Heading("C. Objet de la candidature"))
    if not response.lots:
        draft.lack("C", "lots", "Aucun lot n’est retenu : la candidature n’a pas d’objet.")
    draft.add(boxes.lots_ticks(response, response.lots, "La candidature est présentée"))
    _candidate(draft, response)
    _members(draft, response)
    _undertakings(draft, response)
    _leader(draft, response)
    return draft


def _candidate(draft: Draft, response: Response) -> None:
    draft.add(Heading("D. Présentation du candidat"))
    alone = not response.is_group
    if alone:
        draft.add(Ticks(((True, "Le candidat se présente seul"), (False, "Le candidat est un groupement"))))
        if response.members:
            draft.add(boxes.identity(draft, response.members[0], "D"))
        else:
            draft.lack("D", "members", "Aucun membre ne répond.")
            draft.add(Para(("Candidat : ", MISSING)))
        return
    draft.add(
        Ticks(
            (
                (False, "Le candidat se présente seul"),
                (True, "Le candidat est un groupement d’entreprises :"),
            )
        ),
        boxes.form_ticks(response),
    )
    if response.form is None:
        draft.lack("D", "form", "La forme du groupement (conjoint ou solidaire) n’est pas choisie.")
        draft.add(Para(("Forme du groupement : ", MISSING)))
    if response.form is PartyForm.JOINT:
        if response.lead_solidary is None:
            draft.lack("D", "lead_solidary", "Il n’est pas dit si le mandataire est solidaire (R2142-24).")
        chosen = response.lead_solidary
        question = "En cas de groupement conjoint, le mandataire est solidaire :"
        draft.add(
            Para((question, " ", MISSING) if chosen is None else question, kept=True),
            Ticks(((chosen is True, "Oui"), (chosen is False, "Non")), inner=True),
        )


def _members(draft: Draft, response: Response) -> None:
    draft.add(Heading("E. Identification des membres du groupement et répartition des prestations"))
    if not response.is_group:
        draft.add(Para("Sans objet : le candidat se présente seul."))
        return
    draft.add(Heading("Membres du groupement", 2))
    for rank, member in enumerate(response.members, start=1):
        place = " (mandataire)" if member is response.lead else ""
        draft.add(Para(strong(f"{rank}. {member.name}{place}"), kept=True))
        draft.add(boxes.identity(draft, member, "E"))
    draft.add(Heading("Répartition des prestations", 2))
    if response.form is PartyForm.SOLIDARY:
        draft.add(Para("Groupement solidaire : la répartition est donnée à titre d’information.", "small"))
    rows = [row for lot in response.lots for row in _lot_rows(draft, response, lot)]
    draft.add(
        Grid(
            (Column("N° du lot", 1), Column("Membre du groupement", 3), Column("Prestations exécutées", 6)),
            tuple(rows),
        )
    )
    _idle(draft, response)


def _lot_rows(draft: Draft, response: Response, lot: ResponseLot) -> list[tuple[Words, ...]]:
    """One row a share; joint members must each be given their part (R2142-20)."""
    joint = response.form is not PartyForm.SOLIDARY
    if not lot.shares:
        what = f"{lot.label} : aucun membre n’a de part."
        draft.lack("E", "shares", what, lot=lot.number, blocking=joint)
        return [(lot.number or "–", MISSING, MISSING)]
    rows: list[tuple[Words, ...]] = []
    for share in lot.shares:
        name = response.name_of(share.member)
        did = draft.need(
            boxes.nature(share),
            "E",
            "nature",
            f"{lot.label}, {name} : la nature des prestations manque.",
            member=share.member,
            lot=lot.number,
            blocking=joint,
        )
        rows.append((lot.number or "–", name, (*runs(did), *boxes.below(boxes.places(share)))))
    return rows


def _idle(draft: Draft, response: Response) -> None:
    for member in response.members:
        if response.lots and not response.lots_of(member.id):
            what = f"{member.name} est membre du groupement sans part dans aucun lot."
            draft.lack("E", "no_share", what, member=member.id)


def _undertakings(draft: Draft, response: Response) -> None:
    draft.add(Heading("F. Engagements du candidat individuel ou de chaque membre du groupement"))
    draft.add(
        Heading("F1. Exclusions de la procédure", 2),
        Para(
            "Chaque signataire déclare sur l’honneur n’entrer dans aucun des cas d’exclusion prévus aux "
            "articles L. 2141-1 à L. 2141-5 et L. 2141-7 à L. 2141-10 du code de la commande publique.",
            kept=True,
        ),
        Ticks(tuple((member.honour_declared, _declared(draft, member)) for member in response.members)),
        Heading("F2. Preuves disponibles en ligne", 2),
    )
    links = ("http://", "https://")
    online = [m for m in response.members if m.identity.convention_proof.startswith(links)]
    if online:
        draft.add(Bullets(tuple(f"{m.name} : {m.identity.convention_proof}" for m in online)))
    else:
        draft.add(Para("Aucun espace de stockage en ligne : les justificatifs sont joints."))
    draft.add(
        Heading("F3. Capacités", 2),
        Para("Le candidat, ou chaque membre du groupement, présente ses capacités :", kept=True),
        Ticks(((True, "par le formulaire DC2 joint, un par membre"), (False, "par d’autres documents"))),
    )


def _declared(draft: Draft, member: GroupMember) -> Words:
    if member.honour_declared:
        return member.name
    what = f"{member.name} n’a pas encore fait sa déclaration sur l’honneur d’absence d’exclusion."
    draft.lack("F1", "honour", what, actor=Actor.MEMBER, member=member.id)
    return (f"{member.name} : ", MISSING)


def _leader(draft: Draft, response: Response) -> None:
    draft.add(Heading("G. Désignation du mandataire"))
    if not response.is_group:
        draft.add(Para("Sans objet : le candidat se présente seul."))
        return
    lead = response.lead
    if lead is None:
        draft.lack("G", "lead", "Le groupement doit désigner un mandataire, et un seul (R2142-24).")
        draft.add(Para(("Mandataire : ", MISSING)))
        return
    draft.add(Para("Les membres du groupement désignent comme mandataire :", kept=True))
    draft.add(boxes.identity(draft, lead, "G"))
    draft.add(
        Para(
            "L’habilitation du mandataire par ses cotraitants est donnée par la convention de groupement et, "
            "s’il y en a, par les pouvoirs joints ; elle est signée au plus tard à l’attribution (R2142-23).",
            "small",
        ),
        Fields((("Date de la candidature", french.day(response.issued_on)),)),
    )
