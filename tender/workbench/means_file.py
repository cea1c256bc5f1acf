"""The members' means as a workbook: every error by its cell, every change seen before it is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tender.documents.means_book import WORDS, MeansRows, in_language, write_means
from tender.documents.writers.xlsx import Value
from tender.geography.places import name_of
from tender.parsing.plain_sheets import read_sheets
from tender.parsing.refusal import Refused
from tender.store.accounts import UserRow
from tender.store.journal import note
from tender.store.members import CapacityRow, MemberRow, list_members
from tender.workbench.clock import now
from tender.workbench.declaring import add_member, set_identity, set_territories, set_trade
from tender.workbench.errors import Invalid, OutOfDate
from tender.workbench.means_rows import Fault, Means, Readers, read_means
from tender.workbench.permissions import Act, may, require

WORK, CONVENTION = "work", "convention"


@dataclass(frozen=True, slots=True)
class Alteration:
    """One thing the file would change. kind: member, box, place_added, place_removed, trade,
    figure, promised, dated.

    `of`: the box, the use of a place, the trade, or trade and month; `before`, `after`: as they stand.
    """

    member: str
    kind: str
    of: tuple[str, ...] = ()
    before: str | float | None = None
    after: str | float | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A file as understood. Nothing is kept while there is a fault; `digest` names these very changes."""

    faults: tuple[Fault, ...]
    changes: tuple[Alteration, ...]
    digest: str
    means: Means


def export(session: Session, actor: UserRow, *, language: str, trade_name: Callable[[str], str]) -> bytes:
    """The means of every member the person may see, as a workbook that can be filled in and read again."""
    require(actor, Act.DECLARE_MEANS)
    members = list_members(session, viewer=actor)
    rows = MeansRows(
        members=tuple(_member_row(member) for member in members),
        territories=tuple(row for member in members for row in _territory_rows(member, language)),
        trades=tuple(
            (
                member.key,
                trade_name(row.trade),
                in_language(WORDS["yes" if row.service else "no"], language),
                in_language(WORDS["yes" if row.staff_supply else "no"], language),
            )
            for member in members
            for row in member.trades
        ),
        capacities=tuple(
            _capacity_row(member, row, language, trade_name)
            for member in members
            for row in member.capacities
        ),
    )
    return write_means(rows, language, now())


def _member_row(member: MemberRow) -> tuple[Value, ...]:
    held = member.identity
    end = member.convention_end
    return (
        member.key,
        member.name,
        member.country,
        member.siret or str(held.get("foreign_id") or ""),
        member.home_place,
        str(held.get("convention_number") or ""),
        str(held.get("convention_start") or ""),
        end.isoformat() if end else "",
        str(held.get("convention_departement") or ""),
    )


def _territory_rows(member: MemberRow, language: str) -> list[tuple[Value, ...]]:
    places = [(WORK, row.kind, row.code) for row in member.territories]
    places += [(CONVENTION, row.kind, row.code) for row in member.convention_places]
    return [
        (
            member.key,
            in_language(WORDS[use], language),
            in_language(WORDS[kind], language) if kind in WORDS else kind,
            code,
            name_of(kind, code) or code,
        )
        for use, kind, code in places
    ]


def _capacity_row(
    member: MemberRow, row: CapacityRow, language: str, trade_name: Callable[[str], str]
) -> tuple[Value, ...]:
    return (
        member.key,
        trade_name(row.trade),
        in_language(WORDS["any_month"], language) if row.month == "*" else row.month,
        Decimal(str(row.hours)),
        Decimal(str(row.committed)),
        row.source,
        _day(row.updated),
    )


def examine(session: Session, actor: UserRow, data: bytes, name: str, readers: Readers) -> Examined:
    """What the file says and what it would change. Raises Invalid when it is no workbook."""
    require(actor, Act.DECLARE_MEANS)
    try:
        sheets = read_sheets(data, name)
    except Refused as refusal:
        raise Invalid("not_a_workbook", name=name, reason=refusal.reason.value) from refusal
    members = {member.key: member for member in list_members(session, viewer=actor)}
    means = read_means(sheets, readers, members, may_add=may(actor, Act.EDIT_COLLECTIVE))
    changes = () if means.faults else tuple(_alterations(means, members))
    told = json.dumps([[one.member, one.kind, one.of, one.before, one.after] for one in changes])
    return Examined(means.faults, changes, hashlib.sha256(told.encode()).hexdigest(), means)


def keep(
    session: Session, actor: UserRow, data: bytes, name: str, readers: Readers, *, digest: str
) -> Examined:
    """Keep all that was examined. Raises Invalid where a fault is left, OutOfDate where it would differ."""
    seen = examine(session, actor, data, name, readers)
    if seen.faults:
        raise Invalid("import_errors", count=len(seen.faults))
    if seen.digest != digest:
        raise OutOfDate("import_old")
    members = {member.key: member for member in list_members(session, viewer=actor)}
    touched = {one.member for one in seen.changes}
    for key, boxes in seen.means.identities.items():
        if key in touched:
            member = members.get(key) or add_member(session, actor, name=str(boxes["name"]), key=key)
            members[key] = member
            set_identity(session, actor, member.id, _boxes(boxes))
    for (key, use), places in seen.means.places.items():
        if key in touched:
            set_territories(session, actor, members[key].id, places, convention=use == CONVENTION)
    for key, trades in seen.means.trades.items():
        if key in touched:
            _set_trades(session, actor, members[key], trades)
    for key, figures in seen.means.figures.items():
        if key in touched:
            _set_figures(members[key], figures, actor.name)
    session.flush()
    note(
        session, now(), actor, "means.imported", file=name, changes=len(seen.changes), members=sorted(touched)
    )
    return seen


