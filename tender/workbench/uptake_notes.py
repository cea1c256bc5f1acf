"""What people add to a buyer's uptake report: its number, contacts, hours worked, free indicators."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from tender.store.accounts import UserRow
from tender.store.calls import find_call
from tender.store.journal import note
from tender.store.uptake import (
    BuyerContactRow,
    BuyerNumberRow,
    FreeIndicatorRow,
    WorkedHoursRow,
    number_row,
)
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.permissions import Act, require

LONGEST = 2000
MOST_HOURS = 10_000_000
MOST_PERSONS = 100_000

Kept = TypeVar("Kept", BuyerContactRow, WorkedHoursRow, FreeIndicatorRow)


@dataclass(frozen=True, slots=True)
class Worked:
    """Hours of a contract and people counted ({"sex": {"women": 12}}); None where nobody knows."""

    title: str
    year: int | None = None
    planned: float | None = None
    done: float | None = None
    source: str = ""
    call_id: int | None = None
    persons: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of residents or partners; definition and authors are what makes it one."""

    name: str
    definition: str
    authors: str
    unit: str = ""
    values: tuple[tuple[str, str], ...] = ()


def set_number(session: Session, actor: UserRow, name: str, number: str) -> BuyerNumberRow:
    """Tell the SIREN of a buyer (a SIRET will do), by the name its calls give it.

    Raises NotAllowed; Invalid for a number whose check digit is wrong.
    """
    require(actor, Act.KEEP_UPTAKE)
    siren, said = checked_siren(number), _words(name)
    if not said:
        raise Invalid("required", field="name")
    row = number_row(session, said)
    if row is None:
        row = BuyerNumberRow(name=said, siren=siren, set_at=now())
        session.add(row)
    row.siren, row.set_by, row.set_at = siren, actor.name, now()
    session.flush()
    note(session, now(), actor, "buyer.number", buyer=said, siren=siren)
    return row


def add_contact(
    session: Session, actor: UserRow, siren: str, day: date, *, cpv: str = "", by: str = "", outcome: str = ""
) -> BuyerContactRow:
    """Keep a contact about clauses; `cpv`: a division, "" for all. Raises NotAllowed, Invalid."""
    require(actor, Act.KEEP_UPTAKE)
    if day > now().date():
        raise Invalid("day_to_come", field="day")
    if cpv and not re.fullmatch(r"[0-9]{2}", cpv):
        raise Invalid("cpv_division", field="cpv")
    row = BuyerContactRow(
        siren=checked_siren(siren),
        day=day,
        cpv=cpv,
        by=_words(by) or actor.name,
        outcome=_words(outcome),
        created=now(),
    )
    return _added(session, actor, row, "buyer.contacted", siren=row.siren, day=day.isoformat())


def add_hours(session: Session, actor: UserRow, siren: str, told: Worked) -> WorkedHoursRow:
    """Keep the hours of a contract. Raises NotAllowed; Invalid for absurd figures or none; NotFound."""
    require(actor, Act.KEEP_UPTAKE)
    figures = [one for one in (told.planned, told.done) if one is not None]
    if not _words(told.title) or not (figures or told.persons):
        raise Invalid("required", field="title" if not _words(told.title) else "planned")
    if any(not 0 <= one <= MOST_HOURS for one in figures):
        raise Invalid("hours_out_of_range", field="planned")
    counts = [count for cells in told.persons.values() for count in cells.values()]
    if any(not 0 <= count <= MOST_PERSONS for count in counts):
        raise Invalid("persons_out_of_range", field="persons")
    if told.call_id is not None and find_call(session, told.call_id, viewer=actor) is None:
        raise NotFound("call", id=told.call_id)
    row = WorkedHoursRow(
        siren=checked_siren(siren),
        call_id=told.call_id,
        title=_words(told.title),
        year=told.year,
        planned=told.planned,
        done=told.done,
        persons={_words(group): dict(cells) for group, cells in told.persons.items()},
        source=_words(told.source) or actor.name,
        created=now(),
        created_by=actor.name,
    )
    return _added(session, actor, row, "buyer.hours", siren=row.siren, title=row.title)


def add_indicator(session: Session, actor: UserRow, siren: str, told: Indicator) -> FreeIndicatorRow:
    """Keep a free indicator. Raises NotAllowed; Invalid without name, definition or authors."""
    require(actor, Act.KEEP_UPTAKE)
    for name in ("name", "definition", "authors"):
        if not _words(getattr(told, name)):
            raise Invalid("required", field=name)
    row = FreeIndicatorRow(
        siren=checked_siren(siren),
        name=_words(told.name),
        definition=_words(told.definition),
        authors=_words(told.authors),
        unit=_words(told.unit),
        values=[[_words(when), _words(value)] for when, value in told.values],
        created=now(),
        created_by=actor.name,
    )
    return _added(session, actor, row, "buyer.indicator", siren=row.siren, name=row.name)


Added = type[BuyerContactRow] | type[WorkedHoursRow] | type[FreeIndicatorRow]


def remove(session: Session, actor: UserRow, kind: Added, row_id: int) -> str:
    """Take one of these away; its buyer's SIREN. Raises NotAllowed, NotFound."""
    require(actor, Act.KEEP_UPTAKE)
    row = cast("BuyerContactRow | WorkedHoursRow | FreeIndicatorRow | None", session.get(kind, row_id))
    if row is None:
        raise NotFound("uptake_note", id=row_id)
    note(session, now(), actor, "buyer.removed", siren=row.siren, what=kind.__tablename__, row=row_id)
    session.delete(row)
    return row.siren


def checked_siren(number: str) -> str:
    """The nine digits of a SIREN, or of a SIRET's company. Raises Invalid("siren") when they are none."""
    digits = re.sub(r"[\s.\-]", "", number)
    try:
        return (
            str(siret_number.validate(digits))[:9] if len(digits) > 9 else str(siren_number.validate(digits))
        )
    except ValidationError as error:
        raise Invalid("siren", field="siren", siren=number) from error


def _added(session: Session, actor: UserRow, row: Kept, act: str, **facts: Any) -> Kept:
    session.add(row)
    session.flush()
    note(session, now(), actor, act, **facts)
    return row


def _words(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", text).strip()[:LONGEST]
