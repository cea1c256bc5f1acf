"""The commands as typed: JSON alone on standard output, a plain sentence a refusal, status 0, 1 or 2."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tender.door import main
from tender.example.call import call_files
from tender.example.collective import FILE as COLLECTIVE
from tender.store.accounts import Role, find_user_by_email
from tender.store.database import open_engine, sessions
from tender.store.files import FileStore
from tender.workbench import declared_base
from tests.parsing.made_files import a_pdf, a_zip
from tests.uptake.made import a_contract, regulatory

PASSWORD = "quatre mots sans lien"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: its status, its output, its words to the person."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output, all of it, as JSON."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line of a refusal; nothing was put out."""
        assert (self.status, self.out) == (1, ""), self
        assert "Traceback" not in self.err
        lines = [line for line in self.err.splitlines() if line and not line[0].isdigit()]
        assert len(lines) == 1, self.err
        return lines[0]


@pytest.fixture
def tender(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Type a command, in this process."""

    def typed(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["tender", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        return Said(int(end.value.code or 0), *capsys.readouterr())

    return typed


def in_its_own_process(*words: str | Path, **environment: str) -> Said:
    """Type a command as a person does: by the installed script where there is one."""
    script = Path(sys.executable).with_name("tender")
    program = [script] if script.exists() else [sys.executable, "-m", "tender.door"]
    done = subprocess.run(
        [*program, *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
        env={**os.environ, **environment},
    )
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's call as a folder of files."""
    folder = tmp_path_factory.mktemp("appel")
    for name, data in call_files().items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def answered(example: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Path]:
    """The whole job done on the example, once."""
    out = tmp_path_factory.mktemp("reponse") / "sous" / "dossier"
    return in_its_own_process("respond", example, "--collective", COLLECTIVE, "--out", out), out


def a_case(**changed: Any) -> dict[str, Any]:
    """A case of split with one lot that two members can share."""
    months = ["2027-01", "2027-02"]
    member = {"places": ["13103"], "capacity": {"cleaning": dict.fromkeys(months, 60.0)}}
    need = {"place": "13103", "trade": "cleaning", "hours": dict.fromkeys(months, 100.0)}
    return {
        "periods": months,
        "lots": [{"id": "1", "min_share_hours": 20, "needs": [need]}],
        "members": [{"id": "nord", **member}, {"id": "sud", **member}],
        **changed,
    }


def as_file(folder: Path, value: Any, name: str = "cas.json") -> Path:
    """A file of JSON, or of these very words."""
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def test_a_call_is_read_by_the_installed_command(example: Path):
    said = in_its_own_process("read", example, "--json")

    assert said.status == 0
    assert said.json["reference"]["value"] == "SIPM-2026-EX07"
    assert [document["kind"] for document in said.json["documents"]][:4] == ["RC", "CCAP", "CCTP", "AE"]
    assert len(said.json["lots"]) == 7
    assert "Traceback" not in said.err


def test_the_passages_of_a_file_are_labelled_one_a_line(tender: Callable[..., Said], tmp_path: Path):
    text = "Le titulaire réserve 300 heures d'insertion à des demandeurs d'emploi de longue durée."
    lines = [{"id": "a", "lang": "fr", "text": text}, {"id": "b", "lang": "fr", "text": "Prix fermes."}]
    file = as_file(tmp_path, "\n".join(map(json.dumps, lines)) + "\n\n", "passages.jsonl")

    said = tender("clauses", file)

    first, second = map(json.loads, said.out.splitlines())
    assert said.status == 0
    assert [label["type"] for label in first["labels"]] == ["EXEC_INSERTION"]
    assert "300 heures" in text[first["labels"][0]["start"] : first["labels"][0]["end"]]
    assert second == {"id": "b", "labels": []}


def test_a_case_is_split_with_its_reasons(tender: Callable[..., Said], tmp_path: Path):
    said = tender("split", as_file(tmp_path, a_case()), "--json")

    assert said.status == 0
    assert said.json["status"] == "optimal"
    assert sum(share["hours"] for share in said.json["shares"]) == pytest.approx(200)
    assert {reason["member"] for reason in said.json["reasons"]} == {"nord", "sud"}
    assert said.err == ""


def test_declared_contracts_are_counted(tender: Callable[..., Said], tmp_path: Path):
    file = regulatory(tmp_path, a_contract("1", social=["Clause sociale"]), a_contract("2"))

    said = tender("uptake", file, "--json")

    assert said.status == 0
    assert (said.json["contracts"], said.json["social"]["clause"]) == (2, 1)


def test_the_whole_job_ends_with_an_archive_and_says_what_it_did(answered: tuple[Said, Path]):
    said, out = answered

    held = said.json
    assert said.status == 0, said.err
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [held["archive"], "lecture.json", "reponse.json"]
    )
    assert zipfile.ZipFile(out / held["archive"]).testzip() is None
    assert held["assumptions"] == []
    assert held["split"]["objective"]["uncovered_hours"] == 0
    assert {one["verdict"] for one in held["approvals"]} == {"approved"}
    assert all("headless" in one["by"] for one in held["approvals"])


