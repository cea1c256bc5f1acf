"""The members' pages: who they are, where they work, what they declare."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender.store.accounts import Role
from tender.store.members import MemberRow
from tests.builders import SALON
from tests.web.conftest import post
from tests.web.split_cases import OTHER, a_case, enter

Enter = Callable[[Role], FlaskClient]


def member(app: Flask, number: int) -> MemberRow:
    """The member as the database holds it."""
    with app.extensions["sessions"]() as session:
        row = session.get(MemberRow, number)
        assert row is not None
        _ = row.territories, row.capacities
        return row


def test_the_list_says_where_each_works_and_what_is_free(app: Flask, signed_in: Enter):
    a_case(app, needs=False)

    page = signed_in(Role.OFFICER).get("/adherentes/").text

    assert "Mistral Insertion" in page
    assert "Salon-de-Provence, Miramas" in page
    assert "100\N{NO-BREAK SPACE}h" in page


def test_a_figure_grown_old_is_to_be_confirmed_and_one_press_renews_it(app: Flask, signed_in: Enter):
    a_case(app, needs=False)
    with app.extensions["sessions"].begin() as session:
        session.get_one(MemberRow, 1).capacities[0].updated = datetime.now(UTC) - timedelta(days=200)
    director = signed_in(Role.DIRECTOR)
    before = director.get("/adherentes/nos-capacites").text

    post(director, "/adherentes/1/capacites/exactes")

    assert "À confirmer" in before
    assert "À confirmer" not in director.get("/adherentes/nos-capacites").text


def test_a_director_changes_her_hours(app: Flask, signed_in: Enter):
    a_case(app, needs=False)
    fields = {
        "trade": ["cleaning", "Espaces verts", ""],
        "month": ["", "2027-08", ""],
        "hours": ["120,5", "40", ""],
        "committed": ["20", "", ""],
        "new": ["0", "1", "1"],
    }

    answer = post(signed_in(Role.DIRECTOR), "/adherentes/1/capacites", **fields)

    assert answer.status_code == 302
    assert [(row.trade, row.month, row.hours, row.committed) for row in member(app, 1).capacities] == [
        ("cleaning", "*", 120.5, 20.0),
        ("green_spaces", "2027-08", 40.0, 0.0),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("cleaning", "", "beaucoup", ""), "Saisissez un nombre"),
        (("cleaning", "", "10", "20"), "promises"),
        (("", "", "10", ""), "Indiquez le métier"),
        (("cleaning", "août", "10", ""), "mois"),
        (("cleaning", "", "-3", ""), "pas possible"),
    ],
)
def test_hours_that_cannot_be_are_refused_on_their_line(
    app: Flask, signed_in: Enter, line: tuple[str, str, str, str], said: str
):
    a_case(app, needs=False)
    names = ("trade", "month", "hours", "committed")

    answer = post(
        signed_in(Role.OFFICER), "/adherentes/1/capacites", new="1", **dict(zip(names, line, strict=True))
    )

    assert answer.status_code == 422
    assert said in answer.text
    assert member(app, 1).capacities[0].hours == 100


def test_places_are_added_and_removed_by_name(app: Flask, signed_in: Enter):
    a_case(app, needs=False)
    officer = signed_in(Role.OFFICER)

    found = officer.get("/adherentes/1/territoires?q=istres").text
    post(officer, "/adherentes/1/territoires", kind="commune", code="13047", act="add")
    post(officer, "/adherentes/1/territoires", kind="commune", code=SALON, act="remove")
    unknown = post(officer, "/adherentes/1/territoires", kind="commune", code="99999", act="add")

    assert "Istres" in found
    assert {one.code for one in member(app, 1).territories} == {"13063", "13047"}
    assert unknown.status_code == 422


def test_the_map_leads_to_the_commune_chosen_on_it(app: Flask, signed_in: Enter):
    a_case(app, needs=False)

    page = signed_in(Role.OFFICER).get("/adherentes/1/territoires?commune=13047").text

    assert "Choisi sur la carte" in page
    assert "Métropole d&#39;Aix-Marseille-Provence" in page


def test_a_member_is_added_then_told_where_it_works(app: Flask, signed_in: Enter):
    officer = signed_in(Role.OFFICER)

    answer = post(officer, "/adherentes/ajouter", name="Étang Emploi", home="Istres")

    assert answer.status_code == 302
    assert "/territoires" in answer.location
    assert member(app, 2).key == "etang-emploi"
    assert member(app, 2).home_place == "13047"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Saisissez le nom"),
        ({"name": "X", "siret": "123"}, "SIRET"),
        ({"name": "X", "home": "Nulleparville"}, "Nulleparville"),
        ({"name": "X", "email": "x"}, "pas complète"),
    ],
)
def test_an_identity_that_cannot_be_is_refused_beside_its_box(
    signed_in: Enter, fields: dict[str, str], said: str
):
    answer = post(signed_in(Role.OFFICER), "/adherentes/1/identite", **fields)

    assert answer.status_code == 422
    assert said in answer.text


def test_a_director_sees_nobody_elses_means(app: Flask):
    case = a_case(app, needs=False)
    other = enter(app, OTHER)

    for page in ("", "/identite", "/territoires", "/capacites"):
        assert other.get(f"/adherentes/{case.mistral}{page}").status_code == 404
    assert post(other, f"/adherentes/{case.mistral}/capacites/exactes").status_code == 404
    assert other.get("/adherentes/").status_code == 403
    assert other.get(f"/adherentes/{case.durance}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/adherentes/", "/adherentes/1", "/adherentes/1/capacites", "/adherentes/nos-capacites"]
)
def test_a_reader_and_a_stranger_are_kept_out(client: FlaskClient, signed_in: Enter, path: str):
    assert client.get(path).status_code == 302
    assert signed_in(Role.READER).get(path).status_code == 403
