"""The day the notice was sent dates the rules: asked where a change of rule fell shortly before it came in.

The changes: European thresholds of 2026 and decree 2025-1383 (1 January 2026), decree 2025-1386 (1 April
2026), article 35 of the law of 22 August 2021 (21 August 2026).
"""

from datetime import date, timedelta

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import DATE, Certainty, Fact, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("R2122-8", "L2112-2-1", "L2152-7")
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

CHANGES = (date(2026, 1, 1), date(2026, 4, 1), date(2026, 8, 21))
LONGEST = timedelta(days=180)
"""A notice older than this when it comes in is not expected."""

ASK = phrase(
    "Quel jour l’avis a-t-il été envoyé à la publication ? Les règles ont changé le %(change)s ; celles du "
    "%(received)s, jour où l’appel est arrivé, sont appliquées en attendant."
)


READ = phrase("Avis envoyé le %(day)s selon %(where)s : les règles de ce jour sont appliquées.")


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Asked once, where the answer may change what holds."""
    if facts.sent_on is not None and facts.sent_where:
        read: dict[str, Fact] = {"day": facts.sent_on, "where": facts.sent_where}
        return (Finding("sent_on_read", Severity.NOTE, READ, read),)
    if facts.sent_on is not None or facts.received_on is None:
        return ()
    recent = [day for day in CHANGES if day <= facts.received_on < day + LONGEST]
    if not recent:
        return ()
    held = {"change": recent[-1], "received": facts.received_on}
    return (Finding("sent_on_unknown", Severity.QUESTION, ASK, held, choices=(DATE,)),)
