"""L5132-7: no staff for an employer who made an equivalent job redundant within six months."""

from datetime import date

from tender.consortium.law.facts import LawFacts, MemberKind, UserKind
from tender.consortium.law.finding import YES_NO, Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("L5132-7",)
IN_FORCE = (date(2016, 8, 10), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

USERS = (UserKind.COMPANY, UserKind.PUBLIC_PRIVATE_STAFF, UserKind.NON_PROFIT)
"""Who may dismiss for economic reasons: private employers, and public ones for their private staff."""

ASK = phrase(
    "Lot %(lot)s : l’utilisateur a-t-il procédé, dans les six derniers mois, à un licenciement économique "
    "sur un emploi équivalent ?"
)
FORBIDDEN = phrase(
    "Lot %(lot)s : l’utilisateur a licencié pour motif économique sur un emploi équivalent il y a moins de "
    "six mois. La mise à disposition n’est pas possible avant la fin de ce délai."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Asked where the user is an employer of private staff; a yes bars the lot."""
    found = []
    for number in facts.taken():
        lot = facts.lot(number)
        members = [facts.member(m) for m, which in facts.pairs() if which == number]
        user = facts.answer("user_unknown", lot=number) or (lot.user if lot else None)
        if user not in USERS or not any(one and one.kind is MemberKind.AI for one in members):
            continue
        held = {"lot": number}
        match facts.answer("dismissal", lot=number):
            case "no":
                continue
            case "yes":
                found.append(Finding("dismissal_recent", Severity.BLOCK, FORBIDDEN, held, lot=number))
            case _:
                found.append(Finding("dismissal", Severity.QUESTION, ASK, held, lot=number, choices=YES_NO))
    return tuple(found)
