"""Award criteria with their weights: tables first, then lists and prose; what does not add up is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tender.parsing import criteria_prose, criteria_tables
from tender.parsing.criteria_details import names
from tender.parsing.criteria_items import ROUNDING, TOTALS, Group, Item, criterion, is_price, total_of
from tender.parsing.criteria_tree import tree
from tender.parsing.flow import Flow, fold
from tender.parsing.notice_forms import criteria_of_forms
from tender.parsing.notice_print import printed_criteria
from tender.parsing.ranking import CONTRADICTED, Dossier, rank
from tender.vocabulary.call import AwardCriterion, Reading
from tender.vocabulary.remark import Fact, Remark, of_lots, place, word
from tender.vocabulary.source import DocumentKind

_READ = (
    DocumentKind.RC,
    DocumentKind.NOTICE,
    DocumentKind.CCP,
    DocumentKind.CCAP,
    DocumentKind.CCTP,
    DocumentKind.OTHER,
    DocumentKind.ANNEX,
    DocumentKind.AE,
    DocumentKind.QA,
)


class _Set:
    """The criteria of one group as a tree, and how well they hold together."""

    def __init__(self, group: Group) -> None:
        self.group = group = _in_hundredths(group)
        self._take(group.items)
        units = {item.unit for item in group.items}
        if len(units) > 1 and not self.whole:
            self._without_strays(units)

    def _take(self, items: Sequence[Item]) -> None:
        self.roots = tree(list(items))
        self.total = total_of(self.roots)

    def _without_strays(self, units: set[str | None]) -> None:
        """Per cents among points (or points among per cents) that only blur a whole are of something else."""
        for unit in sorted(units, key=str):
            same = [item for item in self.group.items if item.unit == unit]
            self._take(same)
            if self.whole and len(self.roots) > 1:
                return
        self._take(self.group.items)

    @property
    def percent(self) -> bool:
        return all(item.unit == "%" for item in self.roots)

    @property
    def whole(self) -> bool:
        """Adds up to 100, or to a round total of points."""
        if abs(self.total - 100) < ROUNDING:
            return True
        return not self.percent and len(self.roots) > 1 and self.total in _TOTALS

    @property
    def place(self) -> Fact:
        """Where its first criterion stands."""
        return place(self.group.items[0].evidence, self.group.flow.name)

    @property
    def trust(self) -> tuple[int, int, int]:
        return (-int(self.whole), rank(self.group.flow), -len(self.roots))


def _in_hundredths(group: Group) -> Group:
    """Fractions of one ("coefficient 0,40") as per cents."""
    weights = [item.weight or 0.0 for item in group.items]
    if len(weights) < 2 or max(weights) >= 1 or abs(sum(weights) - 1) > _ROUNDING:
        return group
    items = (replace(item, weight=round(100 * (item.weight or 0.0), 2), unit="%") for item in group.items)
    return replace(group, items=tuple(items))


_ROUNDING = 0.006
_TOTALS = TOTALS | {1, 6}
"""Bare coefficients add up to less than marks do."""


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The criteria of the call, by lot where they differ, and a warning where weights do not reach 100."""
    flows = [flow for flow in dossier.rules_first() if flow.kind in _READ]
    sets = [_Set(group) for flow in flows for group in _groups(flow)]
    sets = [
        held
        for held in sets
        if held.whole or _plausible(held) or (_says_detail(held) and len(held.roots) > 1)
    ]
    main = _main([held for held in sets if held.whole or _plausible(held)])
    main = main or _unannounced(flows)
    if not main:
        return replace(reading, award_criteria=_ranked(flows))
    main, told = _corrected(main, sets)
    criteria: list[AwardCriterion] = []
    for held in main:
        confidence = 0.6 if not held.whole else CONTRADICTED if told else 0.93
        # One lot named above the only criteria of a divided call is the end of a list, no limit.
        unlimited = len(main) == 1 and len(reading.lots) > 1 and len(held.group.lots or ()) == 1
        for lots, roots in _in_full(held, sets):
            criteria += [criterion(root, None if unlimited else lots, confidence) for root in roots]
    return replace(
        reading, award_criteria=tuple(criteria), warnings=(*reading.warnings, *told, *_sum_warnings(main))
    )


def _unannounced(flows: Sequence[Flow]) -> list[_Set]:
    """Under a title that says nothing of criteria: a whole that holds the price, in the rules of the call."""
    for flow in flows:
        if flow.kind is not DocumentKind.RC:
            continue
        for held in map(_Set, criteria_prose.anywhere(flow)):
            if held.whole and len(held.roots) > 1 and any(is_price(root.name) for root in held.roots):
                return [held]
    return []


def _groups(flow: Flow) -> list[Group]:
    printed = printed_criteria(flow) or criteria_of_forms(flow)
    if printed:
        return printed
    tables = criteria_tables.groups(flow)
    # What a table says is not said again by its words in the running text.
    names = {fold(item.name) for group in tables for item in group.items}
    prose = [
        group
        for group in criteria_prose.groups(flow, [span for group in tables for span in group.spans])
        if 2 * sum(fold(item.name) in names for item in group.items) < len(group.items)
    ]
    return tables + prose


def _plausible(held: _Set) -> bool:
    """Not whole, yet a list of its own: two or more criteria that reach most of 100, or a table."""
    return held.percent and len(held.roots) > 1 and 50 <= held.total <= 130


