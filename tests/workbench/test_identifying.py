"""Numbers of public registers, checked digit by digit where they have check digits."""

from __future__ import annotations

import pytest

from tender.workbench.errors import Invalid
from tender.workbench.identifying import checked_foreign_id, checked_siret


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("DE", "Amtsgericht Saarbrücken, HRB 12345", "HRB 12345, Amtsgericht Saarbrücken"),
        ("DE", "VR 1234 Saarbrücken", "VR 1234, Amtsgericht Saarbrücken"),
        ("DE", "DE 136 695 976", "DE136695976"),
        ("LU", "f 1234", "RCS Luxembourg F1234"),
        ("LU", "RCS Luxembourg B098765", "RCS Luxembourg B98765"),
        ("LU", "LU 150 274 42", "LU15027442"),
        ("BE", "BE 0403.019.261", "0403.019.261"),
        ("BE", "BCE : 403019261", "0403.019.261"),
        ("LU", "", ""),
    ],
)
def test_a_foreign_number_is_written_as_its_country_does(country: str, typed: str, kept: str):
    assert checked_foreign_id(country, typed) == kept


@pytest.mark.parametrize(
    ("country", "typed"),
    [
        ("DE", "DE136695977"),
        ("DE", "HRB 12345"),
        ("DE", "HRB 12345 Nulleparville"),
        ("LU", "LU15027443"),
        ("LU", "Z1234"),
        ("BE", "0403.019.262"),
        ("BE", "douze"),
        ("ES", "B58378431"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_country(country: str, typed: str):
    with pytest.raises(Invalid) as refusal:
        checked_foreign_id(country, typed)

    assert refusal.value.facts["country"] == country


def test_a_siret_has_its_check_digit():
    assert checked_siret("732 829 320 00074") == "73282932000074"
    with pytest.raises(Invalid):
        checked_siret("73282932000075")
