"""Where the lines and characters of a running text stand, in few numbers: a call has millions of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload


class Line(NamedTuple):
    """One printed line: its place in the folded text, and the page it is on (index in the source)."""

    start: int
    end: int
    page: int


class Lines(Sequence[Line]):
    """Lines in columns, each made when it is asked for."""

    __slots__ = ("_pages", "ends", "starts")

    def __init__(self) -> None:
        self.starts, self.ends, self._pages = array("I"), array("I"), array("I")

    def add(self, start: int, end: int, page: int) -> None:
        """Put a line after the others."""
        self.starts.append(start)
        self.ends.append(end)
        self._pages.append(page)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return list(map(Line, self.starts[index], self.ends[index], self._pages[index]))
        return Line(self.starts[index], self.ends[index], self._pages[index])

    def __iter__(self) -> Iterator[Line]:
        return map(Line, self.starts, self.ends, self._pages)


class Origins:
    """The offset each character has in the text of its own page, rising on each page.

    Held as stretches that follow each other in both texts: nearly all that is folded keeps its length.
    """

    __slots__ = ("_begins", "_origins")

    def __init__(self) -> None:
        self._begins, self._origins = array("I"), array("I")

    def place(self, begin: int, origin: int) -> None:
        """What is at `begin`, after all placed before, is at `origin` of its page, what follows after it."""
        if not self._begins or begin - self._begins[-1] != origin - self._origins[-1]:
            self._begins.append(begin)
            self._origins.append(origin)

    def cut(self, end: int) -> None:
        """Nothing is placed from `end` on."""
        while self._begins and self._begins[-1] >= end:
            self._begins.pop()
            self._origins.pop()

    def __getitem__(self, offset: int) -> int:
        index = bisect_right(self._begins, offset) - 1
        return offset - self._begins[index] + self._origins[index]

    def between(self, start: int, end: int) -> Iterator[int]:
        """The origin of each character from `start` to `end`."""
        index = bisect_right(self._begins, start) - 1
        while start < end:
            following = self._begins[index + 1] if index + 1 < len(self._begins) else end
            shift = self._origins[index] - self._begins[index]
            stop = min(end, following)
            yield from range(start + shift, stop + shift)
            start, index = stop, index + 1

    def find(self, origin: int, first: int, last: int) -> int:
        """The first character at `origin` of its page or after, among those of one page; `last` if none."""
        low = max(0, bisect_right(self._begins, first) - 1)
        high = bisect_left(self._begins, last)
        index = bisect_left(self._origins, origin, low, high)
        found = self._begins[index] if index < high else last
        if index > low:
            found = min(found, origin - self._origins[index - 1] + self._begins[index - 1])
        return min(max(found, first), last)
