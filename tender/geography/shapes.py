"""Distances, and a map without outlines: one cell around each commune's centre."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import asin, cos, hypot, pi, radians, sin, sqrt

from tender.geography.places import commune
from tender.geography.tables import abroad, communes

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = EARTH_RADIUS_KM * pi / 180
CELL_RADIUS_KM = 9.0
CELL_SIDES = 32

LonLat = tuple[float, float]
XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """The area nearest to one commune's centre: its corners in degrees (longitude, latitude), in order."""

    code: str
    name: str
    polygon: tuple[LonLat, ...]
    centre: LonLat


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to drawing units, true to shape around `lat0`: y grows downwards."""

    lon0: float
    lat0: float
    scale: float
    left: float
    top: float

    def point(self, lon: float, lat: float) -> XY:
        """Where a place stands in the drawing."""
        x = (lon - self.lon0) * cos(radians(self.lat0)) * self.scale + self.left
        return (round(x, 2), round((self.lat0 - lat) * self.scale + self.top, 2))


def distance_km(first: str, second: str) -> float | None:
    """Great-circle kilometres between the centres of two communes, None when either has none known."""
    one, other = _centre(first), _centre(second)
    return None if one is None or other is None else round(great_circle_km(one, other), 3)


def great_circle_km(first: LonLat, second: LonLat) -> float:
    """Kilometres between two points on the earth taken as a sphere (haversine)."""
    lon1, lat1, lon2, lat2 = (radians(angle) for angle in (*first, *second))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


def around(codes: Iterable[str], km: float = 2 * CELL_RADIUS_KM) -> frozenset[str]:
    """The communes whose centre lies within `km` of one of these, themselves among them."""
    centres = [centre for code in codes if (centre := _centre(code)) is not None]
    if not centres:
        return frozenset()
    reach = km / KM_PER_DEGREE
    south, north = min(lat for _, lat in centres) - reach, max(lat for _, lat in centres) + reach
    wide = reach / max(0.1, cos(radians(max(abs(south), abs(north)))))
    west, east = min(lon for lon, _ in centres) - wide, max(lon for lon, _ in centres) + wide
    near = []
    for one in chain(communes().values(), abroad().values()):
        if one.lon is None or one.lat is None or not (south <= one.lat <= north and west <= one.lon <= east):
            continue
        here = (one.lon, one.lat)
        if any(great_circle_km(here, centre) <= km for centre in centres):
            near.append(one.code)
    return frozenset(near)


def cells(
    codes: Iterable[str], context_codes: Iterable[str] = (), *, radius_km: float = CELL_RADIUS_KM
) -> list[Cell]:
    """A cell for each commune of `codes`: what is nearest to its centre, cut at `radius_km`.

    The other centres are those of `codes` and of `context_codes`; without context, those around are taken.
    Communes without a centre have no cell. Sorted by code.
    Source: Voronoi diagram, cut half-plane by half-plane on a local plane.
    """
    wanted = {found.code for code in codes if (found := commune(code)) is not None}
    context = set(context_codes) or around(wanted, 2 * radius_km)
    sites = {code: centre for code in wanted | set(context) if (centre := _centre(code)) is not None}
    drawn = []
    for code in sorted(wanted & sites.keys()):
        others = [centre for other, centre in sites.items() if other != code]
        known = commune(code)
        name = known.name if known else code
        drawn.append(Cell(code, name, _cell(sites[code], others, radius_km), sites[code]))
    return drawn


def fit(points: Sequence[LonLat], width: float, height: float, margin: float = 0.0) -> Projection:
    """The projection that puts these points inside a drawing, centred, as large as they go.

    Raises ValueError when there is no point.
    """
    if not points:
        raise ValueError("no point to draw")
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    lon0, lat0 = (west + east) / 2, (south + north) / 2
    across, down = (east - west) * cos(radians(lat0)), north - south
    room_x, room_y = max(width - 2 * margin, 1.0), max(height - 2 * margin, 1.0)
    smallest = 0.001  # degrees: one single point is drawn in the middle, at no absurd scale
    scale = min(room_x / max(across, smallest), room_y / max(down, smallest))
    return Projection(lon0, lat0, scale, width / 2, height / 2)


def project(points: Sequence[LonLat], width: float, height: float, margin: float = 0.0) -> list[XY]:
    """These points in a drawing of that size (see fit)."""
    projection = fit(points, width, height, margin)
    return [projection.point(lon, lat) for lon, lat in points]


def _centre(code: str) -> LonLat | None:
    found = commune(code)
    return None if found is None or found.lon is None or found.lat is None else (found.lon, found.lat)


def _cell(centre: LonLat, others: list[LonLat], radius_km: float) -> tuple[LonLat, ...]:
    """The cell of one centre, worked out in kilometres east and north of it."""
    narrow = cos(radians(centre[1]))
    plane = [
        ((lon - centre[0]) * narrow * KM_PER_DEGREE, (lat - centre[1]) * KM_PER_DEGREE) for lon, lat in others
    ]
    near = sorted((hypot(x, y), x, y) for x, y in plane if hypot(x, y) < 2 * radius_km)
    turns = (2 * pi * side / CELL_SIDES for side in range(CELL_SIDES))
    corners: list[XY] = [(radius_km * cos(turn), radius_km * sin(turn)) for turn in turns]
    for distance, x, y in near:
        if distance == 0 or distance / 2 > max(hypot(*corner) for corner in corners):
            continue
        corners = _cut(corners, x, y)
    return tuple(
        (
            round(centre[0] + x / narrow / KM_PER_DEGREE, 5),
            round(centre[1] + y / KM_PER_DEGREE, 5),
        )
        for x, y in corners
    )


def _cut(corners: list[XY], x: float, y: float) -> list[XY]:
    """Keep of a convex polygon what lies nearer to the origin than to (x, y)."""
    limit = (x * x + y * y) / 2
    kept: list[XY] = []
    for index, (ax, ay) in enumerate(corners):
        bx, by = corners[(index + 1) % len(corners)]
        a, b = ax * x + ay * y - limit, bx * x + by * y - limit
        if a <= 0:
            kept.append((ax, ay))
        if (a < 0 < b) or (b < 0 < a):
            part = a / (a - b)
            kept.append((ax + part * (bx - ax), ay + part * (by - ay)))
    return kept
