"""Deadlines of eForms notices: BT-131 tenders, BT-1311 requests, BT-13 questions; what a change notice
says beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from tender.parsing.dates import find_moments
from tender.parsing.flow import fold
from tender.parsing.notices.citing import Citations
from tender.parsing.notices.moments import parse_moment
from tender.parsing.notices.tree import Node
from tender.vocabulary.remark import Fact, Remark, at_time, joined, of_lots
from tender.vocabulary.source import Stated

_TENDERS: Final = "TenderingProcess/TenderSubmissionDeadlinePeriod"
_REQUESTS: Final = "TenderingProcess/ParticipationRequestReceptionPeriod"
_QUESTIONS: Final = "TenderingProcess/AdditionalInformationRequestPeriod"
_RECEIPT: Final = re.compile(r"remise|reception|depot|limite|angebot|frist|submission|offres|plis")


def call_deadline(
    lots: Sequence[tuple[str, Node]], root: Node, zone: ZoneInfo, cite: Citations
) -> tuple[Stated[str] | None, tuple[Remark, ...]]:
    """When the first paper must be in: requests to take part where the procedure starts so, else tenders.

    Where lots differ the earliest counts, and a warning names them all: nobody is late by our reading.
    """
    told = [(key, *found) for key, lot in lots if (found := _period(lot, zone))]
    if not told and (found := _period(root, zone)):
        told = [("", *found)]
    if not told:
        return None, ()
    _, value, nodes, _ = min(told, key=lambda t: _instant(t[1], zone))
    warnings: list[Remark] = []
    by_value: dict[str, list[str]] = {}
    for key, moment, _, _ in told:
        by_value.setdefault(moment, []).append(key)
    if len(by_value) > 1:
        listed = [joined(at_time(when), of_lots(keys)) for when, keys in sorted(by_value.items())]
        warnings.append(Remark("deadlines_by_lot", all=listed))
    if any(two_stage for *_, two_stage in told):
        warnings.append(Remark("two_stages"))
    corrected = [n for change in root.within("Changes") for n in change.all("ChangedNoticeIdentifier")]
    sure = 0.99 if len(by_value) == 1 else 0.8
    return cite.state(value, *nodes, *corrected[:1], confidence=sure), tuple(warnings)


def _period(node: Node, zone: ZoneInfo) -> tuple[str, list[Node], bool] | None:
    requests, tenders = _moment(node.first(_REQUESTS), zone), _moment(node.first(_TENDERS), zone)
    chosen = requests or tenders
    return (*chosen, requests is not None) if chosen else None


def _moment(period: Node | None, zone: ZoneInfo) -> tuple[str, list[Node]] | None:
    day = period.first("EndDate") if period is not None else None
    if period is None or day is None:
        return None
    hour = period.first("EndTime")
    value = parse_moment(day.text, hour.text if hour is not None else None, zone)
    return (value, [day, *([hour] if hour is not None else [])]) if value else None


def questions_deadline(
    lots: Sequence[Node], root: Node, zone: ZoneInfo, cite: Citations
) -> Stated[str] | None:
    """The last day for questions, the earliest of all lots."""
    told = [found for node in (*lots, root) if (found := _moment(node.first(_QUESTIONS), zone))]
    if not told:
        return None
    value, nodes = min(told, key=lambda found: _instant(found[0], zone))
    return cite.state(value, *nodes)


def change_warnings(root: Node, deadline: Stated[str] | None) -> tuple[Remark, ...]:
    """Dates of receipt that the text of a correction (BT-141) gives and the coded deadline does not bear
    out."""
    if deadline is None:
        return ()
    kept = datetime.fromisoformat(deadline.value).date()
    others: dict[str, list[str]] = {}
    for change in root.within("Change"):
        described = change.first("ChangeDescription")
        section = next(change.within("ChangedSectionIdentifier"), None)
        if described is None or not described.text:
            continue
        folded = fold(described.text)
        for moment in _told_dates(folded):
            if moment[0] != kept.isoformat():
                others.setdefault(moment[1], []).append(section.text if section is not None else "")
    return tuple(
        Remark(
            "deadline_in_change", other=at_time(when), lots=_sections(sections), kept=at_time(deadline.value)
        )
        for when, sections in others.items()
    )


def _told_dates(folded: str) -> list[tuple[str, str]]:
    """Dates that stand after words of receipt and are not told as the old ones ("au lieu du …")."""
    found = []
    for moment in find_moments(folded):
        before = folded[max(0, moment.start - 90) : moment.start]
        old = re.search(r"(?:au lieu d[ue]|anstelle|statt|instead of|initialement)[^.;]{0,40}$", before)
        opening = re.search(r"ouverture[^.;]{0,60}$", before)
        if not old and not opening and _RECEIPT.search(before) and moment.hour is not None:
            found.append((moment.day.isoformat(), f"{moment.day.isoformat()}T{moment.hour:%H:%M}"))
    return found


def _sections(sections: Sequence[str]) -> Fact:
    named = dict.fromkeys(sections)
    return of_lots([s.rpartition("-")[2].lstrip("0") for s in named if s.upper().startswith("LOT")])


def _instant(value: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
