"""The library of each member, parts of the mémoire asked of them, chapters chosen; and the walls."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.consultations import AnswerRow, Stance
from tender.store.evidence import EvidenceBlockRow, list_contributions, list_evidence_blocks
from tender.store.members import MemberRow, the_collective
from tender.workbench import contributing, evidencing, memo_view
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotFound, OutOfDate
from tender.workbench.posting import PART, prepare_letter, still_asked
from tests.workbench.conftest import House

CRITERION = "Insertion sociale"


def a_block(
    session: Session, member: MemberRow | None, title: str = "Insertion", **given
) -> EvidenceBlockRow:
    """A piece of evidence of a member, or of the collective."""
    block = EvidenceBlockRow(
        member_id=member.id if member else None, title=title, text=f"{title} : 12 personnes.",
        translations={}, **given,
    )  # fmt: skip
    session.add(block)
    session.flush()
    return block


def titles(session: Session, viewer: UserRow) -> set[str]:
    """What a person reads in the library."""
    return {block.title for block in list_evidence_blocks(session, viewer=viewer)}


def ask_south(session: Session, house: House):
    """South is asked for its part, in ten days."""
    return contributing.ask_part(
        session, house.officer, house.call.id,
        criterion=CRITERION, member_id=house.south.id, due=now() + timedelta(days=10),
    )  # fmt: skip


def goes_alone(session: Session, house: House, member: MemberRow) -> None:
    """This member answers lot 1 alone."""
    session.add(
        AnswerRow(call_id=house.call.id, member_id=member.id, lot="1", stance=Stance.ALONE, by="x", at=now())
    )
    session.flush()


def test_a_director_reads_and_keeps_her_own_evidence_and_others_only_as_the_charter_says(
    session: Session, house: House
):
    own, theirs = a_block(session, house.north, "Nord"), a_block(session, house.south, "Sud")
    a_block(session, None, "Collectif")

    assert titles(session, house.north_director) == {"Nord", "Collectif"}
    with pytest.raises(NotFound):
        evidencing.keep_block(session, house.north_director, theirs.id, {"title": "x", "text": "y"})
    evidencing.share_library(session, house.officer, shared=True)
    assert titles(session, house.north_director) == {"Nord", "Sud", "Collectif"}
    given = {"title": "x", "text": "y", "member_id": house.north.id}
    with pytest.raises(NotAllowed):
        evidencing.keep_block(session, house.north_director, theirs.id, given)
    assert evidencing.keep_block(session, house.north_director, own.id, given).title == "x"
    collective = the_collective(session)
    assert collective is not None
    assert collective.charter["library"] == "shared"


def test_a_block_past_its_review_is_stale_until_it_is_read_again(session: Session, house: House):
    block = a_block(session, house.north, review=date(2026, 1, 1))
    day = now().date()

    assert block.is_stale(day)
    evidencing.review_block(session, house.north_director, block.id)
    assert not block.is_stale(day)
    assert block.reviewed_by == house.north_director.name


def test_a_part_is_answered_once_becomes_evidence_of_its_member_and_stands_in_the_chapter(
    session: Session, published: House
):
    row = ask_south(session, published)
    memo_view.write_chapter(
        session, published.officer, published.call.id, CRITERION, text="", blocks=(), quotes=()
    )

    contributing.answer_part(session, published.south_director, row.id, text="Nous suivons 40 personnes.")

    assert row.block is not None
    assert (row.block.member_id, row.block.call_id) == (published.south.id, published.call.id)
    chosen = memo_view.choice(session, published.officer, published.call.id, CRITERION).chosen
    assert chosen == (row.block_id,)
    with pytest.raises(OutOfDate):
        contributing.answer_part(session, published.south_director, row.id, text="Encore.")
    with pytest.raises(Invalid):
        ask_south(session, published)


def test_only_who_is_asked_sees_it_and_nobody_whose_member_goes_alone(session: Session, published: House):
    row = ask_south(session, published)

    with pytest.raises(NotFound):
        contributing.part_asked(session, published.north_director, row.id)
    contributing.answer_part(session, published.south_director, row.id, text="Nous suivons 40 personnes.")
    evidencing.share_library(session, published.officer, shared=True)
    assert CRITERION in titles(session, published.north_director)
    goes_alone(session, published, published.north)
    assert CRITERION not in titles(session, published.north_director)
    goes_alone(session, published, published.south)
    assert list_contributions(session, viewer=published.south_director) == []


def test_a_reminder_leaves_until_it_is_answered_or_its_date_has_moved(session: Session, published: House):
    row = ask_south(session, published)

    def letter(rank: int):
        held = prepare_letter(
            session, PART, published.call.id, published.south_director, words=("s", "b"), due=now(),
            about=[{"member": row.member_id, "digest": f"{row.id}|{row.due.isoformat()}|{rank}"}],
        )  # fmt: skip
        assert held is not None
        return held

    first = letter(0)
    assert len(contributing.reminder_days(row)) == 2
    assert still_asked(session, first)
    contributing.ask_part(
        session, published.officer, published.call.id,
        criterion=CRITERION, member_id=published.south.id, due=now() + timedelta(days=20),
    )  # fmt: skip
    assert not still_asked(session, first)
    second = letter(1)
    contributing.answer_part(session, published.south_director, row.id, said="Rien de plus que l'an passé.")
    assert not still_asked(session, second)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"criterion": "Autre"}, "contribution_criterion"),
        ({"member_id": 999}, "contribution_member"),
        ({"due": now() - timedelta(days=1)}, "contribution_due"),
        ({"due": now() + timedelta(days=4000)}, "contribution_due"),
    ],
)
def test_a_part_is_asked_of_a_member_of_the_group_for_a_criterion_before_the_deposit(
    session: Session, published: House, wrong: dict, code: str
):
    asked = {"criterion": CRITERION, "member_id": published.south.id, "due": now() + timedelta(days=5)}

    with pytest.raises(Invalid) as refusal:
        contributing.ask_part(session, published.officer, published.call.id, **{**asked, **wrong})

    assert refusal.value.code == code


def test_blocks_are_proposed_where_they_answer_best_and_say_why(session: Session, published: House):
    good = a_block(session, None, "Accompagnement", topics="insertion sociale parcours")
    a_block(session, None, "Parc de véhicules", topics="véhicules matériel")
    view = memo_view.view(session, published.officer, published.call.id)
    choice = memo_view.choice(session, published.officer, published.call.id, CRITERION)

    answered = {one.chapter.criterion.name: one.chapter.told for one in view.chapters}
    assert [block.id for block in answered[CRITERION]] == [str(good.id)]
    assert [(one.block.id, one.words) for one in choice.likely] == [(good.id, ("insertion", "sociale"))]
    assert [block.title for block in choice.others] == ["Parc de véhicules"]


def test_the_steps_of_the_start_are_set_in_weeks_and_refused_when_they_are_none(
    session: Session, published: House
):
    lines = [{"words": "Visite", "weeks": "-2", "who": "Nord"}, {"words": "", "weeks": "x"}]
    (step,) = memo_view.set_steps(session, published.officer, published.call.id, lines)

    assert (step.words, step.weeks, step.who) == ("Visite", -2, "Nord")
    assert memo_view.steps_set(session, published.officer, published.call.id) == (step,)
    with pytest.raises(Invalid):
        memo_view.set_steps(
            session, published.officer, published.call.id, [{"words": "v", "weeks": "demain"}]
        )
