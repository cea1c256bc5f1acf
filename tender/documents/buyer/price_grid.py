"""Price tables of a buyer's Word file: each line's price in the row that says the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from tender.documents import french
from tender.documents.buyer.grids import DOTS, cells_of, put, words_of
from tender.documents.buyer.known import Log, Subject
from tender.documents.buyer.labels import folded
from tender.documents.buyer.line import tag
from tender.documents.price_line import PriceLine

_HEADS = (
    ("letters", r".*en (toutes )?lettres"),
    ("gross", r"\bttc\b|toutes taxes"),
    ("rate", r"(taux.*)?tva\b"),
    ("total", r"montant(?! unitaire)|(prix )?total|sous ?total"),
    ("price", r"prix|p ?u\b|tarif|taux horaire|tjm|(montant|cout) unitaire"),
    ("number", r"n\b|num|ref|code|poste|article|item"),
    ("designation", r"designation|libelle|intitule|description|prestation|nature|objet|type|profil"),
    ("quantity", r"quantit|qte|nombre"),
)
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class _Head:
    """The columns of a price table by what they hold, and how many there are."""

    columns: dict[str, int]
    width: int


def fill_price_table(table: etree._Element, subject: Subject, log: Log) -> bool:
    """Fill a table of unit prices when it is one; False when it is another table."""
    rows = [row for row in table.iter(tag("tr")) if next(row.iterancestors(tag("tbl"))) is table]
    found = next(
        ((at, head) for at, row in enumerate(rows[:_DEEPEST]) if (head := _head(row)) is not None), None
    )
    if found is None:
        return False
    at, head = found
    for row in rows[at + 1 :]:
        cells = cells_of(row)
        if len(cells) == head.width:
            _fill_row(cells, head, subject, log)
    return True


def _head(row: etree._Element) -> _Head | None:
    columns: dict[str, int] = {}
    cells = cells_of(row)
    for column, cell in enumerate(cells):
        words = folded(words_of(cell))
        name = next((name for name, pattern in _HEADS if re.search(rf"^(?:{pattern})", words)), None)
        if name is not None and len(words) < 120:
            columns.setdefault(name, column)
    asked = columns.get("price")
    if asked is None or not columns.keys() & {"designation", "number"} or len(columns) < 2:
        return None
    return _Head(columns, len(cells))


def _fill_row(cells: list[etree._Element], head: _Head, subject: Subject, log: Log) -> None:
    box = cells[head.columns["price"]]
    texts = [folded(words_of(cell)) for cell in cells]
    said = max((words_of(cell) for cell in cells[: head.columns["price"]]), key=len, default="")
    if _is_taken(box) or not said.strip() or re.match("(sous )?total|montant|tva", folded(said)):
        return
    rank = _line_of(texts, head, subject, log)
    line = subject.response.prices[rank] if rank is not None else None
    log.place = said[:80]
    if rank is None or line is None:
        if "quantity" not in head.columns or texts[head.columns["quantity"]]:
            log.miss(said, "no_line")
        return
    log.lines.add(rank)
    if line.unit_price is None:
        log.miss(f"{line.number} {line.designation}", "missing")
        return
    for column, value in _values(line).items():
        if column in head.columns and value and not _is_taken(cells[head.columns[column]]):
            cell = cells[head.columns[column]]
            put(cell, value.rstrip("€%") if re.search("[€%]", words_of(cell)) else value)
            log.placed += column == "price"


def _values(line: PriceLine) -> dict[str, str]:
    price, rate = line.unit_price, line.vat_rate
    if price is None:
        return {}
    is_rate = line.unit == "%"
    return {
        "price": french.percent(price) if is_rate else french.euros(price),
        "letters": "" if is_rate else french.euros_in_words(price),
        "rate": "" if rate is None else french.percent(rate),
        "total": "" if line.amount is None else french.euros(line.amount),
    }


def _is_taken(cell: etree._Element) -> bool:
    """The buyer has words there already, beyond dots and signs of money."""
    return bool(re.sub(r"[\s€%]|(?i:\bht\b|euros?)", "", DOTS.sub("", words_of(cell))))


def _line_of(texts: list[str], head: _Head, subject: Subject, log: Log) -> int | None:
    """The first line not placed yet whose words stand in the row; of several, the one with its number."""
    lots = {lot.number for lot in subject.lots}
    held = [
        rank
        for rank, line in enumerate(subject.response.prices)
        if line.lot in lots and rank not in log.lines and folded(line.designation) in texts
    ]
    number = texts[head.columns["number"]] if "number" in head.columns else ""
    numbered = [rank for rank in held if number and folded(subject.response.prices[rank].number) == number]
    return next(iter(numbered or held), None)
