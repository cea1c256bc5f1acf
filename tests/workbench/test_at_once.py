"""Two people act at the same moment: nothing forks, nothing is missed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.database import sessions
from tender.store.journal import JournalRow, broken_link, note
from tender.store.splits import SplitRow, SplitState
from tender.vocabulary.split import Verdict
from tender.workbench import approving, member_pricing, publishing, splitting
from tender.workbench.errors import NotReady
from tests.workbench.conftest import House

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at_once(*acts: Callable[[], None]) -> None:
    """Run these together, each in its thread."""
    threads = [threading.Thread(target=act) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)


def test_the_journal_keeps_one_chain_when_many_write(engine: Engine):
    open_ = sessions(engine)

    def write(name: str) -> Callable[[], None]:
        def act() -> None:
            for number in range(8):
                with open_.begin() as session:
                    note(session, AT, None, f"{name}.{number}")

        return act

    at_once(*(write(name) for name in ("a", "b", "c")))

    with open_() as session:
        assert session.scalar(select(func.count()).select_from(JournalRow)) == 24
        assert broken_link(session) is None


def test_the_last_two_verdicts_given_together_agree_the_split(session: Session, published: House):
    """Each reads the other's part as awaited before either is written."""
    split_id = splitting.split_of(session, published.officer, published.call.id).id
    parts = {
        one.member.id: one.digest for one in approving.state_of(session, session.get_one(SplitRow, split_id))
    }
    directors = [published.north_director.id, published.south_director.id]
    mine = [published.north.id, published.south.id]
    session.commit()
    bind = session.get_bind()
    assert isinstance(bind, Engine)
    open_ = sessions(bind)
    ready = threading.Barrier(2)

    def approve(user_id: int, member_id: int) -> Callable[[], None]:
        def act() -> None:
            with open_.begin() as held:
                if held.get_bind().dialect.name == "postgresql":  # SQLite lets one in at a time
                    held.get_one(SplitRow, split_id).approvals  # noqa: B018 - read before the other writes
                    ready.wait(30)
                user = held.get_one(UserRow, user_id)
                approving.give_verdict(
                    held, user, split_id, member_id, seen=parts[member_id], verdict=Verdict.APPROVED
                )

        return act

    with open_.begin() as held:
        split = held.get_one(SplitRow, split_id)
        officer = held.get_one(UserRow, published.officer.id)
        for row in list(split.shares):
            if row.member_id not in mine:
                splitting.set_refusal(held, officer, split.call_id, row.member_id, lot=row.lot, refused=True)
    with open_() as held:
        parts = {
            one.member.id: one.digest for one in approving.state_of(held, held.get_one(SplitRow, split_id))
        }

    at_once(*(approve(user, member) for user, member in zip(directors, mine, strict=True)))

    with open_() as held:
        assert held.get_one(SplitRow, split_id).state is SplitState.AGREED
        assert broken_link(held) is None


def test_two_directors_price_the_same_line_of_one_member_together(session: Session, published: House):
    """A double click, or a colleague: the later price stands, and nobody meets an error."""
    call_id, member_id, user_id = published.call.id, published.south.id, published.south_director.id
    member_pricing.own_lines(session, published.south_director, call_id, member_id)
    session.commit()
    bind = session.get_bind()
    assert isinstance(bind, Engine)
    open_ = sessions(bind)
    ready = threading.Barrier(2)
    wrong: list[Exception] = []

    def ask(price: str) -> Callable[[], None]:
        def act() -> None:
            try:
                with open_.begin() as held:
                    user = held.get_one(UserRow, user_id)
                    lines = member_pricing.own_lines(held, user, call_id, member_id)
                    given = {one.line.id: price for one in lines}
                    if held.get_bind().dialect.name == "postgresql":  # SQLite lets one in at a time
                        ready.wait(30)
                    member_pricing.set_own_prices(held, user, call_id, member_id, given)
            except Exception as error:
                wrong.append(error)

        return act

    at_once(ask("24,00"), ask("25,00"))

    assert wrong == []
    with open_() as held:
        user = held.get_one(UserRow, user_id)
        prices = {one.own for one in member_pricing.own_lines(held, user, call_id, member_id)}
    assert len(prices) == 1
    assert prices <= {Decimal(24), Decimal(25)}


def test_a_split_that_only_says_it_is_agreed_is_not_frozen(session: Session, published: House):
    split = splitting.split_of(session, published.officer, published.call.id)
    split.state = SplitState.AGREED  # as two writers at once could leave it

    with pytest.raises(NotReady, match="not_agreed"):
        publishing.freeze(session, published.officer, published.call.id)
