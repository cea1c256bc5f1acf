"""Every check in one go, each named; all are run even when one fails, and the tests come last."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTHON_FILES = (".",)

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mise en forme (ruff format)", ("ruff", "format", "--check", *PYTHON_FILES)),
    ("règles (ruff check)", ("ruff", "check", *PYTHON_FILES)),
    ("types (mypy)", ("mypy",)),
    ("étages et pièces (lint-imports)", ("lint-imports",)),
    ("essais (pytest)", ("pytest", "-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")),
)


def main(arguments: list[str]) -> int:
    """Run every check; arguments go to pytest. 0 when all passed."""
    failed = []
    for name, (tool, *options) in CHECKS:
        given = arguments if tool == "pytest" else []
        print(f"\n== {name}", flush=True)
        if tool == "pytest" and failed:
            print(f"ÉCHECS avant les essais : {', '.join(failed)}", flush=True)
        start = time.monotonic()
        done = subprocess.run([BIN / tool, *options, *given], cwd=ROOT, check=False)
        if done.returncode:
            failed.append(name)
        if tool != "pytest":
            print(f"{'échec' if done.returncode else 'bon'} en {time.monotonic() - start:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
