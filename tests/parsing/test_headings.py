"""Numbered sections, whatever the numbering."""

from __future__ import annotations

from tender.parsing.flow import Flow
from tender.parsing.headings import every_section, sections
from tests.parsing.made_calls import a_source


def test_articles_and_their_parts_make_a_tree() -> None:
    text = """ARTICLE 1 – Objet
1.1 Description
Texte
1.2 – Lieux
ARTICLE 2 – Conditions
2.1 : Délais"""
    roots = sections(Flow(a_source(text)))

    assert [(root.number, [c.number for c in root.children]) for root in roots] == [
        ((1,), [(1, 1), (1, 2)]),
        ((2,), [(2, 1)]),
    ]


def test_the_items_of_a_list_are_no_sections() -> None:
    text = """5 - Présentation
5.1 - Documents à produire
1. La copie du jugement ;
2. Un relevé d'identité bancaire.
6 - Envoi"""
    first = """1 - Objet\n2 - Lots\n3 - Durée\n4 - Contenu\n"""

    assert [s.number for s in every_section(Flow(a_source(first + text)))][-3:] == [(5,), (5, 1), (6,)]


def test_roman_numbers_go_on_when_a_main_title_is_lost() -> None:
    text = "II.1. CONTENU DU DOSSIER\nTexte\nII.2. MODIFICATION\nIII.1. ADRESSE DE REMISE"

    assert [s.number for s in every_section(Flow(a_source(text)))] == [(2, 1), (2, 2), (3, 1)]
