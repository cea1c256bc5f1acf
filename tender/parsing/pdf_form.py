"""What was typed or ticked in the fields of a PDF form: drawn over the page, and no part of its text.

A field tells its value and its frame, not where each letter stands: the places of words are laid out anew.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import count
from textwrap import wrap
from typing import Any, Final

import pypdfium2.raw as pdfium_c

from tender.parsing.pdf_words import Frame
from tender.parsing.printed_lines import Line, Word, in_lines, words_in
from tender.parsing.symbols import BOXES, EMPTY_BOX, TICKED, TICKED_BOX
from tender.vocabulary.source import Box

_TEXTS: Final = frozenset(
    (pdfium_c.FPDF_FORMFIELD_TEXTFIELD, pdfium_c.FPDF_FORMFIELD_COMBOBOX, pdfium_c.FPDF_FORMFIELD_LISTBOX)
)
_TICKS: Final = frozenset((pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON))
_UNSEEN: Final = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_MOST_FIELDS: Final = 3_000
_LONGEST: Final = 400_000
"""Bytes of one value, two a letter: a hundred pages of text."""
_LETTER: Final = 0.5
_LINE: Final = 1.2
"""Width of a letter and height of a line, in sizes of the font."""
_USUAL_SIZE: Final = 12.0
_CAPTION: Final = 26.0
"""Points between a box to tick and the words it belongs to."""
_UNDER: Final = 4.0
"""Points between a field and the dots or the rule printed for it."""
_BLANK: Final = re.compile(rf"[._…·\-{BOXES}{TICKED}]+")
"""What is printed to be written over: leader dots, an empty box."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """The content of one field: its frame, and its words line by line."""

    frame: Box
    lines: tuple[tuple[Word, ...], ...]
    tick: bool

    @property
    def box(self) -> Box:
        """The place of its first line; of a field with one line, all its height."""
        first = self.lines[0]
        top, bottom = (
            (first[0].box[1], first[0].box[3]) if len(self.lines) > 1 else (self.frame[1], self.frame[3])
        )
        return (first[0].box[0], top, first[-1].box[2], bottom)


def with_form_values(page: Any, frame: Frame, lines: list[Line]) -> list[Line]:
    """The lines of an open page, with what its form fields hold; ☒ or ☐ for each box to tick.

    A value goes on the printed line it stands in, else it makes a line under the words above it.
    """
    if not page.formenv:
        return lines
    entries = _one_tick_each(sorted(_entries(page, frame), key=lambda entry: (entry.box[1], entry.box[0])))
    if not entries:
        return lines
    words = [word for word in words_in(lines) if not _written_over(word, entries)]
    return in_lines(_woven(words, entries))


def _one_tick_each(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries, of boxes to tick laid over each other only one: the ticked one, which shows through."""
    kept: list[int] = []
    for at in sorted(range(len(entries)), key=lambda at: entries[at].lines[0][0].text != TICKED_BOX):
        entry = entries[at]
        ticks = (entries[other] for other in kept if entries[other].tick)
        if not (entry.tick and any(_holds(other.frame, entry.frame) for other in ticks)):
            kept.append(at)
    return [entries[at] for at in sorted(kept)]


def _entries(page: Any, frame: Frame) -> Iterator[_Entry]:
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), _MOST_FIELDS)):
        held = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if not held:
            continue
        try:
            entry = _entry(page.formenv, held, frame)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(held)
        if entry is not None:
            yield entry


