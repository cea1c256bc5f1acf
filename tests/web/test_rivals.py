"""Two places that disagree on a lot, a paper or hours: both readings with their place, and one click."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tender import worker
from tender.store.accounts import Role, find_user_by_email
from tender.store.calls import CallRow, UploadMode
from tender.store.jobs import unfinished_jobs
from tender.workbench import intake, revising
from tender.workbench.facts import reading_of
from tests.builders import a_call, a_disputed_reading
from tests.parsing.made_files import a_pdf
from tests.web.conftest import proof_of_origin

Enter = Callable[[Role], FlaskClient]


def doubt(page: str, words: str) -> str:
    """The doubt on a page that holds these words."""
    plain = page.replace("\u00a0", " ").replace("\u202f", " ")
    doubts = re.split(r'id="doute-', plain.partition('aria-labelledby="g-when"')[0])[1:]
    return next(one for one in doubts if words in one)


def test_each_disagreement_shows_both_readings_and_one_click_settles_it(app: Flask, signed_in: Enter):
    with app.extensions["sessions"].begin() as session:
        address = f"/appels/{a_call(session, a_disputed_reading()).id}"
    officer = signed_in(Role.OFFICER)

    def click(words: str, label: str) -> str:
        """Press the button under one of the readings; the page that follows."""
        block = doubt(officer.get(address).text, words)
        side = next(one for one in re.split(r'<div class="side', block)[1:] if label in one)
        action = re.search(r'action="([^"]+)"', side)
        seen = re.search(r'name="seen" value="([^"]*)"', side)
        assert action is not None
        assert seen is not None
        data = {"csrf_token": proof_of_origin(officer), "seen": seen[1], "doubt": "1"}
        assert officer.post(action[1], data=data).status_code == 302
        assert officer.post(action[1], data=data).status_code == 409  # the same click twice
        return officer.get(address).text

    hours = doubt(officer.get(address).text, "lot 1 : 300")
    assert "Le plus grand nombre d’heures est retenu" in hours
    assert "RC.pdf, p. 1" in hours
    assert "CCAP.pdf, p. 1" in hours
    click("lot 1 : 250", "lot 1 : 250")
    after = click("Vitrerie", "Vitrerie")

    assert 'id="doute-' not in after
    journal = re.sub("[\u00a0\u202f]", " ", officer.get("/journal/").text)
    assert "Lot 9 : Vitrerie (CCAP.pdf, p. 1)" in journal
    assert "lot 1 : 250 h" in journal
    with app.extensions["sessions"]() as session:
        counts = reading_of(session.query(CallRow).one())
    assert counts.clauses[0].hours_detail[0].value == 250
    assert [lot.number for lot in counts.lots] == ["1", "2", "9"]


def test_a_lot_that_answers_take_out_is_a_change_with_both_places(app: Flask, signed_in: Enter):
    bench = app.extensions["queue"].bench
    lots = "".join(
        f"\nLot {n} : Nettoyage - {name}" for n, name in enumerate(("Écoles", "Mairie", "Gymnase"), 1)
    )
    rules = a_pdf(
        f"Règlement de la consultation\nLa consultation comporte 3 lots :{lots}\nArticle 3 : délais"
    )
    answers = a_pdf("Questions - réponses\nRéponse : Le lot n° 3 est supprimé de la consultation.")

    def work() -> None:
        with bench.sessions() as session:
            waiting = [job.id for job in unfinished_jobs(session)]
        for job_id in waiting:
            worker.run(bench, job_id)

    with bench.sessions.begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        call = intake.receive(session, officer, bench.files, [("RC.pdf", rules)]).call.id
    work()
    with bench.sessions.begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        sent = [("QR.pdf", answers)]
        revising.submit(session, officer, bench.files, call, sent, mode=UploadMode.ADDED)
    work()

    page = signed_in(Role.OFFICER).get(f"/appels/{call}/versions/2").text

    lot = re.search(r"Lot 3.*?</dl>", page, re.DOTALL)
    assert lot is not None
    assert "RC.pdf, p. 1" in lot[0]
    assert "Lot retiré" in lot[0]
    assert "QR.pdf, p. 1" in lot[0]
