"""DC2: what one member is and can do; one for each member, never another's figures.

Source: rubrics A to I of form DC2, version of 21 November 2023; L2113-13 and R2143-3 to -16.
"""

from __future__ import annotations

from tender.documents import boxes, declared, french
from tender.documents.draft import Draft
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.names import portal_name
from tender.documents.paper import MISSING, Align, Bullets, Column, Fields, Grid, Heading, Para, Ticks, Words
from tender.documents.printing import print_both
from tender.documents.response import GroupMember, Response

CODE = "DC2"
NAME = "DC2 – Déclaration du candidat individuel ou du membre du groupement"
_SIAE = "SIAE, structure d’insertion par l’activité économique (L. 2113-13) : association intermédiaire"
_NOTE = "Établi selon les rubriques du formulaire DC2 (version du 21/11/2023)."


def lacks(response: Response) -> tuple[Lack, ...]:
    """What each member's declaration still lacks, box by box."""
    return tuple(lack for member in response.members for lack in _draw(response, member).lacks)


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """One declaration a member, in Word and PDF."""
    return tuple(made for member in response.members for made in _render_one(response, member))


def _render_one(response: Response, member: GroupMember) -> tuple[GeneratedFile, ...]:
    draft = _draw(response, member)
    printed = boxes.paper(
        draft, response, f"DC2 – {member.name}", "Déclaration du membre du groupement", _NOTE
    )
    return print_both(printed, CODE, f"DC2_{portal_name(member.name, 40)}", member=member.id)


def _draw(response: Response, member: GroupMember) -> Draft:
    draft = Draft(CODE, member=member.id)
    boxes.buyer(draft, response)
    boxes.subject(draft, response)
    draft.add(boxes.lots_ticks(response, response.lots_of(member.id), "La déclaration est présentée"))
    _who(draft, member)
    _reserved(draft, response, member)
    _aptitude(draft, member)
    _finance(draft, member)
    _means(draft, response, member)
    _relied_on(draft, response, member)
    draft.add(Heading("I. Marchés de défense ou de sécurité"), Para("Sans objet."))
    return draft


def _who(draft: Draft, member: GroupMember) -> None:
    draft.add(Heading("C. Identification du candidat"), Heading("C1. Cas général", 2))
    draft.add(boxes.identity(draft, member, "C1", with_form=True))
    question = "Micro, petite ou moyenne entreprise, ou artisan :"
    if member.is_sme is None:
        what = f"{member.name} : il n’est pas dit si c’est une petite ou moyenne entreprise."
        draft.lack("C1", "is_sme", what, actor=Actor.MEMBER)
    draft.add(
        Para((question, " ", MISSING) if member.is_sme is None else question, kept=True),
        Ticks(((member.is_sme is True, "Oui"), (member.is_sme is False, "Non"))),
    )


def _reserved(draft: Draft, response: Response, member: GroupMember) -> None:
    held = member.identity
    proved = bool(held.convention_number or held.convention_proof)
    basis = french.listed(response.call.reserved_basis)
    draft.add(Heading("C2. Marché réservé", 2))
    draft.add(
        Para(
            f"La consultation est réservée ({basis})."
            if basis
            else "Statut du candidat, à toutes fins utiles."
        )
    )
    draft.add(
        Ticks(
            (
                (proved, _SIAE),
                (False, "entreprise adaptée (L. 2113-12)"),
                (False, "établissement et service d’accompagnement par le travail (L. 2113-12)"),
                (False, "opérateur économique employant des personnes détenues (L. 2113-13-1)"),
                (False, "entreprise de l’économie sociale et solidaire (L. 2113-15)"),
            )
        )
    )
    blocking = bool(basis)
    number = draft.need(
        held.convention_number,
        "C2",
        "convention_number",
        f"{member.name} : le numéro de sa convention avec l’État (L5132-7) manque.",
        actor=Actor.MEMBER,
        blocking=blocking,
    )
    valid = french.iso_day(held.convention_start), french.iso_day(held.convention_end)
    dates = draft.need(
        f"du {valid[0]} au {valid[1]}" if all(valid) else "",
        "C2",
        "convention_dates",
        f"{member.name} : les dates de sa convention manquent.",
        actor=Actor.MEMBER,
        blocking=blocking,
    )
    proof = draft.need(
        held.convention_proof,
        "C2",
        "convention_proof",
        f"{member.name} : la preuve de son conventionnement n’est pas située (adresse ou pièce jointe).",
        actor=Actor.MEMBER,
        blocking=blocking,
    )
    draft.add(
        Fields(
            (
                ("Convention d’association intermédiaire", number),
                ("Période de validité", dates),
                ("Preuve", proof),
            )
        ),
        Heading("D. Liste officielle ou déclaration déjà transmise"),
        Ticks(((False, "Le candidat est inscrit sur une liste officielle d’opérateurs économiques agréés"),)),
    )


