"""R2142-23: a group has one lead, and a lead stands for one group only in a call."""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("R2142-23",)
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """No lead, a lead from outside the group, or a lead of two groups."""
    group = facts.group
    if len(group.members) < 2:
        return ()
    if group.lead is None:
        return (Finding("no_lead", Severity.BLOCK, "Le groupement n'a pas encore désigné son mandataire."),)
    name = facts.name(group.lead)
    if group.lead not in group.members:
        text = f"{name} est désigné mandataire mais n'est pas membre du groupement."
        return (Finding("lead_outside", Severity.BLOCK, text, member=group.lead),)
    return tuple(
        Finding(
            "two_groups",
            Severity.BLOCK,
            f"{name} est déjà mandataire du groupement {other.group} : un mandataire ne peut représenter "
            "qu'un seul groupement pour un même marché.",
            {"other": other.group or ""},
            member=group.lead,
            lot=other.lot,
        )
        for other in facts.others
        if other.member == group.lead
        and other.leads
        and other.group is not None
        and other.lot in {lot for _, lot in facts.pairs()}
    )
