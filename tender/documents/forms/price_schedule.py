"""Price schedule in Excel: lines by lot, totals and VAT by formula, and each member's part.

A lot without lines shows its shares, one line each, so that the workbook and the actes d'engagement carry the
same sums. VAT is rounded once a rate, on the total, as in the acte d'engagement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.french import CENT
from tender.documents.generated import XLSX, GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.paper import EXAMPLE_MARK
from tender.documents.price_line import PriceLine
from tender.documents.response import Response, ResponseLot
from tender.documents.writers.xlsx import (
    Blank,
    Book,
    Formula,
    Kind,
    Sheet,
    SheetColumn,
    Value,
    letter,
    sheet_name,
    write_xlsx,
)

CODE = "BPU"
NAME = "Bordereau des prix"


def lacks(response: Response) -> tuple[Lack, ...]:
    """Each line without its price, quantity, unit or VAT, by number."""
    draft = Draft(CODE)
    for lot in response.lots:
        lines = _lines(response, lot)
        if not lines:
            draft.lack("lignes", "lines", f"{lot.label} : ni ligne de prix ni part chiffrée.", lot=lot.number)
        for line in lines:
            _line_lacks(draft, lot, line)
    return draft.lacks


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """The workbook."""
    data = write_xlsx(_book(response))
    return (GeneratedFile("Bordereau_des_prix.xlsx", XLSX, data, CODE, NAME),)


def _line_lacks(draft: Draft, lot: ResponseLot, line: PriceLine) -> None:
    where = f"{lot.label}, ligne {line.number}"
    for missing, field, what in (
        (line.unit_price is None, "unit_price", "le prix unitaire manque."),
        (line.quantity is None and line.counted, "quantity", "la quantité manque."),
        (not line.unit, "unit", "l’unité manque."),
        (
            line.vat_rate is None and lot.vat_rate is None and line.unit != "%",
            "vat_rate",
            "le taux de TVA manque.",
        ),
    ):
        if missing:
            actor = Actor.MEMBER if line.member and field == "unit_price" else Actor.OFFICER
            what = f"{where} : {what}"
            draft.lack(
                f"ligne {line.number}",
                f"{field}:{line.number}",
                what,
                actor=actor,
                member=line.member,
                lot=lot.number,
            )


def _lines(response: Response, lot: ResponseLot) -> tuple[PriceLine, ...]:
    held = tuple(line for line in response.prices if line.lot == lot.number)
    if held:
        return held
    return tuple(
        PriceLine(
            number=str(rank),
            lot=lot.number,
            designation=boxes.nature(share) or response.name_of(share.member),
            unit="ensemble",
            quantity=Decimal(1),
            unit_price=share.amount,
            vat_rate=lot.vat_rate,
            member=share.member,
        )
        for rank, share in enumerate(lot.shares, start=1)
    )


@dataclass(frozen=True, slots=True)
class _Priced:
    """A lot's sheet, and where its totals stand."""

    lot: ResponseLot
    sheet: Sheet
    lines: tuple[PriceLine, ...]
    net: Formula
    tax: Formula
    gross: Formula


_COLUMNS = (
    SheetColumn("N°", 9),
    SheetColumn("Désignation", 52),
    SheetColumn("Unité", 14),
    SheetColumn("Quantité", 12, Kind.QUANTITY),
    SheetColumn("Prix unitaire HT", 16, Kind.EUROS),
    SheetColumn("Montant HT", 17, Kind.EUROS),
    SheetColumn("TVA", 9, Kind.PERCENT),
    SheetColumn("Membre", 34),
)


def _book(response: Response) -> Book:
    taken: set[str] = {"synthèse", "par membre"}
    priced = [_lot_sheet(response, lot, sheet_name(lot.label, taken)) for lot in response.lots]
    sheets = (_summary(response, priced), *(held.sheet for held in priced), _by_member(response, priced))
    return Book(
        title=NAME,
        author=response.collective.name,
        day=datetime.combine(response.issued_on, time(), UTC).replace(tzinfo=None),
        foot=f"{NAME} · répartition, version {response.revision}",
        sheets=sheets,
        example=response.example,
    )


def _notes(response: Response) -> tuple[str, ...]:
    call = response.call
    about = " – ".join(part for part in (call.reference, call.subject, call.buyer) if part)
    marks = (EXAMPLE_MARK,) if response.example else ()
    return (*marks, about, f"Montants en euros, hors taxes sauf mention contraire. {boxes.edition(response)}")


def _lot_sheet(response: Response, lot: ResponseLot, name: str) -> _Priced:
    lines = _lines(response, lot)
    notes = _notes(response)
    first = len(notes) + 4
    last = max(first + len(lines) - 1, first)
    rows: list[tuple[Value, ...]] = [_line(response, lot, line, first + i) for i, line in enumerate(lines)]
    if not rows:
        rows.append(("", Blank(), "", None, Blank(), Formula(_product(first)), None, ""))
    net_value = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
    rows.append(_total_row("Total hors taxes", Formula(f"SUM(F{first}:F{last})", net_value)))
    net_row = last + 1
    tax_value = Decimal(0)
    rates = sorted({rate for line in lines if (rate := _rate(lot, line)) is not None})
    for rate in rates:
        base = sum((x.amount for x in lines if x.amount is not None and _rate(lot, x) == rate), Decimal(0))
        tax = (base * rate / 100).quantize(CENT, rounding=ROUND_HALF_UP)
        tax_value += tax
        fraction = f"{rate / 100:f}"
        sums = f"ROUND(SUMIF(G{first}:G{last},{fraction},F{first}:F{last})*{fraction},2)"
        rows.append(_total_row(f"TVA {french.percent(rate)}", Formula(sums, tax)))
    gross_row = net_row + len(rates) + 1
    rows.append(_total_row("Total TTC", Formula(f"SUM(F{net_row}:F{gross_row - 1})", net_value + tax_value)))
    # One price for the group says nobody's name: the last column is only there where lines have theirs.
    columns = _COLUMNS if any(line.member for line in lines) else _COLUMNS[:-1]
    shown = tuple(row[: len(columns)] for row in rows)
    sheet = Sheet(name, _sheet_title(lot), notes, columns, shown, totals=len(rates) + 2)
    at = f"'{name}'!F"
    return _Priced(
        lot,
        sheet,
        lines,
        Formula(f"{at}{net_row}", net_value),
        Formula(f"{at}{gross_row}-{at}{net_row}", tax_value),
        Formula(f"{at}{gross_row}", net_value + tax_value),
    )


