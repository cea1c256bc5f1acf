"""Words with boxes out of one PDF page: pdfium's own text, one rectangle call a word.

Every length is in PDF points from the top left of the page as displayed (crop box and rotation applied).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium_c

from tender.parsing.symbols import SYMBOL_LETTERS, is_symbol_font, symbol
from tender.vocabulary.source import Box

_TOKEN: Final = re.compile(r"\S+|[\r\n]+")
_HYPHENS: Final = "\ufffe\uffff\u00ad"
"""pdfium writes U+FFFE where a line ends on a hyphen and joins the word with the next line."""
_HYPHEN: Final = re.compile(f"[{_HYPHENS}]")
_LIGATURES: Final = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
_CONTROLS: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 8203, 65279, 8232, 8233), " ")
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
    return text.translate(_CONTROLS)


def _char(code: int) -> str:
    return "\ufffd" if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _words(text: str, handle: Any, frame: Frame) -> list[Word]:
    found: list[Word] = []
    line, broken = 0, False
    measure = _measurer(handle, frame)
    for token in _TOKEN.finditer(text):
        piece = token.group()
        if piece[0] in "\r\n":
            broken = True
            continue
        start, joined = token.start(), False
        parts = (piece,) if piece.isascii() or not _HYPHEN.search(piece) else _HYPHEN.split(piece)
        for index, part in enumerate(parts):
            end = start + len(part)
            box = measure(start, end) if part else None
            if box is not None:
                if found and (_left_the_line if not broken else _starts_a_line)(found[-1].box, box):
                    line += 1
                broken = False
                after = parts[index + 1] if index + 1 < len(parts) else ""
                kept = "-" if after and keeps_hyphen(part, after) else ""
                found.append(Word(_printed(part, start, handle) + kept, box, line, joined))
            joined = box is not None
            start = end + 1
    return [word for word in found if word.text]


def keeps_hyphen(before: str, after: str) -> bool:
    """Whether a hyphen at a line's end belongs to the word (ci-dessus) or only cuts it (re-groupant)."""
    if not after[0].islower() or not before[-1:].isalpha() or "/" in before:
        return True
    first, then = _LAST_LETTERS.search(before.casefold()), _FIRST_LETTERS.match(after)
    pair = f"{first.group() if first else ''}-{then.group() if then else ''}"
    return _COMPOUND.fullmatch(pair) is not None


def _left_the_line(previous: Box, box: Box) -> bool:
    """Whether a word stands on another printed line than the one before, though pdfium saw no line end."""
    middle = (box[1] + box[3]) / 2
    return not previous[1] - 2 <= middle <= previous[3] + 2 and box[0] < previous[2]


def _starts_a_line(previous: Box, box: Box) -> bool:
    """Whether pdfium's line end is one: after a raised footnote mark the line merely goes on."""
    middle = (previous[1] + previous[3]) / 2
    return not (box[1] - 2 <= middle <= box[3] + 2 and 0 <= box[0] - previous[2] + 0.5 < 3)


def _measurer(handle: Any, frame: Frame) -> Callable[[int, int], Box | None]:
    """The box of characters [start, end) as displayed, None when nothing of it is on the page."""
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    l_ref, t_ref, r_ref, b_ref = (ctypes.byref(held) for held in (left, top, right, bottom))
    count_rects, get_rect = pdfium_c.FPDFText_CountRects, pdfium_c.FPDFText_GetRect
    width, height = frame.width, frame.height
    a, b, c, d, e, f = frame.matrix

    def measure(start: int, end: int) -> Box | None:
        count = count_rects(handle, start, end - start)
        if count < 1:
            return None
        get_rect(handle, 0, l_ref, t_ref, r_ref, b_ref)
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        for index in range(1, count):
            get_rect(handle, index, l_ref, t_ref, r_ref, b_ref)
            x0, y0 = min(x0, left.value), min(y0, bottom.value)
            x1, y1 = max(x1, right.value), max(y1, top.value)
        # Once a word: written out, for calls cost more here than the sums.
        bx0, bx1 = a * x0 + c * y0 + e, a * x1 + c * y1 + e
        by0, by1 = b * x0 + d * y0 + f, b * x1 + d * y1 + f
        if bx0 > bx1:
            bx0, bx1 = bx1, bx0
        if by0 > by1:
            by0, by1 = by1, by0
        if bx0 >= 0 and by0 >= 0 and bx1 <= width and by1 <= height:
            return (bx0, by0, bx1, by1)
        if bx1 <= 0 or by1 <= 0 or bx0 >= width or by0 >= height:
            return None
        return (max(bx0, 0.0), max(by0, 0.0), min(bx1, width), min(by1, height))

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
