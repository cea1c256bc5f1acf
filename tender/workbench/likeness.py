"""Which pieces of evidence answer a criterion: by the words they share, the rarest counting most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tender.documents.memo_chapters import is_price
from tender.documents.memo_words import leaves, stems
from tender.store.evidence import EvidenceBlockRow
from tender.vocabulary.call import AwardCriterion

MOST = 4
"""Blocks proposed for one criterion; more would bury the officer's choice."""

IN_TEXT = 0.2
"""What a word counts for that stands in the text alone, not in the title or the key words."""

LEAST = 0.2
"""A block this much less like the criterion than the best is not proposed."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A block and why it is proposed: the words it shares with the criterion, as written there."""

    block: EvidenceBlockRow
    score: float
    words: tuple[str, ...]


def likenesses(criterion: AwardCriterion, blocks: Sequence[EvidenceBlockRow]) -> list[Likeness]:
    """The blocks that share words with the criterion's name or words, the likeliest first."""
    said = " ".join((criterion.name, *(one.quote for one in criterion.evidence)))
    wanted = stems(said)
    heads = {block.id: stems(f"{block.title} {block.topics}") for block in blocks}
    spread = Counter(stem for held in heads.values() for stem in held)
    found = []
    for block in blocks:
        shared = heads[block.id] & wanted
        beside = (stems(block.text) & wanted) - shared
        score = sum(1 / spread[stem] for stem in shared)
        score += sum(IN_TEXT / max(1, spread[stem]) for stem in beside)
        if shared or len(beside) > 1:
            found.append(Likeness(block, score, _as_written(shared | beside, said)))
    found.sort(key=lambda one: (-one.score, one.block.id))
    return [one for one in found[:MOST] if one.score >= LEAST * found[0].score]


def proposals(
    criteria: Sequence[AwardCriterion], blocks: Sequence[EvidenceBlockRow]
) -> dict[str, list[Likeness]]:
    """For each criterion's name its likeliest blocks: each block where it answers best, and once more only
    where nothing else answers. A criterion with sub-criteria is answered by them.
    """
    ends = [one for one in leaves(criteria) if not one.sub and not is_price(one)]
    alike = {one.name: likenesses(one, blocks) for one in ends}
    best: dict[int, tuple[float, str]] = {}
    for name, held in alike.items():
        for one in held:
            if one.score > best.get(one.block.id, (0.0, ""))[0]:
                best[one.block.id] = (one.score, name)
    kept = {}
    for name, held in alike.items():
        own = [one for one in held if best[one.block.id][1] == name]
        kept[name] = own or held[:1]
    return kept


def _as_written(shared: frozenset[str], said: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W\d_]{4,}", said)
    first = {stem: word.lower() for word in reversed(words) for stem in stems(word)}
    return tuple(sorted(first[stem] for stem in shared if stem in first))
