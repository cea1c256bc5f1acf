"""One document as one running text, folded for searching, that still knows where each character stands."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, cached_property
from operator import add

from tender.parsing.flow_places import Lines, Origins
from tender.parsing.gated import Gated, Indexed
from tender.parsing.layout import running_lines
from tender.vocabulary.source import Box, Cell, DocumentKind, Evidence, Page, Source

_PLAIN = {
    "’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'",
    "“": '"', "”": '"', "«": '"', "»": '"', "„": '"',
    "–": "-", "—": "-", "‑": "-", "−": "-", "‐": "-", "\u00ad": "",
    "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff",
    "\t": " ", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\ufeff": "",
    "…": "...", "º": "°",
}  # fmt: skip
BULLET = r"(?:[-*•●○▪▫■□☐☒☑✓✔➢➤►→⇒·∙◦❖\uf000-\uf0ff]|o(?=\s))"
"""A mark that opens an item of a list, as folded."""


@cache
def fold_character(character: str) -> str:
    """The character searched for: lower case, no accent; one character may become none, two or three."""
    if character in _PLAIN:
        return _PLAIN[character]
    if ord(character) < 128:
        return character.lower()
    base = unicodedata.normalize("NFKD", character)
    kept = "".join(c for c in base if not unicodedata.combining(c)).lower()
    return kept if kept.isascii() else character.lower()


class _Folding(dict[int, str]):
    """What each character folds to, filled as characters are met: the table of str.translate."""

    def __missing__(self, code: int) -> str:
        folded = fold_character(chr(code))
        self[code] = folded
        if len(folded) != 1:
            _UNEVEN.add(chr(code))
        return folded


_UNEVEN: set[str] = set()
_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower case without accents, plain quotes, dashes and spaces."""
    if text.isascii() and "\t" not in text and "`" not in text:
        return text.lower()
    even = fold_evenly(text)
    return text.translate(_FOLDING) if even is None else even


def _windows_table() -> tuple[bytes, bytes]:
    """What each character of Windows' Latin alphabet folds to, and those that fold to none or to several."""
    table, uneven = bytearray(range(256)), bytearray()
    for byte in range(256):
        character = bytes([byte]).decode("cp1252", "ignore")
        folded = fold_character(character) if character else ""
        plain = folded.encode("cp1252", "ignore")
        if len(folded) == len(plain) == 1:
            table[byte] = plain[0]
        else:
            uneven.append(byte)
    return bytes(table), bytes(uneven)


_TO_PLAIN, _NOT_ONE = _windows_table()


def fold_evenly(text: str) -> str | None:
    """fold() where each character becomes one, ten times cheaper; None where that cannot be."""
    try:
        held = text.encode("cp1252")
    except UnicodeEncodeError:
        return None
    plain = held.translate(_TO_PLAIN, _NOT_ONE)
    return plain.decode("cp1252") if len(plain) == len(held) else None


_LINE = re.compile(r"[^\n]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S*$")
"""The hyphen that ends a line of a web address belongs to it."""
_GAP = "   "
_OPENING = 8
"""So many pages show every running head and foot there is."""


_LEADERS = re.compile(r"(?:\.\s?){5,}\s*(?:page\s*)?\d{0,3}\s*$")
_LEAST_DOTS = 5
_CONTENTS = re.compile(r"^\s*(?:sommaire|table des matieres|inhalt(?:sverzeichnis|subersicht)?|contents)\s*$")
_ENTRY = re.compile(
    r"^\s*(?:article\s*)?(?:[ivx]+|\d{1,2}|[a-z])(?:[.\-]\d{1,2})*[.)\-: ]\s*\D.*?(?:\s|\.)\d{1,3}\s*$"
)


