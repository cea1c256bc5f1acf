"""A buyer that says why its contract has no social condition: the derogations of L2112-2-1, in its words.

Source: L2112-2-1 of the Code de la commande publique; the grounds are those of law.md §1: a solution at hand
at once, no sufficient link with the object, competition restricted or performance made hard, works of less
than six months. What is found is quoted, never judged.
"""

from __future__ import annotations

import re
from typing import Final

from tender.clauses.folding import fold
from tender.clauses.sentences import split_sentences

DEROGATION_WORDS: Final = ("2112-2-1", "clause sociale", "clauses sociales", "considération", "consideration")
"""A page without any of these states no derogation."""
LONGEST: Final = 600

_ARTICLE: Final = re.compile(r"l\.? ?2112-2-1\b")
_SOCIAL: Final = re.compile(
    r"\b(?:clauses?|conditions? d'execution|considerations?|dispositions?|obligations?)"
    r"(?: [\w'-]+){0,8} (?:sociales?|social|l'emploi|insertion)\b|\bclauses? sociales?\b"
)
_SET_ASIDE: Final = re.compile(
    r"\bderog\w+|\bexempt\w+|\bdispens\w+|\bexception\b"
    r"|\bne (?:comporte|prevoit|contient|comprend|integre|inclut)\w* (?:pas|aucune)\b"
    r"|\bn'(?:est|a) pas (?:prevue?|inclu\w*|inser\w+|impos\w+|ete prevue?)\b|\baucune clause sociale\b"
)
_GROUND: Final = re.compile(
    r"immediatement disponible|lien (?:suffisant |insuffisant )?avec l'objet|absence de lien|pas de lien"
    r"|restr\w+ (?:de )?(?:la )?concurrence|restreindre la concurrence"
    r"|(?:techniquement|economiquement) (?:difficile|plus difficile)"
    r"|difficulte\w* (?:technique|economique)|duree (?:inferieure a|de moins de) (?:six|6)"
    r"|moins de (?:six|6) mois"
)


def derogation_in(text: str) -> str | None:
    """The words of a text that set the social condition aside, None where there are none.

    The article with a word of derogation is enough; without the article, a ground of it must be given too: a
    bare "no social clause" states no derogation.
    """
    folded = fold(text)
    if not (_ARTICLE.search(folded) or _SOCIAL.search(folded)):
        return None
    found = split_sentences(text)
    for place, one in enumerate(found):
        said = folded[one.start : one.end]
        if not _SET_ASIDE.search(said):
            continue
        after = found[min(place + 1, len(found) - 1)]
        around = folded[one.start : after.end]
        if _ARTICLE.search(said) or (_SOCIAL.search(said) and _GROUND.search(around)):
            end = one.end if _GROUND.search(said) or not _GROUND.search(around) else after.end
            return text[one.start : end].strip()[:LONGEST]
    return None
