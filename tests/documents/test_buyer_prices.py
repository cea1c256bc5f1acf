"""The buyer's price schedules filled box by box: every price where it was asked, every formula as it was."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tender.documents.buyer.filling import Filled, fill
from tender.documents.price_line import PriceLine
from tender.documents.response import BuyerFile, Response
from tender.parsing.fields import extract
from tender.parsing.formats import read
from tests.corpus import corpus_path
from tests.documents.buyer_files import saved, word
from tests.documents.reading import docx_tables
from tests.documents.responses import a_response


def a_book(rows: list[list[Any]], title: str = "BPU") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(row)
    return saved(book)


def answered(**files: bytes) -> Response:
    """The lines these files ask, read as any call's, each at a price of its own, for lot 1."""
    sources = [read(data, f"{name}.xlsx") for name, data in files.items()]
    lines = tuple(
        PriceLine(
            number=line.number,
            lot="1",
            designation=line.designation,
            unit=line.unit,
            quantity=None if line.quantity is None else Decimal(str(line.quantity)),
            unit_price=Decimal(10) if line.unit == "%" else Decimal("20.5") + rank,
            vat_rate=None if line.unit == "%" else Decimal(20),
            document=line.evidence[0].document,
            cell=line.evidence[0].path or "",
            boxes=tuple((one.document, one.path or "") for one in line.cells),
            counted=line.counted,
        )
        for rank, line in enumerate(extract(sources).price_lines)
    )
    held = tuple(
        BuyerFile(one.name, one.kind.value, data) for one, data in zip(sources, files.values(), strict=True)
    )
    return replace(a_response(lots=1), prices=lines, buyer_files=held)


def sheet(filled: Filled, file: int = 0, *, values: bool = True) -> Any:
    return load_workbook(io.BytesIO(filled.files[file].data), data_only=values).worksheets[0]


def test_one_price_goes_to_the_unit_prices_and_to_the_estimate_whose_formulas_are_computed():
    prices = a_book([["Désignation", "Prix unitaire mensuel en € HT"], ["Entretien", None]])
    estimate = a_book(
        [
            ["Désignation", "Prix unitaire mensuel en € HT", "Quantité", "Total € HT"],
            ["Entretien", None, 10, "=B2*C2*12"],
        ],
        "DQE",
    )

    filled = fill(answered(BPU=prices, DQE=estimate))

    assert sheet(filled)["B2"].value == 20.5
    assert (sheet(filled, 1)["B2"].value, sheet(filled, 1)["D2"].value) == (20.5, 2460)
    assert sheet(filled, 1, values=False)["D2"].value == "=B2*C2*12"
    assert filled.unplaced == ()


def test_a_price_is_written_in_figures_and_in_letters_and_a_rate_with_its_sign():
    rows = [
        ["N°", "Désignation", "Unité", "Prix unitaire HT", "Prix unitaire en lettres"],
        ["1", "Vitres", "m²", None, None],
        [],
        ["Type", "Coefficient"],
        ["Majoration de nuit", "%"],
    ]

    page = sheet(fill(answered(BPU=a_book(rows))))

    assert (page["D2"].value, page["B5"].value) == (20.5, "10\N{NO-BREAK SPACE}%")
    assert "vingt euros" in page["E2"].value


def test_a_sheet_formatted_to_its_far_end_is_filled_and_a_total_to_write_is_told():
    book = load_workbook(
        io.BytesIO(
            a_book(
                [
                    ["Désignation", "Quantité", "Prix unitaire HT"],
                    ["Vitres", 3, None],
                    [],
                    ["TOTAL année 1", "€ HT"],
                ]
            )
        )
    )
    book.worksheets[0]["XFD1"].number_format = "0.00"

    filled = fill(answered(BPU=saved(book)))

    assert sheet(filled)["C2"].value == 20.5
    assert [(one.label, one.why) for one in filled.unplaced] == [("TOTAL année 1", "by_hand")]


def test_a_schedule_in_a_format_filled_by_hand_is_told():
    held = BuyerFile("DPGF.xls", "DPGF", b"\xd0\xcf\x11\xe0old workbook")

    filled = fill(replace(a_response(lots=1), buyer_files=(held,)))

    assert [(one.file, one.why) for one in filled.unplaced] == [("DPGF.xls", "format")]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("folder", "names", "told"),
    [
        ("fr04_vsgp_25TIC06", ("BPU", "DQE", "DPGF"), {"by_hand"}),
        ("fr01_grenoble_inp_2026FCSSA0025", ("CRF_2026FCSSA0025",), set()),
    ],
)
def test_every_line_of_a_real_schedule_has_its_price_and_no_formula_changed(
    folder: str, names: tuple[str, ...], told: set[str]
):
    files = {name: corpus_path(f"dce/{folder}/{name}.xlsx").read_bytes() for name in names}
    response = answered(**files)

    filled = fill(response)

    assert {one.why for one in filled.unplaced} == told
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot print one of their running heads
        books = {
            f"{name}.xlsx": load_workbook(io.BytesIO(made.data))
            for name, made in zip(names, filled.files, strict=True)
        }
        before = {f"{name}.xlsx": load_workbook(io.BytesIO(data)) for name, data in files.items()}
    for line in response.prices:
        for document, place in line.boxes:
            title, _, cell = place.rpartition("!")
            value = books[document][title][cell].value
            assert (
                value == (10 if line.unit == "%" else float(line.unit_price or 0))
                or value == "10\N{NO-BREAK SPACE}%"
            ), place
    for name, book in before.items():
        for page in book.worksheets:
            for row in page.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        assert books[name][page.title][cell.coordinate].value == cell.value


