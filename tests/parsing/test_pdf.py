from __future__ import annotations

import io
import shutil
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from tender.parsing import ocr
from tender.parsing.formats import read
from tender.parsing.layout import running_lines
from tender.parsing.page_image import page_png
from tender.parsing.pdf_words import keeps_hyphen
from tender.parsing.printed_lines import Word
from tender.parsing.refusal import RefusalReason, Refused
from tender.vocabulary.source import Page
from tests.corpus import corpus_path
from tests.parsing.made_files import a_pdf, a_scan, a_zip

GRID = "1 w 50 700 m 400 700 l S 50 740 m 400 740 l S 50 780 m 400 780 l S" + "".join(
    f" {x} 700 m {x} 780 l S" for x in (50, 250, 400)
)


def words_of(page: Page) -> list[str]:
    return [page.text[a:b] for a, b in zip(page.words.starts, page.words.ends, strict=True)]


def assert_words_stand_where_they_say(page: Page) -> None:
    printed = words_of(page)
    assert all(word and not any(map(str.isspace, word)) for word in printed)
    assert "".join(printed) == "".join(page.text.split())
    for index in range(len(page.words)):
        x0, top, x1, bottom = page.words.coordinates[4 * index : 4 * index + 4]
        assert -0.1 <= x0 <= x1 <= page.width + 0.1
        assert -0.1 <= top <= bottom <= page.height + 0.1


def test_each_line_of_a_page_is_a_line_of_its_text() -> None:
    source = read(a_pdf("Règlement de la consultation\nLot 1 : nettoyage", "Page deux"), "rc.pdf")

    assert [page.text for page in source.pages] == [
        "Règlement de la consultation\nLot 1 : nettoyage",
        "Page deux",
    ]
    assert [page.number for page in source.pages] == [1, 2]
    assert source.has_pages
    assert_words_stand_where_they_say(source.pages[0])


def test_the_evidence_of_two_lines_has_two_boxes() -> None:
    page = read(a_pdf("Les offres sont\nremises avant midi"), "rc.pdf").pages[0]
    start = page.text.index("sont")

    evidence = page.evidence("rc.pdf", start, page.text.index("avant"))

    assert evidence.quote.split() == ["sont", "remises"]
    assert len(evidence.boxes) == 2
    assert evidence.boxes[0][1] < evidence.boxes[1][1]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 400, 500, 820)])
def test_a_box_is_where_the_ink_is_on_the_page_as_displayed(
    rotate: int, crop: tuple[int, int, int, int] | None
) -> None:
    data = a_pdf("HHHHHHHH", rotate=rotate, crop=crop)

    page = read(data, "x.pdf").pages[0]
    picture = Image.open(io.BytesIO(page_png(data, 1, width_px=1000))).convert("L")

    ink = picture.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert ink is not None
    scale = 1000 / page.width
    box = page.words.box(0)
    assert abs(picture.height / scale - page.height) < 1
    for drawn, stated in zip(ink, box, strict=True):
        assert abs(drawn / scale - stated) < 4


def test_a_ruled_table_gives_its_cells() -> None:
    text = "Critère\nPrix"
    page = read(
        a_pdf(text, drawing=GRID + " BT /F1 12 Tf 300 780 Td 16 TL (Poids) Tj 0 -40 Td (40 %) Tj ET"),
        "rc.pdf",
    ).pages[0]

    assert len(page.tables) == 1
    cells = [cell.text for row in page.tables[0].rows for cell in row if cell]
    assert "40 %" in cells
    assert all(cell.box for row in page.tables[0].rows for cell in row if cell)


def test_heads_and_feet_are_told_from_the_text() -> None:
    source = read(
        a_pdf(*(f"CCAP du lot 1\nTexte {n} propre à la page\nPage {n} sur 5" for n in range(1, 6))), "c.pdf"
    )

    running = running_lines(source.pages)

    assert {"CCAP du lot 1", "Page 1 sur 5", "Page 5 sur 5"} <= running


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", RefusalReason.EMPTY),
        (a_pdf("Secret", password="sesame"), RefusalReason.ENCRYPTED),
        (b"%PDF-1.7\n" + bytes(500), RefusalReason.DAMAGED),
        (a_pdf(), RefusalReason.DAMAGED),
        (bytes(range(256)) * 20, RefusalReason.UNKNOWN_TYPE),
    ],
    ids=["empty", "locked", "only a head", "no page", "bytes of nothing"],
)
def test_a_pdf_that_cannot_be_read_is_refused_with_the_reason(data: bytes, reason: RefusalReason) -> None:
    with pytest.raises(Refused) as refusal:
        read(data, "piece.pdf")

    assert refusal.value.reason is reason
    assert refusal.value.facts["name"] == "piece.pdf"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_is_refused_or_read_but_never_an_error(share: float) -> None:
    whole = a_pdf(*(f"Page {n}" for n in range(20)))
    reasons = set()
    try:
        source = read(whole[: int(len(whole) * share)], "coupe.pdf")
        assert len(source.pages) <= 20
    except Refused as refusal:
        reasons.add(refusal.reason)

    assert reasons <= {RefusalReason.DAMAGED}


