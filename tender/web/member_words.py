"""Members as pages say them: their colour, where they work, what they can give, what is to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from tender.geography.naming import fold
from tender.store.members import CapacityRow, MemberRow
from tender.web.session import db
from tender.workbench import clock
from tender.workbench.casing import free_hours
from tender.workbench.declaring import is_stale
from tender.workbench.mapping import territory_name
from tender.workbench.promising import Promised

MARKS = 100
"""Ten hues, each in ten weaves (members.css): so many members are told apart without a word."""

SMALL_WORDS = frozenset(
    ("", "de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "pour", "a", "au", "aux")
)

SOON_DAYS = 90
"""A convention that ends within this many days is said before it is too late to renew it."""


def hues_of(members: Iterable[MemberRow]) -> dict[int, int]:
    """Each member's mark, 1 to 100, by its rank: a hue and a weave, alike for no two of a hundred."""
    return {member.id: rank % MARKS + 1 for rank, member in enumerate(members)}


def letters_of(members: Iterable[MemberRow]) -> dict[int, str]:
    """Two to four letters for each member, no two alike: what stands on a map when colours are not enough."""
    taken: set[str] = set()
    found = {}
    for member in members:
        words = [
            word for word in re.split(r"[^0-9a-z]+", fold(member.name).lower()) if word not in SMALL_WORDS
        ]
        letters = "".join(word[0] for word in words)[:3].upper() or "A"
        stem = letters if len(letters) > 1 else (words[0][:3].upper() if words else "AI")
        name = next(one for one in (stem, *(f"{stem}{i}" for i in range(2, 1000))) if one not in taken)
        taken.add(name)
        found[member.id] = name
    return found


def territory_words(member: MemberRow, most: int = 3) -> str:
    """« Métropole d'Aix-Marseille-Provence, Salon-de-Provence, Miramas et 10 autres communes »."""
    named = [
        (held.kind, territory_name(held.kind, held.code))
        for held in sorted(member.territories, key=lambda one: one.kind == "commune")
    ]
    shown, left = named[:most], len(named) - most
    words = ", ".join(name for _kind, name in shown)
    if left > 0:
        more = ngettext("%(num)s autre lieu", "%(num)s autres lieux", left)
        return _("%(places)s et %(more)s", places=words, more=more)
    return words


def coming_months(count: int = 12) -> tuple[str, ...]:
    """The months from this one on."""
    today = clock.now().date()
    return tuple(
        f"{today.year + (today.month - 1 + i) // 12}-{(today.month - 1 + i) % 12 + 1:02d}"
        for i in range(count)
    )


def free_by_month(
    member: MemberRow, months: Sequence[str], promised: Promised | None = None
) -> dict[str, float]:
    """Hours a member can still give in each month, all trades together."""
    free = free_hours(member, months, promised)
    return {month: sum(trade.get(month, 0.0) for trade in free.values()) for month in months}


def stale_figures(member: MemberRow) -> list[CapacityRow]:
    """The figures that are to be confirmed."""
    return [row for row in member.capacities if is_stale(db(), row)]


def convention_state(end: date | None) -> tuple[str, str]:
    """The tone and the words of a convention's end."""
    if end is None:
        return ("doubt", _("Fin non renseignée"))
    today = clock.now().date()
    if end < today:
        return ("stop", _("Terminée"))
    if end - today < timedelta(days=SOON_DAYS):
        return ("doubt", _("Se termine bientôt"))
    return ("ok", _("En cours"))


@dataclass(frozen=True, slots=True)
class TradeFigures:
    """One trade of a member: its usual month, and the months that differ."""

    trade: str
    usual: CapacityRow | None
    months: tuple[CapacityRow, ...]

    @property
    def rows(self) -> tuple[CapacityRow, ...]:
        """All its figures."""
        return (*((self.usual,) if self.usual else ()), *self.months)


def by_trade(member: MemberRow) -> list[TradeFigures]:
    """A member's figures, trade by trade."""
    rows = sorted(member.capacities, key=lambda row: (row.trade, row.month))
    found = []
    for trade, held in groupby(rows, key=lambda row: row.trade):
        figures = list(held)
        usual = next((row for row in figures if row.month == "*"), None)
        found.append(TradeFigures(trade, usual, tuple(row for row in figures if row.month != "*")))
    return found
