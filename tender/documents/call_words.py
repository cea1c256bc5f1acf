"""The call's own words where they serve the mémoire: a passage for each criterion, and how long it may be."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tender.documents.compliance import Said
from tender.documents.memo_chapters import is_price
from tender.documents.memo_words import leaves, stems
from tender.documents.memoir import PageLimit
from tender.vocabulary.call import AwardCriterion
from tender.vocabulary.paper import folded_name
from tender.vocabulary.source import Evidence

SHORTEST, LONGEST = 50, 330
MOST = 4
"""Passages found for one criterion; the first alone is quoted unless a person chooses."""
FEWEST_WORDS = 8

_LINE = re.compile(r"\n(?![ \t]*(?:[-•▪●–]|\d{1,2}(?:\.\d{1,2})*[ .)]|Article\b|Lot\b|\n))")
_CUT = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀÂÉÈÊÎÔÇ•«–-])|\n+|(?<= :)\s+(?=[A-ZÀÉ])")
_WORDS = {
    "cinq": 5, "six": 6, "huit": 8, "dix": 10, "douze": 12, "quinze": 15, "vingt": 20, "vingt-cinq": 25,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingts": 80, "cent": 100,
}  # fmt: skip
_COUNT = "|".join(sorted((word.replace("-", " ") for word in _WORDS), key=len, reverse=True))
_PAGES = re.compile(
    rf"\b(?P<many>\d{{1,3}}|{_COUNT}) ?(?:\([a-z0-9 ]{{1,20}}\) )?(?:pages?|faces?)\b"
    r"(?P<after>.{0,50})"
)
_LIMITED = re.compile(r"maxi|au plus|limit|depass|exced|plafonn")
_OF_THE_MEMO = re.compile(r"memoire|note (?:technique|methodologique)|offre technique|cadre de reponse")


def passages(text: str) -> Iterator[str]:
    """The sentences of a page: lines that a printer broke are joined, titles and rows stay apart."""
    for part in _CUT.split(_LINE.sub(" ", text)):
        words = " ".join(part.split())
        if words:
            yield words


def quotes_for(
    criteria: Sequence[AwardCriterion], said: Iterable[Said]
) -> Mapping[str, tuple[Evidence, ...]]:
    """For each criterion that has no sub-criterion, the passages of the call that share its words.

    The rarer the words shared, the better; a passage serves one criterion only. By the criterion's name.
    """
    found = [
        (page, words, stems(words))
        for page in said
        for words in dict.fromkeys(passages(page.text))
        if SHORTEST <= len(words) <= LONGEST and _reads(words)
    ]
    spread = Counter(stem for _, _, held in found for stem in held)
    wanted = {one.name: stems(one.name) for one in leaves(criteria) if not one.sub and not is_price(one)}
    scored = []
    for name, words_wanted in wanted.items():
        for rank, (_page, _words, held) in enumerate(found):
            shared = held & words_wanted
            if len(shared) >= min(2, len(words_wanted)) and shared:
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
    """A sentence of prose: not a title, a row of a table, an address or a formula."""
    if len(words.split()) < FEWEST_WORDS or words[-1] not in ".;!?" or not words[0].isupper():
        return False
    return sum(sign.isdigit() for sign in words) <= 0.06 * len(words) and "@" not in words


def page_limit(said: Iterable[Said]) -> PageLimit | None:
    """How many pages the mémoire may have, where the rules of the call say so; None when they do not."""
    for page in said:
        for words in passages(page.text):
            bare = folded_name(words)
            found = _PAGES.search(bare)
            if found is None or not _OF_THE_MEMO.search(bare) or not _LIMITED.search(bare):
                continue
            return PageLimit(number_said(found["many"]), words, page.document, page.page)
    return None


def number_said(text: str) -> int:
    """ "20" or « vingt » → 20."""
    spelled = {word.replace("-", " "): number for word, number in _WORDS.items()}
    return int(text) if text.isdigit() else spelled[text]
