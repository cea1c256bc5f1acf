"""Every piece of evidence in a reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from tender.vocabulary.source import Evidence


def evidence_of(value: Any) -> Iterator[Evidence]:
    """All evidence below a value, in order."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for held in value:
            yield from evidence_of(held)
    elif is_dataclass(value):
        for one in fields(value):
            yield from evidence_of(getattr(value, one.name))
