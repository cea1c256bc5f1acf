"""The environment: .venv with exactly what the locks name, the command `tender`, and nothing done twice."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tender.bootstrap.steps import ROOT, Venv, apt_install, check_disk, is_root, run, tell
from tender.bootstrap.words import SetupError

REQUIREMENTS = ROOT / "requirements"
INSTALLER = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
LONGEST_SHEBANG = 127
"""Characters a kernel reads of a script's first line."""


def ensure_environment(kind: str, venv: Venv) -> None:
    """Make .venv hold the lock of `kind` ("app" or "test"); an unchanged lock is nothing to do.

    Raises SetupError.
    """
    wanted = fingerprint(REQUIREMENTS / f"{kind}.txt")
    if read_stamp(venv).get(kind) != wanted or not works(venv):
        check_disk(kind)
        tell("Entrelots : première installation, une à trois minutes…")
        if not works(venv):
            _make(venv)
        _install(kind, venv)
        stamp = {**read_stamp(venv), kind: wanted}
        if kind == "test":
            # The lock of the tests holds that of the application.
            stamp["app"] = fingerprint(REQUIREMENTS / "app.txt")
        write_stamp(venv, stamp)
    install_project(venv)


def fingerprint(lock: Path) -> str:
    """What tells one lock from another, together with the Python it was installed for."""
    return hashlib.sha256(lock.read_bytes() + repr(sys.version_info[:2]).encode()).hexdigest()


def read_stamp(venv: Venv) -> dict[str, str]:
    """What was installed last, by kind; empty when a set-up never ended."""
    try:
        held = json.loads((venv.folder / "entrelots.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(kind): str(sum_) for kind, sum_ in held.items()} if isinstance(held, dict) else {}


def write_stamp(venv: Venv, stamp: dict[str, str]) -> None:
    """Note what is installed; written last, so that a set-up cut short starts again."""
    (venv.folder / "entrelots.json").write_text(json.dumps(stamp), "utf-8")


def works(venv: Venv) -> bool:
    """The environment's Python runs, and is the version of the one that runs this."""
    wanted = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    try:
        return subprocess.run([venv.python, "-c", wanted], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _make(venv: Venv) -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        if not is_root():
            raise SetupError("no_venv")
        apt_install("python3-venv", "python3-venv")
    run("environnement", [sys.executable, "-m", "venv", "--clear", venv.folder], online=False)


def _install(kind: str, venv: Venv) -> None:
    """Through uv, for it is six times faster; through pip alone, from the same lock, where uv cannot run."""
    pip: list[str | Path] = [venv.python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
    lock = REQUIREMENTS / f"{kind}.txt"
    try:
        run("installateur", [*pip, REQUIREMENTS / "uv.txt"], env=INSTALLER)
        uv: list[str | Path] = [
            venv.program("uv"),
            "pip",
            "install",
            "--quiet",
            "--python",
            venv.python,
            "--require-hashes",
            "-r",
        ]
        run("composants", [*uv, lock], env=INSTALLER)
    except SetupError as error:
        if error.code != "step_failed":
            raise
        run("composants (pip)", [*pip, lock], env=INSTALLER)


def install_project(venv: Venv) -> None:
    """Put the project on the environment's path and its commands beside its Python."""
    packages = _site_packages(venv)
    _write(packages / "entrelots.pth", f"{ROOT}\n")
    described = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for name, target in described["project"]["scripts"].items():
        module, function = target.split(":")
        body = f"import sys\n\nfrom {module} import {function}\n\nsys.exit({function}())\n"
        if os.name == "nt":
            _write(venv.bin / f"{name}-script.py", body)
            _write(venv.bin / f"{name}.cmd", f'@"{venv.python}" "%~dp0{name}-script.py" %*\n')
        else:
            _write(venv.bin / name, shebang(venv.python) + body, executable=True)


def shebang(python: Path) -> str:
    """The first line of a script; through sh where the kernel would not read such a path."""
    plain = f"#!{python}\n"
    if len(plain) <= LONGEST_SHEBANG and " " not in str(python):
        return plain
    return f"#!/bin/sh\n'''exec' \"{python}\" \"$0\" \"$@\"\n' '''\n"


def _site_packages(venv: Venv) -> Path:
    if os.name == "nt":
        return venv.folder / "Lib" / "site-packages"
    return venv.folder / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def _write(path: Path, text: str, *, executable: bool = False) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
    if executable:
        path.chmod(0o755)


def ensure_catalogues(venv: Venv) -> None:
    """Compile the catalogues of words that are newer than what was made of them. Raises SetupError."""
    folder = ROOT / "tender" / "translations"
    sources = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    if any(stale(source, source.with_suffix(".mo")) for source in sources):
        run(
            "traductions",
            [venv.python, "-m", "babel.messages.frontend", "compile", "-d", folder],
            online=False,
        )


def stale(source: Path, made: Path) -> bool:
    """What was made is absent or older than its source."""
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime
