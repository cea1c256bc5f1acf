"""The example's price schedule, as a buyer hands it out in Excel: one sheet a lot, prices left blank."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = (
    ("N° de prix", 10),
    ("Désignation", 58),
    ("Unité", 10),
    ("Quantité estimative (16 mois)", 18),
    ("Prix unitaire HT (€)", 18),
    ("Montant HT (€)", 18),
)
HEAD_ROW = 6
THIN = Side(style="thin", color="8A94A0")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
GREY = PatternFill("solid", fgColor="E8EDF2")
EURO = '#,##0.00" €"'


def bordereau(facts: dict[str, Any]) -> bytes:
    """The bytes of the workbook."""
    book = Workbook()
    book.properties.title = f"BPU-DQE – {facts['mark']}"
    book.properties.creator = facts["buyer"]
    first = book.active
    if first is not None:
        book.remove(first)
    for lot in facts["lots"]:
        _sheet(book.create_sheet(f"Lot {lot['number']}"), lot, facts)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Worksheet, lot: dict[str, Any], facts: dict[str, Any]) -> None:
    sheet["A1"] = facts["mark"]
    sheet["A1"].font = Font(bold=True, color="A02020")
    sheet["A2"] = facts["buyer"]
    sheet["A3"] = "Bordereau des prix unitaires valant détail quantitatif estimatif (BPU-DQE)"
    sheet["A4"] = f"Lot {lot['number']} – {lot['title']} – consultation {facts['reference']}"
    for place in ("A2", "A3", "A4"):
        sheet[place].font = Font(bold=True, size=12)
    for column, (title, width) in enumerate(COLUMNS, start=1):
        cell = sheet.cell(HEAD_ROW, column, title)
        cell.font, cell.fill, cell.border = Font(bold=True), GREY, BOX
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[cell.column_letter].width = width
    for row, line in enumerate(lot["prices"], start=HEAD_ROW + 1):
        _line(sheet, row, line)
    _total(sheet, HEAD_ROW + 1, HEAD_ROW + len(lot["prices"]))
    sheet.HeaderFooter = HeaderFooter(
        oddHeader=HeaderFooterItem(right=_HeaderFooterPart(facts["mark"])),
        oddFooter=HeaderFooterItem(center=_HeaderFooterPart("&A – page &P sur &N")),
    )
    sheet.row_dimensions[HEAD_ROW].height = 34
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"


def _line(sheet: Worksheet, row: int, line: list[Any]) -> None:
    number, designation, unit, quantity = line
    values = (number, designation, unit, quantity, None, f'=IF(E{row}="","",D{row}*E{row})')
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column, value)
        cell.border = BOX
        sheet.row_dimensions[row].height = 20
        cell.alignment = Alignment(wrap_text=column == 2, vertical="center")
    sheet.cell(row, 4).number_format = "#,##0"
    sheet.cell(row, 5).number_format = sheet.cell(row, 6).number_format = EURO


def _total(sheet: Worksheet, first: int, last: int) -> None:
    row = last + 1
    sheet.cell(row, 2, "Total HT du lot").font = Font(bold=True)
    cell = sheet.cell(row, 6, f"=SUM(F{first}:F{last})")
    cell.font, cell.number_format, cell.border = Font(bold=True), EURO, BOX
    sheet.cell(row + 2, 1, "Le candidat ne modifie ni les désignations, ni les unités, ni les quantités.")
