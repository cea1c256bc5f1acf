"""L5132-7: a convention lasts three years at most; one that ends before the contract has to be renewed."""

from datetime import date

from tender.consortium.law.facts import LawFacts, MemberKind
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("L5132-7", "R5132-11")
IN_FORCE = (date(2016, 8, 10), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Conventions unknown, not begun, ended, or ending before the lot does."""
    found = []
    for member_id, number in facts.pairs():
        member, lot = facts.member(member_id), facts.lot(number)
        if member is None or member.kind is not MemberKind.AI or lot is None:
            continue
        start, end = member.convention_start, member.convention_end
        if end is None:
            text = f"La date de fin de la convention de {member.name} n'est pas renseignée."
            found.append(Finding("convention_unknown", Severity.QUESTION, text, {}, member_id, number))
        elif lot.start is not None and (end < lot.start or (start is not None and start > lot.start)):
            late = start is not None and start > lot.start
            span = f"ne commence que le {_day(start)}" if start and late else f"finit le {_day(end)}"
            text = (
                f"{member.name} n'est pas conventionnée au début du lot {number} ({_day(lot.start)}) : "
                f"sa convention {span}."
            )
            held: dict[str, str | float] = {"end": end.isoformat(), "lot_start": lot.start.isoformat()}
            found.append(Finding("convention_not_valid", Severity.BLOCK, text, held, member_id, number))
        elif lot.end is not None and end < lot.end:
            text = (
                f"La convention de {member.name} finit le {_day(end)}, avant le lot {number} "
                f"({_day(lot.end)}) : prévoir son renouvellement, et un membre de réserve."
            )
            held = {"end": end.isoformat(), "lot_end": lot.end.isoformat()}
            found.append(Finding("convention_ends_early", Severity.WARN, text, held, member_id, number))
    return tuple(found)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
