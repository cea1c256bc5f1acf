"""R2142-4: one person stands for one candidate only in the same call and lot."""

from datetime import date

from tender.consortium.law.facts import Candidacy, LawFacts
from tender.consortium.law.finding import YES_NO, Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("R2142-4",)
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

SAME = phrase(
    "%(person)s agit déjà pour %(who)s sur le lot %(lot)s : une même personne ne peut représenter qu’un seul "
    "candidat, sinon toutes ces offres sont rejetées. Une autre personne doit signer et déposer."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """A signatory or a depositor who also acts for another candidate on a lot of this response."""
    group = facts.group
    ours = {_folded(name) for name in (group.signatory, group.depositor) if name.strip()}
    found: list[Finding] = []
    for other in facts.others:
        if other.lot not in facts.taken() or (group.name and other.group == group.name):
            continue
        names = dict.fromkeys(name.strip() for name in (other.signatory, other.depositor) if name.strip())
        same = [name for name in names if _folded(name) in ours]
        found += [_same(facts, other, name) for name in same] or _asked(facts, other)
    return tuple(found)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _same(facts: LawFacts, other: Candidacy, name: str) -> Finding:
    who = other.group or facts.name(other.member)
    held = {"person": name, "who": who, "lot": other.lot}
    return Finding("two_candidates", Severity.BLOCK, SAME, held, other.member, other.lot)


def _asked(facts: LawFacts, other: Candidacy) -> list[Finding]:
    """Names that differ prove nothing of who presses the button: it is asked."""
    held = {"who": other.group or facts.name(other.member), "lot": other.lot}
    match facts.answer("acts_for_both", member=other.member, lot=other.lot):
        case "no":
            return []
        case "yes":
            words = phrase(
                "La même personne signe ou dépose pour le groupement et pour %(who)s sur le lot %(lot)s : "
                "toutes ces offres seraient rejetées. Une autre personne doit signer et déposer pour l’une."
            )
            return [Finding("two_candidates_said", Severity.BLOCK, words, held, other.member, other.lot)]
    words = phrase(
        "La personne qui signe ou dépose pour le groupement le fait-elle aussi pour %(who)s, candidate de "
        "son côté sur le lot %(lot)s ? La chargée de mission du collectif ne peut déposer que pour l’un."
    )
    return [Finding("acts_for_both", Severity.QUESTION, words, held, other.member, other.lot, choices=YES_NO)]
