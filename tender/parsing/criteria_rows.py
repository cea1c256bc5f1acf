"""The rows of a table of criteria: names and weights, sub-criteria in columns, in cells and in matrices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tender.parsing.columns import cell_of
from tender.parsing.criteria_columns import Shape, numbers_of, quantity_in
from tender.parsing.criteria_details import details_in, evidence_of, with_lines
from tender.parsing.criteria_items import ROUNDING, Item, clean_name, mark_of, total_of
from tender.parsing.flow import Flow, capital, fold
from tender.parsing.numerals import parse_number
from tender.vocabulary.source import Cell, Page, Row, Table

_WITHIN = re.compile(
    r"^(?P<name>[^a-z)]*[a-z)].*?)[\s(:=\-]+(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*(?P<unit>%|points?|pts"
    r"|punkte)\s*\)?\s*:?$",
    re.DOTALL,
)
_TOTAL = re.compile(r"^\s*(?:total|somme|summe|gesamt|sous-total|maximal)")


def items_of(flow: Flow, page: Page, table: Table, head: int, shape: Shape) -> Iterator[Item]:
    """The items of the body; names that have no weight of their own weigh what their parts do."""
    body, done = table.rows[head:], 0
    for first, end in _sums(body, shape).items():
        yield from _row_items(flow, page, body[done:first], shape)
        yield _summed(flow, page, body[first:end], shape)
        done = end
    yield from _row_items(flow, page, body[done:], shape)


def _row_items(flow: Flow, page: Page, body: tuple[Row, ...], shape: Shape) -> Iterator[Item]:
    """The items of rows; a name merged over several rows heads those that carry a sub-name."""
    parent = ""
    for row, deep in zip(body, numbers_of(body, shape.names[0]), strict=True):
        name, sub = cell_of(row, shape.names[0]), None
        if len(shape.names) > 1:
            sub = cell_of(row, shape.names[1])
        weight = cell_of(row, shape.weight)
        if name and _TOTAL.match(fold(name.text)):
            continue
        quantity = quantity_in(weight, shape.unit)
        if shape.second is not None and sub and quantity is None:
            yield from _paired(flow, page, row, shape, (None, None))
            continue
        if name and quantity is None:
            yield from _headed(flow, page, name)
            yield from _listed(flow, page, name, weight, shape.unit)
            continue
        if quantity is None:
            continue
        value, unit, opens = quantity
        if shape.second is not None:
            yield from _paired(flow, page, row, shape, (value, unit))
            continue
        if sub and sub.text.strip() and (not name or fold(name.text) == parent):
            yield _item(flow, page, sub, (value, unit), level=2, beside=weight)
            continue
        if name and sub and sub.text.strip() and _WITHIN.match(fold(name.text)):
            parent = fold(name.text)
            yield from _headed(flow, page, name)
            yield _item(flow, page, sub, (value, unit), level=2, beside=weight)
            continue
        if name:
            parent = fold(name.text)
            item = _item(flow, page, name, (value, unit), level=deep, opens=opens, beside=weight)
            item = with_lines(flow, page, name, item)
            yield _with_detail(flow, page, row, shape, _with_matrix(flow, page, row, shape, item))


def _sums(body: tuple[Row, ...], shape: Shape) -> dict[int, int]:
    """Where a name stands beside the first of several sub-names and has no weight of its own, and the end.

    Only where every weight counts towards a whole: then the criterion weighs what its parts do.
    """
    if len(shape.names) < 2 or shape.second is not None or shape.matrix:
        return {}
    weights = [quantity_in(cell_of(row, shape.weight), shape.unit) for row in body]
    counted = [
        weight[0] if weight and not _TOTAL.match(_folded(row, shape.names[0])) else 0.0
        for row, weight in zip(body, weights, strict=True)
    ]
    if abs(sum(counted) - 100) >= ROUNDING:
        return {}
    found: dict[int, int] = {}
    for number, row in enumerate(body):
        end = number + 1
        while (
            end < len(body) and not cell_of(body[end], shape.names[0]) and cell_of(body[end], shape.names[1])
        ):
            end += 1
        named = cell_of(row, shape.names[0]) and cell_of(row, shape.names[1])
        if named and end > number + 1 and all(weights[number:end]):
            found[number] = end
    return found


def _folded(row: Row, column: int) -> str:
    cell = cell_of(row, column)
    return fold(cell.text) if cell else ""


def _summed(flow: Flow, page: Page, rows: tuple[Row, ...], shape: Shape) -> Item:
    """A criterion that weighs what its sub-criteria do."""
    subs = []
    for row in rows:
        quantity, cell = quantity_in(cell_of(row, shape.weight), shape.unit), cell_of(row, shape.names[1])
        if quantity and cell:
            subs.append(_item(flow, page, cell, quantity[:2], level=2, beside=cell_of(row, shape.weight)))
    name = cell_of(rows[0], shape.names[0])
    total = total_of(subs)
    item = _item(flow, page, name or Cell(""), (total, subs[0].unit if subs else None))
    return replace(item, sub=tuple(subs))


def _paired(
    flow: Flow,
    page: Page,
    row: Row,
    shape: Shape,
    weight: tuple[float | None, str | None],
) -> Iterator[Item]:
    """A row of "criterion, weight, sub-criterion, weight"."""
    name, sub = cell_of(row, shape.names[0]), cell_of(row, shape.names[1])
    if name and weight[0] is not None:
        yield _item(flow, page, name, weight, level=1)
    deeper = quantity_in(cell_of(row, shape.second or 0), shape.unit)
    if sub and deeper:
        yield _item(flow, page, sub, deeper[:2], level=2)


def _headed(flow: Flow, page: Page, name: Cell) -> Iterator[Item]:
    """A row whose only cell says name and weight: "Qualité 70 %"."""
    within = _WITHIN.match(fold(name.text)) if len(name.text) < 300 else None
    if within:
        value = parse_number(within["value"])
        unit = "%" if within["unit"] == "%" else "points"
        printed = name.text[: len(within["name"])]
        yield Item(clean_name(printed)[0], value, unit, None, True, flow.cell_evidence(page, name))


def _listed(flow: Flow, page: Page, name: Cell, weight: Cell | None, unit: str | None) -> Iterator[Item]:
    """One cell that lists numbered names, its neighbour as many weights."""
    lines = [line for line in (weight.text if weight else "").split("\n") if line.strip()]
    parts = [p for p in re.split(r"\n(?=\s*\d+(?:\.\d+)*[.) ])", name.text) if p.strip()]
    if len(lines) > 1 and len(lines) == len(parts):
        for part, line in zip(parts, lines, strict=True):
            quantity = quantity_in(Cell(line), unit)
            if quantity:
                yield _item(flow, page, Cell(part), quantity[:2])


def _with_matrix(flow: Flow, page: Page, row: Row, shape: Shape, item: Item) -> Item:
    if not shape.matrix:
        return item
    subs = []
    for column, heading in shape.matrix:
        quantity = quantity_in(cell_of(row, column), shape.unit)
        if quantity:
            name = re.sub(r"\s+", " ", heading.text).strip()
            evidence = (*flow.cell_evidence(page, heading), *evidence_of(flow, page, cell_of(row, column)))
            subs.append(Item(name, quantity[0], quantity[1], 2, False, evidence))
    return replace(item, sub=tuple(subs))


def _with_detail(flow: Flow, page: Page, row: Row, shape: Shape, item: Item) -> Item:
    """The sub-criteria another cell of the row lists, when they add up to its weight or to 100."""
    if item.sub or not item.weight:
        return item
    for column, cell in enumerate(row):
        if cell is None or column == shape.weight or column in shape.names:
            continue
        subs = details_in(flow, page, cell, item.weight)
        if subs:
            return replace(item, sub=subs)
    return item


def _item(
    flow: Flow,
    page: Page,
    cell: Cell,
    weight: tuple[float | None, str | None],
    *,
    level: int | None = None,
    opens: bool = False,
    beside: Cell | None = None,
) -> Item:
    name, said = clean_name(cell.text)
    evidence = (*flow.cell_evidence(page, cell), *evidence_of(flow, page, beside))
    mark = mark_of(fold(cell.text))
    name = capital(name)  # "dont délais" leaves a small letter
    return Item(name, weight[0], weight[1], said or level, opens, evidence, mark=mark)
