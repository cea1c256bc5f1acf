"""Files read in processes of their own, so that none of them can slow, fill or bring down the caller.

A child is this very Python running tender.parsing.isolated, fed one file at a time over a pipe. It has limits
of memory and processor time, and the caller a clock; what comes back may hold only the nouns of a Source.
"""

from __future__ import annotations

import os
import pickle
import queue
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tender.parsing.archive import Entry
from tender.parsing.building import refused_source
from tender.parsing.refusal import MAX_PAGES, MEMORY_PER_FILE, SECONDS_PER_FILE, RefusalReason, Refused
from tender.parsing.wire import NO_SUCH_PAGE, Answer, answer_from
from tender.vocabulary.source import Source

Progress = Callable[[int, int, str], None]

_HEADER: Final = struct.Struct(">Q")
_SCAN_SECONDS: Final = 480.0
"""Added to the wall clock of a file: tesseract's own work, which costs the child no processor time."""
_MOST_ANSWER: Final = 1 << 30
PICTURE_SECONDS: Final = 20.0
_ROOT: Final = Path(__file__).resolve().parents[2]


def read_all(
    entries: Sequence[Entry],
    *,
    progress: Progress | None = None,
    processes: int = 2,
    seconds: float = SECONDS_PER_FILE,
    memory: int = MEMORY_PER_FILE,
) -> list[Source]:
    """Read every file in children; a file that fails is a Source with its reason in `refused`. Order kept.

    `seconds`: processor time a file may take; `memory`: bytes a child may hold. `progress` is called as
    progress(done, total, name) after each file, always from the caller's own thread.
    """
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
        threading.Thread(target=_serve, args=(entries, waiting, finished, seconds, memory), daemon=True)
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
    child = _Child(MEMORY_PER_FILE)
    try:
        option = (number << 16) | min(max(width_px, 1), 0xFFFF)
        answer = child.ask("picture", data, "", seconds=seconds, option=option)
    finally:
        child.stop()
    if answer.picture is None:
        if answer.refused == NO_SUCH_PAGE:
            raise IndexError(number)
        raise Refused(RefusalReason(answer.refused or RefusalReason.CRASHED.value))
    return answer.picture


def _serve(
    entries: Sequence[Entry],
    waiting: queue.SimpleQueue[int],
    finished: queue.SimpleQueue[tuple[int, Source]],
    seconds: float,
    memory: int,
) -> None:
    """Keep one child busy until no file waits; a child that fails is replaced."""
    child: _Child | None = None
    try:
        while True:
            try:
                index = waiting.get_nowait()
            except queue.Empty:
                return
            entry = entries[index]
            try:
                if child is None or not child.alive:
                    child = _Child(memory)
                answer = child.ask("read", entry.data, entry.name, seconds=seconds)
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


class _Child:
    """A process that reads files for us."""

    def __init__(self, memory: int) -> None:
        path = os.pathsep.join(held for held in (str(_ROOT), os.environ.get("PYTHONPATH", "")) if held)
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, a module of ours
            [sys.executable, "-m", "tender.parsing.isolated", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        self.alive = True

    def ask(self, task: str, data: bytes, name: str, *, seconds: float, option: int = 0) -> Answer:
        """Send one file and wait for its answer; a child that is late or dead is stopped."""
        until = time.monotonic() + seconds * 2 + _SCAN_SECONDS
        heading = pickle.dumps((task, name, seconds, option, len(data)))
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(_HEADER.pack(len(heading)) + heading)
            self._process.stdin.write(data)
            self._process.stdin.flush()
            answer = self._receive(until)
        except (BrokenPipeError, ConnectionError, EOFError):
            return Answer(refused=self._cause_of_death())
        except TimeoutError:
            self.stop()
            return Answer(refused=RefusalReason.TIMEOUT.value)
        if answer.refused == RefusalReason.MEMORY.value:
            self.stop()
        return answer

    def _receive(self, until: float) -> Answer:
        size = _HEADER.unpack(self._bytes(_HEADER.size, until))[0]
        if size > _MOST_ANSWER:
            self.stop()
            return Answer(refused=RefusalReason.MEMORY.value)
        try:
            return answer_from(self._bytes(size, until))
        except (pickle.UnpicklingError, EOFError, AttributeError, TypeError, ValueError):
            self.stop()
            return Answer(refused=RefusalReason.CRASHED.value)

    def _bytes(self, count: int, until: float) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        held = bytearray()
        while len(held) < count:
            left = until - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(descriptor, min(count - len(held), 1 << 20))
            if not piece:
                raise EOFError
            held += piece
        return bytes(held)

    def _cause_of_death(self) -> str:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        self.stop()
        if code == -signal.SIGXCPU:
            return RefusalReason.TIMEOUT.value
        return (
            RefusalReason.MEMORY if code in (-signal.SIGKILL, -signal.SIGABRT) else RefusalReason.CRASHED
        ).value

    def stop(self) -> None:
        """End the child and whatever it has started."""
        self.alive = False
        if self._process.poll() is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        self._process.wait()