def _sheet_title(lot: ResponseLot) -> str:
    return f"{lot.label} – {lot.title}" if lot.number else lot.title or NAME


def _rate(lot: ResponseLot, line: PriceLine) -> Decimal | None:
    return line.vat_rate if line.vat_rate is not None else lot.vat_rate


def _product(row: int) -> str:
    return f'IF(AND(ISNUMBER(D{row}),ISNUMBER(E{row})),ROUND(D{row}*E{row},2),"")'


def _line(response: Response, lot: ResponseLot, line: PriceLine, row: int) -> tuple[Value, ...]:
    rate = _rate(lot, line)
    if line.unit == "%":  # a rebate or a surcharge: no amount of its own, no tax
        told = Blank() if line.unit_price is None else french.percent(line.unit_price)
        return (line.number, line.designation or Blank(), line.unit, "", told, "hors total", None, "")
    return (
        line.number,
        line.designation or Blank(),
        line.unit or Blank(),
        ("" if not line.counted else Blank()) if line.quantity is None else line.quantity,
        Blank() if line.unit_price is None else line.unit_price,
        Formula(_product(row), line.amount) if line.counted else "hors total",
        Blank() if rate is None else rate / 100,
        response.name_of(line.member) if line.member else "",
    )


def _total_row(label: str, formula: Formula) -> tuple[Value, ...]:
    return ("", label, "", None, None, formula, None, "")


def _summary(response: Response, priced: list[_Priced]) -> Sheet:
    notes = _notes(response)
    first = len(notes) + 4
    last = first + len(priced) - 1
    rows: list[tuple[Value, ...]] = [
        (held.lot.number or "–", held.lot.title, held.net, held.tax, held.gross) for held in priced
    ]
    if priced:
        totals = [
            Formula(
                f"SUM({letter}{first}:{letter}{last})", sum((f.value or Decimal(0) for f in of), Decimal(0))
            )
            for letter, of in (
                ("C", [held.net for held in priced]),
                ("D", [held.tax for held in priced]),
                ("E", [held.gross for held in priced]),
            )
        ]
        rows.append(("", "Total", *totals))
    columns = (
        SheetColumn("Lot", 10),
        SheetColumn("Intitulé", 60),
        SheetColumn("Montant HT", 18, Kind.EUROS),
        SheetColumn("TVA", 18, Kind.EUROS),
        SheetColumn("Montant TTC", 18, Kind.EUROS),
    )
    return Sheet("Synthèse", f"{NAME} – synthèse", notes, columns, tuple(rows), totals=1 if priced else 0)


def _by_member(response: Response, priced: list[_Priced]) -> Sheet:
    """Members × lots; the totals are formulas."""
    notes = _notes(response)
    first = len(notes) + 4
    last = first + len(response.members) - 1
    rows: list[tuple[Value, ...]] = []
    sums = [Decimal(0)] * (len(priced) + 1)
    for rank, member in enumerate(response.members):
        row = first + rank
        parts = [_part(held, member.id, row) for held in priced]
        values = [_worth(part) for part in parts]
        whole = sum(values, Decimal(0))
        sums = [held + value for held, value in zip(sums, (*values, whole), strict=True)]
        rows.append((member.name, *parts, Formula(f"SUM(B{row}:{letter(len(priced) + 1)}{row})", whole)))
    if rows:
        totals = (
            Formula(f"SUM({letter(i + 1)}{first}:{letter(i + 1)}{last})", value)
            for i, value in enumerate(sums, start=1)
        )
        rows.append(("Total", *totals))
    columns = (
        SheetColumn("Membre", 40),
        *(SheetColumn(held.lot.label, 16, Kind.EUROS) for held in priced),
        SheetColumn("Total HT", 18, Kind.EUROS),
    )
    return Sheet("Par membre", f"{NAME} – par membre", notes, columns, tuple(rows), totals=1 if rows else 0)


def _part(held: _Priced, member: str, row: int) -> Value:
    """A member's part of a lot: of its lines where each has a member, else the amount of its share.

    SUMPRODUCT compares names as they are; SUMIF would read « =… » or « * » as a rule.
    """
    if any(line.member is None for line in held.lines):
        shares = [share for share in held.lot.shares if share.member == member]
        amounts = [share.amount for share in shares if share.amount is not None]
        return sum(amounts, Decimal(0)) if len(amounts) == len(shares) else Blank()
    start = held.sheet.first_row
    end = start + max(len(held.lines), 1) - 1
    names, amounts_of = f"'{held.sheet.name}'!$H${start}:$H${end}", f"'{held.sheet.name}'!$F${start}:$F${end}"
    mine = [line.amount for line in held.lines if line.member == member and line.amount is not None]
    return Formula(f"SUMPRODUCT(--({names}=$A{row}),{amounts_of})", sum(mine, Decimal(0)))


def _worth(part: Value) -> Decimal:
    if isinstance(part, Formula):
        return part.value or Decimal(0)
    return part if isinstance(part, Decimal) else Decimal(0)