def test_a_word_schedule_is_read_and_filled_by_its_words():
    form = word(
        "Bordereau des prix unitaires",
        [
            ["N°", "Désignation", "Unité", "Quantité", "Prix unitaire HT", "Prix en lettres", "Montant HT"],
            ["1", "Entretien des locaux", "heure", "100", "........ €", "", ""],
            ["2", "Vitrerie", "m²", "40", "", "", ""],
            ["", "Total HT", "", "", "", "", ""],
        ],
    )
    (source,) = (read(form, "BPU.docx"),)
    lines = extract([source]).price_lines
    prices = tuple(
        PriceLine(
            one.number,
            "1",
            one.designation,
            one.unit,
            Decimal(str(one.quantity)),
            Decimal("21.5"),
            Decimal(20),
        )
        for one in lines
    )
    response = replace(a_response(lots=1), prices=prices, buyer_files=(BuyerFile("BPU.docx", "BPU", form),))

    filled = fill(response)

    (table,) = docx_tables(filled.files[0].data)
    assert [row[4:] for row in table[1:3]] == [
        ["21,50 €", "vingt et un euros et cinquante centimes", "2 150,00 €"],
        ["21,50 €", "vingt et un euros et cinquante centimes", "860,00 €"],
    ]
    assert table[3][4] == ""
    assert filled.unplaced == ()


def totalled(second: str, total: str) -> Filled:
    """A schedule of two lines whose formulas are as given, at 25 and 30 euros."""
    rows: list[list[Any]] = [
        ["N°", "Désignation", "Unité", "Quantité", "Prix unitaire HT", "Montant HT"],
        ["1", "Nettoyage des classes", "heure", 100, None, "=D2*E2"],
        ["2", "Vitrerie", "m²", 10, None, second],
        [None, "Total HT", None, None, None, total],
        [None, "Total TTC", None, None, None, "=F4*1.2"],
    ]
    response = answered(BPU=a_book(rows))
    prices = (Decimal(25), Decimal(30))
    asked = (Decimal(100), Decimal(10))
    lines = tuple(
        replace(one, unit_price=price, quantity=quantity)
        for one, price, quantity in zip(response.prices, prices, asked, strict=True)
    )
    return fill(replace(response, prices=lines))


@pytest.mark.parametrize("total", ["=SUM(F2:F3)", "=ROUND(SUM(F2:F3),2)", "=F2+F3"])
def test_a_total_of_the_buyers_that_is_ours_is_not_spoken_of(total: str):
    assert totalled("=D3*E3", total).unplaced == ()


def test_a_line_the_buyers_formula_counts_otherwise_is_told_with_its_total():
    told = [(one.place, one.label) for one in totalled("=D3*E3*2", "=SUM(F2:F3)").unplaced]

    assert [place for place, _ in told] == ["BPU!F5", "BPU!F3"]
    euros = [label.replace("\xa0", " ").replace("\u202f", " ") for _, label in told]
    assert "3 720,00 € dans son fichier, 2 800,00 € chez nous" in euros[0]
    assert euros[1].startswith("2 Vitrerie : 600,00 € dans son fichier, 300,00 € chez nous")


def test_totals_of_each_year_are_ours_together():
    rows: list[list[Any]] = [
        [
            "N°",
            "Désignation",
            "Unité",
            "Prix unitaire HT",
            "Quantité",
            "Montant HT",
            "Quantité",
            "Montant HT",
        ],
        ["1", "Nettoyage des classes", "heure", None, 100, "=D2*E2", 50, "=D2*G2"],
        [None, "Total HT", None, None, None, "=F2", None, "=H2"],
    ]
    assert [line.quantity for line in answered(DQE=a_book(rows)).prices] == [Decimal(150)]
    assert fill(answered(DQE=a_book(rows))).unplaced == ()


def test_a_total_that_leaves_a_line_out_is_no_total_of_ours():
    """The sheet of the year sums what it wants; only a total of all the lines is held against ours."""
    assert totalled("=D3*E3", "=F2").unplaced == ()
