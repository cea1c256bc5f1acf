"""A file made from a Response."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ICS = "text/calendar"
XML = "application/xml"


class Origin(StrEnum):
    """Whose form a file is: ours, the buyer's own filled, ours kept beside; or a member's own paper."""

    OURS = "ours"
    BUYER = "buyer"
    FALLBACK = "fallback"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file made. `name`: portal-safe, no folder; `member`: set when it is that member's own paper."""

    name: str
    media_type: str
    data: bytes
    form: str
    title: str
    member: str | None = None
    lot: str | None = None
    origin: Origin = Origin.OURS
