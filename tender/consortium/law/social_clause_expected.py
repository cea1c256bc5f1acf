"""L2112-2-1: from 21 August 2026 a contract above the European threshold carries a social condition.

The exceptions named (lack of a sufficient link, immediate availability, competition restricted, works of less
than six months) are general knowledge, not verified.
"""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.consortium.law.thresholds import Threshold, lowest
from tender.vocabulary.phrase import phrase

ARTICLE = ("L2112-2-1",)
IN_FORCE = (date(2026, 8, 21), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

EXPECTED = phrase(
    "Montant estimé de %(amount)s € HT, seuil de %(threshold)s € : une clause sociale est attendue et aucune "
    "n’a été lue. À vérifier : une exception est possible, que l’acheteur motive ; posez la question."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """No social clause read in a call above the threshold. Exceptions exist: it is a warning, no more."""
    total = facts.total
    if facts.day is None or total is None or not facts.lots:
        return ()
    row = lowest(Threshold.EUROPEAN, buyer=facts.buyer, purchase=facts.purchase, on=facts.day)
    if row is None or total < row.euros or not all(lot.social_clause is False for lot in facts.lots):
        return ()
    held = {"amount": total, "threshold": float(row.euros)}
    return (Finding("social_clause_expected", Severity.WARN, EXPECTED, held, certainty=row.certainty),)
