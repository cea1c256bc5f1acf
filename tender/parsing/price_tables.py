"""The rows of the buyer's price tables that await a price, in sheets and on pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tender.parsing.flow import Flow, fold, tidy
from tender.parsing.numerals import parse_number
from tender.parsing.price_formulas import mentions, times
from tender.parsing.price_heads import PriceHead, Role, head_of, unit_of
from tender.parsing.sheet_marks import column_index
from tender.vocabulary.source import Cell, Evidence, Page, Row, column_letters

_TOTAL: Final = re.compile(
    r"^\W*(?:sous[- ]?total|total|montant|tva\b|mwst|remise(?! en\b)|zwischensumme|summe|gesamt|nb\b|nota\b"
    r"|recapitulatif|zzgl)"
)
_SUM: Final = re.compile(r"^\W*(?:sous[- ]?total|total|tva\b|mwst|zwischensumme|summe|gesamt|zzgl)")
"""What opens the row of a sum, whatever column it stands in."""
_AWAITING: Final = re.compile(r"[\s.…_€%0,/\\()-]*(?:(?:h\.?t\.?|eur|euros?|net|netto|ttc)[\s.€)]*)?")
_LONE: Final = re.compile(r"(?:€|euros?|eur)\s*(?:h\.?t\.?)?|%")
_WHOLE: Final = re.compile(
    r"^(?:(?:prix )?forfait(?:aire)?(?: global)?|ensemble|ens\.?|pauschale?|global|ft\.?|lump sum)$"
)
_NUMERIC: Final = re.compile(r"\d+(?:\.\d*[1-9])?")


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One price that is asked. `at`: the cell for it ("BPU!C20"), empty where the file is no sheet.

    `variant`: the heading of its column where a row asks several prices; `unit_told`: the unit stands in a
    column of its own, not in the heading.
    """

    page: Page
    number: str
    designation: str
    unit: str
    quantity: float | None
    section: str
    heading: str
    at: str = ""
    variant: str = ""
    unit_told: bool = False
    is_rate: bool = False
    cells: tuple[Cell, ...] = ()

    def evidence(self, flow: Flow) -> tuple[Evidence, ...]:
        """Where its words and its quantity stand."""
        found: list[Evidence] = []
        for cell in self.cells:
            if cell.path is not None:
                found.append(Evidence(flow.name, self.page.number, cell.text, path=cell.path))
            else:
                found += flow.cell_evidence(self.page, cell)
        return tuple(found)


@dataclass(slots=True)
class _Sheet:
    """What is known of a sheet while its rows are read. `by_formula`: this table computes from its prices."""

    page: Page
    language: str
    formulas: dict[int, dict[str, str]] = field(default_factory=dict)
    section: str = ""
    number: str = ""
    by_formula: bool = False
    values: dict[str, str] = field(default_factory=dict)

    def number_in(self, reference: str) -> float | None:
        """The number a cell holds; an empty one counts for none."""
        return quantity_in(self.values.get(reference, ""), self.language, grid=True)


def price_rows(flow: Flow) -> Iterator[PriceRow]:
    """Every price asked in the tables of a file. On pages a table goes on overleaf without its headings."""
    held: tuple[PriceHead, int] | None = None
    for page in flow.source.pages:
        sheet = _sheet(page, flow.source.language or "")
        for table in page.tables:
            width = max((len(row) for row in table.rows), default=0)
            head = held[0] if held is not None and held[1] == width and not page.grid else None
            shown = [row for row in table.rows if not _is_hidden(page, row)]
            heads = [None if _computed_in(sheet, row) else head_of(row) for row in shown]
            for index, (row, fresh) in enumerate(zip(shown, heads, strict=True)):
                if fresh is not None:
                    head, sheet.number = fresh, ""
                    sheet.by_formula = False
                else:
                    yield from _asked(sheet, head, row, bare=not _stands_over(shown, heads, index))
            held = (head, width) if head is not None else None


def _stands_over(rows: list[Row], heads: list[PriceHead | None], index: int) -> bool:
    """The next row holds headings, with no empty row between."""
    if index + 1 >= len(rows) or heads[index + 1] is None:
        return False
    here, below = _where(rows[index]), _where(rows[index + 1])
    return here is None or below is None or below[0] == here[0] + 1


def quantity_in(text: str, language: str, *, grid: bool) -> float | None:
    """A quantity as written; in English a comma sets thousands apart, in a sheet a number has a point."""
    bare = text.strip()
    if grid and _NUMERIC.fullmatch(bare):
        return float(bare)
    if language.startswith("en") and re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        return float(bare.replace(",", ""))
    return parse_number(bare)


