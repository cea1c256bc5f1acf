"""What each member would ask for its lines, how far apart they are, and the one price the group agrees on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from sqlalchemy.orm import Session

from tender.documents.french import CENT
from tender.store.accounts import Role, UserRow
from tender.store.calls import CallRow, CallState
from tender.store.consultations import Stance, list_answers, list_consultations, walled_lots
from tender.store.journal import note
from tender.store.members import MemberRow, find_member
from tender.store.prices import MemberPriceRow, list_member_lines, list_member_prices
from tender.store.responses import PriceLineRow, list_price_lines
from tender.store.splits import list_shown_members, list_splits_to_decide
from tender.workbench.clock import now
from tender.workbench.errors import NotAllowed, NotFound, NotReady
from tender.workbench.permissions import Act, require
from tender.workbench.price_points import PricePoint, points_of
from tender.workbench.pricing import open_call, take_lines, typed_amount


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of the buyer and what this member would ask for it; the group's price where there is one."""

    line: PriceLineRow
    own: Decimal | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far members' prices of one line lie apart, each with its member, the lowest first."""

    prices: tuple[tuple[str, Decimal], ...]

    @property
    def low(self) -> Decimal:
        """The lowest."""
        return self.prices[0][1]

    @property
    def high(self) -> Decimal:
        """The highest."""
        return self.prices[-1][1]

    @property
    def middle(self) -> Decimal:
        """The median, to the cent."""
        return Decimal(median(price for _, price in self.prices)).quantize(CENT)


@dataclass(frozen=True, slots=True)
class ToPrice:
    """A call, a member, and the lots it may price there: those of its part as shown, or it said yes to."""

    call: CallRow
    member: MemberRow
    lots: frozenset[str]

    @property
    def is_open(self) -> bool:
        """The offer is not deposited."""
        return self.call.state is not CallState.FILED


def to_price(session: Session, actor: UserRow) -> list[ToPrice]:
    """What a director's members may price, the nearest deadline first; lots of no group are left out."""
    held: dict[tuple[int, int], set[str]] = {}
    calls: dict[int, CallRow] = {}
    for split in list_splits_to_decide(session, viewer=actor):
        calls[split.call_id] = split.call
        shown = list_shown_members(session, split.id, viewer=actor)
        for row in split.shares:
            if row.member_id in shown and row.member_id in actor.member_ids:
                held.setdefault((split.call_id, row.member_id), set()).add(row.lot)
    for consultation in list_consultations(session, viewer=actor):
        calls.setdefault(consultation.call_id, consultation.call)
        for one in list_answers(session, consultation.call_id, viewer=actor):
            if one.member_id in actor.member_ids and one.stance is Stance.GROUP:
                held.setdefault((one.call_id, one.member_id), set()).add(one.lot)
    found = []
    for (call_id, member_id), lots in held.items():
        member = find_member(session, member_id, viewer=actor)
        open_lots = frozenset(lots) - walled_lots(session, call_id, viewer=actor)
        if member is not None and open_lots:
            found.append(ToPrice(calls[call_id], member, open_lots))
    return found


def priced_by(session: Session, actor: UserRow, call_id: int, member_id: int) -> ToPrice:
    """What one member may price in a call. Raises NotFound where it has no part of it, or none is hers."""
    found = (one for one in to_price(session, actor) if one.call.id == call_id and one.member.id == member_id)
    told = next(found, None)
    if told is None:
        raise NotFound("share", call=call_id, member=member_id)
    return told


def own_lines(session: Session, actor: UserRow, call_id: int, member_id: int) -> list[OwnLine]:
    """The lines of a member's lots with its own prices. Raises NotFound where it has no part."""
    asked = priced_by(session, actor, call_id, member_id)
    take_lines(session, asked.call)
    rows = _prices_of(session, actor, call_id, member_id)
    lines = list_member_lines(session, call_id, asked.lots, viewer=actor)
    return [OwnLine(line, rows[line.id].unit_price if line.id in rows else None) for line in lines]


def _prices_of(session: Session, actor: UserRow, call_id: int, member_id: int) -> dict[int, MemberPriceRow]:
    """What the member asks, by line."""
    return {
        row.line_id: row
        for row in list_member_prices(session, call_id, viewer=actor)
        if row.member_id == member_id
    }


