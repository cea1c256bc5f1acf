"""Text that knows where it stands: documents, pages, evidence, stated values."""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the top left of the page as displayed."""


class DocumentKind(StrEnum):
    """What a file of a call is, told from its content."""

    RC = "RC"
    CCAP = "CCAP"
    CCTP = "CCTP"
    CCP = "CCP"
    AE = "AE"
    BPU = "BPU"
    DQE = "DQE"
    DPGF = "DPGF"
    DC1 = "DC1"
    DC2 = "DC2"
    NOTICE = "NOTICE"
    QA = "QA"
    ANNEX = "ANNEX"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The file's own words for a fact, and where they stand.

    `page` counts from 1 in the file, None where the format has no pages; then `path` holds the XPath, the
    sheet and cell ("BPU!B4") or the section label ("§ 4.2"). `boxes`: one per line of the quote.
    """

    document: str
    page: int | None
    quote: str
    boxes: tuple[Box, ...] = ()
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    """What another document says of the same fact, believed less.

    `value`: for a lot, a paper, a criterion or a clause the parts it states otherwise, by their names; None:
    it has no such entry. `rule`: why the kept value goes first: "correction" (a later rectification),
    "answers" (questions and answers), "rules" (the rules of the call before the others), "notice" (a notice
    names best), "rank" (the order of the papers), "surer" (read more surely), "largest" (the most hours),
    "every" (a lot that one place alone has is kept).
    """

    value: object
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    rule: str = "rank"


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value a document states, its places, and how sure the reading is (0 to 1); `rivals` contradict it."""

    value: T
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class WordMap:
    """Where each word of a page's text stands: flat arrays, for a page has hundreds and a call 1,500 pages.

    `starts`, `ends`: Python string offsets into the page's text, rising; `coordinates`: four floats a word.
    """

    starts: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("I"))
    coordinates: array[float] = field(default_factory=lambda: array("f"))

    def __len__(self) -> int:
        return len(self.starts)

    def box(self, index: int) -> Box:
        """The box of one word."""
        x0, top, x1, bottom = self.coordinates[4 * index : 4 * index + 4]
        return (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box per printed line for the words that text[start:end] touches."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        lines: list[Box] = []
        for index in range(first, last):
            box = self.box(index)
            if lines and _same_line(lines[-1], box):
                line = lines[-1]
                lines[-1] = (
                    min(line[0], box[0]),
                    min(line[1], box[1]),
                    max(line[2], box[2]),
                    max(line[3], box[3]),
                )
            else:
                lines.append(box)
        return tuple(lines)

    def packed(self) -> bytes | None:
        """The map as few bytes, None when it is empty."""
        if not len(self):
            return None
        parts = (array("I", [len(self)]), self.starts, self.ends, self.coordinates)
        return zlib.compress(b"".join(part.tobytes() for part in parts), 1)

    @classmethod
    def unpacked(cls, held: bytes | None) -> WordMap:
        """The map back from its bytes."""
        if not held:
            return cls()
        whole = zlib.decompress(held)
        step = array("I").itemsize
        count = array("I", whole[:step])[0]
        return cls(
            array("I", whole[step : step * (count + 1)]),
            array("I", whole[step * (count + 1) : step * (2 * count + 1)]),
            array("f", whole[step * (2 * count + 1) :]),
        )


def _same_line(line: Box, box: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return line[1] <= middle <= line[3] and box[0] >= line[0]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its words, and where they stand."""

    text: str
    box: Box | None = None
    path: str | None = None


Row: TypeAlias = tuple[Cell | None, ...]
"""The cells of one line of a table, from left to right."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as printed; a cell merged into its neighbour is None.

    `ruled`: its cells were drawn; else they were told from how the words line up.
    """

    rows: tuple[Row, ...]
    box: Box | None = None
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What stands behind a sheet's values: formulas by cell ("D30", "B30*C30"), rows hidden, cells covered.

    `covered`: cells merged into the one above or left of them.
    """

    formulas: tuple[tuple[str, str], ...] = ()
    hidden: frozenset[int] = frozenset()
    covered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """One page, sheet, section or notice field, in reading order.

    `number` counts from 1, None where the format has no pages; then `path` is the label.
    `text`: lines joined by "\\n". `width`, `height`: PDF points as displayed, 0 where there is no page.
    `grid`: a sheet, one line for each row and a tab between columns; evidence then names the cell.
    `marks`: of a sheet whose format tells them.
    """

    number: int | None
    text: str
    path: str | None = None
    words: WordMap = field(default_factory=WordMap)
    tables: tuple[Table, ...] = ()
    width: float = 0.0
    height: float = 0.0
    ocr: bool = False
    grid: bool = False
    marks: SheetMarks | None = None

    def evidence(self, document: str, start: int, end: int) -> Evidence:
        """The evidence for text[start:end], its quote word for word."""
        return Evidence(
            document=document,
            page=self.number,
            quote=self.text[start:end],
            boxes=self.words.boxes(start, end),
            path=self._cell_path(start) if self.grid else self.path,
        )

    def _cell_path(self, start: int) -> str:
        """The sheet and cell ("BPU!B4") at an offset of a grid's text."""
        row = self.text.count("\n", 0, start) + 1
        column = self.text.count("\t", self.text.rfind("\n", 0, start) + 1, start)
        return f"{self.path}!{column_letters(column)}{row}"


def column_letters(index: int) -> str:
    """The letters of a sheet's column, counted from 0: A, B, … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a call, read: its pages and what it is.

    `refused` holds the reason code (see tender/parsing/refusal.py) when the file could not be read;
    its pages are then empty. `has_pages`: the format prints pages that can be shown as pictures.
    """

    name: str
    sha256: str
    kind: DocumentKind
    pages: tuple[Page, ...]
    language: str | None = None
    refused: str | None = None
    has_pages: bool = False
