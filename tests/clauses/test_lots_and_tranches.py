"""Hours by tranche keep their lot; a page break and an inverted exception do not lose one."""

from __future__ import annotations

from tender.clauses import label
from tender.clauses.folding import fold
from tender.clauses.scope import lot_mentions, resolve

KNOWN = ("1", "2", "3", "4")


def test_lots_that_alone_are_not_concerned_mean_the_others() -> None:
    words = fold("Seuls les lots 2 et 3 ne sont pas concernés par la clause d'insertion.")

    assert resolve(lot_mentions(words), KNOWN) == ("1", "4")


def test_a_clause_that_some_lots_alone_escape_stands() -> None:
    found = label("Seuls les lots 2 et 3 ne sont pas soumis à la clause d'insertion obligatoire.")

    assert [held.type.value for held in found] == ["EXEC_INSERTION"]


def test_the_hours_of_each_tranche_belong_to_the_lot_they_follow() -> None:
    text = (
        "Heures d'insertion par lot. Lot 1 - Voirie : 330 heures, avec 230 heures pour la tranche ferme"
        " et 100"
        " heures pour la tranche optionnelle. Lot 2 - Réseaux : 150 heures, avec 100 heures pour la"
        " tranche ferme"
        " et 50 heures pour la tranche optionnelle."
    )

    hours = {(held.value, held.lot) for found in label(text) for held in found.attrs.hours}

    assert hours == {(330, "1"), (230, "1"), (100, "1"), (150, "2"), (100, "2"), (50, "2")}


def test_a_page_break_between_a_clause_and_its_lots_is_passed_over() -> None:
    text = (
        "La présente consultation comporte une clause d'insertion.\nPage 12 sur 45\nCCAP – Réfection\n"
        "Elle s'applique aux lots 1 et 2."
    )

    assert [found.attrs.lots for found in label(text)] == [("1", "2")]


def test_a_lot_said_to_have_none_is_the_lot_of_the_denial() -> None:
    found = label("Le lot 4 n'est pas soumis à la clause d'insertion.")

    assert [(held.type.value, held.attrs.lots) for held in found] == [("NEGATED", ("4",))]


def test_the_old_words_of_a_correction_state_nothing() -> None:
    text = "Au lieu de : « le marché comporte une clause d'insertion », lire : « le marché n'en comporte"
    " pas »."

    assert not [found for found in label(text) if found.type.counts]
