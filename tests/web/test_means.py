"""Members' means as a workbook: what goes out comes back the same; errors name their cell; all or nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from tender.store.accounts import Role, UserRow
from tender.store.journal import JournalRow
from tender.store.members import CapacityRow, ConventionPlaceRow, MemberRow, MemberTradeRow
from tests.builders import MIRAMAS, NOON, SALON
from tests.web.conftest import post
from tests.web.split_cases import a_case

Enter = Callable[[Role], FlaskClient]
PATH = "/adherentes/classeur/"


@pytest.fixture
def case(app: Flask) -> None:
    """Two members; one with a convention's territory, a way of doing its trade, a month that differs."""
    a_case(app, needs=False)
    with app.extensions["sessions"].begin() as session:
        member = session.get_one(MemberRow, 1)
        member.convention_places = [ConventionPlaceRow(kind="commune", code=SALON)]
        member.trades = [MemberTradeRow(trade="cleaning", service=False, staff_supply=True)]
        row = CapacityRow(
            trade="cleaning", month="2027-08", hours=37.5, committed=10, source="Nadia", updated=NOON
        )
        member.capacities.append(row)


def book(client: FlaskClient) -> Workbook:
    """The workbook as a person opens it."""
    return load_workbook(io.BytesIO(client.get(f"{PATH}capacites.xlsx").data))


def sent(client: FlaskClient, held: Workbook | bytes) -> Any:
    """Bring a workbook back."""
    if isinstance(held, bytes):
        data = held
    else:
        out = io.BytesIO()
        held.save(out)
        data = out.getvalue()
    return post(client, PATH, file=(io.BytesIO(data), "capacites.xlsx"))


def kept(client: FlaskClient, preview: str) -> Any:
    """Press the button of a preview."""
    fields = dict(re.findall(r'name="(sha|name|digest)" value="([^"]*)"', preview))
    return post(client, f"{PATH}enregistrer", **fields)


def figures(app: Flask, member: int = 1) -> list[tuple[str, str, float, float]]:
    """A member's hours as the database holds them."""
    with app.extensions["sessions"]() as session:
        return sorted(
            (row.trade, row.month, row.hours, row.committed)
            for row in session.get_one(MemberRow, member).capacities
        )


@pytest.mark.parametrize("language", ["fr", "de", "en"])
def test_what_goes_out_comes_back_without_a_change(case: None, app: Flask, signed_in: Enter, language: str):
    officer = signed_in(Role.OFFICER)
    with app.extensions["sessions"].begin() as session:
        for user in session.query(UserRow):
            user.language = language

    answer = sent(officer, book(officer))

    assert answer.status_code == 200
    assert 'name="digest"' not in answer.text
    assert "notice" in answer.text


def test_a_word_for_a_number_is_named_by_its_cell_and_nothing_is_kept(
    case: None, app: Flask, signed_in: Enter
):
    officer, before = signed_in(Role.OFFICER), figures(app)
    held = book(officer)
    held["Capacités"]["D5"] = "douze"
    held["Capacités"]["C6"] = "août"
    held["Territoires"]["D5"] = "99999"

    answer = sent(officer, held)

    assert answer.status_code == 422
    said = answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Capacités!D5 : « douze » n’est pas un nombre d’heures" in said
    assert "Capacités!C6 : « août » n’est pas un mois" in said
    assert "Territoires!D5 : « 99999 » n’est pas un lieu connu" in said
    assert figures(app) == before


def test_changes_are_shown_then_kept_together(case: None, app: Flask, signed_in: Enter):
    officer = signed_in(Role.OFFICER)
    held = book(officer)
    held["Capacités"]["D6"] = "1 250,5"
    held["Capacités"].append(["mistral", "Espaces verts", "chaque mois", 80, 0])
    held["Territoires"].append(["durance", "travail", "commune", MIRAMAS])
    held["Adhérentes"].append(["neuve", "Neuve Insertion", "FR", "", "Istres"])
    held["Capacités"].append(["neuve", "cleaning", "", 12, ""])

    preview = sent(officer, held).text
    untouched = figures(app)
    answer = kept(officer, preview)

    assert "100\N{NO-BREAK SPACE}h → 1\N{NARROW NO-BREAK SPACE}250,5\N{NO-BREAK SPACE}h" in preview
    assert ("cleaning", "*", 100.0, 0.0) in untouched
    assert answer.status_code == 302
    assert ("cleaning", "*", 1250.5, 0.0) in figures(app)
    assert ("green_spaces", "*", 80.0, 0.0) in figures(app)
    assert figures(app, 3) == [("cleaning", "*", 12.0, 0.0)]
    with app.extensions["sessions"]() as session:
        assert {row.code for row in session.get_one(MemberRow, 2).territories} == {SALON, MIRAMAS}
        assert session.query(JournalRow).filter_by(act="means.imported").count() == 1


def test_what_changed_between_preview_and_press_is_shown_again(case: None, app: Flask, signed_in: Enter):
    officer = signed_in(Role.OFFICER)
    held = book(officer)
    held["Capacités"]["D6"] = 300
    preview = sent(officer, held).text
    with app.extensions["sessions"].begin() as session:
        session.get_one(MemberRow, 1).capacities[0].hours = 55

    answer = kept(officer, preview)

    assert answer.status_code == 409
    assert ("cleaning", "*", 55.0, 0.0) in figures(app)


def test_a_director_brings_only_her_own_members_hours(case: None, app: Flask, signed_in: Enter):
    director = signed_in(Role.DIRECTOR)
    held = book(director)
    rows = [row[0].value for row in held["Capacités"].iter_rows(min_row=5)]
    held["Capacités"].append(["durance", "cleaning", "", 1, 0])
    held["Adhérentes"].append(["autre", "Autre", "FR"])

    answer = sent(director, held)

    assert set(rows) == {"mistral"}
    assert answer.status_code == 422
    said = answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "« durance » n’est pas l’identifiant" in said
    assert "« autre » n’est pas l’identifiant" in said


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 rien", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" + b"0" * 600])
def test_what_is_no_workbook_is_refused(case: None, signed_in: Enter, data: bytes):
    answer = sent(signed_in(Role.OFFICER), data)

    assert answer.status_code == 422
    assert "classeur Excel" in answer.text


def test_means_are_closed_to_readers(signed_in: Enter):
    assert signed_in(Role.READER).get(PATH).status_code == 403
    assert signed_in(Role.READER).get(f"{PATH}capacites.xlsx").status_code == 403
