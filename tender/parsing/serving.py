"""The side of a child process: requests on standard input, one by one, an answer for each on output."""

from __future__ import annotations

import os
import pickle
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO

from tender.parsing.child import HEADER
from tender.parsing.refusal import RefusalReason, Refused

Answering = Callable[..., bytes]
"""Called with the words of a request's heading and its bytes."""


def serve(answer: Answering) -> None:
    """Answer until standard input ends. The one argument of the command is the memory allowed, in bytes."""
    memory = int(sys.argv[1])
    # Libraries that print must not speak into the pipe: the answers get a descriptor of their own.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests = sys.stdin.buffer
    while len(head := requests.read(HEADER.size)) == HEADER.size:
        # Our own caller wrote this heading; what it is about follows as bare bytes.
        *heading, size = pickle.loads(requests.read(HEADER.unpack(head)[0]))  # noqa: S301
        written = answer(*heading, _exactly(requests, size))
        answers.write(HEADER.pack(len(written)))
        answers.write(written)
        answers.flush()


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


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data
