"""What every formula of a workbook gives once values were written, as far as its kind is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from tender.documents.buyer.formulas import Unknown, Value, compute

MOST_ROWS, MOST_COLUMNS = 5000, 80
_DEEPEST = 60


def is_formula(cell: Cell | MergedCell) -> bool:
    """Whether the cell is computed."""
    return isinstance(cell.value, str) and cell.value.startswith("=") and len(cell.value) > 1


def cells_of(page: Worksheet) -> Iterator[tuple[Cell | MergedCell, ...]]:
    """The rows that are looked at: a sheet formatted at its far end is no wider for it."""
    return page.iter_rows(max_row=min(page.max_row, MOST_ROWS), max_col=min(page.max_column, MOST_COLUMNS))


def computed(
    pages: Sequence[Worksheet], written: dict[tuple[str, str], str | Decimal]
) -> dict[tuple[str, str], float | str]:
    """What each formula gives with the values written; those of another kind are left out."""
    values = _Values({page.title: page for page in pages}, written)
    found: dict[tuple[str, str], float | str] = {}
    for page in pages:
        for cell in (cell for row in cells_of(page) for cell in row if is_formula(cell)):
            try:
                value = values.look(page.title, cell.coordinate)
            except (Unknown, ValueError, RecursionError):
                continue
            if value is not None:
                found[(page.title, cell.coordinate)] = value if isinstance(value, str) else float(value)
    return found


@dataclass(slots=True)
class _Values:
    """What the cells of a workbook hold, formulas computed when asked."""

    pages: dict[str, Worksheet]
    written: dict[tuple[str, str], str | Decimal]
    held: dict[tuple[str, str], Value] = field(default_factory=dict)
    busy: list[tuple[str, str]] = field(default_factory=list)

    def look(self, sheet: str, reference: str) -> Value:
        """A cell's value. Raises Unknown for a formula of another kind, or one that asks for itself."""
        key = (sheet, reference)
        if key in self.written:
            value = self.written[key]
            return float(value) if isinstance(value, Decimal) else value
        if key not in self.held:
            self.held[key] = self._compute(sheet, reference)
        return self.held[key]

    def _compute(self, sheet: str, reference: str) -> Value:
        if sheet not in self.pages or (sheet, reference) in self.busy or len(self.busy) > _DEEPEST:
            raise Unknown(reference)
        value = self.pages[sheet][reference].value
        if isinstance(value, str) and value.startswith("=") and len(value) > 1:
            self.busy.append((sheet, reference))
            try:
                return compute(value, sheet, self.look)
            finally:
                self.busy.pop()
        if value is None or isinstance(value, (str, bool)):
            return value
        return float(value) if isinstance(value, (int, float)) else str(value)
