"""Award criteria in tables: columns of names and weights, matrices of sub-criteria, tables over two pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tender.parsing.criteria_details import details_in, evidence_of, with_lines
from tender.parsing.criteria_items import Group, Item, clean_name, is_price, mark_of, tree
from tender.parsing.criteria_lots import named_above, of_column
from tender.parsing.flow import Flow, fold
from tender.parsing.numerals import parse_number
from tender.parsing.table_place import place_of, span_of
from tender.vocabulary.source import Cell, Page, Table

_WEIGHT = re.compile(
    r"^\s*(?:sur\s*|/\s*|max\.?\s*)?(\d{1,4}(?:[.,]\d{1,2})?)\s*(%|points?|pts?\.?|punkte?"
    r"|pkt\.?)?\s*(dont\s*:?|davon)?\s*$"
)
_WITHIN = re.compile(
    r"^(?P<name>.*?[a-z)].*?)[\s(:=\-]+(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*(?P<unit>%|points?|pts"
    r"|punkte)\s*\)?\s*:?$",
    re.DOTALL,
)
_NAMED = re.compile(r"criter|kriteri|bewertung\b|libelle|intitule|wertung")
_WEIGHED = re.compile(
    r"ponder|poids|points?\b|coef|%|gewicht|wichtung|weight|bareme|\bnotes?\b|valeur|punkt|pourcentage"
    r"|/ ?\d+|sur \d+"
)
_NOT_AWARD = re.compile(
    r"auswahl|eignung|teilnahmewettbewerb|penalit|chiffre d'affaires|tva|skonto|remise|revision|profil \d"
    r"|\bpse\b"
    r"|sous-traitan|indice|delai d'interven|risque|dysfonction"
)
_EXPLAINS = re.compile(
    r"definition|descri|appreciation|elements|remarque|commentaire|beschreib|erlauter|assessment|mode de"
    r"|modalit"
    r"|methode|precision|detail|aspekt|attendu|notation|document|contenu|references?"
)
_COUNTS = re.compile(r"^\s*(?:n\s*°|no\.?|nr\.?|num\w*|rang)\s*$")
_TOTAL = re.compile(r"^\s*(?:total|somme|summe|gesamt|sous-total|maximal)")
_MINIMUM = re.compile(r"mindest|minimum|\bmin\b|erreich|moglich|faktor|eliminatoire|obtenue")


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which columns hold names, sub-names and weights; the headings of a matrix of sub-criteria."""

    names: tuple[int, ...]
    weight: int
    second: int | None
    matrix: tuple[tuple[int, Cell], ...]
    unit: str | None


def groups(flow: Flow) -> list[Group]:
    """Every table of criteria of a document; a table that goes on overleaf is one."""
    found: list[Group] = []
    shape: _Shape | None = None
    cut: tuple[int, str] | None = None  # a heading alone at the foot of a page, its rows overleaf
    for index, page in enumerate(flow.source.pages):
        for number, table in enumerate(page.tables):
            head = _head_rows(table)
            fresh = _shape(table, head)
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
        if _share(table.rows[head:], column, _is_weight) >= 0.5
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
    held: tuple[int, _Shape, tuple[tuple[int, tuple[str, ...]], ...]],
) -> Iterator[Group]:
    head, shape, columns = held
    page = flow.source.pages[index]
    for column, lots in columns:
        unit = _unit(table.rows[head:], column, "")
        own = _Shape(shape.names[:1], column, None, (), unit)
        items = tuple(_items(flow, page, table, head, own))
        yield Group(flow, index, title, items, lots, span_of(flow, index, table))


def _head_rows(table: Table) -> int:
    """How many rows stand above the first weight."""
    for number, row in enumerate(table.rows):
        if any(cell and _WEIGHT.match(fold(cell.text)) and cell.text.strip() for cell in row):
            return number
    return len(table.rows)


def _title(table: Table, head: int, page: Page) -> str:
    """The words of the heading rows, and of the page just above the table."""
    cells = " | ".join(c.text for row in table.rows[:head] for c in row if c and c.text.strip())
    place = place_of(table, page)
    above = page.text[max(0, place - 400) : place] if place > 0 else ""
    return fold(cells[:600]) + " || " + fold(above)


