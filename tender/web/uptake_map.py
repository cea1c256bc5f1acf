"""The départements where a buyer's contracts are performed, as a map of their communes."""

from __future__ import annotations

from tender.documents.uptake_report import MapValue
from tender.geography import Area, commune, departement, expand, fit
from tender.uptake.figures import BuyerFigures, Line
from tender.uptake.slices import UNKNOWN, Kind
from tender.web.uptake_cells import rate

FEWEST = 5
"""Filled contracts under which a département keeps no colour."""
SIZE = (420.0, 320.0)
MARGIN = 6.0
FARTHEST = ("97", "98")
"""Overseas départements are told in the table: on one drawing with the others they would be a speck."""


def map_values(figures: BuyerFigures) -> tuple[MapValue, ...]:
    """Their shares, where there are several to compare."""
    known = [
        (line, area)
        for line in figures.by_departement
        if line.key != UNKNOWN and not line.key.startswith(FARTHEST) and (area := departement(line.key))
    ]
    if len(known) < 2:
        return ()
    places = {area.code: _places(area) for _line, area in known}
    wide, high = SIZE
    drawn = fit([place for held in places.values() for place in held], wide - 2 * MARGIN, high - 2 * MARGIN)
    return tuple(
        _value(line, area, tuple(_within(*drawn.point(lon, lat)) for lon, lat in places[area.code]))
        for line, area in known
    )


def _within(x: float, y: float) -> tuple[float, float]:
    """Off the edges, where half a dot would be cut."""
    return round(x + MARGIN, 1), round(y + MARGIN, 1)


def _places(area: Area) -> list[tuple[float, float]]:
    found = (commune(code) for code in sorted(expand("departement", area.code)))
    return [(one.lon, one.lat) for one in found if one and one.lon is not None and one.lat is not None]


def _value(line: Line, area: Area, points: tuple[tuple[float, float], ...]) -> MapValue:
    share = line.any.share if line.any.of >= FEWEST else None
    cell = rate(line.any, line.slice_of(Kind.ANY))
    return MapValue(area.code, area.name, share, cell.words, points, cell.slice)
