"""What the members offered for a call, put into its split problem: who is out, where, and up to how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from tender.store.consultations import AnswerRow, Stance, offers_of
from tender.store.members import MemberRow
from tender.vocabulary.split import Absence, Refusal, SplitCase, SplitMember


def as_offered(
    session: Session,
    call_id: int,
    case: SplitCase,
    members: Sequence[MemberRow],
    settings: Mapping[str, Any],
) -> SplitCase:
    """The case without those who said no or go alone, within the communes and the hours that were offered.

    Hours are offered by lot and month: no lot takes more, and a trade asked by several lots is capped by the
    sum of their offers, which is also what loads are counted on.
    `settings`: the split's member_settings, whose "months" cap what a member gives in a month.
    """
    keys = {member.id: member.key for member in members}
    answers = [one for one in offers_of(session, call_id) if one.member_id in keys]
    refused = (*case.refused, *_refusals(case, answers, keys))
    gone = {(one.member, one.lot, one.place) for one in refused}
    return replace(
        case,
        refused=tuple(dict.fromkeys(refused)),
        absences=dict(_absences(case, answers, keys)),
        locked=tuple(
            lock
            for lock in case.locked
            if not {(lock.member, lock.lot, None), (lock.member, lock.lot, lock.place)} & gone
        ),
        members=tuple(
            _capped(
                case,
                member,
                [one for one in answers if keys[one.member_id] == member.id],
                (settings.get(member.id) or {}).get("months") or {},
            )
            for member in case.members
        ),
    )


def _refusals(case: SplitCase, answers: Iterable[AnswerRow], keys: Mapping[int, str]) -> Iterable[Refusal]:
    places = {lot.id: sorted({need.place for need in lot.needs}) for lot in case.lots}
    for one in answers:
        if one.stance is not Stance.GROUP:
            yield Refusal(keys[one.member_id], one.lot)
        elif one.places:
            for place in places.get(one.lot, ()):
                if place not in one.places:
                    yield Refusal(keys[one.member_id], one.lot, place)


def _absences(
    case: SplitCase, answers: Iterable[AnswerRow], keys: Mapping[int, str]
) -> Iterable[tuple[str, Absence]]:
    """Why members are out of a lot, or of the places of it that they did not offer."""
    places = {lot.id: {need.place for need in lot.needs} for lot in case.lots}
    for one in answers:
        where = f"{keys[one.member_id]}|{one.lot}"
        if one.stance is Stance.ALONE:
            yield where, Absence.ALONE
        elif one.stance is Stance.NO:
            yield where, Absence.SILENT if one.silent else Absence.DECLINED
        elif one.places:
            for place in places.get(one.lot, set()) - set(one.places):
                yield f"{where}|{place}", Absence.ELSEWHERE


def _capped(
    case: SplitCase, member: SplitMember, answers: Sequence[AnswerRow], months: Mapping[str, float]
) -> SplitMember:
    if not answers and not months:
        return member
    offered = {one.lot: one.hours if one.stance is Stance.GROUP else 0.0 for one in answers}
    capacity = {}
    for trade, free in member.capacity.items():
        lots = [
            lot.id
            for lot in case.lots
            if any(need.trade == trade and need.place in member.places for need in lot.needs)
        ]
        told = [offered.get(lot) for lot in lots]
        known = [hours for hours in told if hours is not None]
        most = sum(known) if lots and len(known) == len(told) else None
        capacity[trade] = free if most is None else {month: min(held, most) for month, held in free.items()}
    every = {lot.id for lot in case.lots}
    limits = {lot: hours for lot, hours in offered.items() if hours is not None and lot in every}
    return replace(member, capacity=_within_months(case, capacity, months), lot_hours=limits)


def _within_months(
    case: SplitCase, capacity: Mapping[str, Mapping[str, float]], months: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """Every trade of the call brought down alike in a month whose hours together pass the cap."""
    asked = {need.trade for lot in case.lots for need in lot.needs}
    capped = {trade: dict(free) for trade, free in capacity.items()}
    for month, most in months.items():
        together = sum(free.get(month, 0.0) for trade, free in capped.items() if trade in asked)
        if together > most:
            for trade in asked & capped.keys():
                if month in capped[trade]:
                    capped[trade][month] *= most / together
    return capped
