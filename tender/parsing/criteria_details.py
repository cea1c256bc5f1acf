"""Sub-criteria that a cell of a table lists: "Technique / Moyens : 20 % / Délais : 15 %"."""

from __future__ import annotations

import re
from dataclasses import replace

from tender.parsing.criteria_items import Item, clean_name, fold_same_length
from tender.parsing.flow import Flow
from tender.parsing.numerals import parse_number
from tender.vocabulary.source import Cell, Evidence, Page

_DETAIL = re.compile(
    r"(?P<name>[a-z][^;\n()%]{2,90}?)\s*[(:–-]\s*(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*(?P<unit>%|points?"
    r"|pts)\s*\)?"
)


def evidence_of(flow: Flow, page: Page, cell: Cell | None) -> tuple[Evidence, ...]:
    """The place of a cell that holds words."""
    return flow.cell_evidence(page, cell) if cell and cell.text.strip() else ()


def with_lines(flow: Flow, page: Page, cell: Cell, item: Item) -> Item:
    """The sub-criteria that the lines below the name list in its own cell: "Technique / Moyens : 20 %"."""
    first, newline, below = cell.text.partition("\n")
    if not newline or not item.weight:
        return item
    subs = details_in(flow, page, Cell(below, cell.box, cell.path), item.weight)
    own = first if not _DETAIL.search(fold_same_length(first)) else ""
    start = min((below.find(sub.name[:12]) for sub in subs), default=-1)
    name = clean_name(f"{own}\n{below[:start]}" if start > 0 else own)[0]
    name = re.sub(r"(?i)[\s,;:(–-]*\b(?:dont|sous-crit\S*)\W*$", "", name)
    return replace(item, name=name, sub=subs) if subs and name else item


def details_in(flow: Flow, page: Page, cell: Cell, weight: float) -> tuple[Item, ...]:
    """The weighted names a cell lists, when they add up to the criterion's weight or to 100."""
    same = fold_same_length(cell.text)
    listed = [(m, parse_number(m["value"])) for m in _DETAIL.finditer(same)]
    total = sum(value or 0 for _, value in listed)
    if len(listed) < 2 or min(abs(total - weight), abs(total - 100)) > 0.6:
        return ()
    return tuple(
        Item(
            clean_name(cell.text[match.start("name") : match.end("name")])[0],
            value,
            "%" if match["unit"] == "%" else "points",
            2,
            False,
            evidence_of(flow, page, cell),
        )
        for match, value in listed
    )
