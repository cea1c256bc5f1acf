"""L2141-13, L2141-14: a member the buyer finds excluded is replaced in ten days, or the group is out."""

from datetime import date, timedelta

from tender.consortium.law.facts import EXCLUDED, LawFacts
from tender.consortium.law.finding import DATE, Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("L2141-13", "L2141-14")
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

DAYS = timedelta(days=10)

ASK = phrase("Quel jour la demande de l’acheteur de remplacer le membre exclu a-t-elle été reçue ?")
REPLACE = phrase(
    "L’acheteur a demandé le %(asked)s de remplacer un membre frappé d’exclusion : le remplaçant, avec ses "
    "pièces, est à proposer au plus tard le %(until)s, sinon le groupement est écarté."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Asked and counted once the exclusion of a member is the reason of a change."""
    if EXCLUDED not in (facts.answer("group_frozen"), facts.group.replacement_reason):
        return ()
    said = facts.answer("exclusion_asked_on")
    if said is None:
        return (Finding("exclusion_asked_on", Severity.QUESTION, ASK, choices=(DATE,)),)
    asked = date.fromisoformat(said)
    held = {"asked": asked, "until": asked + DAYS}
    return (Finding("excluded_to_replace", Severity.WARN, REPLACE, held),)
