"""What a member declares of itself in a DC2, in the same words in our form and in a buyer's."""

from __future__ import annotations

from tender.documents import french
from tender.documents.response import GroupMember, ReliedOperator, Response
from tender.vocabulary.member import MemberIdentity

NO_PROOF_ONLINE = "Aucune : les pièces sont jointes."
NO_OTHER_OPERATOR = "Aucun : le membre répond sur ses seules capacités."


def register(held: MemberIdentity) -> str:
    """E1: its number in a register."""
    return f"répertoire Sirene, n° {french.siret(held.siret)}" if held.siret else held.foreign_id


def licence(held: MemberIdentity) -> str:
    """E2: what allows it to do this work; empty without the number of its convention (L5132-7)."""
    if not held.convention_number:
        return ""
    what = "association intermédiaire conventionnée par l’État (code du travail, L. 5132-7)"
    return f"{what}, convention n° {held.convention_number}"


def online(held: MemberIdentity) -> str:
    """E3, C2: where its proof can be read."""
    proof = held.convention_proof
    return proof if proof.startswith(("http://", "https://")) else NO_PROOF_ONLINE


def trades(response: Response, member: GroupMember) -> str:
    """The trades it brings to its lots."""
    return french.listed(
        dict.fromkeys(
            trade
            for lot in response.lots_of(member.id)
            for share in lot.shares
            if share.member == member.id
            for trade in share.trades
        )
    )


def means(response: Response, member: GroupMember) -> tuple[tuple[str, str], ...]:
    """G1: staff, trades, who it is; what is not known is left out."""
    held = member.identity
    told = (
        ("Effectifs", held.headcount),
        ("Métiers mobilisés pour ce marché", trades(response, member)),
        ("Présentation", held.presentation),
    )
    return tuple((label, value) for label, value in told if value)


def means_in_lines(response: Response, member: GroupMember) -> str:
    """G1 in one box, a line each, its references last; empty when nothing is known."""
    lines = [f"{label} : {value}" for label, value in means(response, member)]
    references = member.identity.references
    lines += ["Références :", *(f"- {one}" for one in references)] if references else []
    return "\n".join(lines)


def relied_on(response: Response, member: GroupMember) -> tuple[ReliedOperator, ...]:
    """H: the others whose means it relies on."""
    return tuple(held for held in response.relied_on if held.member == member.id)
