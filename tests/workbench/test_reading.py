"""Files as a whole to a reading: what a person must read herself is told."""

from __future__ import annotations

from tender.parsing.archive import Entry
from tender.workbench.reading import read_entries
from tests.parsing.made_files import a_pdf, a_scan


def test_a_picture_on_which_nothing_was_recognised_is_told_and_a_page_of_text_is_not() -> None:
    entries = [Entry("plan.pdf", a_scan()), Entry("RC.pdf", a_pdf("Règlement de la consultation"))]

    reading = read_entries(entries).reading

    assert [document.ocr_pages for document in reading.documents] == [(1,), ()]
    (told,) = reading.warnings
    assert "« plan.pdf »" in told
    assert "(page 1)" in told
