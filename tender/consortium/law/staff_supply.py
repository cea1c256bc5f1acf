"""L5132-7: an association intermédiaire supplies staff; a lot performed as a service has to be looked at."""

from datetime import date

from tender.consortium.law.facts import LawFacts, LotFacts, MemberKind, Performance, UserKind
from tender.consortium.law.finding import YES_NO, Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("L5132-7", "L8241-2")
IN_FORCE = (date(2016, 8, 10), None)
STATUS = Certainty.ANALYSIS
OVERRIDABLE = True

ASK = phrase(
    "Lot %(lot)s : l’exécution se fera-t-elle par mise à disposition de personnel, ou en prestation de "
    "service ?"
)
SERVICE = phrase(
    "Lot %(lot)s : exécuté en prestation de service, alors que l’objet d’une association intermédiaire est "
    "la mise à disposition. À valider par une personne compétente (DDETS, juriste)."
)
ASK_PERMANENT = phrase(
    "Lot %(lot)s : le besoin de l’entreprise utilisatrice est-il permanent ? La tâche confiée doit être "
    "précise et temporaire (L5132-9)."
)
PERMANENT = phrase(
    "Lot %(lot)s : besoin permanent chez un employeur privé, alors que la tâche confiée doit être précise et "
    "temporaire (L5132-9). À valider par une personne compétente."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Lots where an association intermédiaire would owe a result, or nobody has said which."""
    found: list[Finding] = []
    for number in facts.taken():
        lot = facts.lot(number)
        taking = [facts.member(m) for m, which in facts.pairs() if which == number]
        if lot is not None and any(one and one.kind is MemberKind.AI for one in taking):
            found += _performance(facts, lot) + _permanent(facts, lot)
    return tuple(found)


def _performance(facts: LawFacts, lot: LotFacts) -> list[Finding]:
    held = {"lot": lot.number}
    said = facts.answer("performance_unknown", lot=lot.number)
    how = Performance(said) if said else lot.performance
    if how is None:
        ways = tuple(one.value for one in Performance)
        return [Finding("performance_unknown", Severity.QUESTION, ASK, held, lot=lot.number, choices=ways)]
    if how is Performance.SERVICE:
        return [Finding("service", Severity.WARN, SERVICE, held, lot=lot.number)]
    return []


def _permanent(facts: LawFacts, lot: LotFacts) -> list[Finding]:
    user = facts.answer("user_unknown", lot=lot.number) or lot.user
    if user != UserKind.COMPANY:
        return []
    held = {"lot": lot.number}
    match facts.answer("permanent_asked", lot=lot.number):
        case "no":
            return []
        case "yes":
            return [Finding("permanent_need", Severity.WARN, PERMANENT, held, lot=lot.number)]
    return [
        Finding("permanent_asked", Severity.QUESTION, ASK_PERMANENT, held, lot=lot.number, choices=YES_NO)
    ]
