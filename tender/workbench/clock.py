"""The one place where the time is asked; tests put their own."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The moment, aware, UTC."""
    return datetime.now(UTC)
