"""L2113-12 to L2113-16: to whom a lot may be reserved, checked member by member."""

from datetime import date

from tender.consortium.law.facts import LawFacts, MemberKind, Reservation
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("L2113-12", "L2113-13", "L2113-13-1", "L2113-14", "L2113-15", "L2113-16", "R2113-7")
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.READ
OVERRIDABLE = True

SIAE = frozenset({MemberKind.AI, MemberKind.EI, MemberKind.ETTI, MemberKind.ACI})
HANDICAP = frozenset({MemberKind.EA, MemberKind.ESAT})
ELIGIBLE = {
    Reservation.SIAE: SIAE,
    Reservation.HANDICAP: HANDICAP,
    Reservation.BOTH: SIAE | HANDICAP,
    Reservation.PRISON: frozenset[MemberKind](),
}
FRENCH = {
    Reservation.SIAE: "aux structures d'insertion par l'activité économique (L2113-13)",
    Reservation.HANDICAP: "aux entreprises adaptées et aux ESAT (L2113-12)",
    Reservation.BOTH: "aux structures d'insertion et du handicap (L2113-14)",
    Reservation.PRISON: "aux activités en milieu pénitentiaire (L2113-13-1)",
    Reservation.ESS: "aux entreprises de l'économie sociale et solidaire (L2113-15)",
}


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Members of a reserved lot that the reservation leaves out, or that have to prove an equivalence."""
    found = []
    for member_id, number in facts.pairs():
        member, lot = facts.member(member_id), facts.lot(number)
        if member is None or lot is None or lot.reservation is None:
            continue
        whom = FRENCH[lot.reservation]
        held: dict[str, str | float] = {"reservation": lot.reservation.value, "kind": member.kind.value}
        if member.kind is MemberKind.FOREIGN:
            text = (
                f"Le lot {number} est réservé {whom} : {member.name}, de droit étranger, doit prouver "
                "qu'elle est une structure équivalente. L'équivalence n'est pas de plein droit."
            )
            found.append(Finding("equivalence", Severity.QUESTION, text, held, member_id, number))
        elif lot.reservation is Reservation.ESS:
            text = (
                f"Le lot {number} est réservé {whom} : {member.name} doit remplir les conditions "
                "de l'article (mission de service public, trois ans au plus, pas d'attribution dans les "
                "trois ans)."
            )
            found.append(Finding("ess_conditions", Severity.QUESTION, text, held, member_id, number))
        elif member.kind not in ELIGIBLE[lot.reservation]:
            text = f"Le lot {number} est réservé {whom} : {member.name} n'y est pas éligible."
            found.append(Finding("not_eligible", Severity.BLOCK, text, held, member_id, number))
    return tuple(found)
