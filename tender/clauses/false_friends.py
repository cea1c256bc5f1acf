"""The insertion of a building in its site, which is nobody's return to work."""

from __future__ import annotations

import re

_ALONE = re.compile(r"sertions?\b(?![ ](?:sociale|professionnelle|socio|par|des?[ ]|d'))")
_BUILDING = re.compile(
    r"architect|paysag|urbain|urbanis|constructib|esthetique|\bsite\b|batiment|destination"
    r"|(?<!maitre d.)ouvrage|spatial|parcelle|facade|volumetr|esquisse|foncier|\bplans\b|patrimonia"
)
_PEOPLE = re.compile(
    r"public|emploi|social|profession|personnes|chomage|heures|econom|titulaire|entreprise|clause"
)
_BEFORE, _AFTER = 70, 60


def of_a_building(words: str, start: int, end: int) -> bool:
    """Whether words[start:end] name an insertion beside words of building, and none of people."""
    if not _ALONE.search(words, start, end):
        return False
    near = words[max(0, start - _BEFORE) : end + _AFTER]
    return bool(_BUILDING.search(near)) and not _PEOPLE.search(near)