def _sheet(page: Page, language: str) -> _Sheet:
    sheet = _Sheet(page, language)
    for at, text in page.marks.formulas if page.marks else ():
        held = re.fullmatch(r"[A-Z]+(\d+)", at)
        if held:
            sheet.formulas.setdefault(int(held[1]), {})[at] = text
    if page.grid:
        for table in page.tables:
            sheet.values |= {
                _place(cell): cell.text for row in table.rows for cell in row if cell is not None
            }
    return sheet


def _place(cell: Cell) -> str:
    return (cell.path or "").rpartition("!")[2]


def _where(row: Row) -> tuple[int, int] | None:
    """The row's number in its sheet and the number of its first column; None on a page."""
    for index, cell in enumerate(row):
        held = re.fullmatch(r"([A-Z]+)(\d+)", _place(cell)) if cell is not None else None
        if held:
            return int(held[2]), column_index(held[1]) - index
    return None


def _is_hidden(page: Page, row: Row) -> bool:
    where = _where(row)
    return page.marks is not None and where is not None and where[0] in page.marks.hidden


def _computed_in(sheet: _Sheet, row: Row) -> dict[str, str]:
    where = _where(row)
    return sheet.formulas.get(where[0], {}) if where is not None else {}


def _asked(sheet: _Sheet, head: PriceHead | None, row: Row, *, bare: bool) -> Iterator[PriceRow]:
    """The prices a row asks; a row that asks none and has words opens a section.

    `bare`: a row of mere words may ask one; just above the headings of another table it opens a section.
    """
    texts = [(column, cell) for column, cell in enumerate(row) if cell is not None and cell.text.strip()]
    if not texts or _SUM.match(fold(tidy(texts[0][1].text))):
        return
    found = list(_in_table(sheet, head, row, bare=bare)) if head is not None else []
    found = found or list(_alone(sheet, texts, row))
    yield from found
    if not found and (head is not None or not bare):
        _open_section(sheet, row)


def _open_section(sheet: _Sheet, row: Row) -> None:
    words = [tidy(cell.text) for cell in row if cell is not None and _letters(cell) > 3]
    if words:
        sheet.section, sheet.number = words[0][:200], ""


@dataclass(frozen=True, slots=True)
class _Line:
    """What a row of a table says, whatever it asks."""

    designation: Cell
    where: tuple[int, int] | None
    computed: dict[str, str]
    number: str
    unit: str
    known: list[float]


def _in_table(sheet: _Sheet, head: PriceHead, row: Row, *, bare: bool) -> Iterator[PriceRow]:
    """What a row under headings asks: a price for each open box in a column of prices."""
    line = _line(sheet, head, row)
    open_ = _open_boxes(sheet, head, row, line) if line is not None else []
    if line is None or not open_:
        return
    for column, at in open_:
        used = any(mentions(text, at) for text in line.computed.values()) if at else False
        if not (used or line.unit or line.known or (bare and _counts_alone(head, line, sheet))):
            continue
        sheet.by_formula = sheet.by_formula or used
        sheet.number = line.number or sheet.number
        is_rate = head.roles[column] is Role.RATE or line.unit == "%"
        covered = _is_covered(sheet, line.where, head.first(Role.NUMBER))
        yield PriceRow(
            page=sheet.page,
            number=line.number or (sheet.number if covered else ""),
            designation=tidy(line.designation.text),
            unit=line.unit or ("%" if is_rate else unit_of(head.words[column])),
            quantity=None if is_rate else _quantity(sheet, head, line, column, at),
            section=sheet.section,
            heading=head.titles[column],
            at=f"{sheet.page.path}!{at}" if at else "",
            variant=head.titles[column] if len(open_) > 1 else "",
            unit_told=bool(line.unit),
            is_rate=is_rate,
            cells=tuple(c for c in (line.designation, _quantity_cell(head, row)) if c is not None),
        )


def _line(sheet: _Sheet, head: PriceHead, row: Row) -> _Line | None:
    designation = _designation(head, row)
    if designation is None or _TOTAL.match(fold(tidy(designation.text))):
        return None
    told = [text for column in head.columns(Role.QUANTITY) if (text := _text(row, column))]
    numbers = [quantity_in(one, sheet.language, grid=sheet.page.grid) for one in told]
    whole = next((text for text in told if _WHOLE.match(fold(text))), "")
    return _Line(
        designation,
        _where(row),
        _computed_in(sheet, row),
        _text(row, head.first(Role.NUMBER)),
        _plain_unit(_text(row, head.first(Role.UNIT)) or whole),
        [value for value in numbers if value is not None],
    )


