"""What a rule of law says of a response."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """block: must not go out so; warn: look twice; question: someone must answer before it is known."""

    BLOCK = "block"
    WARN = "warn"
    QUESTION = "question"


class Certainty(StrEnum):
    """How the rule was read: the article itself, a secondary source, or our own analysis to be confirmed."""

    READ = "read"
    SECONDARY = "secondary"
    ANALYSIS = "analysis"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found: its code, the facts behind it, and the sentence in French.

    Whether it may be set aside on the record, and under which article, is said by the rule it came from.
    """

    code: str
    severity: Severity
    text: str
    facts: dict[str, str | float] = field(default_factory=dict)
    member: str | None = None
    lot: str | None = None
    place: str | None = None
