"""SOCIAL_OTHER_EXEC: whoever performs takes over the staff of the contract before ("reprise du personnel").

The law or a collective agreement lays it on the holder whether the buyer says so or not. So it is told of a
whole call, where a bidder must reckon with it, marked as `by_law`, and never counted as a condition that the
buyer chose (L2112-2-1 CCP). Source: L1224-1 of the Code du travail; annexe 7 of the collective agreement of
cleaning.
"""

from __future__ import annotations

from collections.abc import Iterator

from tender.clauses.duties import SUPPOSED
from tender.clauses.negation import denied
from tender.clauses.passage import BY_LAW, Hit, Passage
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

STEMS = ("reprise d", "reprise obl", "reprise tot", "reprend", "1224-1", "transfert d")

_TAKEN_OVER = phrase(
    r"reprise (?:obligatoire |totale |integrale )?(?:d[eu]s? )?(?:personnels?|salaries|contrats de travail"
    r"|effectifs)",
    r"repren(?:dre|d|dra)\b[\w ',%\"()]{0,60} (?:personnels?|salaries|contrats de travail|effectifs)",
    r"transfert d(?:u|es) (?:personnels?|contrats de travail|salaries)",
)
_DUTY = phrase(
    r"obligat\w+|oblige\w*|(?:est|sera|sont) (?:tenue?s?|soumise?s?|applicables?)|devr\w+|doi\w*t|s'engage\w*"
    r"|inclut|comporte|comprend|prevu\w*|prevoit|repren(?:d|dra)|clause de reprise|s'impose\w*",
)


def detect(passage: Passage) -> Iterator[Hit]:
    """Statements that the staff is taken over; what merely informs of it states nothing."""
    for sentence, match in passage.find(_TAKEN_OVER, passage.around(STEMS)):
        words = passage.words(sentence)
        start, end = match.start() - sentence.start, min(match.end(), sentence.end) - sentence.start
        if denied(words, start, end) or SUPPOSED.search(words[:start]) or not _DUTY.search(words):
            continue
        yield Hit(ClauseType.SOCIAL_OTHER_EXEC, match.start(), match.end(), 0.7, subtype=BY_LAW)
