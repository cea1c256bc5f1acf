"""D4154-1, R5132-21: no works of the list of particularly dangerous ones for staff supplied.

The list was read in its secondary copies (27 entries, chemical agents and ionising radiation). That R5132-21
carries it over to the associations intermédiaires was read in a secondary source; the article in the law,
L5132-10, is general knowledge, not verified.
"""

from datetime import date

from tender.consortium.law.facts import LawFacts, MemberKind
from tender.consortium.law.finding import YES_NO, Certainty, Fact, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("L5132-10", "R5132-21", "D4154-1")
IN_FORCE = (date(2008, 5, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

LISTED = (
    "amiante", "flocage", "calorifugeage", "benzidine", "dianisidine", "aminobiphényl", "arsénite de sodium",
    "hydrogène arsénié", "auramine", "magenta", "béryllium", "naphtylamine", "toluidine", "brome liquide",
    "cadmium", "chlore gazeux", "chlorométhane", "chlorure de méthyle", "chlorure de vinyle",
    "chlorure de mercure", "oxycyanure de mercure", "dioxyde de manganèse", "acide fluorhydrique",
    "fluor gazeux", "oxychlorure de carbone", "paraquat", "phosphure", "poussières de lin",
    "métaux durs", "rayonnements ionisants", "sulfure de carbone", "tétrachloroéthane",
    "tétrachlorure de carbone", "tétrachlorométhane", "désinsectisation",
)  # fmt: skip
"""Words by which the works of the list are named. Source: D4154-1, 1° to 27°."""

SEEN = phrase(
    "Les documents parlent de : %(words)s. Les tâches confiées exposent-elles à un travail de la liste de "
    "l’article D4154-1 (lot %(lot)s) ?"
)
UNSEEN = phrase(
    "Les tâches confiées exposent-elles à un travail de la liste de l’article D4154-1 (amiante, agents "
    "chimiques, rayonnements) ? Aucun de ses mots n’a été trouvé dans les documents lus (lot %(lot)s)."
)
FORBIDDEN = phrase(
    "Lot %(lot)s : des travaux de la liste de l’article D4154-1 ne peuvent être confiés à des salariés mis à "
    "disposition. Retirez ces tâches, ou le lot."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Asked for each lot taken by an association intermédiaire; a yes bars it."""
    found = []
    for number in facts.taken():
        lot = facts.lot(number)
        members = [facts.member(m) for m, which in facts.pairs() if which == number]
        if lot is None or not any(one and one.kind is MemberKind.AI for one in members):
            continue
        held: dict[str, Fact] = {"lot": number, "words": lot.dangerous}
        match facts.answer("dangerous_works", lot=number):
            case "no":
                continue
            case "yes":
                found.append(Finding("dangerous_forbidden", Severity.BLOCK, FORBIDDEN, held, lot=number))
            case _:
                words = SEEN if lot.dangerous else UNSEEN
                found.append(
                    Finding("dangerous_works", Severity.QUESTION, words, held, lot=number, choices=YES_NO)
                )
    return tuple(found)
