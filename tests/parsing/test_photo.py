"""The photograph of a paper is read as a scan is; among the files of a call a picture is none to read."""

from __future__ import annotations

import io
import shutil

import pytest
from PIL import Image

from tender.parsing.archive import Entry
from tender.parsing.attestations import read_paper
from tender.parsing.isolation import read_all
from tender.parsing.page_image import page_png
from tests.parsing.made_files import a_pdf

WORDS = "Attestation de vigilance URSSAF\n\nFait le 12 octobre 2026, valable jusqu'au 11 avril 2027"


def photographed(kind: str, *, turned: bool = False) -> bytes:
    """The page of a paper as a telephone keeps it: `turned`, it only says which side is up."""
    with Image.open(io.BytesIO(page_png(a_pdf(WORDS), 1, width_px=1400))) as page:
        picture = page.convert("RGB")
    out, exif = io.BytesIO(), Image.Exif()
    if turned:
        picture, exif[0x0112] = picture.rotate(90, expand=True), 6
    picture.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "turned"), [("JPEG", True), ("PNG", False)])
def test_the_dates_of_a_photographed_paper_are_read(kind: str, turned: bool) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed: photographs stay without text here.")

    (source,) = read_all([Entry("IMG_0001", photographed(kind, turned=turned))], processes=1, photos=True)
    read = read_paper(source)

    assert source.pages[0].ocr
    assert read.issued_on is not None
    assert read.issued_on.value == "2026-10-12"
    assert read.valid_until is not None
    assert read.valid_until.value == "2027-04-11"


def test_a_broken_photograph_is_refused_and_a_call_reads_none() -> None:
    broken = photographed("JPEG")[:300]
    (of_paper,) = read_all([Entry("IMG", broken)], processes=1, photos=True)
    (of_call,) = read_all([Entry("IMG", photographed("PNG"))], processes=1)

    assert (of_paper.refused, of_call.refused) == ("damaged", "unknown_type")
