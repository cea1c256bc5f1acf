"""The server and the worker as two child processes: both started, watched, and stopped together."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from tender.bootstrap.steps import INSTANCE, LOGS, ROOT, Venv, run, tell
from tender.bootstrap.words import SENTENCES, SetupError

PATIENCE_S = 60.0
"""How long a server may take to answer for the first time."""

GOODBYE_S = 10.0
"""How long a child may take to end what it does."""

FIRST_CONFIG = """\
# Réglages de cette installation : voir instance/README.md.
# DEMO montre les comptes de l'exemple sur la page de connexion.
# Mettez false avant d'y mettre de vraies données.
DEMO = true
"""


def check_port(host: str, port: int) -> None:
    """Refuse a port that cannot be had. Raises SetupError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        if os.name != "nt":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError as error:
            raise SetupError("port_forbidden", host=host, port=port) from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                facts = {"address": address(host, port), "port": port, "other": port % 65535 + 1}
                raise SetupError("port_taken", **facts) from error
            raise SetupError("bad_host", host=host) from error


def warn_of_open_demo(host: str) -> bool:
    """Say it when the example, whose passwords are shown, is offered to a whole network."""
    config = INSTANCE / "config.toml"
    try:
        held = tomllib.loads(config.read_text("utf-8")) if config.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise SetupError("bad_config", path=config, why=error) from error
    is_open = bool(held.get("DEMO")) and host not in ("127.0.0.1", "::1", "localhost")
    if is_open:
        tell(SENTENCES["open_demo"].format(path=config))
    return is_open


def address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def prepare(venv: Venv) -> None:
    """The database at this version's schema, and the example in a new installation. Raises SetupError."""
    INSTANCE.mkdir(parents=True, exist_ok=True)
    config = INSTANCE / "config.toml"
    if not config.exists() and not (INSTANCE / "tender.db").exists():
        config.write_text(FIRST_CONFIG, "utf-8")
    run("base de données et exemple", [venv.python, "-m", "tender.example"], online=False)


class Child:
    """A process of ours, started again when it dies, ever more slowly."""

    def __init__(self, name: str, command: Sequence[str | Path]) -> None:
        self.name, self.command = name, [str(part) for part in command]
        self.log = LOGS / f"{name}.log"
        self.deaths = 0
        self.next_start = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, its output at the end of its log; apart from the terminal, for we pass Ctrl-C on."""
        LOGS.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_alive(self) -> bool:
        """It runs."""
        return self.process is not None and self.process.poll() is None

    def tend(self, now: float) -> None:
        """Start it again if it died: after one second, then two, four, to thirty."""
        if self.is_alive():
            return
        if self.process is not None:
            self.deaths, self.process = self.deaths + 1, None
            self.next_start = now + min(30.0, 2.0 ** (self.deaths - 1))
        if now >= self.next_start:
            self.start()

    def ask_to_stop(self) -> None:
        """Ask it to end what it does; stop() then waits for that."""
        if self.process is not None and self.is_alive():
            self.process.terminate()

    def stop(self) -> None:
        """Ask it to end, wait, then make it."""
        self.ask_to_stop()
        if self.process is None:
            return
        try:
            self.process.wait(GOODBYE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Stop(Exception):
    """Time to stop."""


def serve(venv: Venv, host: str, port: int) -> None:
    """Serve until told to stop; one line with the address once the server answers. Raises SetupError."""
    server = Child("server", [*venv.tender, "serve", "--host", host, "--port", str(port)])
    worker = Child("worker", [*venv.tender, "work"])
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, _stop)
    try:
        server.start()
        worker.start()
        _await_answer(server, host, port)
        sys.stdout.write(f"Entrelots est prêt : {address(host, port)} (Ctrl-C pour arrêter)\n")
        sys.stdout.flush()
        while True:
            time.sleep(0.5)
            for child in (server, worker):
                child.tend(time.monotonic())
    except Stop:
        return
    finally:
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, signal.SIG_IGN)
        server.ask_to_stop()
        worker.ask_to_stop()
        server.stop()
        worker.stop()


def _await_answer(server: Child, host: str, port: int) -> None:
    shown = "127.0.0.1" if host in ("0.0.0.0", "") else "::1" if host == "::" else host
    until = time.monotonic() + PATIENCE_S
    while server.is_alive() and time.monotonic() < until:
        try:
            socket.create_connection((shown, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SetupError("server_died", log=server.log)


def _stop(signum: int, _frame: FrameType | None) -> None:
    raise Stop(signum)
