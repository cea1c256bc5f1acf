"""The two commands, as typed."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

from tender.bootstrap.steps import ROOT


def _type(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "app.py", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_an_old_python_can_read_the_door():
    ast.parse((ROOT / "app.py").read_text("utf-8"), feature_version=(3, 4))


def test_an_old_python_is_told_that_it_is_too_old():
    program = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); "
        f"runpy.run_path({str(ROOT / 'app.py')!r}, run_name='__main__')"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "demande Python 3.11" in done.stderr
    assert "3.9.2" in done.stderr


def test_a_wrong_word_or_port_is_answered_by_the_usage():
    for arguments in (("instal",), ("--port", "0"), ("--port", "huit"), ("--prot", "1")):
        done = _type(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("Usage : python3 app.py")


def test_help_is_given():
    done = _type("--help")

    assert done.returncode == 0
    assert "[--port N]" in done.stdout


def test_set_up_needs_the_standard_library_alone():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import tender.bootstrap.door; "
        "print([name for name in sys.modules if name.partition('.')[0] in ('flask', 'click', 'sqlalchemy')])"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(ROOT)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_imported_the_door_gives_the_app(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import app; print(app.create_app().instance_path)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "TENDER_INSTANCE": str(tmp_path)},
    )

    assert done.stdout.strip() == str(tmp_path)
