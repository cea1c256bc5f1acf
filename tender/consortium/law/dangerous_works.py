"""L5132-10, R5132-21, D4154-1: no replacement of strikers, no particularly dangerous works."""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity

ARTICLE = ("L5132-10", "R5132-21", "D4154-1")
IN_FORCE = (date(2008, 5, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Words of the documents that recall the list of dangerous works, and a strike at the user's."""
    found = []
    taken = {lot for _, lot in facts.pairs()}
    for lot in facts.lots:
        if lot.number not in taken:
            continue
        if lot.dangerous:
            words = ", ".join(f"« {word} »" for word in lot.dangerous)
            text = (
                f"Lot {lot.number} : le dossier mentionne {words}. Ces travaux figurent-ils sur la liste de "
                "l'article D4154-1 ? Si oui, ils ne peuvent être confiés à des salariés mis à disposition."
            )
            facts_held: dict[str, str | float] = {"words": ", ".join(lot.dangerous)}
            found.append(Finding("dangerous_works", Severity.QUESTION, text, facts_held, lot=lot.number))
        if lot.strike:
            text = f"Lot {lot.number} : aucun salarié mis à disposition ne peut remplacer un gréviste."
            found.append(Finding("strike", Severity.BLOCK, text, lot=lot.number))
    return tuple(found)
