"""Lots named after a clause that are spoken of for something else.

"Le lot 1 comporte une clause d'insertion et les lots 1 et 3 une visite": the visit is no matter of it.
A mention with a preposition ("aux lots 1 et 3", "pour le lot 2") belongs to what stands before it; one
without is the subject of what follows.
"""

from __future__ import annotations

import re

from tender.clauses.scope import LotMention

_SUBJECT = re.compile(
    r"(?:^|[,;.:)]|\bet|\bmais|\bainsi que|\btandis que)[ ]*(?:les?|chaque|le present)?[ ]*$"
)
_PREDICATE = re.compile(
    r"[ ]*(?:\([^)]*\)|[\"'][^\"']*[\"'])?[ ]*(?:comport|ont\b|a\b|est\b|sont\b|fai[st]|font|fera|feront"
    r"|ser(?:a|ont)\b"
    r"|devr|doi|aur(?:a|ont)\b|peu|pourr|disposent|n'|ne\b|une?\b|des\b)"
)
_OF_THE_CLAUSE = re.compile(
    r"[^.;]{0,90}?(?:concern|soumis|assujett|\bvise|egalement|aussi|\bmeme|\d[ ]?h\b|heures?\b|\d[ ]?%"
    r"|insertion"
    r"|clauses? social|cette|condition)"
)
_NOT_SOCIAL = re.compile(r"[^.;]{0,60}?(?:environnement|visite|variante|avance|delai|tranche)")
_ITEM = re.compile(r"[ ]*[:–-]")
_AMOUNT = re.compile(r"[^.;\n]{0,140}?\d[ ]?(?:h\b|heures?\b|%)")


def of_another(folded: str, hit: tuple[int, int], mention: LotMention, known_before: bool) -> bool:
    """Whether a mention after a clause at folded[slice(*hit)] is about something else.

    `known_before`: lots are named before the clause, in its own sentence; a mere list that follows then tells
    what the other lots are, unless it gives them an amount too.
    """
    if mention.start < hit[1] or mention.every:
        return False
    if not _SUBJECT.search(folded[hit[1] : mention.start]):
        return False
    after = folded[mention.end : mention.end + 160]
    if _PREDICATE.match(after):
        return bool(_NOT_SOCIAL.match(after)) or not _OF_THE_CLAUSE.match(after)
    return known_before and bool(_ITEM.match(after)) and not _AMOUNT.match(after)
