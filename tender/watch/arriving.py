"""What a connector hands on: a notice as bytes, what joins it to others, and where to go on the next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from tender.watch.matching import Kind

Cursor = Mapping[str, object]
"""Where a source was left: plain values, kept as they are."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One notice. `ref`: its number in its gazette; `folder`: the procedure's id, the same in BOAMP and TED.

    `linked`: numbers of the notices it speaks of (a correction, an award); `departements`, `labels`: what the
    gazette files it under; `data` empty: the text itself could not be had, `title` and `buyer` stand alone.
    """

    source: str
    ref: str
    kind: Kind
    name: str
    data: bytes
    title: str = ""
    buyer: str = ""
    published: date | None = None
    folder: str = ""
    linked: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of what is new, and the cursor to keep once it is stored: not before, or something is lost.

    `unread`: entries in which nothing could be recognised, by reason: counted, not silently dropped.
    """

    notices: tuple[Arrived, ...]
    cursor: Cursor
    unread: Mapping[str, int] = field(default_factory=dict)
    finished: bool = False


class SourceFault(Exception):
    """A source did not answer as it should. `code` and facts; what was stored before stays.

    Codes: unreachable, too_slow, too_large, redirected, too_many_requests, refused_by_source, source_down,
    not_json, truncated, error_inside, changed_shape, empty_page, timed_out, token_repeats,
    not_allowed_address.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class Caller(Protocol):
    """How a connector asks: the real network, or recorded answers."""

    def ask(self, path: str, *, body: bytes | None = None, most: int | None = None) -> bytes:
        """The answer's bytes to a GET, or to a POST of JSON where there is a body. Raises SourceFault."""
