import io
import zipfile
from dataclasses import replace
from decimal import Decimal

from openpyxl import load_workbook

from tender.documents.forms import price_schedule
from tender.documents.price_line import PriceLine
from tests.documents.responses import a_response


def sheets(response, *, values=False):
    (held,) = price_schedule.render(response)
    return load_workbook(io.BytesIO(held.data), data_only=values)


def column(sheet, head):
    """The cells under a head."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == head:
                return [sheet.cell(r, cell.column) for r in range(cell.row + 1, sheet.max_row + 1)]
    raise AssertionError(head)


def test_amounts_are_numbers_and_totals_are_formulas_that_hold_their_value():
    response = a_response()
    formulas, values = sheets(response)["Lot 1"], sheets(response, values=True)["Lot 1"]

    assert all(isinstance(cell.value, (int, float)) for cell in column(formulas, "Prix unitaire HT")[:3])
    assert column(formulas, "Montant HT")[3].value.startswith("=SUM(F")
    shown = [Decimal(str(cell.value)) for cell in column(values, "Montant HT")]
    assert sum(shown[:3]) == shown[3] == response.lots[0].total
    assert shown[5] == shown[3] + shown[4]


def test_the_sheets_add_up_across_lots_and_members():
    response = a_response(members=11, lots=7)
    book = sheets(response, values=True)
    whole = sum(lot.total for lot in response.lots)

    assert Decimal(str(column(book["Synthèse"], "Montant HT")[-1].value)) == whole
    assert Decimal(str(column(book["Par membre"], "Total HT")[-1].value)) == whole


def test_a_lot_without_lines_shows_its_shares():
    book = sheets(a_response(), values=True)

    names = [cell.value for cell in column(book["Lot 2"], "Membre")[:3]]
    assert names == [member.name for member in a_response().members]


def test_a_price_of_the_whole_group_has_no_empty_column_of_members():
    response = a_response(lots=1)
    common = tuple(replace(line, member=None) for line in response.prices)

    heads = [
        [cell.value for row in sheets(one)["Lot 1"].iter_rows() for cell in row]
        for one in (response, replace(response, prices=common))
    ]

    assert ["Membre" in words for words in heads] == [True, False]


def test_words_that_look_like_formulas_stay_words():
    nasty = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1")
    lines = tuple(PriceLine(text, "1", text, text, Decimal(1), Decimal(1), Decimal(20)) for text in nasty)
    response = replace(a_response(lots=1), prices=lines)
    response = replace(response, call=replace(response.call, reference="=2+2", subject=""))
    sheet = sheets(response)["Lot 1"]

    for cell in (*column(sheet, "Désignation")[:5], *column(sheet, "Unité")[:5], *column(sheet, "N°")[:5]):
        assert cell.data_type != "f"
        assert cell.quotePrefix
    assert not any(
        cell.data_type == "f" and not cell.value.startswith(("=IF(", "=SUM(", "=ROUND("))
        for row in sheet.iter_rows()
        for cell in row
    )


def test_a_line_that_lacks_something_is_named_and_marked():
    response = a_response(lots=1)
    first, *rest = response.prices
    response = replace(response, prices=(replace(first, unit_price=None, unit=""), *rest))

    assert [(lack.box, lack.field, lack.lot, lack.member) for lack in price_schedule.lacks(response)] == [
        ("ligne 1.01", "unit_price:1.01", "1", "ai1"),
        ("ligne 1.01", "unit:1.01", "1", "ai1"),
    ]
    sheet = sheets(response)["Lot 1"]
    assert column(sheet, "Prix unitaire HT")[0].value == "à compléter"


def test_two_rates_of_vat_are_each_rounded_once():
    lines = (
        PriceLine("1", "1", "a", "u", Decimal(3), Decimal("0.33"), Decimal(20)),
        PriceLine("2", "1", "b", "u", Decimal(1), Decimal("10.05"), Decimal("5.5")),
    )
    sheet = sheets(replace(a_response(lots=1), prices=lines), values=True)["Lot 1"]
    shown = [Decimal(str(cell.value)) for cell in column(sheet, "Montant HT")]

    assert shown == [Decimal(x) for x in ("0.99", "10.05", "11.04", "0.55", "0.2", "11.79")]


def test_the_sheets_are_ready_to_print_and_to_scroll():
    sheet = sheets(a_response())["Lot 1"]

    assert sheet.freeze_panes is not None
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.print_title_rows


def test_the_same_response_gives_the_same_workbook():
    one, other = price_schedule.render(a_response()), price_schedule.render(a_response())

    assert one == other
    with zipfile.ZipFile(io.BytesIO(one[0].data)) as archive:
        assert b"2026-11-20T00:00:00Z" in archive.read("docProps/core.xml")


def test_lots_whose_names_excel_would_refuse_get_names_it_takes():
    lots = tuple(replace(a_response().lots[0], number=n) for n in ("1/2:a*?[b]", "1/2:a*?[b]", "x" * 60))
    book = sheets(replace(a_response(), lots=lots, prices=()))

    assert len(book.sheetnames) == 5
    assert len(set(book.sheetnames)) == 5


def test_lines_that_no_member_holds_leave_each_member_its_share():
    response = a_response(lots=1)
    lines = tuple(replace(line, member=None) for line in response.prices)
    book = sheets(replace(response, prices=lines), values=True)
    shown = [Decimal(str(cell.value)) for cell in column(book["Par membre"], "Lot 1")]

    assert shown[:3] == [share.amount for share in response.lots[0].shares]
    assert shown[3] == response.lots[0].total


def test_a_rate_and_an_option_stand_in_the_schedule_and_outside_its_total():
    lines = (
        PriceLine("1", "1", "Heure", "heure", Decimal(10), Decimal(20), Decimal(20)),
        PriceLine("2", "1", "Option", "forfait", Decimal(1), Decimal(999), Decimal(20), counted=False),
        PriceLine("3", "1", "Remise", "%", None, Decimal(5), counted=False),
    )
    (made,) = price_schedule.render(replace(a_response(lots=1), prices=lines))

    rows = [
        [cell.value for cell in row]
        for row in load_workbook(io.BytesIO(made.data), data_only=True)["Lot 1"].iter_rows()
    ]
    told = {row[1]: row for row in rows if row[1]}
    assert told["Total hors taxes"][5] == 200
    assert told["Option"][5] == told["Remise"][5] == "hors total"
    assert told["Remise"][4] == "5\N{NO-BREAK SPACE}%"
