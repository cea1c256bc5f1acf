"""Two places that disagree on a lot, a paper or hours: both readings with their place, and one click."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tender.store.accounts import Role
from tender.store.calls import CallRow
from tender.workbench.facts import reading_of
from tests.builders import a_call, a_disputed_reading
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
    with app.extensions["sessions"]() as session:
        counts = reading_of(session.query(CallRow).one())
    assert counts.clauses[0].hours_detail[0].value == 250
    assert [lot.number for lot in counts.lots] == ["1", "2", "9"]
