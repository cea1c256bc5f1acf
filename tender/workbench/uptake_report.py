"""The uptake report of one buyer: what it declares, what its calls ask, and what came between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from tender.clauses import DEROGATION_WORDS, derogation_in
from tender.consortium.law.thresholds import Threshold, lowest
from tender.store.accounts import UserRow
from tender.store.calls import CallRow
from tender.store.files import FileStore
from tender.store.law import list_pages_saying
from tender.store.sourcing import list_sourcing
from tender.store.uptake import (
    WorkedHoursRow,
    list_contacts,
    list_hours,
    list_indicators,
    may_read,
    numbers_by_name,
)
from tender.uptake.base import Base
from tender.uptake.behind import contracts_behind
from tender.uptake.buyer import buyer_figures, search_buyers
from tender.uptake.call_figures import (
    Contact,
    Effect,
    Fates,
    FreeIndicator,
    HoursFigures,
    HoursLine,
    Obligation,
)
from tender.uptake.effects import effect_of
from tender.uptake.fates import fates
from tender.uptake.figures import BuyerFigures, BuyerFound, ContractPage
from tender.uptake.obligation import obligation
from tender.uptake.report import CallFacts, Report, call_report
from tender.uptake.slices import Slice
from tender.uptake.worked import hours_figures
from tender.workbench.declared_base import base_of
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.facts import reading_of
from tender.workbench.legal_facts import buyer_kind, day_sent, euros_of, purchase_of
from tender.workbench.needing import lots_of
from tender.workbench.permissions import Act, require
from tender.workbench.reporting import call_facts, calls_counted
from tender.workbench.reserved_results import reserved_results


@dataclass(frozen=True, slots=True)
class FullReport:
    """Everything known of a buyer's uptake; `declared` None: no base was imported yet.

    `names`: how its calls name it. `effects`: for officer and admin alone, contacts being the collective's.
    """

    siren: str
    name: str
    names: tuple[str, ...]
    declared: BuyerFigures | None
    asked: Report
    obligation: Obligation
    fates: Fates
    effects: tuple[Effect, ...]
    hours: HoursFigures
    indicators: tuple[FreeIndicator, ...]


def full_report(
    session: Session,
    actor: UserRow,
    files: FileStore,
    siren: str,
    *,
    first: str | None = None,
    last: str | None = None,
) -> FullReport:
    """The report of a buyer by SIREN; `first`, `last`: ISO days of notification, both included.

    Raises NotAllowed; NotFound for a buyer that is not this reader's; Invalid for a day that is none.
    """
    _check(session, actor, siren)
    base = base_of(files)
    names = tuple(sorted(name for name, number in numbers_by_name(session).items() if number == siren))
    calls = [call for call in calls_counted(session, actor) if call.buyer in names]
    facts = [dated_facts(session, actor, files, call, siren) for call in calls]
    declared = _declared(base, siren, first, last)
    return FullReport(
        siren=siren,
        name=(declared.name if declared else None) or (names[0] if names else siren),
        names=names,
        declared=declared,
        asked=call_report(facts),
        obligation=obligation(facts),
        fates=fates(base, facts),
        effects=_effects(session, actor, base, siren),
        hours=_hours(session, actor, siren),
        indicators=_indicators(session, actor, siren),
    )


def contracts(
    session: Session, actor: UserRow, files: FileStore, asked: Slice, *, page: int = 1, per_page: int = 50
) -> ContractPage:
    """The contracts behind a figure. A reader opens her own buyer's and its peers'.

    Raises NotAllowed, NotFound (no base, another's buyer), Invalid for a slice that means nothing.
    """
    _check(session, actor, asked.buyer)
    base = base_of(files)
    if base is None:
        raise NotFound("declared_base")
    try:
        return contracts_behind(base, asked, page, per_page)
    except ValueError as error:
        raise Invalid("slice") from error


def find_buyers(session: Session, actor: UserRow, files: FileStore, words: str) -> tuple[BuyerFound, ...]:
    """Buyers of the base by name or number; for a reader, her own alone. Raises NotAllowed."""
    require(actor, Act.READ_REPORT)
    base = base_of(files)
    found = search_buyers(base, words) if base else ()
    return tuple(one for one in found if may_read(session, one.siren, viewer=actor))


def known_buyers(session: Session, actor: UserRow) -> dict[str, str]:
    """SIREN of the buyers whose calls this person may see, by name; "" while nobody told it."""
    told = numbers_by_name(session)
    return {
        name: told.get(name, "")
        for name in sorted({c.buyer for c in calls_counted(session, actor) if c.buyer})
    }


def likely_number(files: FileStore, name: str) -> BuyerFound | None:
    """The buyer of the base whose name is the one said, when there is exactly one."""
    base = base_of(files)
    found = search_buyers(base, name, 2) if base and name.strip() else ()
    return found[0] if len(found) == 1 else None


def _check(session: Session, actor: UserRow, siren: str | None) -> None:
    require(actor, Act.READ_REPORT)
    if not actor.sees_everything and not (siren and may_read(session, siren, viewer=actor)):
        raise NotFound("buyer", siren=siren or "")


def _declared(base: Base | None, siren: str, first: str | None, last: str | None) -> BuyerFigures | None:
    if base is None:
        return None
    try:
        return buyer_figures(base, siren, first, last)
    except ValueError as error:
        raise Invalid("period", first=first or "", last=last or "") from error


def dated_facts(
    session: Session, actor: UserRow, files: FileStore, call: CallRow, siren: str | None
) -> CallFacts:
    """A call as counted, with its day, its size, its derogation and what became of its reserved lots."""
    reading = reading_of(call)
    lots = lots_of(reading)
    amounts = [euros_of(lot) for lot in lots]
    told = [one for one in amounts if one is not None]
    total = sum(told) if lots and len(told) == len(amounts) else None
    if total is None and reading.whole is not None:
        total = euros_of(reading.whole)
    launched, _where = day_sent(session, actor, call)
    row = launched and lowest(
        Threshold.EUROPEAN, buyer=buyer_kind(call.buyer), purchase=purchase_of(lots), on=launched
    )
    return replace(
        call_facts(call),
        siren=siren,
        launched=launched,
        amount=total,
        threshold=float(row.euros) if row else None,
        derogation=_derogation(session, actor, call),
        reserved_results=reserved_results(session, actor, files, call),
    )


def _derogation(session: Session, actor: UserRow, call: CallRow) -> str | None:
    pages = list_pages_saying(session, call.id, DEROGATION_WORDS, viewer=actor)
    return next((found for _, _, text in pages if (found := derogation_in(text))), None)


def _effects(session: Session, actor: UserRow, base: Base | None, siren: str) -> tuple[Effect, ...]:
    if base is None or not actor.sees_everything:
        return ()
    contacts = _contacts(session, actor)
    every = sorted({one.buyer for one in contacts})
    return tuple(effect_of(base, one, every) for one in contacts if one.buyer == siren)


def _contacts(session: Session, actor: UserRow) -> list[Contact]:
    """Every contact with a buyer whose number is known: those kept here, and notes sent to a buyer."""
    kept = [
        Contact(f"contact-{row.id}", row.siren, row.day, row.cpv or None, row.by, row.outcome)
        for row in list_contacts(session, None, viewer=actor)
    ]
    told = numbers_by_name(session)
    for row in list_sourcing(session, viewer=actor):
        number = told.get(row.buyer)
        if row.contacted is not None and number is not None:
            kept.append(Contact(f"note-{row.id}", number, row.contacted, None, row.contacted_by, row.word))
    return sorted(kept, key=lambda one: (one.day, one.key), reverse=True)


def _hours(session: Session, actor: UserRow, siren: str) -> HoursFigures:
    rows = list_hours(session, siren, viewer=actor)
    lines = [HoursLine(str(row.id), row.title, row.year, row.planned, row.done, row.source) for row in rows]
    return hours_figures(lines, _persons(rows))


def _persons(rows: Sequence[WorkedHoursRow]) -> dict[str, dict[str, int]]:
    """People of all contracts together, by group and cell."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        for group, cells in row.persons.items():
            for key, count in cells.items():
                found[group][key] = found[group].get(key, 0) + int(count)
    return dict(found)


def _indicators(session: Session, actor: UserRow, siren: str) -> tuple[FreeIndicator, ...]:
    return tuple(
        FreeIndicator(
            str(row.id),
            row.name,
            row.definition,
            row.authors,
            row.unit,
            tuple((str(when), str(value)) for when, value in row.values),
        )
        for row in list_indicators(session, siren, viewer=actor)
    )
