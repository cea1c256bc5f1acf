"""R5132-21: staff supplied never replaces strikers.

L5132-10, the article of the law behind it, is general knowledge, not verified.
"""

from datetime import date

from tender.consortium.law.facts import LawFacts, MemberKind
from tender.consortium.law.finding import YES_NO, Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("L5132-10", "R5132-21")
IN_FORCE = (date(2008, 5, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

ASK = phrase(
    "Lot %(lot)s : s’agit-il de remplacer des salariés ou des agents en grève ? L’absence d’agents, à elle "
    "seule, n’en est pas une."
)
FORBIDDEN = phrase(
    "Lot %(lot)s : aucun salarié mis à disposition ne peut remplacer un gréviste. Retirez ces tâches, ou le "
    "lot."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Asked for each lot taken by an association intermédiaire; a yes bars it."""
    found = []
    for number in facts.taken():
        members = [facts.member(m) for m, which in facts.pairs() if which == number]
        if not any(one and one.kind is MemberKind.AI for one in members):
            continue
        held = {"lot": number}
        match facts.answer("strike", lot=number):
            case "no":
                continue
            case "yes":
                found.append(Finding("strike_forbidden", Severity.BLOCK, FORBIDDEN, held, lot=number))
            case _:
                found.append(Finding("strike", Severity.QUESTION, ASK, held, lot=number, choices=YES_NO))
    return tuple(found)