def test_the_example_lacks_nothing_but_what_a_person_must_settle(answered: tuple[Said, Path]):
    held = answered[0].json

    assert [lack["what"] for lack in held["lacks"] if lack["blocking"]] == []
    assert not held["draft"]
    assert held["archive"].startswith("REPONSE_SIPM-2026-EX07")


@pytest.mark.parametrize("command", ["read", "clauses", "split", "uptake"])
def test_a_file_that_is_not_there_is_named(tender: Callable[..., Said], tmp_path: Path, command: str):
    sentence = tender(command, tmp_path / "absent.pdf").sentence

    assert sentence == f"{tmp_path / 'absent.pdf'} est introuvable. Vérifiez le chemin."


def test_the_language_is_chosen_before_or_after_the_command(tender: Callable[..., Said], tmp_path: Path):
    german = tender("--lang", "de", "read", tmp_path / "weg").sentence
    english = tender("read", tmp_path / "gone", "--lang", "en").sentence

    assert german.endswith("wurde nicht gefunden. Prüfen Sie den Pfad.")
    assert english.endswith("was not found. Check the path.")


def test_an_empty_folder_holds_nothing_to_read(tender: Callable[..., Said], tmp_path: Path):
    assert tender("read", tmp_path).sentence.startswith("Aucun fichier à lire")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("RC.pdf", b"", "vide"),
        ("RC.pdf", a_pdf("Règlement de la consultation", password="secret"), "mot de passe"),
        ("RC.pdf", a_pdf("Règlement de la consultation")[:200], "abîmé"),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200), "type"),
        ("DCE.zip", a_zip({"bombe.txt": bytes(40_000_000)}, level=9), "démesurée"),
        ("DCE.zip", a_zip({"../../rc.txt": b"x" * 50}), "sort du dossier"),
        (
            "avis.xml",
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            "entités",
        ),
    ],
    ids=["empty", "locked", "truncated", "another type", "bomb", "a name that leaves", "entities"],
)
def test_a_file_that_cannot_be_read_alone_is_refused_by_its_reason(
    tender: Callable[..., Said], tmp_path: Path, name: str, data: bytes, words: str
):
    (tmp_path / name).write_bytes(data)

    sentence = tender("read", tmp_path / name).sentence

    assert sentence.startswith("Aucun fichier n’a pu être lu : ")
    assert words in sentence


def test_one_file_refused_does_not_stop_the_others(tender: Callable[..., Said], tmp_path: Path):
    (tmp_path / "1.pdf").write_bytes(a_pdf("Règlement de la consultation", "Référence : 2026-07"))
    (tmp_path / "2.pdf").write_bytes(b"")

    said = tender("read", tmp_path)

    assert said.status == 0
    assert [bool(document["refused"]) for document in said.json["documents"]] == [False, True]
    assert "vide" in said.json["documents"][1]["refused"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{,}", "ligne 1, colonne 2"),
        ([], "objet JSON"),
        ({"periods": [], "members": []}, "« lots »"),
        (a_case(lots="tous"), "forme attendue"),
        (a_case(members=[{"id": "nord", "places": 3}]), "forme attendue"),
        (
            a_case(locked=[{"member": "x", "lot": "1", "place": "13103", "trade": "cleaning", "share": 1}]),
            "cas",
        ),
    ],
    ids=["no JSON", "a list", "a key is missing", "lots are words", "places are a number", "unknown member"],
)
def test_a_case_of_the_wrong_shape_is_refused(
    tender: Callable[..., Said], tmp_path: Path, value: Any, words: str
):
    assert words in tender("split", as_file(tmp_path, value)).sentence


