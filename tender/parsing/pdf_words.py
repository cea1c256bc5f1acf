"""Words with boxes out of one PDF page: pdfium's own text, one rectangle call a word.

Every length is in PDF points from the top left of the page as displayed (crop box and rotation applied).
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, count, pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium_c

from tender.parsing.pdfium_calls import Numbers, address, count_rects, get_rect, given
from tender.parsing.printed_lines import Line, in_lines, words_in
from tender.parsing.symbols import SYMBOL_LETTERS, is_symbol_font, symbol
from tender.vocabulary.source import Box

_HYPHENS: Final = frozenset("\ufffe\uffff\u00ad")
"""pdfium writes U+FFFE where a line ends on a hyphen and joins the word with the next line."""
_GAPS: Final = re.compile(rf"([\s{''.join(sorted(_HYPHENS))}]+)")
_LIGATURES: Final = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
_CONTROLS: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 8203, 65279, 8232, 8233), " ")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff\u2028\u2029]")
_ODD: Final = re.compile("[\ue000-\uf8ff\ufb00-\ufb06]")
_LAST_LETTERS: Final = re.compile(r"(?:est-)?\w+$")
_FIRST_LETTERS: Final = re.compile(r"\w+")
_COMPOUND: Final = re.compile(
    # First parts that are no syllable of another word; then pairs, for "va-leur" and "mi-nistère" are cut.
    r"(?:demi|e|grand|là|libre|non|nord|quasi|rendez|semi|sous|sud|tiers|vice)-.*"
    r"|(?:accords?-cadres?|procès-verb\w+|chefs?-lieux?|maître-d|main-d|mots?-clés?|bons?-cadeaux?)"
    r"|.*-(?:types?|aux)"
    r"|ci-(?:joint\w*|contre|avant|inclus\w*)|c'est-à-.*|.*à-dire|(?:celui|celle|ceux|celles)-(?:ci|là)|est-ce"
    r"|.*-(?:ils?|elles?|nous|vous|moi|toi|lui|dessus|dessous|delà|après|mêmes?)"
)


Measure = Callable[[int, int], Box | None]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as displayed: its size, and the affine map from PDF user space to it."""

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]


def frame_of(page: Any) -> Frame:
    """The displayed frame of an open pdfium page."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    turned = page.get_rotation()
    if turned == 90:
        return Frame(height, width, (0, 1, 1, 0, -bottom, -left))
    if turned == 180:
        return Frame(width, height, (-1, 0, 0, 1, right, -bottom))
    if turned == 270:
        return Frame(height, width, (0, -1, -1, 0, top, right))
    return Frame(width, height, (1, 0, 0, -1, -left, top))


def lines_of(page: Any, frame: Frame) -> list[Line]:
    """The printed lines of a page in pdfium's order; words outside the page are left out."""
    textpage = page.get_textpage()
    try:
        return _lines(_text(textpage), textpage.raw, frame)
    finally:
        textpage.close()


