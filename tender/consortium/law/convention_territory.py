"""R5132-19: an association intermédiaire supplies staff only within the territory of its convention."""

from datetime import date

from tender.consortium.law.facts import LawFacts, MemberKind
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("R5132-19",)
IN_FORCE = (date(2008, 5, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = False

UNKNOWN = phrase(
    "Le territoire de la convention n’est pas renseigné : %(members)s. Aucune mise à disposition n’est "
    "possible au-dehors ; complétez leurs fiches."
)
OUTSIDE = phrase(
    "%(place)s est hors du territoire conventionné de %(member)s : aucune mise à disposition n’y est "
    "possible. Confiez cette part à un membre dont la convention couvre la commune."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Parts outside the convention's territory, and members whose territory is not known."""
    found: list[Finding] = []
    unknown: list[str] = []
    for part in facts.parts:
        member = facts.member(part.member)
        if member is None or member.kind is not MemberKind.AI:
            continue
        if member.territory is None:
            unknown.append(member.name)
        elif part.place not in member.territory:
            held = {"member": member.name, "place": part.place_name or part.place}
            where = (part.member, part.lot, part.place)
            found.append(Finding("outside_territory", Severity.BLOCK, OUTSIDE, held, *where))
    if unknown:
        named = {"members": tuple(dict.fromkeys(unknown))}
        found.append(Finding("territory_unknown", Severity.QUESTION, UNKNOWN, named))
    return tuple(found)
