"""The pictures of an uptake report: bars with their intervals, a map where each dot is a commune."""

from __future__ import annotations

from tender.documents.drawing import GREY, INK, Drawing, fitted
from tender.documents.paper import Picture
from tender.documents.uptake_report import Bar, Chart, MapValue, UptakeReport

WIDTH, ROW, LABEL, ROOM = 480.0, 21.0, 140.0, 200.0
BAR, OTHER, SCALE = "#7fa9c0", "#d3dde4", "#e6ecf0"
SHADES = ("#d3e4ee", "#92bdd4", "#5a94b5", "#2f6b8d", "#123f5a")
STEP = 10
"""Points of a shade: most shares stand under one half, and the last shade holds all that is higher."""
NO_FIGURE = "#ffffff"
OUTLINE = "#5b7f95"
MOST_NAMED = 8
"""Départements told in words under the map; of more, the table tells."""
MOST_CODES = 16
"""Départements whose code stands on them; of more, the codes would cover each other."""


def chart_picture(chart: Chart) -> Picture:
    """One bar a line, its figure and base beside it, its interval as a fine line; a scale from 0 to 100 %."""
    sheet = Drawing(WIDTH, ROW * len(chart.bars) + 20)
    for index in range(5):
        x = LABEL + ROOM * index / 4
        sheet.line(x, 2, x, ROW * len(chart.bars) + 4, SCALE)
        sheet.text(x, ROW * len(chart.bars) + 15, f"{25 * index} %", 7, anchor="middle", fill=GREY)
    for rank, bar in enumerate(chart.bars):
        _bar(sheet, bar, ROW * rank + 4)
    return Picture(chart.alt, sheet.width, sheet.height, sheet.svg())


def _bar(sheet: Drawing, bar: Bar, top: float) -> None:
    sheet.text(LABEL - 6, top + 10, fitted(bar.label, LABEL - 10, 8.5), 8.5, anchor="end")
    end = LABEL
    if bar.value is not None:
        wide = ROOM * min(1.0, max(0.0, bar.value))
        sheet.rect(LABEL, top + 2, wide, 11, OTHER if bar.other else BAR)
        end = LABEL + wide
        if bar.low is not None and bar.high is not None:
            low, high = LABEL + ROOM * bar.low, LABEL + ROOM * min(1.0, bar.high)
            sheet.line(low, top + 7.5, high, top + 7.5, INK)
            sheet.line(low, top + 4.5, low, top + 10.5, INK)
            sheet.line(high, top + 4.5, high, top + 10.5, INK)
            end = max(end, high)
    sheet.text(end + 5, top + 10.5, bar.words, 8, fill=INK if bar.value is not None else GREY)


def map_picture(report: UptakeReport, *, named: bool = True) -> Picture | None:
    """The départements of the report, the darker the larger the share, with the scale of the shades.

    `named`: the figures in words under it, which a page writes itself. None where none can be drawn.
    """
    drawn = [one for one in report.map if one.points]
    if not drawn:
        return None
    width, height = report.map_size
    rows = drawn if named and len(drawn) <= MOST_NAMED else []
    sheet = Drawing(width, round(height + 26 + 17.0 * len(rows), 1))
    radius = 2.2 if len(drawn) <= MOST_CODES else 1.3
    for one in drawn:
        sheet.dots(one.points, radius, shade(one.value), OUTLINE)
    if len(drawn) <= MOST_CODES:
        for one in drawn:
            sheet.haloed(*_middle(one), one.code, 13)
    _scale(sheet, width, height + 6)
    for rank, one in enumerate(rows):
        top = height + 35 + rank * 17.0
        sheet.circle(6, top - 4, 5, shade(one.value), OUTLINE)
        sheet.text(17, top, fitted(f"{one.code} · {one.name} : {one.words}", width - 20, 11.5), 11.5)
    told = " ; ".join(f"{one.name} : {one.words}" for one in drawn)
    return Picture(f"{report.words.map} : {told}", sheet.width, sheet.height, sheet.svg(), share=0.62)


def _scale(sheet: Drawing, width: float, top: float) -> None:
    """The shades side by side, each with the shares it stands for."""
    each = width / len(SHADES)
    for rank, fill in enumerate(SHADES):
        low = STEP * rank
        told = f"{low}–{low + STEP} %" if rank + 1 < len(SHADES) else f"≥ {low} %"
        sheet.rect(rank * each, top, 12, 12, fill, line=OUTLINE)
        sheet.text(rank * each + 17, top + 10, told, 11)


def shade(value: float | None) -> str:
    """One of five steps of ten points; white where there is no figure."""
    if value is None:
        return NO_FIGURE
    return SHADES[min(len(SHADES) - 1, int(round(max(0.0, value) * 100, 4) // STEP))]


def _middle(one: MapValue) -> tuple[float, float]:
    return (
        round(sum(x for x, _ in one.points) / len(one.points), 1),
        round(sum(y for _, y in one.points) / len(one.points), 1),
    )
