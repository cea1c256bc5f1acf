"""The call's own words where they serve the mémoire: a passage for each criterion, and how long it may be."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tender.documents.boxes import shortened
from tender.documents.memo_chapters import is_price
from tender.documents.memo_words import kin, leaves, stems
from tender.documents.memoir import PageLimit
from tender.documents.said import PAGES, Said, number_said, passages
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.paper import folded_name
from tender.vocabulary.source import Evidence

SHORTEST, LONGEST = 50, 330
MOST = 4
"""Passages found for one criterion; the first alone is quoted unless a person chooses."""
FEWEST_WORDS = 8
RARE = 5
"""A word that stands in no more sentences ties one of them to a criterion by itself."""

_LIMITED = re.compile(r"maxi|au plus|limit|depass|exced|plafonn")
_OF_THE_MEMO = re.compile(r"memoire|note (?:technique|methodologique)|offre technique|cadre de reponse")


_LEANS = re.compile(r"(?:Ils?|Elles?|Ce(?:lui|lle|s|tte)?|Ceux|Cela|Ainsi|Toutefois|Cependant)\b")
"""Words that lean on a sentence before."""
_OF_MARKS = re.compile(
    r"\b(?:prix|notes?|notation|ponder\w+|points?|bareme|offres?|candidats?|soumissionnaires?|tableau|donnees)\b"
)


def quotes_for(
    criteria: Sequence[AwardCriterion], said: Iterable[Said]
) -> Mapping[str, tuple[Evidence, ...]]:
    """For each criterion that has no sub-criterion, the passages of the call that share its words.

    The rarer the words shared, the better; a passage serves one criterion only. By the criterion's name.
    """
    found: list[tuple[Said, str, frozenset[str]]] = []
    seen: set[str] = set()
    for page in said:
        for words in passages(page.text):
            bare = folded_name(words)
            if SHORTEST <= len(words) <= LONGEST and bare not in seen and _reads(words):
                seen.add(bare)
                found.append((page, words, stems(words)))
    spread = Counter(stem for _, _, held in found for stem in held)
    wanted = {
        one.name: stems(one.name) | kin(one.name)
        for one in leaves(criteria)
        if not one.sub and not is_price(one)
    }
    scored = []
    for name, words_wanted in wanted.items():
        for rank, (_page, _words, held) in enumerate(found):
            shared = held & words_wanted
            rare = any(spread[stem] <= RARE for stem in shared)
            if len(shared) >= min(2, len(words_wanted)) or rare:
                score = sum(math.log(1 + len(found) / spread[stem]) for stem in shared)
                scored.append((-score, rank, name))
    taken: set[int] = set()
    held_by: dict[str, list[Evidence]] = {name: [] for name in wanted}
    for _score, rank, name in sorted(scored):
        if rank in taken or len(held_by[name]) >= MOST:
            continue
        taken.add(rank)
        page, words, _ = found[rank]
        held_by[name].append(Evidence(page.document, page.page, words))
    return {name: tuple(held) for name, held in held_by.items()}


def _reads(words: str) -> bool:
    """A sentence that stands by itself: not a title, a row of a table, an address, a formula or a mark."""
    if len(words.split()) < FEWEST_WORDS or words[-1] not in ".;!?" or not words[0].isupper():
        return False
    if _LEANS.match(words) or _OF_MARKS.search(folded_name(words)):
        return False
    return sum(sign.isdigit() for sign in words) <= 0.06 * len(words) and not set("@=×%") & set(words)


def page_limit(said: Iterable[Said]) -> PageLimit | None:
    """How many pages the mémoire may have, where the rules of the call say so; None when they do not."""
    for page in said:
        for words in passages(page.text):
            bare = folded_name(words)
            found = PAGES.search(bare)
            if found is None or not _OF_THE_MEMO.search(bare) or not _LIMITED.search(bare):
                continue
            return PageLimit(number_said(found["many"]), shortened(words, 200), page.document, page.page)
    return None
