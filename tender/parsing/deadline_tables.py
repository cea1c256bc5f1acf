"""Dates under their headings in a table: "Questions | Dépôt des offres | Ouverture", and the dates below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tender.parsing.dates import Moment, find_moments
from tender.parsing.deadline_labels import Label, find_labels
from tender.parsing.flow import Flow, fold, tidy
from tender.vocabulary.source import Cell, Evidence


@dataclass(frozen=True, slots=True)
class DatedCell:
    """A date of a table, what its column says it is the date of, and where both stand."""

    label: Label
    moment: Moment
    evidence: tuple[Evidence, ...]


def dates_under_headings(flow: Flow) -> Iterator[DatedCell]:
    """The dates of tables whose first row names several of them and whose second row gives them."""
    for page in flow.source.pages:
        for heads, below in (table.rows[:2] for table in page.tables if len(table.rows) > 1):
            told = [_label(cell) for cell in heads]
            dates = [_moment(cell) for cell in below]
            if sum(date is not None for date in dates) < _SEVERAL:
                continue
            for head, label, cell, moment in zip(heads, told, below, dates, strict=False):
                if head and cell and label and moment:
                    where = (*flow.cell_evidence(page, head), *flow.cell_evidence(page, cell))
                    yield DatedCell(label, moment, where)


_SEVERAL = 2


def _label(cell: Cell | None) -> Label | None:
    words = tidy(fold(cell.text)) if cell else ""
    found = find_labels(f"{words} :") if words and not find_moments(words) else []
    return found[-1].label if found else None


def _moment(cell: Cell | None) -> Moment | None:
    found = find_moments(tidy(fold(cell.text))) if cell else []
    return found[0] if len(found) == 1 else None
