"""Rows to what the rules of law look at; what nobody has said stays unknown."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from tender.consortium.law.dangerous_works import LISTED
from tender.consortium.law.facts import (
    Candidacy,
    GroupFacts,
    LawFacts,
    LotFacts,
    MemberFacts,
    MemberKind,
    PartFacts,
    Performance,
    Reservation,
)
from tender.geography.places import commune
from tender.parsing.dispatch import dispatch_day
from tender.parsing.turnover import turnover_floor
from tender.store.accounts import UserRow
from tender.store.calls import CallRow
from tender.store.consultations import Stance, find_consultation, list_answers
from tender.store.law import find_reopening, list_pages_saying
from tender.store.members import MemberRow, list_members
from tender.store.splits import ShareRow, SplitRow
from tender.vocabulary.call import AwardCriterion, Lot, Reading
from tender.vocabulary.clause import ClauseType
from tender.vocabulary.iso import day_of
from tender.vocabulary.source import Stated
from tender.vocabulary.split import PartyForm
from tender.workbench.approving import members_in
from tender.workbench.casing import convention_reach
from tender.workbench.facts import reading_of
from tender.workbench.needing import lots_of

T = TypeVar("T")

RESERVATIONS = {
    ClauseType.RESERVED_SIAE: Reservation.SIAE,
    ClauseType.RESERVED_EA_ESAT: Reservation.HANDICAP,
    ClauseType.RESERVED_BOTH: Reservation.BOTH,
    ClauseType.RESERVED_ESS: Reservation.ESS,
    ClauseType.RESERVED_OTHER: Reservation.OTHER,
}
STATE_BUYERS = (
    r"\b(minist[èe]re|pr[ée]fecture|pr[ée]fet|direction (inter)?d[ée]partementale|arm[ée]es?|rectorat|"
    r"douanes|cour d.appel|tribunal|administration p[ée]nitentiaire)\b"
)
LOCAL_BUYERS = (
    r"\b(ville|commune|mairie|m[ée]tropole|communaut[ée] (de|d.)|d[ée]partement|r[ée]gion|"
    r"conseil (d[ée]partemental|r[ée]gional)|syndicat|ccas|cias|coll[èe]ge|lyc[ée]e|office public|"
    r"centre hospitalier|h[ôo]pita(l|ux))\b"
)
BUYERS = (("state", STATE_BUYERS), ("local", LOCAL_BUYERS))
"""Words of a buyer's name that tell which European threshold is its own; others are not told."""

WORKS = "45"
"""The division of works in the CPV."""

DISPATCH = ("date d'envoi", "date d’envoi")
"""Words that stand before the day a notice was sent."""

TURNOVER = ("chiffre d'affaires", "chiffre d’affaires", "chiffres d'affaires", "chiffres d’affaires")
"""Words of pages that may ask for a turnover."""

WINDOW = 24
"""Months over which a worker's hours are counted (L5132-9)."""


def law_facts(session: Session, actor: UserRow, split: SplitRow) -> LawFacts:
    """The split as the rules look at it."""
    call, reading = split.call, reading_of(split.call)
    read = lots_of(reading)
    dangerous = _dangerous(session, actor, call)
    whole = reading.whole
    sent_on, sent_where = day_sent(session, actor, call)
    turnover, turnover_where = _turnover_asked(session, actor, call)
    return LawFacts(
        sent_on=sent_on,
        sent_where=sent_where,
        received_on=call.created.date(),
        buyer=buyer_kind(_value(reading.buyer) or call.buyer),
        purchase=purchase_of(read),
        amount=euros_of(whole) if whole else None,
        environmental=_environmental(reading.award_criteria),
        max_submitted=_value(reading.max_lots.submitted),
        max_awarded=_value(reading.max_lots.awarded),
        turnover_asked=turnover,
        turnover_where=turnover_where,
        group=_group(session, actor, split, reading),
        lots=tuple(_lot(lot, reading, split.shares, dangerous) for lot in read),
        members=tuple(_member(member) for member in members_in(split)) + _outside(session, actor, split),
        parts=tuple(_part(row) for row in split.shares),
        others=_others(session, actor, call),
    )


def _value(stated: Stated[T] | None) -> T | None:
    return stated.value if stated else None


def buyer_kind(name: str) -> str | None:
    """What a buyer's name tells of its kind in the table of thresholds."""
    return next((kind for kind, words in BUYERS if re.search(words, name, re.IGNORECASE)), None)


def purchase_of(lots: Sequence[Lot]) -> str:
    """Works where the first code of every coded lot is one: their threshold is by far the highest."""
    first = [lot.cpv[0] for lot in lots if lot.cpv]
    return "works" if first and all(code.startswith(WORKS) for code in first) else "services"


def _environmental(criteria: Sequence[AwardCriterion]) -> bool | None:
    held = list(_leaves(criteria))
    return any(one.is_environmental for one in held) if held else None


def _leaves(criteria: Sequence[AwardCriterion]) -> Iterator[AwardCriterion]:
    for one in criteria:
        yield one
        yield from _leaves(one.sub)


