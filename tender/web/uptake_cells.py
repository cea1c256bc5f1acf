"""Cells, bars and shares of the uptake report: a figure never stands without its base."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from urllib.parse import urlencode

from flask_babel import gettext as _

from tender.documents.uptake_report import Bar, TextCell, TextTable
from tender.uptake.figures import Line, Share
from tender.uptake.rates import Rate
from tender.uptake.slices import Kind, Slice
from tender.web.display import euros, number, part_of, percent
from tender.web.reporting import interval, interval_head

Head = tuple[str, bool]
"""A column's title, and whether figures stand in it."""


def query(asked: Slice) -> str:
    """A slice as the page asks for it."""
    return urlencode(asked.params())


def rate_words(rate: Rate) -> str:
    """« 12 sur 32 (37 %) », or that nothing was counted."""
    return part_of(rate.count, rate.of) if rate.of else _("rien à compter")


def rate_with_interval(rate: Rate) -> str:
    """« 12 sur 32 (37 %), entre 23 % et 55 % »."""
    return f"{rate_words(rate)}, {interval(rate)}" if rate.of else rate_words(rate)


def euros_words(share: Share) -> str:
    """« 120 000 € sur 400 000 € (30 %) »."""
    if share.share is None:
        return "–"
    return _(
        "%(part)s sur %(whole)s (%(share)s)",
        part=euros(round(share.amount)),
        whole=euros(round(share.of)),
        share=percent(share.share),
    )


def words(text: str, asked: Slice | None = None) -> TextCell:
    """A cell of words."""
    return TextCell(text, None, query(asked) if asked else "")


def count(value: int, asked: Slice | None = None) -> TextCell:
    """A number of contracts, open to them; nothing stands behind none."""
    return TextCell(number(value), float(value), query(asked) if asked and value else "")


def unsure(value: int | None) -> TextCell:
    """A number, or a dash where nobody said it."""
    return TextCell("–") if value is None else TextCell(number(value), float(value))


def amount(value: float | None) -> TextCell:
    """Euros, or a dash where nobody said them."""
    return TextCell("–") if value is None else TextCell(euros(round(value)), value)


def rate(value: Rate, asked: Slice | None = None) -> TextCell:
    """A share with its base; the sheet holds the share itself."""
    return TextCell(rate_words(value), value.share, query(asked) if asked and value.count else "")


def bar(label: str, value: Rate, asked: Slice | None = None, *, other: bool = False) -> Bar:
    """A share as a bar with its interval."""
    return Bar(
        label,
        value.share,
        rate_words(value),
        value.low,
        value.high,
        other,
        query(asked) if asked and value.count else "",
    )


def call_cell(title: str, key: str) -> TextCell:
    """A call by its title, open to it where the reader may see it."""
    return TextCell(title, call=key)


def table(
    title: str,
    sheet: str,
    heads: Sequence[Head],
    rows: Sequence[tuple[TextCell, ...]],
    note: str = "",
    *,
    beneath: Collection[int] = (),
) -> TextTable:
    """A table of these; `beneath`: places of the columns set under the one before."""
    return TextTable(
        title,
        sheet,
        tuple(one for one, _num in heads),
        tuple(rows),
        tuple(num for _one, num in heads),
        note,
        tuple(place in beneath for place in range(len(heads))) if beneath else (),
    )


def line_table(
    title: str,
    sheet: str,
    head: str,
    lines: Sequence[tuple[str, Line]],
    note: str = "",
    *,
    total: Line | None = None,
) -> TextTable:
    """Lines of figures, one a row, each count open to its contracts; `total`: the line of them all."""
    heads: tuple[Head, ...] = (
        (head, False),
        (_("Marchés"), True),
        (_("Champ non rempli"), True),
        (_("Avec une considération sociale, sur les champs remplis"), True),
        (interval_head(), True),
        (_("En montant, hors taxes"), True),
        (_("Clause"), True),
        (_("Critère"), True),
        (_("Réservé"), True),
        (_("Aucune déclarée"), True),
    )
    whole = [(_("Tous"), total)] if total else []
    rows = [_line_row(label, line) for label, line in (*lines, *whole)]
    return table(title, sheet, heads, rows, note, beneath=_BENEATH)


_BENEATH = (2, 4, 5)
"""The empty fields stand under the contracts; the interval and the euros under the share."""


def _line_row(label: str, line: Line) -> tuple[TextCell, ...]:
    def of(kind: Kind, value: Rate) -> TextCell:
        return count(value.count, line.slice_of(kind))

    return (
        words(label),
        count(line.contracts, line.slice),
        count(line.contracts - line.filled.count, line.slice_of(Kind.UNFILLED)),
        rate(line.any, line.slice_of(Kind.ANY)),
        TextCell(interval(line.any)),
        TextCell(euros_words(line.any_amount), line.any_amount.share),
        of(Kind.CLAUSE, line.clause),
        of(Kind.CRITERION, line.criterion),
        of(Kind.RESERVED, line.reserved),
        of(Kind.NONE, line.none),
    )


def labelled(lines: Sequence[Line], label: Callable[[str], str]) -> list[tuple[str, Line]]:
    """Lines with the words of their key."""
    return [(label(line.key), line) for line in lines]
