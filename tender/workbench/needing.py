"""Needs of a call: lot × place × trade × hours a month, read where the call says so, else entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from tender.geography.naming import find
from tender.geography.places import commune, expand
from tender.store.accounts import UserRow
from tender.store.calls import CallRow, find_call
from tender.store.journal import note
from tender.store.splits import NeedRow, SplitState, find_split_of_call, list_needs
from tender.vocabulary.call import Lot, Place, Reading, StatedNeed
from tender.vocabulary.plain import to_plain
from tender.vocabulary.trade import trade_of
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady
from tender.workbench.facts import reading_of
from tender.workbench.permissions import Act, require
from tender.workbench.splitting import follow_needs

WHOLE_CALL = "1"
"""The lot's number in the split of a call that is not divided."""

MOST_MONTHS = 48
"""The longest that is planned: a framework agreement runs four years at most (L2125-1)."""

DEFAULT_MONTHS = 12
"""How many months are planned when the call states no duration: a year, shown as an assumption."""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need as entered: hours a month, the same each month, over the months of the call."""

    lot: str
    place: str
    trade: str
    hours_per_month: float


def lots_of(reading: Reading) -> tuple[Lot, ...]:
    """The lots to share out; a call that is not divided is one lot with its subject for a title."""
    if reading.lots:
        return reading.lots
    subject = reading.subject.value if reading.subject else "Marché"
    whole = reading.whole or Lot(number=WHOLE_CALL, title=subject)
    return (replace(whole, number=WHOLE_CALL, title=subject),)


def months_of(reading: Reading, lot: str | None = None, *, today: date) -> tuple[str, ...]:
    """The months of performance: from the stated start, else three months after the deadline.

    A year is planned where no duration was read; MOST_MONTHS at most.
    """
    durations = [
        one.duration_months for one in lots_of(reading) if one.duration_months and lot in (None, one.number)
    ]
    count = max(1, min(MOST_MONTHS, round(max(durations)))) if durations else DEFAULT_MONTHS
    year, month = _start(reading, today)
    return tuple(f"{year + (month - 1 + i) // 12}-{(month - 1 + i) % 12 + 1:02d}" for i in range(count))


def _start(reading: Reading, today: date) -> tuple[int, int]:
    limit = date.fromisoformat(reading.deadline.value[:10]) if reading.deadline else today
    if reading.start and len(reading.start.value) >= 7 and reading.start.value[:10] > limit.isoformat():
        return int(reading.start.value[:4]), int(reading.start.value[5:7])
    limit = max(limit, today)
    month = limit.month + 3
    return limit.year + (month - 1) // 12, (month - 1) % 12 + 1


def stated_lines(reading: Reading) -> list[tuple[NeedLine, StatedNeed]]:
    """The needs the call itself states and whose place and trade are known."""
    titles = {lot.number: lot for lot in lots_of(reading)}
    found: dict[tuple[str, str, str], tuple[NeedLine, StatedNeed]] = {}
    for need in reading.needs:
        lot = need.lot or (next(iter(titles)) if len(titles) == 1 else None)
        place = place_code(need.place) if need.place else None
        if lot is None or place is None or lot not in titles:
            continue
        trade = trade_of(need.trade) or trade_of(titles[lot].title, titles[lot].cpv) or need.trade or "labour"
        key = (lot, place, trade)
        hours = need.hours_per_month + (found[key][0].hours_per_month if key in found else 0.0)
        found[key] = (NeedLine(lot, place, trade, hours), need)
    return list(found.values())


def place_code(place: Place) -> str | None:
    """The commune a place names; None for a larger place or an unknown one."""
    if place.kind == "commune" and place.code:
        return place.code
    known = find(place.name)
    return known.code if known else None


def read_needs(session: Session, actor: UserRow, call: CallRow) -> list[NeedRow]:
    """Take over the needs the call states, once; what a person entered is never touched."""
    rows = list_needs(session, call.id, viewer=actor)
    if rows:
        return rows
    reading = reading_of(call)
    for line, stated in stated_lines(reading):
        months = months_of(reading, line.lot, today=now().date())
        session.add(
            NeedRow(
                call_id=call.id,
                lot=line.lot,
                place=line.place,
                trade=line.trade,
                hours=dict.fromkeys(months, line.hours_per_month),
                origin="read",
                evidence=to_plain(stated.evidence),
            )
        )
    session.flush()
    return list_needs(session, call.id, viewer=actor)


def set_needs(session: Session, actor: UserRow, call_id: int, lines: Sequence[NeedLine]) -> list[NeedRow]:
    """Replace the needs of a call by these; a line unchanged keeps its origin and its place in the document.

    Shares of a need that is gone go with it, the others follow its new hours. Raises Invalid naming the line
    when a lot or commune is unknown, hours are not positive or a need stands twice; NotReady once frozen.
    """
    require(actor, Act.EDIT_NEEDS)
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    split = find_split_of_call(session, call_id, viewer=actor)
    if split is not None and split.state is SplitState.FROZEN:
        raise NotReady("split_frozen", call=call_id)
    reading = reading_of(call)
    _check(lines, {lot.number for lot in lots_of(reading)})
    before = {(row.lot, row.place, row.trade): row for row in list_needs(session, call_id, viewer=actor)}
    before_hours = _hours(tuple(before.values()))
    kept = {(line.lot, line.place, line.trade): line for line in lines}
    for key, row in before.items():
        if key not in kept:
            session.delete(row)
    for key, line in kept.items():
        months = months_of(reading, line.lot, today=now().date())
        hours = dict.fromkeys(months, line.hours_per_month)
        row = before.get(key) or NeedRow(call_id=call_id, lot=line.lot, place=line.place, trade=line.trade)
        if row.hours != hours:
            row.hours, row.origin, row.evidence = hours, "entered", []
        session.add(row)
    session.flush()
    note(session, now(), actor, "needs.set", call_id=call_id, lines=len(lines))
    rows = list_needs(session, call_id, viewer=actor)
    if split is not None and split.shares and before_hours != _hours(rows):
        follow_needs(session, actor, split)
    return rows


def _hours(rows: Sequence[NeedRow]) -> dict[tuple[str, str, str], dict[str, float]]:
    return {(row.lot, row.place, row.trade): dict(row.hours) for row in rows}


def _check(lines: Sequence[NeedLine], lots: set[str]) -> None:
    seen: set[tuple[str, str, str]] = set()
    for number, line in enumerate(lines, start=1):
        if line.lot not in lots:
            raise Invalid("unknown_lot", line=number, lot=line.lot)
        if commune(line.place) is None:
            raise Invalid("unknown_place", line=number, place=line.place)
        if not line.trade.strip():
            raise Invalid("no_trade", line=number)
        if not 0 < line.hours_per_month < 1_000_000:
            raise Invalid("hours", line=number, hours=line.hours_per_month)
        key = (line.lot, line.place, line.trade)
        if key in seen:
            raise Invalid("twice", line=number, place=line.place)
        seen.add(key)


def suggested_places(lot: Lot) -> tuple[str, ...]:
    """The communes the call names for a lot; a larger place gives all of its communes, 40 at most."""
    codes: list[str] = []
    for place in lot.places:
        code = place_code(place) if place.kind in ("commune", "text") else None
        if code:
            codes.append(code)
        elif place.code and place.kind in ("epci", "departement"):
            codes += sorted(expand(place.kind, place.code))
    return tuple(dict.fromkeys(codes))[:40]
