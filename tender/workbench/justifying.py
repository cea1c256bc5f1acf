"""The facts that made a group necessary: hours, territories, months, who stands apart, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from tender.consortium.coalition import alone, smallest
from tender.consortium.law.finding import CHOICES
from tender.documents.response import Justification, LawDecision, LotNecessity, LotReach
from tender.store.accounts import UserRow
from tender.store.consultations import Stance, find_consultation, list_answers
from tender.store.journal import list_journal
from tender.store.law import LawAct
from tender.store.members import list_members
from tender.store.splits import SplitRow
from tender.vocabulary.split import Share, SplitCase, SplitLot, SplitMember
from tender.workbench.approving import members_in
from tender.workbench.casing import build_case, lot_order, shares_of
from tender.workbench.facts import reading_of
from tender.workbench.legal import LawPoint, view_of
from tender.workbench.mapping import place_name
from tender.workbench.needing import lots_of

TOLD = {
    "call.received": "Appel reçu par le collectif.",
    "split.published": "Répartition soumise aux directions.",
    "split.agreed": "Toutes les directions ont approuvé leur part.",
    "split.frozen": "Répartition figée.",
}
"""Acts of the journal that the note retells, in its own words."""


def justify(session: Session, actor: UserRow, split: SplitRow) -> Justification:
    """What the note de justification states. The searches behind it may take some seconds."""
    case = build_case(session, actor, split)
    shares = tuple(shares_of(case, split))
    read = lots_of(reading_of(split.call))
    titles = {lot.number: lot.title for lot in read}
    divided = bool(reading_of(split.call).lots)
    whole = smallest(case, shares)
    names = {row.member.key: row.member.name for row in split.shares}
    members = len(names)
    held = sorted({share.lot for share in shares}, key=lot_order)
    by_id = {lot.id: lot for lot in case.lots}
    view = view_of(session, actor, split)
    return Justification(
        lots=tuple(_lot(case, by_id[lot], shares, titles.get(lot, ""), divided=divided) for lot in held),
        load=_load(case, split),
        fewest=whole.least if whole else None,
        fewer=tuple(names[one] for one in whole.members) if whole and len(whole.members) < members else (),
        apart=_apart(session, actor, split),
        sources=_sources(split),
        told=_told(session, actor, split),
        law=tuple(_decision(one) for one in (*view.set_aside, *view.answered) if one.decisions),
        law_open=len(view.open),
    )


def _lot(
    case: SplitCase, lot: SplitLot, shares: Sequence[Share], title: str, *, divided: bool
) -> LotNecessity:
    asked = _by_month(lot)
    taking = {share.member for share in shares if share.lot == lot.id}
    members = [one for one in case.members if one.id in taking]
    least = smallest(case, shares, lots={lot.id}) if len(members) > 1 else None
    return LotNecessity(
        number=lot.id if divided else "",
        title=title,
        asked=_whole(sum(asked.values())),
        covered=_whole(sum(share.hours for share in shares if share.lot == lot.id)),
        first_month=min(asked, default=""),
        last_month=max(asked, default=""),
        place_count=len({need.place for need in lot.needs}),
        reaches=tuple(_reach(case, lot, member, shares, asked) for member in members),
        fewest=least.least if least else None,
    )


def _reach(
    case: SplitCase, lot: SplitLot, member: SplitMember, shares: Sequence[Share], asked: dict[str, float]
) -> LotReach:
    places = dict.fromkeys(need.place for need in lot.needs)
    outside = [place for place in places if place not in member.places]
    trades = {need.trade for need in lot.needs}
    free = {month: sum(member.capacity.get(trade, {}).get(month, 0.0) for trade in trades) for month in asked}
    short = [month for month in asked if free[month] < asked[month] - 0.5]
    worst = min(short, key=lambda month: (free[month] - asked[month], month), default=None)
    mine = sum(share.hours for share in shares if share.member == member.id and share.lot == lot.id)
    return LotReach(
        member=member.id,
        share=_whole(mine),
        alone=_whole(alone(case, member.id, lot.id)),
        outside=tuple(sorted(place_name(place) for place in outside)),
        tightest=(worst, _whole(asked[worst]), _whole(free[worst])) if worst else None,
    )


def _by_month(lot: SplitLot) -> dict[str, float]:
    months: dict[str, float] = {}
    for need in lot.needs:
        for month, hours in need.hours.items():
            months[month] = months.get(month, 0.0) + hours
    return dict(sorted(months.items()))


def _whole(hours: float) -> Decimal:
    return Decimal(round(hours))


def _load(case: SplitCase, split: SplitRow) -> tuple[tuple[str, str, Decimal, Decimal], ...]:
    trades = {need.trade for lot in case.lots for need in lot.needs}
    capacity = {one.id: one.capacity for one in case.members}
    rows = []
    for member in members_in(split):
        mine = [row for row in split.shares if row.member_id == member.id]
        for month in case.periods:
            given = sum(int(row.hours.get(month, 0)) for row in mine)
            free = sum(capacity.get(member.key, {}).get(trade, {}).get(month, 0.0) for trade in trades)
            rows.append((member.key, month, Decimal(given), _whole(free)))
    return tuple(rows)


def _apart(session: Session, actor: UserRow, split: SplitRow) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who said to go alone, and on which lots: nothing else of it is held."""
    names = {one.id: one.name for one in list_members(session, viewer=actor)}
    lots: dict[str, list[str]] = {}
    for one in list_answers(session, split.call_id, viewer=actor):
        if one.stance is Stance.ALONE and one.member_id in names:
            lots.setdefault(names[one.member_id], []).append(one.lot)
    return tuple((name, tuple(sorted(held, key=lot_order))) for name, held in sorted(lots.items()))


