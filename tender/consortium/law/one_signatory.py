"""R2142-4: one person stands for one candidate only in the same call and lot."""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("R2142-4",)
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """A signatory or a depositor who also acts for another candidate on a lot of this response."""
    group = facts.group
    ours = {name.strip().casefold(): name for name in (group.signatory, group.depositor) if name.strip()}
    lots = {lot for _, lot in facts.pairs()}
    found = []
    for other in facts.others:
        if other.lot not in lots or (group.name and other.group == group.name):
            continue
        for name in dict.fromkeys((other.signatory, other.depositor)):
            if name.strip().casefold() in ours:
                who = other.group or facts.name(other.member)
                text = (
                    f"{name} agit déjà pour {who} sur le lot {other.lot} : une même personne ne peut "
                    "représenter qu'un seul candidat."
                )
                found.append(
                    Finding("two_candidates", Severity.BLOCK, text, {"person": name}, other.member, other.lot)
                )
    return tuple(found)
