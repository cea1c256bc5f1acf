"""The départements of a report as dots, one a commune: a map without outlines, for pages and papers."""

from __future__ import annotations

from collections.abc import Sequence

from tender.geography import commune, expand, project

WIDTH, HEIGHT, MARGIN = 340.0, 230.0, 10.0
MOST = 6
"""Départements on one map: beyond, a country's dots would be a blot, and the table says more."""

Dots = dict[str, tuple[tuple[float, float], ...]]


def departement_dots(codes: Sequence[str]) -> tuple[tuple[float, float], Dots]:
    """The drawing's size and each commune's (x, y) by département; empty beyond six or for none known."""
    held = {code: _points(code) for code in dict.fromkeys(codes)}
    known = {code: points for code, points in held.items() if points}
    if not known or len(known) > MOST:
        return (0.0, 0.0), {}
    placed = iter(project([point for points in known.values() for point in points], WIDTH, HEIGHT, MARGIN))
    return (WIDTH, HEIGHT), {code: tuple(next(placed) for _ in points) for code, points in known.items()}


def _points(code: str) -> list[tuple[float, float]]:
    found = (commune(one) for one in sorted(expand("departement", code)))
    return [(one.lon, one.lat) for one in found if one and one.lon is not None and one.lat is not None]
