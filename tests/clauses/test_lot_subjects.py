"""Lots of a clause and lots spoken of for something else."""

from __future__ import annotations

import pytest

from tender.clauses import label
from tender.vocabulary.clause import ClauseType

TOLD = [
    (
        "Le lot 1 comporte une clause d'insertion de 200 heures. Les lots 1 et 3 font l'objet d'une visite.",
        "1",
    ),
    ("Le lot 1 comporte une clause d'insertion et les lots 1 et 3 une visite obligatoire.", "1"),
    ("Le lot 1 est soumis à une clause sociale d'insertion ; le lot 3 est réservé aux PME.", "1"),
    ("Lot 1 : gros œuvre, clause d'insertion de 300 heures. Lot 2 : peinture. Lot 3 : électricité.", "1"),
    ("La clause d'insertion concerne le lot 1. Les lots 1 et 3 comportent une clause environnementale.", "1"),
    ("Pour le lot 1, une clause d'insertion s'applique. Les variantes sont admises aux lots 1 et 3.", "1"),
    (
        "Une clause d'insertion s'applique aux lots 1 à 3. Le lot 2 n'est pas concerné par cette clause.",
        "1 3",
    ),
    (
        "Une clause d'insertion est prévue. Les titulaires des lots 2 et 4 mettront en œuvre cette clause.",
        "2 4",
    ),
    (
        "Une clause d'insertion est prévue. Sont concernés les lots : lot 02 - Toiture, lot 05 - Sols.",
        "02 05",
    ),
    ("Le lot 6 est un marché réservé. En conséquence, il sera attribué à un ESAT.", "6"),
    ("Clause d'insertion : lot 1 : 300 heures. Lot 2 : 120 heures.", "1 2"),
]


@pytest.mark.parametrize(("text", "lots"), TOLD)
def test_a_clause_has_the_lots_said_of_it_only(text: str, lots: str) -> None:
    (found,) = (one for one in label(text) if one.type.counts)

    assert found.attrs.lots == tuple(lots.split())


def test_a_denial_for_one_lot_leaves_the_other_its_clause() -> None:
    found = label("Pas de clause d'insertion pour le lot 2. Le lot 3 comporte 90 heures d'insertion.")

    assert {(one.type, one.attrs.lots) for one in found} == {
        (ClauseType.NEGATED, ("2",)),
        (ClauseType.EXEC_INSERTION, ("3",)),
    }
