"""Pieces of words looked for in many texts at once.

A file says five times fewer words than it has: each different one is asked which stems it holds, and a stem
is then looked for only in the texts that have such a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

Places = Mapping[str, tuple[int, ...]]
"""Where each stem stands in a text."""


class Stems:
    """Stems, of one word or several; a leading space is also met by the head of a text."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._nowhere: dict[str, tuple[int, ...]] = dict.fromkeys(stems, ())
        self._telling = {stem: max(stem.split(), key=len) for stem in self._nowhere}
        first = itemgetter(0)
        # By first letter, so that a letter is compared with twenty others and not with hundreds of words.
        letters = groupby(sorted({*self._telling.values()}), key=first)
        ends = {letter: "|".join(re.escape(word[1:]) for word in words) for letter, words in letters}
        self._any = re.compile("|".join(f"{re.escape(letter)}(?:{end})" for letter, end in ends.items()))

    def places(self, texts: Sequence[str]) -> Iterator[Places]:
        """For each folded text, where each stem stands in it; nothing of texts without any."""
        words = [{*text.split(" ")} for text in texts]
        held = self._held(set[str]().union(*words))
        for text, said in zip(texts, words, strict=True):
            likely = {stem for word in held.keys() & said for stem in held[word]}
            found = {stem: places for stem in likely if (places := places_of(stem, text))}
            yield {**self._nowhere, **found} if found else {}

    def _held(self, words: Iterable[str]) -> dict[str, list[str]]:
        """The words that hold a stem, or the longest word of one, each with its stems."""
        telling = filter(self._any.search, words)
        return {word: [stem for stem, piece in self._telling.items() if piece in word] for word in telling}


def places_of(stem: str, text: str) -> tuple[int, ...]:
    """Every place of a stem in a folded text."""
    found = [0] if stem[0] == " " and text.startswith(stem[1:]) else []
    place = text.find(stem)
    while place >= 0:
        found.append(place)
        place = text.find(stem, place + len(stem))
    return tuple(found)
