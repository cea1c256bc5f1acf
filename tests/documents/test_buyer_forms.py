"""The buyer's own forms come first: they are filled in place, and what could not be placed is told."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook

from tender.documents.bundle import generate, place
from tender.documents.buyer.filling import Filled, fill
from tender.documents.generated import Origin
from tender.documents.price_line import PriceLine
from tender.documents.response import BuyerFile, Response
from tests.corpus import corpus_path
from tests.documents.buyer_files import saved, schedule, with_boxes, word
from tests.documents.reading import docx_tables, docx_text
from tests.documents.responses import a_response

LINES = ("Nettoyage des classes", "Vitrerie", "Remise en état")


def a_form(data: bytes, kind: str = "AE", name: str = "Acte.docx", **changes: object) -> Response:
    return replace(a_response(), buyer_files=(BuyerFile(name, kind, data),), **changes)  # type: ignore[arg-type]


def priced(*prices: str | None, data: bytes | None = None) -> Response:
    lines = tuple(
        PriceLine(
            str(n), "1", words, "heure", Decimal(1), None if price is None else Decimal(price), Decimal(20)
        )
        for n, (words, price) in enumerate(zip(LINES, prices, strict=True), start=1)
    )
    return replace(a_form(data or schedule(), "BPU", "BPU.xlsx"), prices=lines)


def test_dotted_lines_after_a_label_take_what_is_known():
    form = word(
        "Raison sociale : ............................",
        "SIRET : ………………  APE : ………………",
        "Téléphone : ____________",
    )

    (first, _) = fill(a_form(form)).files

    text = docx_text(first.data)
    assert "Raison sociale : Étang Services" in text
    assert "SIRET : 900 000 001 00017" in text
    assert "Téléphone : 04 90 00 00 10" in text


def test_the_dots_below_a_label_are_replaced_and_the_spare_ones_taken_away():
    form = word(
        "Nom commercial et dénomination sociale du candidat :",
        "……………………………………",
        "……………………………………",
        "BIC : .........",
    )

    text = docx_text(fill(a_form(form)).files[0].data)

    assert "du candidat :\nÉtang Services\n\nBIC : AGRIFRPP" in text


def test_a_label_in_a_cell_is_answered_in_the_cell_beside_it():
    form = word([["Adresse électronique", ""], ["Représentée par", "........................"]])

    table = docx_tables(fill(a_form(form)).files[0].data)[0]

    assert table == [
        ["Adresse électronique", "direction@ai1.example.org"],
        ["Représentée par", "Claire Martin, directrice"],
    ]


def test_boxes_of_every_make_are_ticked_by_the_facts():
    (made, _) = fill(a_form(with_boxes())).files

    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        part = archive.read("word/document.xml").decode()
    assert part.count("<w:checked") == 1, "the group is one, solidary it is not"
    assert 'w14:checked w14:val="1"' in part
    assert "900 000 001 00017" in part.replace("\xa0", " ").replace("\u202f", " ")
    assert "showingPlcHdr" not in part


def test_the_box_in_the_row_of_the_lot_is_ticked():
    form = word([["", "Lot", "Intitulé"], ["☐", "1", "Nettoyage"], ["☐", "2", "Espaces verts"]])

    first, second = fill(a_form(form)).files

    assert [row[0] for row in docx_tables(first.data)[0]] == ["", "☒", "☐"]
    assert [row[0] for row in docx_tables(second.data)[0]] == ["", "☐", "☒"]


def test_a_dotted_cell_beside_unknown_words_is_told():
    form = word(
        [["Nom et qualité du signataire", "........................"], ["Teinte retenue", ".........."]]
    )

    filled = fill(a_form(form))

    assert docx_tables(filled.files[0].data)[0][0][1] == "Claire Martin, directrice"
    assert [(one.label, one.why) for one in filled.unplaced] == [("Teinte retenue", "unknown")]


def test_hours_of_insertion_are_those_of_the_shares():
    form = word("Le candidat s’engage. Nombre d’heures proposé pour la période :", "……………………………")

    response = a_form(form)
    text = docx_text(fill(response).files[0].data)

    hours = sum(int(share.insertion_hours) for share in response.lots[0].shares)
    assert f"{hours:,}".replace(",", " ") in text


def test_a_table_of_members_gets_a_row_for_each_and_their_sum():
    form = word(
        [
            ["Désignation de l’entreprise", "Prestations concernées", "Montant H.T. (€)"],
            ["Dénomination sociale : ………….", "", ""],
            ["", "Totaux", ""],
        ]
    )
    response = a_form(form)

    table = docx_tables(fill(response).files[0].data)[0]

    lot = response.lots[0]
    assert [row[0] for row in table[1:-1]] == [f"Dénomination sociale : {m.name}" for m in response.members]
    assert lot.shares_total is not None
    assert table[-1][2].replace(" ", "").startswith(str(lot.shares_total).replace(".", ","))


def test_a_column_of_accounts_gets_the_bic_where_its_head_asks_for_it():
    form = word([["Membre du groupement", "IBAN et BIC"], ["", ""]])

    rows = docx_tables(fill(a_form(form)).files[0].data)[0]

    assert all(re.fullmatch(r"FR\d\d [\d ]+ ?\d*\nBIC AGRIFRPP", row[1]) for row in rows[1:]), rows


def test_each_of_the_others_gets_its_own_copy_of_the_annex():
    form = word(
        "DESIGNATION DES CO-TRAITANTS",
        "Remplir un exemplaire par co-traitant :",
        "Nom du candidat : ................",
        "SIRET : ................",
        "Annexe : suite",
    )

    text = docx_text(fill(a_form(form)).files[0].data)

    assert text.index("Crau Solidarité Emploi") < text.index("Le Relais de l’Arbois")
    assert "Étang Services" not in text


def test_nothing_is_written_where_the_form_speaks_of_the_buyer_or_a_subcontractor():
    form = word(
        "Nom du candidat : ................",
        "A - Identification de l’acheteur",
        "Adresse : ................",
        "DECLARATION DE SOUS-TRAITANCE",
        "Identification du soumissionnaire",
        "SIRET : ................",
    )

    text = docx_text(fill(a_form(form)).files[0].data)

    assert "Adresse : ................" in text
    assert "SIRET : ................" in text


def test_a_maximum_the_buyer_printed_is_not_taken_for_our_price():
    form = word(
        "Montant HT : ................",
        "Le montant maximum de l’accord-cadre est de :",
        "Montant HT : 500 000,00 €",
        "Montant TVA : ................",
    )

    text = docx_text(fill(a_form(form)).files[0].data)

    assert "Montant HT : 22" in text or "Montant HT : 7" in text
    assert text.endswith("Montant TVA : ................")


def test_the_price_of_a_part_of_the_contract_is_left_to_a_hand():
    styled = Document()
    styled.add_paragraph("Numéro SIRET : ................")
    styled.add_paragraph(
        "D’une part, une partie à prix forfaitaires selon la décomposition", style="List Bullet"
    )
    styled.add_paragraph("Montant hors taxes : ................")

    filled = fill(a_form(saved(styled)))

    assert "Montant hors taxes : ......" in docx_text(filled.files[0].data)
    assert {(one.label, one.why) for one in filled.unplaced} == {("Montant hors taxes", "ambiguous")}


def test_the_turnover_of_three_exercises_goes_in_their_columns():
    dots = "Exercice du ........\nau ........"
    form = word(
        "Numéro SIRET : ................",
        [
            ["", dots, dots, dots],
            ["Chiffre d’affaires global", "", "", ""],
            ["Part du chiffre d’affaires concernant l’objet du marché", "%", "%", "%"],
        ],
    )

    (table,) = docx_tables(fill(a_form(form, "DC2", "DC2.docx")).files[0].data)

    assert table[0][1:] == ["Exercice 2023", "Exercice 2024", "Exercice 2025"]
    assert table[1][1:] == ["1 180 000 €", "1 240 500 €", "1 302 250 €"]
    assert table[2][1:] == ["34,7 %", "36,7 %", "38,3 %"]


def test_the_dots_of_a_choice_not_made_are_left_as_they_are():
    form = word(
        "☐ le candidat se présente seul, numéro SIRET : ................",
        "Le candidat propose ses heures au titre du CCAP. Nombre d’heures proposé : ................",
    )

    said = docx_text(fill(a_form(form)).files[0].data)

    assert "numéro SIRET : ......" in said
    assert re.search(r"Nombre d’heures proposé : [\d ]+ h", said)


def test_what_the_program_does_not_know_is_told_with_its_file_and_place():
    form = word(
        "Contractant",
        "SIRET : ................",
        "Niveau sonore proposé : ................",
        "APE : ........",
    )

    told = {(one.file, one.label, one.why) for one in fill(a_form(form)).unplaced}

    assert told == {("Acte.docx", "Niveau sonore proposé", "unknown"), ("Acte.docx", "APE", "missing")}


def test_a_schedule_in_pdf_is_told_unless_it_comes_as_a_workbook_too():
    pdf = BuyerFile("BPU.pdf", "BPU", b"")
    alone = replace(priced("1", "2", "3"), buyer_files=(pdf,))
    both = priced("1", "2", "3")

    assert [(one.file, one.why) for one in fill(alone).unplaced] == [("BPU.pdf", "pdf")]
    told = fill(replace(both, buyer_files=(*both.buyer_files, pdf))).unplaced
    assert "pdf" not in {one.why for one in told}
    assert fill(replace(alone, buyer_files=(replace(pdf, name="Annexe prix.pdf", kind="OTHER"),))) == Filled()


def test_one_acte_a_lot_and_one_dc2_a_member():
    form = word("SIRET : ................")

    assert [made.lot for made in fill(a_form(form)).files] == ["1", "2"]
    assert [made.member for made in fill(a_form(form, "DC2")).files] == ["ai1", "ai2", "ai3"]


def test_prices_go_in_their_cells_and_the_totals_follow():
    (made,) = fill(priced("25.40", "2.10", "480")).files

    shown = load_workbook(io.BytesIO(made.data), data_only=True)["BPU"]
    kept = load_workbook(io.BytesIO(made.data))["BPU"]
    assert [shown[f"E{row}"].value for row in (5, 6, 7)] == [25.4, 2.1, 480]
    assert [shown[f"F{row}"].value for row in (5, 6, 7, 8)] == [3048, 630, 480, 4158]
    assert kept["F8"].value == "=SUM(F5:F7)"
    assert kept["E5"].fill.fgColor.rgb == "00FFFF00"
    assert kept.protection.sheet
    assert not kept["E5"].protection.locked
    assert shown["B2"].value == "Étang Services"


def test_all_but_the_cells_written_is_as_the_buyer_made_it():
    before = schedule()
    (made,) = fill(priced("1", "2", "3", data=before)).files

    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(made.data)) as new:
        assert old.namelist() == new.namelist()
        same = {name for name in old.namelist() if old.read(name) == new.read(name)}
    assert set(old.namelist()) - same == {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}


def test_a_locked_cell_is_left_and_named():
    filled = fill(priced("1", "2", "3", data=schedule(locked=True)))

    assert {one.place for one in filled.unplaced if one.why == "locked"} == {"BPU!E5", "BPU!E6", "BPU!E7"}


def test_a_line_without_a_price_is_named():
    filled = fill(priced("1", None, "3"))

    assert [(one.label, one.why) for one in filled.unplaced] == [("2 Vitrerie", "missing")]


def test_the_same_facts_give_the_same_bytes():
    data = schedule()

    assert fill(priced("1", "2", "3", data=data)).files == fill(priced("1", "2", "3", data=data)).files


def test_a_file_that_is_no_office_file_leaves_ours_in_its_place():
    response = a_form(b"PK not a word/document.xml at all")

    filled = fill(response)

    assert filled.files == ()
    assert [one.why for one in filled.unplaced] == ["unreadable"]


def test_the_buyers_form_goes_first_in_the_archive_and_ours_is_kept_beside():
    response = a_form(word("SIRET : ................"))

    placed = place(tuple(generate(response)), response)

    mine = [one.path for one in placed if one.made.form == "ATTRI1" and one.made.origin is Origin.BUYER]
    spare = [one.path for one in placed if one.made.form == "ATTRI1" and one.made.origin is Origin.FALLBACK]
    assert mine == ["01_Acte_lot_1.docx", "02_Acte_lot_2.docx"]
    assert spare
    assert all(path.startswith("secours/") for path in spare)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("path", "kind", "least"),
    [
        ("dce/fr01_grenoble_inp_2026FCSSA0025/DC1.docx", "DC1", 18),
        ("dce/fr01_grenoble_inp_2026FCSSA0025/DC2.docx", "DC2", 7),
        ("dce/fr04_vsgp_25TIC06/AE.docx", "AE", 40),
        ("dce/fr01_grenoble_inp_2026FCSSA0025/CRF_2026FCSSA0025.xlsx", "BPU", 5),
    ],
)
def test_real_forms_are_filled(path: str, kind: str, least: int):
    data = corpus_path(path).read_bytes()
    response = replace(a_response(members=3, lots=1), buyer_files=(BuyerFile(path, kind, data),))

    filled = fill(response)

    assert filled.placed >= least
    assert filled.files