def _open_boxes(sheet: _Sheet, head: PriceHead, row: Row, line: _Line) -> list[tuple[int, str]]:
    """The boxes for a price, by column. A row that computes its price or its amount otherwise has none."""
    columns = head.prices + head.columns(Role.RATE)
    found = [(c, _target(line.where, c)) for c in columns if _is_open(sheet, row, c, line)]
    if any(_target(line.where, c) in line.computed for c in head.columns(Role.PRICE, Role.TOTAL)):
        return [(c, at) for c, at in found if any(mentions(text, at) for text in line.computed.values())]
    return found


def _quantity(sheet: _Sheet, head: PriceHead, line: _Line, column: int, at: str) -> float | None:
    """How often the price counts: as the buyer's formulas say, else as its column says."""
    if head.roles[column] is Role.TOTAL:
        return 1.0
    by_formula = times(line.computed, at, sheet.number_in, _untaxed(head, line.where)) if at else None
    if by_formula is not None:
        return by_formula
    if line.known:
        return sum(line.known)
    return 1.0 if _WHOLE.match(fold(line.unit)) else None


def _counts_alone(head: PriceHead, line: _Line, sheet: _Sheet) -> bool:
    """A row with words only: asked where the table tells neither unit nor quantity, or it is numbered."""
    if sheet.by_formula and not line.computed:
        return False
    return bool(line.number) or not head.columns(Role.UNIT, Role.QUANTITY)


def _plain_unit(text: str) -> str:
    """« Prix unitaire » is a piece, a share of an amount is a rate."""
    bare = fold(text)
    if "%" in bare or "pourcent" in bare or "prozent" in bare:
        return "%"
    return "unité" if bare in ("prix unitaire", "prix unite") else text


def _target(where: tuple[int, int] | None, column: int) -> str:
    return "" if where is None else f"{column_letters(where[1] + column)}{where[0]}"


def _is_open(sheet: _Sheet, row: Row, column: int, line: _Line) -> bool:
    cell, at = row[column] if column < len(row) else None, _target(line.where, column)
    if at in line.computed or (sheet.page.marks and at in sheet.page.marks.covered):
        return False
    return cell is None or _AWAITING.fullmatch(fold(tidy(cell.text))) is not None


def _is_covered(sheet: _Sheet, where: tuple[int, int] | None, column: int | None) -> bool:
    if where is None or column is None or sheet.page.marks is None:
        return False
    return _target(where, column) in sheet.page.marks.covered


def _untaxed(head: PriceHead, where: tuple[int, int] | None) -> frozenset[str]:
    return frozenset(_target(where, column) for column in head.columns(Role.GROSS, Role.TAX))


def _text(row: Row, column: int | None) -> str:
    cell = row[column] if column is not None and column < len(row) else None
    return tidy(cell.text) if cell is not None else ""


def _quantity_cell(head: PriceHead, row: Row) -> Cell | None:
    column = head.first(Role.QUANTITY)
    return row[column] if column is not None and column < len(row) else None


def _designation(head: PriceHead, row: Row) -> Cell | None:
    """The words of the row: under their heading as far as the next one, else the most wordy cell before."""
    column = head.first(Role.DESIGNATION)
    known = sorted(head.roles)
    last = min(head.prices or known[-1:], default=len(row))
    spans = []
    if column is not None:
        spans.append(range(column, next((one for one in known if one > column), column + 1)))
    spans.append(range(min(last, len(row))))
    for span in spans:
        held = [cell for c in span if c < len(row) and (cell := row[c]) is not None and _letters(cell) > 2]
        if held:
            return held[0] if span is spans[0] and column is not None else max(held, key=_letters)
    return None


def _letters(cell: Cell) -> int:
    return sum(letter.isalpha() for letter in cell.text)


def _alone(sheet: _Sheet, texts: list[tuple[int, Cell]], row: Row) -> Iterator[PriceRow]:
    """A price asked outside any table: words, a box, then « € HT » or « % »."""
    column, last = texts[-1]
    where = _where(row)
    if len(texts) != 2 or where is None or not _LONE.fullmatch(fold(tidy(last.text))):
        return
    is_rate, box = "%" in last.text, _target(where, column - 1)
    taken = box in sheet.values or (sheet.page.marks is not None and box in sheet.page.marks.covered)
    if _letters(texts[0][1]) < 4 or (box in _computed_in(sheet, row)):
        return
    yield PriceRow(
        page=sheet.page,
        number="",
        designation=tidy(texts[0][1].text),
        unit="%" if is_rate else "forfait",
        quantity=None if is_rate else 1.0,
        section=sheet.section,
        heading=tidy(last.text),
        at=f"{sheet.page.path}!{_place(last) if taken else box}",
        is_rate=is_rate,
        cells=(texts[0][1],),
    )
