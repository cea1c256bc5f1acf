"""The lots of a call in its tables: which columns number and name them, their amounts, CPV codes, places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tender.parsing.flow import Flow, fold, tidy
from tender.parsing.lot_found import NOT_A_TITLE, FoundLot, amount_of, plain_number
from tender.parsing.numerals import amounts
from tender.parsing.table_place import place_of
from tender.vocabulary.call import Amount
from tender.vocabulary.source import Cell, Page, Row, Table

_NUMBER = re.compile(
    r"^\s*(?:lots?|los)?\s*(?:n[°o]?\s*\.?)?\s*(?P<n>\d{1,3}[a-z]?|[a-h])\s*(?:[:.)\-]|$|\n|\s(?=[^\d]))"
)
_HEADER = re.compile(
    r"^(?:(?:n[°o]?|numeros?|num\.?|ref(?:\.|erence)?|rang)\s*(?:du|de|des)?\s*)?(?:lots?|lose?"
    r"|losnummer|los-?nr\.?)(?:\s?\(s\))?"
    r"(?:\s*n[°o]s?)?$|^n°$"
    r"|^lots?\b\D{0,25}$"
)
_TITLED = re.compile(r"intitul|designation|objet|libelle|descri|titre|nature|bezeichnung|prestation|title")
_CPV = re.compile(r"\b(\d{8})(?:-\d)?\b")


def lots_in_tables(flow: Flow) -> Iterator[FoundLot]:
    """Every lot of every table of lots, also of one that goes on overleaf."""
    columns: tuple[int, int] | None = None
    for page in flow.source.pages:
        for table in (part for whole in page.tables for part in _parts(whole)):
            beside = _side_by_side(table)
            if beside:
                for column in beside:
                    yield from _rows(flow, page, table, (column, column))
                continue
            fresh = _columns(table) or _under_lots(table, page)
            if fresh is None and columns and _goes_on(table, columns):
                fresh = columns
            if fresh is None:
                continue
            columns = fresh
            yield from _rows(flow, page, table, fresh)


def _parts(table: Table) -> list[Table]:
    """The tables that one makes whose headings come again further right: "Lot | Site | Lot | Site"."""
    heads = [fold(cell.text).strip() if cell else "" for cell in table.rows[0]]
    width = next((n for n in range(2, len(heads) // 2 + 1) if heads == heads[:n] * (len(heads) // n)), 0)
    if not width or not all(heads) or any(len(row) != len(heads) for row in table.rows):
        return [table]
    starts = range(0, len(heads), width)
    return [replace(table, rows=tuple(row[n : n + width] for row in table.rows)) for n in starts]


def _side_by_side(table: Table) -> list[int]:
    """The columns of a table that only sets "Lot 1 – Tri" and "Lot 5 – Vitrerie" beside each other."""
    width = max(len(row) for row in table.rows)
    cells = [cell for row in table.rows for cell in row if cell and cell.text.strip()]
    titled = sum(bool(_TITLED_LOT.match(fold(cell.text))) for cell in cells)
    return list(range(width)) if width > 1 and titled > width and titled == len(cells) else []


_TITLED_LOT = re.compile(r"\s*(?:lot|los)\s*(?:n\s*[°o]?\s*\.?)?\s*\d{1,3}[a-z]?\W+[a-z]{2}")


def _columns(table: Table) -> tuple[int, int] | None:
    """The column of lot numbers and that of titles; None when this is no table of lots."""
    width = max(len(row) for row in table.rows)
    heads = table.rows[: 2 if len(table.rows) > 2 else 1]
    if any(cell and _JUDGED.search(fold(cell.text)) for cell in heads[0]):
        return None
    named = None
    for row in heads:
        for column, cell in enumerate(row):
            if cell and _HEADER.match(tidy(fold(cell.text))):
                named = column if named is None else named
    explicit = [c for c in range(width) if _lots_named(table, c) >= 2]
    number = explicit[0] if explicit else named
    if number is not None and not explicit and not _numbers_in(table, number):
        number = next((c for c in range(width) if c != number and _numbers_in(table, c)), number)
    if number is None or (width < 2 and not explicit):
        return None
    titles = [c for c in range(width) if c != number and _is_title_column(table, c)]
    wanted = next((c for c in titles if _TITLED.search(_head_text(table, c))), None)
    titles = [c for c in titles if not _WHERE.search(_head_text(table, c))] or titles
    title = wanted if wanted is not None else (titles[0] if titles else number)
    if not explicit and title == number:
        return None
    return number, title


_JUDGED = re.compile(r"\bcriteres?\b|ponder|coefficient|\bnote\b|bareme|gewicht|kriteri|\bpoids\b|\bpoints\b")
"""Headings of a table of criteria, whose lines are numbered too."""


def _under_lots(table: Table, page: Page) -> tuple[int, int] | None:
    """A table without a heading right under the word "LOTS": numbers from 1, and their titles."""
    place = place_of(table, page)
    above = fold(page.text[max(0, place - _ABOVE) : place]).rstrip().rsplit("\n", 1)[-1] if place > 0 else ""
    numbers = [fold(row[0].text).strip() if row and row[0] else "" for row in table.rows]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    if len(counted) < 2 or [n.strip(" .)") for n in numbers] != counted or not _LOTS_TITLE.search(above):
        return None
    width = max(len(row) for row in table.rows)
    title = next((c for c in range(1, width) if _is_title_column(table, c)), None)
    return (0, title) if title is not None else None


_LOTS_TITLE = re.compile(
    r"^\W*(?:[\divx.]{1,6}[\s.)–-]+)?(?:(?:liste|designation|detail|decomposition|les)\s+(?:en"
    r"|des)?\s*)?(?:lots|lose)\W*$"
    r"|\b(?:lots?|lose)\b[^.:]{0,60}:\s*$|allotissement\W*$"
)
_ABOVE = 200
"""Characters of the page above a table in which its title stands."""


def _numbers_in(table: Table, column: int) -> bool:
    """Whether the column counts its rows: a number alone in nearly every cell."""
    cells = _cells(table, column)
    return len(cells) > 1 and sum(bool(_ALONE.match(fold(c.text))) for c in cells) >= 0.6 * len(cells)


def _lots_named(table: Table, column: int) -> int:
    cells = [row[column] for row in table.rows if column < len(row)]
    return sum(bool(cell and _LOT_CELL.match(fold(cell.text))) for cell in cells)


_LOT_CELL = re.compile(r"\s*(?:lot|los)\b\s*n?[°o]?\s*\d")


def _head_text(table: Table, column: int) -> str:
    return fold(" ".join(cell.text for r in table.rows[:2] if column < len(r) and (cell := r[column])))


def _is_title_column(table: Table, column: int) -> bool:
    cells = [cell for r in table.rows[1:] if column < len(r) and (cell := r[column]) and cell.text.strip()]
    words = [
        c
        for c in cells
        if c and len(re.findall(r"[a-z]{3,}", fold(c.text))) >= 1 and not NOT_A_TITLE.search(fold(c.text))
    ]
    return bool(cells) and len(words) >= 0.6 * len(cells)


def _goes_on(table: Table, columns: tuple[int, int]) -> bool:
    first = table.rows[0]
    if max(columns) >= len(first):
        return False
    cell = first[columns[0]]
    return bool(cell and _ALONE.match(fold(cell.text)))


_ALONE = re.compile(
    r"^\s*(?:lots?\s*)?(?:n[°o]?\s*\.?\s*)?\d{1,3}[a-z]?\s*$|^\s*lots?\s*(?:n[°o]?\s*\.?)?\s*\d"
)


def _rows(flow: Flow, page: Page, table: Table, columns: tuple[int, int]) -> list[FoundLot]:
    """The lots of a table; nothing when its numbers do not count up, as marks and amounts do not."""
    found: list[FoundLot] = []
    beside = _second_title(table, columns)
    width = max(len(row) for row in table.rows)
    where = next((c for c in range(width) if c not in columns and _WHERE.search(_head_text(table, c))), None)
    parted = any(_PART.match(tidy(_head_text(table, c))) for c in range(width) if c != columns[0])
    for row in table.rows:
        number = row[columns[0]] if columns[0] < len(row) else None
        match = _NUMBER.match(fold(number.text)) if number else None
        if number is None or match is None:
            if parted and found and number is None:
                _add_part(flow, page, found[-1], row[columns[1]] if columns[1] < len(row) else None)
            continue
        title = row[columns[1]] if columns[1] < len(row) else None
        printed = _title_of(number, title, match, same=columns[0] == columns[1])
        if printed and not NOT_A_TITLE.search(fold(printed)):
            evidence = flow.cell_evidence(page, title or number)
            other = row[beside] if beside is not None and beside < len(row) else None
            if other and other.text.strip():
                printed = f"{tidy(other.text)} – {printed}"
                evidence = (*flow.cell_evidence(page, other), *evidence)
            told = row[where] if where is not None and where < len(row) else None
            place = tidy(told.text) if told and where != beside else ""
            evidence = (*evidence, *(flow.cell_evidence(page, told) if told and place else ()))
            number_said = plain_number(match["n"])
            found.append(
                FoundLot(number_said, printed, evidence, _row_amount(table, row), _row_cpv(row), place)
            )
    return found if _counts_up([one.number for one in found]) else []


_WHERE = re.compile(
    r"lieux? (?:d'execution|de livraison|d'intervention)|localisation|ausfuhrungsort|leistungsort"
    r"|territoire|secteur"
    r"|communes? concern|perimetre|zones? geographiques?|leistungsgebiet"
)


_PART = re.compile(r"(?:n[°o]?\s*(?:du|de)?\s*)?(?:sous|sub)[- ]?lots?\b|teillose?\b|unterlose?\b")


def _add_part(flow: Flow, page: Page, lot: FoundLot, title: Cell | None) -> None:
    """A further part of a lot whose number is merged over several rows: its words stand in the title too."""
    words = tidy(title.text) if title else ""
    if title is not None and words:
        lot.title = f"{lot.title} ; {words}"
        lot.evidence = (*lot.evidence, *flow.cell_evidence(page, title))


def _counts_up(numbers: list[str]) -> bool:
    values = [int(re.sub(r"\D", "", number) or 0) for number in numbers]
    return all(0 <= after - before <= 4 for before, after in pairwise(values))


def _second_title(table: Table, columns: tuple[int, int]) -> int | None:
    """Another column of words that tells apart lots whose titles are the same ("Secteur", "Agence")."""
    titles = [fold(c.text) for c in _cells(table, columns[1])]
    if columns[0] == columns[1] or len(titles) < 2 or len(set(titles)) == len(titles):
        return None
    for column in range(max(len(row) for row in table.rows)):
        words = [fold(c.text) for c in _cells(table, column)]
        if column in columns or len(words) != len(titles) or len(set(words)) <= len(set(titles)):
            continue
        if _is_title_column(table, column):
            return column
    return None


def _cells(table: Table, column: int) -> list[Cell]:
    cells = [row[column] for row in table.rows[1:] if column < len(row)]
    return [cell for cell in cells if cell is not None and cell.text.strip()]


def _title_of(number: Cell, title: Cell | None, match: re.Match[str], *, same: bool) -> str:
    if same or title is None:
        return tidy(number.text[match.end() :]).strip(" :-–—.")
    printed = tidy(title.text)
    return re.sub(r"(?i)^lot\s*n?°?\s*\d+\s*[:\-–]\s*", "", printed).strip(" :-–—")


def _row_amount(table: Table, row: Row) -> Amount | None:
    """Least and largest amounts of a row, told apart by the headings of their columns."""
    said: dict[str, float] = {}
    for column, cell in enumerate(row):
        found = amounts(fold(cell.text)) if cell else []
        if not found:
            continue
        beside = f"{_head_text(table, max(0, column - 1))} {_head_text(table, column + 1)}"
        head = _head_text(table, column) or beside
        kind = "min" if "min" in head else "max" if "max" in head or "plafond" in head else "estimate"
        if found[-1].value:
            said.setdefault(kind, found[-1].value)
    return amount_of(said)


def _row_cpv(row: Row) -> tuple[str, ...]:
    codes = [code for cell in row if cell for code in _CPV.findall(cell.text)]
    return tuple(dict.fromkeys(codes)) if len(codes) <= 6 else ()
