"""`python3 app.py`: what to do, said on the command line."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import NoReturn

from tender.bootstrap.assets import ensure_assets
from tender.bootstrap.environment import ensure_catalogues, ensure_environment
from tender.bootstrap.running import check_port, prepare, serve, warn_of_open_demo
from tender.bootstrap.steps import ROOT, Venv, apt_install, is_root, refusal, tell
from tender.bootstrap.words import SENTENCES, SetupError, diagnose_error

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Parser(argparse.ArgumentParser):
    """An argument parser that refuses in French."""

    def error(self, _message: str) -> NoReturn:
        """One line in place of argparse's own, which is English; the status of a wrong usage."""
        self.exit(2, f"{SENTENCES['usage']}\n")


def main(arguments: Sequence[str]) -> int:
    """Do what was asked; the exit status (0 done, 1 refused in one sentence, 2 wrong usage)."""
    parser = Parser(prog="app.py", add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("task", nargs="?", choices=("start", "setup", "test"), default="start")
    parser.add_argument("--port", type=_port, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    asked = parser.parse_args(arguments)
    if asked.help:
        sys.stdout.write(f"{SENTENCES['usage']}\n")
        return 0
    try:
        return _do(asked.task, asked.host, asked.port)
    except SetupError as error:
        tell(error.sentence())
    except OSError as error:
        tell(refusal(diagnose_error(error), str(error)).sentence())
    except KeyboardInterrupt:
        tell("Interrompu. Rien n'est perdu : relancez la même commande pour reprendre.")
    return 1


def _do(task: str, host: str, port: int) -> int:
    venv = Venv()
    if task == "start":
        check_port(host, port)
    ensure_environment("test" if task == "test" else "app", venv)
    ensure_catalogues(venv)
    ensure_assets(venv)
    if task == "start":
        warn_of_open_demo(host)
        prepare(venv)
        serve(venv, host, port)
    if task == "test":
        ensure_browser()
        return subprocess.run([venv.python, ROOT / "tests" / "check.py"], cwd=ROOT, check=False).returncode
    return 0


def ensure_browser() -> None:
    """A Chromium for the tests: the machine's own, else Debian's where we may. Raises SetupError."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if not is_root():
        raise SetupError("no_chromium")
    tell("Entrelots : installation de Chromium pour les essais…")
    apt_install("chromium", "chromium")


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError(text)
    return port
