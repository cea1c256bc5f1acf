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


@pytest.mark.parametrize(
    ("text", "drawing"),
    [
        ("Oui\nNon", ""),
        ("     Oui   Non", "1 w 55 700 200 100 re S"),
        ("     Oui, le titulaire accepte.", a_box(62, 780, ticked=True)),
        ("[x] Oui   [ ] Non", ""),
    ],
    ids=["no box", "a table's frame", "no pair", "boxes of letters"],
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
