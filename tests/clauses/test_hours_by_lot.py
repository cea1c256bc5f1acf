"""Hours by lot, however lots and hours stand beside each other, and what scripts are told of them."""

from __future__ import annotations

import pytest

from tender.clauses import label, told_by_lot
from tender.vocabulary.clause import Clause, ClauseType, HoursDetail

EXEC = ClauseType.EXEC_INSERTION


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Clause d'insertion : Lot 1 350 heures, Lot 2 1 120 heures.", {("1", 350), ("2", 1120)}),
        ("Lots Heures d'insertion\n1 350\n2 120\n3 1 060\n", {("1", 350), ("2", 120), ("3", 1060)}),
        ("Heures d'insertion :\nLot 1Gros œuvre350 h\nLot 2Charpente120 h", {("1", 350), ("2", 120)}),
        (
            "Les heures d'insertion sont de 350 h (lot 1), 120 h (lot 2) et 60 h (lots 3 et 4).",
            {("1", 350), ("2", 120), ("3", 60), ("4", 60)},
        ),
        ("Nombre d'heures d'insertion : lot n° 1 : 350, lot n° 2 : 120", {("1", 350), ("2", 120)}),
        (
            "Total des heures d'insertion : 1 960 h dont 1 200 h pour le lot 1 et 760 h pour le lot 2.",
            {(None, 1960), ("1", 1200), ("2", 760)},
        ),
    ],
)
def test_each_lot_has_its_own_hours(text: str, hours: set[tuple[str | None, float]]) -> None:
    (found,) = label(text)

    assert {(held.lot, held.value) for held in found.attrs.hours} == hours


def test_hours_of_training_are_a_part_and_no_hours_of_their_own() -> None:
    (found,) = label("Le titulaire réalise 1 200 heures d'insertion, dont 200 heures de formation.")

    assert [held.value for held in found.attrs.hours] == [1200]


def test_a_clause_whose_hours_differ_is_told_lot_by_lot() -> None:
    details = (HoursDetail(90, "1", "lot"), HoursDetail(140, "2", "lot"), HoursDetail(230))
    clause = Clause(EXEC, lots=("1", "2", "3"), hours=230, hours_detail=details)

    told = told_by_lot([clause])

    assert [(c.lots, c.hours, c.hours_detail) for c in told] == [
        (("1",), 90, details[:1]),
        (("2",), 140, details[1:2]),
        (("3",), 230, details[2:]),
    ]


@pytest.mark.parametrize(
    "clause",
    [
        Clause(EXEC),
        Clause(EXEC, hours=300, hours_detail=(HoursDetail(300),)),
        Clause(EXEC, lots=("1", "2"), hours=50, hours_detail=(HoursDetail(50, "1"), HoursDetail(50, "2"))),
    ],
)
def test_other_clauses_are_told_as_they_are(clause: Clause) -> None:
    assert told_by_lot([clause]) == (clause,)
