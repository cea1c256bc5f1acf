"""The needs of a call: read or entered, saved all at once, each error on its line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender.store.accounts import Role
from tender.store.calls import CallRow
from tender.store.splits import NeedRow, SplitRow
from tender.vocabulary.call import Place, StatedNeed
from tender.workbench.facts import facts_of
from tests.builders import MIRAMAS, SALON, a_reading, an_evidence
from tests.web.conftest import post
from tests.web.split_cases import a_case

Enter = Callable[[Role], FlaskClient]


def needs(app: Flask) -> list[tuple[str, str, str, float, str]]:
    """The needs kept."""
    with app.extensions["sessions"]() as session:
        rows = session.query(NeedRow).order_by(NeedRow.lot, NeedRow.place)
        return [(r.lot, r.place, r.trade, next(iter(r.hours.values())), r.origin) for r in rows]


def test_hours_stated_by_the_call_are_there_with_their_page(app: Flask, signed_in: Enter):
    case = a_case(app, needs=False)
    stated = StatedNeed(
        60.0, "1", Place("commune", "Salon-de-Provence", SALON), "nettoyage", (an_evidence(),)
    )
    with app.extensions["sessions"].begin() as session:
        call = session.get_one(CallRow, case.call)
        call.facts = []
        session.flush()
        call.facts = list(facts_of(a_reading(needs=(stated,))))

    page = signed_in(Role.OFFICER).get(f"{case.page}/besoins").text

    assert "Salon-de-Provence (13103)" in page
    assert "RC.pdf, p. 1" in page
    assert needs(app) == [("1", SALON, "cleaning", 60.0, "read")]


def test_a_call_that_states_no_hours_says_what_to_do_first(app: Flask, signed_in: Enter):
    case = a_case(app, needs=False)

    page = signed_in(Role.OFFICER).get(f"{case.page}/besoins").text

    assert "ne disent pas les heures" in page
    assert "Nettoyage des gymnases" in page


def test_saving_replaces_all_needs_and_the_settings_of_a_lot(app: Flask, signed_in: Enter):
    case = a_case(app)
    fields = {
        "lot": ["1", "2", "2"],
        "place": ["Salon-de-Provence", "13047", ""],
        "trade": ["cleaning", "cleaning", "cleaning"],
        "hours": ["90,5", "30", ""],
        "least-1": "120",
        "most-1": "2",
    }

    answer = post(signed_in(Role.OFFICER), f"{case.page}/besoins", act="save", **fields)

    assert answer.status_code == 302
    assert needs(app) == [
        ("1", SALON, "cleaning", 90.5, "entered"),
        ("2", "13047", "cleaning", 30.0, "entered"),
    ]
    with app.extensions["sessions"]() as session:
        settings = session.query(SplitRow).one().lot_settings
    assert settings == {"1": {"min_share_hours": 120.0, "max_members": 2}}


@pytest.mark.parametrize(
    ("place", "hours", "said"),
    [
        ("Nulleparville", "10", "Aucune commune connue"),
        ("Sainte-Colombe", "10", "Plusieurs communes"),
        ("Salon-de-Provence", "dix", "Saisissez un nombre"),
        ("Salon-de-Provence", "-4", "plus de 0"),
        ("", "10", "Indiquez la commune"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_saved(
    app: Flask, signed_in: Enter, place: str, hours: str, said: str
):
    case = a_case(app)
    before = needs(app)

    answer = post(
        signed_in(Role.OFFICER), f"{case.page}/besoins",
        act="save", lot=["1", "1"], place=["Miramas", place], trade=["cleaning"] * 2, hours=["5", hours],
    )  # fmt: skip

    assert answer.status_code == 422
    assert said in answer.text
    assert "Lot 1, ligne 2" in answer.text
    assert needs(app) == before


def test_the_same_need_twice_is_refused_on_its_line(app: Flask, signed_in: Enter):
    case = a_case(app)

    answer = post(
        signed_in(Role.OFFICER), f"{case.page}/besoins",
        act="save", lot=["1", "1"], place=["Miramas", MIRAMAS], trade=["cleaning"] * 2, hours=["5", "6"],
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Lot 1, ligne 2" in answer.text


def test_a_line_is_added_and_taken_away_without_saving(app: Flask, signed_in: Enter):
    case = a_case(app)
    officer = signed_in(Role.OFFICER)
    lines = {
        "lot": ["1", "2"],
        "place": ["Miramas", "Istres"],
        "trade": ["cleaning"] * 2,
        "hours": ["5", "6"],
    }

    more = post(officer, f"{case.page}/besoins", act="add:2", **lines).text
    fewer = post(officer, f"{case.page}/besoins", act="drop:0", **lines).text

    assert more.count('name="place"') == 3
    assert "Miramas" not in fewer
    assert len(needs(app)) == 2


def test_communes_are_suggested_as_they_are_typed(signed_in: Enter):
    assert "Salon-de-Provence (13103)" in signed_in(Role.OFFICER).get("/communes?place=salon-de").text


def test_needs_are_closed_to_directors_and_readers(app: Flask, signed_in: Enter):
    case = a_case(app)

    assert signed_in(Role.DIRECTOR).get(f"{case.page}/besoins").status_code == 403
    assert signed_in(Role.READER).get("/communes?place=salon").status_code == 403


def test_a_form_cut_short_erases_nothing(app: Flask, signed_in: Enter):
    case = a_case(app)
    before = needs(app)

    answer = post(signed_in(Role.OFFICER), f"{case.page}/besoins")

    assert answer.status_code == 400
    assert needs(app) == before != []
