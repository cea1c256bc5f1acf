"""The buyer's own totals of a filled price schedule held against ours: another figure is told by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.utils.cell import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from tender.documents import french
from tender.documents.buyer.computing import is_formula
from tender.documents.buyer.known import Log, Subject
from tender.documents.buyer.labels import folded
from tender.documents.french import CENT
from tender.documents.price_line import PriceLine

Cell = tuple[str, str]
"""A sheet and a reference."""

_REFERENCE = re.compile(
    r"(?:('[^']+'|[\w.]+)!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![\w(])"
)
_LARGEST = 20_000


def tell_difference(
    pages: Sequence[Worksheet],
    lines: Mapping[Cell, int],
    shown: Mapping[Cell, float | str],
    subject: Subject,
    log: Log,
) -> None:
    """Tell when every total of all counted lines differs from their sum, and each line that makes it so.

    `lines`: the rank of the line whose price each cell now holds; `shown`: what each formula gives.
    """
    prices, lots = subject.response.prices, {lot.number for lot in subject.lots}
    counted = {rank: prices[rank] for rank in lines.values() if prices[rank].counted}
    if not counted or any(one.amount is None for one in prices if one.counted and one.lot in lots):
        return
    reach = _Reach({page.title: page for page in pages}, dict(lines))
    totals = [cell for cell in shown if reach.of(cell) >= counted.keys() and _euros(shown[cell]) is not None]
    last = [cell for cell in totals if not any(cell in reach.direct(other) for other in totals)]
    ours = _sums(counted.values(), subject)
    if not totals or _agrees(totals, last, shown, ours, len(counted)):
        return
    for cell in last:
        _tell(cell, reach.label(cell), shown[cell], ours[0], log)
    for rank, line in counted.items():
        own = [cell for cell in shown if reach.of(cell) == {rank} and reach.is_amount(cell)]
        sums = _sums((line,), subject)
        if own and not _agrees(own, own, shown, sums, 1):
            _tell(own[0], f"{line.number} {line.designation}", shown[own[0]], sums[0], log)


def _agrees(
    cells: Sequence[Cell],
    apart: Sequence[Cell],
    shown: Mapping[Cell, float | str],
    ours: tuple[Decimal, Decimal],
    lines: int,
) -> bool:
    """One of the cells says our sum, or those that stand apart do together: a total for each year."""
    whole = sum((_euros(shown[cell]) or Decimal(0) for cell in apart), Decimal(0))
    told = [whole, *(held for cell in cells if (held := _euros(shown[cell])) is not None)]
    return any(_is_near(value, ours, lines) for value in told)


def _tell(cell: Cell, label: str, theirs: float | str, ours: Decimal, log: Log) -> None:
    value = _euros(theirs)
    log.place = f"{cell[0]}!{cell[1]}"
    told = (
        "" if value is None else f" : {french.euros(value)} dans son fichier, {french.euros(ours)} chez nous"
    )
    log.miss(f"{label[:60]}{told}", "differs")


def _sums(lines: Iterable[PriceLine], subject: Subject) -> tuple[Decimal, Decimal]:
    """Excluding and including VAT."""
    rates = {lot.number: lot.vat_rate for lot in subject.lots}
    net = gross = Decimal(0)
    for line in lines:
        amount = line.amount or Decimal(0)
        rate = line.vat_rate if line.vat_rate is not None else rates.get(line.lot)
        net += amount
        gross += amount * (1 + (rate or Decimal(0)) / 100)
    return net, gross.quantize(CENT)


def _is_near(value: Decimal, sums: tuple[Decimal, Decimal], lines: int) -> bool:
    """The same but for roundings, half a cent a line at most."""
    return any(abs(value - one) <= CENT * (lines + 1) / 2 for one in sums)


def _euros(value: float | str) -> Decimal | None:
    return None if isinstance(value, str) else Decimal(str(round(value, 4)))


@dataclass(slots=True)
class _Reach:
    """Which lines' prices a formula depends on, through all the others."""

    pages: dict[str, Worksheet]
    lines: dict[Cell, int]
    known: dict[Cell, frozenset[int]] = field(default_factory=dict)

    def of(self, cell: Cell) -> frozenset[int]:
        """The ranks of the lines a cell depends on."""
        if cell in self.lines:
            return frozenset({self.lines[cell]})
        if cell not in self.known:
            self.known[cell] = frozenset()  # a formula that asks for itself asks for nothing more
            self.known[cell] = frozenset().union(*(self.of(one) for one in self.direct(cell)))
        return self.known[cell]

    def direct(self, cell: Cell) -> list[Cell]:
        """The cells a formula names."""
        page = self.pages.get(cell[0])
        if page is None or not is_formula(page[cell[1]]):
            return []
        found: list[Cell] = []
        for sheet, column, row, last, end in _REFERENCE.findall(str(page[cell[1]].value)):
            name = sheet.strip("'") or cell[0]
            columns = range(column_index_from_string(column), column_index_from_string(last or column) + 1)
            rows = range(int(row), int(end or row) + 1)
            if name in self.pages and len(columns) * len(rows) <= _LARGEST:
                held = self.pages[name]
                found += [(name, held.cell(r, c).coordinate) for r in rows for c in columns]
        return found

    def label(self, cell: Cell) -> str:
        """The words at the beginning of a cell's row."""
        row = self.pages[cell[0]][self.pages[cell[0]][cell[1]].row]
        told = (one.value for one in row if isinstance(one.value, str) and not one.value.startswith("="))
        return next((words.strip() for words in told if words.strip()), cell[1])

    def is_amount(self, cell: Cell) -> bool:
        """A column headed « montant » or « total »."""
        page = self.pages[cell[0]]
        at = page[cell[1]]
        above = (page.cell(row, at.column).value for row in range(at.row - 1, max(at.row - 60, 0), -1))
        words = (folded(value) for value in above if isinstance(value, str) and not value.startswith("="))
        return re.search("montant|total|prix", next(words, "")) is not None
