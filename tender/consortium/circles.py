"""Who shares sites with whom, drawn: members and sites are knots, parts the lines between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tender.consortium.problem import Problem

Beside = Mapping[int, Sequence[tuple[int, int]]]
"""Of each knot, the knots beside it and the line to each."""


def ends(problem: Problem, part: int) -> tuple[int, int]:
    """The two knots of a part: its member from 0 up, its site from -1 down."""
    return int(problem.part_member[part]), -1 - int(problem.part_site[part])


def drawn(problem: Problem, parts: Iterable[int]) -> Beside:
    """These parts as a drawing."""
    beside: dict[int, list[tuple[int, int]]] = {}
    for part in parts:
        member, site = ends(problem, part)
        beside.setdefault(member, []).append((site, part))
        beside.setdefault(site, []).append((member, part))
    return beside


def way(problem: Problem, part: int, beside: Beside) -> list[int]:
    """The shortest way of lines from the site of a part to its member; none where none leads there.

    With the part itself they make a circle: hours it gains are lost by the first, the third, the fifth…
    """
    start, end = ends(problem, part)
    came = {start: (start, -1)}
    row = [start]
    for knot in row:
        for other, line in beside.get(knot, ()):
            if other not in came:
                came[other] = (knot, line)
                row.append(other)
        if end in came:
            break
    lines = []
    knot = end if end in came else start
    while knot != start:
        knot, line = came[knot]
        lines.append(line)
    return lines


def circles(problem: Problem, parts: Sequence[int]) -> list[list[int]]:
    """One circle for each part beyond a forest of those before it, that part first."""
    root: dict[int, int] = {}

    def top(knot: int) -> int:
        while root.setdefault(knot, knot) != knot:
            knot = root[knot]
        return knot

    forest: list[int] = []
    closing: list[int] = []
    for part in parts:
        member, site = (top(knot) for knot in ends(problem, part))
        root[member] = site
        (closing if member == site else forest).append(part)
    beside = drawn(problem, forest)
    return [[part, *way(problem, part, beside)] for part in closing]
