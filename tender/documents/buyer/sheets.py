"""A buyer's price schedule filled in place: identity, unit prices, rates; formulas stay and are computed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from tender.documents import french
from tender.documents.buyer.cells import recalculated, sheet_parts, write_cells
from tender.documents.buyer.computing import MOST_COLUMNS, MOST_ROWS, cells_of, computed, is_formula
from tender.documents.buyer.known import Log, Subject, identity_facts
from tender.documents.buyer.labels import SILENT, Fact, fact_of, folded
from tender.documents.buyer.packing import repacked
from tender.documents.buyer.sums import tell_difference
from tender.documents.price_line import PriceLine

_UNIT_PRICE = (
    r"prix (unitaire|forfaitaire|ht|hors)|p ?u\b|pu ht|tarif|taux horaire|tjm|prix$"
    r"|prix (en )?(euros )?ht|(cout|montant) unitaire"
)
_RATE = r"(taux.*)?tva\b(?!.*montant)"
_QUANTITY = r"quantite|qte|\bqt\b|nombre"
_AWAITING = re.compile(r"[ 0,/%()]*(?:(?:eur|euros?|ht|h t|net|netto|ttc)[ )]*)*")
"""What may stand in a box that awaits a value: a nought, a sign, a unit of money."""


def fill_sheets(data: bytes, subject: Subject, log: Log) -> bytes:
    """The same workbook with what is known in its cells; layout, styles, locks, formulas are the buyer's."""
    book = load_workbook(io.BytesIO(data), keep_links=False)
    pages = [page for page in book.worksheets if isinstance(page, Worksheet)]
    parts = sheet_parts(data)
    plans: dict[str, _Plan] = {}
    placed: set[int] = set()
    for page in pages:
        if page.title in parts:
            plan = _Plan(page, log)
            _identity(plan, subject)
            placed |= _prices(plan, subject)
            plans[page.title] = plan
    _tell_lines_left(subject, placed, plans, log)
    values = {(name, ref): value for name, plan in plans.items() for ref, value in plan.values.items()}
    shown = computed(pages, values)
    lines = {(name, ref): rank for name, plan in plans.items() for ref, rank in plan.lines.items()}
    tell_difference(pages, lines, shown, subject, log)
    changes = {
        parts[name]: _writer(plan.values, {ref: shown.get((name, ref)) for ref in plan.formulas})
        for name, plan in plans.items()
    }
    return repacked(data, {**changes, "xl/workbook.xml": recalculated})


def _writer(
    values: dict[str, str | Decimal], shown: dict[str, float | str | None]
) -> Callable[[bytes], bytes]:
    return lambda part: write_cells(part, values, shown)


