"""Boxes that are only drawn: the picture of the page says which is ticked."""

from __future__ import annotations

import pytest

from tender.clauses import label
from tender.parsing.formats import read
from tender.vocabulary.clause import ClauseType
from tests.parsing.made_files import a_pdf


def a_box(x: float, baseline: float, *, ticked: bool, side: float = 9) -> str:
    """Operators for a square, crossed where it is ticked."""
    x1, y0, y1 = x + side, baseline - 1, baseline - 1 + side
    drawn = f"1 w {x} {y0} {side} {side} re S "
    cross = f"{x + 1} {y0 + 1} m {x1 - 1} {y1 - 1} l S {x + 1} {y1 - 1} m {x1 - 1} {y0 + 1} l S "
    return drawn + (cross if ticked else "")


def the_text(text: str, drawing: str) -> str:
    (page,) = read(a_pdf(text, drawing=drawing), "RC.pdf").pages
    return page.text


def test_drawn_boxes_before_yes_and_no_are_read_from_the_picture() -> None:
    text = "Clause sociale d'insertion :\n     Oui\n     Non"

    read_text = the_text(text, a_box(62, 764, ticked=True) + a_box(62, 748, ticked=False))

    assert [line.split() for line in read_text.split("\n")[1:]] == [["☒", "Oui"], ["☐", "Non"]]
    assert [found.type for found in label(read_text)] == [ClauseType.EXEC_INSERTION]


def test_drawn_boxes_after_yes_and_no_are_read_too() -> None:
    text = "Clause sociale d'insertion :\nOui          Non"

    read_text = the_text(text, a_box(82, 764, ticked=False) + a_box(142, 764, ticked=True))

    assert read_text.split("\n")[1].split() == ["Oui", "☐", "Non", "☒"]
    assert [found.type for found in label(read_text)] == [ClauseType.NEGATED]


def test_boxes_drawn_before_other_words_are_read_too() -> None:
    text = "Forme :\n     Appel d'offres ouvert\n     Marché réservé aux structures d'insertion\n  X  DC1"
    drawing = (
        a_box(62, 764, ticked=True) + a_box(62, 748, ticked=False) + a_box(66, 732, ticked=False, side=10)
    )

    read_text = the_text(text, drawing)

    assert [line[:1] for line in read_text.split("\n")[1:]] == ["☒", "☐", "☒"]
    assert "X" not in read_text


def test_squares_that_are_cells_keys_of_a_chart_or_numbers_are_no_boxes_to_tick() -> None:
    cells = "".join(f"1 w {60 + 10 * n} 778 10 10 re S " for n in range(5))
    key = "0 0 0 rg 1 w 62 763 9 9 re B "
    number = "1 w 59 746 10 10 re S "

    read_text = the_text("               SIRET\n     Lot 1\n1 Lot 2", cells + key + number)

    assert read_text.split("\n") == ["SIRET", "Lot 1", "1 Lot 2"]


@pytest.mark.parametrize(
    ("text", "drawing"),
    [
        ("Oui\nNon", ""),
        ("     Oui   Non", "1 w 55 700 200 100 re S"),
        ("[x] Oui   [ ] Non", ""),
    ],
    ids=["no box", "a table's frame", "boxes of letters"],
)
def test_nothing_is_added_where_no_box_is_drawn_beside_a_pair(text: str, drawing: str) -> None:
    assert not set("☐☒") & set(the_text(text, drawing))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Clause d'insertion : Oui ☒ Non ☐", ClauseType.EXEC_INSERTION),
        ("Clause d'insertion : Oui ☐ Non ☒", ClauseType.NEGATED),
        ("Clause d'insertion : ☒ Oui ☐ Non", ClauseType.EXEC_INSERTION),
        ("Clause d'insertion : ☐ Oui ☒ Non", ClauseType.NEGATED),
    ],
)
def test_the_box_may_stand_on_either_side_of_the_answer(text: str, kind: ClauseType) -> None:
    assert [found.type for found in label(text)] == [kind]
