"""Words found in a call's files, whatever their accents, capitals, line breaks, plurals and small slips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.calls import CallFileRow, PageRow, find_call
from tender.vocabulary.source import Box, WordMap
from tender.workbench.errors import NotFound

MOST_HITS: Final = 400
LONGEST: Final = 300
"""Characters of a query that are looked at."""
_AROUND: Final = 90
_NEAR: Final = 200
"""Characters within which the words of a query that stand apart must all be."""
_SMALL: Final = re.compile(
    r"les?|la|l|une?|d(?:es?|u)?|aux?|a|et|en|par|pour|sur|dans|ou|est|the|of|d(?:er|ie|as)"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place found: the file, the page, the spans in its text, and the words around the first of them."""

    file: CallFileRow
    page: PageRow
    spans: tuple[tuple[int, int], ...]

    @property
    def around(self) -> tuple[str, str, str]:
        """The text before, the words found, the text after."""
        start, end = self.spans[0][0], self.spans[-1][1]
        text = self.page.text
        parts = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
        before, found, after = (re.sub(r"\s+", " ", part) for part in parts)
        return before, found, after


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave. `instead`: the words looked for in place of those given, when these are nowhere.

    `apart`: the words stand near each other, not one after the other.
    """

    hits: tuple[Hit, ...] = ()
    instead: str = ""
    apart: bool = False

    @property
    def by_file(self) -> list[tuple[CallFileRow, int]]:
        """Each file with its number of hits, in the files' order."""
        counts: dict[int, int] = {}
        files: dict[int, CallFileRow] = {}
        for hit in self.hits:
            files[hit.file.id] = hit.file
            counts[hit.file.id] = counts.get(hit.file.id, 0) + 1
        return [(files[number], count) for number, count in counts.items()]


def search(session: Session, actor: UserRow, call_id: int, words: str) -> Found:
    """Where these words stand in the call's present files: one after the other, else near each other.

    Words found nowhere are tried as the nearest ones that are in the files.
    """
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    pages = [(file, page) for file in call.files for page in file.pages]
    return find(pages, words)


def find(pages: Sequence[tuple[CallFileRow, PageRow]], words: str) -> Found:
    """The same among these pages."""
    wanted = _words(words[:LONGEST])
    if not wanted or sum(map(len, wanted)) < 2:
        return Found()
    folded = [(file, page, fold(page.text)) for file, page in pages]
    for asked, instead in _wordings(wanted, folded):
        hits = _phrase(asked, folded)
        if hits:
            return Found(hits, instead)
        hits = _near(asked, folded)
        if hits:
            return Found(hits, instead, apart=True)
    return Found()


Folded = tuple[CallFileRow, PageRow, str]


def _wordings(wanted: Sequence[str], folded: Iterable[Folded]) -> Iterable[tuple[list[str], str]]:
    """The words as given; then each word that no file holds replaced by its nearest."""
    yield list(wanted), ""
    known = {word for _, _, text in folded for word in re.findall(r"[^\W_]{3,}", text)}
    nearest = [
        word if word in known or len(word) < 4 else next(iter(get_close_matches(word, known, 1, 0.78)), word)
        for word in wanted
    ]
    if nearest != list(wanted):
        yield nearest, " ".join(nearest)


def _phrase(wanted: Sequence[str], folded: Iterable[Folded]) -> tuple[Hit, ...]:
    """Hits of the words one after the other, whatever stands for a space between them."""
    pattern = re.compile(r"[\W_]+".join(_stem(word) for word in wanted))
    hits: list[Hit] = []
    for file, page, text in folded:
        for match in pattern.finditer(text):
            hits.append(Hit(file, page, (match.span(),)))
            if len(hits) >= MOST_HITS:
                return tuple(hits)
    return tuple(hits)


def _near(wanted: Sequence[str], folded: Iterable[Folded]) -> tuple[Hit, ...]:
    """Hits of all the words that carry meaning within a few lines, in any order."""
    strong = [word for word in wanted if not _SMALL.fullmatch(word)] or list(wanted)
    if len(strong) < 2:
        return ()
    patterns = [re.compile(rf"\b{_stem(word)}") for word in strong]
    hits: list[Hit] = []
    for file, page, text in folded:
        end = -1
        for match in patterns[0].finditer(text):
            if match.start() < end:
                continue
            left, right = max(0, match.start() - _NEAR), match.end() + _NEAR
            others = [pattern.search(text, left, right) for pattern in patterns[1:]]
            if all(others):
                spans = sorted([match.span(), *(other.span() for other in others if other)])
                hits.append(Hit(file, page, tuple(spans)))
                end = spans[-1][1]
            if len(hits) >= MOST_HITS:
                return tuple(hits)
    return tuple(hits)


def _stem(word: str) -> str:
    """The word, its plural and its feminine; a word cut at the end of a line is found whole."""
    bare = word[:-1] if len(word) > 4 and word[-1] in "sx" else word
    letters = r"(?:-\n)?".join(re.escape(letter) for letter in bare)
    return letters if len(bare) < 4 else rf"{letters}(?:e?s|x|e)?"


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


class _Table(dict[int, str]):
    """What each character is searched as: lower case, no accent; one for one, so that offsets still fit."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKD", character)[:1].lower()[:1] or character
        self[code] = "'" if character in "’‘ʼ" else plain
        return self[code]


_TABLE = _Table()


def fold(text: str) -> str:
    """Lower case without accents, as many characters as before."""
    return text.translate(_TABLE)


def boxes_of(session: Session, page: PageRow, spans: Iterable[tuple[int, int]]) -> tuple[Box, ...]:
    """Where these spans of a page's text are printed; none where the format has no printed page."""
    session.refresh(page, ["words"])
    words = WordMap.unpacked(page.words)
    return tuple(box for start, end in spans for box in words.boxes(start, end))
