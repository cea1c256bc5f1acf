"""Award criteria in tables: columns of names and weights, matrices of sub-criteria, tables over two pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tender.parsing.criteria_columns import (
    WEIGHED,
    WEIGHT,
    Shape,
    cell_of,
    is_weight,
    numbers_of,
    quantity_in,
    shape_of,
    share_of,
    unit_of,
    upright,
)
from tender.parsing.criteria_details import details_in, evidence_of, with_lines
from tender.parsing.criteria_items import Group, Item, clean_name, is_price, mark_of, tree
from tender.parsing.criteria_lots import named_above, of_column
from tender.parsing.flow import Flow, fold
from tender.parsing.numerals import parse_number
from tender.parsing.table_place import place_of, span_of
from tender.vocabulary.source import Cell, Page, Table

_WITHIN = re.compile(
    r"^(?P<name>.*?[a-z)].*?)[\s(:=\-]+(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*(?P<unit>%|points?|pts"
    r"|punkte)\s*\)?\s*:?$",
    re.DOTALL,
)
_NAMED = re.compile(r"criter|kriteri|bewertung\b|libelle|intitule|wertung")
_NOT_AWARD = re.compile(
    r"auswahl|eignung|teilnahmewettbewerb|penalit|chiffre d'affaires|tva|skonto|remise|revision|profil \d"
    r"|\bpse\b"
    r"|sous-traitan|indice|delai d'interven|risque|dysfonction"
)
_TOTAL = re.compile(r"^\s*(?:total|somme|summe|gesamt|sous-total|maximal)")


def groups(flow: Flow) -> list[Group]:
    """Every table of criteria of a document; a table that goes on overleaf is one."""
    found: list[Group] = []
    shape: Shape | None = None
    cut: tuple[int, str] | None = None  # a heading alone at the foot of a page, its rows overleaf
    for index, page in enumerate(flow.source.pages):
        for number, table in enumerate(map(upright, page.tables)):
            head = _head_rows(table)
            fresh = shape_of(table, head)
            title = _title(table, head, page) if fresh or head == len(table.rows) else ""
            by_lot = _lot_columns(table, head)
            if head == len(table.rows) and number == len(page.tables) - 1 and _is_award(title):
                cut = (index, title)
            if fresh and by_lot and _NAMED.search(title):
                found += _each_lot(flow, index, table, title, (head, fresh, by_lot))
                shape = None
            elif fresh and found and found[-1].page == index - 1 and _same_heading(found[-1], title):
                more = _items(flow, page, table, head, fresh)
                found[-1] = _longer(found[-1], index, found[-1].items, more, table)
            elif fresh and (
                _is_award(title)
                or (number == 0 and cut and cut[0] == index - 1)
                or _judges(title, flow, page, table, (head, fresh))
            ):
                title = title if _is_award(title) or cut is None else cut[1]
                items = tuple(_items(flow, page, table, head, fresh))
                lots = named_above(title.partition(" || ")[2])
                found.append(Group(flow, index, title, items, lots, span_of(flow, index, table)))
                shape = fresh
            elif (
                shape
                and found
                and number == 0
                and found[-1].page == index - 1
                and _same_columns(table, shape)
            ):
                shape = _fit(table, shape)
                carried = _carry(found[-1], page, table)
                more = _items(flow, page, table, 0, shape)
                found[-1] = _longer(found[-1], index, carried, more, table)
            elif len(table.rows) > 1 and table.box and table.box[3] - table.box[1] > 40:
                shape = None
    return [group for group in found if group.items]


def _longer(group: Group, index: int, items: tuple[Item, ...], more: Iterable[Item], table: Table) -> Group:
    """The group with the items of a table that goes on from it."""
    spans = (*group.spans, *span_of(group.flow, index, table))
    return replace(group, page=index, items=(*items, *more), spans=spans)


def _lot_columns(table: Table, head: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Columns of weights each headed by the lots it holds for: "Critères | Lot 1 | Lot 2"."""
    width = max((len(row) for row in table.rows), default=0)
    named = [
        (column, lots)
        for column in range(1, width)
        if share_of(table.rows[head:], column, is_weight) >= 0.5
        and (lots := of_column(_own_heading(table, head, column)))
    ]
    return tuple(named) if len(named) > 1 else ()


def _own_heading(table: Table, head: int, column: int) -> str:
    cells = [row[column] for row in table.rows[:head] if column < len(row)]
    return fold(" ".join(cell.text for cell in cells if cell and cell.text.strip()))


def _each_lot(
    flow: Flow,
    index: int,
    table: Table,
    title: str,
    held: tuple[int, Shape, tuple[tuple[int, tuple[str, ...]], ...]],
) -> Iterator[Group]:
    head, shape, columns = held
    page = flow.source.pages[index]
    for column, lots in columns:
        unit = unit_of(table.rows[head:], column, "")
        own = Shape(shape.names[:1], column, None, (), unit)
        items = tuple(_items(flow, page, table, head, own))
        yield Group(flow, index, title, items, lots, span_of(flow, index, table))


def _head_rows(table: Table) -> int:
    """How many rows stand above the first weight."""
    for number, row in enumerate(table.rows):
        if any(cell and WEIGHT.match(fold(cell.text)) and cell.text.strip() for cell in row):
            return number
    return len(table.rows)


def _title(table: Table, head: int, page: Page) -> str:
    """The words of the heading rows, and of the page just above the table."""
    cells = " | ".join(c.text for row in table.rows[:head] for c in row if c and c.text.strip())
    place = place_of(table, page)
    above = page.text[max(0, place - 400) : place] if place > 0 else ""
    return fold(cells[:600]) + " || " + fold(above)


