"""Bad input is normal input: a plain sentence, nothing lost, nothing half-written, a line in the log."""

from __future__ import annotations

import io
import logging
import re
import signal
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tender import worker
from tender.example.call import call_files
from tender.store.accounts import Role
from tender.store.calls import CallRow, CallState
from tender.store.jobs import JobState, unfinished_jobs
from tender.store.journal import JournalRow
from tests.background import a_worker, until
from tests.builders import a_call
from tests.parsing.made_files import a_docx, a_pdf, a_zip, paragraph
from tests.web.conftest import PASSWORD, an_app, app, post, proof_of_origin

__all__ = ["app"]

RULES = a_pdf("Règlement de la consultation\nAcheteur : Ville d'Essai\nNettoyage des écoles")
ENTITIES = b"""<?xml version="1.0"?>
<!DOCTYPE ContractNotice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2">&b;</ContractNotice>"""
NO_LOT = b"""<?xml version="1.0" encoding="UTF-8"?>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:NoticeLanguageCode listName="language">FRA</cbc:NoticeLanguageCode>
<cac:ProcurementProject><cbc:ID schemeID="InternalID">2026-ESSAI</cbc:ID>
<cbc:Name languageID="FRA">Nettoyage des gymnases</cbc:Name></cac:ProcurementProject>
</ContractNotice>"""


def enter(app: Flask, role: Role = Role.OFFICER) -> FlaskClient:
    """A person signed in."""
    client = app.test_client()
    assert post(client, "/connexion", email=f"{role.value}@example.org", password=PASSWORD).status_code == 302
    return client


def upload(client: FlaskClient, *files: tuple[str, bytes]) -> TestResponse:
    """Send files by the form of a new call."""
    sent = [(io.BytesIO(data), name) for name, data in files]
    return client.post(
        "/appels/nouveau", data={"csrf_token": proof_of_origin(client, "/mon-compte"), "documents": sent}
    )


def work(app: Flask) -> None:
    """Do the jobs that wait, as the worker does them."""
    bench = app.extensions["queue"].bench
    with bench.sessions() as session:
        waiting = [job.id for job in unfinished_jobs(session)]
    for job_id in waiting:
        worker.run(bench, job_id)


@dataclass(frozen=True, slots=True)
class Held:
    """A call as the installation holds it."""

    state: CallState
    files: dict[str, str | None]
    facts: int
    title: str
    refusal: str


def calls(app: Flask) -> list[Held]:
    """Every call, the oldest first."""
    with app.extensions["sessions"]() as session:
        return [
            Held(
                row.state,
                {file.name: file.refused for file in row.files},
                sum(1 for fact in row.facts if fact.read is not None),
                row.title,
                row.refusal,
            )
            for row in session.scalars(select(CallRow).order_by(CallRow.id))
        ]


def journal(app: Flask) -> list[str]:
    """The acts that the journal tells, in order."""
    with app.extensions["sessions"]() as session:
        return list(session.scalars(select(JournalRow.act).order_by(JournalRow.id)))


def words_of(answer: TestResponse) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def assert_plain(text: str) -> None:
    """No word of a machine reached the page."""
    for word in ("Traceback", "Error", "Exception", "sqlalchemy", "None", "{file}", "%("):
        assert word not in text, word


