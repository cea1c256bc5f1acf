"""Whole hours for the rows of a split: what did not change keeps its hours to the hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tender.consortium.rounding import whole_hours
from tender.store.splits import ShareRow
from tender.vocabulary.split import Share, SplitCase

Key = tuple[int, str, str, str]
"""Member's id, lot, place, trade."""

SAME = 1e-9
"""Two fractions nearer than this are one."""


def whole_months(
    case: SplitCase, shares: Sequence[Share], rows: Iterable[ShareRow], keys: Mapping[int, str]
) -> dict[Key, dict[str, int]]:
    """Hours by month for each share.

    Rounding afresh may move an hour between members whose shares did not change, and would ask them again
    for nothing: they keep what they had, and the changed shares of the same need take the difference.
    """
    ids = {key: member for member, key in keys.items()}
    fresh: dict[Key, dict[str, int]] = {
        (ids[one.member], one.lot, one.place, one.trade): {} for one in shares
    }
    for held in whole_hours(case, shares):
        fresh[(ids[held.member], held.lot, held.place, held.trade)][held.period] = held.hours
    fractions = {(ids[one.member], one.lot, one.place, one.trade): one.share for one in shares}
    needs = {(lot.id, need.place, need.trade): need.hours for lot in case.lots for need in lot.needs}
    kept = {
        key: dict(row.hours)
        for row in rows
        if (key := (row.member_id, row.lot, row.place, row.trade)) in fresh
        and abs(row.share - fractions[key]) < SAME
        and row.hours
        and set(row.hours) <= set(needs.get(key[1:], {}))
        and abs(sum(row.hours.values()) - row.share * sum(needs[key[1:]].values())) < len(row.hours)
    }
    for key, hours in kept.items():
        others = [other for other in fresh if other[1:] == key[1:] and other not in kept]
        for month in set(hours) | set(fresh[key]):
            _give(fresh, others, month, fresh[key].get(month, 0) - hours.get(month, 0))
        fresh[key] = hours
    return fresh


def _give(fresh: dict[Key, dict[str, int]], others: Sequence[Key], month: str, more: int) -> None:
    """Hand the hours a kept share gives up, or takes, to the first changed share that can bear it."""
    for other in others:
        held = fresh[other].get(month, 0)
        if more and held + more >= 0:
            fresh[other][month] = held + more
            return
