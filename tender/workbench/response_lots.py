"""The lots of a response: each member's hours, places, euros, and what it promises of the clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tender.documents.response import InsertionHours, InsertionMode, MemberShare, ResponseLot
from tender.geography.places import commune
from tender.store.members import MemberRow
from tender.store.splits import ShareRow, SplitRow
from tender.vocabulary.call import Lot, Place, Reading
from tender.vocabulary.clause import Clause, ClauseType
from tender.vocabulary.trade import trade_name
from tender.workbench.casing import lot_order
from tender.workbench.needing import lots_of
from tender.workbench.pricing import hours_by_lot, lot_totals, member_amounts


def response_lots(
    session: Session, split: SplitRow, reading: Reading, boxes: dict[str, Any]
) -> tuple[ResponseLot, ...]:
    """The lots in which somebody has a share, in the call's order; an undivided call's has no number."""
    totals, amounts = lot_totals(session, split.call_id), member_amounts(session, split)
    needed = hours_by_lot(session, split.call_id)
    read = {lot.number: lot for lot in lots_of(reading)}
    numbers = sorted({row.lot for row in split.shares}, key=lot_order)
    return tuple(
        _lot(
            read.get(number) or Lot(number, ""),
            [row for row in split.shares if row.lot == number],
            divided=bool(reading.lots),
            price=totals.get(number),
            amounts={member: held for (member, lot), held in amounts.items() if lot == number},
            asked=insertion_hours(reading.clauses, number, read.get(number), divided=bool(reading.lots)),
            needed=needed.get(number, 0.0),
            vat=_decimal(boxes.get("vat_rate")),
        )
        for number in numbers
    )


def _lot(
    lot: Lot,
    rows: Sequence[ShareRow],
    *,
    divided: bool,
    price: Decimal | None,
    amounts: dict[int, Decimal],
    asked: Decimal | None,
    needed: float,
    vat: Decimal | None,
) -> ResponseLot:
    months = sorted({month for row in rows for month in row.hours})
    members = sorted({row.member_id: row.member for row in rows}.values(), key=lambda one: one.name)
    promised = _promised(asked, rows, members, needed)
    shares = [
        _share(
            member,
            [row for row in rows if row.member_id == member.id],
            amounts.get(member.id),
            promised.get(member.id),
        )
        for member in members
    ]
    return ResponseLot(
        number=lot.number if divided else "",
        title=lot.title,
        shares=tuple(shares),
        price=price,
        vat_rate=vat,
        start_month=months[0] if months else "",
        duration_months=round(lot.duration_months) if lot.duration_months else len(months),
        insertion_hours_asked=asked,
    )


def _share(
    member: MemberRow, rows: Sequence[ShareRow], amount: Decimal | None, promised: Decimal | None
) -> MemberShare:
    months = sorted({month for row in rows for month in row.hours})
    places = {row.place: _place(row.place) for row in rows}
    trades = tuple(dict.fromkeys(trade_name(row.trade) for row in rows))
    return MemberShare(
        member=member.key,
        hours=tuple((month, Decimal(sum(int(row.hours.get(month, 0)) for row in rows))) for month in months),
        places=tuple(places.values()),
        trades=trades,
        nature=", ".join(trades),
        amount=amount,
        insertion=(InsertionHours(InsertionMode.STAFF_SUPPLY, promised),) if promised else (),
    )


def _place(code: str) -> Place:
    known = commune(code)
    return Place("commune", known.name if known else code, code)


def insertion_hours(
    clauses: Iterable[Clause], lot: str, read: Lot | None, *, divided: bool
) -> Decimal | None:
    """Hours of insertion a lot asks over its contract: yearly hours times its years; None when not stated.

    A clause for the whole call that gives no figure by lot cannot be shared out, so it is not counted here.
    """
    years = Decimal(str(read.duration_months)) / 12 if read and read.duration_months else Decimal(1)
    found: list[Decimal] = []
    for clause in clauses:
        if clause.type is not ClauseType.EXEC_INSERTION or (clause.lots and lot not in clause.lots):
            continue
        for detail in clause.hours_detail:
            whole = clause.lots == (lot,) or not divided or detail.per == "lot"
            if detail.lot == lot or (detail.lot is None and whole):
                factor = {"year": years, "month": years * 12}.get(detail.per, Decimal(1))
                found.append((Decimal(str(detail.value)) * factor).to_integral_value())
        if not clause.hours_detail and clause.hours and clause.lots == (lot,):
            found.append(Decimal(str(clause.hours)))
    return max(found) if found else None


def _promised(
    asked: Decimal | None, rows: Sequence[ShareRow], members: Sequence[MemberRow], needed: float
) -> dict[int, Decimal]:
    """What each member promises of the hours asked: in proportion to its work, summing exactly once the lot
    is whole. Nobody promises more hours of insertion than it works; what nobody works nobody promises.
    """
    hours = {
        member.id: sum(row.total_hours for row in rows if row.member_id == member.id) for member in members
    }
    taken = sum(hours.values())
    if asked is None or not taken:
        return {}
    whole = max(Decimal(taken), Decimal(str(needed)))
    target = min((asked * taken / whole).to_integral_value(), Decimal(taken))
    promised = {one: (target * worked / taken).to_integral_value() for one, worked in hours.items()}
    largest = max(hours, key=lambda one: (hours[one], -one))
    promised[largest] += target - sum(promised.values())
    return promised


def _decimal(text: Any) -> Decimal | None:
    return Decimal(str(text)) if text not in (None, "") else None
