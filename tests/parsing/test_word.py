from __future__ import annotations

import shutil

import pytest

from tender.parsing.formats import read
from tender.parsing.refusal import RefusalReason, Refused
from tests.corpus import corpus_path
from tests.parsing.made_files import a_docx, a_zip, paragraph

HEADING = '<w:pStyle w:val="Titre1"/>'
STYLES = (
    '<w:styles><w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
)
NUMBERING = (
    '<w:numbering><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def text_of(data: bytes) -> str:
    return "\n".join(page.text for page in read(data, "piece.docx").pages)


def test_a_section_is_a_page_labelled_by_its_numbered_heading() -> None:
    body = (
        paragraph("Préambule")
        + paragraph("Objet", properties=HEADING)
        + paragraph("Nettoyage des locaux.")
        + paragraph("Durée", properties=HEADING)
        + paragraph("Un an", properties='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
    )

    pages = read(a_docx(body, styles=STYLES, numbering=NUMBERING), "ccap.docx").pages

    assert [page.path for page in pages] == ["§ 0", "§ Article 1 Objet", "§ Article 2 Durée"]
    assert pages[1].text == "Article 1 Objet\nNettoyage des locaux."
    assert pages[2].text.endswith("2.a) Un an")
    assert pages[1].number is None
    assert pages[1].evidence("ccap.docx", 0, 7).path == "§ Article 1 Objet"


def test_inserted_words_are_kept_and_deleted_ones_dropped() -> None:
    body = (
        "<w:p><w:r><w:t>Délai de </w:t></w:r><w:del><w:r><w:delText>90</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>120</w:t></w:r></w:ins><w:r><w:t> jours</w:t></w:r></w:p>"
    )

    assert text_of(a_docx(body)) == "Délai de 120 jours"


def test_tick_boxes_of_every_age_are_read() -> None:
    body = (
        "<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>"
        "<w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t> Oui</w:t></w:r></w:p>"
        "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox></w:ffData>"
        "</w:fldChar></w:r><w:r><w:t> Non</w:t></w:r></w:p>"
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t> Lot 1</w:t></w:r></w:p>"
    )

    assert text_of(a_docx(body)) == "☒ Oui\n☐ Non\n☒ Lot 1"


def test_a_table_gives_rows_and_merged_cells() -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    body = (
        "<w:tbl><w:tr>"
        + cell.format('<w:vMerge w:val="restart"/>', paragraph("Prix"))
        + cell.format("", paragraph("40 %"))
        + "</w:tr><w:tr>"
        + cell.format("<w:vMerge/>", "<w:p/>")
        + cell.format("", paragraph("60 %"))
        + "</w:tr></w:tbl>"
    )

    page = read(a_docx(body), "rc.docx").pages[0]

    assert page.text == "Prix\t40 %\n60 %"
    assert [[cell.text if cell else None for cell in row] for row in page.tables[0].rows] == [
        ["Prix", "40 %"],
        [None, "60 %"],
    ]


def test_footnotes_follow_their_section_and_feet_stand_last() -> None:
    body = "<w:p><w:r><w:t>Insertion</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>Article L2112-2</w:t></w:r></w:p></w:footnote>"
    notes = f"<w:footnotes>{note}</w:footnotes>"
    feet = "<w:ftr><w:p><w:r><w:t>CCAP 2026-01</w:t></w:r></w:p></w:ftr>"

    pages = read(a_docx(body, footnotes=notes, footer1=feet), "ccap.docx").pages

    assert pages[0].text == "Insertion\nArticle L2112-2"
    assert pages[-1].path == "§ Pied de page"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (a_docx(paragraph("x"))[:-30], RefusalReason.UNKNOWN_TYPE),
        (a_zip({"word/document.xml": b"<w:document"}), RefusalReason.DAMAGED),
        (
            a_zip({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
            RefusalReason.ENTITIES,
        ),
        (a_zip({"word/document.xml": bytes(80 << 20)}, level=9), RefusalReason.ZIP_BOMB),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
            RefusalReason.ENCRYPTED,
        ),
    ],
    ids=["truncated", "broken xml", "entities", "bomb", "locked"],
)
def test_a_word_file_that_cannot_be_read_is_refused(data: bytes, reason: RefusalReason) -> None:
    with pytest.raises(Refused) as refusal:
        read(data, "piece.docx")

    assert refusal.value.reason is reason


def test_old_word_is_read_through_libreoffice_or_refused_with_the_reason() -> None:
    data = rb"{\rtf1\ansi Les offres sont remises avant midi.}"
    if shutil.which("soffice") is None:
        with pytest.raises(Refused) as refusal:
            read(data, "piece.rtf")
        assert refusal.value.reason is RefusalReason.NEEDS_LIBREOFFICE
    else:
        assert "remises avant midi" in read(data, "piece.rtf").pages[0].text


@pytest.mark.corpus
def test_a_real_form_is_read_by_its_rubrics() -> None:
    path = corpus_path("dce/fr01_grenoble_inp_2026FCSSA0025/DC1.docx")

    labels = [page.path or "" for page in read(path.read_bytes(), path.name).pages]

    assert any(label.startswith("§ A - Identification") for label in labels)
    assert any(label.startswith("§ E - Identification") for label in labels)