def _main(sets: Sequence[_Set]) -> list[_Set]:
    """The set every lot is judged by, or one for each lot."""
    if not sets:
        return []
    best = min(sets, key=lambda held: held.trust)
    if not best.whole:
        return [best]
    flow = best.group.flow
    by_lot = [s for s in sets if s.group.lots and s.whole and s.group.flow is flow]
    if best.group.lots and len(by_lot) > 1:
        seen: dict[tuple[str, ...], _Set] = {}
        for held in by_lot:
            seen.setdefault(held.group.lots or (), held)
        return list(seen.values())
    overall = [s for s in sets if s.whole and s.group.flow is flow and not _is_detail(s, sets)]
    return [min(overall, key=lambda s: s.trust)] if overall else [best]


def _corrected(main: list[_Set], sets: Sequence[_Set]) -> tuple[list[_Set], list[Remark]]:
    """The set to keep where another document weighs otherwise, and what is remarked of both.

    An answer or a correction that says it changes the weights goes before the rules; else the rules stay.
    """
    kept = main[0]
    if len(main) > 1 or not kept.whole:
        return main, []
    told = []
    for other in sets:
        same_call = other.whole and other.group.flow is not kept.group.flow and not other.group.lots
        if not same_call or _says_detail(other) or _weights(other) == _weights(kept):
            continue
        first = _QA_CHANGE.search(other.group.title) and other.group.flow.kind is DocumentKind.QA
        before, after = (kept, other) if first else (other, kept)
        told.append(
            Remark(
                "weights_changed" if first else "weights_ruled",
                other=_shown(before),
                other_place=before.place,
                kept=_shown(after),
                place=after.place,
            )
        )
        kept = other if first else kept
    return [kept], told


_QA_CHANGE = re.compile(r"modifi|remplac|rectifi|au\s+lieu|desormais|\blire\b|corrig|annule")


def _weights(held: _Set) -> list[float]:
    return (
        sorted(round((root.weight or 0) * 100 / held.total, 1) for root in held.roots) if held.total else []
    )


def _shown(held: _Set) -> str:
    return "/".join(f"{root.weight:g}" for root in held.roots if root.weight is not None)


def _is_detail(held: _Set, sets: Sequence[_Set]) -> bool:
    """A set that says it is the detail of a criterion of another ("critères de niveau 2")."""
    others = [other for other in sets if other is not held and other.whole]
    if held.group.detail:
        return any(names(held.group.detail, root) for other in others for root in other.roots)
    return _says_detail(held) and bool(others)


def _says_detail(held: _Set) -> bool:
    title = re.sub(r"kriterium\s*/\s*unterkriteri\w*", "", held.group.title.partition(" || ")[0])
    named = re.search(r"niveau [23]|(?<!et )sous-crit|unterkriteri", title.replace("criteres / sous", ""))
    return bool(named)


def _in_full(held: _Set, sets: Sequence[_Set]) -> Iterator[tuple[tuple[str, ...] | None, list[Item]]]:
    """The criteria with their details: once, or for each lot when their details differ by lot."""
    details = [other for other in sets if other.group.lots and _is_detail(other, sets)]
    lots = {other.group.lots: None for other in details if other.group.flow is held.group.flow}
    if held.group.lots or len(lots) < 2:
        yield held.group.lots, [_deepened(root, held, sets) for root in held.roots]
        return
    for one in lots:
        own = [held, *(other for other in details if other.group.lots == one)]
        yield one, [_deepened(root, held, own) for root in held.roots]


def _deepened(root: Item, held: _Set, sets: Sequence[_Set]) -> Item:
    """The criterion with the detail another table gives of it, told by the words they share."""
    if root.sub:
        return root
    words = {word for word in fold(root.name).split() if len(word) > 5}
    for other in sets:
        if other is held or not _is_detail(other, sets) or other.group.flow is not held.group.flow:
            continue
        named = any(word[:7] in _announcing(other.group, held) for word in words)
        if other.group.detail:
            named = names(other.group.detail, root)
        if named and not _retold(held, other):
            return replace(root, sub=tuple(other.roots))
    return root


_DETAIL_SAID = re.compile(r"niveau [23]|sous-crit|unterkriteri")


def _announcing(group: Group, held: _Set) -> str:
    """The words above a detail; from the line that says it is one on, when that names a criterion."""
    title = group.title.partition(" || ")[0]
    said = [match.start() for match in _DETAIL_SAID.finditer(title)]
    line = title[title.rfind("\n", 0, said[-1]) + 1 :] if said else title
    return line if any(names(line, root) for root in held.roots) else title


def _retold(held: _Set, other: _Set) -> bool:
    """The other set names the same criteria again: no detail of one of them."""
    named = {fold(root.name) for root in held.roots}
    return any(fold(root.name) in named for root in other.roots)


def _sum_warnings(main: Sequence[_Set]) -> list[Remark]:
    found = []
    for held in main:
        if not held.whole:
            found.append(
                Remark(
                    "weights_sum",
                    lots=of_lots(held.group.lots or ()),
                    total=held.total,
                    unit="%" if held.percent else word("points"),
                    place=held.place,
                )
            )
        for root in held.roots:
            inner = total_of(root.sub)
            same = all(item.unit == root.unit for item in root.sub)
            if (
                root.sub
                and same
                and root.weight
                and min(abs(inner - root.weight), abs(inner - 100)) > ROUNDING
            ):
                found.append(Remark("parts_sum", name=root.name, total=inner, weight=root.weight))
    return found


def _ranked(flows: Sequence[Flow]) -> tuple[AwardCriterion, ...]:
    for flow in flows:
        group = criteria_prose.ranked(flow) if flow.kind in (DocumentKind.RC, DocumentKind.NOTICE) else None
        if group:
            return tuple(criterion(item, None, 0.7) for item in group.items)
    return ()
