"""How often one address may knock: counts kept in memory, forgotten as their window passes."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask, abort, current_app, request

from tender.workbench import clock

KNOCKS = 40
WINDOW = timedelta(minutes=10)
KEPT_KEYS = 10_000
TAKES_FILES = frozenset({"calls.new", "papers.new", "means.index", "logos.edit", "components.index"})


class Throttle:
    """At most `limit` knocks per key within `window`. For a group of processes, each counts its own."""

    def __init__(self, limit: int = KNOCKS, window: timedelta = WINDOW) -> None:
        self.limit = limit
        self.window = window
        self._knocks: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def allows(self, key: str, at: datetime) -> bool:
        """Count one knock; whether it is still within the limit."""
        with self._lock:
            if len(self._knocks) >= KEPT_KEYS:
                self._forget(at)
            knocks = self._knocks.setdefault(key, deque(maxlen=self.limit + 1))
            while knocks and at - knocks[0] > self.window:
                knocks.popleft()
            knocks.append(at)
            return len(knocks) <= self.limit

    def _forget(self, at: datetime) -> None:
        passed = [key for key, knocks in self._knocks.items() if at - knocks[-1] > self.window]
        for key in passed or list(self._knocks)[: KEPT_KEYS // 2]:
            del self._knocks[key]


def prepare_throttle(app: Flask) -> None:
    """One throttle for the app; what is sent to a page that takes no file stays small."""
    app.extensions["throttle"] = Throttle()
    app.before_request(_keep_small)


def _keep_small() -> None:
    """A form without files is read whole into memory, a stranger's too: it may not be as large as a call."""
    if request.endpoint not in TAKES_FILES:
        request.max_content_length = int(current_app.config["MAX_FORM_MEMORY_SIZE"])


def hold_back(what: str) -> None:
    """429 when this visitor's address knocks here too often."""
    throttle: Throttle = current_app.extensions["throttle"]
    if not throttle.allows(f"{what} {request.remote_addr}", clock.now()):
        abort(429)