def test_a_line_that_is_no_passage_is_numbered(tender: Callable[..., Said], tmp_path: Path):
    said = tender("clauses", as_file(tmp_path, '\n{"id": 1}\n', "p.jsonl"))

    assert said.status == 1
    assert said.err.startswith("Ligne 2 :")


def test_a_file_that_declares_no_contract_is_refused(tender: Callable[..., Said], tmp_path: Path):
    assert "DECP" in tender("uptake", as_file(tmp_path, {"a": 1})).sentence


@pytest.mark.parametrize(
    ("collective", "words"),
    [
        ({}, "« members »"),
        ({"members": []}, "aucune adhérente"),
        ({"members": [{"name": "Sans nom"}]}, "« id »"),
        ({"members": [{"id": "nord", "places": ["99999"]}]}, "99999"),
        ({"members": [{"id": "nord", "territories": [{"kind": "epci", "code": "1"}]}]}, "Territoire inconnu"),
        ({"members": [{"id": "nord", "capacity": {"cleaning": {"*": "beaucoup"}}}]}, "cleaning"),
        ({"members": [{"id": "nord", "convention_end": "bientôt"}]}, "forme attendue"),
        ({"members": "toutes"}, "forme attendue"),
    ],
    ids=["no members", "none", "no id", "unknown commune", "unknown area", "hours in words", "date", "words"],
)
def test_a_collective_with_a_fault_is_refused_by_that_fault(
    tender: Callable[..., Said], tmp_path: Path, collective: dict[str, Any], words: str
):
    (tmp_path / "rc.pdf").write_bytes(a_pdf("Règlement de la consultation"))
    file = as_file(tmp_path, collective, "collectif.json")

    sentence = tender("respond", tmp_path / "rc.pdf", "--collective", file, "--out", tmp_path / "o").sentence

    assert words in sentence


