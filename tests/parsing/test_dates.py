"""Dates and hours in every form met."""

from __future__ import annotations

import pytest

from tender.parsing.dates import find_moments
from tender.parsing.flow import fold


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("MERCREDI 15 JUILLET 2026 A 12:00", "2026-07-15T12:00:00+02:00"),
        ("le 1er février 2027 à 17 heures", "2027-02-01T17:00:00+01:00"),
        ("15/07/2026 – 12h00", "2026-07-15T12:00:00+02:00"),
        ("Date : 19 avril 2025 ......................\nHeure : 15h00 ......", "2025-04-19T15:00:00+02:00"),
        ("le 3 mars 2027 à 12 heures 30", "2027-03-03T12:30:00+01:00"),
        ("02 septembre 2024         A 14 : 00", "2024-09-02T14:00:00+02:00"),
        ("Du 28 / 11 /2019 à 10 heures", "2019-11-28T10:00:00+01:00"),
        ("avant 12 h 30 le lundi 3 mai 2027", "2027-05-03T12:30:00+02:00"),
        ("au plus tard le 3 mai 2027 à midi", "2027-05-03T12:00:00+02:00"),
        ("le 3 mai 2027 à minuit", "2027-05-04T00:00:00+02:00"),
        ("1erfévrier2027 à 17h", "2027-02-01T17:00:00+01:00"),
        ("le vendredi 4 décembre 2026, 12h00 (heure de Paris)", "2026-12-04T12:00:00+01:00"),
        ("2026-07-15T12:00", "2026-07-15T12:00:00+02:00"),
        ("08.04.2026 – 12.00 Uhr", "2026-04-08T12:00:00+02:00"),
        ("am 25. Juli 2025 um 11 Uhr", "2025-07-25T11:00:00+02:00"),
        ("3 mai 2027", "2027-05-03"),
        ("le quinze janvier deux mille vingt-sept à midi", "2027-01-15T12:00:00+01:00"),
        ("vendredi vingt et un mai deux mille vingt sept à seize heures trente", "2027-05-21T16:30:00+02:00"),
        ("le premier mars 2027 à douze heures", "2027-03-01T12:00:00+01:00"),
        ("15 janvier 2027 avant dix-sept heures", "2027-01-15T17:00:00+01:00"),
    ],
)
def test_a_date_is_read_as_written(written: str, expected: str) -> None:
    assert [moment.iso("Europe/Paris") for moment in find_moments(fold(written))] == [expected]


def test_dates_side_by_side_keep_their_own_hours() -> None:
    found = find_moments(fold("22.07.2025 um 9 Uhr 25.07.2025 um 11 Uhr 25.08.2025"))

    assert [m.iso("Europe/Berlin")[:16] for m in found] == [
        "2025-07-22T09:00",
        "2025-07-25T11:00",
        "2025-08-25",
    ]


@pytest.mark.parametrize(
    "nothing", ["31/02/2027", "article 12.3.20 du CCAP", "version 2.0.2026", "le 3 mars et 4 avril"]
)
def test_what_is_no_date_gives_none(nothing: str) -> None:
    assert find_moments(fold(nothing)) == []
