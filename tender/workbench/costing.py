"""What an hour costs a member: kept for itself, shown to the officer only while the member agrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from tender.consortium.wage_floor import MinimumWage, minimum_wage
from tender.store.accounts import Role, UserRow
from tender.store.journal import note
from tender.store.prices import MemberCostRow, find_costs, list_shared_costs
from tender.store.responses import list_price_lines
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady
from tender.workbench.permissions import Act, require
from tender.workbench.price_points import FloorQuestion, floor_questions
from tender.workbench.typed_numbers import typed_decimal

BOXES = ("wage", "charges_percent", "travel", "frame", "other")
MOST = {"charges_percent": Decimal(300)}
DEAREST = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Floor:
    """What is asked of the hourly prices of a call, and the minimum wage it is asked by."""

    wage: MinimumWage | None
    questions: tuple[FloorQuestion, ...]


def set_costs(
    session: Session,
    actor: UserRow,
    member_id: int,
    given: Mapping[str, str],
    *,
    language: str = "fr",
) -> MemberCostRow:
    """Keep a member's costs. Raises NotAllowed for who does not speak for it, Invalid naming the box."""
    _own(actor, member_id)
    values = {box: _amount(given.get(box, ""), box, language) for box in BOXES}
    if not values["wage"]:
        raise Invalid("cost_wage", box="wage")
    row = find_costs(session, member_id, viewer=actor)
    if row is None:
        row = MemberCostRow(member_id=member_id, wage=values["wage"], by=actor.name, at=now(), shared=False)
        session.add(row)
    for box, value in values.items():
        setattr(row, box, value)
    row.by, row.at = actor.name, now()
    # That they were kept, never what they are: the journal is read by others.
    note(session, now(), actor, "costs.set", member_id=member_id)
    session.flush()
    return row


def share_costs(session: Session, actor: UserRow, member_id: int, *, shared: bool) -> MemberCostRow:
    """Let the officer see a member's costs, or no longer. Raises NotAllowed, NotFound without any."""
    _own(actor, member_id)
    row = find_costs(session, member_id, viewer=actor)
    if row is None:
        raise NotFound("costs", member=member_id)
    if row.shared != shared:
        row.shared, row.shared_at, row.shared_by = shared, now(), actor.name
        note(session, now(), actor, "costs.shown" if shared else "costs.hidden", member_id=member_id)
    session.flush()
    return row


def _own(actor: UserRow, member_id: int) -> None:
    if actor.role is not Role.DIRECTOR or member_id not in actor.member_ids:
        raise NotAllowed("not_her_member", member=member_id)


def _amount(text: str, box: str, language: str) -> Decimal:
    try:
        value = typed_decimal(text, language) or Decimal(0)
    except ValueError as error:
        raise Invalid("cost_number", box=box, text=text) from error
    if value < 0 or value > MOST.get(box, DEAREST):
        raise Invalid("cost_number", box=box, text=text)
    return value.quantize(Decimal("0.01"))


def below_minimum(row: MemberCostRow) -> MinimumWage | None:
    """The minimum wage of today where the wage stated is below it, for a question to the member."""
    wage = minimum_wage(now().date())
    return wage if wage is not None and row.wage < wage.hour else None


def floor(session: Session, actor: UserRow, call_id: int) -> Floor:
    """What to ask about the hourly prices of a call, with the costs its viewer may see."""
    require(actor, Act.EDIT_RESPONSE)
    costs = [row.hour for row in list_shared_costs(session, viewer=actor)]
    wage, found = floor_questions(list_price_lines(session, call_id, viewer=actor), now().date(), costs)
    return Floor(wage, tuple(found))


def answer_floor(session: Session, actor: UserRow, call_id: int, line_id: int, word: str) -> None:
    """Keep why an hour's price covers the pay all the same; it lapses when the price changes.

    Raises NotFound, NotReady where nothing is asked of the line, Invalid without a word.
    """
    asked = {one.line for one in floor(session, actor, call_id).questions}
    rows = {row.id: row for row in list_price_lines(session, call_id, viewer=actor)}
    if line_id not in rows:
        raise NotFound("price_line", id=line_id)
    if line_id not in asked:
        raise NotReady("nothing_asked", line=rows[line_id].number)
    if not word.strip():
        raise Invalid("reason")
    row = rows[line_id]
    row.floor_price, row.floor_word = row.unit_price, word.strip()[:500]
    note(
        session,
        now(),
        actor,
        "prices.floor_answered",
        call_id=call_id,
        line=row.number,
        reason=row.floor_word,
    )
    session.flush()