def _boxes(boxes: dict[str, Any]) -> dict[str, Any]:
    number = str(boxes["number"])
    french = boxes["country"] == "FR"
    return {
        "name": boxes["name"],
        "country": boxes["country"],
        "siret": number if french else "",
        "foreign_id": "" if french else number,
        "home_place": boxes["home"],
        "convention_number": boxes["convention_number"],
        "convention_start": boxes["convention_start"],
        "convention_end": date.fromisoformat(boxes["convention_end"]) if boxes["convention_end"] else None,
        "convention_departement": boxes["convention_departement"],
    }


def _set_trades(
    session: Session, actor: UserRow, member: MemberRow, trades: dict[str, tuple[bool, bool]]
) -> None:
    for trade in {row.trade for row in member.trades} | set(trades):
        service, staff_supply = trades.get(trade, (False, False))
        set_trade(session, actor, member.id, trade=trade, service=service, staff_supply=staff_supply)


def _set_figures(member: MemberRow, figures: dict[tuple[str, str], Any], by: str) -> None:
    """A figure that stays keeps its source and its date; one that changed without a new date is of today."""
    held = {(row.trade, row.month): row for row in member.capacities}
    member.capacities = [row for key, row in held.items() if key in figures]
    for key, (hours, committed, source, day) in figures.items():
        row = held.get(key)
        if row is None:
            row = CapacityRow(trade=key[0], month=key[1], hours=-1.0, committed=0.0, updated=now())
            member.capacities.append(row)
        same = (row.hours, row.committed) == (hours, committed)
        if day and day != _day(row.updated):
            row.updated = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=12)
        elif not same:
            row.updated = now()
        if source and source != row.source:
            row.source = source
        elif not same or not row.source:
            row.source = by
        row.hours, row.committed = hours, committed


def _alterations(means: Means, members: dict[str, MemberRow]) -> Iterable[Alteration]:
    for key, boxes in means.identities.items():
        member = members.get(key)
        if member is None:
            yield Alteration(key, "member", after=str(boxes["name"]))
        before = dict(zip(boxes, _member_row(member)[1:], strict=True)) if member else {}
        for box, value in boxes.items():
            if str(before.get(box) or "") != str(value) and (member or value):
                yield Alteration(key, "box", (box,), str(before.get(box) or ""), str(value))
    for (key, use), places in means.places.items():
        yield from _moved_places(key, use, places, members.get(key))
    for key, trades in means.trades.items():
        rows = members[key].trades if key in members else ()
        ways = {row.trade: (row.service, row.staff_supply) for row in rows}
        for trade in sorted(set(ways) | set(trades)):
            if ways.get(trade, (False, False)) != trades.get(trade, (False, False)):
                was, will = ways.get(trade, (False, False)), trades.get(trade, (False, False))
                yield Alteration(key, "trade", (trade,), _way(was), _way(will))
    for key, figures in means.figures.items():
        yield from _moved_figures(key, figures, members[key].capacities if key in members else ())


def _way(ways: tuple[bool, bool]) -> str:
    return "+".join(name for name, held in zip(("service", "staff_supply"), ways, strict=True) if held)


def _moved_places(
    key: str, use: str, places: Sequence[tuple[str, str]], member: MemberRow | None
) -> Iterable[Alteration]:
    rows: Sequence[Any] = ()
    if member is not None:
        rows = member.territories if use == WORK else member.convention_places
    held = {(row.kind, row.code) for row in rows}
    for kind, code in places:
        if (kind, code) not in held:
            yield Alteration(key, "place_added", (use, kind, code), None, name_of(kind, code) or code)
    for kind, code in sorted(held - set(places)):
        yield Alteration(key, "place_removed", (use, kind, code), name_of(kind, code) or code, None)


def _moved_figures(
    key: str, figures: dict[tuple[str, str], Any], rows: Sequence[CapacityRow]
) -> Iterable[Alteration]:
    held = {(row.trade, row.month): row for row in rows}
    for of, (hours, committed, source, day) in figures.items():
        row = held.get(of)
        if row is None or row.hours != hours:
            yield Alteration(key, "figure", of, row.hours if row else None, hours)
        if committed != (row.committed if row else 0.0):
            yield Alteration(key, "promised", of, row.committed if row else 0.0, committed)
        if row is not None and (day or _day(row.updated), source or row.source) != (
            _day(row.updated),
            row.source,
        ):
            yield Alteration(key, "dated", of, f"{_day(row.updated)} {row.source}".strip(),
                             f"{day or _day(row.updated)} {source or row.source}".strip())  # fmt: skip
    for of, row in held.items():
        if of not in figures:
            yield Alteration(key, "figure", of, row.hours, None)


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
