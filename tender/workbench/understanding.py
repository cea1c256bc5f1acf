"""Facts and clauses looked for in a process of its own, under limits of time and memory.

A file in which they cannot be looked for is named and set apart; its pages are kept, and the others are
searched without it. The process is kept for the next call, for it takes a second to start.
"""

from __future__ import annotations

import atexit
import importlib
import os
import pickle
import threading
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from tender.parsing.child import Child, Failed
from tender.parsing.refusal import MEMORY_PER_FILE, SECONDS_PER_FILE, RefusalReason
from tender.parsing.wire import Unpacker, packed, sources_to
from tender.vocabulary.call import Reading
from tender.vocabulary.remark import Remark
from tender.vocabulary.source import Source

REFUSED: Final = b"!"
"""Before the reason, where there is no reading."""

Notice = tuple[str, bytes]
"""The name and the bytes of a notice with codes."""

_SHARE: Final = 3
"""A file alone may take this part of a call's time: one that needs more leaves too little for the others."""
_NOUNS: Final = "tender.vocabulary."
_PLAIN: Final = frozenset(
    (("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"),
     ("datetime", "timezone"), ("decimal", "Decimal"), ("zoneinfo", "ZoneInfo._unpickle"))
)  # fmt: skip


def make_ready(memory: int = MEMORY_PER_FILE) -> None:
    """Have the process wait for a call to come: it starts while the files are still being read."""
    _IDLE.given_back(_IDLE.taken(memory), memory)


def understand_apart(
    sources: Sequence[Source],
    notices: Sequence[Notice],
    *,
    seconds: float = SECONDS_PER_FILE,
    memory: int = MEMORY_PER_FILE,
) -> Reading:
    """understand() in a child; `seconds`: of the processor, for the whole call; `memory`: bytes it may hold.

    Files that it fails on are told in the warnings.
    """
    try:
        return _asked(sources, notices, seconds, memory)
    except Failed as failed:
        whole = failed
    trouble: dict[int, RefusalReason] = {}
    for index, source in enumerate(sources):
        if source.refused is None and source.pages:
            mine = [held for held in notices if held[0] == source.name]
            try:
                _asked([source], mine, seconds / _SHARE, memory)
            except Failed as failed:
                trouble[index] = failed.reason
    names = {sources[index].name for index in trouble}
    try:
        reading = _asked(
            [
                replace(source, pages=()) if index in trouble else source
                for index, source in enumerate(sources)
            ],
            [held for held in notices if held[0] not in names],
            seconds,
            memory,
        )
    except Failed:
        # Each is bearable alone, together they are not: none is searched.
        reading = Reading()
        trouble = {index: whole.reason for index, source in enumerate(sources) if source.refused is None}
    told = tuple(_not_searched(reason, sources[index].name) for index, reason in trouble.items())
    return replace(reading, warnings=(*told, *reading.warnings))


def _not_searched(reason: RefusalReason, name: str) -> Remark:
    """What is remarked of a file whose pages are kept but whose facts could not be looked for."""
    why = f"_{reason.value}" if reason in (RefusalReason.TIMEOUT, RefusalReason.MEMORY) else ""
    return Remark(f"not_searched{why}", file=name)


def _asked(sources: Sequence[Source], notices: Sequence[Notice], seconds: float, memory: int) -> Reading:
    pieces = chain((packed(tuple(notices)),), sources_to(sources))
    child = _IDLE.taken(memory)
    try:
        answer = b"".join(child.ask((seconds,), pieces, wall_seconds=4 * seconds + 60))
        if answer.startswith(REFUSED):
            raise Failed(RefusalReason(answer.removeprefix(REFUSED).decode()))
        reading = reading_from(answer)
    except (pickle.UnpicklingError, ValueError) as error:
        child.stop()
        raise Failed(RefusalReason.CRASHED) from error
    except BaseException:
        child.stop()
        raise
    _IDLE.given_back(child, memory)
    return reading


def reading_from(data: bytes) -> Reading:
    """The reading in these bytes. Raises pickle.UnpicklingError when they hold anything else."""
    reading = _Reader.undone(data)
    if not isinstance(reading, Reading):
        raise pickle.UnpicklingError(type(reading).__name__)
    return reading


class _Reader(Unpacker):
    """Lets the vocabulary's nouns in, too."""

    plain = _PLAIN

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if module_name.startswith(_NOUNS):
            found = getattr(importlib.import_module(module_name), global_name, None)
            if isinstance(found, type) and found.__module__ == module_name:
                return found
        return super().find_class(module_name, global_name)


class _Idle:
    """One child that waits for the next call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: tuple[int, int, Child] | None = None

    def taken(self, memory: int) -> Child:
        """The waiting child, when it is of this very process and has this limit; else a new one."""
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            if held[:2] == (os.getpid(), memory) and held[2].alive:
                return held[2]
            if held[0] == os.getpid():
                held[2].stop()
        return Child("tender.workbench.understood", memory)

    def given_back(self, child: Child, memory: int) -> None:
        """Keep it, unless another waits."""
        with self._lock:
            if self._held is None or self._held[0] != os.getpid():
                self._held = (os.getpid(), memory, child)
                return
        child.stop()

    def stop(self) -> None:
        """End the waiting child."""
        with self._lock:
            held, self._held = self._held, None
        if held is not None and held[0] == os.getpid():
            held[2].stop()


_IDLE: Final = _Idle()
atexit.register(_IDLE.stop)