@dataclass(slots=True)
class _Plan:
    """What will be written in one sheet. `lines`: the rank of the line whose price a cell takes."""

    page: Worksheet
    log: Log
    values: dict[str, str | Decimal] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many of its rows are looked at."""
        return min(self.page.max_row, MOST_ROWS)

    @property
    def columns(self) -> int:
        """How many of its columns: an empty one formatted at the far end makes a sheet no wider."""
        return min(self.page.max_column, MOST_COLUMNS)

    @property
    def formulas(self) -> list[str]:
        """The references of its formulas."""
        return [c.coordinate for row in cells_of(self.page) for c in row if is_formula(c)]

    def free(self, row: int, column: int) -> str:
        """Why a cell cannot take a value: merged, formula, locked, taken; empty when it can."""
        cell = self.page.cell(row, column)
        if isinstance(cell, MergedCell):
            return "merged"
        if is_formula(cell):
            return "formula"
        if self.page.protection.sheet and cell.protection.locked:
            return "locked"
        return "" if cell.value is None or _AWAITING.fullmatch(folded(str(cell.value))) else "taken"

    def write(self, row: int, column: int, value: str | Decimal) -> None:
        """Plan a value."""
        self.values[self.page.cell(row, column).coordinate] = value
        self.log.placed += 1


def _words(plan: _Plan, row: int, column: int) -> str:
    value = plan.page.cell(row, column).value
    return folded(value) if isinstance(value, str) and not value.startswith("=") else ""


def _identity(plan: _Plan, subject: Subject) -> None:
    """« Raison sociale » and the like: the answer goes in the next cell to the right, when it is empty."""
    if subject.speaker is None:
        return
    known = identity_facts(subject.speaker)
    for row in plan.page.iter_rows(max_row=min(plan.rows, 400), max_col=plan.columns):
        for cell in row:
            if isinstance(cell, MergedCell) or not isinstance(cell.value, str) or len(cell.value) > 90:
                continue
            fact = fact_of(cell.value)
            if fact is None or fact in SILENT or fact not in _ASKED or _is_head(plan, cell.row, cell.column):
                continue
            column = _right_of(plan.page, cell)
            if plan.free(cell.row, column) == "" and known.get(fact):
                plan.write(cell.row, column, known[fact])
            elif not known.get(fact):
                plan.log.place = f"{plan.page.title}!{cell.coordinate}"
                plan.log.miss(cell.value, "missing")


_ASKED = frozenset(
    {
        Fact.NAME,
        Fact.ADDRESS,
        Fact.POSTCODE,
        Fact.CITY,
        Fact.EMAIL,
        Fact.PHONE,
        Fact.SIRET,
        Fact.SIREN,
        Fact.LEGAL_FORM,
        Fact.REPRESENTATIVE,
        Fact.ROLE,
        Fact.IBAN,
        Fact.BIC,
        Fact.IDENTITY,
    }
)


def _is_head(plan: _Plan, row: int, column: int) -> bool:
    """Two neighbours with words make a table's head, not a label and its box."""
    right = plan.page.cell(row, column + 1).value
    return isinstance(right, str) and len(right.strip(" .…_")) > 2


def _right_of(page: Worksheet, cell: Cell) -> int:
    for held in page.merged_cells.ranges:
        if cell.coordinate in held:
            return int(held.max_col) + 1
    return cell.column + 1


@dataclass(frozen=True, slots=True)
class _Head:
    """The columns of a price table: unit price, and where there are, its rate and its quantity."""

    row: int
    price: int
    rate: int | None
    quantity: int | None
    letters: int | None


def _heads(plan: _Plan, lines: set[int]) -> list[_Head]:
    """The heads of the sheet's price tables; `lines`: rows known to be lines."""
    found = []
    for row in range(1, plan.rows + 1):
        words = {column: _words(plan, row, column) for column in range(1, plan.columns + 1)}
        told = {column: text for column, text in words.items() if text and len(text) < 120}
        prices = [
            c
            for c, text in told.items()
            if re.search(_UNIT_PRICE, text) and not re.search("ttc|total|lettres", text)
        ]
        if (
            not prices
            or len(told) < 2
            or row in lines
            or any(is_formula(cell) for cell in plan.page[row][: plan.columns])
        ):
            continue
        unit = [c for c in prices if "unitaire" in told[c] or "pu" in told[c].split()]
        computed = {c: sum(is_formula(plan.page.cell(row + n, c)) for n in range(1, 9)) for c in prices}
        chosen = min((*unit, *prices), key=lambda c: computed[c])
        rate = next((c for c, text in told.items() if re.match(_RATE, text) and c != chosen), None)
        quantity = next((c for c, text in told.items() if re.search(_QUANTITY, text) and c != chosen), None)
        letters = next(
            (c for c, text in told.items() if "en lettres" in text or "toutes lettres" in text), None
        )
        found.append(_Head(row, chosen, rate, quantity, letters))
    return found


