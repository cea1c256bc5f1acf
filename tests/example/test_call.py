"""The example's call: the same bytes each time, marked on every page, true to its own facts."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import openpyxl
import pdfplumber
import pytest
from docx import Document

from tender.example.call import ARCHIVE, DAY, call_archive, call_files, facts, main
from tender.geography import commune

PAPERS = ("1_RC_exemple.pdf", "2_CCAP_exemple.pdf", "3_CCTP_exemple.pdf")


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    read = {}
    for name in PAPERS:
        with pdfplumber.open(io.BytesIO(call_files()[name])) as printed:
            read[name] = [page.extract_text() for page in printed.pages]
    return read


def test_another_process_makes_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, "-m", "tender.example.call", str(tmp_path)], check=True)

    assert (tmp_path / ARCHIVE).read_bytes() == call_archive()
    assert {name: (tmp_path / name).read_bytes() for name in call_files()} == call_files()


def test_the_script_writes_the_files_and_their_archive(tmp_path):
    main(tmp_path / "dce")

    assert {path.name for path in (tmp_path / "dce").iterdir()} == {*call_files(), ARCHIVE}


def test_the_archive_holds_the_five_papers_of_a_call():
    with zipfile.ZipFile(io.BytesIO(call_archive())) as archive:
        assert archive.namelist() == list(call_files())
        assert {entry.date_time for entry in archive.infolist()} == {DAY}


def test_every_printed_page_says_that_it_is_an_example(texts):
    assert all(facts()["mark"] in page for pages in texts.values() for page in pages)
    assert all(len(pages) >= 3 for pages in texts.values())


def test_the_word_and_excel_papers_say_that_they_are_an_example():
    word = Document(io.BytesIO(call_files()["4_AE_exemple.docx"]))
    book = openpyxl.load_workbook(io.BytesIO(call_files()["5_BPU-DQE_exemple.xlsx"]))

    assert facts()["mark"] in word.sections[0].header.paragraphs[0].text
    assert all(sheet["A1"].value == facts()["mark"] for sheet in book)


def test_the_rules_say_the_deadline_the_criteria_and_the_reservation(texts):
    rules = "\n".join(texts["1_RC_exemple.pdf"])

    assert facts()["deadline"] in rules
    assert "L. 2113-13" in rules
    assert [criterion["weight"] for criterion in facts()["criteria"]] == [50, 30, 20]
    for criterion in facts()["criteria"]:
        assert f"{criterion['weight']} %" in rules
        assert not criterion["sub"] or sum(weight for _, weight in criterion["sub"]) == criterion["weight"]


def test_every_need_stands_in_the_specifications_with_a_real_commune(texts):
    specifications = "\n".join(texts["3_CCTP_exemple.pdf"])

    for lot in facts()["lots"]:
        for name, code, hours in lot["needs"]:
            found = commune(code)
            assert found is not None
            assert found.name == name
            assert f"{lot['number']} {name} {code} {lot['trade']} {hours}" in specifications


def test_insertion_hours_stay_below_the_hours_of_work():
    for lot in facts()["lots"]:
        work = sum(hours for *_, hours in lot["needs"]) * facts()["months"]
        assert 0 < lot["insertion_hours"] < work


def test_each_lot_has_its_sheet_with_blank_prices():
    book = openpyxl.load_workbook(io.BytesIO(call_files()["5_BPU-DQE_exemple.xlsx"]))

    assert book.sheetnames == [f"Lot {lot['number']}" for lot in facts()["lots"]]
    for lot in facts()["lots"]:
        rows = book[f"Lot {lot['number']}"].iter_rows(
            min_row=7, max_row=6 + len(lot["prices"]), values_only=True
        )
        for row, line in zip(rows, lot["prices"], strict=True):
            assert list(row[:4]) == line
            assert row[4] is None
