"""A process that works for us under limits, so that no file can slow, fill or bring down the caller.

It is this very Python running a module of ours, fed one request at a time over a pipe; see serving.py for its
side. It has limits of memory and processor time, and the caller a clock. What goes either way goes in pieces,
each after its length, and an empty one ends it: neither side need hold the whole.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from tender.parsing.refusal import RefusalReason

HEADER: Final = struct.Struct(">Q")
_MOST_ANSWER: Final = 1 << 30
_ROOT: Final = Path(__file__).resolve().parents[2]


def framed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces as they go through a pipe, each after its length; the last length is 0."""
    for piece in filter(None, pieces):
        yield HEADER.pack(len(piece))
        yield piece
    yield HEADER.pack(0)


class Failed(Exception):
    """The child gave no answer; it is stopped. `reason` says why: timeout, memory or crashed."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Child:
    """A process running `module`; `memory`: the bytes it may hold."""

    def __init__(self, module: str, memory: int) -> None:
        path = os.pathsep.join(held for held in (str(_ROOT), os.environ.get("PYTHONPATH", "")) if held)
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, a module of ours
            [sys.executable, "-m", module, str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        assert self._process.stdin is not None
        os.set_blocking(self._process.stdin.fileno(), False)
        self.alive = True

    def ask(
        self, heading: tuple[str | int | float, ...], pieces: Iterable[bytes], *, wall_seconds: float
    ) -> Iterator[bytes]:
        """Send a request and wait for its answer, piece by piece; nothing is done before the first is taken.

        Raises Failed; a child that is late or dead is stopped.
        """
        until = time.monotonic() + wall_seconds
        try:
            for part in framed(chain((pickle.dumps(heading),), pieces)):
                self._send(part, until)
            yield from self._received(until)
        except (ConnectionError, EOFError) as error:
            raise Failed(self._cause_of_death()) from error
        except TimeoutError as error:
            self.stop()
            raise Failed(RefusalReason.TIMEOUT) from error

    def _send(self, part: bytes, until: float) -> None:
        assert self._process.stdin is not None
        descriptor = self._process.stdin.fileno()
        rest = memoryview(part)
        while rest:
            _wait(until, writing=[descriptor])
            rest = rest[os.write(descriptor, rest) :]

    def _received(self, until: float) -> Iterator[bytes]:
        total = 0
        while size := HEADER.unpack(self._bytes(HEADER.size, until))[0]:
            total += size
            if total > _MOST_ANSWER:
                self.stop()
                raise Failed(RefusalReason.MEMORY)
            yield self._bytes(size, until)

    def _bytes(self, count: int, until: float) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        held = bytearray()
        while len(held) < count:
            _wait(until, reading=[descriptor])
            piece = os.read(descriptor, min(count - len(held), 1 << 20))
            if not piece:
                raise EOFError
            held += piece
        return bytes(held)

    def _cause_of_death(self) -> RefusalReason:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        self.stop()
        if code == -signal.SIGXCPU:
            return RefusalReason.TIMEOUT
        return RefusalReason.MEMORY if code in (-signal.SIGKILL, -signal.SIGABRT) else RefusalReason.CRASHED

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
                pipe.close()
        self._process.wait()


def _wait(until: float, *, reading: Sequence[int] = (), writing: Sequence[int] = ()) -> None:
    """Until one of these descriptors is ready. Raises TimeoutError."""
    left = until - time.monotonic()
    if left <= 0 or not any(select.select(reading, writing, (), left)):
        raise TimeoutError
