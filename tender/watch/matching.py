"""Does a call concern the members? Place, trade, size, deadline, social clause: points and reasons.

Pure: values in, values out. 100 points at most before the lessons: 35 place, 35 trade, 15 social, 10 size,
5 deadline.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from tender.vocabulary.clause import Clause, ClauseType, Family
from tender.watch.lessons import Lesson, taught
from tender.watch.trades import SURE_ENOUGH, Told, fold, trades_told

KEPT_FROM = 55.0
WIDE_PEOPLE = 2_600_000
"""More people than any département has: a region, or the whole country."""
HOUR_PRICE = 28.0
"""Euros without VAT for an hour of work invoiced, to turn an estimate into hours: an assumption, shown."""

RESERVED_TO_US = (ClauseType.RESERVED_SIAE, ClauseType.RESERVED_BOTH)
RESERVED_ELSEWHERE = tuple(
    kind for kind in ClauseType if kind.family is Family.RESERVED and kind not in RESERVED_TO_US
)


class Precision(StrEnum):
    """How well a place is known: its communes, a wider area, or not at all."""

    NAMED = "named"
    AREA = "area"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a notice is."""

    CALL = "call"
    PLANNING = "planning"
    CORRECTION = "correction"
    CANCELLATION = "cancellation"
    AWARD = "award"
    MODIFICATION = "modification"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Piece:
    """A lot as the watch looks at it. `places`: commune (INSEE) → people living there."""

    number: str
    title: str
    text: str = ""
    cpv: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    precision: Precision = Precision.UNKNOWN
    amount: float | None = None
    months: float | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A notice as the watch looks at it."""

    kind: Kind
    pieces: tuple[Piece, ...]
    buyer: str = ""
    deadline: datetime | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Helper:
    """A member: the communes it works in, its free hours a month by trade (the year's mean)."""

    key: str
    name: str
    places: frozenset[str]
    hours: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a call gains or loses points: a code and the facts its sentence is made of."""

    code: str
    points: float = 0.0
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cover:
    """What one member could do: communes it reaches of those asked, free hours a month in the trades."""

    member: str
    name: str
    places: int
    of: int
    hours: float
    lots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What the watch thinks of a notice. `against`: why it was set aside, empty when kept.

    `supply`: not the members' trade, but hours of insertion they could serve for whoever wins. `social`: the
    strongest social sign of the call (reserved, insertion_object, clause, criterion), "" without any.
    """

    kept: bool
    score: float
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    cover: tuple[Cover, ...] = ()
    lots: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    hours: float = 0.0
    supply: bool = False
    features: tuple[str, ...] = ()
    social: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """One lot looked at: its trade, who reaches it, how much of it."""

    piece: Piece
    told: Told | None
    share: float
    helpers: tuple[Helper, ...]

    @property
    def points(self) -> float:
        trade = self.told.strength if self.told else 0.0
        return 35 * trade + _place_points(self)


def judge(opening: Opening, members: Sequence[Helper], lessons: Mapping[str, Lesson], now: datetime) -> Match:
    """Whether a notice is worth a reading, with every reason."""
    closed = _closed(opening, now)
    if closed is not None:
        return Match(kept=False, score=0.0, against=(closed,))
    open_pieces, walled = _not_walled(opening)
    if not open_pieces and walled is not None:
        return Match(kept=False, score=0.0, against=(walled,))
    looks = [_look(piece, members) for piece in open_pieces]
    asked = _asked(opening, looks)
    chosen = [look for look in looks if look.told is not None and look.share > 0 and look.helpers]
    chosen = [look for look in chosen if asked or (look.told and look.told.strength >= SURE_ENOUGH)]
    if not chosen:
        return replace(_not_ours(opening, looks, members), social=_sign(opening))
    return _weighed(opening, chosen, lessons, now)


def _closed(opening: Opening, now: datetime) -> Reason | None:
    if opening.kind in (Kind.AWARD, Kind.MODIFICATION, Kind.CANCELLATION, Kind.OTHER):
        return Reason("not_open", facts={"kind": opening.kind.value})
    if opening.deadline is not None and opening.deadline <= now:
        return Reason("over", facts={"deadline": opening.deadline.isoformat()})
    return None


def _not_walled(opening: Opening) -> tuple[list[Piece], Reason | None]:
    """The lots that are not reserved to others.

    Source: code de la commande publique, L2113-12 (EA, ESAT), -13 (SIAE), -14 (both), -15 (ESS).
    """
    walls = [clause for clause in opening.clauses if clause.type in RESERVED_ELSEWHERE]
    ours = [clause for clause in opening.clauses if clause.type in RESERVED_TO_US]
    if not walls:
        return list(opening.pieces), None
    kept = [
        piece
        for piece in opening.pieces
        if not any(_speaks_of(wall, piece) for wall in walls) or any(_speaks_of(one, piece) for one in ours)
    ]
    return kept, Reason("reserved_elsewhere", facts={"type": walls[0].type.value})


def _speaks_of(clause: Clause, piece: Piece) -> bool:
    return clause.lots is None or not piece.number or piece.number in clause.lots


def _look(piece: Piece, members: Sequence[Helper]) -> _Look:
    told = trades_told(piece.title, piece.text, piece.cpv, piece.labels)
    practised = {trade for member in members for trade in member.hours}
    best = next((one for one in told if one.trade in practised), None)
    able = [one for one in members if best is None or best.trade in one.hours]
    if piece.precision is Precision.UNKNOWN:
        return _Look(piece, best, 1.0, tuple(able))
    reached = tuple(one for one in able if one.places & piece.places.keys())
    whole = sum(piece.places.values()) or 1
    common = piece.places.keys() & frozenset().union(*(one.places for one in reached))
    return _Look(piece, best, sum(piece.places[code] for code in common) / whole, reached)


def _place_points(look: _Look) -> float:
    if look.piece.precision is Precision.UNKNOWN:
        return 8.0
    part = math.sqrt(min(1.0, look.share))
    return 35 * part * (1.0 if look.piece.precision is Precision.NAMED else 0.62)


def _asked(opening: Opening, looks: Sequence[_Look]) -> bool:
    """The buyer asks for us by name: a weak sign of the trade is then enough."""
    return bool(looks) and any(
        clause.type in (*RESERVED_TO_US, ClauseType.INSERTION_OBJECT) for clause in opening.clauses
    )


def _not_ours(opening: Opening, looks: Sequence[_Look], members: Sequence[Helper]) -> Match:
    near = [look for look in looks if look.share > 0 and look.piece.precision is not Precision.UNKNOWN]
    with_trade = [look for look in looks if look.told and look.told.strength >= SURE_ENOUGH]
    hours = _insertion_hours(opening)
    at_home = {code for one in members for code in one.places}
    reached = [look for look in looks if look.piece.places.keys() & at_home]
    if reached and hours is not None and not all(_is_wide(look.piece) for look in reached):
        cover = _cover(tuple(_Look(one.piece, None, 1.0, tuple(members)) for one in reached))
        reason = Reason("clause_to_serve", facts={"hours": hours})
        return Match(False, 30.0, (reason,), (Reason("no_trade"),), cover, supply=True, hours=hours)
    if with_trade:
        wide = all(_is_wide(look.piece) for look in with_trade)
        best = with_trade[0]
        known = {
            "trade": best.told.trade if best.told else "",
            "reached": bool(reached),
            **_where(with_trade),
        }
        return Match(False, 20.0, against=(Reason("too_wide" if wide else "outside", facts=known),))
    seen = next((look.told for look in looks if look.told), None)
    facts = {"trade": seen.trade, "words": seen.words} if seen else {}
    code = "no_trade" if near or not looks else "outside_no_trade"
    return Match(False, 10.0 if near else 0.0, against=(Reason(code, facts=facts),))


def _insertion_hours(opening: Opening) -> float | None:
    """Hours of insertion a winner must give work for: 0 where no number is said, None without clause."""
    held = [clause for clause in opening.clauses if clause.type is ClauseType.EXEC_INSERTION]
    return max((clause.hours or 0.0 for clause in held), default=None)


def _is_wide(piece: Piece) -> bool:
    return sum(piece.places.values()) > WIDE_PEOPLE


def _where(looks: Sequence[_Look]) -> dict[str, object]:
    places = looks[0].piece.places
    return {"places": sorted(places, key=lambda code: -places[code])[:3], "count": len(places)}


def _weighed(
    opening: Opening, chosen: Sequence[_Look], lessons: Mapping[str, Lesson], now: datetime
) -> Match:
    best = max(chosen, key=lambda look: look.points)
    assert best.told is not None
    trades = tuple(dict.fromkeys(look.told.trade for look in chosen if look.told))
    cover = _cover(tuple(chosen))
    lots = tuple(look.piece.number for look in chosen if look.piece.number)
    size, hours = _size(chosen, cover)
    reasons = [
        Reason("place", round(_place_points(best), 1), _place_facts(best)),
        Reason(
            "trade",
            round(35 * best.told.strength, 1),
            {"trades": trades, "by": best.told.by, "words": best.told.words, "lots": lots},
        ),
        *_social(opening, lots),
        size,
        _time_left(opening, now),
    ]
    features = _features(opening, best, trades, size)
    points, known = taught(features, lessons)
    if known:
        heard = tuple((one.feature, one.yes, one.no) for one in known[:3])
        reasons.append(Reason("lessons", points, {"lessons": heard}))
    score = max(0.0, min(100.0, round(sum(one.points for one in reasons), 1)))
    against = _too_much(size, best, score)
    return Match(
        not against,
        score,
        tuple(reasons),
        against,
        cover,
        lots,
        trades,
        hours,
        features=features,
        social=_sign(opening),
    )


def _too_much(size: Reason, best: _Look, score: float) -> tuple[Reason, ...]:
    if size.facts.get("ratio") is not None and float(str(size.facts["ratio"])) < 0.05:
        return (Reason("too_large", facts=size.facts),)
    if _is_wide(best.piece) and best.share < 0.2:
        return (Reason("too_wide", facts=_place_facts(best)),)
    return (Reason("weak", facts={"score": score, "least": KEPT_FROM}),) if score < KEPT_FROM else ()


def _place_facts(look: _Look) -> dict[str, object]:
    return {
        "precision": look.piece.precision.value,
        "share": round(look.share, 3),
        "members": tuple(one.name for one in look.helpers),
        **_where([look]),
    }


def _social(opening: Opening, lots: Sequence[str]) -> list[Reason]:
    """The strongest sign that the buyer looks for people far from employment: 15 points at most."""
    weights = (
        (RESERVED_TO_US, "reserved", 15.0),
        ((ClauseType.INSERTION_OBJECT,), "insertion_object", 15.0),
        ((ClauseType.EXEC_INSERTION,), "clause", 9.0),
        ((ClauseType.AWARD_SOCIAL,), "criterion", 7.0),
    )
    for types, code, points in weights:
        held = [one for one in opening.clauses if one.type in types]
        held = [one for one in held if one.lots is None or not lots or set(one.lots) & set(lots)]
        if held:
            hours = max((one.hours or 0.0 for one in held), default=0.0)
            weight = max((one.weight or 0.0 for one in held), default=0.0)
            return [Reason(code, points, {"hours": hours, "weight": weight})]
    return []


def _size(chosen: Sequence[_Look], cover: Sequence[Cover]) -> tuple[Reason, float]:
    """Free hours over the contract against the hours the estimate stands for, where one is stated."""
    months = max((look.piece.months or 0.0 for look in chosen), default=0.0) or 12.0
    free = round(sum(one.hours for one in cover) * months)
    amounts = [look.piece.amount for look in chosen if look.piece.amount]
    facts: dict[str, object] = {"free": free, "months": months}
    if not amounts:
        return Reason("size_unknown", 5.0, facts), free
    asked = round(sum(amounts) / HOUR_PRICE)
    ratio = free / asked if asked else 1.0
    points = 10.0 if ratio >= 1 else 7.0 if ratio >= 0.5 else 4.0 if ratio >= 0.2 else 0.0
    facts |= {"amount": sum(amounts), "asked": asked, "price": HOUR_PRICE, "ratio": round(ratio, 3)}
    return Reason("size", points, facts), min(free, asked)


def _time_left(opening: Opening, now: datetime) -> Reason:
    if opening.kind is Kind.PLANNING:
        return Reason("planning", 2.0)
    if opening.deadline is None:
        return Reason("no_deadline", 2.0)
    days = (opening.deadline - now).days
    points = 5.0 if days >= 15 else 3.0 if days >= 7 else -5.0
    return Reason("deadline", points, {"days": days})


def _cover(looks: Sequence[_Look]) -> tuple[Cover, ...]:
    """Who could do what, the widest reach first; a member counts once whatever the lots."""
    asked = {code for look in looks for code in look.piece.places}
    trades = {look.told.trade for look in looks if look.told}
    found: dict[str, Cover] = {}
    for look in looks:
        for one in look.helpers:
            common = len(one.places & asked)
            if one.key in found or (asked and not common):
                continue
            lots = tuple(held.piece.number for held in looks if one in held.helpers and held.piece.number)
            hours = sum(one.hours.get(trade, 0.0) for trade in trades) if trades else sum(one.hours.values())
            found[one.key] = Cover(one.key, one.name, common, len(asked), round(hours, 1), lots)
    return tuple(sorted(found.values(), key=lambda one: (-one.places, -one.hours, one.name)))


def _features(opening: Opening, best: _Look, trades: Sequence[str], size: Reason) -> tuple[str, ...]:
    places = best.piece.places
    largest = max(places, key=lambda code: places[code], default="")
    held = [f"trade:{trade}" for trade in trades[:3]]
    if opening.buyer:
        held.append(f"buyer:{fold(opening.buyer)[:80]}")
    if largest and best.piece.precision is Precision.NAMED:
        held.append(f"place:{largest}")
    ratio = size.facts.get("ratio")
    held.append("size:unknown" if ratio is None else f"size:{'small' if float(str(ratio)) >= 1 else 'large'}")
    held.append(f"social:{_sign(opening) or 'none'}")
    return tuple(held)


def _sign(opening: Opening) -> str:
    """The strongest social sign of the whole call, as a code; empty where there is none."""
    return next((reason.code for reason in _social(opening, ())), "")
