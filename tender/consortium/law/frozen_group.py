"""R2142-26: the group stays as filed until the contract is signed, save two exceptions and an exclusion."""

from datetime import date

from tender.consortium.law.facts import EXCLUDED, LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("R2142-26",)
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = False

EXCEPTIONS = ("restructuring", "prevented", EXCLUDED)
"""What alone may change a group between filing and signature."""

FROZEN = phrase(
    "La composition du groupement a changé depuis le dépôt (parties : %(gone)s ; entrées : %(come)s). Elle "
    "est figée jusqu’à la signature, sauf restructuration d’un membre, empêchement qui n’est pas de son "
    "fait ou exclusion qu’oppose l’acheteur (L2141-13) : dites lequel, avec ses pièces, ou revenez au "
    "groupement déposé."
)
TO_REQUEST = phrase(
    "La composition du groupement a changé depuis le dépôt (parties : %(gone)s ; entrées : %(come)s) pour "
    "une raison admise : demandez-le à l’acheteur avec les pièces ; il examinera la candidature du nouveau "
    "membre."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Members gone or come between filing and signature."""
    group = facts.group
    if group.filed_on is None or group.signed_on is not None or not group.members_filed:
        return ()
    gone = tuple(facts.name(m) for m in group.members_filed if m not in group.members)
    come = tuple(facts.name(m) for m in group.members if m not in group.members_filed)
    if not gone and not come:
        return ()
    held = {"gone": gone or ("–",), "come": come or ("–",)}
    if (facts.answer("group_frozen") or group.replacement_reason) in EXCEPTIONS:
        return (Finding("change_to_request", Severity.WARN, TO_REQUEST, held),)
    return (Finding("group_frozen", Severity.BLOCK, FROZEN, held, choices=EXCEPTIONS),)