def _entry(form: Any, held: Any, frame: Frame) -> _Entry | None:
    if pdfium_c.FPDFAnnot_GetSubtype(held) != pdfium_c.FPDF_ANNOT_WIDGET:
        return None
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, held)
    if kind not in _TEXTS | _TICKS or pdfium_c.FPDFAnnot_GetFlags(held) & _UNSEEN:
        return None
    box = _frame_of(held, frame)
    if box is None:
        return None
    if kind in _TICKS:
        sign = TICKED_BOX if pdfium_c.FPDFAnnot_IsChecked(form, held) else EMPTY_BOX
        return _Entry(box, ((Word(sign, box, 0),),), tick=True)
    flags = pdfium_c.FPDFAnnot_GetFormFieldFlags(form, held)
    text = kind == pdfium_c.FPDF_FORMFIELD_TEXTFIELD
    if text and flags & pdfium_c.FPDF_FORMFLAG_TEXT_PASSWORD:
        return None
    several = text and bool(flags & pdfium_c.FPDF_FORMFLAG_TEXT_MULTILINE)
    lines = _laid_out(_value(form, held), box, _font_size(form, held, box, several=several), several=several)
    return _Entry(box, lines, tick=False) if lines else None


def _frame_of(held: Any, frame: Frame) -> Box | None:
    """Where a field stands on the page as displayed, None off the page."""
    place = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFAnnot_GetRect(held, ctypes.byref(place)):
        return None
    a, b, c, d, e, f = frame.matrix
    xs = sorted((a * place.left + c * place.bottom + e, a * place.right + c * place.top + e))
    ys = sorted((b * place.left + d * place.bottom + f, b * place.right + d * place.top + f))
    x0, x1 = max(xs[0], 0.0), min(xs[1], frame.width)
    top, bottom = max(ys[0], 0.0), min(ys[1], frame.height)
    return (x0, top, x1, bottom) if x0 < x1 and top < bottom else None


