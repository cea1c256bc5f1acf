"""L5132-7: a convention lasts three years at most; one that ends before the contract has to be renewed.

That R5132-11 says so too is general knowledge, not verified: only L5132-7 was read, in a secondary source.
"""

from datetime import date

from tender.consortium.law.facts import LawFacts, LotFacts, MemberFacts, MemberKind
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("L5132-7",)
IN_FORCE = (date(2016, 8, 10), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

UNKNOWN = phrase(
    "La date de fin de la convention n’est pas renseignée : %(members)s. Complétez leurs fiches ; elle doit "
    "couvrir le marché."
)
LATE = phrase(
    "%(member)s n’est pas conventionnée au début du lot %(lot)s (%(start)s) : sa convention ne commence que "
    "le %(since)s. Faites corriger sa fiche, ou confiez sa part à une autre."
)
ENDED = phrase(
    "%(member)s n’est pas conventionnée au début du lot %(lot)s (%(start)s) : sa convention finit le "
    "%(until)s. Enregistrez son renouvellement, ou confiez sa part à une autre."
)
EARLY = phrase(
    "%(member)s : la convention finit le %(until)s, avant le lot %(lot)s (%(end)s) : prévoyez son "
    "renouvellement, et un membre de réserve."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Conventions unknown, not begun, ended, or ending before the lot does."""
    found: list[Finding] = []
    unknown: list[str] = []
    for member_id, number in facts.pairs():
        member, lot = facts.member(member_id), facts.lot(number)
        if member is None or member.kind is not MemberKind.AI or lot is None:
            continue
        if member.convention_end is None:
            unknown.append(member.name)
        else:
            found += _one(member, lot, member.convention_end)
    if unknown:
        held = {"members": tuple(dict.fromkeys(unknown))}
        found.append(Finding("convention_unknown", Severity.QUESTION, UNKNOWN, held))
    return tuple(found)


def _one(member: MemberFacts, lot: LotFacts, until: date) -> list[Finding]:
    held: dict[str, str | date] = {"member": member.name, "lot": lot.number}
    where = (member.id, lot.number)
    since = member.convention_start
    if lot.start is not None and since is not None and since > lot.start:
        held |= {"start": lot.start, "since": since}
        return [Finding("convention_not_valid", Severity.BLOCK, LATE, held, *where)]
    if lot.start is not None and until < lot.start:
        held |= {"start": lot.start, "until": until}
        return [Finding("convention_not_valid", Severity.BLOCK, ENDED, held, *where)]
    if lot.end is not None and until < lot.end:
        held |= {"end": lot.end, "until": until}
        return [Finding("convention_ends_early", Severity.WARN, EARLY, held, *where)]
    return []
