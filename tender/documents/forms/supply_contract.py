"""Contrat de mise à disposition: a model for each member, filled with its share; one a mission, after award.

Source: R5132-20 (Code du travail) for what it must say; L5132-7, L5132-9, L5132-10, R5132-19 and R5132-26-6
for the duties it recalls.
"""

from __future__ import annotations

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.generated import DOCX, GeneratedFile, Origin
from tender.documents.lack import Lack
from tender.documents.names import portal_name
from tender.documents.paper import Bullets, Fields, Heading, Para, Run, Signatures, Tone, Words, strong
from tender.documents.response import GroupMember, MemberShare, Response, ResponseLot
from tender.documents.writers.docx import write_docx

CODE = "MISE_A_DISPOSITION"
NAME = "Contrat de mise à disposition (modèle)"
_NOTE = "Modèle à remplir pour chaque mission, après l’attribution (code du travail, R. 5132-20)."
_DISMISSALS = (
    "aucun licenciement économique depuis six mois sur un emploi équivalent (L. 5132-7) : l’utilisateur le "
    "confirme en signant"
)
_EACH_TIME = Run("à remplir pour chaque mission", Tone.EMPHASIS)


def lacks(response: Response) -> tuple[Lack, ...]:
    """Nothing: what is left open is left for the mission, and the rest is asked by the forms deposited."""
    return ()


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """A model in Word for each association of the group under French law, kept beside the file."""
    return tuple(
        _render_one(response, member)
        for member in response.members
        if member.identity.country in ("", "FR") and response.lots_of(member.id)
    )


def _render_one(response: Response, member: GroupMember) -> GeneratedFile:
    draft = Draft(CODE, member=member.id)
    _parties(draft, response, member)
    _mission(draft, response, member)
    _pay(draft)
    _duties(draft, member)
    signatory = boxes.person(member) or _EACH_TIME
    draft.add(
        Heading("Signatures"),
        Signatures(((member.name, signatory), (response.call.buyer or "L’utilisateur", _EACH_TIME))),
    )
    title = f"Contrat de mise à disposition – {member.name}"
    data = write_docx(boxes.paper(draft, response, title, NAME, _NOTE))
    name = f"Mise_a_disposition_{portal_name(member.name, 36)}.docx"
    return GeneratedFile(name, DOCX, data, CODE, title, member.id, origin=Origin.FALLBACK)


def _parties(draft: Draft, response: Response, member: GroupMember) -> None:
    held = member.identity
    number = french.siret(held.siret) or held.foreign_id
    convention = f"convention n° {held.convention_number}" if held.convention_number else ""
    until = french.iso_day(held.convention_end)
    state = " ".join(part for part in (convention, f"valable jusqu’au {until}" if until else "") if part)
    rows: list[tuple[str, Words]] = [
        ("L’association intermédiaire", strong(member.name)),
        ("Siège", boxes.address(member) or _EACH_TIME),
        ("Numéro SIRET", number or _EACH_TIME),
        ("Conventionnement par l’État", state or _EACH_TIME),
        ("L’utilisateur", strong(response.call.buyer) if response.call.buyer else _EACH_TIME),
        ("Représenté par", _EACH_TIME),
        ("Marché", " – ".join(part for part in (response.call.reference, response.call.subject) if part)),
    ]
    draft.add(Heading("Les parties"), Fields(tuple(row for row in rows if row[1])))


def _mission(draft: Draft, response: Response, member: GroupMember) -> None:
    draft.add(Heading("La mission"), Fields((("Salariés mis à disposition (noms)", _EACH_TIME),)))
    for lot in response.lots_of(member.id):
        for share in lot.shares:
            if share.member == member.id:
                draft.add(Heading(lot.label, 2), _work(lot, share))


def _work(lot: ResponseLot, share: MemberShare) -> Fields:
    months = [month for month, hours in share.hours if hours]
    term = f"de {french.month(months[0])} à {french.month(months[-1])}" if months else ""
    return Fields(
        (
            ("Tâches", boxes.nature(share) or lot.title),
            ("Lieux", boxes.places(share) or _EACH_TIME),
            ("Terme", (f"{term} au plus ; mission : ", _EACH_TIME) if term else _EACH_TIME),
            ("Heures de la part", french.hours(share.total_hours)),
            ("Équipements de protection, et qui les fournit", _EACH_TIME),
        )
    )


def _pay(draft: Draft) -> None:
    draft.add(
        Heading("La rémunération"),
        Para(
            "Lorsque l’utilisateur est une entreprise, le contrat dit le montant de la rémunération et ses "
            "composantes, primes et accessoires compris, que recevrait après sa période d’essai un salarié "
            "de qualification équivalente au même poste (R. 5132-20, 5°)."
        ),
        Fields((("Rémunération et composantes", _EACH_TIME),)),
    )


def _duties(draft: Draft, member: GroupMember) -> None:
    leave = french.iso_day(member.identity.derogation_until)
    ceiling = "480 heures en 24 mois par salarié chez les employeurs de l’article L. 2211-1 (L. 5132-9)"
    if leave:
        ceiling += f" ; dérogation du préfet jusqu’au {leave}"
    draft.add(
        Heading("Rappels"),
        Bullets(
            (
                "l’association est l’employeur : elle paie, accompagne et assure le suivi médical",
                "l’utilisateur répond des conditions de travail de la mission (R. 5132-26-6 et suivants)",
                "aucune mission hors du territoire de la convention (R. 5132-19)",
                "aucun remplacement de gréviste, aucun des travaux particulièrement dangereux (L. 5132-10)",
                _DISMISSALS,
                ceiling,
            )
        ),
    )
