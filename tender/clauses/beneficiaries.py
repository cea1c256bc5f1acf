"""Who a reservation favours: SIAE, EA and ESAT, both, the social economy, prisons; by words, else by article.

Source: L2113-12 to L2113-15 CCP; before: CMP art. 15, ordonnance 2015-899 art. 36 and 37.
"""

from __future__ import annotations

import re

from tender.clauses.phrases import phrase
from tender.clauses.scope import lot_mentions
from tender.vocabulary.clause import ClauseType

_RECIPIENT = {
    ClauseType.RESERVED_SIAE: phrase(
        r"{SIAE}",
        r"l\.? ?5132-4",
        r"(?:structures?|organismes?|entreprises?|associations?)[\w ,']{0,40}{INSERTION}",
    ),
    ClauseType.RESERVED_EA_ESAT: phrase(
        r"{EA_ESAT}",
        r"l\.? ?5213-13",
        r"l\.? ?344-2",
        r"entreprises (?:ou|et) (?:d'|des |les )?etablissements (?:vise|mentionne)e?s",
    ),
    ClauseType.RESERVED_ESS: phrase(r"{ESS}"),
    ClauseType.RESERVED_OTHER: phrase(r"{PRISON}"),
}
_BOTH = phrase(
    r"handicap\w* (?:et(?:/ou)?|ou)(?: des| aux)?(?: (?:personnes"
    r"|travailleurs))? (?:socialement )?(?:defavorise|desavantage)\w*",
    r"defavorise\w* (?:et(?:/ou)?|ou)(?: des)?(?: (?:personnes|travailleurs))? handicap\w*",
    r"objet principal est l'integration sociale et professionnelle de personnes handicapees ou defavorisees",
)
_KEPT_FOR_INSERTION = phrase(r"~ ?(?:a l'|aux? (?:secteur|structures?) de l'|pour l')?{INSERTION}\b")
_SIAE_ARTICLE = phrase(r"[lr]?\.? ?2113-13", r"36-ii\b", r"article 36 ii\b")
_HANDICAP_ARTICLE = phrase(
    r"[lr]?\.? ?2113-12", r"article 15(?: du (?:code des marches|cmp))?", r"36-i\b", r"article 36 i\b"
)
_BOTH_ARTICLE = phrase(
    r"l?\.? ?2113-14", r"l?\.? ?2113-12 (?:a|et|ou|et/ou) (?:l?\.? ?2113-)?1[34]\b", r"l?\.? ?2113-12 a"
)
_PRISON_ARTICLE = phrase(r"[lr]?\.? ?2113-13-1")
_ESS_ARTICLE = phrase(r"[lr]?\.? ?2113-1[56]", r"article 37 de l'ordonnance")
_PAIR = frozenset({ClauseType.RESERVED_SIAE, ClauseType.RESERVED_EA_ESAT})


def by_words(words: str) -> list[ClauseType]:
    """Who is favoured, as types; SIAE and EA/ESAT in one breath are RESERVED_BOTH, by lots they stay two."""
    if _BOTH.search(words):
        return [ClauseType.RESERVED_BOTH]
    found = [kind for kind, pattern in _RECIPIENT.items() if pattern.search(words)]
    if not found and _KEPT_FOR_INSERTION.match(words):
        return [ClauseType.RESERVED_SIAE]
    if set(found) >= _PAIR:
        if len([m for m in lot_mentions(words) if m.numbers]) >= 2:
            return found
        if _insertion_of_disabled(words):
            return [ClauseType.RESERVED_EA_ESAT]
        found = [ClauseType.RESERVED_BOTH, *[k for k in found if k not in _PAIR]]
    if ClauseType.RESERVED_OTHER in found and len(found) > 1:
        found.remove(ClauseType.RESERVED_OTHER)
    return found


def _insertion_of_disabled(words: str) -> bool:
    """ "L'insertion des travailleurs handicapés": the word insertion alone names no SIAE."""
    named = [m.group() for m in _RECIPIENT[ClauseType.RESERVED_SIAE].finditer(words)]
    return "handicap" in words and all(re.match(r"\w*sertion", m) for m in named)


def first_place(kind: ClauseType, words: str) -> int | None:
    """Where the words first name those a type favours."""
    match = _RECIPIENT[kind].search(words) if kind in _RECIPIENT else None
    return match.start() if match else None


def by_article(words: str) -> ClauseType | None:
    """Who the cited article favours; articles are often wrong, so only where the words are silent."""
    if _PRISON_ARTICLE.search(words):
        return ClauseType.RESERVED_OTHER
    siae, handicap = _SIAE_ARTICLE.search(words), _HANDICAP_ARTICLE.search(words)
    if _BOTH_ARTICLE.search(words) or (siae and handicap):
        return ClauseType.RESERVED_BOTH
    if handicap:
        return ClauseType.RESERVED_EA_ESAT
    if siae:
        return ClauseType.RESERVED_SIAE
    return ClauseType.RESERVED_ESS if _ESS_ARTICLE.search(words) else None
