"""L2113-10: the documents may limit the lots one bidder may bid for, or win."""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("L2113-10",)
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.READ
OVERRIDABLE = True

TOO_MANY = phrase(
    "Le groupement répond à %(answered)s lots, le règlement en admet %(limit)s par candidat. Retirez des "
    "lots."
)
MAY_WIN = phrase(
    "Le groupement répond à %(answered)s lots mais ne peut en obtenir que %(limit)s. Indiquez l’ordre de "
    "préférence si le règlement le demande."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """More lots answered than one bidder may bid for, or than it may win."""
    answered = len(facts.taken())
    found = []
    if facts.max_submitted is not None and answered > facts.max_submitted:
        held = {"answered": float(answered), "limit": float(facts.max_submitted)}
        found.append(Finding("too_many_lots", Severity.BLOCK, TOO_MANY, held))
    elif facts.max_awarded is not None and answered > facts.max_awarded:
        held = {"answered": float(answered), "limit": float(facts.max_awarded)}
        found.append(Finding("fewer_awarded", Severity.WARN, MAY_WIN, held))
    return tuple(found)
