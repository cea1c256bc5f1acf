"""Award criteria in tables: columns of names and weights, matrices of sub-criteria, tables over two pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tender.parsing.criteria_columns import (
    WEIGHED,
    WEIGHT,
    Shape,
    is_weight,
    shape_of,
    share_of,
    unit_of,
    upright,
)
from tender.parsing.criteria_items import ROUNDING, Group, Item, clean_name, is_price, total_of
from tender.parsing.criteria_lots import named_above, of_column
from tender.parsing.criteria_rows import items_of
from tender.parsing.criteria_tree import tree
from tender.parsing.flow import Flow, fold
from tender.parsing.table_place import place_of, span_of
from tender.vocabulary.source import Page, Table

_NAMED = re.compile(r"criter|kriteri|bewertung\b|libelle|intitule|wertung")
_NOT_AWARD = re.compile(
    r"auswahl|eignung|teilnahmewettbewerb|penalit|chiffre d'affaires|tva|skonto|remise|revision|profil \d"
    r"|\bpse\b"
    r"|sous-traitan|indice|delai d'interven|risque|dysfonction"
)


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
            last = found[-1] if found and found[-1].page == index - 1 else None
            if head == len(table.rows) and number == len(page.tables) - 1 and _is_award(title):
                cut = (index, title)
            if fresh and by_lot and _NAMED.search(title):
                found += _each_lot(flow, index, table, title, (head, fresh, by_lot))
                shape = None
            elif fresh and last and _same_heading(last, title):
                more = items_of(flow, page, table, head, fresh)
                found[-1] = _longer(last, index, last.items, more, table)
            elif fresh and (
                _is_award(title)
                or (number == 0 and cut and cut[0] == index - 1)
                or _judges(title, flow, page, table, (head, fresh))
            ):
                title = title if _is_award(title) or cut is None else cut[1]
                items = tuple(items_of(flow, page, table, head, fresh))
                lots = named_above(title.partition(" || ")[2])
                found.append(Group(flow, index, title, items, lots, span_of(flow, index, table)))
                shape = fresh
            elif shape and last and number == 0 and _same_columns(table, shape):
                shape = _fit(table, shape)
                more = items_of(flow, page, table, 0, shape)
                found[-1] = _longer(last, index, _carry(last, page, table), more, table)
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
        items = tuple(items_of(flow, page, table, head, own))
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
    roots = tree(list(items_of(flow, page, table, *held)))
    total = total_of(roots)
    stated = {float(told) for told in _STATED.findall(title)} | {100.0}
    whole = any(abs(total - told) < ROUNDING for told in stated)
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
    return (
        total_of(tree(list(group.items))) < 99
        and group.title.partition(" || ")[0] == title.partition(" || ")[0]
    )


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
