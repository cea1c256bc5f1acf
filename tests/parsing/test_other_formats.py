from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import openpyxl
import pytest

from tender.parsing.formats import read
from tender.parsing.kinds import kind_of
from tender.parsing.language import language_of
from tender.parsing.refusal import MAX_CHARACTERS, RefusalReason, Refused
from tender.vocabulary.source import DocumentKind, Page
from tests.parsing.made_files import a_zip

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def a_workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "BPU"
    sheet["B4"], sheet["C4"] = "Nettoyage\nde bureaux", 12.5
    sheet["B5"], sheet["C5"] = "Vitres", 40
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_is_a_page_and_evidence_names_the_cell() -> None:
    page = read(a_workbook(), "bpu.xlsx").pages[0]

    assert page.path == "BPU"
    assert page.text.split("\n")[3:] == ["\tNettoyage de bureaux\t12.5", "\tVitres\t40"]
    assert page.evidence("bpu.xlsx", page.text.index("Vitres"), len(page.text)).path == "BPU!B5"
    assert [cell.path for row in page.tables[0].rows for cell in row if cell] == [
        "BPU!B4",
        "BPU!C4",
        "BPU!B5",
        "BPU!C5",
    ]


def test_a_damaged_workbook_is_refused() -> None:
    data = a_zip({"xl/workbook.xml": b"<workbook", "[Content_Types].xml": b""})

    with pytest.raises(Refused) as refusal:
        read(data, "bpu.xlsx")

    assert refusal.value.reason is RefusalReason.DAMAGED


def test_an_opendocument_text_is_read_by_its_headings() -> None:
    content = (
        f'<o:document-content xmlns:o="{OFFICE}" xmlns:t="{TEXT}"><o:body><o:text>'
        '<t:tracked-changes><t:p>supprimé</t:p></t:tracked-changes><t:h t:outline-level="1">1 Objet</t:h>'
        "<t:p>Espaces<t:s/>verts</t:p><t:list><t:list-item><t:p>tonte</t:p></t:list-item></t:list>"
        "</o:text></o:body></o:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)

    page = read(out.getvalue(), "cctp.odt").pages[0]

    assert page.path == "§ 1 Objet"
    assert page.text == "1 Objet\nEspaces verts\ntonte"


def test_each_slide_is_a_page() -> None:
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Planning du lot 1</a:t></a:r></a:p></p:sld>'
    data = a_zip({"ppt/presentation.xml": b"<p/>", "ppt/slides/slide2.xml": slide.encode()})

    pages = read(data, "planning.pptx").pages

    assert [(page.number, page.text) for page in pages] == [(2, "Planning du lot 1")]


def test_a_mail_is_its_subject_and_its_text() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "acheteur@example.org", "Question n° 3"
    mail.set_content("<p>La visite est <b>obligatoire</b>.</p><script>x()</script>", subtype="html")

    assert read(mail.as_bytes(), "q3.eml").pages[0].text == "Question n° 3\nLa visite est obligatoire."


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_plain_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    data = "Marché réservé\r\nLot 1".encode(encoding)

    assert read(data, "lettre.txt").pages[0].text == "Marché réservé\nLot 1"


def test_a_csv_is_a_grid() -> None:
    page = read("Désignation;Prix\nVitres;12,50\n".encode(), "bpu.csv").pages[0]

    assert page.text == "Désignation\tPrix\nVitres\t12,50"
    assert page.evidence("bpu.csv", page.text.index("12,50"), len(page.text)).path == "bpu!B2"


def test_bytes_of_an_unknown_kind_are_refused() -> None:
    for data in (b"\x89PNG\r\n\x1a\n" + bytes(40), b"MZ" + bytes(60), a_zip({"rien.bin": b"x"})):
        with pytest.raises(Refused) as refusal:
            read(data, "rc.pdf")
        assert refusal.value.reason is RefusalReason.UNKNOWN_TYPE


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Ville de Nantes\nRèglement de la consultation\nDate limite : 3 mai", "piece1.pdf", DocumentKind.RC),
        ("Mairie\nCahier des clauses administratives\nparticulières\nArticle 1", "x.pdf", DocumentKind.CCAP),
        ("CAHIER DES CLAUSES TECHNIQUES PARTICULIÈRES", "RC.pdf", DocumentKind.CCTP),
        ("ACTE D’ENGAGEMENT\nLot n° 1", "x.docx", DocumentKind.AE),
        ("MARCHÉS PUBLICS\nLettre de candidature\nNotice explicative\nDC1", "n.pdf", DocumentKind.DC1),
        ("Registre des questions et réponses", "x.pdf", DocumentKind.QA),
        ("Leistungsbeschreibung\nReinigung der Büros", "x.pdf", DocumentKind.CCTP),
        ("Besondere Vertragsbedingungen", "x.pdf", DocumentKind.CCAP),
        ("Annexe 2 : Bordereau des prix unitaires", "x.pdf", DocumentKind.BPU),
        ("Une photo de chantier", "IMG_0042.pdf", DocumentKind.OTHER),
        ("Tableau", "2026-07 DQE lot 2.xlsx", DocumentKind.DQE),
    ],
)
def test_a_document_is_known_by_its_title_before_its_name(text: str, name: str, kind: DocumentKind) -> None:
    assert kind_of((Page(number=1, text=text),), name) is kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Les candidats remettent leur offre avant la date limite du règlement. " * 3,
            "fr",
        ),
        (
            "Die Bieter reichen ihr Angebot bis zum Ablauf der Frist ein, die gilt. " * 3,
            "de",
        ),
        (
            "Tenders shall be submitted before the deadline that is stated in the notice of this contract. "
            * 2,
            "en",
        ),
        (
            "De inschrijvers dienen hun offerte in voor de uiterste datum die in het bestek wordt vermeld. "
            * 2,
            "nl",
        ),
        ("Lot 1", None),
    ],
)
def test_the_language_is_told_when_there_is_enough_text(text: str, language: str | None) -> None:
    assert language_of([text]) == language