def _judges(title: str, flow: Flow, page: Page, table: Table, held: tuple[int, Shape]) -> bool:
    """A table that no word announces as one of criteria: a price among what adds up to 100."""
    if _NOT_AWARD.search(title.partition(" || ")[0]) or not _SCORES.search(title):
        return False
    roots = tree(list(_items(flow, page, table, *held)))
    total = sum(item.weight or 0 for item in roots)
    stated = {float(told) for told in _STATED.findall(title)} | {100.0}
    whole = any(abs(total - told) < _NEAR for told in stated)
    return len(roots) > 1 and whole and any(is_price(item.name) for item in roots)


_STATED = re.compile(r"\bsur\s+(\d{2,4})\s+points\b")
_SCORES = re.compile(
    r"\bnot(?:e|es|ee|ation)\b|\bpoints\b|ponder|\bchoix\b|jugement|classement|punkte|wertung"
)


_LOTS_LISTED = re.compile(
    r"(?:n\s?°|numero|intitule|designation|libelle|objet)\s*(?:du\s+|de\s+|des\s+)?lots?\b"
)


def _is_award(title: str) -> bool:
    cells, _, above = title.partition(" || ")
    if _LOTS_LISTED.search(cells) and "crit" not in cells:
        return False  # what share each lot has of the whole
    if _NOT_AWARD.search(cells) or re.search(r"auswahlmatrix|eignungs|teilnahmewettbewerb", above):
        return False
    named = _NAMED.search(cells) and WEIGHED.search(cells)
    said = re.search(
        r"criteres?[^.]{0,160}(?:ponder|jugement|attribution|notation|selection des offres)", above
    )
    german = re.search(r"(?:zuschlags|wertungs|bewertungs)kriteri", above)
    return bool(named or (said and WEIGHED.search(cells + above)) or german)


def _items(flow: Flow, page: Page, table: Table, head: int, shape: Shape) -> Iterator[Item]:
    """The items of the body; names that have no weight of their own weigh what their parts do."""
    body, done = table.rows[head:], 0
    for first, end in _sums(body, shape).items():
        yield from _row_items(flow, page, body[done:first], shape)
        yield _summed(flow, page, body[first:end], shape)
        done = end
    yield from _row_items(flow, page, body[done:], shape)


def _row_items(
    flow: Flow, page: Page, body: tuple[tuple[Cell | None, ...], ...], shape: Shape
) -> Iterator[Item]:
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


def _sums(body: tuple[tuple[Cell | None, ...], ...], shape: Shape) -> dict[int, int]:
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
    if abs(sum(counted) - 100) >= _NEAR:
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


def _only_sub(row: tuple[Cell | None, ...], shape: Shape) -> bool:
    return not cell_of(row, shape.names[0]) and bool(cell_of(row, shape.names[1]))


_NEAR = 0.6


def _folded(row: tuple[Cell | None, ...], column: int) -> str:
    cell = cell_of(row, column)
    return fold(cell.text) if cell else ""


def _summed(flow: Flow, page: Page, rows: tuple[tuple[Cell | None, ...], ...], shape: Shape) -> Item:
    """A criterion that weighs what its sub-criteria do."""
    subs = []
    for row in rows:
        quantity, cell = quantity_in(cell_of(row, shape.weight), shape.unit), cell_of(row, shape.names[1])
        if quantity and cell:
            subs.append(_item(flow, page, cell, quantity[:2], level=2, beside=cell_of(row, shape.weight)))
    name = cell_of(rows[0], shape.names[0])
    total = sum(sub.weight or 0.0 for sub in subs)
    item = _item(flow, page, name or Cell(""), (total, subs[0].unit if subs else None))
    return replace(item, sub=tuple(subs))


def _paired(
    flow: Flow,
    page: Page,
    row: tuple[Cell | None, ...],
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


def _with_matrix(flow: Flow, page: Page, row: tuple[Cell | None, ...], shape: Shape, item: Item) -> Item:
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


def _with_detail(flow: Flow, page: Page, row: tuple[Cell | None, ...], shape: Shape, item: Item) -> Item:
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
    name = name[:1].upper() + name[1:]  # "dont délais" leaves a small letter
    return Item(name, weight[0], weight[1], said or level, opens, evidence, mark=mark)


def _carry(group: Group, page: Page, table: Table) -> tuple[Item, ...]:
    """The words of a cell cut by the page go on above the next page's table: they may name the criterion."""
    place = place_of(table, page)
    if not group.items:
        return ()
    *others, last = group.items
    if place <= 0 or not re.match(r"(?i)definition|ce crit", fold(last.name)):
        return group.items
    above = page.text[:place].split("\n", 1)[-1]
    name, level = clean_name(f"{last.name} {above}")
    return (*others, Item(name, last.weight, last.unit, level or last.level, last.opens, last.evidence))


def _same_heading(group: Group, title: str) -> bool:
    """The same heading printed again overleaf, while the criteria before it do not yet reach 100."""
    held = sum(item.weight or 0 for item in tree(list(group.items)))
    return held < 99 and group.title.partition(" || ")[0] == title.partition(" || ")[0]


def _same_columns(table: Table, shape: Shape) -> bool:
    width = max(len(row) for row in table.rows)
    return (
        any(share_of(table.rows, c, is_weight) >= 0.4 for c in range(1, width)) or width == shape.weight + 1
    )


def _fit(table: Table, shape: Shape) -> Shape:
    """The same shape on a table cut differently: its last column of weights."""
    width = max(len(row) for row in table.rows)
    if shape.weight < width and share_of(table.rows, shape.weight, is_weight) >= 0.4:
        return shape
    weight = max((c for c in range(width) if share_of(table.rows, c, is_weight) >= 0.4), default=width - 1)
    return Shape((0,), weight, None, (), shape.unit)