class Flow:
    """The kept lines of one source, folded, "\\n" between lines; words cut at a line's end are joined.

    Left out: tables of contents, and the running heads and feet unless `heads` asks for them.
    """

    def __init__(self, source: Source, *, heads: bool = False) -> None:
        self.source = source
        self._running = set() if heads else {line.strip() for line in running_lines(source.pages)}
        folded: list[str] = []
        self._origins = Origins()
        self._page_starts = array("I")
        self.lines = Lines()
        self.length = 0
        done: list[str] = []
        for index, page in enumerate(source.pages):
            self._add_page(index, page, folded)
            # All but the last line, to which the next page may join a cut word; one text takes less room.
            done.append("".join(folded[:-2]))
            del folded[:-2]
        text = "".join((*done, *folded))
        done.clear()
        self.text = Indexed(text)

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def kind(self) -> DocumentKind:
        return self.source.kind

    @property
    def german(self) -> bool:
        return self.source.language == "de"

    @property
    def zone(self) -> str:
        return "Europe/Berlin" if self.german else "Europe/Paris"

    def _add_page(self, index: int, page: Page, folded: list[str]) -> None:
        self._page_starts.append(self.length)
        text = page.text
        spans = [held.span() for held in _LINE.finditer(text)]
        even = fold_evenly(text)
        texts = [even[s:e] for s, e in spans] if even is not None else [fold(text[s:e]) for s, e in spans]
        contents = _contents_lines(texts)
        running = self._running
        for number, (start, end) in enumerate(spans):
            if number in contents or (running and text[start:end].strip() in running):
                continue
            if not texts[number].strip():
                continue
            self._add_line(index, text, (start, end), texts[number], folded, even=even is not None)

    @cached_property
    def with_heads(self) -> Flow:
        """The first pages with their running heads and feet: the reference often stands only there."""
        opening = replace(self.source, pages=self.source.pages[:_OPENING])
        return Flow(opening, heads=True) if self._running else self

    def _add_line(
        self, index: int, text: str, span: tuple[int, int], plain: str, folded: list[str], *, even: bool
    ) -> None:
        start, end = span
        self._join(text, start, folded)
        begin = self.length
        if (even or _UNEVEN.isdisjoint(text[start:end])) and _GAP not in plain:
            self._origins.place(begin, start)
        else:
            plain = self._place(text, start, end)
        folded.append(plain)
        self.length += len(plain)
        self.lines.add(begin, self.length, index)
        folded.append("\n")
        self._origins.place(self.length, end)
        self.length += 1

    def _place(self, text: str, start: int, end: int) -> str:
        """Fold character by character; a long gap between columns shrinks to two spaces."""
        pieces: list[str] = []
        spaces, length = 0, self.length
        for offset in range(start, end):
            piece = fold_character(text[offset])
            spaces = spaces + 1 if piece == " " else 0
            if piece and spaces <= len(_GAP) - 1:
                pieces.append(piece)
                for place in range(length, length + len(piece)):
                    self._origins.place(place, offset)
                length += len(piece)
        return "".join(pieces)

    def _join(self, text: str, start: int, folded: list[str]) -> None:
        """Undo a word cut at the end of the line before: "mar-" + "ché"."""
        before = folded[-2] if len(folded) > 1 else ""
        if len(before) < 2 or before[-1] != "-" or not before[-2].isalpha():
            return
        if not text[start : start + 1].islower() or not self.lines or _ADDRESS.search(before):
            return
        folded[-2:] = [before[:-1]]
        self.length -= 2
        self._origins.cut(self.length)
        self.lines.ends[-1] = self.length
        for page in range(len(self._page_starts) - 1, 0, -1):  # pages that begin here, or are empty before it
            if self._page_starts[page] <= self.length:
                break
            self._page_starts[page] = self.length

    def page_of(self, offset: int) -> int:
        """The index of the page a folded offset stands on."""
        return max(0, bisect_right(self._page_starts, offset) - 1)

    def line_at(self, offset: int) -> int:
        """The number of the line a folded offset stands on."""
        return max(0, bisect_right(self.lines.starts, offset) - 1)

    def offset_at(self, page: int, offset: int) -> int:
        """The folded offset of a character of a page's own text; of the next kept one when left out."""
        first = self._page_starts[page]
        last = self._page_starts[page + 1] if page + 1 < len(self._page_starts) else self.length
        return self._origins.find(offset, first, last)

    def line_text(self, number: int) -> str:
        return self.text[self.lines.starts[number] : self.lines.ends[number]]

    def places(self, start: int, end: int) -> list[tuple[Page, int, int]]:
        """The page and its own offsets of a folded span, one entry per page touched."""
        found: list[tuple[Page, int, int]] = []
        while start < end:
            index = self.page_of(start)
            limit = self._page_starts[index + 1] if index + 1 < len(self._page_starts) else self.length
            stop = min(end, limit)
            page = self.source.pages[index]
            first, last = self._origins[start], self._origins[stop - 1] + 1
            piece = page.text[first:last]
            first += len(piece) - len(piece.lstrip())
            last -= len(piece) - len(piece.rstrip())
            if last > first:
                found.append((page, first, last))
            start = stop
        return found

    def evidence(self, start: int, end: int) -> tuple[Evidence, ...]:
        """The evidence for a folded span: word for word, one entry per page."""
        return tuple(page.evidence(self.name, first, last) for page, first, last in self.places(start, end))

    def words(self, start: int, end: int) -> str:
        """The printed words of a folded span on one line, cut words joined."""
        parts: list[str] = []
        before = -2
        end = min(end, self.length)
        for position, offset in enumerate(self._origins.between(start, end), start):
            if self.text[position] == "\n":
                parts.append(" ")
            elif offset != before:
                parts.append(self.source.pages[self.page_of(position)].text[offset])
            before = offset
        return tidy("".join(parts))

    def cell_evidence(self, page: Page, cell: Cell) -> tuple[Evidence, ...]:
        """The evidence for a table's cell: its words where they stand, the longest unbroken run of them."""
        span = _cell_span(page, cell)
        return (page.evidence(self.name, *span),) if span else ()


