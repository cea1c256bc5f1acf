"""Where a statement goes on over a page break: the foot of one page and the head of the next as one text.

Running heads and page numbers between the two are left out, so that the sentence is whole again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tender.vocabulary.source import Page

_FOOT, _HEAD = 800, 700
"""Characters of either page looked at: a sentence and the list it introduces."""
_END_OF_SENTENCE = re.compile(r"[.!?…][\"»”)]*\s")
_SENTENCES = 2
"""On either side: the one that goes on, and the one that leads to it or takes it up."""
_RUNNING_LINES = 4
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.)?[ ]*#[ ]*(?:(?:/|sur|de|von|of|-)[ ]*#)?|-[ ]*#[ ]*-|#[ ]*\|[ ]*#?", re.IGNORECASE
)
_ENDED = re.compile(r"[.!?…][\"»”)]*$")
_GOES_ON = re.compile(
    r"(?:[-–—•▪*]|lots?\b|cette\b|ce\b|cet\b|elles?\b|ils?\b|seuls?\b|la clause|les lots|l['’]engagement"
    r"|l['’]obligation|à défaut|toutefois|sauf)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Seam:
    """text[:boundary] stands on pages[index] from `foot` on, text[boundary:] on the next from `head` on.

    `context`: more of both pages.
    """

    index: int
    text: str
    boundary: int
    foot: int
    head: int
    context: str

    def places(self, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
        """Where text[start:end] stands: (index of the page, start, end), one for each page it touches."""
        found = []
        if start < self.boundary - 1:
            found.append((self.index, self.foot + start, self.foot + min(end, self.boundary - 1)))
        if end > self.boundary:
            begin = max(start, self.boundary) - self.boundary
            found.append((self.index + 1, self.head + begin, self.head + end - self.boundary))
        return tuple(found)


def seams(pages: Sequence[Page], indexes: Sequence[int]) -> Iterator[Seam]:
    """The breaks after pages[i] for i in `indexes` over which a statement may go on."""
    for index in indexes:
        if index + 1 >= len(pages):
            continue
        page, after = pages[index], pages[index + 1]
        if page.number is None or after.number is None or page.grid or after.grid:
            continue
        end = _body_end(page, [p for p in pages[max(0, index - 1) : index + 2] if p is not page])
        head = _body_start(after, [p for p in pages[index : index + 3] if p is not after])
        foot_text, head_text = page.text[max(0, end - _FOOT) : end], after.text[head : head + _HEAD]
        if not foot_text.strip() or not head_text.strip():
            continue
        first = head_text.lstrip()[:1]
        if not _ENDED.search(foot_text) or first.islower() or _GOES_ON.match(head_text.lstrip()):
            foot, begun = _last_sentences(foot_text), _first_sentences(head_text)
            context = foot_text + "\n" + head_text
            yield Seam(index, foot + "\n" + begun, len(foot) + 1, end - len(foot), head, context)


def _last_sentences(text: str) -> str:
    ends = [m.end() for m in _END_OF_SENTENCE.finditer(text)]
    return text[ends[-_SENTENCES] :] if len(ends) >= _SENTENCES else text


def _first_sentences(text: str) -> str:
    ends = [m.end() for m in _END_OF_SENTENCE.finditer(text)]
    return text[: ends[_SENTENCES - 1]] if len(ends) >= _SENTENCES else text


def _body_end(page: Page, others: Sequence[Page]) -> int:
    """Where the words of a page end, its running feet left out."""
    feet = {_shape(line) for other in others for _, _, line in _last_lines(other.text)}
    end = len(page.text)
    for start, _, line in _last_lines(page.text):
        if not _is_running(line, feet):
            break
        end = start
    return len(page.text[:end].rstrip())


def _body_start(page: Page, others: Sequence[Page]) -> int:
    """Where the words of a page start, its running heads left out."""
    heads = {_shape(line) for other in others for _, _, line in _first_lines(other.text)}
    begin = 0
    for _, end, line in _first_lines(page.text):
        if not _is_running(line, heads):
            break
        begin = end
    return begin


def _is_running(line: str, others: set[str]) -> bool:
    shape = _shape(line)
    return bool(_PAGE_NUMBER.fullmatch(shape)) or shape in others


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()).lower())


def _first_lines(text: str) -> list[tuple[int, int, str]]:
    """The first lines with words: (start, end with its line end, words)."""
    lines: list[tuple[int, int, str]] = []
    start = 0
    while start < len(text) and len(lines) < _RUNNING_LINES:
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if text[start:stop].strip():
            lines.append((start, min(stop + 1, len(text)), text[start:stop]))
        start = stop + 1
    return lines


def _last_lines(text: str) -> list[tuple[int, int, str]]:
    """The last lines with words, the last first."""
    lines: list[tuple[int, int, str]] = []
    stop = len(text)
    while stop > 0 and len(lines) < _RUNNING_LINES:
        start = text.rfind("\n", 0, stop) + 1
        if text[start:stop].strip():
            lines.append((start, stop, text[start:stop]))
        stop = start - 1
    return lines
