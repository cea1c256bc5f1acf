"""R2142-7, R2142-25: the turnover a buyer may ask, and what the group's members have together.

One and a half times the estimated amount since 1 January 2026 (decree 2025-1383), twice before; more where
the documents justify it. That of before 2026 is general knowledge, not verified.
"""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Fact, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("R2142-7", "R2142-25")
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

SINCE = date(2026, 1, 1)
MOST, MOST_BEFORE = 1.5, 2.0
"""Times the estimated amount, since SINCE and before."""

OVER = phrase(
    "Le chiffre d’affaires exigé, %(asked)s € (%(where)s), dépasse le plafond de %(ceiling)s € qui découle "
    "du montant estimé de %(amount)s € HT : l’acheteur doit le justifier. Posez-lui la question ; rien "
    "n’empêche de répondre."
)
SHORT = phrase(
    "Le chiffre d’affaires exigé est de %(asked)s € (%(where)s) ; les membres de la réponse font ensemble "
    "%(together)s € la meilleure des trois dernières années. Ajoutez un membre, ou l’appui d’une autre "
    "structure."
)
UNKNOWN = phrase(
    "Un chiffre d’affaires de %(asked)s € est exigé (%(where)s) ; il n’est pas renseigné pour %(members)s. "
    "Les capacités du groupement s’additionnent : complétez leurs fiches."
)
ENOUGH = phrase(
    "Chiffre d’affaires exigé : %(asked)s € (%(where)s) ; les membres de la réponse font ensemble "
    "%(together)s €."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """What is asked beyond what may be, and whether the members of the response have it together."""
    if facts.turnover_asked is None:
        return ()
    asked: dict[str, Fact] = {"asked": facts.turnover_asked, "where": facts.turnover_where}
    return (*_over(facts, asked), *_together(facts, asked))


def _over(facts: LawFacts, asked: dict[str, Fact]) -> tuple[Finding, ...]:
    day = facts.day or SINCE
    if facts.total is None or facts.turnover_asked is None:
        return ()
    ceiling = facts.total * (MOST if day >= SINCE else MOST_BEFORE)
    if facts.turnover_asked <= ceiling:
        return ()
    held = {**asked, "ceiling": ceiling, "amount": facts.total}
    sure = Certainty.SECONDARY if day >= SINCE else Certainty.GENERAL
    return (Finding("turnover_over_ceiling", Severity.WARN, OVER, held, certainty=sure),)


def _together(facts: LawFacts, asked: dict[str, Fact]) -> tuple[Finding, ...]:
    inside = {part.member for part in facts.parts}
    members = [one for one in facts.members if one.id in inside]
    unknown = tuple(one.name for one in members if one.turnover is None)
    together = sum(one.turnover or 0.0 for one in members)
    if facts.turnover_asked is not None and together >= facts.turnover_asked:
        return (Finding("turnover_enough", Severity.NOTE, ENOUGH, {**asked, "together": together}),)
    if unknown:
        return (Finding("turnover_unknown", Severity.WARN, UNKNOWN, {**asked, "members": unknown}),)
    return (Finding("turnover_short", Severity.WARN, SHORT, {**asked, "together": together}),)
