"""A buyer's schedule of another office suite is opened, filled, and said to have been converted."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from tender.documents.buyer.filling import fill
from tender.documents.price_line import PriceLine
from tender.documents.response import BuyerFile, Response
from tender.parsing.fields import extract
from tender.parsing.formats import read
from tender.parsing.office import is_installed
from tender.workbench.converting import with_forms_opened
from tests.documents.responses import a_response

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)
FORMULAS = 'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'


def cell(value: str | int | None, formula: str = "") -> str:
    if formula:
        return f'<table:table-cell table:formula="of:={formula}" office:value-type="float" office:value="0"/>'
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    words = f"<text:p>{value}</text:p>" if value else ""
    return f'<table:table-cell office:value-type="string">{words}</table:table-cell>'


def a_schedule() -> bytes:
    """An OpenDocument workbook of two lines with their formulas."""
    heads = ("N°", "Désignation", "Unité", "Quantité", "Prix unitaire HT", "Montant HT")
    rows = [
        [cell(head) for head in heads],
        [cell("1"), cell("Nettoyage"), cell("heure"), cell(100), cell(None), cell(None, "[.D2]*[.E2]")],
        [cell("2"), cell("Vitrerie"), cell("m²"), cell(10), cell(None), cell(None, "[.D3]*[.E3]")],
        [cell(None), cell("Total HT"), cell(None), cell(None), cell(None), cell(None, "SUM([.F2:.F3])")],
    ]
    table = "".join(f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in rows)
    content = (
        f'<office:document-content {NAMES} {FORMULAS} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="DQE">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def asked(data: bytes, name: str) -> Response:
    """Its lines as they are read, at 25 and 30 euros."""
    lines = tuple(
        PriceLine(
            number=line.number,
            lot="1",
            designation=line.designation,
            unit=line.unit,
            quantity=None if line.quantity is None else Decimal(str(line.quantity)),
            unit_price=price,
            vat_rate=Decimal(20),
            document=name,
            cell=line.evidence[0].path or "",
            boxes=tuple((one.document, one.path or "") for one in line.cells),
        )
        for line, price in zip(
            extract([read(data, name)]).price_lines, (Decimal(25), Decimal(30)), strict=True
        )
    )
    return replace(a_response(lots=1), prices=lines, buyer_files=(BuyerFile(name, "DQE", data),))


@pytest.mark.skipif(not is_installed(), reason="LibreOffice n’est pas installé")
def test_an_opendocument_schedule_is_filled_with_its_formulas_and_said_to_be_converted() -> None:
    response = asked(a_schedule(), "DQE.ods")

    filled = fill(with_forms_opened(response))

    (made,) = filled.files
    assert made.name == "DQE.xlsx"
    page = load_workbook(io.BytesIO(made.data))["DQE"]
    shown = load_workbook(io.BytesIO(made.data), data_only=True)["DQE"]
    assert [page["E2"].value, page["E3"].value] == [25, 30]
    assert [page["F2"].value, page["F4"].value] == ["=D2*E2", "=SUM(F2:F3)"]
    assert shown["F4"].value == 2800
    assert [(one.file, one.why) for one in filled.unplaced] == [("DQE.ods", "converted")]


def test_what_is_no_form_or_cannot_be_opened_is_left_as_it_came() -> None:
    files = (
        BuyerFile("CCAP.ods", "CCAP", a_schedule()),
        BuyerFile("BPU.ods", "BPU", a_schedule()[:300]),
        BuyerFile("DC2.docx", "DC2", b"PK"),
    )
    response = replace(a_response(), buyer_files=files)

    assert with_forms_opened(response).buyer_files == files
