"""Tables without rules are read from how their words line up; prose, addresses and lists are none."""

from __future__ import annotations

import pytest

from tender.parsing.formats import pdf
from tender.vocabulary.source import Table
from tests.parsing.made_files import a_pdf

LEFT = (60, 130, 330, 440)
HEADS = ("N° du lot", "Désignation", "Montant estimé HT", "Heures d'insertion")
LOTS = (
    ("Lot 01", "Gros œuvre", "157 300,00 €", "35"),
    ("Lot 02", "Charpente, couverture et zinguerie|(y compris échafaudages)", "94 600,00 €", "70"),
    ("Lot 03", "Peinture", "231 900,00 €", "105"),
    ("Lot 04", "Électricité", "268 200,00 €", "140"),
)


def said(x: float, y: float, text: str) -> str:
    """Operators that write a text, its origin in PDF points from the bottom left."""
    shown = text.replace("(", r"\(").replace(")", r"\)").encode("cp1252").decode("latin-1")
    octal = "".join(c if ord(c) < 128 else f"\\{ord(c):03o}" for c in shown)
    return f"BT /F1 10 Tf {x} {y} Td ({octal}) Tj ET"


def laid_out(rows: tuple[tuple[str, ...], ...], *, centred: bool = False, bands: bool = False) -> str:
    """Rows from y = 700 down, a cell's lines parted by "|", its lines from the top or around the middle."""
    drawn = []
    y = 700.0
    for row in rows:
        tall = max(cell.count("|") for cell in row) * 12 + 18
        if bands:
            drawn.append(f"0.9 g 50 {y - tall + 12} 490 {tall} re f 0 g")
        for x, cell in zip(LEFT, row, strict=False):
            lines = cell.split("|")
            start = y - (tall - 18 - 12 * (len(lines) - 1)) / 2 if centred else y
            drawn += [said(x, start - 12 * n, line) for n, line in enumerate(lines)]
        y -= tall
    return "\n".join(drawn)


def tables(drawing: str, text: str = "") -> tuple[Table, ...]:
    """The tables of a page with this drawn on it."""
    return pdf.read(a_pdf(text, drawing=drawing), "x.pdf").pages[0].tables


def cells(table: Table) -> list[list[str]]:
    """The words of each cell on one line."""
    return [[" ".join(cell.text.split()) if cell else "" for cell in row] for row in table.rows]


WANTED = [[cell.replace("|", " ") for cell in row] for row in (HEADS, *LOTS)]
THREE_RULES = "50 712 m 540 712 l S 50 694 m 540 694 l S 50 600 m 540 600 l S\n"


@pytest.mark.parametrize(
    "drawing",
    [
        laid_out((HEADS, *LOTS)),
        THREE_RULES + laid_out((HEADS, *LOTS)),
        laid_out((HEADS, *LOTS), bands=True),
        laid_out((HEADS, *LOTS), centred=True),
    ],
    ids=["aligned", "three rules", "bands of colour", "centred cells"],
)
def test_a_table_of_lots_without_a_grid_is_read_cell_by_cell(drawing: str) -> None:
    (table,) = tables(drawing, "Article 3 - Allotissement. Le marché est décomposé en lots :")

    assert cells(table) == WANTED
    assert not table.ruled
    assert all(cell and cell.box for row in table.rows for cell in row)


def test_criteria_and_their_weights_in_two_columns_are_a_table() -> None:
    rows = (
        ("Critères", "", "Pondération"),
        ("Prix", "", "60 %"),
        ("Technique", "", "30 %"),
        ("Délai", "", "10 %"),
    )

    (table,) = tables(laid_out(rows))

    assert cells(table) == [[first, last] for first, _, last in rows]


@pytest.mark.parametrize(
    "rows",
    [
        (("Le prix est ferme", "Les lots sont attribués"), ("et non révisable.", "au mieux-disant.")) * 4,
        (
            ("Mairie de Vaux", "Service des marchés"),
            ("1 rue du Bac", "2 rue du Pont"),
            ("01150 Vaux", "01000 Bourg"),
        ),
        (
            ("Lot", "Objet ............ 4"),
            ("Article 1", "Prix ............ 5"),
            ("Article 2", "Délai ......... 6"),
        ),
        (("Lot 12", "Prix 2026"), ("Lot 13", "Prix 2027"), ("Lot 14", "Prix 2028")),
        (("Lot", "Heures"), ("Seul", "250")),
    ],
    ids=["prose in two columns", "addresses", "contents", "no headings", "one row"],
)
def test_what_only_looks_like_columns_is_no_table(rows: tuple[tuple[str, ...], ...]) -> None:
    assert tables(laid_out(rows)) == ()


def test_what_follows_the_table_is_left_out_of_it() -> None:
    after = said(
        60, 560, "Les candidats peuvent soumissionner pour un ou plusieurs lots, voire pour tous les lots."
    )

    (table,) = tables(laid_out((HEADS, *LOTS)) + "\n" + after)

    assert cells(table) == WANTED


def test_a_ruled_table_is_read_from_its_rules() -> None:
    lines = [f"{x} 712 m {x} 596 l S" for x in (50, 120, 320, 430, 540)]
    lines += [f"50 {y} m 540 {y} l S" for y in (712, 694, 676, 646, 628, 596)]

    (table,) = tables("\n".join(lines) + "\n" + laid_out((HEADS, *LOTS)))

    assert table.ruled
    assert cells(table) == WANTED
