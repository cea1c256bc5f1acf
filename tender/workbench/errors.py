"""Why a verb did not do what was asked. Each carries facts; the words live in the web and the cli."""

from __future__ import annotations

from typing import Any


class WorkbenchError(Exception):
    """A refusal with its code and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class NotFound(WorkbenchError):
    """There is no such thing, or not for this person."""


class NotAllowed(WorkbenchError):
    """This person may not do this."""


class OutOfDate(WorkbenchError):
    """The thing changed after the person saw it."""


class NotReady(WorkbenchError):
    """Something must happen first; the facts say what."""


class Invalid(WorkbenchError):
    """What was given cannot be taken; the facts say which field and why."""
