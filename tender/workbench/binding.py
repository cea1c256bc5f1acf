"""How long an offer binds its members: while it may still win, and as second until its validity ends."""

from __future__ import annotations

from datetime import date, timedelta

from tender.store.awards import LotResultRow, Result
from tender.store.calls import CallRow
from tender.workbench.facts import reading_of


def offer_binds_until(call: CallRow) -> date | None:
    """The last day an offer binds: the deadline and the days of validity the call states; None: not read."""
    stated = reading_of(call).validity_days
    if stated is None or call.deadline is None:
        return None
    return (call.deadline + timedelta(days=stated.value)).date()


def second_still_binds(call: CallRow, result: LotResultRow, day: date) -> bool:
    """Lost as second: the buyer may still turn to us until the offer's validity ends (R2181-7)."""
    if result.result is not Result.LOST or result.rank != 2:
        return False
    until = offer_binds_until(call)
    return until is not None and day <= until