REFUSED = {
    "empty": ((("RC.pdf", a_pdf("x")[:0]),), "vides"),
    "locked": ((("RC.pdf", a_pdf("Règlement", password="secret")),), "mot de passe"),
    "truncated": ((("RC.pdf", RULES[: len(RULES) // 3]),), "abîmé ou incomplet"),
    "bomb": ((("DCE.zip", a_zip({"bombe.txt": bytes(60_000_000)}, level=9)),), "taille démesurée"),
    "leaves": ((("DCE.zip", a_zip({"../../../etc/rc.pdf": RULES})),), "sort du dossier"),
    "lies": ((("RC.pdf", b"\x7fELF\x02\x01\x01" + bytes(400)),), "pas d’un type que nous savons lire"),
    "entities": ((("avis.xml", ENTITIES),), "définitions XML interdites"),
    "broken zip": ((("DCE.zip", a_zip({"rc.pdf": RULES})[:-40]),), "abîmé ou incomplet"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_told_and_kept(app: Flask, caplog: pytest.LogCaptureFixture, case: str):
    files, words = REFUSED[case]
    officer = enter(app)

    with caplog.at_level(logging.INFO):
        answer = upload(officer, *files)
        work(app)
    page = words_of(officer.get("/appels/1") if answer.status_code == 302 else answer)

    assert words in page
    assert_plain(page)
    assert [record for record in caplog.records if record.exc_info] == []
    if answer.status_code == 302:
        (held,) = calls(app)
        assert held.state is CallState.REFUSED
        assert held.facts == 0
        assert "Les fichiers reçus sont gardés." in page
        assert "Relancer la lecture" in page
        assert journal(app)[-2:] == ["call.received", "call.refused"]
    else:
        assert answer.status_code == 422
        assert calls(app) == []


@pytest.mark.parametrize("case", [one for one in REFUSED if one not in ("empty", "broken zip")])
def test_beside_what_cannot_be_read_the_rest_is(app: Flask, case: str):
    files, words = REFUSED[case]
    officer = enter(app)

    upload(officer, ("2_RC.pdf", RULES), *files)
    work(app)

    (held,) = calls(app)
    assert held.state is CallState.TO_REVIEW
    assert held.files["2_RC.pdf"] is None
    assert sum(1 for refused in held.files.values() if refused) == 1
    told = words_of(officer.get("/appels/1/fichiers/"))
    assert words in told
    assert_plain(told)


def test_a_notice_without_a_lot_is_a_call_in_one_piece(app: Flask):
    officer = enter(app)

    upload(officer, ("avis.xml", NO_LOT))
    work(app)

    (held,) = calls(app)
    assert (held.state, held.title) == (CallState.TO_REVIEW, "Nettoyage des gymnases")
    assert officer.get("/appels/1").status_code == 200
    assert officer.get("/appels/1/besoins").status_code == 200


def test_a_word_file_named_pdf_is_read_for_what_it_is(app: Flask):
    upload(enter(app), ("RC.pdf", a_docx(paragraph("Règlement de la consultation : nettoyage"))))
    work(app)

    (held,) = calls(app)
    assert held.files == {"RC.pdf": None}


def test_the_same_upload_twice_is_one_call(app: Flask):
    officer = enter(app)

    first = upload(officer, ("RC.pdf", RULES))
    second = upload(officer, ("Autre nom.pdf", RULES))
    page = words_of(officer.get(second.location))
    work(app)
    third = upload(officer, ("RC.pdf", RULES))

    assert first.location == second.location == third.location
    assert "ont déjà été reçus" in page
    assert len(calls(app)) == 1
    assert journal(app).count("call.received") == 1
    assert journal(app).count("call.read") == 1


def test_a_name_that_leaves_its_folder_stays_a_name(app: Flask, tmp_path: Path):
    before = {path for path in tmp_path.parent.rglob("*") if tmp_path not in path.parents}

    upload(enter(app), ("../../../../échappé.pdf", RULES), ("lots/../../1/BPU.pdf", a_pdf("Autre pièce")))
    work(app)

    (held,) = calls(app)
    assert set(held.files) == {"échappé.pdf", "lots/1/BPU.pdf"}
    assert {path for path in tmp_path.parent.rglob("*") if tmp_path not in path.parents} == before


def test_five_hundred_files_are_one_call_and_more_are_refused_whole(app: Flask):
    officer = enter(app)
    many = [(f"{number}.txt", f"Pièce {number} : rien à dire.".encode()) for number in range(500)]

    too_many = upload(officer, *many, ("501.txt", b"une de trop"))
    taken = upload(officer, *many)

    assert too_many.status_code == 422
    assert "plus de 500 fichiers" in words_of(too_many)
    assert taken.status_code == 302
    assert len(calls(app)) == 1
    work(app)
    (held,) = calls(app)
    assert held.state is CallState.TO_REVIEW
    assert len(held.files) == 500
    assert officer.get("/appels/1").status_code == 200


def test_more_bytes_than_allowed_are_refused_before_they_are_kept(tmp_path: Path):
    app = an_app(tmp_path, MAX_CONTENT_LENGTH=200_000)
    officer = enter(app)

    answer = upload(officer, ("gros.pdf", bytes(300_000)))

    assert answer.status_code == 413
    assert "trop volumineux" in words_of(answer)
    assert calls(app) == []
    app.extensions["engine"].dispose()


def test_an_upload_without_a_file_says_so(app: Flask):
    officer = enter(app)

    answer = post(officer, "/appels/nouveau")

    assert answer.status_code == 422
    assert "Aucun fichier n’a été choisi" in words_of(answer)
    assert calls(app) == []


def test_a_refused_call_is_read_once_more_when_asked(app: Flask):
    officer = enter(app)
    upload(officer, ("RC.pdf", RULES[:300]))
    work(app)

    post(officer, "/appels/1/relire")
    work(app)

    (held,) = calls(app)
    assert held.state is CallState.REFUSED
    assert len(held.files) == 1
    assert journal(app).count("call.refused") == 2


def test_an_unforeseen_failure_leaves_files_a_state_and_a_line(app: Flask, caplog: pytest.LogCaptureFixture):
    officer = enter(app)
    upload(officer, ("RC.pdf", RULES))
    for path in Path(app.config["FILES_FOLDER"]).rglob("*"):
        if path.is_file():
            path.unlink()

    with caplog.at_level(logging.ERROR, "tender.worker"):
        work(app)
    page = words_of(officer.get("/appels/1"))

    (held,) = calls(app)
    assert held.state is CallState.REFUSED
    assert "job 1 failed" in caplog.text
    assert "Cet appel n’a pas pu être lu" in page
    assert_plain(page)


def test_two_officers_at_once_the_second_is_told(app: Flask):
    with app.extensions["sessions"].begin() as session:
        call = a_call(session)
        fact = next(one for one in call.facts if one.key == "buyer")
        call_id, fact_id = call.id, fact.id
    page = f"/appels/{call_id}/faits/{fact_id}/corriger"
    first, second = enter(app), enter(app, Role.ADMIN)
    seen = {who: re.search(r'name="seen"[^>]*value="([^"]*)"', who.get(page).text) for who in (first, second)}
    assert all(seen.values())

    kept = post(first, page, text="Ville de Miramas", value="Ville de Miramas", seen=seen[first][1])
    lost = post(second, page, text="Ville d’Istres", value="Ville d’Istres", seen=seen[second][1])

    assert kept.status_code == 302
    assert lost.status_code == 409
    assert "Quelqu’un a traité ce fait entre-temps" in words_of(lost)
    with app.extensions["sessions"]() as session:
        call = session.get_one(CallRow, call_id)
        assert call.buyer == "Ville de Miramas"


def job_of(instance: Path) -> tuple[str, int, int]:
    """State, files done and attempts of the only job, read beside the server."""
    with sqlite3.connect(f"file:{instance}/tender.db?mode=ro", uri=True) as connection:
        row = connection.execute("SELECT state, done, attempts FROM jobs").fetchone()
    connection.close()
    return (str(row[0]), int(row[1]), int(row[2]))


def children_of(process: int) -> set[int]:
    """The processes that a process started."""
    tasks = Path(f"/proc/{process}/task")
    return {int(one) for task in tasks.glob("*/children") for one in task.read_text().split()}


def is_alive(process: int) -> bool:
    """Whether it still runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_takes_its_job_up(app: Flask, tmp_path: Path):
    officer = enter(app)
    pieces = [(f"piece-{number:02d}.pdf", a_pdf(f"Pièce {number}")) for number in range(30)]
    upload(officer, *[(name, data) for name, data in call_files().items()], *pieces)

    with a_worker(tmp_path) as first:
        until(lambda: job_of(tmp_path)[0] == "running" and job_of(tmp_path)[1] >= 2)
        started = children_of(first.pid)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    (middle,) = calls(app)
    assert job_of(tmp_path)[0] == "running"
    assert (middle.state, middle.files, middle.facts) == (CallState.READING, {}, 0)
    assert officer.get("/appels/1").status_code == 200
    until(lambda: not any(map(is_alive, started)), 30)

    with a_worker(tmp_path) as second:
        until(lambda: job_of(tmp_path)[0] == "done")
        second.terminate()
        said = second.communicate(timeout=20)[1]

    (held,) = calls(app)
    assert held.state is CallState.TO_REVIEW
    assert len(held.files) == 35
    assert job_of(tmp_path)[2] == 2
    assert journal(app).count("call.read") == 1
    with app.extensions["sessions"]() as session:
        call = session.get_one(CallRow, 1)
        keys = [(fact.kind, fact.key) for fact in call.facts if fact.kind == "field"]
        assert len(keys) == len(set(keys))
        assert sum(1 for fact in call.facts if fact.kind == "lot") == 7
        assert len({file.sha256 for file in call.files}) == 35
    assert "1 jobs taken up again" in said
    assert "Traceback" not in said


def test_a_job_that_kills_its_worker_is_given_up_with_words(app: Flask):
    officer = enter(app)
    upload(officer, ("RC.pdf", RULES))
    bench = app.extensions["queue"].bench
    with bench.sessions.begin() as session:
        (job,) = unfinished_jobs(session)
        job.state, job.attempts = JobState.RUNNING, worker.MOST_ATTEMPTS

    work(app)

    page = words_of(officer.get("/appels/1"))
    assert calls(app)[0].state is CallState.REFUSED
    assert "Cet appel n’a pas pu être lu" in page
    assert_plain(page)
