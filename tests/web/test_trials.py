"""What would be: suppositions tried beside the split, seen side by side, adopted or left."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender import worker
from tender.store.accounts import Role
from tender.store.jobs import JobKind, JobRow
from tender.store.splits import SplitRow, TrialRow
from tests.builders import SALON
from tests.web.conftest import post
from tests.web.split_cases import Case, a_case

Enter = Callable[[Role], FlaskClient]


def tried(app: Flask, client: FlaskClient, case: Case, **fields: object) -> str:
    """Send suppositions and have them searched; the page that compares."""
    answer = post(client, f"{case.page}/repartition/essais/", act="try", **fields)
    assert answer.status_code == 302, answer.text
    with app.extensions["sessions"]() as session:
        job = session.query(JobRow).filter_by(kind=JobKind.TRIAL).order_by(JobRow.id.desc()).first()
        assert job is not None
    worker.run(worker.Bench(app.extensions["engine"], app.extensions["files"]), job.id)
    return str(answer.location)


def split(app: Flask) -> SplitRow:
    """The split as the database holds it."""
    with app.extensions["sessions"]() as session:
        row = session.query(SplitRow).one()
        _ = [share.member for share in row.shares]
        return row


def hours(app: Flask, member: int) -> int:
    """Hours a member has in all."""
    return sum(row.total_hours for row in split(app).shares if row.member_id == member)


def test_a_refusal_supposed_shows_two_ways_and_changes_nothing_until_adopted(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    before = hours(app, case.durance)

    page = tried(app, officer, case, refuse_member="durance", refuse_lot="1", refuse_kind="refuse")
    seen = officer.get(page).text
    untouched = hours(app, case.durance)
    post(officer, f"{page}/adopter", candidate="nearest")

    assert "Au plus près" in seen
    assert "Optimum" in seen
    assert "Durance Partage ne prendrait pas le lot 1" in seen
    assert untouched == before > 0
    assert hours(app, case.durance) == 0
    assert split(app).refused == [{"member": "durance", "lot": "1", "place": None}]


def test_a_capacity_supposed_holds_for_this_call_and_leaves_the_members_sheet(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)

    page = tried(app, officer, case, free_member="durance", free_trade="cleaning", free_hours="10")
    post(officer, f"{page}/adopter", candidate="fresh")

    assert hours(app, case.durance) <= 120
    assert split(app).member_settings == {"durance": {"free": {"cleaning": 10.0}}}
    assert "100\N{NO-BREAK SPACE}h" in officer.get(f"/adherentes/{case.durance}").text


def test_an_equity_weight_loads_a_member_less(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    before = hours(app, case.durance)

    page = tried(app, officer, case, weight_member="durance", weight="0,5")
    post(officer, f"{page}/adopter", candidate="fresh")

    assert 0 < hours(app, case.durance) < before


def test_suppositions_gather_and_can_be_taken_back(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    path = f"{case.page}/repartition/essais/"
    lot = json.dumps({"kind": "lot", "lot": "1", "min_share_hours": 200, "max_members": 1})

    added = post(officer, path, act="add", change=lot, weight_member="mistral", weight="2").text
    removed = post(officer, path, act="remove:0", change=lot).text

    assert "1 adhérentes au plus" in added
    assert "compterait 2 fois" in added
    assert "1 adhérentes au plus" not in removed


@pytest.mark.parametrize(
    "fields",
    [
        {"free_member": "durance", "free_trade": "cleaning", "free_hours": "beaucoup"},
        {"free_member": "personne", "free_trade": "cleaning", "free_hours": "3"},
        {"weight_member": "durance", "weight": "0"},
        {"lot_lot": "99", "lot_least": "3"},
        {"lock_share": "rien"},
        {"change": '{"kind": "weight", "member": "durance"}'},
    ],
)
def test_what_cannot_be_supposed_is_refused_and_nothing_is_tried(
    app: Flask, signed_in: Enter, fields: dict[str, str]
):
    case = a_case(app, split=True)

    answer = post(signed_in(Role.OFFICER), f"{case.page}/repartition/essais/", act="try", **fields)

    assert answer.status_code == 422
    with app.extensions["sessions"]() as session:
        assert session.query(TrialRow).count() == 0


def test_a_split_that_changed_meanwhile_is_not_overwritten(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    page = tried(app, officer, case, weight_member="durance", weight="0,5")
    cell = {"lot": "1", "lieu": SALON, "metier": "cleaning", "adherente": str(case.durance), "heures": "12"}
    post(officer, f"{case.page}/repartition/part", **cell)
    kept = hours(app, case.durance)

    answer = post(officer, f"{page}/adopter", candidate="fresh")

    assert "a changé depuis" in officer.get(answer.location).text
    assert hours(app, case.durance) == kept


def exported(officer: FlaskClient, address: str) -> list[list[str]]:
    """The rows of a CSV."""
    return list(csv.reader(io.StringIO(officer.get(address).text.lstrip("\ufeff")), delimiter=";"))


def test_a_trial_left_stays_readable_and_is_exported(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    page = tried(app, officer, case, refuse_member="durance", refuse_lot="1", refuse_kind="refuse")

    post(officer, f"{page}/laisser")
    table = exported(officer, f"{page}/comparaison.csv")
    measures = exported(officer, f"{page}/mesures.csv")

    assert "a été laissé" in officer.get(page).text
    assert table[0][0] == "Essai"
    assert len(table) > 2
    assert {row[2] for row in measures if row[1] == "Ensemble"} >= {
        "Heures réparties",
        "Charge la plus haute",
    }
    assert {row[2] for row in measures if row[1] == "Durance Partage"} >= {"Heures", "Charge", "Parts"}
    assert officer.get(f"{page}/comparaison.xlsx").data[:2] == b"PK"
    assert officer.get(f"{page}/comparaison.exe").status_code == 404


def test_trials_are_closed_to_directors_and_readers(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)

    for role in (Role.DIRECTOR, Role.READER):
        assert signed_in(role).get(f"{case.page}/repartition/essais/").status_code == 403