def _text(textpage: Any) -> str:
    """The page's text with exactly one Python character for one pdfium character."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count > 0 else ""
    if len(text) != count:
        text = "".join(_char(pdfium_c.FPDFText_GetUnicode(textpage.raw, k)) for k in range(count))
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def _char(code: int) -> str:
    return "\ufffd" if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _lines(text: str, handle: Any, frame: Frame) -> list[Line]:
    """In columns, words[n] between gaps[n] and the next: most steps then cost nothing for each word."""
    parts = _GAPS.split(text)
    words, gaps = parts[0::2], ["", *parts[1::2]]
    starts = list(accumulate(map(len, parts), initial=0))[:-1:2]
    boxes = _boxes(words, starts, handle, frame)
    _write_as_printed(words, gaps, starts, handle)
    words, gaps, kept = _on_page(words, gaps, boxes)
    lines = _by_line(words, gaps, kept)
    return in_lines(word for word in words_in(lines) if word.text) if "" in words else lines


def _write_as_printed(words: list[str], gaps: Sequence[str], starts: Sequence[int], handle: Any) -> None:
    """Put what a reader sees: signs of symbol fonts, ligatures opened, the hyphens that belong to a word."""
    hyphenated = [n for n in _cut(gaps) if words[n] and keeps_hyphen(words[n - 1], words[n])]
    odd = [
        number
        for number, word in enumerate(words)
        if (len(word) == 1 and word in SYMBOL_LETTERS) or not (word.isascii() or not _ODD.search(word))
    ]
    for number in odd:
        words[number] = _printed(words[number], starts[number], handle)
    for number in hyphenated:
        words[number - 1] += "-"


def _cut(gaps: Sequence[str]) -> list[int]:
    """The numbers of the words that a hyphen alone parts from the word before."""
    if _HYPHENS.isdisjoint(gaps):
        return []
    return [number for number, gap in enumerate(gaps) if number and gap in _HYPHENS]


def _on_page(
    words: list[str], gaps: list[str], boxes: Sequence[Box | None]
) -> tuple[list[str], list[str], list[Box]]:
    """The words that have a box; what stood around the others becomes the gap before the next."""
    kept = [box for box in boxes if box is not None]
    if len(kept) == len(boxes):
        return words, gaps, kept
    before, gap = [], ""
    for own, box in zip(gaps, boxes, strict=True):
        gap += own
        if box is not None:
            before.append(gap)
            gap = ""
    return [word for word, box in zip(words, boxes, strict=True) if box is not None], before, kept


def _by_line(words: list[str], gaps: Sequence[str], boxes: list[Box]) -> list[Line]:
    """Words by printed line; the end of a word cut by a hyphen stays with its beginning."""
    if not words:
        return []
    heads = [
        number
        for number, (gap, last, box) in enumerate(zip(gaps[1:], boxes, boxes[1:], strict=False), 1)
        if (box[0] < last[2] and _left_the_line(last, box) if gap == " " else _is_head(gap, last, box))
    ]
    cut = dict.fromkeys(_cut(gaps))
    if cut:
        heads = [next(number for number in count(head) if number not in cut) for head in heads]
    bounds = sorted({0, *heads, len(words)})
    lines = [Line(words[first:last], boxes[first:last]) for first, last in pairwise(bounds)]
    for number in cut:
        line = bisect_right(bounds, number) - 1
        lines[line].joined.append(number - bounds[line])
    return lines


def _is_head(gap: str, last: Box, box: Box) -> bool:
    """Whether a word opens a printed line; where pdfium ends one, a footnote mark may only be raised."""
    return (_starts_a_line if "\n" in gap or "\r" in gap else _left_the_line)(last, box)


def _boxes(words: Sequence[str], starts: Sequence[int], handle: Any, frame: Frame) -> list[Box | None]:
    """The box of each word, None off the page.

    Measured in one run: pdfium writes each rectangle into its own place, and the sums follow all at once.
    """
    measure = _measurer(handle, frame)
    a, b, c, d, left, top = frame.matrix
    if (a, b, c, d) != (1, 0, 0, -1):
        return list(map(measure, starts, map(len, words)))
    room = _room(1 << max(len(words), 1 << 9).bit_length())
    held, place = room.held, iter(room.places)
    textpage = given(address(handle))
    nowhere: list[int] = []
    numbers = enumerate(zip(starts, map(len, words), place, place, place, place, strict=False))
    for number, (start, length, p0, p1, p2, p3) in numbers:
        rectangles = count_rects(textpage, start, length) if length else 0
        if rectangles < 1:
            nowhere.append(number)
            held[4 * number : 4 * number + 4] = (-left, top, -left, top)  # any place on the page
            continue
        get_rect(textpage, 0, p0, p1, p2, p3)
        if rectangles > 1:
            held[4 * number : 4 * number + 4] = _around(textpage, rectangles)
    x0, x1 = ([x + left for x in held[side : 4 * len(words) : 4]] for side in (0, 2))
    y0, y1 = ([top - y for y in held[side : 4 * len(words) : 4]] for side in (1, 3))
    if min(x0) < 0 or min(y0) < 0 or max(x1) > frame.width or max(y1) > frame.height:
        return list(map(measure, starts, map(len, words)))
    boxes: list[Box | None] = list(zip(x0, y0, x1, y1, strict=True))
    for number in nowhere:
        boxes[number] = None
    return boxes


def _around(textpage: Any, rectangles: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the rectangles last counted, in PDF user space."""
    room = _room(1)
    held, places = room.held, room.places
    get_rect(textpage, 0, *places)
    x0, y1, x1, y0 = held[:]
    for index in range(1, rectangles):
        get_rect(textpage, index, *places)
        left, top, right, bottom = held[:]
        x0, y0, x1, y1 = min(x0, left), min(y0, bottom), max(x1, right), max(y1, top)
    return x0, y1, x1, y0


