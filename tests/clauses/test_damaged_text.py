"""Text damaged on its way (lost apostrophes, wrong encodings, wrapped lines) says what it said."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable

import pytest

from tender.clauses import label
from tender.clauses.folding import fold
from tender.vocabulary.clause import ClauseType

HIRING = (
    "Dans le cadre de l'exécution du marché, l'entreprise s'engage à l'embauche de publics"
    " éloignés de l'emploi."
)
PRIVED = "L'attributaire confie au moins 350 heures d'insertion à des personnes privées d'emploi."
RESERVED = "Le lot n° 2 est réservé à des structures d'insertion par l'activité économique."
GERMAN = (
    "Bei der Ausführung des Auftrags sind mindestens 5 % der Arbeitsstunden durch Langzeitarbeitslose"
    " zu erbringen."
)
PAY = (
    "Der Auftragnehmer hat seinen Beschäftigten mindestens das Entgelt nach dem einschlägigen"
    " repräsentativen Tarifvertrag zu zahlen."
)
STATED = (
    (ClauseType.EXEC_INSERTION, HIRING),
    (ClauseType.EXEC_INSERTION, PRIVED),
    (ClauseType.RESERVED_SIAE, RESERVED),
    (ClauseType.EXEC_INSERTION, GERMAN),
    (ClauseType.SOCIAL_OTHER_EXEC, PAY),
)
DAMAGES: dict[str, Callable[[str], str]] = {
    "no apostrophes": lambda text: text.replace("'", ""),
    "spaces for apostrophes": lambda text: text.replace("'", " "),
    "question marks for apostrophes": lambda text: text.replace("'", "?"),
    "replacement characters": lambda text: text.replace("'", "\ufffd"),
    "capitals without accents": lambda text: re.sub(
        "[\u0300-\u036f]", "", unicodedata.normalize("NFD", text)
    ).upper(),
    "spaces that do not break": lambda text: text.replace(" ", "\u00a0"),
    "double spaces": lambda text: text.replace(" ", "  "),
    "wrapped lines": lambda text: "\n".join(textwrap.wrap(text, 44)),
    "both forms": lambda text: text.replace("personnes", "personne(s)").replace("privées", "privé(e)s"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_clause_is_read_through_damage(damage: str) -> None:
    found = [[one.type for one in label(DAMAGES[damage](text))] for _, text in STATED]

    assert found == [[kind] for kind, _ in STATED]


def test_a_question_stays_a_question() -> None:
    assert fold("Qui ? Le lot. Et la ?pièce") == "qui ? le lot. et la ?piece"
    assert fold("l?emploi d\ufffdinsertion") == "l'emploi d'insertion"
    assert fold("personne(s) privé(e)s") == "personnes   prives   "
