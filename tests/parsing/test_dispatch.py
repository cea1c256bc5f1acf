"""The day a notice was sent, in the words of notices."""

from __future__ import annotations

from datetime import date

import pytest

from tender.parsing.dispatch import dispatch_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Date d'envoi du présent avis au JOUE et au BOAMP : 30 décembre 2026.", date(2026, 12, 30)),
        ("DATE D’ENVOI DU PRÉSENT AVIS À LA PUBLICATION\n21/08/2026", date(2026, 8, 21)),
        ("Date d'envoi de l'avis : 31.3.2026", date(2026, 3, 31)),
        ("Date limite de remise : 31.3.2026", None),
        ("Date d'envoi du présent avis : voir le profil d'acheteur.", None),
    ],
)
def test_the_day_stands_after_its_label(text: str, day: date | None):
    assert dispatch_day(text) == day
