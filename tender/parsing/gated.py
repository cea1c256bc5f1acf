"""Patterns that look only where one of their beginnings stands.

A regular expression that begins with words to choose from is tried at every character of a text, five to ten
times as slow as looking for the first letters of those words and trying it there. What is found is the same.
"""

from __future__ import annotations

import importlib
import re
import sys
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate, count, groupby
from operator import add
from typing import Any, Final

_LETTERS: Final = 5
"""Of a beginning; more would make the gate slower than what it spares."""
_LEAST: Final = 2
"""Letters of every beginning; with fewer the gate stands open too often."""
_MOST: Final = 300
_SHORT: Final = 400
"""Characters under which a text is searched as it is."""
_AT_ONCE: Final = 1 << 16
"""Characters cut into words at once."""
_LINE: Final = "^"
"""The piece that stands for the beginning of a line."""
_ASKED: Final = (r"\b", "(?<!")
"""How pieces begin that are no character, but ask for something before the first."""

# The standard library's own reader of patterns, which it keeps for itself.
_parser: Final[Any] = importlib.import_module("re._parser")
_op: Final[Any] = importlib.import_module("re._constants")

_END_OF_LINE: Final = [(_op.LITERAL, ord("\n"))]

_Beginning = tuple[tuple[str, ...], bool]
"""Pieces of a pattern, one a character; and whether anything may follow."""
_ANYTHING: Final[_Beginning] = ((), True)
_NOTHING: Final[_Beginning] = ((), False)


class Indexed(str):
    """A text many patterns are looked for in: it knows, once asked, where each of its different words stands.

    A document says ten times fewer words than it has: a gate is tried on each of them once.
    """

    @cached_property
    def _words(self) -> dict[str, array[int]]:
        held: dict[str, array[int]] = defaultdict(partial(array, "I"))
        first = 0
        while first < len(self):
            last = self.find("\n", first + _AT_ONCE)
            last = last if last >= 0 else len(self)
            words = self[first:last].replace("\n", " ").split(" ")
            starts = map(add, accumulate(map(len, words), initial=first), count())
            for word, start in zip(words, starts, strict=False):
                held[word].append(start)
            first = last + 1
        held.pop("", None)
        return held

    @cached_property
    def _listed(self) -> str:
        """The words under each other."""
        return "\n".join((*self._words, ""))

    @cached_property
    def _ends(self) -> list[int]:
        """Where each word ends in the list."""
        return list(map(add, accumulate(map(len, self._words)), count()))

    @cached_property
    def _lines(self) -> array[int]:
        """Where each line begins."""
        return array("I", (0, *(held.end() for held in re.finditer("\n", self))))

    @cached_property
    def _told(self) -> dict[Gate, array[int]]:
        return {}

    def places(self, gate: Gate, start: int, end: int) -> Sequence[int]:
        """The places, in order, a gate lets through; kept where a stretch is searched: others will follow."""
        held: Sequence[int] | None = self._told.get(gate)
        if held is None:
            found = self._of_words(gate.words) if gate.words else []
            held = sorted({*found, *self._lines} if gate.lines else found)
        if start <= 0 and end >= len(self):
            return held
        kept = self._told.setdefault(gate, array("I", held))
        return kept[bisect_left(kept, start) : bisect_left(kept, end)]

    def _of_words(self, gate: re.Pattern[str]) -> list[int]:
        words, ends = list(self._words), self._ends
        found: list[int] = []
        for met in gate.finditer(self._listed):
            number = bisect_left(ends, met.start())
            inside = met.start() - ends[number] + len(words[number])
            starts = self._words[words[number]]
            found += [start + inside for start in starts] if inside else starts
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """What tells where a pattern may begin.

    `letters`: matches one character, wherever that is; `words`: the same, but reads no further than a word;
    `lines`: the pattern may also begin with any line, whatever it says.
    """

    letters: re.Pattern[str]
    words: re.Pattern[str] | None
    lines: bool


class Gated:
    """A compiled pattern and its gate; finds what the pattern alone would find."""

    __slots__ = ("_gate", "held")

    def __init__(self, held: re.Pattern[str]) -> None:
        self.held = held
        self._gate = gate_of(held)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As of a compiled pattern."""
        if self._gate is None or min(end, len(text)) - start < _SHORT:
            yield from self.held.finditer(text, start, end)
            return
        match, after = self.held.match, start
        for at in self._places(self._gate, text, start, end):
            if at >= after and (found := match(text, at, end)) is not None:
                after = found.end()
                yield found

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of a compiled pattern."""
        return next(self.finditer(text, start, end), None)

    @staticmethod
    def _places(gate: Gate, text: str, start: int, end: int) -> Iterable[int]:
        if isinstance(text, Indexed):
            return text.places(gate, start, end)
        return (place.start() for place in gate.letters.finditer(text, start, end))


def gate_of(held: re.Pattern[str]) -> Gate | None:
    """Where `held` may begin; None where that is anywhere."""
    tree = _parser.parse(held.pattern, held.flags & ~re.UNICODE)
    if held.flags & re.IGNORECASE or not tree.getwidth()[0]:
        return None
    starts = {pieces for pieces, _ in _beginnings(tree)}
    worded = {pieces for pieces in starts if pieces[:1] != (_LINE,)}
    short = {_of_a_word(pieces) for pieces in worded}
    if len(starts) > _MOST or min(map(len, short), default=_LEAST) < _LEAST:
        return None
    lines = len(worded) < len(starts)
    letters = [*_branches(worded), *(("^",) if lines else ())]
    return Gate(
        re.compile("|".join(letters), re.MULTILINE),
        re.compile("|".join(_branches(short))) if short else None,
        lines,
    )