def _prices(plan: _Plan, subject: Subject) -> set[int]:
    """Write each line's price in the boxes it was read with, else in the one row that says the same."""
    lines = subject.response.prices
    boxes = {rank: _boxes_here(plan, line) for rank, line in enumerate(lines)}
    known = {row for held in boxes.values() for row, _ in held}
    known |= {row for line in lines if (row := _read_at(plan, line)) is not None}
    heads = _heads(plan, known)
    lots = {lot.number for lot in subject.lots}
    rows = _rows_by_words(plan)
    placed: set[int] = set()
    filled: set[int] = set()
    for rank, line in enumerate(lines):
        if line.lot not in lots:
            continue
        places = boxes[rank]
        if not places and not _is_boxed(plan, line):
            row = _row_of(plan, line, rows, filled)
            head = _head_of(heads, row)
            places = [(row, head.price)] if row is not None and head is not None else []
        for row, column in places:
            filled.add(row)
            if line.unit_price is not None:
                _write_line(plan, line, row, column, _head_of(heads, row))
                placed.add(rank)
                if (cell := plan.page.cell(row, column).coordinate) in plan.values:
                    plan.lines[cell] = rank
    _tell_rows_left(plan, heads, filled)
    _tell_sums_left(plan)
    return placed


def _head_of(heads: list[_Head], row: int | None) -> _Head | None:
    """The headings a row stands under."""
    return next((one for one in reversed(heads) if row is not None and one.row < row), None)


def _boxes_here(plan: _Plan, line: PriceLine) -> list[tuple[int, int]]:
    """The boxes of this very sheet for the line's price."""
    found = []
    for document, cell in line.boxes:
        sheet, _, reference = cell.rpartition("!")
        if sheet == plan.page.title and _bare_name(document) == _bare_name(plan.log.file):
            row, column = coordinate_to_tuple(reference)
            found.append((row, column))
    return found


def _is_boxed(plan: _Plan, line: PriceLine) -> bool:
    """The line was read in this file, on this sheet or another: its boxes are known."""
    return any(_bare_name(document) == _bare_name(plan.log.file) for document, _ in line.boxes)


def _rows_by_words(plan: _Plan) -> dict[str, list[int]]:
    held: dict[str, list[int]] = {}
    for row in range(1, plan.rows + 1):
        for column in range(1, plan.columns + 1):
            words = _words(plan, row, column)
            if words:
                held.setdefault(words, []).append(row)
    return held


def _row_of(plan: _Plan, line: PriceLine, rows: dict[str, list[int]], filled: set[int]) -> int | None:
    """Where the line was read, if its words stand there still; else the one free row that says the same."""
    if line.cell and _bare_name(line.document) == _bare_name(plan.log.file):
        return _read_at(plan, line)
    same = [row for row in rows.get(folded(line.designation), []) if row not in filled]
    return same[0] if len(same) == 1 else None


def _read_at(plan: _Plan, line: PriceLine) -> int | None:
    """The row of this sheet in which the line was read; None where it was read elsewhere."""
    sheet, _, reference = line.cell.rpartition("!")
    held = re.fullmatch(r"[A-Z]+(\d+)", reference)
    here = sheet == plan.page.title and _bare_name(line.document) == _bare_name(plan.log.file)
    return int(held[1]) if held and here else None


def _bare_name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _write_line(plan: _Plan, line: PriceLine, row: int, column: int, head: _Head | None) -> None:
    plan.log.place = f"{plan.page.title}!{plan.page.cell(row, column).coordinate}"
    why = plan.free(row, column)
    if why:
        plan.log.miss(f"{line.number} {line.designation}", "formula" if why == "formula" else "locked")
        return
    assert line.unit_price is not None
    plan.write(row, column, _as_shown(plan, row, column, line.unit_price, is_rate=line.unit == "%"))
    if head is None or head.price != column:
        return
    if head.rate is not None and line.vat_rate is not None and not plan.free(row, head.rate):
        plan.write(row, head.rate, _as_shown(plan, row, head.rate, line.vat_rate, is_rate=None))
    if head.letters is not None and not plan.free(row, head.letters):
        plan.write(row, head.letters, french.euros_in_words(line.unit_price))
    wanted, quantity = head.quantity, line.quantity
    if wanted is None or quantity is None or plan.page.cell(row, wanted).value is not None:
        return
    if not plan.free(row, wanted):
        plan.write(row, wanted, quantity)


