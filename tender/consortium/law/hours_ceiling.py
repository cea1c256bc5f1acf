"""L5132-9, R5132-18, D5132-18-1: 480 hours in 24 months per worker, for the employers of L2211-1."""

from datetime import date

from tender.consortium.law.facts import LawFacts, MemberFacts, MemberKind, PartFacts, UserKind
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("L5132-9", "R5132-18", "D5132-18-1")
IN_FORCE = (date(2021, 9, 1), None)
STATUS = Certainty.ANALYSIS
OVERRIDABLE = True

CEILING = 480.0
"""Hours one worker may be supplied in 24 months from the first day."""
EXEMPT = (UserKind.HOUSEHOLD, UserKind.NON_PROFIT)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Where the ceiling bites, and where it is a question: local authorities seem to be outside L2211-1."""
    found = []
    asked: set[str] = set()
    for part in facts.parts:
        member, lot = facts.member(part.member), facts.lot(part.lot)
        if member is None or member.kind is not MemberKind.AI or lot is None or lot.user in EXEMPT:
            continue
        if lot.user in (None, UserKind.LOCAL_AUTHORITY):
            if lot.number not in asked:
                asked.add(lot.number)
                found.append(_question(lot.number, lot.user))
        elif _over(part) and not (member.derogation_until and lot.end and member.derogation_until >= lot.end):
            found.append(_over_finding(part, member))
    return tuple(found)


def _over(part: PartFacts) -> bool:
    return part.hours_per_worker is not None and part.hours_per_worker > CEILING


def _question(number: str, user: UserKind | None) -> Finding:
    if user is None:
        text = f"Lot {number} : qui utilise les salariés ? Le plafond de 480 h sur 24 mois en dépend."
        return Finding("user_unknown", Severity.QUESTION, text, {"ceiling": CEILING}, lot=number)
    text = (
        f"Lot {number} : utilisateur collectivité. Le plafond de 480 h par salarié sur 24 mois ne paraît pas "
        "s'appliquer ; à confirmer auprès de la DDETS."
    )
    return Finding("authority_to_confirm", Severity.QUESTION, text, {"ceiling": CEILING}, lot=number)


def _over_finding(part: PartFacts, member: MemberFacts) -> Finding:
    hours = part.hours_per_worker or 0.0
    text = (
        f"{member.name}, lot {part.lot} : {hours:.0f} h par salarié prévues, au-delà de 480 h sur 24 mois. "
        "Répartir sur plus de salariés, ou obtenir la dérogation du préfet."
    )
    return Finding(
        "over_480",
        Severity.BLOCK,
        text,
        {"hours": hours, "ceiling": CEILING},
        part.member,
        part.lot,
        part.place,
    )
