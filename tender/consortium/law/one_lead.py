"""R2142-23: a group has one lead, and a lead stands for one group only in a call."""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import YES_NO, Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("R2142-23",)
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

NONE = phrase("Le groupement n’a pas encore désigné son mandataire. Choisissez-le dans les conditions.")
OUTSIDE = phrase("%(member)s est désignée mandataire mais n’a aucune part dans le groupement.")
TWO = phrase(
    "%(member)s est déjà mandataire du groupement %(other)s : un mandataire ne peut représenter qu’un seul "
    "groupement pour un même marché. Choisissez un autre mandataire."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """No lead, a lead from outside the group, or a lead of two groups."""
    group = facts.group
    if len(group.members) < 2:
        return ()
    if group.lead is None:
        return (Finding("no_lead", Severity.BLOCK, NONE),)
    held = {"member": facts.name(group.lead)}
    if group.lead not in group.members:
        return (Finding("lead_outside", Severity.BLOCK, OUTSIDE, held, group.lead),)
    found = [
        Finding(
            "two_groups", Severity.BLOCK, TWO, {**held, "other": other.group or ""}, group.lead, other.lot
        )
        for other in facts.others
        if other.member == group.lead
        and other.leads
        and other.group is not None
        and other.lot in facts.taken()
    ]
    return tuple(found or _asked(facts, group.lead, held))


def _asked(facts: LawFacts, lead: str, held: dict[str, str]) -> list[Finding]:
    """Asked where a member is said to be in another group, or may be as the documents allow it."""
    if facts.answer("other_group") != "yes" and facts.group.several_groups != "allowed":
        return []
    match facts.answer("lead_elsewhere", member=lead):
        case "no":
            return []
        case "yes":
            words = phrase(
                "%(member)s est déjà mandataire d’un autre groupement : elle ne peut en représenter qu’un "
                "seul pour un même marché. Choisissez un autre mandataire."
            )
            return [Finding("lead_elsewhere_yes", Severity.BLOCK, words, held, lead)]
    words = phrase("%(member)s est-elle déjà mandataire d’un autre groupement pour ces lots ?")
    return [Finding("lead_elsewhere", Severity.QUESTION, words, held, lead, choices=YES_NO)]
