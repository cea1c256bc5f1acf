"""An uptake report on paper and in sheets: two pages to show, the whole one, a workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from textwrap import shorten

from tender.documents import french
from tender.documents.paper import (
    Align,
    Block,
    Bullets,
    Column,
    Contents,
    Fields,
    Grid,
    Heading,
    Paper,
    Para,
    Words,
    muted,
)
from tender.documents.uptake_charts import chart_picture, map_picture
from tender.documents.uptake_report import Chart, Section, TextCell, TextTable, UptakeReport
from tender.documents.writers.docx import write_docx
from tender.documents.writers.pdf import page_count, print_pdf, write_pdf
from tender.documents.writers.xlsx import Book, Kind, Sheet, SheetColumn, Value, sheet_name, write_xlsx

SHORT_PAGES = 2
MOST_ROWS = 400
"""Of one table on paper; the workbook and the page hold them all."""


def render_short(report: UptakeReport) -> bytes:
    """Two pages in PDF, never more: three sentences, the key figures, charts and the map.

    What does not fit is set smaller, then left to the whole report: the map's words, the last counting
    rules, the last chart, whose figures the sentences say, at last the map.
    """
    for room in _TIGHTER:
        paper = _paper(report, report.words.short, _short_blocks(report, room))
        if page_count(paper) <= SHORT_PAGES:
            break
    return write_pdf(paper)


@dataclass(frozen=True, slots=True)
class _Room:
    """What two pages have room for: `map_share` of the width, 0 without a map."""

    map_share: float
    notes: int
    charts: int
    sources: int


_TIGHTER = (_Room(0.55, 6, 3, 400), _Room(0.42, 6, 3, 300), _Room(0.42, 4, 2, 200), _Room(0.0, 3, 1, 100))


def _short_blocks(report: UptakeReport, room: _Room) -> tuple[Block, ...]:
    blocks: list[Block] = [Para(text, kind="lead") for text in report.findings]
    blocks.append(_key(report))
    blocks += [block for chart in report.short_charts[: room.charts] for block in _chart(chart, 1)]
    drawn = map_picture(report) if room.map_share else None
    if drawn is not None:
        blocks += [Heading(report.words.map), replace(drawn, share=room.map_share)]
    blocks += [Heading(report.words.method), Bullets(report.notes[: room.notes])]
    sources = shorten(" ".join(report.sources), room.sources, placeholder=" …")
    return (*blocks, Heading(report.words.sources), Para(sources, kind="small"))


def render_full(report: UptakeReport) -> tuple[bytes, bytes]:
    """The whole report: Word, then PDF."""
    blocks: list[Block] = [Para(text, kind="lead") for text in report.findings]
    blocks += [_key(report), Contents()]
    drawn = map_picture(report)
    if drawn is not None:
        blocks += [Heading(report.words.map), drawn]
    for section in report.sections:
        blocks += _section(section)
    blocks += [Heading(report.words.method), Bullets(report.notes)]
    blocks += [Heading(report.words.sources), Bullets(report.sources)]
    paper = _paper(report, report.words.title, tuple(blocks))
    printed = print_pdf(paper)
    return write_docx(paper, printed.pages), printed.data


def workbook(report: UptakeReport) -> bytes:
    """Every table on its own sheet, figures as numbers."""
    taken: set[str] = set()
    tables = [table for section in report.sections for table in section.tables]
    facts = Sheet(
        sheet_name(report.words.title, taken),
        f"{report.words.title} – {report.buyer}",
        (*report.findings, *report.notes, *report.sources),
        (SheetColumn("", 44), SheetColumn("", 44)),
        tuple((name, cell.words) for name, cell in report.key),
    )
    return write_xlsx(
        Book(
            title=report.words.title,
            author=report.author,
            day=datetime.combine(report.issued_on, time(), french.PARIS),
            foot=report.buyer,
            sheets=(facts, *(_sheet(table, taken) for table in tables)),
            example=report.example,
        )
    )


def _paper(report: UptakeReport, title: str, blocks: tuple[Block, ...]) -> Paper:
    return Paper(
        title=title,
        subtitle=report.buyer,
        note=f"{report.period}. {report.words.edited} {_day(report)}.",
        head=report.buyer,
        foot=report.words.title,
        issued_on=report.issued_on,
        author=report.author,
        blocks=blocks,
        example=report.example,
        language=report.language,
    )


def _key(report: UptakeReport) -> Fields:
    return Fields(tuple((name, cell.words) for name, cell in report.key))


def _day(report: UptakeReport) -> str:
    if report.language == "fr":
        return french.day(report.issued_on)
    return report.issued_on.strftime("%d.%m.%Y" if report.language == "de" else "%d/%m/%Y")


def _section(section: Section) -> list[Block]:
    blocks: list[Block] = [Heading(section.title)]
    blocks += [Para(text) for text in section.sentences]
    for chart in section.charts:
        blocks += _chart(chart, 2)
    for table in section.tables:
        blocks += _table(table)
    return blocks + [Para(text, kind="small") for text in section.notes]


def _chart(chart: Chart, level: int) -> list[Block]:
    blocks: list[Block] = [Heading(chart.title, level), chart_picture(chart)]
    return [*blocks, Para(chart.note, kind="small")] if chart.note else blocks


def _table(table: TextTable) -> list[Block]:
    if not table.rows:
        return []
    columns = tuple(_column(table, places) for places in table.columns)
    rows = tuple(
        tuple(_words(table, row, places) for places in table.columns) for row in table.rows[:MOST_ROWS]
    )
    blocks: list[Block] = [Heading(table.title, 2)] if table.title else []
    blocks.append(Grid(columns, rows, small=len(columns) > 4))
    return [*blocks, Para(table.note, kind="small")] if table.note else blocks


def _column(table: TextTable, places: tuple[int, ...]) -> Column:
    """A column of figures is wider where others stand beneath it."""
    if not table.numeric[places[0]]:
        return Column(table.heads[places[0]], 2.0)
    return Column(table.heads[places[0]], (0.8, 1.6, 3.0)[min(len(places), 3) - 1], Align.RIGHT)


def _words(table: TextTable, row: tuple[TextCell, ...], places: tuple[int, ...]) -> Words:
    """A cell, and those beneath it on lines of their own, each with its name."""
    more = (muted(f"\n{table.heads[place]} : {row[place].words}") for place in places[1:])
    return (row[places[0]].words, *more)


def _sheet(table: TextTable, taken: set[str]) -> Sheet:
    columns = tuple(
        SheetColumn(head, 16 if numeric else 40, Kind.QUANTITY if numeric else Kind.TEXT)
        for head, numeric in zip(table.heads, table.numeric, strict=True)
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        tuple(
            Decimal(str(cell.number)) if numeric and cell.number is not None else cell.words
            for cell, numeric in zip(row, table.numeric, strict=True)
        )
        for row in table.rows
    )
    notes = (table.note,) if table.note else ()
    return Sheet(sheet_name(table.sheet or table.title, taken), table.title, notes, columns, rows)
