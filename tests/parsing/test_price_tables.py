"""Price schedules as buyers make them: headings anywhere, several sheets, formulas, sections, two files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tender.parsing.fields import extract
from tender.parsing.formats import read
from tender.parsing.price_formulas import times
from tender.parsing.price_tables import quantity_in
from tender.vocabulary.call import PriceLineRead
from tender.vocabulary.source import Source
from tests.corpus import corpus_path

Sheet = list[list[Any]]


def a_book(
    name: str = "BPU.xlsx", *, hidden: tuple[int, ...] = (), merged: tuple[str, ...] = (), **sheets: Sheet
) -> Source:
    """A workbook read as a source."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
        for number in hidden:
            page.row_dimensions[number].hidden = True
        for reference in merged:
            page.merge_cells(reference)
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue(), name)


def lines_of(*sources: Any) -> tuple[PriceLineRead, ...]:
    return extract(list(sources)).price_lines


HEAD = ["N°", "Désignation", "Unité", "Quantité", "Prix unitaire HT", "Montant HT"]


def test_headings_are_found_in_any_row_and_every_table_of_a_sheet_has_its_own() -> None:
    rows: Sheet = [["Bordereau des prix"], *[[f"Notice {n}"] for n in range(30)], []]
    rows += [["Locaux"], HEAD, ["1.1", "Classes", "h", 120, None, "=D35*E35"]]
    rows += [["Vitres"], ["Type", "Prix unitaire mensuel en € HT"], ["Bureaux", None]]

    found = lines_of(a_book(BPU=rows))

    assert [(one.number, one.designation, one.unit, one.section) for one in found] == [
        ("1.1", "Classes", "h", "Locaux"),
        ("2", "Bureaux", "mois", "Vitres"),
    ]
    assert [one.cells[0].path for one in found] == ["BPU!E35", "BPU!B38"]


def test_sections_totals_hidden_rows_and_given_prices_ask_nothing() -> None:
    rows: Sheet = [
        HEAD,
        ["1", "Nettoyage", None, None, None, "=SUM(F3:F4)"],
        ["1.1", "Classes", "h", 10, None, "=D3*E3"],
        ["1.2", "Couloirs", "h", 20, None, "=D4*E4"],
        ["1.3", "Ancienne ligne", "h", 5, None, "=D5*E5"],
        ["2", "Consommables", "h", 5, 12.5, "=D6*E6"],
        [None, "Sous-total", None, None, None, "=F2"],
        [None, "TVA 20 %", None, None, None, "=F7*0.2"],
    ]

    found = lines_of(a_book(hidden=(5,), BPU=rows))

    assert [(one.number, one.quantity, one.section) for one in found] == [
        ("1.1", 10, "Nettoyage"),
        ("1.2", 20, "Nettoyage"),
    ]


def test_several_prices_in_one_row_are_as_many_lines() -> None:
    rows: Sheet = [["Profil", "Taux horaire", "Demi-journée", "TJM"], ["Encadrante", None, None, None]]

    assert [(one.designation, one.unit) for one in lines_of(a_book(BPU=rows))] == [
        ("Encadrante – Taux horaire", "heure"),
        ("Encadrante – Demi-journée", "demi-journée"),
        ("Encadrante – TJM", "jour"),
    ]


def test_a_line_of_the_unit_prices_and_of_the_estimate_is_one_line_with_two_boxes() -> None:
    prices: Sheet = [["Désignation", "Prix unitaire mensuel en € HT"], ["Entretien", None], ["Secours", None]]
    estimate: Sheet = [
        ["Désignation", "Prix unitaire mensuel en € HT", "Quantité", "Total € HT", "Quantité", "Total € HT"],
        ["Entretien", None, 10, "=B2*C2*12", 5, "=E2*B2*12"],
    ]

    first, second = lines_of(a_book(BPU=prices), a_book("DQE.xlsx", DQE=estimate))

    assert (first.quantity, first.counted, [one.path for one in first.cells]) == (
        180,
        True,
        ["BPU!B2", "DQE!B2"],
    )
    assert (second.designation, second.quantity, second.counted) == ("Secours", None, False)


def test_two_files_that_say_otherwise_of_one_line_are_told() -> None:
    def schedule(unit: str, quantity: int) -> Sheet:
        return [HEAD, ["1", "Classes", unit, quantity, None, "=D2*E2"]]

    (line,) = lines_of(a_book(BPU=schedule("h", 100)), a_book("DQE.xlsx", DQE=schedule("jour", 120)))
    (same,) = lines_of(a_book(BPU=schedule("h", 100)), a_book("DQE.xlsx", DQE=schedule("heure", 100)))

    assert [one.document for one in line.differs] == ["DQE.xlsx", "DQE.xlsx"]
    assert not same.differs


def test_options_and_rates_are_no_part_of_the_total() -> None:
    rows: Sheet = [
        HEAD,
        ["1", "Base", "forfait", None, None, None],
        ["PSE 1", "Vitres", "forfait", None, None, None],
        [],
        ["Type", "Coefficient"],
        ["Majoration de nuit", "%"],
    ]

    found = lines_of(a_book(BPU=rows))

    assert [(one.designation, one.unit, one.counted) for one in found] == [
        ("Base", "forfait", True),
        ("Vitres", "forfait", False),
        ("Majoration de nuit", "%", False),
    ]


def test_a_price_outside_any_table_is_asked_by_its_sign() -> None:
    rows: Sheet = [["Décomposition du prix"], [], ["Phase 1 : transition", None, None, None, "€ HT"]]

    (line,) = lines_of(a_book("DPGF.xlsx", DPGF=rows))

    assert (line.designation, line.quantity, line.cells[0].path) == ("Phase 1 : transition", 1, "DPGF!D3")


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("1,200", "en", 1200), ("1,200", "fr", 1.2), ("1 200,50", "fr", 1200.5), ("1.200,50", "de", 1200.5)],
)
def test_a_quantity_is_read_in_the_language_of_its_file(text: str, language: str, value: float) -> None:
    assert quantity_in(text, language, grid=True) == value


def test_a_sheets_own_number_has_a_point_and_no_thousands() -> None:
    assert quantity_in("2.125", "fr", grid=True) == 2.125
    assert quantity_in("2.125", "fr", grid=False) == 2125


def test_a_product_of_a_product_counts_once_and_the_tax_not_at_all() -> None:
    row = {"D2": "B2*100", "E2": "D2*4", "F2": "E2*1.2"}

    assert times(row, "B2", lambda _: None, frozenset({"F2"})) == 400


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("folder", "files", "lines", "boxes"),
    [
        ("fr04_vsgp_25TIC06", ("BPU.xlsx", "DQE.xlsx", "DPGF.xlsx"), 137, 188),
        ("fr01_grenoble_inp_2026FCSSA0025", ("CRF_2026FCSSA0025.xlsx",), 28, 28),
        ("fr03_france_travail_010.26_irve", ("010.26 - Bornes électriques- BPU VF.xlsx",), 86, 86),
        ("de06_friedenstein_EU-VV-OF-25-400", ("Anlage_5_Preisblatt.xlsx",), 15, 15),
    ],
)
def test_the_lines_of_real_schedules_are_read_each_with_the_box_for_its_price(
    folder: str, files: tuple[str, ...], lines: int, boxes: int
) -> None:
    paths: list[Path] = [corpus_path(f"dce/{folder}/{name}") for name in files]

    found = lines_of(*(read(path.read_bytes(), path.name) for path in paths))

    assert (len(found), sum(len(one.cells) for one in found)) == (lines, boxes)
