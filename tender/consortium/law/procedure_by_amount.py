"""R2122-8, R2123-1, L2124-1: what the amount of the call asks of the buyer on the day of its notice.

Thresholds before 2026 are general knowledge, not verified: see thresholds.py.
"""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Fact, Finding, Severity
from tender.consortium.law.thresholds import Threshold, lowest
from tender.vocabulary.phrase import phrase

ARTICLE = ("R2122-8", "R2123-1", "L2124-1")
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

EXEMPT = phrase(
    "Montant estimé de %(amount)s € HT, sous le seuil de %(threshold)s € en vigueur le %(day)s : l’acheteur "
    "pouvait se passer de publicité et de mise en concurrence."
)
ADAPTED = phrase(
    "Montant estimé de %(amount)s € HT, sous le seuil européen de %(threshold)s € en vigueur le %(day)s : "
    "procédure adaptée possible."
)
FORMAL = phrase(
    "Montant estimé de %(amount)s € HT, seuil européen de %(threshold)s € atteint le %(day)s : procédure "
    "formalisée attendue, sauf services sociaux ou petits lots."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """A note, where the amounts were read: which thresholds the call stands between."""
    total, day = facts.total, facts.day
    if total is None or day is None:
        return ()
    exemption = lowest(Threshold.EXEMPTION, buyer=facts.buyer, purchase=facts.purchase, on=day)
    european = lowest(Threshold.EUROPEAN, buyer=facts.buyer, purchase=facts.purchase, on=day)
    if exemption is not None and total < exemption.euros:
        code, words, row = "below_exemption", EXEMPT, exemption
    elif european is not None:
        formal = total >= european.euros
        code, words, row = ("formal", FORMAL, european) if formal else ("adapted", ADAPTED, european)
    else:
        return ()
    held: dict[str, Fact] = {"amount": total, "threshold": float(row.euros), "day": day}
    return (Finding(code, Severity.NOTE, words, held, certainty=row.certainty),)
