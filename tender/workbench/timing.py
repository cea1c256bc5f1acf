"""Dates counted back from a deadline: until when members answer, until when directors decide."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tender.workbench.clock import now

PARIS = ZoneInfo("Europe/Paris")
EVENING = time(18)

CONSULTED_BEFORE = 10
"""Days before the deadline by which members have said who comes: the split and the consent still follow."""
DECIDED_BEFORE = 5
"""Days before the deadline by which every part is decided: writing and depositing still follow."""
LEAST_TIME = timedelta(hours=24)
"""A person asked for an answer has at least a day, where the deadline leaves one."""
LAST_CALL = timedelta(hours=36)
"""How long before the date a reminder leaves."""


def today() -> date:
    """The day it is in Paris."""
    return now().astimezone(PARIS).date()


def counted_back(deadline: datetime | None, at: datetime, days: int) -> datetime | None:
    """The evening so many days before the deadline, on a working day, or what the time left allows.

    Too near for that: half of the time left. None without a deadline, or once it has passed.
    """
    if deadline is None or deadline <= at:
        return None
    day = (deadline - timedelta(days=days)).astimezone(PARIS).date()
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    wished = datetime.combine(day, EVENING, PARIS)
    if wished >= at + LEAST_TIME:
        return wished
    return at + (deadline - at) / 2


def reminder_before(closes: datetime, at: datetime) -> datetime:
    """When to remind of a date: a day and a half before, or half-way where less is left."""
    return max(closes - LAST_CALL, at + (closes - at) / 2)
