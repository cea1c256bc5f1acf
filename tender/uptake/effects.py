"""Before and after a contact with a buyer, beside buyers of its kind and size nobody contacted.

Counts, never a claim of cause: a buyer's contracts change for many reasons, and few of them prove nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from tender.uptake.base import Base
from tender.uptake.call_figures import Contact, Effect
from tender.uptake.lines import whole_line
from tender.uptake.narrowing import siren_number
from tender.uptake.slices import Slice

MONTHS: Final = 12
LEAST: Final = 30
"""Filled contracts in each window under which no rates are compared."""


def effect_of(base: Base, contact: Contact, contacted: Sequence[str]) -> Effect:
    """The twelve months on both sides of a contact; `contacted`: every buyer that was (SIREN)."""
    after_end = _months_from(contact.day, MONTHS) - timedelta(days=1)
    seen = _seen_until(base)
    before = _window(contact, _months_from(contact.day, -MONTHS), contact.day - timedelta(days=1))
    after = _window(contact, contact.day, after_end)
    left_out = ",".join(sorted({f"{siren_number(one):09}" for one in contacted}))
    lines = [whole_line(base, before), whole_line(base, after)]
    others = [whole_line(base, replace(one, peers=True, without=left_out)) for one in (before, after)]
    return Effect(
        contact=contact,
        months=0 if seen is None else months_between(contact.day, min(seen, after_end)),
        before=lines[0],
        after=lines[1],
        others=max(line.buyers or 0 for line in others),
        others_before=others[0],
        others_after=others[1],
        least=LEAST,
        enough=all(line.any.of >= LEAST for line in (*lines, *others)),
    )


def _window(contact: Contact, first: date, last: date) -> Slice:
    return Slice(buyer=contact.buyer, first=first.isoformat(), last=last.isoformat(), cpv=contact.cpv or None)


def _seen_until(base: Base) -> date | None:
    return date.fromisoformat(base.facts.last) if base.facts.last else None


def months_between(first: date, last: date) -> int:
    """Whole months from a day to another, the last included; 0 when it comes before."""
    end = last + timedelta(days=1)
    months = (end.year - first.year) * MONTHS + end.month - first.month
    return max(0, months - (end.day < first.day))


def _months_from(day: date, months: int) -> date:
    """The same day so many months on, or the month's last where it has none."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    following = date(year + (month + 1) // MONTHS, (month + 1) % MONTHS + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
