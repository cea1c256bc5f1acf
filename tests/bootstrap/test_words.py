"""What a failed tool said, and the sentence a person reads."""

from __future__ import annotations

import errno
import string

import pytest

from tender.bootstrap.words import SENTENCES, SetupError, diagnose, diagnose_error

FACTS = {
    "needed": 900, "free": 12, "log": "setup.log", "path": "dossier", "step": "composants", "port": 8000,
    "other": 8001, "why": "ligne 3", "host": "127.0.0.1", "address": "http://127.0.0.1:8000/",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("error: failed to write to file: No space left on device (os error 28)", "disk_full"),
        ("npm error code ENOSPC", "disk_full"),
        ("Caused by: dns error: failed to lookup address information", "no_network"),
        ("NewConnectionError: Failed to establish a new connection: [Errno 101]", "no_network"),
        ("npm error code ENOTFOUND", "no_network"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "hash_mismatch"),
        ("npm error code EINTEGRITY", "hash_mismatch"),
        ("The virtual environment was not created because ensurepip is not available", "no_venv"),
        ("ModuleNotFoundError: No module named 'tender'", "step_failed"),
        ("", "step_failed"),
    ],
)
def test_a_tool_s_output_is_told_by_what_it_means(said: str, code: str):
    assert diagnose(said) == code


def test_a_step_that_fetches_nothing_never_blames_the_network():
    assert diagnose("connection refused", online=False) == "step_failed"
    assert diagnose("No space left on device", online=False) == "disk_full"


def test_a_full_disk_is_told_before_anything_else():
    assert diagnose("No space left on device\nconnection refused") == "disk_full"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EACCES, "not_writable"), (errno.EIO, "step_failed")],
)
def test_what_the_system_refused_is_told(number: int, code: str):
    assert diagnose_error(OSError(number, "refused")) == code


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_is_whole(code: str):
    wanted = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}

    assert wanted <= set(FACTS)
    assert "{" not in SetupError(code, **FACTS).sentence()
