"""The least turnover asked of a bidder, in the words of rules of consultation."""

from __future__ import annotations

import pytest

from tender.parsing.turnover import turnover_floor


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("Chiffre d’affaires annuel minimum : 300 000 € HT", 300_000.0),
        ("Un chiffre d'affaires global au moins égal à 150 000 euros sur l'exercice.", 150_000.0),
        ("chiffre d’affaires minimal sur les 3 dernières années\nLot n°1 Entretien 1 200 000,00 € HT", 1.2e6),
        ("Déclaration du chiffre d'affaires global des trois derniers exercices.", None),
        ("Chiffre d'affaires de 2024 : 500 000 €", None),
        ("Le chiffre d'affaires minimum porte sur les 3 derniers exercices.", None),
    ],
)
def test_the_amount_stands_after_a_word_of_a_least(text: str, euros: float | None):
    assert turnover_floor(text) == euros
