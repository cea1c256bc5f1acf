"""The papers a call demands, member by member, and asking a member for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.documents.paper_demands import Demand, Fitness, MemberPaper, State, demands
from tender.store.accounts import UserRow
from tender.store.calls import find_call
from tender.store.journal import note
from tender.store.members import MemberRow, find_member
from tender.store.papers import PaperRequestRow, find_paper_request, list_paper_requests
from tender.store.splits import find_split_of_call
from tender.vocabulary.paper import folded_name, kinds_of
from tender.workbench.approving import members_in
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady
from tender.workbench.permissions import Act, require
from tender.workbench.responding import build
from tender.workbench.timing import counted_back

HANDED_IN_BEFORE = 4
"""Days before the deadline by which a paper asked of a member is wished: a person still has to look at it."""


@dataclass(frozen=True, slots=True)
class CallPapers:
    """What a call demands of the members: `asked` by (member's id, folded name of the demand)."""

    demands: tuple[Demand, ...]
    members: Mapping[str, MemberRow]
    asked: Mapping[tuple[int, str], PaperRequestRow]

    def request_for(self, demand: Demand, one: MemberPaper) -> PaperRequestRow | None:
        """The request still open for this paper of this member."""
        return self.asked.get((self.members[one.member].id, folded_name(demand.document.name)))

    @property
    def own(self) -> tuple[Demand, ...]:
        """The demands that papers of members answer."""
        return tuple(one for one in self.demands if one.members)

    @property
    def to_ask(self) -> tuple[tuple[Demand, MemberPaper], ...]:
        """The papers whose lack stops the deposit and that nobody was asked for yet, each member's once."""
        wanted = {
            (one.member, folded_name(demand.document.name)): (demand, one)
            for demand in self.own
            for one in demand.members
            if one.fitness.stops and demand.state is not State.LATER and self.request_for(demand, one) is None
        }
        return tuple(wanted.values())

    @property
    def stopping(self) -> int:
        """How many papers stop the deposit: those of the winner can wait."""
        return sum(
            one.fitness.stops
            for demand in self.own
            for one in demand.members
            if demand.state is not State.LATER
        )


def call_papers(session: Session, actor: UserRow, call_id: int) -> CallPapers:
    """Every paper the call demands, and how each member's stands. Raises NotFound, NotReady."""
    response = build(session, actor, call_id, issued_on=now().date())
    split = find_split_of_call(session, call_id, viewer=actor)
    if split is None:
        raise NotReady("no_shares", call=call_id)
    requests = list_paper_requests(session, viewer=actor, call_id=call_id)
    return CallPapers(
        demands(response),
        {member.key: member for member in members_in(split)},
        {(one.member_id, folded_name(one.name)): one for one in requests},
    )


def ask_for_call(
    session: Session, actor: UserRow, call_id: int, *, name: str, member_id: int
) -> tuple[PaperRequestRow, bool]:
    """Ask a member for a paper the call demands; whether it is newly asked: a double click asks once.

    Raises NotFound when the call demands no such paper of this member, Invalid when nothing is wrong with it.
    """
    held = call_papers(session, actor, call_id)
    for demand in held.own:
        for one in demand.members:
            if held.members[one.member].id == member_id and demand.document.name == name:
                known = held.request_for(demand, one)
                if known is not None:
                    return known, False
                if one.fitness is Fitness.FIT:
                    raise Invalid("paper_fits")
                return _asked(session, actor, call_id, held, (demand, one)), True
    raise NotFound("paper", name=name)


def ask_all_for_call(session: Session, actor: UserRow, call_id: int) -> list[PaperRequestRow]:
    """Ask every member for every paper whose lack stops the deposit; those newly asked."""
    held = call_papers(session, actor, call_id)
    return [_asked(session, actor, call_id, held, pair) for pair in held.to_ask]


def _asked(
    session: Session, actor: UserRow, call_id: int, held: CallPapers, pair: tuple[Demand, MemberPaper]
) -> PaperRequestRow:
    demand, one = pair
    call = find_call(session, call_id, viewer=actor)
    row = PaperRequestRow(
        member_id=held.members[one.member].id,
        call_id=call_id,
        name=demand.document.name,
        kind=_only_kind(demand.document.name),
        why=one.fitness.value,
        lots=list(one.lots),
        due=counted_back(call.deadline if call is not None else None, now(), HANDED_IN_BEFORE),
    )
    return _opened(session, actor, row)


def _only_kind(name: str) -> str:
    kinds = kinds_of(name)
    return next(iter(kinds)).value if len(kinds) == 1 else ""


def ask_member(
    session: Session,
    actor: UserRow,
    member_id: int,
    *,
    name: str,
    kind: str = "",
    call_id: int | None = None,
    due: datetime | None = None,
) -> tuple[PaperRequestRow, bool]:
    """Ask a member for a paper by its name: of its vault, or for a call won. Raises NotFound, Invalid."""
    require(actor, Act.EDIT_RESPONSE)
    if find_member(session, member_id, viewer=actor) is None:
        raise NotFound("member", id=member_id)
    if not name.strip():
        raise Invalid("name")
    known = session.scalar(
        select(PaperRequestRow).where(
            PaperRequestRow.member_id == member_id,
            PaperRequestRow.call_id == call_id,
            PaperRequestRow.name == name.strip(),
            PaperRequestRow.closed_at.is_(None),
        )
    )
    if known is not None:
        return known, False
    row = PaperRequestRow(
        member_id=member_id,
        call_id=call_id,
        name=name.strip(),
        kind=kind or _only_kind(name),
        why="missing",
        lots=[],
        due=due,
    )
    return _opened(session, actor, row), True


def _opened(session: Session, actor: UserRow, row: PaperRequestRow) -> PaperRequestRow:
    row.asked_by, row.asked_at = actor.name, now()
    session.add(row)
    session.flush()
    note(session, now(), actor, "paper.asked", call_id=row.call_id, member_id=row.member_id, name=row.name,
         why=row.why)  # fmt: skip
    return row


def withdraw(session: Session, actor: UserRow, request_id: int) -> PaperRequestRow:
    """It is no longer asked. Raises NotFound."""
    require(actor, Act.EDIT_RESPONSE)
    row = find_paper_request(session, request_id, viewer=actor)
    if row is None:
        raise NotFound("paper_request", id=request_id)
    row.closed_at = now()
    note(session, now(), actor, "paper.ask_withdrawn", call_id=row.call_id, member_id=row.member_id,
         name=row.name)  # fmt: skip
    return row
