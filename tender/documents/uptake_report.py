"""The uptake report of a buyer in words and figures, ready to be shown, printed or put in sheets.

The pages and the documents show the same Report, so that they cannot say two things.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value`, `low`, `high`: 0 to 1, the last two the interval; None: no figure, see `words`.

    `words`: the figure with its base, « 37 % (12 sur 32) ». `other`: a bar to compare with (peers, nation).
    `slice`: how the page asks for the contracts behind it, "" where there is nothing to open.
    """

    label: str
    value: float | None
    words: str
    low: float | None = None
    high: float | None = None
    other: bool = False
    slice: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title; `alt`: what they show, in one sentence."""

    title: str
    bars: tuple[Bar, ...]
    alt: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell: its words, its number for sheets (None: words alone), and what is behind it.

    `slice`: how the page asks for the contracts; `call`: the number of the call it is about.
    """

    words: str
    number: float | None = None
    slice: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table. `numeric`: which columns stand to the right. `sheet`: its short name in a workbook.

    `beneath`: columns a page or a paper sets under the one before, so that the table keeps its width; a
    workbook gives each its own. Empty: none.
    """

    title: str
    sheet: str
    heads: tuple[str, ...]
    rows: tuple[tuple[TextCell, ...], ...]
    numeric: tuple[bool, ...]
    note: str = ""
    beneath: tuple[bool, ...] = ()

    @property
    def columns(self) -> tuple[tuple[int, ...], ...]:
        """The columns side by side, each with those beneath it, as places in a row."""
        groups: list[list[int]] = []
        for place in range(len(self.heads)):
            if groups and self.beneath and self.beneath[place]:
                groups[-1].append(place)
            else:
                groups.append([place])
        return tuple(tuple(group) for group in groups)


@dataclass(frozen=True, slots=True)
class MapValue:
    """A département on the map: its share from 0 to 1, None where too few filled; its words.

    `points`: (x, y) of each of its communes in the drawing's units; `slice`: as of a Bar.
    """

    code: str
    name: str
    value: float | None
    words: str
    points: tuple[tuple[float, float], ...] = ()
    slice: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the full report: sentences, then charts, then tables, then notes in small print."""

    code: str
    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[TextTable, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The fixed words of the document in the report's language."""

    title: str
    short: str
    sources: str
    method: str
    page: str
    edited: str
    map: str


@dataclass(frozen=True, slots=True)
class UptakeReport:
    """A whole report. `findings`: its three sentences; `key`: the few figures, label and cell.

    `short_charts`, `map`: what the two pages show beside them. `notes`: how it was counted; `sources`: of
    what, with their dates.
    """

    buyer: str
    period: str
    language: str
    words: ReportWords
    findings: tuple[str, ...]
    key: tuple[tuple[str, TextCell], ...]
    short_charts: tuple[Chart, ...]
    map: tuple[MapValue, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    issued_on: date
    author: str
    example: bool = False
    map_size: tuple[float, float] = (0.0, 0.0)
