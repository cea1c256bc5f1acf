"""Boxes to tick whose glyph is lost: found in the picture of the page, ticked or empty.

A form may draw its boxes as lines, or in a font that tells no letter: the text then says "Oui Non", or the
words beside the box, and only the ink says which. The page is drawn only where such a pair stands without any
box, or words behind a small drawn square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tender.parsing.printed_lines import Line, Word, in_lines, words_in
from tender.parsing.symbols import BOXES, EMPTY_BOX, TICKED, TICKED_BOX
from tender.vocabulary.source import Box

_YES: Final = ("oui", "ja", "yes")
_NO: Final = ("non", "nein", "no")
_SAID_YES, _SAID_NO = (
    frozenset(
        form + end
        for word in words
        for form in (word, word.title(), word.upper())
        for end in ("", ",", ".", ";")
    )
    for words in (_YES, _NO)
)
_SIGNS: Final = frozenset(BOXES + TICKED)
_SCALE: Final = 2.5
"""Pixels a point: the rule of a box is one pixel at least."""
_REACH: Final = 26.0
_HALF_HEIGHT: Final = 11.0
_PAIR_APART: Final = 40.0
"""Points down the page between a yes and its no."""
_SIDES: Final = (12, 44)
"""The least and the largest side of a box, in pixels."""
_DARK: Final = 150
_COVERED: Final = 0.75
_TICKED_INK: Final = 0.1
_SOLID: Final = 0.85
"""Ink from which a square is a bullet or the key of a chart."""
_MOST_DRAWN: Final = 1_000
"""Squares of a page, above which it is a pattern; each is compared with all others."""
_MOST_SQUARES: Final = 120
"""Squares that stand alone, above which they are a plan or a calendar."""
_LARGEST: Final = 40e6
"""Square points of a page that can be drawn: five times a sheet A0, a quarter of a gigabyte in pixels."""
_APART: Final = 1.0
_BEFORE: Final = 14.0
"""Points between squares that stand alone; between a square and its words."""
_CROSSES: Final = frozenset("xX×+✓✔✗✘✕")


@dataclass(frozen=True, slots=True)
class _Picture:
    """A page drawn in grey."""

    pixels: bytes
    width: int
    height: int
    stride: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A box in the picture: where it is on the page, and whether something stands in it."""

    box: Box
    ticked: bool


def with_drawn_boxes(page: Any, lines: list[Line], squares: Sequence[Box] = ()) -> list[Line]:
    """The lines of an open page, with a ☐ or ☒ for each box drawn beside a yes or a no, or before words.

    `squares`: the small outlines of the page, as drawn (see pdf_rules.Drawing).
    """
    width, height = page.get_size()
    if width * height > _LARGEST:
        return lines
    told = _beside_replies(page, lines)
    return _before_words(page, told, squares) if squares else told


def _beside_replies(page: Any, lines: list[Line]) -> list[Line]:
    if any(all(told.isdisjoint(line.texts) for line in lines) for told in (_SAID_YES, _SAID_NO)):
        return lines
    words = words_in(lines)
    replies = _lonely_replies(words)
    if not replies:
        return lines
    picture = _picture(page)
    left = {at: found for at in replies if (found := _beside(picture, words[at].box, -1)) is not None}
    right = {at: found for at in replies if (found := _beside(picture, words[at].box, 1)) is not None}
    after = len(right) > len(left)
    drawn = right if after else left
    return in_lines(_placed(words, drawn, after=after)) if drawn else lines


def _before_words(page: Any, lines: list[Line], squares: Sequence[Box]) -> list[Line]:
    """The lines with a sign for each square that stands alone before words and holds none."""
    distinct = list(dict.fromkeys(squares))
    if len(distinct) > _MOST_DRAWN:
        return lines
    words = words_in(lines)
    signs = [word.box for word in words if not _SIGNS.isdisjoint(word.text)]
    alone = [
        square
        for square in distinct
        if not any(_near(square, sign) for sign in signs)
        and not any(_touch(square, other) for other in distinct if other is not square)
    ]
    captions = {at: square for square in alone if (at := _caption(words, square)) is not None}
    if not captions or len(alone) > _MOST_SQUARES:
        return lines
    picture = _picture(page)
    inked = {at: (square, _ink_of(picture, square)) for at, square in captions.items()}
    drawn = {at: _Drawn(square, ink > _TICKED_INK) for at, (square, ink) in inked.items() if ink < _SOLID}
    return in_lines(_placed(words, drawn, after=False)) if drawn else lines


def _touch(square: Box, other: Box) -> bool:
    """Whether two squares are boxes for letters side by side, cells of a grid, or one in the other."""
    return (
        square[0] - _APART < other[2]
        and other[0] < square[2] + _APART
        and square[1] - _APART < other[3]
        and other[1] < square[3] + _APART
    )


def _caption(words: Sequence[Word], square: Box) -> int | None:
    """The word a square stands before; None where it holds words itself, or nothing follows."""
    found: tuple[float, int] | None = None
    for at, word in enumerate(words):
        left, top, right, bottom = word.box
        if not square[1] - 2 <= (top + bottom) / 2 <= square[3] + 2:
            continue
        if square[0] <= (left + right) / 2 <= square[2]:
            if word.text not in _CROSSES:
                return None
            continue
        away = left - square[2]
        if -1 <= away <= _BEFORE and not word.joined and (found is None or away < found[0]):
            found = away, at
    return found[1] if found else None


