"""The child's side of isolation: one file after the other on standard input, an answer for each on output."""

from __future__ import annotations

import os
import pickle
import resource
import struct
import sys
from typing import BinaryIO, Final

from tender.parsing.formats import read
from tender.parsing.page_image import page_png
from tender.parsing.refusal import RefusalReason, Refused
from tender.parsing.wire import NO_SUCH_PAGE, Answer, answer_to

_HEADER: Final = struct.Struct(">Q")


def main() -> None:
    """Serve until standard input ends. The one argument is the memory allowed, in bytes."""
    memory = int(sys.argv[1])
    # Libraries that print must not speak into the pipe: the answers get a descriptor of their own.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests = sys.stdin.buffer
    while len(head := requests.read(_HEADER.size)) == _HEADER.size:
        # Our own caller wrote this heading; the file itself follows as bare bytes.
        task, name, seconds, option, size = pickle.loads(requests.read(_HEADER.unpack(head)[0]))  # noqa: S301
        answer = _answer(task, _exactly(requests, size), name, seconds, option)
        written = answer_to(answer)
        answers.write(_HEADER.pack(len(written)))
        answers.write(written)
        answers.flush()


def _answer(task: str, data: bytes, name: str, seconds: float, option: int) -> Answer:
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))
    try:
        if task == "picture":
            number, width = divmod(option, 1 << 16)
            return Answer(picture=page_png(data, number, width_px=width))
        return Answer(source=read(data, name))
    except Exception as error:
        # A reader that trips over a file refuses that file, and the next one is read.
        return Answer(refused=_reason(error, task))


def _reason(error: Exception, task: str) -> str:
    if isinstance(error, Refused):
        return error.reason.value
    if isinstance(error, IndexError) and task == "picture":
        return NO_SUCH_PAGE
    if isinstance(error, MemoryError):
        return RefusalReason.MEMORY.value
    return (RefusalReason.DAMAGED if isinstance(error, RecursionError) else RefusalReason.CRASHED).value


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data


if __name__ == "__main__":
    main()