def _aptitude(draft: Draft, member: GroupMember) -> None:
    held = member.identity
    register = draft.need(
        declared.register(held),
        "E1",
        "register",
        f"{member.name} : aucun numéro d’inscription à un registre.",
        actor=Actor.MEMBER,
    )
    draft.add(
        Heading("E. Aptitude à exercer l’activité professionnelle"),
        Fields(
            (
                ("E1. Inscription à un registre", register),
                ("E2. Autorisation ou appartenance", declared.licence(held) or MISSING),
                ("E3. Preuves en ligne", declared.online(held)),
            )
        ),
    )


def _finance(draft: Draft, member: GroupMember) -> None:
    held = member.identity
    whole, part = dict(held.turnover), dict(held.turnover_in_scope)
    years = sorted(set(whole) | set(part))[-3:]
    draft.add(Heading("F. Capacité économique et financière"), Heading("F1. Chiffre d’affaires", 2))
    if len(years) < 3 and not (years and held.founded):
        what = f"{member.name} : le chiffre d’affaires des trois derniers exercices est incomplet."
        draft.lack("F1", "turnover", what, actor=Actor.MEMBER)
    if years:
        draft.add(_turnover(draft, member, years))
    else:
        draft.add(Para(("Chiffre d’affaires des trois derniers exercices : ", MISSING)))
    insurance = draft.need(
        held.insurance,
        "F2",
        "insurance",
        f"{member.name} : l’assurance de responsabilité professionnelle n’est pas indiquée.",
        actor=Actor.MEMBER,
    )
    founded = french.iso_day(held.founded)
    draft.add(
        Fields(
            (
                *((("Date de création", founded),) if founded else ()),
                ("F2. Assurance des risques professionnels", insurance),
                ("F3. Assurance décennale", "Sans objet hors marchés de travaux soumis à cette obligation."),
                ("F4. Preuves en ligne", declared.NO_PROOF_ONLINE),
            )
        )
    )


def _turnover(draft: Draft, member: GroupMember, years: list[int]) -> Grid:
    def row(label: str, amounts: dict[int, float], field: str, blocking: bool) -> tuple[Words, ...]:
        cells: list[Words] = [label]
        for year in years:
            held = amounts.get(year)
            what = f"{member.name} : {label.lower()} {year} manque."
            shown = "" if held is None else f"{french.number(held, 0)}{french.NBSP}€"
            cells.append(
                draft.need(shown, "F1", f"{field}_{year}", what, actor=Actor.MEMBER, blocking=blocking)
            )
        return tuple(cells)

    held = member.identity
    return Grid(
        (Column("Exercice", 4), *(Column(str(year), 2, Align.RIGHT) for year in years)),
        (
            row("Chiffre d’affaires global", dict(held.turnover), "turnover", True),
            row("Part liée à l’objet du marché", dict(held.turnover_in_scope), "turnover_in_scope", True),
        ),
    )


def _means(draft: Draft, response: Response, member: GroupMember) -> None:
    held = member.identity
    headcount = draft.need(
        held.headcount, "G1", "headcount", f"{member.name} : les effectifs manquent.", actor=Actor.MEMBER
    )
    told = declared.means(response, member)
    rows: list[tuple[str, Words]] = [("Effectifs", headcount)]
    rows += [(label, value) for label, value in told if label != "Effectifs"]
    draft.add(Heading("G. Capacité technique et professionnelle"), Fields(tuple(rows)))
    draft.add(Heading("Références", 2))
    if held.references:
        draft.add(Bullets(held.references))
    else:
        draft.lack("G1", "references", f"{member.name} : aucune référence.", actor=Actor.MEMBER)
        draft.add(Para(("Références : ", MISSING)))


def _relied_on(draft: Draft, response: Response, member: GroupMember) -> None:
    draft.add(Heading("H. Opérateurs sur lesquels le candidat s’appuie"))
    rows: list[tuple[Words, ...]] = []
    for held in declared.relied_on(response, member):
        what = f"{member.name} : la preuve des moyens mis à disposition par {held.name} manque."
        means = draft.need(held.means, "H", f"means:{held.name}", what, actor=Actor.MEMBER, lot=held.lot)
        rows.append((held.lot or "–", member.name, held.name, means))
    if not rows:
        draft.add(Para(declared.NO_OTHER_OPERATOR))
        return
    columns = (
        Column("N° du lot", 1),
        Column("Membre concerné", 3),
        Column("Opérateur", 3),
        Column("Moyens mis à disposition", 4),
    )
    draft.add(Grid(columns, tuple(rows)))