def _as_shown(plan: _Plan, row: int, column: int, value: Decimal, *, is_rate: bool | None) -> Decimal | str:
    """A rate as its cell shows it: a fraction in a cell of per cent, else with its sign where needed."""
    if is_rate is False:
        return value
    if "%" in str(plan.page.cell(row, column).number_format):
        return value / 100
    beside = plan.page.cell(row, column + 1).value
    return french.percent(value) if is_rate and str(beside or "").strip() != "%" else value


def _tell_rows_left(plan: _Plan, heads: list[_Head], filled: set[int]) -> None:
    """Rows of a price table with words and no price: each is named, for one forgotten can lose the call."""
    for rank, head in enumerate(heads):
        last = heads[rank + 1].row if rank + 1 < len(heads) else plan.rows + 1
        computed = any(_formulas_in(plan, row) for row in filled if head.row < row < last)
        for row in range(head.row + 1, last):
            words = [plan.page.cell(row, c).value for c in range(1, head.price)]
            said = [
                str(one)
                for one in words
                if isinstance(one, str) and len(one.strip()) > 2 and not one.startswith("=")
            ]
            cell = plan.page.cell(row, head.price)
            if row in filled or not said or "total" in folded(said[0]) or isinstance(cell, MergedCell):
                continue
            if plan.free(row, head.price) == "" and _is_priced(plan, row, head, computed=computed):
                plan.log.place = f"{plan.page.title}!{cell.coordinate}"
                plan.log.miss(max(said, key=len), "no_line")


def _tell_sums_left(plan: _Plan) -> None:
    """A total the buyer wants written, without a formula of his: « TOTAL année 1 … € HT »."""
    for row in range(1, plan.rows + 1):
        words = {c: text for c in range(1, plan.columns + 1) if (text := _words(plan, row, c))}
        if len(words) != 2 or not re.match("(sous )?total|gesamt|summe", min(words.items())[1]):
            continue
        column, sign = max(words.items())
        if re.fullmatch(r"(eur|euros?)?\s?(ht|h t|ttc|net)", sign) and not plan.free(row, column):
            plan.log.place = f"{plan.page.title}!{plan.page.cell(row, column).coordinate}"
            plan.log.miss(str(plan.page.cell(row, min(words)).value), "by_hand")


def _is_priced(plan: _Plan, row: int, head: _Head, *, computed: bool) -> bool:
    """The row awaits a price: a formula beside uses it, or the box is coloured or framed.

    `computed`: the lines of this table have formulas, so that a row without any is a title.
    """
    cell = plan.page.cell(row, head.price)
    formulas = _formulas_in(plan, row)
    if formulas or computed:
        return any(re.search(rf"(?<![A-Z]){cell.coordinate}(?!\d)", one) for one in formulas)
    return bool(cell.has_style and (cell.fill.fill_type or cell.border.bottom.style or cell.border.top.style))


def _formulas_in(plan: _Plan, row: int) -> list[str]:
    return [str(c.value).replace("$", "") for c in plan.page[row][: plan.columns] if is_formula(c)]


def _tell_lines_left(subject: Subject, placed: set[int], plans: dict[str, _Plan], log: Log) -> None:
    lots = {lot.number for lot in subject.lots}
    mine = _bare_name(log.file)
    for rank, line in enumerate(subject.response.prices):
        if rank in placed or line.lot not in lots or not plans:
            continue
        places = {_bare_name(document): cell for document, cell in reversed(line.boxes)}
        places = places or {_bare_name(line.document): line.cell}
        if mine in places or places.keys() == {""}:
            log.place = places.get(mine, "")
            log.miss(f"{line.number} {line.designation}", "missing" if line.unit_price is None else "no_cell")
