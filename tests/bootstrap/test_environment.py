"""The environment is made once, and again only when its lock changed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tender.bootstrap import environment
from tender.bootstrap.environment import fingerprint, install_project, read_stamp, shebang, stale, write_stamp
from tender.bootstrap.steps import ROOT, Venv

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def _pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_sums_and_no_host(lock: Path):
    text = lock.read_text("utf-8")

    assert "://" not in text
    assert len(re.findall(r"^[a-z].*==", text, re.MULTILINE)) <= text.count("--hash=sha256:")


def test_the_front_end_lock_names_sums_and_no_host():
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = [held for name, held in lock["packages"].items() if name]

    assert packages
    assert all(held["integrity"].startswith("sha512-") and "resolved" not in held for held in packages)


def test_the_lock_of_the_tests_holds_that_of_the_application():
    app, test = _pins(ROOT / "requirements" / "app.txt"), _pins(ROOT / "requirements" / "test.txt")

    assert app.items() <= test.items()


def test_another_lock_is_another_fingerprint(tmp_path):
    lock = tmp_path / "app.txt"
    lock.write_text("flask==3.1.3")
    before = fingerprint(lock)

    lock.write_text("flask==3.1.4")

    assert fingerprint(lock) != before


def test_a_set_up_cut_short_left_no_stamp(tmp_path):
    venv = Venv(tmp_path)

    assert read_stamp(venv) == {}
    (tmp_path / "entrelots.json").write_text('{"app": "cut sh')
    assert read_stamp(venv) == {}
    write_stamp(venv, {"app": "sum"})
    assert read_stamp(venv) == {"app": "sum"}


@pytest.mark.skipif(os.name == "nt", reason="Windows starts scripts otherwise")
def test_the_project_is_on_the_path_and_its_command_runs(tmp_path):
    folder = tmp_path / "an environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    venv = Venv(folder)

    install_project(venv)

    where = subprocess.run(
        [venv.python, "-c", "import tender.bootstrap as b; print(b.__file__)"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert Path(where.stdout.strip()).parent == ROOT / "tender" / "bootstrap"
    script = venv.program("tender").read_text("utf-8")
    assert os.access(venv.program("tender"), os.X_OK)
    # A space in its path: a kernel would cut the first line there.
    assert script.startswith("#!/bin/sh\n")
    assert environment.works(venv)


def test_a_long_path_goes_through_sh():
    assert shebang(Path("/srv/entrelots/.venv/bin/python")) == "#!/srv/entrelots/.venv/bin/python\n"
    assert shebang(Path("/" + "a" * 200 + "/python")).startswith("#!/bin/sh\n")


def test_an_environment_whose_python_is_gone_does_not_work(tmp_path):
    assert not environment.works(Venv(tmp_path / "nothing"))


def test_what_is_older_than_its_source_is_stale(tmp_path):
    source, made = tmp_path / "messages.po", tmp_path / "messages.mo"
    source.write_text("")
    assert stale(source, made)

    made.write_text("")
    os.utime(source, (1, 1))
    assert not stale(source, made)
    os.utime(made, (0, 0))
    assert stale(source, made)
