"""Which file of a dossier a newly sent one takes the place of, and whether it is of that dossier at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tender.parsing.comparing import alike
from tender.parsing.flow import fold
from tender.vocabulary.call import Reading
from tender.vocabulary.source import DocumentKind, Source

_SAME_PAPER: Final = 0.5
"""Share of the old paper's lines that the new one repeats, figures left aside: that paper, rectified."""
_SAME_OTHER: Final = 0.8
"""The same for papers of which a call has several: annexes, notices, registers of questions."""
_ONE_OF_ITS_KIND: Final = (
    DocumentKind.RC,
    DocumentKind.CCAP,
    DocumentKind.CCTP,
    DocumentKind.CCP,
    DocumentKind.AE,
    DocumentKind.BPU,
    DocumentKind.DQE,
    DocumentKind.DPGF,
)


def superseded(held: Sequence[Source], sent: Sequence[Source]) -> dict[str, str]:
    """The name of each sent file that replaces one held, and the name of that one.

    A file of the same name does, and one of the same kind that repeats most of its lines; a short
    rectification, a notice or a letter stands beside what it corrects. Bytes already held replace nothing
    but their own name.
    """
    found: dict[str, str] = {}
    free = {source.name: source for source in held}
    known = {source.sha256 for source in held}
    for new in sent:
        same = next((name for name in free if fold(_last(name)) == fold(_last(new.name))), None)
        if same is not None and (same == new.name or free[same].kind is new.kind):
            found[new.name] = same
            del free[same]
    for new in sent:
        if new.name in found or new.refused or new.sha256 in known:
            continue
        shares = {name: shared(old, new) for name, old in free.items() if old.kind is new.kind}
        best = max(shares, key=lambda name: shares[name], default=None)
        least = _SAME_PAPER if new.kind in _ONE_OF_ITS_KIND else _SAME_OTHER
        if best is not None and shares[best] >= least:
            found[new.name] = best
            del free[best]
    return found


def of_another_call(buyer: str, reference: str, told: Reading) -> bool:
    """Whether files state both another buyer and another reference than the call they were sent for."""
    if not (buyer and reference and told.buyer and told.reference):
        return False
    held, new = (re.sub(r"[^a-z0-9]", "", fold(one)) for one in (reference, told.reference.value))
    return held not in new and new not in held and not alike(buyer, told.buyer.value)


def shared(old: Source, new: Source) -> float:
    """The share of the old paper's lines that stand in the new one, figures left aside; 0 without text."""
    lines = _lines(old)
    return len(lines & _lines(new)) / len(lines) if lines else 0.0


def _lines(source: Source) -> set[str]:
    lines = (
        re.sub(r"[\d\W_]+", " ", fold(line)).strip()
        for page in source.pages
        for line in page.text.split("\n")
    )
    return {line for line in lines if len(line) >= 12}


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]
