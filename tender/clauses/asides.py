"""What other articles say of an insertion clause: who helps with it, and the ways to perform it.

They stand apart from the clause ("6.5 Accompagnement", an annex), so they are read once a clause is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from tender.clauses import attributes
from tender.clauses.folding import fold
from tender.clauses.passage import Passage
from tender.clauses.phrases import phrase

_CUES = ("facilitat", "maison de l", "plie", "interm", "etti", "geiq", "parcours d", "en parcours")
"""Without accents, for the text as written: most pages hold none and need no folding."""
_ABOUT = phrase(
    r"{INSERTION}{NOT_WORK}",
    r"clauses? sociales?",
    r"associations? intermediaires?|\betti\b|\bgeiq\b",
    r"salaries en parcours",
)
_WHO = phrase(
    r"facilitat(?:eur|rice)s?", r"maison de l'emploi", r"\bplie\b", r"plan local pour l'{INSERTION}"
)


@dataclass(frozen=True, slots=True)
class Aside:
    """text[start:end] names the facilitator, where one is named."""

    start: int
    end: int
    facilitator: str | None
    modes: tuple[str, ...]


def aside_on(text: str) -> Aside | None:
    """What a page says beside the clause itself, None where it says nothing of it."""
    lower = text.lower()
    if not any(cue in lower for cue in _CUES):
        return None
    folded = fold(text)
    passage = Passage.of(text, folded=folded)
    modes: list[str] = []
    facilitator, start, end = None, 0, 0
    for sentence in passage.sentences:
        words = passage.words(sentence)
        if not _ABOUT.search(words):
            continue
        modes += attributes.modes_in(words)
        if facilitator is None and _WHO.search(words):
            facilitator, _ = attributes.facilitator_in(text[sentence.start : sentence.end], words)
            start, end = (sentence.start, sentence.end) if facilitator else (start, end)
    if facilitator is None and not modes:
        return None
    return Aside(start, end, facilitator, tuple(dict.fromkeys(modes)))