def test_a_call_of_which_nothing_can_be_read_gets_no_answer(tender: Callable[..., Said], tmp_path: Path):
    (tmp_path / "rc.pdf").write_bytes(a_pdf("Règlement", password="secret"))

    said = tender("respond", tmp_path / "rc.pdf", "--collective", COLLECTIVE, "--out", tmp_path / "o")

    assert "mot de passe" in said.sentence
    assert list((tmp_path / "o").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_before_any_work(tender: Callable[..., Said], tmp_path: Path):
    (tmp_path / "rc.pdf").write_bytes(a_pdf("Règlement"))
    (tmp_path / "plein").write_text("ceci est un fichier")

    said = tender(
        "respond", tmp_path / "rc.pdf", "--collective", COLLECTIVE, "--out", tmp_path / "plein" / "o"
    )

    assert said.sentence.startswith("Impossible d’écrire dans")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("lire",), "La commande « lire » n’existe pas. Aide : tender --help"),
        (("read",), "Il manque PATHS. Aide : tender read --help"),
        (("read", "x", "--jason"), "L’option --jason n’existe pas. Aide : tender read --help"),
        (
            ("split", "x", "--seconds", "dix"),
            "Valeur impossible pour --seconds. Aide : tender split --help",
        ),
        (("read", "--lang", "en"), "PATHS is missing. Help: tender read --help"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_two(
    tender: Callable[..., Said], words: tuple[str, ...], answer: str
):
    said = tender(*words)

    assert (said.status, said.out, said.err.strip()) == (2, "", answer)


def test_every_command_explains_itself(tender: Callable[..., Said]):
    for command in ("read", "clauses", "split", "respond", "uptake", "serve", "work", "migrate", "add-user"):
        said = tender(command, "--help")

        assert said.status == 0
        assert f"tender {command}" in said.out


def test_the_reader_of_the_output_may_leave_early(tmp_path: Path):
    (tmp_path / "p.jsonl").write_text('{"id": "a", "text": "Rien."}\n' * 20_000)
    program = [sys.executable, "-m", "tender.door", "clauses", tmp_path / "p.jsonl"]

    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        told = run.stderr.read().decode()

    assert "Traceback" not in told
    assert "Exception" not in told


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation's folder, empty."""
    monkeypatch.setenv("TENDER_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


def test_an_account_needs_a_database_at_this_version(tender: Callable[..., Said], installation: Path):
    said = tender("add-user", "a@b.fr", "--name", "Ada", "--role", "admin", "--password", PASSWORD)

    assert "tender migrate" in said.sentence


def test_after_migrate_accounts_are_opened_or_refused(tender: Callable[..., Said], installation: Path):
    assert tender("migrate").status == 0
    assert tender("migrate").status == 0

    given = ("--name", "Ada", "--password", PASSWORD)
    first = tender("add-user", "Ada@Exemple.fr", *given, "--role", "officer")
    again = tender("add-user", "ada@exemple.fr", *given, "--role", "officer")
    easy = tender("add-user", "b@b.fr", "--name", "B", "--role", "admin", "--password", "azerty")
    alone = tender("add-user", "c@b.fr", *given, "--role", "director")
    nobody = tender("add-user", "d@b.fr", *given, "--role", "director", "--member", "nulle-part")
    reader = tender("add-user", "e@b.fr", *given, "--role", "reader", "--lang", "de")

    assert (first.status, first.out) == (0, "")
    assert again.sentence == "Un compte existe déjà pour cette adresse."
    assert "douze caractères" in easy.sentence
    assert "--member" in alone.sentence
    assert "nulle-part" in nobody.sentence
    assert "--buyer" in reader.sentence
    engine = open_engine(f"sqlite:///{installation}/tender.db")
    with sessions(engine)() as session:
        user = find_user_by_email(session, "ada@exemple.fr")
        assert user is not None
        assert user.role is Role.OFFICER
    engine.dispose()


def test_declared_files_are_brought_in_by_a_command_and_the_base_made(
    tender: Callable[..., Said], installation: Path, tmp_path: Path
):
    decp = regulatory(tmp_path, a_contract("1", social=["Clause sociale"]), a_contract("2"))
    listed = tmp_path / "siae.csv"
    listed.write_text("siret;kind;name\n30102983100031;AI;Coup de main\n", encoding="utf-8")
    broken = as_file(tmp_path, "{", "abime.json")
    by = ("--by", "ada@exemple.fr")
    assert "tender migrate" in tender("import-declared", decp, *by).sentence
    tender("migrate")
    given = ("--name", "Ada", "--password", PASSWORD)
    tender("add-user", "ada@exemple.fr", *given, "--role", "officer")
    tender("add-user", "lu@exemple.fr", *given, "--role", "reader", "--buyer", "Ville d’Essai")

    whole = ("--inclusive", listed, "--source", "Annuaire", "--day", "2026-10-01")
    first, again = (tender("import-declared", decp, *by, *whole) for _twice in range(2))

    assert (first.status, first.json["contracts"], first.json["listed"]["associations"]) == (0, 2, 1)
    assert [file["name"] for file in again.json["files"]] == [decp.name]
    assert tender("import-declared", tmp_path / "rien.csv", *by).sentence.startswith(str(tmp_path))
    assert "nul@exemple.fr" in tender("import-declared", decp, "--by", "nul@exemple.fr").sentence
    assert "Paul" not in tender("import-declared", decp, "--by", "lu@exemple.fr").sentence
    assert "--source" in tender("import-declared", decp, *by, "--inclusive", listed).sentence
    refused = tender("import-declared", broken, *by)
    assert refused.sentence == "abime.json n’est pas un fichier DECP lisible : son JSON est abîmé."
    base = declared_base.base_of(FileStore(installation / "files"))
    assert base is not None
    assert base.facts.contracts == 2


def test_output_is_utf8_whatever_the_terminal(tmp_path: Path):
    (tmp_path / "p.jsonl").write_text('{"id": "é", "text": "Prix fermes."}\n', encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "tender.door", "clauses", tmp_path / "p.jsonl"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )

    assert json.load(io.BytesIO(done.stdout))["id"] == "é"
