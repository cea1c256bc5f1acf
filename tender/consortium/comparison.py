"""Two splits side by side: the one there is and the one there would be (a what-if), in plain sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tender.consortium.invariants import CRUMB_OF_PART, fairness_index, loads, objective_of
from tender.vocabulary.split import Objective, Share, Split, SplitCase

SAME = 0.05
"""Hours below which a share has not changed: three minutes."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one member has in one split.

    `load`: hours over hours available, 0 to 1; `parts`: (lot, place) pairs; `hours_km`: hours × km;
    `balance`: hours above (+) or below (-) what is due, the last 12 months and this split together; None
    where no member's past is known (see balances).
    """

    hours: float = 0.0
    load: float = 0.0
    parts: int = 0
    hours_km: float = 0.0
    balance: float | None = None

    @property
    def km(self) -> float:
        """Kilometres of an average hour; 0 without hours."""
        return self.hours_km / self.hours if self.hours > CRUMB_OF_PART else 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One member in both splits. None where the member is not in that case at all."""

    member: str
    before: Side | None
    after: Side | None

    @property
    def difference(self) -> Side:
        """After less before; an absent side counts as nothing, an unknown balance stays unknown."""
        one, other = self.before or Side(), self.after or Side()
        known = one.balance is not None and other.balance is not None
        return Side(
            other.hours - one.hours,
            other.load - one.load,
            other.parts - one.parts,
            other.hours_km - one.hours_km,
            (other.balance or 0.0) - (one.balance or 0.0) if known else None,
        )

    @property
    def changed(self) -> bool:
        """The member's hours or parts are not the same."""
        return abs(self.difference.hours) > SAME or self.difference.parts != 0


@dataclass(frozen=True, slots=True)
class Totals:
    """A whole split. `hours`: shared out; `asked`: all that the lots need; `objective`: the four levels.

    `fairness`: Jain's index of the loads, 1 when all are alike; `members`: those with a part; `unbalance`:
    hours that would have to change hands for every balance to be nought; None where no past is known.
    """

    asked: float
    hours: float
    objective: Objective
    fairness: float
    members: int
    unbalance: float | None


@dataclass(frozen=True, slots=True)
class ShareChange:
    """Hours of one member for one need, in both splits."""

    member: str
    lot: str
    place: str
    trade: str
    before: float
    after: float

    @property
    def difference(self) -> float:
        """Hours more (+) or less (-) than before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two splits side by side. `rows` follow the members of the first case, then those only in the second.

    `changes`: the shares that are not the same, the largest change first; `moved`: hours that somebody else
    works, or nobody, or that nobody worked before.
    """

    rows: tuple[Row, ...]
    before: Totals
    after: Totals
    changes: tuple[ShareChange, ...]

    @property
    def moved(self) -> float:
        """The larger of the hours given up and the hours taken on."""
        up = sum(max(0.0, change.difference) for change in self.changes)
        down = sum(max(0.0, -change.difference) for change in self.changes)
        return max(up, down)

    @property
    def same(self) -> bool:
        """No share has changed."""
        return not self.changes


def compare(case: SplitCase, split: Split, other_case: SplitCase, other_split: Split) -> Comparison:
    """A split of a case beside a split of the case as it would be: hours, load, parts, km, fairness, balance.

    The cases may differ in everything; members, lots and places are matched by their names.
    """
    one, other = _sides(case, split), _sides(other_case, other_split)
    names = list(dict.fromkeys([*one, *other]))
    return Comparison(
        rows=tuple(Row(name, one.get(name), other.get(name)) for name in names),
        before=_totals(case, split),
        after=_totals(other_case, other_split),
        changes=_changes(split.shares, other_split.shares),
    )


def balances(case: SplitCase, shares: Iterable[Share]) -> dict[str, float] | None:
    """Hours each member has above (+) or below (-) what is due; None where no member's past is known.

    What there was to share, the past 12 months and this split together, is due in proportion to the hours a
    member has to give now, times its equity weight. The balances add up to nought. A member whose past is not
    known counts with none.
    """
    if all(member.past_hours is None for member in case.members):
        return None
    had = {member.id: member.past_hours or 0.0 for member in case.members}
    for share in shares:
        had[share.member] += share.hours
    weight = {m.id: m.equity * sum(sum(c.values()) for c in m.capacity.values()) for m in case.members}
    whole, weights = sum(had.values()), sum(weight.values())
    if weights <= 0:
        return dict.fromkeys(had, 0.0)
    return {name: hours - whole * weight[name] / weights for name, hours in had.items()}


def _sides(case: SplitCase, split: Split) -> dict[str, Side]:
    hours: defaultdict[str, float] = defaultdict(float)
    hours_km: defaultdict[str, float] = defaultdict(float)
    parts: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for share in split.shares:
        hours[share.member] += share.hours
        hours_km[share.member] += share.hours * case.distance_km.get(f"{share.member}|{share.place}", 0.0)
        if share.hours > CRUMB_OF_PART:
            parts[share.member].add((share.lot, share.place))
    load, balance = loads(case, split.shares), balances(case, split.shares)
    return {
        member.id: Side(
            hours[member.id],
            load[member.id],
            len(parts[member.id]),
            hours_km[member.id],
            None if balance is None else balance[member.id],
        )
        for member in case.members
    }


def _totals(case: SplitCase, split: Split) -> Totals:
    balance = balances(case, split.shares)
    return Totals(
        asked=sum(sum(need.hours.values()) for lot in case.lots for need in lot.needs),
        hours=sum(share.hours for share in split.shares),
        objective=objective_of(case, split.shares),
        fairness=fairness_index(case, split.shares),
        members=len({share.member for share in split.shares if share.hours > CRUMB_OF_PART}),
        unbalance=None if balance is None else sum(max(0.0, hours) for hours in balance.values()),
    )


def _changes(before: Iterable[Share], after: Iterable[Share]) -> tuple[ShareChange, ...]:
    held: defaultdict[tuple[str, str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for side, shares in enumerate((before, after)):
        for share in shares:
            held[share.member, share.lot, share.place, share.trade][side] += share.hours
    changes = [ShareChange(*key, *hours) for key, hours in held.items()]
    return tuple(
        sorted(
            (change for change in changes if abs(change.difference) > SAME),
            key=lambda change: (-abs(change.difference), change.lot, change.place, change.member),
        )
    )
