"""The tree that the numbers, marks and sums of criteria make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from tender.parsing.criteria_items import ROUNDING, Item, total_of


def tree(items: list[Item]) -> list[Item]:
    """Sub-criteria under their criterion: by number, by mark, by "dont", else by sums that fit."""
    if any(i.level and i.level > 1 for i in items) and any(i.level in (None, 1) for i in items):
        return _by_level(items)
    marked = _by_mark(items)
    if marked is not None:
        return marked
    if _marked_apart(items):
        return _by_unit(items)
    opened = _by_opening(items) if any(i.opens for i in items) else []
    return opened if opened and (_adds_up(opened) or not _adds_up(items)) else _by_sum(items)


def _adds_up(items: Iterable[Item]) -> bool:
    return abs(total_of(items) - 100) < ROUNDING


def _gathered(items: list[Item], heads: Callable[[Item], bool]) -> list[Item]:
    """The items that head others, each with those that follow it; the first heads in any case."""
    roots: list[Item] = []
    for item in items:
        if not roots or heads(item):
            roots.append(item)
        else:
            roots[-1] = _put(roots[-1], item)
    return roots


def _by_mark(items: list[Item]) -> list[Item] | None:
    """Under those marked as the first is, those marked otherwise: "• Technique", "o Moyens"; None: not so."""
    if len({item.mark for item in items}) != 2 or _adds_up(items):
        return None
    roots = _gathered(items, lambda item: item.mark == items[0].mark)
    return roots if _adds_up(roots) else None


def _by_level(items: list[Item]) -> list[Item]:
    roots: list[Item] = []
    for item in items:
        deep = item.level or (2 if roots and _open_for(roots[-1], item) else 1)
        if deep > 1 and roots:
            roots[-1] = _put(roots[-1], item, deep)
        else:
            roots.append(item)
    return roots


def _open_for(parent: Item, item: Item) -> bool:
    """An item without a number goes on under a criterion that said "dont" and is not yet full."""
    held = total_of(parent.sub)
    return bool(parent.opens and parent.weight and item.weight and held + item.weight <= parent.weight + 0.01)


def _put(parent: Item, item: Item, deep: int = 2) -> Item:
    if deep > 2 and parent.sub:
        return replace(parent, sub=(*parent.sub[:-1], _put(parent.sub[-1], item, deep - 1)))
    return replace(parent, sub=(*parent.sub, item))


def _marked_apart(items: list[Item]) -> bool:
    """One unit that reaches 100, and the other between: those share out the mark of a criterion."""
    shares = [item for item in items if item.unit == items[0].unit]
    if len(shares) == len(items) or not _adds_up(shares):
        return False
    return all(_full_mark(root) for root in _by_unit(items))


def _full_mark(root: Item) -> bool:
    """The points under a criterion add up to a whole mark, no point more."""
    held = total_of(root.sub)
    return not root.sub or held in {10, 20, 30, 40, 50, 60, 100, root.weight}


def _by_unit(items: list[Item]) -> list[Item]:
    return _gathered(items, lambda item: item.unit == items[0].unit)


def _by_opening(items: list[Item]) -> list[Item]:
    roots: list[Item] = []
    for item in items:
        if roots and not item.opens and _open_for(roots[-1], item):
            roots[-1] = _put(roots[-1], item)
        else:
            roots.append(item)
    return roots


def _by_sum(items: list[Item]) -> list[Item]:
    """When the sum exceeds 100, the run after a criterion that adds up to it (or to 100) is its detail."""
    if _adds_up(items) or total_of(items) < 100:
        return items
    exact = _folded_in(items, lambda parent: parent.weight or 0.0)
    return exact if exact is not items else _folded_in(items, lambda _: 100.0)


def _folded_in(items: list[Item], full: Callable[[Item], float]) -> list[Item]:
    """The first way of putting runs under the item before them that leaves 100 in all; else as they are."""
    found = _ways(items, 0, 100.0, full, [_TRIES]) if len(items) <= _MOST else None
    return items if found is None else found


_TRIES = 4000
"""Steps spent on looking for a way."""
_MOST = 200
"""Items of a list of criteria; a way is looked for one deeper for each."""


def _ways(
    items: list[Item], index: int, left: float, full: Callable[[Item], float], tries: list[int]
) -> list[Item] | None:
    """items[index:] as criteria that add up to `left`; a run that fits goes under its criterion first."""
    if index == len(items):
        return [] if abs(left) < ROUNDING else None
    tries[0] -= 1
    parent = items[index]
    rest = left - (parent.weight or 0.0)
    if rest < -ROUNDING or tries[0] < 0:
        return None
    run = _run(items, index, full(parent))
    for length in (run, 0) if run else (0,):
        after = _ways(items, index + 1 + length, rest, full, tries)
        if after is not None:
            sub = tuple(items[index + 1 : index + 1 + length])
            return [replace(parent, sub=sub) if sub else parent, *after]
    return None


def _run(items: list[Item], index: int, weight: float) -> int:
    """How many items after this one add up to `weight`; 0 when none do."""
    held = 0.0
    for count, item in enumerate(items[index + 1 :], 1):
        held += item.weight or 0.0
        if count > 1 and abs(held - weight) < 0.01:
            return count
        if held > weight + 0.01:
            return 0
    return 0
