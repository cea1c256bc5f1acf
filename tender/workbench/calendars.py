"""Dates for a person's own calendar, for the pages: the documents write the file."""

from __future__ import annotations

from tender.documents.writers.ics import Event, calendar

__all__ = ["Event", "calendar"]
