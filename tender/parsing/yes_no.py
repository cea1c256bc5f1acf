"""The answer ticked in a pair of boxes: « ☐ Oui ☒ Non », « Oui ☒ Non ☐ »."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

_BOX: Final = r"[☒☑☐□✓✔\uf000-\uf0ff]"
_GAP: Final = r"[^a-z☒☑☐□✓✔]{0,14}"
_BOXES_FIRST: Final = re.compile(rf"(?P<yes>{_BOX})\s*(?:oui|ja)\b{_GAP}(?P<no>{_BOX})\s*(?:non|nein)\b")
_REPLIES_FIRST: Final = re.compile(rf"\b(?:oui|ja)\s*(?P<yes>{_BOX}){_GAP}\b(?:non|nein)\s*(?P<no>{_BOX})")
_TICKED: Final = frozenset("☒☑✓✔\uf0fe\uf053\uf052\uf078")


class Ticked(Enum):
    """Which box of a pair shows a tick; UNSAID: neither does, or both do."""

    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"


def ticked(folded: str, start: int, within: int) -> Ticked | None:
    """What the pair of boxes within so many characters of a place says; None where no pair stands there."""
    stop = min(len(folded), start + within)
    pairs = [found for way in (_REPLIES_FIRST, _BOXES_FIRST) if (found := way.search(folded, start, stop))]
    if not pairs:
        return None
    first = min(pairs, key=re.Match.start)
    yes, no = first["yes"] in _TICKED, first["no"] in _TICKED
    if yes == no:
        return Ticked.UNSAID
    return Ticked.YES if yes else Ticked.NO
