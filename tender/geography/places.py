"""Which communes a code stands for, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tender.geography.tables import Area, Commune, abroad, areas, communes, members_of

AREA_TABLES = {
    "epci": "epci",
    "canton": "cantons",
    "departement": "departements",
    "departements": "departements",
    "region": "regions",
    "regions": "regions",
    "nuts": "nuts",
    "nuts3": "nuts",
    "abroad": "abroad_groups",
}

# Municipal districts (arrondissements municipaux) and the commune each belongs to.
DISTRICTS = {
    **{f"75{number}": "75056" for number in range(101, 121)},
    **{f"69{number}": "69123" for number in range(381, 390)},
    **{f"13{number}": "13055" for number in range(201, 217)},
}


def commune(code: str) -> Commune | None:
    """The commune with this INSEE code; a district of Paris, Lyon or Marseille is its commune.

    A place beyond the border is known by its own code (DE-10041, LU-ES, BE-81001).
    """
    return communes().get(DISTRICTS.get(code, code)) or abroad().get(code)


def epci(code: str) -> Area | None:
    """The intercommunalité with this SIREN."""
    return areas("epci").get(code)


def canton_of(code: str) -> Area | None:
    """The canton a commune lies in; None for one that several share, and where there are none."""
    code = next((canton for canton, held in members_of("canton").items() if code in held), "")
    return areas("cantons").get(code)


def departement(code: str) -> Area | None:
    """The département with this code ("13", "2A", "971"); its parent is the région."""
    return areas("departements").get(code)


def region(code: str) -> Area | None:
    """The région with this INSEE code."""
    return areas("regions").get(code)


def expand(kind: str, code: str) -> frozenset[str]:
    """The INSEE codes of the communes in a place; empty when the code or the kind is unknown.

    Kinds: commune, epci, canton, departement, region, nuts (any level, NUTS 2013 and 2016 onwards). A place
    known by its text alone has no communes here. Kind abroad: a place beyond the border, or a group of them.
    """
    code = code.strip().upper()
    if kind == "commune":
        found = commune(code)
        return frozenset() if found is None else frozenset({found.code})
    if kind == "abroad":
        return frozenset({code}) if code in abroad() else members_of(kind).get(code, frozenset())
    if kind in ("epci", "canton", "departement"):
        return members_of(kind).get(code, frozenset())
    if kind == "region":
        return _union(one.code for one in areas("departements").values() if one.parent == code)
    if kind in ("nuts", "nuts3") and code.startswith("FR"):
        return _union(
            area.parent for area in areas("nuts").values() if area.parent and area.code.startswith(code)
        )
    return frozenset()


def name_of(kind: str, code: str) -> str | None:
    """The name of a place, None when the code or the kind is unknown."""
    code = code.strip().upper()
    if kind == "commune":
        found = commune(code)
        return found.name if found else None
    if kind == "abroad" and code in abroad():
        return abroad()[code].name
    table = AREA_TABLES.get(kind)
    if table is None:
        return None
    area = areas(table).get(code)
    return area.name if area else None


@cache
def epci_of_departement(code: str) -> tuple[str, ...]:
    """The intercommunalités with at least one commune in a département, the largest first."""
    counts: dict[str, int] = {}
    for one in members_of("departement").get(code, frozenset()):
        held = communes()[one]
        if held.epci:
            counts[held.epci] = counts.get(held.epci, 0) + held.population
    return tuple(sorted(counts, key=lambda siren: (-counts[siren], siren)))


def _union(departements: Iterable[str]) -> frozenset[str]:
    held = members_of("departement")
    codes: set[str] = set()
    for one in departements:
        codes |= held.get(one, frozenset())
    return frozenset(codes)
