"""The side of a child process: requests on standard input, one by one, an answer for each on output."""

from __future__ import annotations

import os
import pickle
import resource
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from tender.parsing.child import HEADER, framed
from tender.parsing.refusal import RefusalReason, Refused

Answering = Callable[..., Iterable[bytes]]
"""Called with the words of a request's heading and the pieces that follow; gives those of the answer."""


def serve(answer: Answering) -> None:
    """Answer until standard input ends. The one argument of the command is the memory allowed, in bytes."""
    memory = int(sys.argv[1])
    # Libraries that print must not speak into the pipe: the answers get a descriptor of their own.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while heading := next(pieces := _pieces(sys.stdin.buffer), None):
        # Our own caller wrote this heading; what it is about follows.
        written = answer(*pickle.loads(heading), pieces)  # noqa: S301
        for part in framed(written):
            answers.write(part)
        answers.flush()
        for _ in pieces:  # what an answer had no use for
            pass


def allow(seconds: float) -> None:
    """Let this process work for so many seconds more; it is ended when it does not stop."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))


def reason_of(error: Exception) -> RefusalReason:
    """Why a reader that tripped gives up."""
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, MemoryError):
        return RefusalReason.MEMORY
    return RefusalReason.DAMAGED if isinstance(error, RecursionError) else RefusalReason.CRASHED


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The pieces of one request; none when no request follows."""
    head = stream.read(HEADER.size)
    while len(head) == HEADER.size and (size := HEADER.unpack(head)[0]):
        piece = stream.read(size)
        if len(piece) != size:
            raise EOFError
        yield piece
        head = stream.read(HEADER.size)