def _judges(title: str, flow: Flow, page: Page, table: Table, held: tuple[int, _Shape]) -> bool:
    """A table that no word announces as one of criteria: a price among what adds up to 100."""
    if _NOT_AWARD.search(title.partition(" || ")[0]) or not _SCORES.search(title):
        return False
    roots = tree(list(_items(flow, page, table, *held)))
    total = sum(item.weight or 0 for item in roots)
    return len(roots) > 1 and abs(total - 100) < 0.6 and any(is_price(item.name) for item in roots)


_SCORES = re.compile(
    r"\bnot(?:e|es|ee|ation)\b|\bpoints\b|ponder|\bchoix\b|jugement|classement|punkte|wertung"
)


def _is_award(title: str) -> bool:
    cells, _, above = title.partition(" || ")
    if _NOT_AWARD.search(cells) or re.search(r"auswahlmatrix|eignungs|teilnahmewettbewerb", above):
        return False
    named = _NAMED.search(cells) and _WEIGHED.search(cells)
    said = re.search(
        r"criteres?[^.]{0,160}(?:ponder|jugement|attribution|notation|selection des offres)", above
    )
    german = re.search(r"(?:zuschlags|wertungs|bewertungs)kriteri", above)
    return bool(named or (said and _WEIGHED.search(cells + above)) or german)


def _shape(table: Table, head: int) -> _Shape | None:
    body = table.rows[head:]
    if not body:
        return None
    width = max(len(row) for row in table.rows)
    numeric = [c for c in range(width) if _share(body, c, _is_weight) >= 0.5]
    named = [c for c in range(width) if c not in numeric and _share(body, c, _is_words) >= 0.5]
    if not numeric or not named or named[0] > numeric[-1]:
        return None
    headings = {c: _heading(table, head, c, width) for c in (*numeric, *named)}
    counted = [c for c in numeric if not _COUNTS.match(headings[c])]
    numeric = counted if counted and named[0] < counted[-1] else numeric
    usable = [c for c in numeric if not _MINIMUM.search(headings[c])] or numeric
    percent = [c for c in usable if any("%" in (cell.text if cell else "") for cell in _column(body, c))]
    weight = next(
        (c for c in usable if re.search(r"ponder|gewicht|wichtung|weight|poids|coef|%", headings[c])), None
    )
    if weight is None:
        weight = (percent or usable)[0]
    names = [c for c in named if c < weight and not _EXPLAINS.search(headings[c])] or named[:1]
    deeper = [c for c in named if c > weight and re.search(r"sous|unter|sub", headings[c])]
    second = next((c for c in usable if c > weight and deeper), None)
    if deeper and second:
        names = [names[0], deeper[0]]
    unit = _unit(body, weight, headings[weight])
    return _Shape(tuple(names[:2]), weight, second, _matrix(table, head, usable, weight, second), unit)


def _matrix(
    table: Table, head: int, usable: list[int], weight: int, second: int | None
) -> tuple[tuple[int, Cell], ...]:
    """Further columns of weights, each with its own heading: the sub-criteria of every row."""
    others = [c for c in usable if c > weight]
    if second is not None or len(others) < 2 or head == 0:
        return ()
    found = []
    for column in others:
        cell = next((r[column] for r in table.rows[:head] if column < len(r) and r[column]), None)
        if cell is None or not _is_words(cell) or _WEIGHED.search(fold(cell.text)):
            return ()
        found.append((column, cell))
    # A column most rows leave blank is still a sub-criterion of the rows that fill it.
    for column in range(weight + 1, len(table.rows[0])):
        cell = table.rows[0][column]
        known = column in [c for c, _ in found]
        filled = any(c and _is_weight(c) for c in _column(table.rows[head:], column))
        if cell and _is_words(cell) and not known and filled:
            found.append((column, cell))
    return tuple(sorted(found, key=lambda held: held[0]))


def _items(flow: Flow, page: Page, table: Table, head: int, shape: _Shape) -> Iterator[Item]:
    """The items of the body; a name merged over several rows heads those that carry a sub-name."""
    parent = ""
    for row in table.rows[head:]:
        name, sub = _cell(row, shape.names[0]), None
        if len(shape.names) > 1:
            sub = _cell(row, shape.names[1])
        weight = _cell(row, shape.weight)
        if name and _TOTAL.match(fold(name.text)):
            continue
        quantity = _quantity(weight, shape.unit)
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
            item = _item(flow, page, name, (value, unit), opens=opens, beside=weight)
            item = with_lines(flow, page, name, item)
            yield _with_detail(flow, page, row, shape, _with_matrix(flow, page, row, shape, item))


