"""How few parts hours that fit to the last one allow: who shares sites with whom must balance as a whole."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from tender.consortium.problem import CRUMB, Floats, Ints, Problem

FINEST = 0.01
"""Hours to which what sites ask is added up."""
WORK = 1e10
"""Additions that are worth a bound: groups of members, the smallest first, times sites, times grains."""


def balance_floor(problem: Problem, left: float, ceilings: Floats) -> float:
    """Parts no split has fewer of that leaves at most `left` hours with nobody above `ceilings` (members,).

    Draw a line for each part, from its member to its site. Where members hang together they do between them
    exactly the sites they touch, so their hours and those of these sites are equal; and n knots that hang
    together take n - 1 lines at least. So a split has as many parts as there are members and sites, less the
    groups they fall into; and hardly any group of members has hours that some sites of theirs add up to,
    when everybody's hours are known: the leximin leaves no room. 0 where nothing is proved.
    Source: degenerate bases of the transportation problem, Dantzig (1963), Linear Programming, 14-2.
    """
    loaded = np.unique(problem.choice_member)
    hours = ceilings[loaded]
    if not np.isfinite(hours).all():
        return 0.0
    # Nobody does less than its ceiling by more than is left of all ceilings together.
    spare = max(0.0, float(hours.sum() - problem.need_total.sum()) + left) + 10 * CRUMB * len(hours)
    busy = hours > spare + CRUMB
    if not busy.any():
        return 0.0
    books = _Books.of(problem, loaded[busy], below=spare, above=left + spare + float(hours[~busy].sum()))
    return float(max(0, len(books.needed) + int(busy.sum()) - books.most_groups(hours[busy])))


@dataclass(frozen=True, slots=True)
class _Books:
    """What sites ask, in whole grains of `grain` hours, and whose they are.

    `reach`: the sites of each busy member; `others`: those of the members who may do nothing; `needed`: the
    sites that somebody surely does; `below`, `above`: hours by which sites may miss those of a group.
    """

    asked: tuple[int, ...]
    grain: float
    reach: tuple[frozenset[int], ...]
    others: frozenset[int]
    needed: frozenset[int]
    below: float
    above: float

    @staticmethod
    def of(problem: Problem, busy: Ints, *, below: float, above: float) -> _Books:
        hours = np.bincount(problem.need_site, problem.need_total, len(problem.site_lot))
        grains = np.rint(hours / FINEST).astype(np.int64)
        unit = max(1, math.gcd(*grains.tolist()))
        rounding = float(np.abs(hours - grains * FINEST).sum())
        idle = ~np.isin(problem.part_member, busy)
        return _Books(
            asked=tuple((grains // unit).tolist()),
            grain=unit * FINEST,
            reach=tuple(_sites(problem, problem.part_member == member) for member in busy),
            others=_sites(problem, idle),
            needed=frozenset(np.flatnonzero(hours > above + 10 * CRUMB).tolist()),
            below=below + rounding,
            above=above + rounding,
        )

    def most_groups(self, hours: Floats) -> int:
        """The most groups members with so many hours can fall into: each is one over its smallest group."""
        count, work = len(hours), 0.0
        smallest = np.full(count, count)
        for size in range(1, count):
            work += math.comb(count, size) * len(self.asked) * sum(self.asked)
            if work > WORK:
                smallest = np.minimum(smallest, size)
                break
            for group in combinations(range(count), size):
                if smallest[list(group)].max() > size and self._balances(group, hours):
                    smallest[list(group)] = np.minimum(smallest[list(group)], size)
        return math.floor(float((1.0 / smallest).sum()) + 1e-9)

    def _balances(self, group: tuple[int, ...], hours: Floats) -> bool:
        """Some sites of this group, with those that are surely its alone, ask for the hours it does."""
        given = float(hours[list(group)].sum())
        low = math.ceil((given - self.below) / self.grain)
        high = math.floor((given + self.above) / self.grain)
        if low > high:
            return False
        inside = frozenset[int]().union(*(self.reach[m] for m in group))
        outside = self.others.union(*(self.reach[m] for m in range(len(hours)) if m not in group))
        alone = (inside - outside) & self.needed
        sums = 1 << sum(self.asked[site] for site in alone)
        for site in (inside | self.others) - alone:
            sums |= sums << self.asked[site]
        return (sums >> max(0, low)) & ((1 << (high - max(0, low) + 1)) - 1) > 0


def _sites(problem: Problem, parts: npt.NDArray[np.bool_]) -> frozenset[int]:
    return frozenset(problem.part_site[parts].tolist())
