"""What a detector looks at: one text, folded and cut; and what it answers: hits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from tender.clauses.folding import fold
from tender.clauses.sentences import Sentence, sentence_at, split_sentences
from tender.clauses.stems import Places, places_of
from tender.vocabulary.clause import ClauseType

BY_LAW: Final = "staff_transfer"
"""The subtype of what the law lays on the holder, whatever the buyer says."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause seen at text[start:end].

    `strength`: 0 to 1. `generic`: says that there is a social condition, not which; it yields to any hit that
    spells it out. `denied`: the words say there is none.
    """

    type: ClauseType
    start: int
    end: int
    strength: float
    generic: bool = False
    denied: bool = False
    subtype: str | None = None


_REACH = 450
"""Characters on either side of a stem in which a phrase that holds it may stand."""
_NO = re.compile(r"[ :]*(?:non|neant|sans|sans objet|aucune?|nein|keine|no|none)[ .]*")


@dataclass(frozen=True)
class Passage:
    """One text with its folded twin and its sentences; `marked`: it is known to be an award criterion."""

    text: str
    folded: str
    marked: bool = False
    known: Places = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        text: str,
        folded: str | None = None,
        marked: bool = False,
        known: Places | None = None,
    ) -> Passage:
        """Fold and cut a text; `marked`: it is known to be an award criterion (a field of a notice).

        `known`: where stems stand, as Stems.places() gives it.
        """
        folded = fold(text) if folded is None else folded
        return cls(text=text, folded=folded, marked=marked, known=known or {})

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The text cut, once it is asked for: most pages hold nothing and need no cutting."""
        return split_sentences(self.text)

    @cached_property
    def _places(self) -> dict[str, tuple[int, ...]]:
        """Where each stem looked for so far stands; detectors share many."""
        return dict(self.known)

    def places(self, stem: str) -> tuple[int, ...]:
        """Every place of a stem; a leading space is also met by the head of the text."""
        known = self._places.get(stem)
        if known is not None:
            return known
        self._places[stem] = places_of(stem, self.folded)
        return self._places[stem]

    def around(self, stems: Sequence[str]) -> Spans:
        """The stretches of the text near any of the stems, in order: nothing is to be found elsewhere."""
        folded = self.folded
        known, places = self._places, list[int]()
        for stem in stems:
            found = known.get(stem)
            if found is None:
                found = self.places(stem)
            if found:
                places += found
        spans: list[tuple[int, int]] = []
        for place in sorted(places):
            start = max(0, folded.rfind(" ", 0, max(0, place - _REACH)) + 1)
            end = min(len(folded), place + _REACH)
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return tuple(spans)

    def find(
        self, pattern: re.Pattern[str], spans: Spans | None = None
    ) -> Iterator[tuple[Sentence, re.Match[str]]]:
        """Matches with the sentence they start in, offsets in the text; `spans`: where to look."""
        for start, end in spans if spans is not None else ((0, len(self.folded)),):
            for match in pattern.finditer(self.folded, start, end):
                yield self.sentence(match.start()), match

    def sentence(self, offset: int) -> Sentence:
        """The sentence that holds an offset."""
        return self.sentences[sentence_at(self.sentences, offset)]

    def words(self, sentence: Sentence) -> str:
        """A sentence, folded."""
        return self.folded[sentence.start : sentence.end]

    def value_denies(self, sentence: Sentence) -> bool:
        """Whether a short line is a label whose value, on the next line, says no."""
        after = self.following(sentence, 1)[1:]
        return (
            sentence.end - sentence.start < 90 and bool(after) and bool(_NO.fullmatch(self.words(after[0])))
        )

    def following(self, sentence: Sentence, count: int) -> tuple[Sentence, ...]:
        """The sentence and the `count` next ones."""
        first = sentence_at(self.sentences, sentence.start)
        return self.sentences[first : first + count + 1]

    def list_end(self, sentence: Sentence, most: int) -> int:
        """Where the list ends that a sentence opens (it ends in ":", ";" or ","): `most` items at most."""
        end = sentence.end
        for item in self.following(sentence, most)[1:]:
            if not self.folded.endswith((":", ";", ","), 0, end):
                break
            end = item.end
        return end

    def statements(self, spans: Spans, most: int) -> Iterator[tuple[int, int]]:
        """The sentences within spans, each with the list it opens, of `most` items at most."""
        done = 0
        for first, last in spans:
            for sentence in self.sentences[sentence_at(self.sentences, first) :]:
                if sentence.start >= last:
                    break
                if sentence.start >= done:
                    yield sentence.start, self.list_end(sentence, most)
                    done = sentence.start + 1

    def preceding(self, sentence: Sentence, count: int) -> tuple[Sentence, ...]:
        """The `count` sentences before."""
        first = sentence_at(self.sentences, sentence.start)
        return self.sentences[max(0, first - count) : first]
