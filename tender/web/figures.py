"""A member's figures as lines of a form: what is typed, and what is wrong with it beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tender.store.members import MemberRow
from tender.web.member_words import by_trade
from tender.web.numbers import read_number, typed
from tender.web.trades import trade_code
from tender.workbench.declaring import Figure

EMPTY_LINES = 2


@dataclass(slots=True)
class Draft:
    """One line as typed. `month` empty: every month."""

    trade: str = ""
    month: str = ""
    hours: str = ""
    committed: str = ""
    error: str = ""
    is_new: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to keep: its hours were taken away."""
        return not self.hours.strip() and not self.committed.strip()

    def refuse(self, words: str) -> None:
        """Say what is wrong, the first thing first."""
        self.error = self.error or words


def drafts_of(member: MemberRow) -> list[Draft]:
    """A member's figures, and empty lines for more."""
    lines = [
        Draft(
            row.trade, "" if row.month == "*" else row.month, typed(row.hours), typed(row.committed or None)
        )
        for trade in by_trade(member)
        for row in trade.rows
    ]
    return [*lines, *(Draft(is_new=True) for _line in range(EMPTY_LINES))]


def read_drafts(form: MultiDict[str, str]) -> list[Draft]:
    """The lines as sent."""
    columns = [form.getlist(name) for name in ("trade", "month", "hours", "committed", "new")]
    return [
        Draft(trade_code(trade), month.strip(), hours, committed, is_new=new == "1")
        for trade, month, hours, committed, new in zip(*columns, strict=False)
    ]


def figures_of(drafts: Sequence[Draft]) -> list[Figure] | None:
    """The figures typed, lines without hours left out; None when one cannot be read, which then says so."""
    figures = []
    for one in drafts:
        if one.is_empty:
            continue
        try:
            hours, committed = read_number(one.hours), read_number(one.committed)
        except ValueError:
            one.refuse(_("Saisissez un nombre d’heures, par exemple 240 ou 37,5."))
            continue
        if hours is None:
            one.refuse(_("Indiquez les heures par mois."))
            continue
        figures.append(Figure(one.trade, hours, committed or 0.0, one.month or "*"))
    return None if any(one.error for one in drafts) else figures
