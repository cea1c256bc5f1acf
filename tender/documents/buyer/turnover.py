"""A buyer's table of turnover filled: a column an exercise, the whole and the part the contract concerns."""

from __future__ import annotations

import re
from decimal import Decimal

from lxml import etree

from tender.documents import french
from tender.documents.buyer.grids import cells_of, words_of
from tender.documents.buyer.known import Log, Subject
from tender.documents.buyer.labels import folded
from tender.documents.buyer.line import append, replace, signs_of, tag, text_of


def fill_turnover(table: etree._Element, subject: Subject, log: Log) -> bool:
    """Fill a table of turnover by exercise when it is one; False when it is another table."""
    rows = [row for row in table.iter(tag("tr")) if next(row.iterancestors(tag("tbl"))) is table]
    heads = cells_of(rows[0]) if rows else []
    columns = [at for at, cell in enumerate(heads) if _asks_year(cell)]
    if len(columns) < 2:
        return False
    speaker = subject.speaker
    whole = dict(speaker.identity.turnover) if speaker else {}
    part = dict(speaker.identity.turnover_in_scope) if speaker else {}
    if not whole:
        log.miss("Chiffre d’affaires", "missing")
        return True
    for column, year in zip(columns, sorted(whole)[-len(columns) :], strict=False):
        _rewrite(heads[column], f"Exercice {year}")
        for row in rows[1:]:
            cells = cells_of(row)
            label = folded(words_of(cells[0]))
            if column < len(cells) and label.startswith("chiffre d affaires global"):
                _write(cells[column], _euros(whole[year]), log)
            elif column < len(cells) and re.match(r"part du chiffre d affaires", label) and year in part:
                _share(cells[column], part[year], whole[year], log)
    return True


def _asks_year(cell: etree._Element) -> bool:
    words = words_of(cell)
    return folded(words).startswith("exercice") and re.search(r"\.{3,}|…|_{3,}", words) is not None


def _rewrite(cell: etree._Element, value: str) -> None:
    """Dates of an exercise that nobody told: its year stands in their place."""
    held = [paragraph for paragraph in cell.iter(tag("p")) if text_of(signs_of(paragraph)).strip()]
    for rank, paragraph in enumerate(held):
        signs = signs_of(paragraph)
        replace(signs, 0, len(signs), "" if rank else value)


def _euros(amount: float) -> str:
    """Whole euros, as our own DC2 says them."""
    return f"{french.number(amount, 0)}{french.NBSP}€"


def _write(cell: etree._Element, value: str, log: Log) -> None:
    if not words_of(cell).strip():
        append(next(cell.iter(tag("p"))), value)
        log.placed += 1


def _share(cell: etree._Element, part: float, whole: float, log: Log) -> None:
    """The part in per cent before the form's sign, in euros where it prints none."""
    for paragraph in cell.iter(tag("p")):
        text = text_of(signs_of(paragraph))
        if text.strip() == "%" and whole:
            value = french.percent((Decimal(str(part)) * 100 / Decimal(str(whole))).quantize(Decimal("0.1")))
            replace(signs_of(paragraph), text.index("%"), text.index("%") + 1, value)
            log.placed += 1
            return
    _write(cell, _euros(part), log)
