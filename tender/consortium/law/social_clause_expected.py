"""L2112-2-1: from 21 August 2026 a contract above the European threshold carries a social condition."""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.consortium.law.thresholds import Threshold, threshold

ARTICLE = ("L2112-2-1",)
IN_FORCE = (date(2026, 8, 21), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """No social clause read in a call above the threshold. Exceptions exist: it is a question, no more."""
    if facts.sent_on is None:
        return ()
    row = threshold(Threshold.EUROPEAN, buyer=facts.buyer, purchase=facts.purchase, on=facts.sent_on)
    amounts = [lot.amount for lot in facts.lots]
    if row is None or not amounts or any(amount is None for amount in amounts):
        return ()
    total = sum(amount for amount in amounts if amount is not None)
    silent = all(lot.social_clause is False for lot in facts.lots)
    if total < row.euros or not silent:
        return ()
    text = (
        f"Montant estimé de {_thousands(total)} € HT, seuil de {_thousands(row.euros)} € : une clause "
        "sociale est attendue et aucune n'a été lue. À vérifier : une exception est possible."
    )
    return (
        Finding("social_clause_expected", Severity.QUESTION, text, {"amount": total, "threshold": row.euros}),
    )


def _thousands(euros: float) -> str:
    return f"{euros:,.0f}".replace(",", " ")
