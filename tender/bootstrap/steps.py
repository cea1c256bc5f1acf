"""Run one tool of the set-up: its output in the log, its failure as a code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tender.bootstrap.words import SetupError, diagnose, diagnose_error

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = Path(os.environ.get("TENDER_INSTANCE") or ROOT / "instance").resolve()
LOGS = INSTANCE / "logs"
SETUP_LOG = LOGS / "setup.log"

# Megabytes of a whole set-up, measured, with room for the installer's own files.
NEEDED_MB = {"app": 900, "test": 1500}


@dataclass(frozen=True, slots=True)
class Venv:
    """The project's own environment."""

    folder: Path = field(default=ROOT / ".venv")

    @property
    def bin(self) -> Path:
        """Where its programs stand."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def program(self, name: str) -> Path:
        """One of its programs."""
        return self.bin / (f"{name}.exe" if os.name == "nt" else name)

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.program("python")

    @property
    def tender(self) -> list[Path]:
        """The project's command, as a process is started by it."""
        if os.name == "nt":
            return [self.python, self.bin / "tender-script.py"]
        return [self.bin / "tender"]


def tell(sentence: str) -> None:
    """Say on standard error what is being done: standard output keeps one line, the address."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def run(
    step: str,
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    online: bool = True,
) -> None:
    """Run a tool with its output in the log; `online`: it fetches things.

    Raises SetupError with what its output means.
    """
    try:
        LOGS.mkdir(parents=True, exist_ok=True)
        with SETUP_LOG.open("ab") as log:
            log.write(f"\n== {step}\n".encode())
            log.flush()
            start = log.tell()
            done = subprocess.run(
                [str(part) for part in command],
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
    except OSError as error:
        raise refusal(diagnose_error(error), step) from error
    if done.returncode:
        with SETUP_LOG.open("rb") as log:
            log.seek(start)
            said = log.read().decode(errors="replace")
        raise refusal(diagnose(said, online=online), step)


def refusal(code: str, step: str, kind: str = "app") -> SetupError:
    """A SetupError with every fact that its sentence may quote."""
    return SetupError(code, step=step, log=SETUP_LOG, path=ROOT, needed=NEEDED_MB[kind], free=free_mb(ROOT))


def free_mb(folder: Path) -> int:
    """Megabytes free where a folder stands."""
    return shutil.disk_usage(folder).free // 1_000_000


def check_disk(kind: str) -> None:
    """Refuse at once a set-up that would fill the disk. Raises SetupError."""
    if free_mb(ROOT) < NEEDED_MB[kind]:
        raise refusal("disk_full", "place", kind)


def is_root() -> bool:
    """Whether system packages may be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(step: str, package: str) -> None:
    """Install a Debian package. Raises SetupError."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(step, ["apt-get", "update", "-q"], env=quiet)
    run(step, ["apt-get", "install", "-y", "-q", "--no-install-recommends", package], env=quiet)