def test_the_bytes_decide_and_not_the_name() -> None:
    assert read(a_pdf("Bonjour"), "lettre.docx").has_pages
    with pytest.raises(Refused) as refusal:
        read(a_zip({"photo.png": b"x"}), "rc.pdf")
    assert refusal.value.reason is RefusalReason.UNKNOWN_TYPE


def test_a_scan_is_read_by_tesseract() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed: scanned pages stay without text here.")

    page = read(a_scan("Marche reserve aux structures", "250 heures d'insertion"), "scan.pdf").pages[0]

    assert page.ocr
    assert "250" in words_of(page)
    assert_words_stand_where_they_say(page)


def test_only_the_page_that_is_a_picture_is_recognised_and_marked() -> None:
    mixed, out = pdfium.PdfDocument(a_pdf("Article 1 - Objet du marché et lieu d'exécution")), io.BytesIO()
    mixed.import_pages(pdfium.PdfDocument(a_scan("Article 2 - Clause sociale")))
    mixed.save(out)

    pages = read(out.getvalue(), "RC.pdf").pages

    assert [page.ocr for page in pages] == [False, True]
    assert "Objet" in pages[0].text
    assert "Clause" in pages[1].text or shutil.which("tesseract") is None


def test_an_amount_whose_first_space_was_not_seen_has_its_millions_apart_again() -> None:
    def recognised(line: str) -> list[str]:
        words = [Word(text, (10.0 * n, 0.0, 10.0 * n + 9, 5.0), 0) for n, text in enumerate(line.split())]
        return [word.text for word in ocr.with_thousands(words)]

    assert recognised("maximum 1234 567,89 € HT") == ["maximum", "1", "234", "567,89", "€", "HT"]
    assert recognised("de 12345 678 €") == ["de", "12", "345", "678", "€"]
    assert recognised("en 2027 120 € par jour") == ["en", "2027", "120", "€", "par", "jour"]
    assert recognised("SIRET 1234 567 00012") == ["SIRET", "1234", "567", "00012"]


def test_without_tesseract_a_scan_is_marked_and_empty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ocr.reader.cache_clear()
    ocr.installed_models.cache_clear()
    try:
        page = read(a_scan("Invisible"), "scan.pdf").pages[0]
    finally:
        ocr.reader.cache_clear()
        ocr.installed_models.cache_clear()

    assert page.ocr
    assert page.text == ""


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("re", "groupant", False),
        ("entre", "prise", False),
        ("va", "leur", False),
        ("(« mi", "nistère", False),
        ("celle", "ci.", True),
        ("est-à", "dire", True),
        ("sous", "critère", True),
        ("ci", "dessous", True),
        ("devons", "nous", True),
        ("2024", "2025", True),
        ("Klima", "schutz", False),
    ],
)
def test_a_hyphen_at_a_lines_end_stays_only_where_it_belongs_to_the_word(
    before: str, after: str, kept: bool
) -> None:
    assert keeps_hyphen(before, after) is kept


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name",
    [
        "dce/fr10_justice_ppsmj/RC 1.pdf",
        "dce/fr04_vsgp_25TIC06/RC.pdf",
        "dce/fr01_grenoble_inp_2026FCSSA0025/RC_2026FCSSA0025 v2.pdf",
        "dce/fr03_france_travail_010.26_irve/010.26 - March‚ Bornes ‚lectriques - Contrat VF.pdf",
        "dce/ma01_maroc_rc_AO2-2019-DG/RCnew.pdf",
        "dce/de06_friedenstein_EU-VV-OF-25-400/Anlage_1_Leistungsbeschreibung.pdf",
    ],
)
def test_every_word_of_a_real_pdf_stands_where_it_says(name: str) -> None:
    path = corpus_path(name)

    source = read(path.read_bytes(), path.name)

    assert sum(len(page.words) for page in source.pages) > 500
    for page in source.pages:
        assert_words_stand_where_they_say(page)


@pytest.mark.corpus
def test_ticks_drawn_in_a_symbol_font_are_read() -> None:
    path = corpus_path("dce/fr04_vsgp_25TIC06/RC.pdf")

    text = read(path.read_bytes(), path.name).pages[2].text

    assert "☒ Oui\n☐ Non" in text


@pytest.mark.corpus
def test_a_criteria_table_over_two_pages_gives_its_rows() -> None:
    path = corpus_path("dce/fr04_vsgp_25TIC06/RC.pdf")

    pages = read(path.read_bytes(), path.name).pages[6:8]

    weights = [row[-1].text for page in pages for table in page.tables for row in table.rows if row[-1]]
    assert weights.count("10%") == 3
