"""The tables of facts shipped with the program, each read once, when first asked for."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the Code officiel géographique 2026.

    `lon`, `lat`: a point inside it, WGS 84 degrees; both None for the few without one (see SOURCES.md).
    `epci`: SIREN of its intercommunalité, "" when it has none. `population`: inhabitants, 0 when not counted.
    """

    code: str
    name: str
    departement: str
    epci: str
    population: int
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Area:
    """An EPCI, canton, département, région or NUTS area: its code, its name, and what holds it, if known."""

    code: str
    name: str
    parent: str = ""


@cache
def communes() -> Mapping[str, Commune]:
    """Every commune by INSEE code."""
    return MappingProxyType(
        {
            code: Commune(
                code,
                name,
                departement,
                epci,
                int(people or 0),
                float(lon) if lon else None,
                float(lat) if lat else None,
            )
            for code, name, departement, epci, people, lon, lat in _rows("communes")
        }
    )


@cache
def abroad() -> Mapping[str, Commune]:
    """Places beyond the border, as small as calls there name them, by code.

    Kreise of Saarland (DE-10041), cantons of Luxembourg (LU-ES), communes of Wallonia (BE-81001). Their
    `departement` is the country, their `epci` the group they lie in (abroad_groups).
    """
    return MappingProxyType(
        {
            code: Commune(code, name, code[:2], group, int(people or 0), float(lon), float(lat))
            for code, name, group, people, lon, lat in _rows("abroad")
        }
    )


@cache
def areas(kind: str) -> Mapping[str, Area]:
    """Every area of a kind (epci, cantons, departements, regions, nuts, abroad_groups) by code."""
    return MappingProxyType({row[0]: Area(*row) for row in _rows(kind)})


@cache
def members_of(kind: str) -> Mapping[str, frozenset[str]]:
    """The communes of each epci, canton, departement or group abroad, by the code of that area.

    A commune that several cantons share is in none of them.
    """
    held: dict[str, set[str]] = defaultdict(set)
    if kind == "canton":
        for code, canton in _rows("canton_communes"):
            held[canton].add(code)
        return MappingProxyType({code: frozenset(codes) for code, codes in held.items()})
    if kind == "abroad":
        for place in abroad().values():
            held[place.epci].add(place.code)
        return MappingProxyType({code: frozenset(codes) for code, codes in held.items()})
    for commune in communes().values():
        held[commune.epci if kind == "epci" else commune.departement].add(commune.code)
    held.pop("", None)
    return MappingProxyType({code: frozenset(codes) for code, codes in held.items()})


def _rows(name: str) -> Iterator[list[str]]:
    text = gzip.decompress((TABLES / f"{name}.tsv.gz").read_bytes()).decode()
    return (line.split("\t") for line in text.splitlines())
