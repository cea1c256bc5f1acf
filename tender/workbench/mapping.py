"""Places for pages: a drawing of communes, their names, and what a person means by a name she types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians

from tender.documents.memoir import MapCell, TerritoryMap
from tender.geography.naming import find_all, find_area, fold, suggest, suggest_abroad
from tender.geography.places import AREA_TABLES, canton_of, commune, departement, epci, expand, name_of
from tender.geography.shapes import around, cells, fit
from tender.geography.tables import abroad, areas
from tender.workbench.casing import reach_of

WIDTH = 400.0
"""Drawing units across a map: near the pixels it takes beside a table, so that its letters stay readable."""

CELL_RADIUS_KM = 13.0
"""How far a cell may reach: the largest communes of the South lie that far from their borders."""

FEW = 8
NEAR_KM = 14.0

LABEL_HEIGHT = 15.0
LETTER_WIDTH = 6.8
MOST_FOUND = 20
LARGER_KINDS = ("epci", "canton", "departement", "abroad")
TERRITORY_KINDS = ("commune", *LARGER_KINDS)
"""The kinds of places a member's territory is made of."""
ABROAD = ("DE", "LU", "BE")

__all__ = [
    "TERRITORY_KINDS",
    "MapCell",
    "PlaceFound",
    "TerritoryMap",
    "around_of",
    "find_places",
    "home_group",
    "labelled",
    "largest_of",
    "map_of",
    "meant_communes",
    "place_name",
    "places_of_commune",
    "reach_of",
    "read_place_list",
    "suggested_communes",
    "territory_exists",
    "territory_name",
    "with_neighbours",
]

