"""Words to lines in reading order, the page's text with exact offsets, and the lines every page repeats."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from operator import add, sub
from typing import Final

from tender.parsing.printed_lines import Line
from tender.vocabulary.source import Box, Page, WordMap

_MOST_BLOCKS: Final = 800
"""Above it the page is a plan: its labels have no order to find."""
_DIGITS: Final = re.compile(r"\d+")


def ordered_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines in reading order.

    The order a PDF was written in is the best there is (it keeps the lines of a table cell together): a block
    of lines leaves its place only when it jumps back above text of its own column, as heads written last do.
    """
    blocks = _blocks(lines)
    if len(blocks) > _MOST_BLOCKS:
        return [line for block in blocks for line in block.lines]
    placed: list[_Block] = []
    cursor = -1
    for block in blocks:
        cursor = _place_of(block, placed, cursor)
        placed.insert(cursor, block)
    return [line for block in placed for line in block.lines]


def _place_of(block: _Block, placed: Sequence[_Block], cursor: int) -> int:
    """Where a block goes among those placed; `cursor` is the block written just before it."""
    if cursor >= 0 and block.stands_above(placed[cursor]):
        return next(index for index, other in enumerate(placed) if block.stands_above(other))
    place = cursor + 1
    for index in range(place, len(placed)):
        if placed[index].stands_above(block):
            place = index + 1
    return place


def page_text(lines: Sequence[Line]) -> tuple[str, WordMap]:
    """The text of a page and where each word stands; a word cut by a hyphen is two words side by side."""
    words = list(chain.from_iterable([line.texts for line in lines]))
    lengths = list(map(len, words))
    ends = list(accumulate(map(add, _gaps(lines, len(words)), lengths)))
    coordinates: list[float] = []
    for line in lines:
        for box in line.boxes:
            coordinates += box
    text = "\n".join(map(_line_text, lines))
    return text, WordMap(array("I", map(sub, ends, lengths)), array("I", ends), array("f", coordinates))


def _gaps(lines: Sequence[Line], words: int) -> list[int]:
    """How many characters part each word of a page from the one before."""
    gaps = [1] * words
    gaps[:1] = [0] * bool(words)
    first = 0
    for line in lines:
        for number in line.joined:
            gaps[first + number] = 0
        first += len(line.texts)
    return gaps


def _line_text(line: Line) -> str:
    if not line.joined:
        return " ".join(line.texts)
    pieces = [text if number in line.joined else f" {text}" for number, text in enumerate(line.texts)]
    return "".join(pieces).removeprefix(" ")


def running_lines(pages: Sequence[Page]) -> set[str]:
    """The heads and feet: lines among the first or last four of a page that come back on most pages.

    Lines are compared with their digits blanked (« Page 3 sur 12 »); the lines are returned as printed.
    """
    if len(pages) < 3:
        return set()
    printed: dict[str, set[str]] = {}
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.text.split("\n") if line.strip()]
        near_edge = {*lines[:4], *lines[-4:]}
        keys = set()
        for line in near_edge:
            key = _DIGITS.sub("0", line.strip())
            keys.add(key)
            printed.setdefault(key, set()).add(line)
        seen.update(keys)
    least = max(3, len(pages) // 2)
    return {line for key, count in seen.items() if count >= least for line in printed[key]}


class _Block:
    """Lines written one under the other."""

    __slots__ = ("box", "last", "lines")

    def __init__(self, line: Line, box: Box) -> None:
        self.lines = [line]
        self.box = self.last = box

    def takes(self, box: Box) -> bool:
        """Whether a line goes on this block."""
        last = self.last
        height = max(last[3] - last[1], box[3] - box[1], 1.0)
        return (
            box[1] > last[1] + 0.3 * height
            and box[1] - last[3] < 1.5 * height
            and _share_column(self.box, box)
        )

    def stands_above(self, other: _Block) -> bool:
        """Whether it is wholly above another block of the same column."""
        return self.box[3] <= other.box[1] + 1 and _share_column(self.box, other.box)

    def add(self, line: Line, box: Box) -> None:
        """Put a line under the others."""
        self.lines.append(line)
        self.last = box
        self.box = _union(self.box, box)


def _line_box(line: Line) -> Box:
    """The box of a line, without the end of a cut word, which stands on the next one."""
    own = line.boxes
    if line.joined:
        own = [box for number, box in enumerate(own) if number not in line.joined] or own
    lefts, tops, rights, bottoms = zip(*own, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _union(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _share_column(one: Box, other: Box) -> bool:
    common = min(one[2], other[2]) - max(one[0], other[0])
    return common > 0.3 * min(one[2] - one[0], other[2] - other[0])


def _blocks(lines: Iterable[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in lines:
        box = _line_box(line)
        if blocks and blocks[-1].takes(box):
            blocks[-1].add(line, box)
        else:
            blocks.append(_Block(line, box))
    return blocks