def _paired(
    flow: Flow,
    page: Page,
    row: tuple[Cell | None, ...],
    shape: _Shape,
    weight: tuple[float | None, str | None],
) -> Iterator[Item]:
    """A row of "criterion, weight, sub-criterion, weight"."""
    name, sub = _cell(row, shape.names[0]), _cell(row, shape.names[1])
    if name and weight[0] is not None:
        yield _item(flow, page, name, weight, level=1)
    deeper = _quantity(_cell(row, shape.second or 0), shape.unit)
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
            quantity = _quantity(Cell(line), unit)
            if quantity:
                yield _item(flow, page, Cell(part), quantity[:2])


def _with_matrix(flow: Flow, page: Page, row: tuple[Cell | None, ...], shape: _Shape, item: Item) -> Item:
    if not shape.matrix:
        return item
    subs = []
    for column, heading in shape.matrix:
        quantity = _quantity(_cell(row, column), shape.unit)
        if quantity:
            name = re.sub(r"\s+", " ", heading.text).strip()
            evidence = (*flow.cell_evidence(page, heading), *evidence_of(flow, page, _cell(row, column)))
            subs.append(Item(name, quantity[0], quantity[1], 2, False, evidence))
    return replace(item, sub=tuple(subs))


def _with_detail(flow: Flow, page: Page, row: tuple[Cell | None, ...], shape: _Shape, item: Item) -> Item:
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


def _same_columns(table: Table, shape: _Shape) -> bool:
    width = max(len(row) for row in table.rows)
    return any(_share(table.rows, c, _is_weight) >= 0.4 for c in range(1, width)) or width == shape.weight + 1


def _fit(table: Table, shape: _Shape) -> _Shape:
    """The same shape on a table cut differently: its last column of weights."""
    width = max(len(row) for row in table.rows)
    if shape.weight < width and _share(table.rows, shape.weight, _is_weight) >= 0.4:
        return shape
    weight = max((c for c in range(width) if _share(table.rows, c, _is_weight) >= 0.4), default=width - 1)
    return _Shape((0,), weight, None, (), shape.unit)


def _quantity(cell: Cell | None, unit: str | None) -> tuple[float, str | None, bool] | None:
    match = _WEIGHT.match(fold(cell.text)) if cell else None
    value = parse_number(match.group(1)) if match else None
    if match is None or value is None:
        return None
    own = match.group(2)
    found = "%" if own == "%" else "points" if own else unit
    return value, found, bool(match.group(3))


def _unit(body: tuple[tuple[Cell | None, ...], ...], column: int, heading: str) -> str | None:
    texts = [cell.text for cell in _column(body, column) if cell]
    if any("%" in text for text in texts) or "%" in heading or "pourcent" in heading:
        return "%"
    values = [q[0] for q in (_quantity(c, None) for c in _column(body, column)) if q]
    if re.search(r"point|pkt|punkt|note|bareme|/|sur \d", heading + " ".join(fold(t) for t in texts)):
        return "points"
    return "%" if abs(sum(values) - 100) < 0.6 or sum(values) == 200 else "points"


def _heading(table: Table, head: int, column: int, width: int) -> str:
    """The words above a column; the nearest to the left or right when a merged heading stands beside it."""
    for near in (column, column + 1, column - 1):
        texts = [r[near].text for r in table.rows[:head] if 0 <= near < min(len(r), width) and r[near]]  # type: ignore[union-attr]
        if any(text.strip() for text in texts):
            return fold(" ".join(texts))
    return ""


def _column(rows: tuple[tuple[Cell | None, ...], ...], column: int) -> list[Cell | None]:
    return [row[column] if column < len(row) else None for row in rows]


def _cell(row: tuple[Cell | None, ...], column: int) -> Cell | None:
    cell = row[column] if column < len(row) else None
    return cell if cell is not None and cell.text.strip() else None


def _share(rows: tuple[tuple[Cell | None, ...], ...], column: int, test: object) -> float:
    cells = [cell for cell in _column(rows, column) if cell and cell.text.strip()]
    if not cells or not callable(test):
        return 0.0
    return sum(bool(test(cell)) for cell in cells) / len(cells)


def _is_weight(cell: Cell) -> bool:
    return bool(_WEIGHT.match(fold(cell.text)))


def _is_words(cell: Cell) -> bool:
    return len(re.findall(r"[a-z]", fold(cell.text))) >= 4
