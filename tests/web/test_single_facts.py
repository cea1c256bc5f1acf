"""Facts that hold one value: each one read has its words, its form, and comes back from it as it was."""

from __future__ import annotations

from datetime import time
from typing import Any, get_args, get_type_hints

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from tender.parsing.revision import SINGLES
from tender.vocabulary.call import Grouping, MaxLots, Reading, Visit
from tender.web import single_facts
from tender.web.fact_forms import form_for, kept_of
from tender.web.facts import GROUPS
from tender.web.single_facts import Way, name_of, single, value_of

TYPES: dict[str, Any] = {
    name: get_args(get_args(get_type_hints(holder)[name])[0])[0]
    for holder, (_, names) in zip((Reading, Grouping, MaxLots), SINGLES, strict=True)
    for name in names
}
"""What each fact holds, as the vocabulary declares it."""
WAYS = {
    int: {Way.NUMBER, Way.DAYS},
    bool: {Way.CHOICE},
    str: {Way.TEXT, Way.DAY, Way.MOMENT, Way.CHOICE},
    Visit: {Way.VISIT},
}
SAMPLES: dict[Way, Any] = {
    Way.TEXT: "Ville de Metz",
    Way.NUMBER: 3,
    Way.DAYS: 120,
    Way.DAY: "2027-02-01",
    Way.MOMENT: "2027-02-01T12:00:00+01:00",
    Way.VISIT: {"required": True, "text": "sur rendez-vous"},
}


def test_every_single_fact_of_a_reading_has_its_line():
    assert {one.key for one in single_facts.ALL} == set(TYPES), (
        "each `Stated` of Reading, Grouping and MaxLots wants a line in ALL of tender/web/single_facts.py"
    )
    assert {one.group for one in single_facts.ALL} <= {code for code, _, _ in GROUPS}


@pytest.mark.parametrize("key", TYPES)
def test_what_is_shown_comes_back_from_its_form_unchanged(app: Flask, key: str):
    known = single(key)
    values = list(known.answers) or [SAMPLES[known.way]]

    assert known.way in WAYS[TYPES[key]]
    assert all(isinstance(value, TYPES[key]) for value in values if TYPES[key] is not Visit)
    app.config["WTF_CSRF_ENABLED"] = False
    for value in values:
        with app.test_request_context():
            asked = form_for("field", key, {"value": value}, seen="")
            sent = MultiDict({name: _typed(held) for name, held in asked.data.items()})
        with app.test_request_context(method="POST", data=sent):
            given = form_for("field", key, {"value": None}, seen="")
            assert given.validate_on_submit(), given.errors
            assert kept_of(given, "field", key) == {"value": value}
            assert value_of(key, value)


@pytest.mark.parametrize("locale", ["de", "en"])
def test_no_name_or_answer_stays_french_in_another_language(app: Flask, locale: str):
    with app.test_request_context():
        french = {one.key: str(one.name) for one in single_facts.ALL}
        with force_locale(locale):
            same = {key for key, name in french.items() if name_of(key) == name}

    assert same <= {"visit"}


def _typed(held: Any) -> str:
    """A box's content as a browser sends it."""
    return f"{held:%H:%M}" if isinstance(held, time) else str(held or "")