def set_own_prices(
    session: Session,
    actor: UserRow,
    call_id: int,
    member_id: int,
    given: Mapping[int, str],
    *,
    language: str = "fr",
) -> int:
    """Keep what the member would ask by line, an empty box taking it back; gives how many changed.

    Raises NotFound for a line that is not of its lots, Invalid naming the line, NotReady after the deposit.
    """
    if actor.role is not Role.DIRECTOR or member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=member_id)
    lines = {one.line.id: one.line for one in own_lines(session, actor, call_id, member_id)}
    asked = priced_by(session, actor, call_id, member_id)
    if not asked.is_open:
        raise NotReady("prices_filed", call=call_id)
    session.refresh(asked.member, with_for_update=True)  # of two at once, the second sees the first's rows
    rows = _prices_of(session, actor, call_id, member_id)
    changed = 0
    for line_id, text in given.items():
        if line_id not in lines:
            raise NotFound("price_line", id=line_id)
        price = typed_amount(text, language, line=lines[line_id].number, box="unit_price")
        row = rows.get(line_id)
        if price == (row.unit_price if row else None):
            continue
        changed += 1
        if price is None:
            session.delete(row)
            continue
        if row is None:
            row = MemberPriceRow(line_id=line_id, member_id=member_id)
            session.add(row)
        row.unit_price, row.by, row.at = price, actor.name, now()
    if changed:
        # How many, never how much: the journal of the call is read by others.
        note(session, now(), actor, "prices.own_set", call_id=call_id, member_id=member_id, lines=changed)
    session.flush()
    return changed


def spreads(session: Session, actor: UserRow, call_id: int) -> dict[int, Spread]:
    """Members' prices by line, for the officer alone. Raises NotAllowed."""
    require(actor, Act.EDIT_RESPONSE)
    held: dict[int, list[tuple[str, Decimal]]] = {}
    for row in list_member_prices(session, call_id, viewer=actor):
        held.setdefault(row.line_id, []).append((row.member.name, row.unit_price))
    return {line: Spread(tuple(sorted(prices, key=lambda one: one[1]))) for line, prices in held.items()}


def points(session: Session, actor: UserRow, call_id: int, vat: Decimal | None) -> list[PricePoint]:
    """Everything that keeps the prices of a call open, by line."""
    require(actor, Act.EDIT_RESPONSE)
    return points_of(list_price_lines(session, call_id, viewer=actor), vat)


def unsettled(session: Session, actor: UserRow, call_id: int) -> int:
    """How many lines have no price settled for the group yet: directors would approve a sum that may move."""
    return sum(row.agreed_at is None for row in list_price_lines(session, call_id, viewer=actor))


def agree(session: Session, actor: UserRow, call_id: int, lot: str | None, vat: Decimal | None) -> int:
    """Settle the price of every line of a lot (None: of all lots) for the group, on record.

    Gives how many were settled. Raises NotReady naming the first line that keeps a lot open.
    """
    open_call(session, actor, call_id)
    rows = [row for row in list_price_lines(session, call_id, viewer=actor) if lot is None or row.lot == lot]
    blocking = [one for one in points_of(rows, vat) if one.blocks_agreement]
    if blocking:
        first = blocking[0]
        raise NotReady(
            "prices_open", line=first.number, lot=first.lot, lines=len({one.line for one in blocking})
        )
    return _settle(session, actor, call_id, rows)


def agree_where_closed(session: Session, actor: UserRow, call_id: int, vat: Decimal | None) -> int:
    """Settle the lots that no line keeps open, leave the others: for what runs without a person."""
    open_call(session, actor, call_id)
    rows = list_price_lines(session, call_id, viewer=actor)
    held = {one.lot for one in points_of(rows, vat) if one.blocks_agreement}
    return _settle(session, actor, call_id, [row for row in rows if row.lot not in held])


def _settle(session: Session, actor: UserRow, call_id: int, rows: Sequence[PriceLineRow]) -> int:
    fresh = [row for row in rows if row.agreed_at is None and row.unit_price is not None]
    for row in fresh:
        row.agreed_at, row.agreed_by = now(), actor.name
    if fresh:
        lots = sorted({row.lot for row in fresh})
        note(session, now(), actor, "prices.agreed", call_id=call_id, lots=lots, lines=len(fresh))
    session.flush()
    return len(fresh)
