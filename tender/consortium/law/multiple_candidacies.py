"""R2142-21, R2151-7: the documents may forbid more than one candidacy, lot by lot; silence allows it."""

from datetime import date

from tender.consortium.law.facts import Candidacy, LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("R2142-21", "R2151-7")
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """A member of this group that stands for the same lot elsewhere, alone or in another group.

    The judge reads a prohibition lot by lot: another lot of the same call is another competition.
    """
    pairs = set(facts.pairs())
    return tuple(_finding(facts, other) for other in facts.others if (other.member, other.lot) in pairs)


def _finding(facts: LawFacts, other: Candidacy) -> Finding:
    alone = other.group is None
    rule = facts.group.alone_and_in_group if alone else facts.group.several_groups
    elsewhere = "seul" if alone else f"dans le groupement {other.group}"
    who = f"{facts.name(other.member)} candidate aussi {elsewhere} sur le lot {other.lot}"
    held: dict[str, str | float] = {"elsewhere": other.group or "", "rule": rule or "silent"}
    if rule == "forbidden":
        text = f"{who} : le règlement de la consultation l'interdit. Il faut choisir avant le dépôt."
        return Finding("several_forbidden", Severity.BLOCK, text, held, other.member, other.lot)
    if rule == "allowed":
        text = f"{who} : le règlement l'autorise. Les prix et capacités doivent rester séparés."
        return Finding("several_allowed", Severity.WARN, text, held, other.member, other.lot)
    text = f"{who} : le règlement n'en dit rien, ce qui vaut autorisation. À confirmer auprès de l'acheteur."
    return Finding("several_silent", Severity.WARN, text, held, other.member, other.lot)
