"""The background worker as an installation has it: a process of its own, and patience."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def a_worker(instance: Path) -> Iterator[subprocess.Popen[str]]:
    """The background worker in a process of its own, as `tender work` starts it."""
    with subprocess.Popen(
        [sys.executable, "-m", "tender.door", "work"],
        env={**os.environ, "TENDER_INSTANCE": str(instance)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()


def until(happened: Callable[[], bool], seconds: float = 90) -> None:
    """Wait for something to happen."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
