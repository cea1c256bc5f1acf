"""Which pieces of evidence answer a criterion: by the words they share, the rarest counting most."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from tender.store.evidence import EvidenceBlockRow
from tender.vocabulary.call import AwardCriterion

MOST = 4
"""Blocks proposed for one criterion; more would bury the officer's choice."""

EMPTY_WORDS = frozenset(
    {"valeur", "critere", "qualite", "note", "points", "sous", "avec", "pour", "dans"}
    | {"offre", "offres", "marche", "candidat", "prestations", "prestation", "mise", "oeuvre", "technique"}
)
"""Folded words that stand in most criteria and tell none apart."""


def fitting(criterion: AwardCriterion, blocks: Sequence[EvidenceBlockRow]) -> list[EvidenceBlockRow]:
    """The blocks that share words with the criterion's name or sub-criteria, the likeliest first."""
    wanted = _stems(criterion.name)
    common = _counts(blocks)
    scored = [
        (sum(1 / common[word] for word in _stems(f"{block.title} {block.topics}") & wanted), block)
        for block in blocks
    ]
    kept = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].id))
    return [block for _, block in kept[:MOST]]


def _counts(blocks: Iterable[EvidenceBlockRow]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for block in blocks:
        for word in _stems(f"{block.title} {block.topics}"):
            counts[word] = counts.get(word, 0) + 1
    return counts


def _stems(text: str) -> set[str]:
    """Words without accents, endings cut at six letters so that « sociale » meets « social »."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return {word[:6] for word in re.findall(r"[a-z]{4,}", folded) if word not in EMPTY_WORDS}
