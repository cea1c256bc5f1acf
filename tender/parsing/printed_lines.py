"""Printed words and the lines they make; a line holds its words in columns, for a call has half a million."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tender.vocabulary.source import Box


@dataclass(slots=True)
class Word:
    """A printed word. `line`: its printed line; `joined`: it goes on the word before, cut by a hyphen."""

    text: str
    box: Box
    line: int
    joined: bool = False


@dataclass(slots=True)
class Line:
    """A printed line: the texts and boxes of its words side by side.

    `joined`: the numbers of words that go on the word before them, cut by a hyphen at the line's end.
    """

    texts: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)


def in_lines(words: Iterable[Word]) -> list[Line]:
    """Words by printed line; the end of a word cut by a hyphen stays with its beginning."""
    lines: list[Line] = []
    number: int | None = None
    for word in words:
        if word.joined and lines:
            number = word.line if word.line == number else None
            lines[-1].joined.append(len(lines[-1].texts))
        elif word.line != number:
            lines.append(Line())
            number = word.line
        lines[-1].texts.append(word.text)
        lines[-1].boxes.append(word.box)
    return lines


def words_in(lines: Sequence[Line]) -> list[Word]:
    """The words of lines one by one."""
    return [
        Word(text, box, number, index in line.joined)
        for number, line in enumerate(lines)
        for index, (text, box) in enumerate(zip(line.texts, line.boxes, strict=True))
    ]
