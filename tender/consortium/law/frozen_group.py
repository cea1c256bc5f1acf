"""R2142-26: the group stays as filed until the contract is signed, save two exceptions."""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("R2142-26",)
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Members gone or come between filing and signature."""
    group = facts.group
    if group.filed_on is None or group.signed_on is not None or not group.members_filed:
        return ()
    gone = [m for m in group.members_filed if m not in group.members]
    come = [m for m in group.members if m not in group.members_filed]
    if not gone and not come:
        return ()
    moves = [f"{facts.name(m)} parti" for m in gone] + [f"{facts.name(m)} entré" for m in come]
    since = f"La composition du groupement a changé depuis le dépôt ({', '.join(moves)})"
    held: dict[str, str | float] = {"gone": ",".join(gone), "come": ",".join(come)}
    if group.replacement_reason in ("restructuring", "prevented"):
        text = f"{since} : la demander à l'acheteur avec ses pièces ; le nouveau membre sera examiné."
        return (Finding("change_to_request", Severity.WARN, text, held),)
    text = (
        f"{since} : la composition est figée jusqu'à la signature, sauf restructuration ou empêchement qui "
        "n'est pas du fait du membre."
    )
    return (Finding("group_frozen", Severity.BLOCK, text, held),)
