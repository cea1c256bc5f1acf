"""Hours in a table of lots: each row is a lot, whatever its unit column says."""

from __future__ import annotations

import pytest

from tender.clauses import label
from tender.clauses.folding import fold
from tender.clauses.lot_rows import lot_rows
from tender.vocabulary.clause import HoursDetail

TABLE = (
    "Le titulaire réalise au moins les heures d'insertion suivantes :\n"
    "Lot Intitulé Heures d'insertion\n"
    "1 Peinture 1 200 h\n"
    "2 Sols souples 800 h\n"
    "3 Menuiserie 1 600 h\n"
    "Ce volume est un minimum."
)


def test_each_row_gives_its_lot_and_no_stray_hour() -> None:
    (found,) = label(TABLE)

    assert found.attrs.hours == (
        HoursDetail(1200, "1", "lot"),
        HoursDetail(800, "2", "lot"),
        HoursDetail(1600, "3", "lot"),
    )
    assert found.attrs.lots == ("1", "2", "3")


@pytest.mark.parametrize(
    "table",
    [
        "Lot | Libellé | Nombre d'heures\n01 | Voirie | 350\n02 | Réseaux | 140\n",
        "Lots\tHeures\nLot 1\tGros œuvre\t350\nLot 2\tCharpente\t140\n",
        "N° de lot Désignation Volume horaire\n1 Gros œuvre 350 heures\n2 Charpente 140 heures\n",
    ],
)
def test_the_head_may_hold_the_unit(table: str) -> None:
    assert [row.value for row in lot_rows(table, fold(table))] == [350, 140]


@pytest.mark.parametrize(
    "table",
    [
        "Lot Intitulé Montant en euros\n1 Peinture 12 000\n2 Sols 8 000\n",
        "Article Désignation Quantité\n1 Balai 12\n2 Seau 8\n",
        "Lot Intitulé Heures\n1 Peinture 120 h\n",
        "Lot Surface en m2 Heures\n1 Peinture 120\n2 Sols 80\n",
    ],
)
def test_other_tables_give_no_hours(table: str) -> None:
    assert not lot_rows(table, fold(table))