def tidy(text: str) -> str:
    """One space between words, none around."""
    return " ".join(text.split())


def capital(text: str) -> str:
    """With a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def _contents_lines(texts: list[str]) -> set[int]:
    """The lines of a page that belong to a table of contents."""
    found = {
        n
        for n, text in enumerate(texts)
        if text.count(".") >= _LEAST_DOTS and _LEADERS.search(text[-160:]) and not _is_blank_to_fill(text)
    }
    title = next((n for n, text in enumerate(texts) if _CONTENTS.match(text)), None)
    if title is None:
        numbered = {n for n, text in enumerate(texts) if (len(text) < 250 and _ENTRY.match(text))}
        return found | numbered if len(numbered) >= 8 and len(numbered) > 0.4 * len(texts) else found
    entries = [
        n
        for n in range(title + 1, len(texts))
        if n in found or (len(texts[n]) < 250 and _ENTRY.match(texts[n]))
    ]
    if len(entries) >= 4:
        return set(range(title, entries[-1] + 1))
    articles = [
        n for n in range(title + 1, len(texts)) if re.match(r"\s*(?:article|§|\d+[.)])\s*\d*", texts[n])
    ]
    if len(articles) >= 4 and len(articles) >= 0.7 * (len(texts) - title - 1):
        return set(range(title, articles[-1] + 1))
    return found


def _is_blank_to_fill(text: str) -> bool:
    """A line of dots that ends in no page number is a blank, or a value followed by leader dots."""
    return re.search(r"(?:\.\s?){5,}\s*(?:page\s*)?\d{1,3}\s*$", text[-160:]) is None


def _cell_span(page: Page, cell: Cell) -> tuple[int, int] | None:
    if cell.box is None or not len(page.words):
        return find_words(page.text, cell.text)
    x0, top, x1, bottom = cell.box
    runs: list[list[int]] = []
    for index in words_near(page, cell.box):
        box = page.words.box(index)
        across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if x0 <= across <= x1 and top <= down <= bottom:
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    if not runs:
        return find_words(page.text, cell.text)
    best = max(runs, key=len)
    return page.words.starts[best[0]], page.words.ends[best[-1]]


def words_near(page: Page, around: Box) -> Iterator[int]:
    """The words, in order, whose middle is in this box or hardly outside: boxes are rounded to a tenth."""
    left, top, right, bottom = around
    # Sums of two coordinates, so that no middle has to be worked out; most words are told by their height.
    left, top, right, bottom = 2 * left - 1, 2 * top - 1, 2 * right + 1, 2 * bottom + 1
    flat = page.words.coordinates
    for index, height in enumerate(map(add, flat[1::4], flat[3::4])):
        if top <= height <= bottom and left <= flat[4 * index] + flat[4 * index + 2] <= right:
            yield index


def find_words(text: str, wanted: str) -> tuple[int, int] | None:
    """Where the words of `wanted` stand one after the other in `text`, whatever the white space."""
    words = wanted.split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    return match.span() if match else None


@cache
def pattern(words: str, *, flags: int = 0) -> re.Pattern[str]:
    """A regular expression over folded text, where a space is any white space or none (glued words) and an
    apostrophe may be lost."""
    return re.compile(words.replace("'", r"['\s]?").replace(" ", r"\s*"), flags)


@cache
def gated(words: str, *, flags: int = 0) -> Gated:
    """pattern() for a whole document: looked for only where one of its beginnings stands."""
    return Gated(pattern(words, flags=flags))
