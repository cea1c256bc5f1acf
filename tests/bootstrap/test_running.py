"""Ports, addresses and child processes."""

from __future__ import annotations

import os
import socket
import sys
import time

import pytest

from tender.bootstrap import running
from tender.bootstrap.running import Child, address, check_port, warn_of_open_demo
from tender.bootstrap.words import SetupError


def test_a_free_port_is_accepted():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]

    check_port("127.0.0.1", port)


def test_a_taken_port_is_refused_with_another_to_try():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]

        with pytest.raises(SetupError) as refusal:
            check_port("127.0.0.1", port)

    assert refusal.value.code == "port_taken"
    assert f"--port {port + 1}" in refusal.value.sentence()


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(SetupError) as refusal:
        check_port("192.0.2.1", 8000)

    assert refusal.value.code == "bad_host"


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::1", "http://[::1]:8000/"),
    ],
)
def test_the_address_can_be_typed_on_this_machine(host: str, shown: str):
    assert address(host, 8000) == shown


@pytest.fixture
def logs(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "LOGS", tmp_path)
    return tmp_path


def test_a_child_that_died_is_started_again_after_a_while(logs):
    child = Child("worker", [sys.executable, "-c", "print('here')"])
    child.start()
    child.process.wait()

    child.tend(now=100.0)
    assert child.process is None
    child.tend(now=100.5)
    assert child.process is None
    child.tend(now=101.5)
    child.process.wait()

    assert (child.deaths, child.log.read_text().split()) == (1, ["here", "here"])


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(logs):
    child = Child("worker", [sys.executable, "-c", ""])
    waits = []
    now = 0.0
    for _ in range(7):
        child.start()
        child.process.wait()
        child.tend(now)
        waits.append(child.next_start - now)

    assert waits == [1, 2, 4, 8, 16, 30, 30]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_child_deaf_to_a_polite_request_is_ended(logs, monkeypatch):
    monkeypatch.setattr(running, "GOODBYE_S", 0.2)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = Child("worker", [sys.executable, "-c", deaf])
    child.start()
    while "deaf" not in child.log.read_text():
        time.sleep(0.01)

    child.stop()

    assert not child.is_alive()


def test_stopping_what_never_started_is_nothing():
    Child("worker", ["nothing"]).stop()


def test_a_demo_offered_to_a_network_is_warned_of(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(running, "INSTANCE", tmp_path)
    (tmp_path / "config.toml").write_text(running.FIRST_CONFIG, "utf-8")

    assert not warn_of_open_demo("127.0.0.1")
    assert capsys.readouterr().err == ""
    assert warn_of_open_demo("0.0.0.0")
    assert "mots de passe" in capsys.readouterr().err


def test_settings_that_cannot_be_read_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "INSTANCE", tmp_path)
    (tmp_path / "config.toml").write_text("DEMO = oui")

    with pytest.raises(SetupError) as refusal:
        warn_of_open_demo("127.0.0.1")

    assert "config.toml" in refusal.value.sentence()