def test_a_text_longer_than_any_call_is_refused_by_its_size() -> None:
    with pytest.raises(Refused) as refusal:
        read(b"Article 1\n" * (MAX_CHARACTERS // 10 + 1), "journal.txt")

    assert refusal.value.reason is RefusalReason.TOO_LARGE


def test_an_opendocument_text_gives_its_heads_and_the_rows_of_each_table_once() -> None:
    space = f'xmlns:o="{OFFICE}" xmlns:t="{TEXT}" xmlns:b="table" xmlns:s="style"'
    inner = "<b:table><b:table-row><b:table-cell><t:p>140 h</t:p></b:table-cell></b:table-row></b:table>"
    content = (
        f"<o:document-content {space}><o:body><o:text><b:table>"
        "<b:table-header-rows><b:table-row><b:table-cell><t:p>Lot</t:p></b:table-cell>"
        "<b:table-cell><t:p>Heures</t:p></b:table-cell></b:table-row></b:table-header-rows>"
        f"<b:table-row><b:table-cell><t:p>1</t:p></b:table-cell><b:table-cell>{inner}</b:table-cell>"
        "</b:table-row></b:table></o:text></o:body></o:document-content>"
    )
    styles = (
        f"<o:document-styles {space}><o:master-styles><s:master-page>"
        "<s:header><t:p>CCAP</t:p></s:header><s:header-left><t:p>CCAP</t:p></s:header-left>"
        "<s:footer><t:p>Ville de Foix</t:p></s:footer></s:master-page></o:master-styles></o:document-styles>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", styles)

    pages = read(out.getvalue(), "ccap.odt").pages

    assert [(page.path, page.text) for page in pages][-2:] == [
        ("§ En-tête", "CCAP"),
        ("§ Pied de page", "Ville de Foix"),
    ]
    assert pages[0].text == "Lot\tHeures\n1\t140 h"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_a_mail_of_html_keeps_its_accents_whatever_its_charset(charset: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "marches@ville.fr", "Rectificatif – lot 2"
    mail.set_content(
        f'<meta charset="{charset}"><p>Le lot 2 est <b>réservé</b> aux ESAT.</p>',
        subtype="html",
        charset=charset,
    )

    (page,) = read(mail.as_bytes(), "rectificatif.eml").pages

    assert page.text == "Rectificatif – lot 2\nLe lot 2 est réservé aux ESAT."


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_page_of_html_that_names_no_charset_keeps_its_accents(encoding: str) -> None:
    data = "<html><body><p>Marché réservé : à lire avant l’été</p></body></html>".encode(encoding)

    assert read(data, "avis.html").pages[0].text == "Marché réservé : à lire avant l’été"
