"""L2152-7, R2152-7: since 21 August 2026 an offer is judged on the environment too, never on price alone."""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("L2152-7", "R2152-7")
IN_FORCE = (date(2026, 8, 21), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

NONE_READ = phrase(
    "Aucun critère sur l’environnement n’a été lu, alors qu’un avis envoyé depuis le 21/08/2026 en porte au "
    "moins un, sauf critère unique du coût. Relisez le règlement, ou posez la question à l’acheteur."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Criteria were read and none of them is on the environment."""
    if facts.environmental is not False:
        return ()
    return (Finding("no_environmental_criterion", Severity.WARN, NONE_READ),)
