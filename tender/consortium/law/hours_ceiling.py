"""L5132-9, R5132-18, D5132-18-1: 480 hours in 24 months per worker, for the employers of L2211-1.

That a collectivité stands outside L2211-1 is our analysis: no source says so, it is always asked.
"""

import math
from datetime import date

from tender.consortium.law.facts import LawFacts, MemberFacts, MemberKind, PartFacts, UserKind
from tender.consortium.law.finding import Certainty, Fact, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("L5132-9", "R5132-18", "D5132-18-1")
IN_FORCE = (date(2021, 9, 1), None)
STATUS = Certainty.ANALYSIS
OVERRIDABLE = True

CEILING = 480.0
"""Hours one worker may be supplied in 24 months from the first day."""
EXEMPT = (UserKind.HOUSEHOLD, UserKind.NON_PROFIT)
APPLIES = ("outside_ceiling", "ceiling_applies")

ASK_USER = phrase(
    "Lot %(lot)s : qui donnera leurs tâches aux salariés ? Le plafond de 480 h par salarié sur 24 mois en "
    "dépend."
)
TO_CONFIRM = phrase(
    "Lot %(lot)s : utilisateur collectivité. Le plafond de 480 h par salarié sur 24 mois ne paraît pas "
    "s’appliquer ; à confirmer auprès de la DDETS."
)
OVER = phrase(
    "%(member)s, lot %(lot)s : %(hours)s h par salarié prévues, au-delà de 480 h sur 24 mois. Répartissez "
    "sur plus de salariés, ou obtenez la dérogation du préfet."
)
WORKERS = phrase(
    "%(member)s, lot %(lot)s : %(hours)s h en 24 mois, plafond de 480 h par salarié. Il y faut au moins "
    "%(workers)s salariés, ou la dérogation du préfet."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Where the ceiling bites, and where it is a question: local authorities seem to be outside L2211-1."""
    found: list[Finding] = []
    for number in facts.taken():
        parts = [part for part in facts.parts if part.lot == number and _is_ai(facts, part)]
        lot = facts.lot(number)
        if not parts or lot is None:
            continue
        said = facts.answer("user_unknown", lot=number)
        user = UserKind(said) if said else lot.user
        confirmed = facts.answer("authority_to_confirm", lot=number)
        if user in EXEMPT or (user is UserKind.LOCAL_AUTHORITY and confirmed == "outside_ceiling"):
            continue
        if user is None:
            kinds = tuple(one.value for one in UserKind)
            held = {"lot": number}
            found.append(
                Finding("user_unknown", Severity.QUESTION, ASK_USER, held, lot=number, choices=kinds)
            )
        elif user is UserKind.LOCAL_AUTHORITY and confirmed is None:
            held = {"lot": number}
            found.append(
                Finding(
                    "authority_to_confirm", Severity.QUESTION, TO_CONFIRM, held, lot=number, choices=APPLIES
                )
            )
        else:
            found += _bites(facts, parts, lot.end)
    return tuple(found)


def _is_ai(facts: LawFacts, part: PartFacts) -> bool:
    member = facts.member(part.member)
    return member is not None and member.kind is MemberKind.AI


def _bites(facts: LawFacts, parts: list[PartFacts], end: date | None) -> list[Finding]:
    """By member: the hours planned for one worker where known, else how many workers it takes."""
    found = []
    for member_id in dict.fromkeys(part.member for part in parts):
        member = facts.member(member_id)
        mine = [part for part in parts if part.member == member_id]
        if member is None or _exempted(member, end):
            continue
        planned = [part for part in mine if part.hours_per_worker is not None]
        over = [part for part in planned if (part.hours_per_worker or 0) > CEILING]
        for part in over:
            held: dict[str, Fact] = {
                "member": member.name,
                "lot": part.lot,
                "hours": part.hours_per_worker or 0.0,
            }
            found.append(Finding("over_480", Severity.BLOCK, OVER, held, member_id, part.lot, part.place))
        hours = sum(part.hours for part in mine)
        if not planned and hours > CEILING:
            held = {"member": member.name, "lot": mine[0].lot, "hours": hours,
                    "workers": float(math.ceil(hours / CEILING))}  # fmt: skip
            found.append(Finding("workers_needed", Severity.WARN, WORKERS, held, member_id, mine[0].lot))
    return found


def _exempted(member: MemberFacts, end: date | None) -> bool:
    """The prefect's leave covers the lot to its end."""
    return bool(member.derogation_until and end and member.derogation_until >= end)
