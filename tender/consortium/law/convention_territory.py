"""R5132-19: an association intermédiaire supplies staff only within the territory of its convention."""

from datetime import date

from tender.consortium.law.facts import LawFacts, MemberKind, PartFacts
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("R5132-19",)
IN_FORCE = (date(2008, 5, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = False


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Parts outside the convention's territory, and members whose territory is not known."""
    return tuple(found for part in facts.parts if (found := _part(facts, part)) is not None)


def _part(facts: LawFacts, part: PartFacts) -> Finding | None:
    member = facts.member(part.member)
    if member is None or member.kind is not MemberKind.AI:
        return None
    place = part.place_name or part.place
    if member.territory is None:
        text = (
            f"Le territoire de la convention de {member.name} n'est pas renseigné : {place} est à vérifier."
        )
        return Finding("territory_unknown", Severity.QUESTION, text, {}, part.member, part.lot, part.place)
    if part.place in member.territory:
        return None
    text = (
        f"{place} est hors du territoire conventionné de {member.name} : aucune mise à disposition n'y est "
        "possible. Confiez cette part à un membre dont la convention couvre la commune."
    )
    return Finding("outside_territory", Severity.BLOCK, text, {}, part.member, part.lot, part.place)
