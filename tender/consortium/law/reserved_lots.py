"""L2113-12 to L2113-16: to whom a lot may be reserved, checked member by member.

General knowledge, not verified: the conditions of L2113-16 (three years at most, none awarded within three
years). That the half of R2113-7 is proved by each member rather than by the group is our own prudence.
"""

from dataclasses import replace
from datetime import date

from tender.consortium.law.facts import LawFacts, LotFacts, MemberFacts, MemberKind, Reservation
from tender.consortium.law.finding import YES_NO, Certainty, Fact, Finding, Severity
from tender.vocabulary.phrase import Phrase, phrase

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
CLEAR = tuple(one.value for one in Reservation if one is not Reservation.OTHER)
NOT_ELIGIBLE = {
    Reservation.SIAE: phrase(
        "Le lot %(lot)s est réservé aux structures d’insertion par l’activité économique (L2113-13) : "
        "%(member)s n’y est pas éligible. Retirez sa part."
    ),
    Reservation.HANDICAP: phrase(
        "Le lot %(lot)s est réservé aux entreprises adaptées et aux ESAT (L2113-12) : %(member)s, "
        "association intermédiaire ou autre, n’y est pas éligible. Retirez sa part."
    ),
    Reservation.BOTH: phrase(
        "Le lot %(lot)s est réservé aux structures d’insertion et du handicap (L2113-14) : %(member)s n’y "
        "est pas éligible. Retirez sa part."
    ),
    Reservation.PRISON: phrase(
        "Le lot %(lot)s est réservé aux activités en milieu pénitentiaire (L2113-13-1) : %(member)s n’y est "
        "pas éligible. Retirez sa part."
    ),
}
EQUIVALENCE = phrase(
    "Le lot %(lot)s est réservé, et %(member)s est de droit étranger : est-elle une structure équivalente, "
    "pièces à l’appui ? L’équivalence n’est pas de plein droit."
)
NO_EQUIVALENCE = phrase(
    "Le lot %(lot)s est réservé, et %(member)s, de droit étranger, ne prouve pas être une structure "
    "équivalente. Retirez sa part."
)
ESS = phrase(
    "Le lot %(lot)s est réservé à l’économie sociale et solidaire (L2113-15) : %(member)s remplit-elle les "
    "conditions (mission de service public, trois ans au plus, pas d’attribution dans les trois ans) ?"
)
NO_ESS = phrase(
    "Le lot %(lot)s est réservé à l’économie sociale et solidaire (L2113-15), et %(member)s n’en remplit pas "
    "les conditions. Retirez sa part."
)
UNCLEAR = phrase("Le lot %(lot)s est réservé, sans que la lecture dise à qui. À qui l’est-il ?")
HALF = phrase(
    "Lot %(lot)s réservé : chaque membre (%(members)s) peut-il prouver qu’au moins la moitié des "
    "travailleurs concernés relèvent de la réserve ?"
)
NO_HALF = phrase(
    "Lot %(lot)s réservé : un membre ne prouve pas la proportion minimale de travailleurs concernés. "
    "Vérifiez avec l’acheteur si elle s’apprécie par membre ou pour le groupement."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Members that a reservation leaves out, or that have something to prove."""
    found: list[Finding] = []
    for number in facts.taken():
        lot = facts.lot(number)
        if lot is None or lot.reservation is None:
            continue
        kind = lot.reservation
        if kind is Reservation.OTHER:
            said = facts.answer("reservation_unclear", lot=number)
            if said is None:
                held = {"lot": number}
                found.append(
                    Finding(
                        "reservation_unclear", Severity.QUESTION, UNCLEAR, held, lot=number, choices=CLEAR
                    )
                )
                continue
            kind = Reservation(said)
        members = [one for m, which in facts.pairs() if which == number and (one := facts.member(m))]
        for member in members:
            found += _member(facts, lot, kind, member)
        found += _half(facts, lot, kind, members)
    return tuple(found)


def _member(facts: LawFacts, lot: LotFacts, kind: Reservation, member: MemberFacts) -> list[Finding]:
    where = (member.id, lot.number)
    held: dict[str, Fact] = {
        "member": member.name,
        "lot": lot.number,
        "reservation": kind.value,
        "kind": member.kind.value,
    }
    if member.kind is MemberKind.FOREIGN:
        asked = Finding(
            "equivalence",
            Severity.QUESTION,
            EQUIVALENCE,
            held,
            *where,
            choices=YES_NO,
            certainty=Certainty.SECONDARY,
        )
        return _proved(facts, asked, NO_EQUIVALENCE)
    if kind is Reservation.ESS:
        asked = Finding(
            "ess_conditions",
            Severity.QUESTION,
            ESS,
            held,
            *where,
            choices=YES_NO,
            certainty=Certainty.GENERAL,
        )
        return _proved(facts, asked, NO_ESS)
    if member.kind not in ELIGIBLE[kind]:
        return [Finding("not_eligible", Severity.BLOCK, NOT_ELIGIBLE[kind], held, *where)]
    return []


def _proved(facts: LawFacts, asked: Finding, refused: Phrase) -> list[Finding]:
    """A question whose yes settles it and whose no bars the member."""
    match facts.answer(asked.code, member=asked.member, lot=asked.lot):
        case "yes":
            return []
        case "no":
            return [
                replace(asked, code=f"{asked.code}_no", severity=Severity.BLOCK, words=refused, choices=())
            ]
    return [asked]


def _half(facts: LawFacts, lot: LotFacts, kind: Reservation, members: list[MemberFacts]) -> list[Finding]:
    eligible = tuple(one.name for one in members if one.kind in ELIGIBLE.get(kind, ()))
    answered = facts.answer("half", lot=lot.number)
    if not eligible or answered == "yes":
        return []
    held: dict[str, Fact] = {"lot": lot.number, "members": eligible}
    if answered == "no":
        return [
            Finding("half_no", Severity.WARN, NO_HALF, held, lot=lot.number, certainty=Certainty.ANALYSIS)
        ]
    return [
        Finding(
            "half",
            Severity.QUESTION,
            HALF,
            held,
            lot=lot.number,
            choices=YES_NO,
            certainty=Certainty.ANALYSIS,
        )
    ]
