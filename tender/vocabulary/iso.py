"""Days and moments back from the ISO 8601 text they are kept as."""

from __future__ import annotations

from datetime import date, datetime


def day_of(text: str) -> date | None:
    """The day a date or a date-time begins with, None where the text is neither."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def moment_of(text: str) -> datetime | None:
    """The moment of a date-time with its zone; None for a date without an hour, which is no moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