def _of_a_word(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The pieces as far as the white space after a word."""
    for number, piece in enumerate(pieces):
        if piece.startswith(r"\s") or piece.lstrip("\\")[:1].isspace():
            return (*pieces[:number], r"\s")
    return pieces


def _branches(starts: Iterable[tuple[str, ...]]) -> list[str]:
    return [
        _branch(first, [rest[1:] for rest in rests])
        for first, rests in groupby(sorted(starts), key=lambda pieces: pieces[0])
    ]


def _branch(first: str, rests: list[tuple[str, ...]]) -> str:
    return first if () in rests else f"{first}(?={'|'.join(''.join(rest) for rest in rests)})"


def _beginnings(tree: Iterable[tuple[Any, Any]]) -> set[_Beginning]:
    held: set[_Beginning] = {_NOTHING}
    for operation, argument in tree:
        if all(closed or len(pieces) >= _LETTERS for pieces, closed in held):
            break
        then = _of_one(operation, argument)
        held = {
            (pieces, closed) if closed or len(pieces) >= _LETTERS else (_joined(pieces, more), shut)
            for pieces, closed in held
            for more, shut in then
        }
        for letters in range(_LETTERS - 1, _LEAST - 1, -1):
            if len(held) > _MOST:
                held = {(pieces[:letters], closed or len(pieces) > letters) for pieces, closed in held}
    return held


def _joined(pieces: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """One after the other; what is asked of the place before a piece is kept only of the first."""
    if not pieces or not more:
        joined = pieces or more
    elif more[0] == _LINE or more[0].startswith(_ASKED):
        alone = len(pieces) == 1 and pieces[0].startswith(_ASKED) and more[0] != _LINE
        joined = (pieces[0] + more[0],) if alone else pieces + more[1:]
    elif pieces[0].startswith(_ASKED):
        # Written after the letter, for a search for letters is the fastest.
        joined = (f"{more[0]}(?<={pieces[0]}{more[0]})", *more[1:])
    else:
        joined = pieces + more
    return joined[:_LETTERS]


def _of_one(operation: Any, argument: Any) -> set[_Beginning]:
    """What one operation of a parsed pattern may begin with."""
    held = {_ANYTHING}
    if operation is _op.LITERAL:
        held = {((re.escape(chr(argument)),), False)}
    elif operation is _op.AT and argument is _op.AT_BEGINNING:
        held = {((_LINE,), False)}
    elif operation is _op.AT and argument is _op.AT_BOUNDARY:
        held = {((r"\b",), False)}
    elif operation is _op.ASSERT_NOT and argument[0] < 0:
        held = _of_not_after(argument[1])
    elif operation is _op.ASSERT and argument[0] < 0 and list(argument[1]) == _END_OF_LINE:
        held = {((_LINE,), False)}
    elif operation is _op.ASSERT and argument[0] > 0:
        held = _of_what_follows(argument[1])
    elif operation in (_op.AT, _op.ASSERT, _op.ASSERT_NOT):
        held = {_NOTHING}
    elif operation is _op.SUBPATTERN and not argument[1] & ~re.MULTILINE:
        held = _beginnings(argument[3])
    elif operation is _op.BRANCH:
        held = {one for branch in argument[1] for one in _beginnings(branch)}
    elif operation is _op.IN:
        held = _of_class(argument)
    elif operation in (_op.MAX_REPEAT, _op.MIN_REPEAT):
        held = _of_repeated(*argument)
    return held


def _of_not_after(tree: Sequence[tuple[Any, Any]]) -> set[_Beginning]:
    """A place not after one of some characters."""
    told = {pieces for pieces, _ in _of_one(*tree[0])} if len(tree) == 1 else set()
    single = bool(told) and all(
        len(pieces) == 1 and not pieces[0].startswith((_LINE, *_ASKED)) for pieces in told
    )
    return {((f"(?<![{''.join(sorted(piece for (piece,) in told))}])",), False)} if single else {_NOTHING}


def _of_what_follows(tree: Iterable[tuple[Any, Any]]) -> set[_Beginning]:
    """What must stand ahead; of use only where it says something of the next character."""
    told = {(pieces, True) for pieces, _ in _beginnings(tree)}
    return told if all(pieces for pieces, _ in told) else {_NOTHING}


def _of_repeated(least: int, most: int, repeated: Iterable[tuple[Any, Any]]) -> set[_Beginning]:
    once = _beginnings(repeated)
    if most == 1:
        held = once
    elif most == 2:
        held = once if least < 2 else set()
        held = held | {
            (pieces, closed) if closed else (_joined(pieces, more), shut)
            for pieces, closed in once
            for more, shut in once
        }
    else:
        held = {(pieces, True) for pieces, _ in once}
    return held | {_NOTHING} if least == 0 else held


def _of_class(members: Iterable[tuple[Any, Any]]) -> set[_Beginning]:
    """Each character of a class; the classes of digits and of white space are pieces of their own."""
    held: set[_Beginning] = set()
    for kind, value in members:
        if kind is _op.LITERAL:
            held.add(((re.escape(chr(value)),), False))
        elif kind is _op.CATEGORY and value is _op.CATEGORY_DIGIT:
            held.add(((r"\d",), False))
        elif kind is _op.CATEGORY and value is _op.CATEGORY_SPACE:
            held.add(((r"\s",), False))
        elif kind is _op.RANGE and value[1] - value[0] < len("abcdefghijklm") * 2:
            held |= {((re.escape(chr(code)),), False) for code in range(value[0], value[1] + 1)}
        else:
            return {_ANYTHING}
    return held
