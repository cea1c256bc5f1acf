"""Patterns that look only where one of their beginnings stands.

A regular expression that begins with words to choose from is tried at every character of a text, five to ten
times as slow as looking for the first letters of those words and trying it there. What is found is the same.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

_LETTERS: Final = 5
"""Of a beginning; more would make the gate slower than what it spares."""
_LEAST: Final = 2
"""Letters of every beginning; with fewer the gate stands open too often."""
_MOST: Final = 300
_SHORT: Final = 400
"""Characters under which a text is searched as it is."""

# The standard library's own reader of patterns, which it keeps for itself.
_parser: Final[Any] = importlib.import_module("re._parser")
_op: Final[Any] = importlib.import_module("re._constants")

_Beginning = tuple[tuple[str, ...], bool]
"""Pieces of a pattern, one a character; and whether anything may follow."""
_ANYTHING: Final[_Beginning] = ((), True)
_NOTHING: Final[_Beginning] = ((), False)


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
        for place in self._gate.finditer(text, start, end):
            at = place.start()
            if at >= after and (found := match(text, at, end)) is not None:
                after = found.end()
                yield found

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of a compiled pattern."""
        return next(self.finditer(text, start, end), None)


def gate_of(held: re.Pattern[str]) -> re.Pattern[str] | None:
    """A pattern of one character that matches wherever `held` may begin; None where that is anywhere."""
    if held.flags & re.IGNORECASE:
        return None
    starts = {pieces for pieces, _ in _beginnings(_parser.parse(held.pattern, held.flags & ~re.UNICODE))}
    if len(starts) > _MOST or min(map(len, starts)) < _LEAST:
        return None
    shown = [
        _branch(first, [rest[1:] for rest in rests])
        for first, rests in groupby(sorted(starts), key=lambda pieces: pieces[0])
    ]
    return re.compile("|".join(shown))


def _branch(first: str, rests: list[tuple[str, ...]]) -> str:
    return first if () in rests else f"{first}(?={'|'.join(''.join(rest) for rest in rests)})"


def _beginnings(tree: Iterable[tuple[Any, Any]]) -> set[_Beginning]:
    held: set[_Beginning] = {_NOTHING}
    for operation, argument in tree:
        if all(closed or len(pieces) >= _LETTERS for pieces, closed in held):
            break
        then = _of_one(operation, argument)
        held = {
            (pieces, closed) if closed or len(pieces) >= _LETTERS else ((pieces + more)[:_LETTERS], shut)
            for pieces, closed in held
            for more, shut in then
        }
        if len(held) > _MOST:
            held = {(pieces[:2], True) for pieces, _ in held}
    return held


def _of_one(operation: Any, argument: Any) -> set[_Beginning]:
    """What one operation of a parsed pattern may begin with."""
    held = {_ANYTHING}
    if operation is _op.LITERAL:
        held = {((re.escape(chr(argument)),), False)}
    elif operation in (_op.AT, _op.ASSERT, _op.ASSERT_NOT):
        held = {_NOTHING}
    elif operation is _op.SUBPATTERN and not argument[1]:
        held = _beginnings(argument[3])
    elif operation is _op.BRANCH:
        held = {one for branch in argument[1] for one in _beginnings(branch)}
    elif operation is _op.IN:
        held = _of_class(argument)
    elif operation in (_op.MAX_REPEAT, _op.MIN_REPEAT):
        held = _of_repeated(*argument)
    return held


def _of_repeated(least: int, most: int, repeated: Iterable[tuple[Any, Any]]) -> set[_Beginning]:
    once = _beginnings(repeated)
    if most == 1:
        held = once
    elif most == 2:
        held = once if least < 2 else set()
        held = held | {
            (pieces, closed) if closed else ((pieces + more)[:_LETTERS], shut)
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
