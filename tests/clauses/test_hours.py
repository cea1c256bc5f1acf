"""Hours of insertion: values, lots, periods; never hours of the clock."""

from __future__ import annotations

import pytest

from tender.clauses.folding import fold
from tender.clauses.hours import hours_in
from tender.vocabulary.clause import HoursDetail


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("3 000 heures d'insertion par année d'exécution", [HoursDetail(3000, None, "year")]),
        ("1\u202f155 heures", [HoursDetail(1155)]),
        (
            "lot 1 : 250 heures ; lot 2 : 80 heures",
            [HoursDetail(250, "1", "lot"), HoursDetail(80, "2", "lot")],
        ),
        (
            "175 heures pour le lot n°1, 130 h pour le lot n°5",
            [HoursDetail(175, "1", "lot"), HoursDetail(130, "5", "lot")],
        ),
        ("5h par tranche de 10 000 euros HT", [HoursDetail(5, None, "10 000 € HT")]),
        ("nombre d'heures d'insertion : 420", [HoursDetail(420)]),
        ("passe de 1000 heures à 600 heures", [HoursDetail(600)]),
        ("une clause d'insertion s'élevant à 35h", [HoursDetail(35)]),
        ("2 100 heurs de travail", [HoursDetail(2100)]),
        (
            "nombre d'heures de travail au titre de l'engagement d'insertion pour la 1re période : 1 253.",
            [HoursDetail(1253)],
        ),
        ("exemple : 600 000 € x 30 % x 10 % / 30 € = 600 heures d'insertion", []),
        ("les offres avant le 12 mars à 16 heures", []),
        ("intervention sous 48 heures", []),
        ("ouvert de 8 heures 30 à 17 heures 00", []),
    ],
)
def test_hours_are_read_with_their_lot_and_period(text: str, hours: list[HoursDetail]) -> None:
    assert list(hours_in(fold(text))) == hours
