"""Files read in processes of their own, so that none of them can slow, fill or bring down the caller.

A child runs tender.parsing.isolated, fed one file at a time; what comes back may hold only the nouns of a
Source.
"""

from __future__ import annotations

import pickle
import queue
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tender.parsing.archive import Entry
from tender.parsing.building import refused_source
from tender.parsing.child import Child, Failed
from tender.parsing.refusal import MAX_PAGES, MEMORY_PER_FILE, SECONDS_PER_FILE, RefusalReason, Refused
from tender.parsing.wire import NO_SUCH_PAGE, Answer, answer_from
from tender.vocabulary.source import Source

Progress = Callable[[int, int, str], None]

_SCAN_SECONDS: Final = 480.0
"""Added to the wall clock of a file: tesseract's own work, which costs the child no processor time."""
PICTURE_SECONDS: Final = 20.0
_HANDED_OVER: Final = 4 << 20
"""A file with more bytes is laid on disk for the child, which need not hold it."""


def read_all(
    entries: Sequence[Entry],
    *,
    progress: Progress | None = None,
    processes: int = 2,
    seconds: float = SECONDS_PER_FILE,
    memory: int = MEMORY_PER_FILE,
    photos: bool = False,
) -> list[Source]:
    """Read every file in children; a file that fails is a Source with its reason in `refused`. Order kept.

    `seconds`: processor time a file may take; `memory`: bytes a child may hold. `progress` is called as
    progress(done, total, name) after each file, always from the caller's own thread. `photos`: pictures are
    photographs of papers, and read; among the files of a call they are refused.
    """
    task = "paper" if photos else "read"
    results: list[Source | None] = [None] * len(entries)
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    finished: queue.SimpleQueue[tuple[int, Source]] = queue.SimpleQueue()
    readable = []
    for index, entry in enumerate(entries):
        if entry.refused is not None:
            finished.put((index, refused_source(entry.data, entry.name, entry.refused.value)))
        else:
            readable.append(index)
    # The longest first, so that none is begun when the others are done.
    for index in sorted(readable, key=lambda held: -len(entries[held].data)):
        waiting.put(index)
    threads = [
        threading.Thread(
            target=_serve, args=(task, entries, waiting, finished, (seconds, memory)), daemon=True
        )
        for _ in range(min(max(processes, 1), len(readable)))
    ]
    for thread in threads:
        thread.start()
    for done in range(1, len(entries) + 1):
        index, source = finished.get()
        results[index] = source
        if progress is not None:
            progress(done, len(entries), entries[index].name)
    for thread in threads:
        thread.join()
    return [source for source in results if source is not None]


def safe_page_png(data: bytes, number: int, *, width_px: int, seconds: float = PICTURE_SECONDS) -> bytes:
    """page_png() in a child of its own. Raises Refused; IndexError when there is no such page."""
    if not 1 <= number <= MAX_PAGES:
        raise IndexError(number)
    child = _Reader(MEMORY_PER_FILE)
    try:
        answer = child.read("picture", data, f"{number} {width_px}", seconds=seconds)
    finally:
        child.stop()
    if answer.picture is None:
        if answer.refused == NO_SUCH_PAGE:
            raise IndexError(number)
        raise Refused(RefusalReason(answer.refused or RefusalReason.CRASHED.value))
    return answer.picture


def _serve(
    task: str,
    entries: Sequence[Entry],
    waiting: queue.SimpleQueue[int],
    finished: queue.SimpleQueue[tuple[int, Source]],
    limits: tuple[float, int],
) -> None:
    """Keep one child busy until no file waits; a child that fails is replaced. `limits`: seconds, bytes."""
    child: _Reader | None = None
    seconds, memory = limits
    try:
        while True:
            try:
                index = waiting.get_nowait()
            except queue.Empty:
                return
            entry = entries[index]
            try:
                if child is None or not child.alive:
                    child = _Reader(memory)
                answer = child.read(task, entry.data, entry.name, seconds=seconds)
            except OSError:
                answer = Answer(refused=RefusalReason.CRASHED.value)
            source = answer.source
            if source is None:
                reason = answer.refused or RefusalReason.CRASHED.value
                source = refused_source(entry.data, entry.name, reason)
            finished.put((index, source))
    finally:
        if child is not None:
            child.stop()


class _Reader(Child):
    """A process that reads files for us."""

    def __init__(self, memory: int) -> None:
        super().__init__("tender.parsing.isolated", memory)

    def read(self, task: str, data: bytes, detail: str, *, seconds: float) -> Answer:
        """What it makes of one file; a child that is late, dead or full is stopped."""
        if len(data) <= _HANDED_OVER:
            return self._asked((task, detail, seconds, ""), data, seconds)
        with tempfile.TemporaryDirectory(prefix="entrelots-") as folder:
            place = Path(folder, "file")
            place.write_bytes(data)
            return self._asked((task, detail, seconds, str(place)), b"", seconds)

    def _asked(self, heading: tuple[str | int | float, ...], data: bytes, seconds: float) -> Answer:
        try:
            answer = answer_from(self.ask(heading, (data,), wall_seconds=seconds * 2 + _SCAN_SECONDS))
        except Failed as failed:
            return Answer(refused=failed.reason.value)
        except (pickle.UnpicklingError, AttributeError, TypeError, ValueError):
            self.stop()
            return Answer(refused=RefusalReason.CRASHED.value)
        if answer.refused == RefusalReason.MEMORY.value:
            self.stop()
        return answer