def _value(form: Any, held: Any) -> str:
    size = pdfium_c.FPDFAnnot_GetFormFieldValue(form, held, None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    room = (pdfium_c.FPDF_WCHAR * (size // 2))()
    pdfium_c.FPDFAnnot_GetFormFieldValue(form, held, room, size)
    return bytes(room).decode("utf-16-le", "replace").split("\0", 1)[0]


def _font_size(form: Any, held: Any, box: Box, *, several: bool) -> float:
    """The size a field is written in; 0 stands for "as large as fits"."""
    size = ctypes.c_float()
    stated = pdfium_c.FPDFAnnot_GetFontSize(form, held, ctypes.byref(size)) and size.value > 0
    fits = (box[3] - box[1]) / _LINE
    return min(size.value if stated else _USUAL_SIZE, 2 * _USUAL_SIZE if several else fits)


def _laid_out(value: str, box: Box, size: float, *, several: bool) -> tuple[tuple[Word, ...], ...]:
    """The words of a value and their places: one line in the middle of its field, several from its top."""
    x0, top, x1, bottom = box
    room = x1 - x0
    paragraphs = [
        "".join(sign if sign.isprintable() else " " for sign in line) for line in value.splitlines()
    ]
    if several:
        letters = max(1, int(room / (size * _LETTER)))
        rows = [row for line in paragraphs for row in wrap(line, letters, break_long_words=False)]
    else:
        rows, top = [" ".join(paragraphs)], (top + bottom - size * _LINE) / 2
    laid: list[tuple[Word, ...]] = []
    for number, row in enumerate(row for row in rows if row.strip()):
        step = min(size * _LETTER, room / len(row))
        up = min(top + number * size * _LINE, bottom)
        down = min(up + size * _LINE, bottom)
        found = re.finditer(r"\S+", row)
        laid.append(
            tuple(Word(w.group(), (x0 + w.start() * step, up, x0 + w.end() * step, down), 0) for w in found)
        )
    return tuple(laid)


def _written_over(word: Word, entries: Sequence[_Entry]) -> bool:
    """Whether a printed word is only the place a field fills."""
    if not _BLANK.fullmatch(word.text):
        return False
    return any(_holds(entry.frame, word.box, _UNDER) for entry in entries)


def _holds(frame: Box, box: Box, under: float = 0.0) -> bool:
    """Whether the middle of a box stands in a frame, or at most so far under it."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3] + under


class _Rank(IntEnum):
    """The order of what goes before one printed word: the end of a line, lines of their own, its own line."""

    AFTER = 0
    UNDER = 1
    BEFORE = 2


def _woven(words: Sequence[Word], entries: Sequence[_Entry]) -> list[Word]:
    """The printed words with those of the fields among them; each place is told from printed words alone."""
    fresh = count(len(words))
    levels = _Levels(words)
    added: dict[int, list[tuple[_Rank, list[Word]]]] = {}
    for entry in entries:
        at, rank = _beside(words, levels.near(entry.box), entry) or (
            _after_line_above(words, entry.frame),
            _Rank.UNDER,
        )
        for row in entry.lines:
            beside = at - (rank is _Rank.AFTER)
            line = next(fresh) if rank is _Rank.UNDER else words[beside].line
            added.setdefault(at, []).append((rank, [Word(word.text, word.box, line) for word in row]))
            if rank is not _Rank.UNDER:
                at, rank = _end_of_line(words, beside), _Rank.UNDER
    woven: list[Word] = []
    for at in range(len(words) + 1):
        for _, held in sorted(added.get(at, ()), key=lambda one: one[0]):
            woven += held
        woven += words[at : at + 1]
    return woven


class _Levels:
    """The printed words by how far down the page they stand: a form may have thousands of both."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = sorted((word.box[1] + word.box[3], at) for at, word in enumerate(words))
        self._tallest = max((word.box[3] - word.box[1] for word in words), default=0.0)

    def near(self, box: Box) -> list[int]:
        """The words, in order, that may stand on the line of a box, and few others."""
        middle, reach = box[1] + box[3], max(box[3] - box[1], self._tallest) + 3
        first = bisect_left(self._words, (middle - reach, 0))
        last = bisect_left(self._words, (middle + reach, 0))
        return sorted(at for _, at in self._words[first:last])


def _beside(words: Sequence[Word], near: Sequence[int], entry: _Entry) -> tuple[int, _Rank] | None:
    """Where a field goes that stands in a printed line: on which side of which word; None in no line.

    `near`: the words that may stand on it.
    """
    left, right = _nearest(words, near, entry, -1), _nearest(words, near, entry, 1)
    if right and right[0] <= _CAPTION and (left is None or (entry.tick and right[0] <= left[0])):
        return right[1], _Rank.BEFORE
    if left is None:
        return None
    at = left[1] + 1
    while at < len(words) and words[at].joined:
        at += 1
    return at, _Rank.AFTER


def _nearest(
    words: Sequence[Word], near: Sequence[int], entry: _Entry, side: int
) -> tuple[float, int] | None:
    """How far, and which, the printed word is that stands left (-1) or right (1) of a field on its line."""
    x0, top, x1, bottom = entry.box
    found: tuple[float, int] | None = None
    for at in near:
        word = words[at]
        w0, up, w1, down = word.box
        aside = abs((up + down) - (top + bottom)) / 2
        if aside > max(bottom - top, down - up) / 2 + 1 or (w0 + w1 > x0 + x1) != (side > 0):
            continue
        away = aside + (w0 - entry.frame[2] if side > 0 else x0 - w1)
        if not (side > 0 and word.joined) and (found is None or away < found[0]):
            found = away, at
    return found


def _after_line_above(words: Sequence[Word], frame: Box) -> int:
    """After the line that stands nearest above a field, over it if there is one; else the beginning."""
    above = [(word.box[3], at) for at, word in enumerate(words) if word.box[3] <= frame[1] + 2]
    over = [(y, at) for y, at in above if words[at].box[0] < frame[2] and frame[0] < words[at].box[2]]
    return _end_of_line(words, max(over or above)[1]) if above else 0


def _end_of_line(words: Sequence[Word], at: int) -> int:
    """The place after the printed line of a word."""
    line = words[at].line
    while at < len(words) and (words[at].line == line or words[at].joined):
        at += 1
    return at
