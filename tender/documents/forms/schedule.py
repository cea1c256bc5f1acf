"""The planning by lot and member: hours by month and steps of the start in Excel, and as a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.generated import ICS, XLSX, GeneratedFile
from tender.documents.lack import Lack
from tender.documents.planning import dated_steps, full_time, month_after
from tender.documents.response import MemberShare, Response, ResponseLot
from tender.documents.writers.ics import Event, calendar
from tender.documents.writers.xlsx import (
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

CODE = "PLANNING"
NAME = "Planning par lot et par membre"

_PARTS = (
    SheetColumn("Lot", 9),
    SheetColumn("Intitulé", 34),
    SheetColumn("Membre", 38),
    SheetColumn("Métiers", 30),
    SheetColumn("Communes", 44),
    SheetColumn("Premier mois", 16),
    SheetColumn("Dernier mois", 16),
    SheetColumn("Heures", 12, Kind.QUANTITY),
    SheetColumn("Équipe (mois le plus chargé)", 18),
)


def lacks(response: Response) -> tuple[Lack, ...]:
    """Shares without a single month: nothing to plan."""
    draft = Draft(CODE)
    for lot in response.lots:
        for share in lot.shares:
            if not share.hours:
                what = (
                    f"{lot.label}, {response.name_of(share.member)} : aucune heure n’est placée dans un mois."
                )
                draft.lack("mois", "months", what, member=share.member, lot=lot.number)
    return draft.lacks


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """The workbook and the calendar."""
    return (
        GeneratedFile("Planning.xlsx", XLSX, write_xlsx(_book(response)), CODE, NAME),
        GeneratedFile("Planning.ics", ICS, dates(response), CODE, f"{NAME} (agenda)"),
    )


def dates(response: Response) -> bytes:
    """Each member's part of each lot from its first month to its last, and the steps of each start."""
    made = datetime.combine(response.issued_on, time(), UTC)
    key = _call_key(response)
    events: list[Event] = []
    for lot in response.lots:
        for rank, step in enumerate(dated_steps(response, lot), start=1):
            words = f"{lot.label} : {step.words}"
            events.append(
                Event(f"{key}-lot{lot.number}-step{rank}", step.day, words, note=step.who or lot.title)
            )
        events += [
            Event(
                f"{key}-lot{lot.number}-{share.member}",
                date.fromisoformat(f"{share.hours[0][0]}-01"),
                f"{lot.label} – {response.name_of(share.member)}",
                note=f"{french.hours(share.total_hours)} ; {boxes.places(share)}",
                until=date.fromisoformat(f"{month_after(share.hours[-1][0])}-01") - timedelta(days=1),
            )
            for share in lot.shares
            if share.hours
        ]
    return calendar(f"Planning – {response.call.reference or response.call.subject}", events, made)


def _call_key(response: Response) -> str:
    """What keeps the events of one call apart from another's."""
    held = response.call.reference or response.call.notice_reference or response.call.subject
    return "".join(sign for sign in held if sign.isascii() and sign.isalnum())[:40] or "planning"


def _book(response: Response) -> Book:
    taken: set[str] = {"parts", "démarrage"}
    lots = [_lot(response, lot, sheet_name(lot.label, taken)) for lot in response.lots if _months(lot)]
    steps = _steps(response)
    sheets = (_parts(response), *lots, *((steps,) if steps is not None else ()))
    day = datetime.combine(response.issued_on, time(), UTC)
    foot = f"{NAME} · répartition, version {response.revision}"
    return Book(NAME, response.collective.name, day, foot, sheets, example=response.example)


def _notes(response: Response) -> tuple[str, ...]:
    call = response.call
    about = " – ".join(part for part in (call.reference, call.subject) if part)
    return tuple(part for part in (about, boxes.edition(response)) if part)


def _parts(response: Response) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            lot.number or "–",
            lot.title,
            response.name_of(share.member),
            french.listed(share.trades),
            boxes.places(share),
            french.month(share.hours[0][0]) if share.hours else "",
            french.month(share.hours[-1][0]) if share.hours else "",
            share.total_hours,
            full_time(share),
        )
        for lot in response.lots
        for share in lot.shares
    ]
    first = len(_notes(response)) + 4
    whole = sum((lot.total_hours for lot in response.lots), Decimal(0))
    total = Formula(f"SUM(H{first}:H{first + len(rows) - 1})", whole)
    rows.append(("Total", "", "", "", "", "", "", total, ""))
    return Sheet("Parts", NAME, _notes(response), _PARTS, tuple(rows), totals=1)


def _months(lot: ResponseLot) -> list[str]:
    return sorted({month for share in lot.shares for month, _ in share.hours})


def _lot(response: Response, lot: ResponseLot, name: str) -> Sheet:
    months = _months(lot)
    first = len(_notes(response)) + 4
    last = letter(len(months) + 1)
    rows = [
        _row(response, share, months, f"SUM(B{first + rank}:{last}{first + rank})")
        for rank, share in enumerate(lot.shares)
    ]
    bottom = first + len(rows) - 1
    sums: list[Value] = [
        Formula(
            f"SUM({letter(at)}{first}:{letter(at)}{bottom})",
            sum((dict(share.hours).get(month, Decimal(0)) for share in lot.shares), Decimal(0)),
        )
        for at, month in enumerate(months, start=2)
    ]
    whole = Formula(
        f"SUM({letter(len(months) + 2)}{first}:{letter(len(months) + 2)}{bottom})", lot.total_hours
    )
    rows.append(("Total (heures)", *sums, whole, ""))
    columns = (
        SheetColumn("Membre", 38),
        *(SheetColumn(french.month(month), 12, Kind.QUANTITY) for month in months),
        SheetColumn("Total", 13, Kind.QUANTITY),
        SheetColumn("Équipe", 11),
    )
    title = f"{lot.label} – {lot.title}" if lot.title else lot.label
    return Sheet(name, title, _notes(response), columns, tuple(rows), totals=1)


def _row(response: Response, share: MemberShare, months: list[str], total: str) -> tuple[Value, ...]:
    held = dict(share.hours)
    cells: tuple[Value, ...] = tuple(held.get(month) for month in months)
    return (response.name_of(share.member), *cells, Formula(total, share.total_hours), full_time(share))


def _steps(response: Response) -> Sheet | None:
    rows: list[tuple[Value, ...]] = [
        (lot.number or "–", lot.title, step.words, french.day(step.day), step.who)
        for lot in response.lots
        for step in dated_steps(response, lot)
    ]
    if not rows:
        return None
    columns = (
        SheetColumn("Lot", 9),
        SheetColumn("Intitulé", 34),
        SheetColumn("Étape", 46),
        SheetColumn("Au plus tard le", 22),
        SheetColumn("Par", 24),
    )
    return Sheet("Démarrage", "Étapes du démarrage", _notes(response), columns, tuple(rows))
