"""A split case checked and indexed: the arrays every other file of the solver reads."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from tender.vocabulary.split import SplitCase

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_EQUITY = 0.01
"""The least weight of a member in level 2, and one over the most."""

EASE = 0.005
"""Hours by which a lock, a rounded share, may be over what is there: eighteen seconds (see easing)."""

CRUMB = 1e-6
"""Hours below which there is no share: noise of arithmetic, not work."""


class CaseFault(StrEnum):
    """What is wrong with a case."""

    DUPLICATE = "duplicate"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    UNKNOWN_PERIOD = "unknown_period"
    UNKNOWN_MEMBER = "unknown_member"
    UNKNOWN_LOT = "unknown_lot"
    UNKNOWN_NEED = "unknown_need"
    SHARE_BEYOND_ONE = "share_beyond_one"
    EQUITY_BEYOND = "equity_beyond"


class BadCase(ValueError):
    """A case that means nothing. `fault`: what is wrong; `where`: its path; `value`: what stood there."""

    def __init__(self, fault: CaseFault, where: str, value: object) -> None:
        super().__init__(f"{fault.value}: {where} = {value!r}")
        self.fault = fault
        self.where = where
        self.value = value


def validate(case: SplitCase) -> None:
    """Raise BadCase at the first thing that means nothing; a case that passes can be solved.

    Locks that contradict one another or a rule do mean something: such a case is infeasible, not bad. A
    refusal of a place its lot does not have refuses nothing; a distance between strangers is not used.
    """
    _distinct("periods", case.periods)
    _distinct("lots.id", (lot.id for lot in case.lots))
    _distinct("members.id", (member.id for member in case.members))
    _validate_lots(case)
    _validate_members(case)
    for key, km in case.distance_km.items():
        _number(f"distance_km[{key}]", km)
    _validate_wishes(case)


def _validate_lots(case: SplitCase) -> None:
    known = set(case.periods)
    for lot in case.lots:
        where = f"lots[{lot.id}]"
        _number(f"{where}.min_share_hours", lot.min_share_hours)
        if lot.max_members is not None:
            _number(f"{where}.max_members", lot.max_members)
        _distinct(f"{where}.needs", ((need.place, need.trade) for need in lot.needs))
        for need in lot.needs:
            _calendar(f"{where}.needs[{need.place}|{need.trade}].hours", need.hours, known)


def _validate_members(case: SplitCase) -> None:
    known = set(case.periods)
    lots = {lot.id for lot in case.lots}
    for member in case.members:
        for trade, calendar in member.capacity.items():
            _calendar(f"members[{member.id}].capacity[{trade}]", calendar, known)
        for lot, hours in member.lot_hours.items():
            _known(CaseFault.UNKNOWN_LOT, f"members[{member.id}].lot_hours", lot, lots)
            _number(f"members[{member.id}].lot_hours[{lot}]", hours)
        _number(f"members[{member.id}].equity", member.equity)
        if not LEAST_EQUITY <= member.equity <= 1 / LEAST_EQUITY:
            raise BadCase(CaseFault.EQUITY_BEYOND, f"members[{member.id}].equity", member.equity)
        if member.past_hours is not None:
            _number(f"members[{member.id}].past_hours", member.past_hours)


def _validate_wishes(case: SplitCase) -> None:
    members = {member.id for member in case.members}
    lots = {lot.id for lot in case.lots}
    needs = {(lot.id, need.place, need.trade) for lot in case.lots for need in lot.needs}
    for index, refusal in enumerate(case.refused):
        _known(CaseFault.UNKNOWN_MEMBER, f"refused[{index}].member", refusal.member, members)
        _known(CaseFault.UNKNOWN_LOT, f"refused[{index}].lot", refusal.lot, lots)
    for index, lock in enumerate(case.locked):
        _known(CaseFault.UNKNOWN_MEMBER, f"locked[{index}].member", lock.member, members)
        _known(CaseFault.UNKNOWN_LOT, f"locked[{index}].lot", lock.lot, lots)
        _known(CaseFault.UNKNOWN_NEED, f"locked[{index}]", (lock.lot, lock.place, lock.trade), needs)
        _number(f"locked[{index}].share", lock.share)
        if lock.share > 1 + 1e-9:
            raise BadCase(CaseFault.SHARE_BEYOND_ONE, f"locked[{index}].share", lock.share)


def _distinct(where: str, keys: Iterable[Hashable]) -> None:
    seen: set[Hashable] = set()
    for key in keys:
        if key in seen:
            raise BadCase(CaseFault.DUPLICATE, where, key)
        seen.add(key)


def _known(fault: CaseFault, where: str, value: Hashable, known: Iterable[Hashable]) -> None:
    if value not in known:
        raise BadCase(fault, where, value)


def _calendar(where: str, calendar: dict[str, float], known: set[str]) -> None:
    for period, hours in calendar.items():
        _known(CaseFault.UNKNOWN_PERIOD, where, period, known)
        _number(f"{where}[{period}]", hours)


def _number(where: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise BadCase(CaseFault.NOT_A_NUMBER, where, value)
    if value < 0:
        raise BadCase(CaseFault.NEGATIVE, where, value)


@dataclass(frozen=True, slots=True)
class Room:
    """Hours a month that some choices share: `group` (choices,), `hours` (groups, T), infinite: no limit.

    `member` (groups,): whose they are.
    """

    group: Ints
    hours: Floats
    member: Ints


@dataclass(frozen=True, slots=True)
class Problem:
    """A case as arrays. Indices: member m, lot l, site p (a lot's place), need i, trade k, period t.

    A *part* is one member at one site, possible only when the member reaches the place, has not refused it
    and can bring the least useful hours. A *choice* is one part's hours of one need.

    `need_hours` (needs, T) and `need_total` (needs,) in hours; `capacity` (members, trades, T) in hours;
    `lot_room` (members, lots, T): hours a member gives to a lot at most, infinite where it set no limit;
    `available` (members,): its hours times its equity, the divisor of a load; `part_least` (parts,): hours
    below which a part is worth nothing; `choice_most` (choices,): what capacity alone allows; `choice_locked`
    (choices,): locked hours, NaN where free; `lot_limit` (lots,): most members, -1 where there is none;
    `contradiction`: indices of the locks that no split can keep.
    """

    case: SplitCase
    need_lot: Ints
    need_site: Ints
    need_trade: Ints
    need_hours: Floats
    need_total: Floats
    site_lot: Ints
    site_place: tuple[str, ...]
    site_total: Floats
    capacity: Floats
    lot_room: Floats
    available: Floats
    part_member: Ints
    part_site: Ints
    part_least: Floats
    choice_part: Ints
    choice_need: Ints
    choice_most: Floats
    choice_locked: Floats
    choice_km: Floats
    lot_limit: Ints
    contradiction: tuple[int, ...]

    @property
    def choice_member(self) -> Ints:
        """The member of each choice."""
        return self.part_member[self.choice_part]

    @property
    def part_lot(self) -> Ints:
        """The lot of each part."""
        return self.site_lot[self.part_site]

    @property
    def part_locked(self) -> npt.NDArray[np.bool_]:
        """Parts that a lock above zero keeps open."""
        held = self.choice_part[np.nan_to_num(self.choice_locked, nan=0.0) > CRUMB]
        return np.bincount(held, minlength=len(self.part_member)) > 0

    def rooms(self) -> tuple[Room, Room]:
        """What bounds the months: each member's hours of a trade, and what it gives to a lot."""
        return (
            self._room(self.capacity, self.need_trade[self.choice_need]),
            self._room(self.lot_room, self.need_lot[self.choice_need]),
        )

    def _room(self, hours: Floats, within: Ints) -> Room:
        members, width, periods = hours.shape
        group = self.choice_member * width + within
        return Room(group, hours.reshape(members * width, periods), np.repeat(np.arange(members), width))

    def profile(self) -> Floats:
        """(needs, T): the fraction of each need that falls in each period."""
        return self.need_hours / np.maximum(self.need_total, 1e-300)[:, None]

    def narrowed(self, parts: npt.NDArray[np.bool_]) -> Problem:
        """The same needs and members with only these parts possible; the locks of the others are dropped."""
        number = np.cumsum(parts) - 1
        choices = parts[self.choice_part]
        return replace(
            self,
            part_member=self.part_member[parts],
            part_site=self.part_site[parts],
            part_least=self.part_least[parts],
            choice_part=number[self.choice_part[choices]],
            choice_need=self.choice_need[choices],
            choice_most=self.choice_most[choices],
            choice_locked=self.choice_locked[choices],
            choice_km=self.choice_km[choices],
        )


def index(case: SplitCase) -> Problem:
    """The arrays of a valid case. Raises BadCase. Needs of no hours are left out."""
    validate(case)
    return _Indexer(case).problem()


class _Indexer:
    def __init__(self, case: SplitCase) -> None:
        self.case = case
        self.period = {period: t for t, period in enumerate(case.periods)}
        trades = {need.trade for lot in case.lots for need in lot.needs}
        self.trade = {trade: k for k, trade in enumerate(sorted(trades))}
        self.sites: dict[tuple[int, str], int] = {}
        self.places: list[str] = []
        self.needs: dict[tuple[int, int], int] = {}
        self.need_rows: list[tuple[int, int, int]] = []
        self.hours: list[Floats] = []
        for number, lot in enumerate(case.lots):
            for need in lot.needs:
                calendar = self.calendar(need.hours)
                if calendar.sum() > CRUMB:
                    if (number, need.place) not in self.sites:
                        self.sites[number, need.place] = len(self.sites)
                        self.places.append(need.place)
                    site = self.sites[number, need.place]
                    k = self.trade[need.trade]
                    self.needs[site, k] = len(self.need_rows)
                    self.need_rows.append((number, site, k))
                    self.hours.append(calendar)

    def calendar(self, hours: dict[str, float]) -> Floats:
        row = np.zeros(len(self.period))
        for period, value in hours.items():
            row[self.period[period]] = value
        return row

    def means(self) -> tuple[Floats, Floats, Floats]:
        case = self.case
        capacity = np.zeros((len(case.members), len(self.trade), len(self.period)))
        lot_room = np.full((len(case.members), len(case.lots), len(self.period)), np.inf)
        number = {lot.id: place for place, lot in enumerate(case.lots)}
        for m, member in enumerate(case.members):
            for trade, calendar in member.capacity.items():
                if trade in self.trade:
                    capacity[m, self.trade[trade]] = self.calendar(calendar)
        for m, member in enumerate(case.members):
            for lot, most in member.lot_hours.items():
                lot_room[m, number[lot]] = most
        available = [
            member.equity * sum(sum(c.values()) for c in member.capacity.values()) for member in case.members
        ]
        return capacity, lot_room, np.array(available, dtype=float)

    def refusals(self) -> set[tuple[str, str, str | None]]:
        return {(refusal.member, refusal.lot, refusal.place) for refusal in self.case.refused}

    def locks(self) -> tuple[dict[tuple[int, int], float], list[int]]:
        """Locked fraction by (member, need), and the locks that contradict an earlier one."""
        lots = {lot.id: number for number, lot in enumerate(self.case.lots)}
        members = {member.id: m for m, member in enumerate(self.case.members)}
        held: dict[tuple[int, int], float] = {}
        against: list[int] = []
        for number, lock in enumerate(self.case.locked):
            site = self.sites.get((lots[lock.lot], lock.place), -1)
            need = self.needs.get((site, self.trade[lock.trade]))
            if need is None:
                continue
            if abs(held.setdefault((members[lock.member], need), lock.share) - lock.share) > 1e-9:
                against.append(number)
        return held, against

    def problem(self) -> Problem:
        case = self.case
        need_lot, need_site, need_trade = np.array(self.need_rows, dtype=np.int64).reshape(-1, 3).T
        need_hours = np.array(self.hours).reshape(len(self.hours), len(self.period))
        total = need_hours.sum(axis=1)
        site_lot = np.array([lot for lot, _ in self.sites], dtype=np.int64)
        site_total = np.asarray(np.bincount(need_site, total, len(self.sites)), dtype=float)
        least = np.array([lot.min_share_hours for lot in case.lots], dtype=float)
        capacity, lot_room, available = self.means()
        tightest = np.minimum(capacity[:, need_trade], lot_room[:, need_lot])
        held, against = self.locks()
        choices = self.choices(need_hours, total, np.minimum(least[site_lot], site_total), tightest, held)
        numbers = {key: row for row, key in enumerate(choices.parts)}
        members = np.array([m for m, _ in choices.parts], dtype=np.int64)
        sites = np.array([p for _, p in choices.parts], dtype=np.int64)
        return Problem(
            case=case,
            need_lot=need_lot,
            need_site=need_site,
            need_trade=need_trade,
            need_hours=need_hours,
            need_total=total,
            site_lot=site_lot,
            site_place=tuple(place for _, place in self.sites),
            site_total=site_total,
            capacity=capacity,
            lot_room=lot_room,
            available=available,
            part_member=members,
            part_site=sites,
            part_least=np.minimum(least[site_lot], site_total)[sites],
            choice_part=np.array([numbers[m, need_site[i]] for m, i in choices.most], dtype=np.int64),
            choice_need=np.array([i for _, i in choices.most], dtype=np.int64),
            choice_most=np.array(list(choices.most.values()), dtype=float),
            choice_locked=np.array(
                [held.get(key, math.nan) * total[key[1]] for key in choices.most], dtype=float
            ),
            choice_km=np.array([self.km(m, int(need_site[i])) for m, i in choices.most], dtype=float),
            lot_limit=np.array(
                [-1 if lot.max_members is None else lot.max_members for lot in case.lots], dtype=np.int64
            ),
            contradiction=tuple(sorted({*against, *choices.lost_locks})),
        )

    def km(self, member: int, site: int) -> float:
        place = self.places[site]
        return float(self.case.distance_km.get(f"{self.case.members[member].id}|{place}", 0.0))

    def choices(
        self,
        hours: Floats,
        total: Floats,
        least: Floats,
        tightest: Floats,
        held: dict[tuple[int, int], float],
    ) -> _Choices:
        """What each member could take of each need by itself; useless parts are dropped.

        `tightest` (members, needs, T): its hours a month for each need, were it the only one.
        """
        found = _Choices()
        refused = self.refusals()
        needs_of: dict[int, list[int]] = {}
        for i, (_, site, _) in enumerate(self.need_rows):
            needs_of.setdefault(site, []).append(i)
        for m, member in enumerate(self.case.members):
            reach = set(member.places)
            alone = _alone(tightest[m], hours, total).tolist()
            for (lot, place), site in self.sites.items():
                name = self.case.lots[lot].id
                barred = not {(member.id, name, None), (member.id, name, place)}.isdisjoint(refused)
                most: dict[tuple[int, int], float] = {}
                if place in reach and not barred:
                    most = {(m, i): alone[i] for i in needs_of[site] if alone[i] > CRUMB}
                if most and sum(most.values()) >= least[site] - CRUMB:
                    found.parts.append((m, site))
                    found.most.update(most)
        for number, lock in enumerate(self.case.locked):
            key = self._lock_key(lock.member, lock.lot, lock.place, lock.trade)
            if key is not None and held[key] * total[key[1]] > found.most.get(key, 0.0) + EASE:
                found.lost_locks.append(number)
        return found

    def _lock_key(self, member: str, lot: str, place: str, trade: str) -> tuple[int, int] | None:
        m = next(n for n, known in enumerate(self.case.members) if known.id == member)
        number = next(n for n, known in enumerate(self.case.lots) if known.id == lot)
        need = self.needs.get((self.sites.get((number, place), -1), self.trade[trade]))
        return None if need is None else (m, need)


class _Choices:
    def __init__(self) -> None:
        self.parts: list[tuple[int, int]] = []
        self.most: dict[tuple[int, int], float] = {}
        self.lost_locks: list[int] = []


def _alone(capacity: Floats, hours: Floats, total: Floats) -> Floats:
    """Hours of each need a member could take if it had nothing else: its tightest month decides."""
    ratio = np.divide(capacity, hours, out=np.ones_like(hours), where=hours > 0)
    return np.asarray(total * np.minimum(1.0, ratio.min(axis=1, initial=1.0)))
