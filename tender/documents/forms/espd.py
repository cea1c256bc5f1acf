"""DUME: the European document of each member for each of its lots, in XML, to load on the buyer's platform.

Each member gives its own, the leader answers for nobody else; it may stand in the place of DC1 and DC2.
Source: ESPD-EDM 4.1.0; Commission implementing regulation (EU) 2016/7; R2143-4.
"""

from __future__ import annotations

from collections.abc import Iterator

from tender.documents.draft import Draft
from tender.documents.espd.answers import Answer, Open, answer, role_of
from tender.documents.espd.building import build, country_code
from tender.documents.espd.criteria import Criterion, requested_criteria, standard_criteria
from tender.documents.espd.rules import broken
from tender.documents.generated import XML, GeneratedFile, Origin
from tender.documents.lack import Actor, Lack
from tender.documents.names import portal_name
from tender.documents.paper_demands import asks_for_espd
from tender.documents.response import GroupMember, Response, ResponseLot

CODE = "DUME"
NAME = "DUME – Document unique de marché européen"

_WHY = {
    "honour": "la déclaration sur l’honneur n’est pas faite",
    "is_sme": "il n’est pas dit si c’est une petite ou moyenne entreprise",
    "size": "l’effectif ou le chiffre d’affaires manque",
    "sheltered": "la part de travailleurs défavorisés est à déclarer par l’association",
    "entities": "plusieurs entités, ou une sans numéro, sont à saisir sur la plateforme",
    "selection": "le critère de capacité de l’acheteur est à compléter sur la plateforme",
    "asked": "la question de l’acheteur est à compléter sur la plateforme",
}


def lacks(response: Response) -> tuple[Lack, ...]:
    """What each member's document leaves open; nothing where the call does not ask for it."""
    if not asks_for_espd(response):
        return ()
    criteria = _criteria(response)
    found = [
        lack for member, lot in _pairs(response) for lack in _draw(response, member, lot, criteria)[1].lacks
    ]
    return tuple(dict.fromkeys(found))


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """One XML file a member and lot; kept beside, not deposited, where the call does not ask for it."""
    criteria = _criteria(response)
    origin = Origin.OURS if asks_for_espd(response) else Origin.FALLBACK
    made = []
    for member, lot in _pairs(response):
        answers, _ = _draw(response, member, lot, criteria)
        data = build(response, member, lot, criteria, answers)
        part = f"_lot_{portal_name(lot.number, 10)}" if lot.number else ""
        name = f"DUME_{portal_name(member.name, 34)}{part}.xml"
        title = f"DUME – {member.name}" + (f", lot {lot.number}" if lot.number else "")
        made.append(GeneratedFile(name, XML, data, CODE, title, member.id, lot.number or None, origin))
    return tuple(made)


def _pairs(response: Response) -> Iterator[tuple[GroupMember, ResponseLot]]:
    """The standard takes one lot a document (BR-LOT-10)."""
    return ((member, lot) for member in response.members for lot in response.lots_of(member.id))


def _criteria(response: Response) -> tuple[Criterion, ...]:
    """Those of the buyer's own request, where the call holds one; else those of the standard."""
    asked = (requested_criteria(held.data) for held in response.buyer_files)
    return next((criteria for criteria in asked if criteria), standard_criteria())


def _draw(
    response: Response, member: GroupMember, lot: ResponseLot, criteria: tuple[Criterion, ...]
) -> tuple[list[Answer], Draft]:
    draft = Draft(CODE, member=member.id)
    answers: list[Answer] = []
    for criterion in criteria:
        held = answer(criterion, response, member, lot)
        if not isinstance(held, Open):
            answers.extend(held)
            continue
        _leave_open(draft, member, held)
    for rule, about in broken(role_of(response, member), criteria, answers):
        words = f"{member.name} : DUME, la règle {rule} de l’ESPD n’est pas suivie ({about})."
        draft.lack(about, f"rule:{rule}:{about}", words)
    if not (member.identity.siret or member.identity.foreign_id):
        draft.lack("II.A", "siret", f"{member.name} : le numéro SIRET manque.", actor=Actor.MEMBER)
    if not country_code(member.identity.country):
        words = (
            f"{member.name} : le pays « {member.identity.country} » n’est pas un code à deux lettres connu."
        )
        draft.lack("II.A", "country", words, actor=Actor.MEMBER)
    return answers, draft


def _leave_open(draft: Draft, member: GroupMember, left: Open) -> None:
    """List the question; all grounds of exclusion wait for one and the same declaration."""
    box, field = left.criterion.code, f"{left.why}:{left.criterion.code}"
    words = f"{member.name} : DUME, « {left.criterion.name} » : {_WHY[left.why]}."
    if left.why == "honour":
        box, field = "III", "honour"
        words = f"{member.name} : {_WHY['honour']} (motifs d’exclusion du DUME)."
    stops = left.why in ("honour", "is_sme")
    draft.lack(box, field, words, actor=Actor.MEMBER, blocking=stops)
