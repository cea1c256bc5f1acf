"""All forms of a response, a large one by two processes at once: the typesetter lets no other thread work.

The second process is a help and no more: where it fails, is late or there is but one core, this one makes
all.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from tender.documents.forms import FORMS, dossier, held
from tender.documents.generated import GeneratedFile
from tender.parsing.child import Child, Failed
from tender.workbench.rendering import Order, rendered

Told = Callable[[int, str], None]
"""Called with the forms made so far and the code of the one at hand."""

LARGE: Final = 10
"""Members from which the help is worth its start."""
MEMORY: Final = 2 << 30
SECONDS: Final = 120.0
_OWN: Final = (held, dossier)
"""Made here: members' papers are not sent about, and the directors' page is told of all the others."""


def press(
    order: Order, told: Told, *, helped: bool | None = None, memory: int = MEMORY
) -> list[GeneratedFile]:
    """The files of every form, in order; the same bytes whoever makes them.

    `helped`: None, as it fits; `memory`: the bytes the second process may hold.
    """
    work = _Work(deque(range(len(FORMS))))
    large = len(order.response.members) >= LARGE and _cores() > 1
    helper = _Helper(order, work, memory) if (large if helped is None else helped) else None
    if helper is not None:
        helper.start()
    try:
        _make(order, work, told)
        if helper is not None:
            helper.join()
            _make(order, work, told)  # what the helper gave back
    finally:
        if helper is not None:
            helper.stop()
    return [made for at in range(len(FORMS)) for made in work.made[at]]


def _cores() -> int:
    """Those this process may use; not every system tells."""
    told = getattr(os, "sched_getaffinity", None)
    return len(told(0)) if told is not None else os.cpu_count() or 1


@dataclass(slots=True)
class _Work:
    """The forms that wait, by rank, and the files of those that are made."""

    waiting: deque[int]
    made: dict[int, list[GeneratedFile]] = field(default_factory=dict)


def _make(order: Order, work: _Work, told: Told) -> None:
    """From the last form to the first, until none waits."""
    while True:
        try:
            at = work.waiting.pop()
        except IndexError:
            return
        told(len(work.made), FORMS[at].CODE)
        work.made[at] = rendered(FORMS[at], order)


class _Helper(threading.Thread):
    """Has another process make forms, from the first to the last."""

    def __init__(self, order: Order, work: _Work, memory: int) -> None:
        super().__init__(name="helper", daemon=True)
        self._order = _light(order)
        self._work, self._memory = work, memory
        self._child: Child | None = None

    def run(self) -> None:
        """Until no form waits; one that fails goes back, and the helper with it."""
        try:
            self._child = Child("tender.workbench.pressed", self._memory)
        except OSError:  # no room for another process
            return
        sent = pickle.dumps(self._order, protocol=5)
        while self._work.waiting:
            try:
                at = self._work.waiting.popleft()
            except IndexError:
                return
            if FORMS[at] in _OWN:
                self._work.waiting.append(at)
                return
            try:
                answer = self._child.ask((at,), sent, wall_seconds=SECONDS)
            except (Failed, OSError):  # dead, late, or ended while it worked
                self._work.waiting.append(at)
                return
            sent = b""
            # Our own child wrote these bytes, and no stranger's file was given to it.
            self._work.made[at] = pickle.loads(answer)  # noqa: S301

    def stop(self) -> None:
        """End the other process."""
        if self._child is not None and self._child.alive:
            self._child.stop()


def _light(order: Order) -> Order:
    """The order without what strangers and members sent, which no form made there needs."""
    response, filled = order.response, order.filled
    papers = tuple(replace(paper, data=b"") for paper in response.papers)
    copies = tuple(replace(made, data=b"") for made in filled.files)
    return replace(
        order,
        response=replace(response, buyer_files=(), papers=papers),
        filled=replace(filled, files=copies),
    )
