"""A file made from a Response."""

from __future__ import annotations

from dataclasses import dataclass

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


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