def _group(session: Session, actor: UserRow, split: SplitRow, reading: Reading) -> GroupFacts:
    members = members_in(split)
    lead = next((one for one in members if one.id == split.lead_id), None)
    said, imposed = reading.grouping, _value(reading.grouping.form_imposed)
    consultation = find_consultation(session, split.call_id, viewer=actor)
    asked = consultation is not None and not consultation.skipped and consultation.closed is not None
    opened = find_reopening(session, split.call_id, viewer=actor)
    as_filed = opened.facts if opened else {}
    return GroupFacts(
        members=tuple(one.key for one in members),
        lead=lead.key if lead else None,
        form=split.form,
        form_imposed=PartyForm(imposed) if imposed in tuple(PartyForm) else None,
        lead_solidary=split.lead_solidary,
        lead_solidary_imposed=_value(said.lead_solidary),
        alone_and_in_group=_value(said.alone_and_in_group),
        several_groups=_value(said.several_groups),
        signatory=str(lead.identity.get("representative") or "") if lead else "",
        filed_on=day_of(str(as_filed.get("filed_by") or "")),
        members_filed=tuple(as_filed.get("members_filed") or ()),
        replacement_reason=as_filed.get("exception"),
        stances_known=asked,
    )


def _others(session: Session, actor: UserRow, call: CallRow) -> tuple[Candidacy, ...]:
    """Who goes alone, by its own answer: that it does, and who signs for it, nothing of its offer."""
    members = {one.id: one for one in list_members(session, viewer=actor)}
    return tuple(
        Candidacy(member.key, one.lot, signatory=str(member.identity.get("representative") or ""))
        for one in list_answers(session, call.id, viewer=actor)
        if one.stance is Stance.ALONE and (member := members.get(one.member_id)) is not None
    )


def _outside(session: Session, actor: UserRow, split: SplitRow) -> tuple[MemberFacts, ...]:
    """The names of members without a part: those who go alone are told by name."""
    inside = {row.member_id for row in split.shares}
    return tuple(_member(one) for one in list_members(session, viewer=actor) if one.id not in inside)


def _lot(lot: Lot, reading: Reading, shares: Sequence[ShareRow], dangerous: tuple[str, ...]) -> LotFacts:
    clauses = [one for one in reading.clauses if one.lots is None or lot.number in one.lots]
    rows = [row for row in shares if row.lot == lot.number]
    months = sorted({month for row in rows for month in row.hours})
    return LotFacts(
        number=lot.number,
        start=_day(months[0], first=True) if months else None,
        end=_day(months[-1], first=False) if months else None,
        reservation=next((RESERVATIONS[one.type] for one in clauses if one.type in RESERVATIONS), None),
        performance=_performance(rows),
        dangerous=dangerous,
        amount=euros_of(lot),
        social_clause=any(one.type.counts and not one.by_law for one in clauses),
    )


def euros_of(lot: Lot) -> float | None:
    """The most a lot is estimated at, in euros excluding VAT; None otherwise."""
    held = lot.estimated_amount
    if held is None or held.currency != "EUR" or held.vat == "included":
        return None
    return held.max if held.max is not None else held.min


def _performance(rows: Sequence[ShareRow]) -> Performance | None:
    """What every member of the lot declared of its trades, where they all say one same way."""
    ways: set[Performance | None] = set()
    for row in rows:
        said = next((one for one in row.member.trades if one.trade == row.trade), None)
        if said is None or said.service == said.staff_supply:
            ways.add(None)
        else:
            ways.add(Performance.SERVICE if said.service else Performance.STAFF_SUPPLY)
    return next(iter(ways)) if len(ways) == 1 else None


def _day(month: str, *, first: bool) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year, number, 1 if first else calendar.monthrange(year, number)[1])


def _member(member: MemberRow) -> MemberFacts:
    return MemberFacts(
        id=member.key,
        name=member.name,
        kind=MemberKind.AI if member.country == "FR" else MemberKind.FOREIGN,
        convention_start=day_of(str(member.identity.get("convention_start") or "")),
        convention_end=member.convention_end,
        territory=convention_reach(member),
        derogation_until=day_of(str(member.identity.get("derogation_until") or "")),
        turnover=max((float(euros) for _, euros in member.identity.get("turnover") or ()), default=None),
    )


def _part(row: ShareRow) -> PartFacts:
    known = commune(row.place)
    return PartFacts(
        row.member.key, row.lot, row.place, known.name if known else row.place, hours=_busiest(row)
    )


def _busiest(row: ShareRow) -> float:
    """The most hours in any 24 months running."""
    months = {int(month[:4]) * 12 + int(month[5:7]): float(hours) for month, hours in row.hours.items()}
    return max(
        (sum(h for at, h in months.items() if first <= at < first + WINDOW) for first in months), default=0.0
    )


def day_sent(session: Session, actor: UserRow, call: CallRow) -> tuple[date | None, str]:
    """The day the notice was sent, where a document states it, and the file and page that do."""
    for name, page, text in list_pages_saying(session, call.id, DISPATCH, viewer=actor):
        day = dispatch_day(text)
        if day is not None and day <= call.created.date():
            return day, _at(name, page)
    return None, ""


def _turnover_asked(session: Session, actor: UserRow, call: CallRow) -> tuple[float | None, str]:
    """The least turnover asked, where a document states it, and the file and page that do."""
    for name, page, text in list_pages_saying(session, call.id, TURNOVER, viewer=actor):
        euros = turnover_floor(text)
        if euros is not None:
            return euros, _at(name, page)
    return None, ""


def _at(name: str, page: int | None) -> str:
    short = name.rsplit("/", 1)[-1]
    return f"{short}, p. {page}" if page else short


def _dangerous(session: Session, actor: UserRow, call: CallRow) -> tuple[str, ...]:
    """Words of the list of D4154-1 that the documents hold, each with the first page it stands on."""
    found: dict[str, str] = {}
    for name, page, text in list_pages_saying(session, call.id, LISTED, viewer=actor):
        lowered = text.lower()
        for word in LISTED:
            if word not in found and word in lowered:
                short = name.rsplit("/", 1)[-1]
                found[word] = f"« {word} » ({short}, p. {page})" if page else f"« {word} » ({short})"
    return tuple(found.values())