CODE = re.compile(r"\(?\b(\d[\dABab]\d{3})\)?\s*$")


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place somebody may have meant. kind: one of TERRITORY_KINDS; `communes`: how many it holds."""

    kind: str
    code: str
    name: str
    communes: int
    departement: str = ""


def map_of(codes: Iterable[str]) -> TerritoryMap | None:
    """The drawing of these communes, None when none of them has a known centre."""
    return _drawn(tuple(sorted(set(codes))))


@lru_cache(maxsize=128)
def _drawn(codes: tuple[str, ...]) -> TerritoryMap | None:
    found = cells(codes, radius_km=CELL_RADIUS_KM)
    corners = [corner for one in found for corner in one.polygon]
    if not corners:
        return None
    west, east = min(lon for lon, _ in corners), max(lon for lon, _ in corners)
    south, north = min(lat for _, lat in corners), max(lat for _, lat in corners)
    across = max((east - west) * cos(radians((south + north) / 2)), 1e-6)
    height = round(WIDTH * min(1.25, max(0.5, (north - south) / across)), 1)
    projection = fit(corners, WIDTH, height, margin=4.0)
    drawn = []
    for one in found:
        x, y = projection.point(*one.centre)
        points = " ".join(
            f"{px:g},{py:g}" for px, py in (projection.point(*corner) for corner in one.polygon)
        )
        drawn.append(MapCell(one.code, one.name, points, x, y))
    return TerritoryMap(WIDTH, height, tuple(drawn))


def labelled(sheet: TerritoryMap, codes: Sequence[str]) -> tuple[MapCell, ...]:
    """The cells to write a name on, the first named first: a name that would cover another stays out."""
    by_code = {cell.code: cell for cell in sheet.cells}
    taken: list[tuple[float, float, float]] = []
    kept = []
    for code in codes:
        cell = by_code.get(code)
        if cell is None:
            continue
        half = len(cell.name) * LETTER_WIDTH / 2
        if any(abs(cell.y - y) < LABEL_HEIGHT and abs(cell.x - x) < half + other for x, y, other in taken):
            continue
        taken.append((cell.x, cell.y, half))
        kept.append(cell)
    return tuple(kept)


def largest_of(codes: Iterable[str]) -> list[str]:
    """These communes, the most peopled first."""
    found = [known for code in codes if (known := commune(code)) is not None]
    return [one.code for one in sorted(found, key=lambda one: (-one.population, one.code))]


def place_name(code: str) -> str:
    """A commune's name, or a NUTS area's beyond the border; a code nobody knows is its own name."""
    known = commune(code)
    return known.name if known else name_of("nuts", code) or code


def territory_name(kind: str, code: str) -> str:
    """What a territory is called."""
    return name_of(kind, code) or code


def with_neighbours(codes: Iterable[str]) -> frozenset[str]:
    """These communes; where they are few, also those near them, so that the map shows where they lie."""
    held = frozenset(codes)
    return held if len(held) >= FEW else held | around(held, NEAR_KM)


def territory_exists(kind: str, code: str) -> bool:
    """Whether this is a place with communes."""
    return bool(expand(kind, code))


def home_group(code: str) -> tuple[str, str]:
    """Code and name of the intercommunalité (abroad: the region) a commune lies in; empty where none is."""
    known = commune(code)
    if known is None or not known.epci:
        return ("", "")
    kind = "abroad" if known.departement in ABROAD else "epci"
    return (known.epci, name_of(kind, known.epci) or known.epci)


def around_of(codes: Iterable[str]) -> frozenset[str]:
    """The communes of every intercommunalité these belong to: what one may want to add to a territory."""
    held = {known.epci for code in codes if (known := commune(code)) is not None and known.epci}
    return frozenset().union(*(expand("epci", one) | expand("abroad", one) for one in held))


def places_of_commune(code: str) -> tuple[PlaceFound, ...]:
    """A commune and the larger places it lies in: its intercommunalité, its canton, its département."""
    one = commune(code)
    if one is None:
        return ()
    if one.departement in ABROAD:
        return (
            PlaceFound("abroad", one.code, one.name, 1, one.departement),
            _area("abroad", one.epci, name_of("abroad", one.epci) or one.epci),
        )
    held = [PlaceFound("commune", one.code, one.name, 1, one.departement)]
    union, county = epci(one.epci), departement(one.departement)
    if union is not None:
        held.append(_area("epci", union.code, union.name))
    canton = canton_of(one.code)
    if canton is not None:
        held.append(_area("canton", canton.code, canton.name))
    if county is not None:
        held.append(_area("departement", county.code, county.name))
    return tuple(held)


def _area(kind: str, code: str, name: str) -> PlaceFound:
    return PlaceFound(kind, code, name, len(expand(kind, code)))


def find_places(text: str) -> tuple[PlaceFound, ...]:
    """Communes, intercommunalités, cantons and départements with these words in their name, or this code."""
    wanted = fold(text)
    if len(wanted) < 2:
        return ()
    code = text.strip().upper()
    if commune(code) is not None:
        return places_of_commune(code)
    found = [PlaceFound("commune", one.code, one.name, 1, one.departement) for one in suggest(text, limit=8)]
    found += [PlaceFound("abroad", one.code, one.name, 1, one.departement) for one in suggest_abroad(text, 4)]
    for kind in LARGER_KINDS:
        found += [
            _area(kind, area.code, area.name)
            for area in areas(AREA_TABLES[kind]).values()
            if wanted in fold(area.name) or area.code == code
        ][:6]
    return tuple(found[:MOST_FOUND])


def read_place_list(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The places of a list pasted, one a line or set apart by ; — codes or names — and what is none of them.

    A line is a commune (INSEE code or name), an intercommunalité, canton or département (code or whole name,
    "canton de …"), or a place beyond the border. A name that several have is not guessed.
    """
    read: list[tuple[str, str]] = []
    unread = []
    for line in re.split(r"[\n;\t]+", text[:60_000]):
        bare = line.strip(" \r,.-•")
        if not bare:
            continue
        place = _listed_place(bare)
        if place is None:
            unread.append(bare)
        elif place not in read:
            read.append(place)
    return read, unread


def _listed_place(text: str) -> tuple[str, str] | None:
    code = text.upper()
    for kind in TERRITORY_KINDS:
        if expand(kind, code) and not (kind == "commune" and code in abroad()):
            return (kind, code)
    found = meant_communes(text)
    if len(found) == 1:
        return ("commune", found[0].code)
    if not found:
        for kind in ("epci", "canton", "departement"):
            area = find_area(kind, text)
            if area:
                return (kind, area)
        beyond = [one for one in suggest_abroad(text, 3) if fold(one.name) == fold(text)]
        if len(beyond) == 1:
            return ("abroad", beyond[0].code)
    return None


def meant_communes(text: str) -> tuple[PlaceFound, ...]:
    """The communes a typed text may mean, by INSEE code or name; several when namesakes leave a doubt."""
    code = CODE.search(text.strip())
    if code and (known := commune(code[1].upper())) is not None:
        return (PlaceFound("commune", known.code, known.name, 1, known.departement),)
    found = find_all(text)
    if len(found) > 1 and found[0].population >= 10 * found[1].population:
        found = found[:1]
    return tuple(PlaceFound("commune", one.code, one.name, 1, one.departement) for one in found)


def suggested_communes(text: str) -> tuple[PlaceFound, ...]:
    """Communes whose name starts so, for a field that completes."""
    return tuple(
        PlaceFound("commune", one.code, one.name, 1, one.departement) for one in suggest(text, limit=12)
    )
