"""L5132-7: an association intermédiaire supplies staff; a lot performed as a service has to be looked at."""

from datetime import date

from tender.consortium.law.facts import LawFacts, MemberKind, Performance, UserKind
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("L5132-7", "L8241-2")
IN_FORCE = (date(2016, 8, 10), None)
STATUS = Certainty.ANALYSIS
OVERRIDABLE = True


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Lots where an association intermédiaire would owe a result, or nobody has said which."""
    found = []
    for number in dict.fromkeys(lot for _, lot in facts.pairs()):
        lot = facts.lot(number)
        taking = [m for m, which in facts.pairs() if which == number]
        concerned = any((held := facts.member(m)) and held.kind is MemberKind.AI for m in taking)
        if lot is None or not concerned:
            continue
        if lot.performance is None:
            text = (
                f"Lot {number} : l'exécution se fera-t-elle par mise à disposition de personnel ou en "
                "prestation de service ?"
            )
            found.append(Finding("performance_unknown", Severity.QUESTION, text, lot=number))
        elif lot.performance is Performance.SERVICE:
            text = (
                f"Lot {number} : exécuté en prestation de service, alors que l'objet d'une association "
                "intermédiaire est la mise à disposition. À valider par une personne compétente."
            )
            found.append(Finding("service", Severity.WARN, text, lot=number))
        if lot.permanent_need and lot.user is UserKind.COMPANY:
            text = (
                f"Lot {number} : besoin permanent chez un employeur privé. La tâche confiée doit être "
                "précise et temporaire (L5132-9)."
            )
            found.append(Finding("permanent_need", Severity.WARN, text, lot=number))
    return tuple(found)
