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

from tender.documents.forms import FORMS, dossier, espd, held
from tender.documents.generated import GeneratedFile
from tender.parsing.child import Child, Failed
from tender.workbench.rendering import Order, rendered

Told = Callable[[int, str], None]
"""Called with the forms made so far and the code of the one at hand."""

LARGE: Final = 10
"""Members from which the help is worth its start."""
MEMORY: Final = 2 << 30
SECONDS: Final = 120.0
_OWN: Final = (espd, held, dossier)
"""Made here: buyer's requests and members' papers are not sent about, and the last is told of all others."""


def press(
    order: Order, told: Told, *, helped: bool | None = None, memory: int = MEMORY
) -> list[GeneratedFile]:
    """The files of every form, in order; the same bytes whoever makes them.

    `helped`: None, as it fits; `memory`: the bytes the second process may hold.
    """
    every = range(len(FORMS))
    work = _Work(deque(sorted(every, key=lambda at: FORMS[at] in _OWN)))
    large = len(order.response.members) >= LARGE and _cores() > 1
    try:
        if large if helped is None else helped:
            helper = threading.Thread(target=_help, args=(_light(order), work, memory), daemon=True)
            helper.start()
            _make(order, work, told)
            helper.join()
            work.waiting.extend(at for at in every if at not in work.made)  # what the helper took and left
        _make(order, work, told)
    finally:
        work.waiting.clear()  # where a form cannot be made, the helper ends with the one at hand
    return [made for at in every for made in work.made[at]]


def _cores() -> int:
    """Those this process may use; not every system tells."""
    told = getattr(os, "sched_getaffinity", None)
    return len(told(0)) if told is not None else os.cpu_count() or 1


@dataclass(slots=True)
class _Work:
    """The forms that wait, by rank, those made here last, and the files of those that are made."""

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


def _help(order: Order, work: _Work, memory: int) -> None:
    """Have another process make forms, from the first on; what it cannot make is left to the caller."""
    try:
        child = Child("tender.workbench.pressed", memory)
    except OSError:  # no room for another process
        return
    try:
        sent = pickle.dumps(order, protocol=5)
        while FORMS[at := work.waiting.popleft()] not in _OWN:
            # Our own child wrote these bytes, from an order without any file of a stranger.
            work.made[at] = pickle.loads(b"".join(child.ask((at,), (sent,), wall_seconds=SECONDS)))  # noqa: S301
            sent = b""
    except (IndexError, Failed, OSError):  # nothing waits, or the child is dead or late
        return
    finally:
        child.stop()


def _light(order: Order) -> Order:
    """The order without the buyer's files and the members' papers, which no form made there needs."""
    response, filled = order.response, order.filled
    papers = tuple(replace(paper, data=b"") for paper in response.papers)
    copies = tuple(replace(made, data=b"") for made in filled.files)
    return replace(
        order,
        response=replace(response, buyer_files=(), papers=papers),
        filled=replace(filled, files=copies),
    )
