"""Words with boxes out of one PDF page: pdfium's own text, one rectangle call a word.

Every length is in PDF points from the top left of the page as displayed (crop box and rotation applied).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pypdfium2.raw as pdfium_c

from tender.parsing.pdfium_calls import Numbers, address, count_rects, get_rect, given
from tender.parsing.symbols import SYMBOL_LETTERS, is_symbol_font, symbol
from tender.vocabulary.source import Box

_TOKEN: Final = re.compile(r"\S+|([\r\n]+)")
_HYPHENS: Final = "\ufffe\uffff\u00ad"
"""pdfium writes U+FFFE where a line ends on a hyphen and joins the word with the next line."""
_HYPHEN: Final = re.compile(f"[{_HYPHENS}]")
_LIGATURES: Final = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
_CONTROLS: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 8203, 65279, 8232, 8233), " ")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff\u2028\u2029]")
_ODD: Final = re.compile("[\ue000-\uf8ff\ufb00-\ufb06]")
_SPECIAL: Final = re.compile("[\ue000-\uf8ff\ufb00-\ufb06\ufffe\uffff\u00ad]")
"""Characters a page must have for its words to need more than being copied."""
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


@dataclass(slots=True)
class Word:
    """A printed word. `line`: its printed line; `joined`: it goes on the word before, cut by a hyphen."""

    text: str
    box: Box
    line: int
    joined: bool = False


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


def words_of(page: Any, frame: Frame) -> list[Word]:
    """The words of a page in pdfium's order, lines counted from 0; words outside the page are left out."""
    textpage = page.get_textpage()
    try:
        text = _text(textpage)
        return _words(text, textpage.raw, frame)
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


def _words(text: str, handle: Any, frame: Frame) -> list[Word]:
    tokens = list(_TOKEN.finditer(text))
    measure = _measurer(handle, frame)
    boxes = _boxes(tokens, handle, frame, measure)
    found: list[Word] = []
    line, broken = 0, False
    plain = not _SPECIAL.search(text)
    last: Box | None = None
    for token, box in zip(tokens, boxes, strict=True):
        part = token.group()
        odd = not (plain or part.isascii())
        if odd and _HYPHEN.search(part):
            before = len(found)
            line = _cut_word(found, part, token.start(), (measure, handle), (line, broken))
            if len(found) > before:
                last, broken = found[-1].box, False
            continue
        if box is None:
            broken = broken or token.lastindex is not None
            continue
        if broken:
            line += last is not None and _starts_a_line(last, box)
            broken = False
        elif last is not None and box[0] < last[2] and _left_the_line(last, box):
            line += 1
        last = box
        if odd or len(part) == 1:
            part = _printed(part, token.start(), handle)
        found.append(Word(part, box, line))
    return found if plain else [word for word in found if word.text]


def _boxes(tokens: Sequence[re.Match[str]], handle: Any, frame: Frame, measure: Measure) -> list[Box | None]:
    """The box of each token, None for the end of a line and for words off the page.

    Measured in one run: pdfium writes each rectangle into its own place, and the sums follow all at once.
    """
    a, b, c, d, left, top = frame.matrix
    if (a, b, c, d) != (1, 0, 0, -1):
        return [None if token.lastindex else measure(*token.span()) for token in tokens]
    room = _room(1 << max(len(tokens), 1 << 9).bit_length())
    place = iter(room.places)
    textpage = given(address(handle))
    others: list[int] = []
    corner = (-left, top, -left, top)  # any place on the page
    for number, (token, p0, p1, p2, p3) in enumerate(zip(tokens, place, place, place, place, strict=False)):
        start, end = token.span()
        if token.lastindex or count_rects(textpage, start, end - start) != 1:
            others.append(number)
            room.held[4 * number : 4 * number + 4] = corner
        else:
            get_rect(textpage, 0, p0, p1, p2, p3)
    flat = room.held[: 4 * len(tokens)]
    if not _inside(flat, frame):
        return [None if token.lastindex else measure(*token.span()) for token in tokens]
    value = iter(flat)
    boxes: list[Box | None] = [
        (x0 + left, top - y1, x1 + left, top - y0)
        for x0, y1, x1, y0 in zip(value, value, value, value, strict=True)
    ]
    for number in others:
        token = tokens[number]
        boxes[number] = None if token.lastindex else measure(*token.span())
    return boxes


@cache
def _room(words: int) -> Numbers:
    """Room for the rectangles of so many words, kept from one page to the next."""
    return Numbers(ctypes.c_double, 4 * words)


def _inside(flat: Sequence[float], frame: Frame) -> bool:
    """Whether rectangles (left, top, right, bottom, one after the other) all stand on an upright page."""
    left, top = frame.matrix[4:]
    return not flat or (
        min(flat[0::4]) + left >= 0
        and max(flat[2::4]) + left <= frame.width
        and top - max(flat[1::4]) >= 0
        and top - min(flat[3::4]) <= frame.height
    )


def _cut_word(
    found: list[Word], piece: str, start: int, means: tuple[Measure, Any], place: tuple[int, bool]
) -> int:
    """Add the parts of a word cut by a hyphen at a line's end; the line of its last part."""
    measure, handle = means
    line, broken = place
    joined = False
    parts = _HYPHEN.split(piece)
    for part, after in zip(parts, (*parts[1:], ""), strict=True):
        end = start + len(part)
        box = measure(start, end) if part else None
        if box is not None:
            if found and (_starts_a_line if broken else _left_the_line)(found[-1].box, box):
                line += 1
            broken = False
            kept = "-" if after and keeps_hyphen(part, after) else ""
            found.append(Word(_printed(part, start, handle) + kept, box, line, joined))
        joined = box is not None
        start = end + 1
    return line


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
    """The box of characters [start, end) as displayed, None when nothing of it is on the page."""
    room = _room(1)
    held, (left, top, right, bottom) = room.held, room.places
    textpage = given(address(handle))
    width, height = frame.width, frame.height
    a, b, c, d, e, f = frame.matrix

    def measure(start: int, end: int) -> Box | None:
        count = count_rects(textpage, start, end - start)
        if count < 1:
            return None
        get_rect(textpage, 0, left, top, right, bottom)
        x0, y1, x1, y0 = held[:]
        for index in range(1, count):
            get_rect(textpage, index, left, top, right, bottom)
            rx0, ry1, rx1, ry0 = held[:]
            x0, y0, x1, y1 = min(x0, rx0), min(y0, ry0), max(x1, rx1), max(y1, ry1)
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