@cache
def _room(words: int) -> Numbers:
    """Room for the rectangles of so many words, kept from one page to the next."""
    return Numbers(ctypes.c_double, 4 * words)


def keeps_hyphen(before: str, after: str) -> bool:
    """Whether a hyphen at a line's end belongs to the word (ci-dessus) or only cuts it (re-groupant)."""
    if not after[0].islower() or not before[-1:].isalpha() or "/" in before:
        return True
    first, then = _LAST_LETTERS.search(before.casefold()), _FIRST_LETTERS.match(after)
    pair = f"{first.group() if first else ''}-{then.group() if then else ''}"
    return _COMPOUND.fullmatch(pair) is not None


def _left_the_line(previous: Box, box: Box) -> bool:
    """Whether a word stands on another printed line than the one before, though pdfium saw no line end."""
    return box[0] < previous[2] and not previous[1] - 2 <= (box[1] + box[3]) / 2 <= previous[3] + 2


def _starts_a_line(previous: Box, box: Box) -> bool:
    """Whether pdfium's line end is one: after a raised footnote mark the line merely goes on."""
    middle = (previous[1] + previous[3]) / 2
    return not (box[1] - 2 <= middle <= box[3] + 2 and 0 <= box[0] - previous[2] + 0.5 < 3)


def _measurer(handle: Any, frame: Frame) -> Measure:
    """The box of so many characters from a place on, as displayed; None when nothing of it is on the page."""
    textpage = given(address(handle))
    width, height = frame.width, frame.height
    a, b, c, d, e, f = frame.matrix

    def measure(start: int, length: int) -> Box | None:
        rectangles = count_rects(textpage, start, length) if length else 0
        if rectangles < 1:
            return None
        x0, y1, x1, y0 = _around(textpage, rectangles)
        x0, y0, x1, y1 = a * x0 + c * y0 + e, b * x0 + d * y0 + f, a * x1 + c * y1 + e, b * x1 + d * y1 + f
        x0, y0, x1, y1 = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        if x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height:
            return (x0, y0, x1, y1)
        if x1 <= 0 or y1 <= 0 or x0 >= width or y0 >= height:
            return None
        return (max(x0, 0.0), max(y0, 0.0), min(x1, width), min(y1, height))

    return measure


def _printed(part: str, start: int, handle: Any) -> str:
    """The word as a reader sees it: ligatures opened, symbol fonts as the signs they draw."""
    if len(part) == 1 and part in SYMBOL_LETTERS:
        font = _font(handle, start)
        return symbol(ord(part), font) or part if is_symbol_font(font) else part
    if part.isascii() or not _ODD.search(part):
        return part
    return "".join(_plain(letter, start + index, handle) for index, letter in enumerate(part))


def _plain(letter: str, index: int, handle: Any) -> str:
    code = ord(letter)
    if 0xF000 <= code <= 0xF0FF:
        return symbol(code, _font(handle, index))
    if 0xE000 <= code <= 0xF8FF:
        return "\ufffd"
    return _LIGATURES.get(code, letter)


def _font(handle: Any, index: int) -> str:
    flags = ctypes.c_int()
    size = pdfium_c.FPDFText_GetFontInfo(handle, index, None, 0, ctypes.byref(flags))
    if size <= 1:
        return ""
    name = ctypes.create_string_buffer(size)
    pdfium_c.FPDFText_GetFontInfo(handle, index, name, size, ctypes.byref(flags))
    return name.value.decode("utf-8", "replace")
