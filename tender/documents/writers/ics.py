"""Dates as an iCalendar file (RFC 5545): one event each, folded and escaped as the standard asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Event:
    """A moment, or whole days: its lasting name (a date that moves keeps it), its words, where to read more.

    `at`: a moment, or the first day. `until`: the last day, itself included; None: that day alone.
    """

    uid: str
    at: datetime | date
    summary: str
    address: str = ""
    note: str = ""
    until: date | None = None


def calendar(name: str, events: Iterable[Event], made: datetime) -> bytes:
    """The file. A deadline lasts no time: it begins and ends at its minute."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Entrelots//FR",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}@entrelots.local",
            f"DTSTAMP:{_utc(made)}",
            *_when(event),
            f"SUMMARY:{_escaped(event.summary)}",
            f"DESCRIPTION:{_escaped(event.note)}",
            *([f"URL:{_plain(event.address)}"] if event.address else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines).encode()


def _when(event: Event) -> list[str]:
    """A whole day ends, for the standard, on the day after."""
    if isinstance(event.at, datetime):
        return [f"DTSTART:{_utc(event.at)}"]
    last = (event.until or event.at) + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{event.at:%Y%m%d}", f"DTEND;VALUE=DATE:{last:%Y%m%d}"]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    held = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return held.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _plain(text: str) -> str:
    """An address on one line: nothing in it may begin a line of its own."""
    return "".join(text.split())


def _folded(line: str) -> str:
    """At most 75 octets a line, a letter never cut in two."""
    parts, held, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > 75:
            parts.append(held)
            held, size = " ", 1
        held, size = held + sign, size + width
    return "\r\n".join((*parts, held)) + "\r\n"
