import io
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tender.documents.paper import (
    EXAMPLE_MARK,
    MISSING,
    Bullets,
    Column,
    Contents,
    Cover,
    Fields,
    Grid,
    Heading,
    Paper,
    Para,
    Quote,
    Signatures,
    Ticks,
    strong,
)
from tender.documents.writers.docx import write_docx
from tender.documents.writers.pdf import print_pdf, write_pdf
from tests.documents.reading import SPACES, docx_edges, docx_text, pdf_pages

NASTY = (
    '#let x = 1; #read("/etc/passwd") $a$ *b* _c_ \\ " \' <d> @e `f` ]] }} // /* ~ = & < > '
    "\u0000\u0007\ufffe é œ €"
)


def a_paper(*blocks, **said):
    return Paper(
        title=said.pop("title", "Lettre"),
        head="Tête",
        foot="Pied",
        issued_on=date(2026, 11, 20),
        author="Collectif",
        blocks=blocks,
        **said,
    )


def every_block(text):
    return (
        Contents(),
        Heading(text),
        Heading("Sous-titre", 2),
        Para((text, strong(text), MISSING)),
        Bullets((text,)),
        Ticks(((True, text), (False, "non"))),
        Quote(text, text),
        Fields(((text, text),)),
        Grid((Column("A"), Column("B")), ((text, text), ("Total", "1")), totals=1),
        Signatures(((text, text),)),
    )


@pytest.mark.parametrize("text", [NASTY, "", "  ", "Marie 😀 中文 \ue000 عربي", "a\nb\r\nc\td", "x" * 3000])
def test_whatever_a_user_writes_stays_words(text):
    paper = a_paper(
        *every_block(text), title=text or "T", cover=Cover(text, text, text, ((text, text),), (text,))
    )

    assert pdf_pages(write_pdf(paper))
    assert docx_text(write_docx(paper))


def test_typst_code_of_a_user_is_printed_not_run():
    pages = pdf_pages(write_pdf(a_paper(Para('#(1 + 1) #sys.version $x^2$ *gras* "fin"'))))

    assert '#(1 + 1) #sys.version $x^2$ *gras* "fin"' in pages[0]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_comes_back_from_word_and_never_breaks_its_xml(text):
    data = write_docx(a_paper(*every_block(text)))

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                ET.fromstring(archive.read(name))


def test_the_same_paper_gives_the_same_bytes():
    paper = a_paper(*every_block("texte"), example=True)

    assert write_docx(paper) == write_docx(paper)
    assert write_pdf(paper) == write_pdf(paper)


def test_the_pdf_is_tagged_archivable_and_says_its_language():
    data = write_pdf(a_paper(Para("texte")))

    assert b"/MarkInfo" in data
    assert b"/Lang(fr)" in data
    assert b"pdfaid:part" in data
    assert b"pdfuaid:part" in data


def test_the_example_is_marked_on_every_page_cover_included():
    paper = a_paper(
        Para("un"), Heading("Deux", fresh_page=True), example=True, cover=Cover("R", "T", "S", (("A", "b"),))
    )

    assert docx_edges(write_docx(paper)).count(EXAMPLE_MARK) == 2
    pages = pdf_pages(write_pdf(paper))
    assert len(pages) == 3
    assert all(EXAMPLE_MARK in page for page in pages)


def test_a_real_response_is_not_marked_as_an_example():
    paper = a_paper(Para("un"))

    assert EXAMPLE_MARK not in docx_edges(write_docx(paper)) + pdf_pages(write_pdf(paper))[0]


def test_the_contents_show_each_chapter_with_its_page():
    paper = a_paper(Contents(), Heading("Un", fresh_page=True), Para("x"), Heading("Deux", fresh_page=True))
    printed = print_pdf(paper)

    text = docx_text(write_docx(paper, printed.pages))

    assert printed.pages == {0: 2, 1: 3}
    assert b"PAGEREF _Toc000001" in zipfile.ZipFile(io.BytesIO(write_docx(paper, printed.pages))).read(
        "word/document.xml"
    )
    assert "Deux" in text
    assert "Deux" in pdf_pages(printed.data)[0].translate(SPACES)


def test_pages_are_numbered_out_of_their_count():
    pages = pdf_pages(write_pdf(a_paper(Para("a"), Heading("b", fresh_page=True))))

    assert "page 1 / 2" in pages[0]
    assert "page 2 / 2" in pages[1]
