"""Dates and numbers as each language writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from tender.store.calls import FactRow, FactState
from tender.web import display
from tender.web.csv_files import csv_answer
from tender.web.facts import groups_of_facts, note_of
from tender.web.french import typeset
from tender.web.labels import WORDS, label
from tender.workbench import clock

NOW = datetime(2026, 7, 9, 8, tzinfo=UTC)
CLOSING = datetime(2026, 7, 15, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_a_known_moment(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.test_request_context():
        yield


def plain(text: str) -> str:
    """With ordinary spaces, as one reads it."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("fr", "mer. 15 juil. 2026, 12 h (dans 6 jours)"),
        ("de", "Mi., 15. Juli 2026, 12 Uhr (in 6 Tagen)"),
        ("en", "Wed 15 Jul 2026, 12:00 (in 6 days)"),
    ],
)
def test_a_deadline_is_written_as_the_language_does(locale: str, expected: str):
    with force_locale(locale):
        assert plain(f"{display.date_time(CLOSING)} ({display.time_left(CLOSING)})") == expected


@pytest.mark.parametrize(
    ("moment", "left", "nearness"),
    [
        (datetime(2026, 7, 9, 8, 40, tzinfo=UTC), "dans 40 min", "urgent"),
        (datetime(2026, 7, 9, 14, tzinfo=UTC), "dans 6 h", "urgent"),
        (datetime(2026, 7, 9, 22, 30, tzinfo=UTC), "demain", "urgent"),
        (datetime(2026, 7, 12, 8, tzinfo=UTC), "dans 3 jours", "soon"),
        (datetime(2026, 7, 30, 8, tzinfo=UTC), "dans 21 jours", "far"),
        (datetime(2026, 7, 9, 7, tzinfo=UTC), "passé aujourd’hui", "late"),
        (datetime(2026, 7, 8, 7, tzinfo=UTC), "hier", "late"),
        (datetime(2026, 7, 4, 7, tzinfo=UTC), "il y a 5 jours", "late"),
    ],
)
def test_the_time_left_counts_the_days_of_paris(moment: datetime, left: str, nearness: str):
    assert display.time_left(moment) == left
    assert display.nearness(moment) == nearness


def test_minutes_are_said_only_when_there_are_some():
    assert plain(display.hour(datetime(2026, 1, 5, 15, 30, tzinfo=UTC))) == "16 h 30"
    assert plain(display.hour(datetime(2026, 1, 5, 15, tzinfo=UTC))) == "16 h"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("fr", ("1 234,5 h", "62 %", "1 234 €", "1 234,50 €", "3 sur 41 (7 %)", "412 km")),
        ("de", ("1.234,5 h", "62 %", "1.234 €", "1.234,50 €", "3 von 41 (7 %)", "412 km")),
        ("en", ("1,234.5 h", "62%", "€1,234", "€1,234.50", "3 of 41 (7%)", "412 km")),
    ],
)
def test_numbers_carry_their_unit(locale: str, expected: tuple[str, ...]):
    with force_locale(locale):
        shown = (
            display.hours(1234.5),
            display.percent(0.62),
            display.euros(1234),
            display.euros(1234.5),
            display.part_of(3, 41),
            display.kilometres(412.3),
        )
    assert tuple(plain(one) for one in shown) == expected


def test_a_part_of_nothing_is_no_percentage():
    assert display.part_of(0, 0) == "0 sur 0"


def test_french_spaces_do_not_break():
    assert typeset("« Lot 1 » : oui ?") == "«\u00a0Lot 1\u00a0»\u00a0: oui\u00a0?"


def test_every_value_of_every_enum_has_its_word():
    for kind, words in WORDS.items():
        assert set(words) == set(kind), f"{kind.__name__}: its words stand in tender/web/labels.py"
        for value in kind:
            assert label(value), f"{value!r} has no words where it is declared"


def test_a_file_of_figures_keeps_every_digit_and_runs_nothing():
    cells = (1_366_432.0, 0.1389, 1_234_567.89, 12, "=1+1", None)

    line = csv_answer("x.csv", [cells]).get_data(as_text=True)

    assert line == "\ufeff1366432;0,1389;1234567,89;12;'=1+1;\r\n"


def test_a_paper_that_may_stand_for_others_says_which_in_the_readers_language():
    names = ["Formulaire DC1", "Formulaire DC2"]
    paper = FactRow(
        kind="document", key="3", read={"name": "DUME", "instead_of": names}, state=FactState.READ
    )

    with force_locale("fr"):
        assert plain(note_of(paper) or "") == "Au choix, à la place de : Formulaire DC1, Formulaire DC2"
    with force_locale("de"):
        assert note_of(paper) == "Wahlweise anstelle von: Formulaire DC1, Formulaire DC2"


def test_papers_stand_by_the_part_they_belong_to():
    parts = ("offre", "candidature", None, "offre", "candidature")
    papers = [
        FactRow(
            kind="document", key=str(key), read={"name": f"Pièce {key}", "part": part}, state=FactState.READ
        )
        for key, part in enumerate(parts)
    ]

    (group,) = (held for held in groups_of_facts(papers) if held.code == "papers")

    assert [fact.row.key for fact in group.facts] == ["1", "4", "0", "3", "2"]