def _ink_of(picture: _Picture, square: Box) -> float:
    """The share of dark in the middle of a square."""
    x0, y0, x1, y1 = (round(side * _SCALE) for side in square)
    rows = [
        [value < _DARK for value in picture.pixels[y * picture.stride + x0 : y * picture.stride + x1 + 1]]
        for y in range(max(0, y0), min(picture.height, y1 + 1))
    ]
    return _ink(rows, (0, 0, len(rows[0]) - 1, len(rows) - 1)) if x0 >= 0 and rows else _SOLID


def _lonely_replies(words: Sequence[Word]) -> list[int]:
    """The yes and no that stand near each other, none beside a box."""
    signs = [word.box for word in words if not _SIGNS.isdisjoint(word.text)]
    yes, no = (
        [
            at
            for at, word in enumerate(words)
            if word.text in told and not any(_near(word.box, sign) for sign in signs)
        ]
        for told in (_SAID_YES, _SAID_NO)
    )
    paired = {
        at for a in yes for b in no if abs(words[a].box[1] - words[b].box[1]) < _PAIR_APART for at in (a, b)
    }
    return sorted(paired)


def _near(reply: Box, sign: Box) -> bool:
    return (
        abs(reply[1] - sign[1]) < _HALF_HEIGHT and reply[0] - _REACH < sign[2] and sign[0] < reply[2] + _REACH
    )


def _picture(page: Any) -> _Picture:
    bitmap = page.render(scale=_SCALE, grayscale=True)
    try:
        return _Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    finally:
        bitmap.close()


def _beside(picture: _Picture, reply: Box, side: int) -> _Drawn | None:
    """The box drawn left (-1) or right (1) of a word."""
    middle = (reply[1] + reply[3]) / 2
    left, right = (reply[0] - _REACH, reply[0] - 1) if side < 0 else (reply[2] + 1, reply[2] + _REACH)
    x0, x1 = max(0, int(left * _SCALE)), min(picture.width, int(right * _SCALE))
    y0 = max(0, int((middle - _HALF_HEIGHT) * _SCALE))
    y1 = min(picture.height, int((middle + _HALF_HEIGHT) * _SCALE))
    rows = [
        [value < _DARK for value in picture.pixels[y * picture.stride + x0 : y * picture.stride + x1]]
        for y in range(y0, y1)
    ]
    held = _square(rows)
    if held is None:
        return None
    c0, r0, c1, r1 = held
    place = ((x0 + c0) / _SCALE, (y0 + r0) / _SCALE, (x0 + c1 + 1) / _SCALE, (y0 + r1 + 1) / _SCALE)
    return _Drawn(place, _ink(rows, held) > _TICKED_INK)


def _square(rows: list[list[bool]]) -> tuple[int, int, int, int] | None:
    """The outline of a box in the dark pixels: two upright strokes of one height, joined above and below."""
    least, most = _SIDES
    if len(rows) < least or len(rows[0]) < least:
        return None
    runs = [_longest_run([row[column] for row in rows]) for column in range(len(rows[0]))]
    strokes = [
        column
        for column, (start, length) in enumerate(runs)
        if least <= length <= most and start > 0 and start + length < len(rows)
    ]
    for first in strokes:
        top, height = runs[first]
        for last in reversed(strokes):
            if not least <= last - first + 1 <= most or abs(runs[last][0] - top) > 3:
                continue
            width = last - first + 1
            if abs(runs[last][1] - height) > 4 or not 0.7 <= width / height <= 1.4:
                continue
            bottom = top + height - 1
            if all(_covered(rows, row, first, last) for row in (top, bottom)):
                return first, top, last, bottom
    return None


def _longest_run(column: list[bool]) -> tuple[int, int]:
    best, start = (0, 0), None
    for at, dark in enumerate([*column, False]):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            best = max(best, (start, at - start), key=lambda run: run[1])
            start = None
    return best


def _covered(rows: list[list[bool]], row: int, first: int, last: int) -> bool:
    """Whether a rule runs across at about this row."""
    lines = rows[max(0, row - 2) : row + 3]
    across = [any(line[column] for line in lines) for column in range(first, last + 1)]
    return sum(across) >= _COVERED * len(across)


def _ink(rows: list[list[bool]], held: tuple[int, int, int, int]) -> float:
    """The share of dark in the middle of a box."""
    c0, r0, c1, r1 = held
    inset_x, inset_y = max(3, (c1 - c0) // 5), max(3, (r1 - r0) // 5)
    inside = [
        dark for row in rows[r0 + inset_y : r1 - inset_y + 1] for dark in row[c0 + inset_x : c1 - inset_x + 1]
    ]
    return sum(inside) / max(1, len(inside))


def _placed(words: list[Word], found: dict[int, _Drawn], *, after: bool) -> list[Word]:
    """Each box beside its word; a letter that a lost font left in its place gives way."""
    junk = {
        at
        for at, word in enumerate(words)
        if len(word.text) == 1 and any(_overlap(word.box, drawn.box) for drawn in found.values())
    }
    placed: list[Word] = []
    for at, word in enumerate(words):
        if at in junk:
            continue
        drawn = found.get(at)
        sign = Word(TICKED_BOX if drawn.ticked else EMPTY_BOX, drawn.box, word.line) if drawn else None
        placed += [word] if sign is None else [word, sign] if after else [sign, word]
    return placed


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
