"""A director decides on what she saw; an edit asks only those it touched."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow
from tender.store.splits import SplitRow, SplitState
from tender.vocabulary.split import PartyForm, Verdict
from tender.workbench import approving, publishing, splitting
from tender.workbench.approving import ShownShare, shares_shown_to, state_of
from tender.workbench.errors import Invalid, NotAllowed, NotFound, NotReady, OutOfDate
from tests.builders import SALON, a_user
from tests.workbench.conftest import House


def split_of(session: Session, house: House) -> SplitRow:
    return splitting.split_of(session, house.officer, house.call.id)


def shown(session: Session, house: House, key: str) -> ShownShare:
    return next(one for one in state_of(session, split_of(session, house)) if one.member.key == key)


def approve(session: Session, house: House, key: str) -> None:
    part = shown(session, house, key)
    director = next(
        user
        for user in (
            house.north_director,
            house.south_director,
            a_user(session, Role.DIRECTOR, members=[house.west]),
        )
        if part.member.id in user.member_ids
    )
    decide(session, director, part, Verdict.APPROVED)


def decide(session: Session, director: UserRow, part: ShownShare, verdict: Verdict, reason: str = "") -> None:
    approving.give_verdict(
        session, director, part.split.id, part.member.id, seen=part.digest, verdict=verdict, reason=reason
    )


def test_a_split_is_agreed_once_every_member_in_it_approved(session: Session, published: House):
    for key in ("ai-nord", "ai-sud", "ai-ouest"):
        assert split_of(session, published).state is SplitState.PUBLISHED
        approve(session, published, key)

    assert split_of(session, published).state is SplitState.AGREED


def test_an_edit_reopens_only_the_shares_it_touched(session: Session, published: House):
    for key in ("ai-nord", "ai-sud", "ai-ouest"):
        approve(session, published, key)
    north = next(
        row
        for row in split_of(session, published).shares
        if row.member_id == published.north.id and row.place == SALON
    )

    splitting.set_share(
        session, published.officer, published.call.id, published.north.id,
        need=("1", SALON, "cleaning"), hours=north.total_hours - 12,
    )  # fmt: skip

    assert split_of(session, published).state is SplitState.PUBLISHED
    assert shown(session, published, "ai-nord").verdict is None
    assert shown(session, published, "ai-nord").changed_since is not None
    assert shown(session, published, "ai-ouest").verdict is Verdict.APPROVED
    assert shown(session, published, "ai-sud").verdict is Verdict.APPROVED


def test_a_change_of_the_terms_asks_everyone_again(session: Session, published: House):
    approve(session, published, "ai-sud")

    publishing.set_terms(
        session, published.officer, published.call.id,
        lead_id=published.north.id, form=PartyForm.SOLIDARY, lead_solidary=True, fee_percent=2.0, closes=None,
    )  # fmt: skip

    assert shown(session, published, "ai-sud").verdict is None


def test_a_verdict_on_a_share_that_changed_meanwhile_is_refused(session: Session, published: House):
    seen = shown(session, published, "ai-nord")
    splitting.set_share(
        session,
        published.officer,
        published.call.id,
        published.north.id,
        need=("1", SALON, "cleaning"),
        hours=120,
    )

    with pytest.raises(OutOfDate):
        decide(session, published.north_director, seen, Verdict.APPROVED)


def test_pressing_twice_is_one_verdict(session: Session, published: House):
    part = shown(session, published, "ai-nord")
    for _ in range(2):
        decide(session, published.north_director, part, Verdict.APPROVED)

    assert len(part.split.approvals) == 1


def test_a_director_cannot_decide_for_another_member(session: Session, published: House):
    part = shown(session, published, "ai-sud")

    with pytest.raises(NotAllowed):
        decide(session, published.north_director, part, Verdict.APPROVED)


def test_a_director_is_shown_her_own_part_and_nobody_elses(session: Session, published: House):
    parts = shares_shown_to(session, published.north_director, split_of(session, published).id)

    assert [part.member.key for part in parts] == ["ai-nord"]
    assert "ai-sud" not in str(parts[0].content)
    assert "Ai Sud" not in str(parts[0].content)


def test_a_director_without_a_share_finds_no_split(session: Session, published: House):
    stranger = a_user(session, Role.DIRECTOR)

    with pytest.raises(NotFound):
        shares_shown_to(session, stranger, split_of(session, published).id)


def test_a_draft_is_not_shown_to_directors(session: Session, house: House):
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)

    with pytest.raises(NotFound):
        shares_shown_to(session, house.north_director, split.id)


def test_a_refusal_needs_a_reason(session: Session, published: House):
    part = shown(session, published, "ai-nord")

    with pytest.raises(Invalid):
        decide(session, published.north_director, part, Verdict.REFUSED)


def test_a_refused_share_keeps_the_split_from_being_agreed_and_frozen(session: Session, published: House):
    approve(session, published, "ai-sud")
    approve(session, published, "ai-ouest")
    part = shown(session, published, "ai-nord")
    decide(session, published.north_director, part, Verdict.REFUSED, "Pas d'encadrante en août")

    with pytest.raises(NotReady):
        publishing.freeze(session, published.officer, published.call.id)


def test_a_frozen_split_takes_no_more_edits(session: Session, published: House):
    for key in ("ai-nord", "ai-sud", "ai-ouest"):
        approve(session, published, key)
    publishing.freeze(session, published.officer, published.call.id)

    with pytest.raises(NotReady):
        splitting.set_share(
            session,
            published.officer,
            published.call.id,
            published.north.id,
            need=("1", SALON, "cleaning"),
            hours=12,
        )


def test_headless_approvals_say_that_they_are(session: Session, published: House):
    approving.approve_headless(session, published.officer, split_of(session, published))

    assert split_of(session, published).state is SplitState.AGREED
    assert {one.by for one in split_of(session, published).approvals} == {"headless"}


def test_a_director_is_told_the_clause_hours_of_her_own_lots(session: Session, published: House):
    [clause] = shown(session, published, "ai-nord").content["clauses"]

    assert (clause["type"], clause["hours"]) == ("EXEC_INSERTION", 300.0)
    assert shown(session, published, "ai-ouest").content["clauses"] == []
