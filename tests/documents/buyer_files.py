"""Small files as buyers hand them out, made for the tests: no real buyer's."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from lxml import etree
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill, Protection

from tender.documents.espd.criteria import CAC
from tender.documents.forms import espd
from tender.documents.response import BuyerFile
from tests.documents.responses import a_response

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def word(*lines: str | list[list[str]]) -> bytes:
    """A Word file: a string is a paragraph, rows of cells a table."""
    document = Document()
    for line in lines:
        if isinstance(line, str):
            document.add_paragraph(line)
            continue
        table = document.add_table(len(line), len(line[0]))
        for row, cells in zip(table.rows, line, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    return saved(document)


def saved(document: Any) -> bytes:
    """The bytes of a document or workbook."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_boxes() -> bytes:
    """A form's checkbox, a content control's, and a prompt to type over."""
    document = Document()
    body = document.element.body
    legacy = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/><w:default w:val="0"/>'
        "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    control = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612"/>'
        "</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
    )
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Cliquez ici pour entrer du "
        "texte.</w:t></w:r></w:sdtContent></w:sdt>"
    )
    for made in (
        f'{legacy}<w:r><w:t xml:space="preserve"> Le candidat est un groupement d’entreprises :</w:t></w:r>',
        (
            f'{control}<w:r><w:t xml:space="preserve"> conjoint   OU   </w:t></w:r>'
            f"{legacy}<w:r><w:t>solidaire</w:t></w:r>"
        ),
        f'<w:r><w:t xml:space="preserve">Numéro SIRET : </w:t></w:r>{prompt}',
    ):
        body.insert(len(body) - 1, parse_xml(f"<w:p {W} {W14}>{made}</w:p>"))
    return saved(document)


def schedule(*, locked: bool = False) -> bytes:
    """A price schedule with an identity, three lines, formulas, a colour and a protected sheet."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "BPU"
    rows: list[list[Any]] = [
        ["Bordereau des prix"],
        ["Raison sociale", None],
        ["N° SIRET", None],
        ["N°", "Désignation", "Unité", "Quantité", "Prix unitaire HT", "Montant HT"],
        ["1", "Nettoyage des classes", "heure", 120, None, '=IF(E5="","",ROUND(D5*E5,2))'],
        ["2", "Vitrerie", "m²", 300, None, '=IF(E6="","",ROUND(D6*E6,2))'],
        ["3", "Remise en état", "forfait", 1, None, '=IF(E7="","",ROUND(D7*E7,2))'],
        [None, "Total HT", None, None, None, "=SUM(F5:F7)"],
        [None, "TVA", None, None, None, "=F8*20%"],
    ]
    for row in rows:
        page.append(row)
    page.protection.sheet = True
    for row in (5, 6, 7):
        page[f"E{row}"].protection = Protection(locked=locked)
        page[f"E{row}"].fill = PatternFill("solid", fgColor="FFFF00")
    page["B2"].protection = page["B3"].protection = Protection(locked=False)
    page.conditional_formatting.add("E5:E7", CellIsRule(operator="equal", formula=["0"]))
    return saved(book)


def an_espd_request(criteria: int) -> BuyerFile:
    """A buyer's own request, of the first criteria of the standard."""
    whole = espd.render(a_response())[0].data
    document = etree.fromstring(
        whole.replace(b"QualificationApplicationResponse", b"QualificationApplicationRequest")
    )
    for one in document.findall(f"{{{CAC}}}TenderingCriterion")[criteria:]:
        document.remove(one)
    return BuyerFile("espd-request.xml", "OTHER", etree.tostring(document))
