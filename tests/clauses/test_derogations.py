"""A derogation is stated, never guessed."""

from __future__ import annotations

import pytest

from tender.clauses import derogation_in


@pytest.mark.parametrize(
    "text",
    [
        "Il est dérogé à l’article L. 2112-2-1 : les travaux durent moins de six mois.",
        "Par dérogation à l'article L.2112-2-1 du code, le marché ne comporte pas de condition sociale.",
        "Le marché ne prévoit pas de clause sociale. La solution est immédiatement disponible. Un an.",
        "Aucune clause sociale n'est prévue, faute de lien suffisant avec l'objet du marché.",
        "L'obligation de l'article L2112-2-1 est écartée : exception, elle restreindrait la concurrence.",
    ],
)
def test_the_words_of_a_derogation_are_found(text):
    assert derogation_in(text)
    assert derogation_in(text) in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Le marché ne comporte pas de clause sociale.",
        "Conformément à l'article L2112-2-1, le titulaire réalise 500 heures d'insertion.",
        "Il est dérogé à l'article 14.1 du CCAG-Travaux (pénalités).",
        "Le lien avec l'objet du marché est exigé des critères. La dérogation au CCAG est listée.",
    ],
)
def test_other_words_state_none(text):
    assert derogation_in(text) is None
