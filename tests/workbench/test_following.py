"""What a new version touches: needs, shares, consent given; and the acts that follow it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from tender.store.calls import CallVersionRow, UploadMode
from tender.store.files import FileStore
from tender.store.splits import SplitState, find_split_of_call, list_needs
from tender.vocabulary.call import Reading
from tender.vocabulary.source import DocumentKind, Page, Source, Stated
from tender.vocabulary.split import Verdict
from tender.workbench import following, pricing, publishing, revising, splitting
from tender.workbench.approving import approve_headless, state_of
from tender.workbench.facts import machine_reading
from tender.workbench.reading import ReadCall
from tests.workbench.conftest import House


def a_version(session: Session, house: House, files: Path, after: Reading) -> CallVersionRow:
    """A new version of the house's call, read as this."""
    store = FileStore(files)
    done = revising.submit(
        session, house.officer, store, house.call.id, [("RC2.pdf", b"bytes")], mode=UploadMode.COMPLETE
    )
    assert done.job is not None
    plan = revising.begin(session, done.job.id)
    source = Source("RC2.pdf", "f" * 64, DocumentKind.RC, (Page(1, "quelques mots"),))
    read = ReadCall(after, (source,), (5,))
    version = revising.finish(session, done.job.id, revising.ReadVersion(plan, read, {}))
    session.flush()
    return version


def agreed(session: Session, house: House) -> None:
    """The split proposed, shown and approved by everybody."""
    split = splitting.propose(session, house.officer, house.call.id, seconds=2)
    publishing.set_terms(
        session, house.officer, house.call.id, lead_id=split.shares[0].member_id, form=split.form,
        lead_solidary=False, fee_percent=None, closes=None,
    )  # fmt: skip
    publishing.publish(session, house.officer, house.call.id)
    approve_headless(session, house.officer, split)
    assert split.state is SplitState.AGREED


def before(house: House) -> Reading:
    """The call as it was read first."""
    return machine_reading(house.call.facts, ())


def test_a_lot_that_changed_asks_only_those_who_have_a_part_in_it(
    session: Session, house: House, tmp_path: Path
):
    agreed(session, house)
    first = before(house)
    lots = (first.lots[0], replace(first.lots[1], title="Nettoyage des gymnases et de leurs abords"))

    version = a_version(session, house, tmp_path, replace(first, lots=lots))

    split = find_split_of_call(session, house.call.id, viewer=house.officer)
    held = following.touched(session, house.officer, house.call, version)
    assert [one.member.key for one in held.to_ask] == ["ai-ouest"]
    assert held.by_change[0].approvals == (house.west.name,)
    assert split.state is SplitState.PUBLISHED
    others = [one.verdict for one in state_of(session, split) if one.member.key != "ai-ouest"]
    assert set(others) == {Verdict.APPROVED}


def test_a_deadline_that_moved_is_shown_to_everybody_again(session: Session, house: House, tmp_path: Path):
    agreed(session, house)

    version = a_version(
        session, house, tmp_path, replace(before(house), deadline=Stated("2027-01-20T12:00:00+01:00"))
    )

    held = following.touched(session, house.officer, house.call, version)
    assert len(held.to_ask) == len({one.member.id for one in held.to_ask}) == 3
    assert not held.needs_behind


def test_more_papers_to_provide_ask_nobody_again(session: Session, house: House, tmp_path: Path):
    agreed(session, house)

    version = a_version(session, house, tmp_path, replace(before(house), required_documents=()))

    held = following.touched(session, house.officer, house.call, version)
    assert held.to_ask == ()
    assert held.by_change[0].nothing
    assert find_split_of_call(session, house.call.id, viewer=house.officer).state is SplitState.AGREED


def test_needs_and_shares_of_a_lot_taken_out_are_freed_by_her_act(
    session: Session, house: House, tmp_path: Path
):
    agreed(session, house)
    first = before(house)

    version = a_version(session, house, tmp_path, replace(first, lots=first.lots[:1]))

    held = following.touched(session, house.officer, house.call, version)
    assert held.needs_behind
    assert {row.lot for row in list_needs(session, house.call.id, viewer=house.officer)} == {"1", "2"}

    following.follow_needs_of(session, house.officer, house.call.id)

    split = find_split_of_call(session, house.call.id, viewer=house.officer)
    assert {row.lot for row in list_needs(session, house.call.id, viewer=house.officer)} == {"1"}
    assert {share.lot for share in split.shares} == {"1"}
    assert not following.touched(session, house.officer, house.call, version).needs_behind


def test_a_lot_renumbered_keeps_its_needs_shares_and_prices(session: Session, house: House, tmp_path: Path):
    agreed(session, house)
    pricing.read_price_lines(session, house.officer, house.call)
    first = before(house)

    a_version(
        session, house, tmp_path, replace(first, lots=(replace(first.lots[1], number="1"),), clauses=())
    )
    following.follow_needs_of(session, house.officer, house.call.id)

    split = find_split_of_call(session, house.call.id, viewer=house.officer)
    assert [(one.lot, one.member.key) for one in split.shares] == [("1", "ai-ouest")]
    assert {row.lot for row in list_needs(session, house.call.id, viewer=house.officer)} == {"1"}
    lines = pricing.read_price_lines(session, house.officer, house.call)
    assert [(one.lot, one.designation) for one in lines] == [("1", "Nettoyage des gymnases")]


def test_a_frozen_split_is_told_and_left_as_it_is(session: Session, house: House, tmp_path: Path):
    agreed(session, house)
    publishing.freeze(session, house.officer, house.call.id)

    version = a_version(session, house, tmp_path, replace(before(house), lots=before(house).lots[:1]))

    held = following.touched(session, house.officer, house.call, version)
    assert held.frozen
    assert find_split_of_call(session, house.call.id, viewer=house.officer).state is SplitState.FROZEN
