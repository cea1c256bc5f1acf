"""Which lots a phrase names."""

from __future__ import annotations

import pytest

from tender.clauses.folding import fold
from tender.clauses.scope import lot_mentions, resolve, same_lot

KNOWN = ("1", "2", "3", "4", "5")


@pytest.mark.parametrize(
    ("text", "lots"),
    [
        ("lots 1, 3 et 5", ("1", "3", "5")),
        ("pour le lot n°2", ("2",)),
        ("les lots 2 à 4", ("2", "3", "4")),
        ("lots n° 01 et 03", ("1", "3")),
        ("lots 2-3-4", ("2", "3", "4")),
        ("lots 1 (gros œuvre), 2 (peinture) et 5", ("1", "2", "5")),
        ("deux lots (2 et 4)", ("2", "4")),
        ("du lot 1 et du lot 3", ("1", "3")),
        ("tous les lots, hors lot 2", ("1", "3", "4", "5")),
        ("l'ensemble des lots à l'exception du lot 4", ("1", "2", "3", "5")),
        ("hormis pour les lots 1 et 5", ("2", "3", "4")),
        ("Los 3", ("3",)),
        ("tous les lots", None),
        ("le lot 1 : 250 heures", ("1",)),
        ("lot de 50 chaises", None),
    ],
)
def test_lots_are_read_as_the_call_numbers_them(text: str, lots: tuple[str, ...] | None) -> None:
    assert resolve(lot_mentions(fold(text)), KNOWN) == lots


def test_a_lot_has_one_number_however_it_is_written() -> None:
    assert same_lot("LOT-0002", "2")
    assert same_lot("02", "2")
    assert not same_lot("2", "20")