def _sources(split: SplitRow) -> tuple[tuple[str, str, str], ...]:
    """Each source of free hours once, with the oldest of its figures' dates."""
    trades = {row.trade for row in split.shares}
    found: dict[tuple[str, str], str] = {}
    for member in members_in(split):
        for row in member.capacities:
            if row.trade in trades:
                key, day = (member.key, row.source), row.updated.date().isoformat()
                found[key] = min(found.get(key, day), day)
    return tuple((member, source, day) for (member, source), day in found.items())


def _told(session: Session, actor: UserRow, split: SplitRow) -> tuple[tuple[str, str], ...]:
    lines: list[tuple[str, str]] = []
    asked = find_consultation(session, split.call_id, viewer=actor)
    if asked is not None and asked.skipped:
        lines.append((asked.opened.date().isoformat(), f"Adhérentes non consultées : {asked.reason}"))
    elif asked is not None:
        lines.append((asked.opened.date().isoformat(), "Chaque adhérente consultée, lot par lot."))
        if asked.closed is not None:
            silent = len({
                one.member_id for one in list_answers(session, split.call_id, viewer=actor) if one.silent
            })  # fmt: skip
            words = f"Consultation close ; sans réponse, comptées non : {silent}."
            lines.append((asked.closed.date().isoformat(), words))
    dated: dict[str, str] = {}
    for row in list_journal(session, viewer=actor, call_id=split.call_id, limit=2000):
        if row.act in TOLD:
            dated.setdefault(row.act, row.at.date().isoformat())
    received = [(dated[act], TOLD[act]) for act in TOLD if act in dated]
    lines = [*received[:1], *lines, *received[1:]]
    return tuple(sorted(lines, key=lambda one: one[0]))


def _decision(point: LawPoint) -> LawDecision:
    row = point.decisions[-1]
    if row.act is LawAct.SET_ASIDE:
        decided = "Écarté"
    else:
        decided = f"Réponse « {CHOICES.get(row.answer, row.answer)} » donnée"
    lots = f" (même point : lots {', '.join(point.lots[1:])})" if len(point.lots) > 1 else ""
    return LawDecision(
        words=f"{point.ruled.finding.text}{lots}",
        articles=point.ruled.articles,
        decided=decided,
        by=row.by,
        on=row.at.date().isoformat(),
        reason=row.reason,
    )
