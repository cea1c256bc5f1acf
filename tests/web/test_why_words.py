"""German and English tell the reasons of a split from its facts, whatever the limit."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from flask_babel import force_locale

from tender.consortium.explanation import explain
from tender.consortium.shortfall import shortfalls
from tender.vocabulary.plain import to_plain
from tender.vocabulary.split import (
    Absence,
    Lock,
    Need,
    Objective,
    ReasonKind,
    Refusal,
    Share,
    Split,
    SplitCase,
    SplitLot,
    SplitMember,
    SplitStatus,
)
from tender.vocabulary.trade import TRADES
from tender.web.labels import TRADE_NAMES, trade_in_sentence, trade_label
from tender.web.why_words import missing_words, reason_words, relaxation_words

NAMES = {"who": "Mistral", "where": "Miramas", "lot": "1", "trade": "Reinigung"}
PLACES = ("13063", "13103", "13055")
MONTHS = ("2027-01", "2027-02")


@pytest.fixture(autouse=True)
def in_a_request(app: Flask):
    with app.test_request_context():
        yield


def a_case(seed: int) -> tuple[SplitCase, Split]:
    """Some case with every kind of limit, and some split of it."""
    dice = random.Random(seed)
    needs = tuple(Need(place, "cleaning", dict.fromkeys(MONTHS, 10.0)) for place in PLACES)
    members = tuple(
        SplitMember(
            f"m{i}",
            tuple(dice.sample(PLACES, dice.randint(1, 3))),
            dice.choice([{}, {"cleaning": dict.fromkeys(MONTHS, float(dice.randint(0, 25)))}]),
            equity=dice.choice([1.0, 1.0, 0.5]),
            past_hours=dice.choice([None, 120.0]),
        )
        for i in range(4)
    )
    lot = SplitLot("1", needs, dice.choice([0.0, 6.0]), dice.choice([None, 1, 2]))
    refused = (Refusal("m0", "1", dice.choice([None, PLACES[0]])),)
    locked = (Lock("m1", "1", PLACES[1], "cleaning", dice.choice([0.0, 0.5])),)
    shares = tuple(
        Share(member.id, "1", place, "cleaning", part, part * 20)
        for member in members
        for place in member.places
        if member.capacity and (part := dice.choice([0.0, 0.5, 1.0]))
    )
    far = {f"{member.id}|{place}": float(dice.randint(1, 60)) for member in members for place in PLACES}
    absences = {"m0|1": absence} if (absence := dice.choice([None, *Absence])) else {}
    case = SplitCase(MONTHS, (lot,), members, far, refused, locked, absences)
    return case, Split(SplitStatus.FEASIBLE, 0.0, 0.0, Objective(), shares)


@pytest.mark.parametrize("locale", ["de", "en"])
def test_every_reason_the_solver_gives_has_its_sentence(locale: str):
    kinds, told = set(), set()
    with force_locale(locale):
        for seed in range(60):
            for one in explain(*a_case(seed)):
                kinds.add(one.because)
                told.add(reason_words(one.because, to_plain(one)["facts"], NAMES))

    assert kinds == set(ReasonKind)
    assert not [words for words in told if "%(" in words or "adhérente" in words]


@pytest.mark.parametrize("locale", ["de", "en"])
def test_every_gap_and_every_remedy_has_its_sentence(locale: str):
    told = set()
    with force_locale(locale):
        for seed in range(60):
            for one in to_plain(shortfalls(*a_case(seed))):
                told.add(missing_words(one, "Reinigung"))
                told |= {relaxation_words(change, NAMES) for change in one["relaxations"]}

    assert len(told) > 6
    assert not [words for words in told if "%(" in words or "manquent" in words]


def test_every_trade_the_program_knows_has_its_name_in_each_language():
    assert {trade.code: trade.name for trade in TRADES} == {
        code: str(name) for code, name in TRADE_NAMES.items()
    }
    with force_locale("de"):
        assert trade_label("cleaning") == "Gebäudereinigung"
        assert trade_in_sentence("cleaning") == "Gebäudereinigung"
    with force_locale("en"):
        assert trade_in_sentence("green_spaces") == "green spaces"


def test_a_trade_the_program_does_not_know_is_its_own_name():
    assert trade_label("Vannerie") == "Vannerie"
