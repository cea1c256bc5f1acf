"""The last gate: who may sign off, what may be deposited, what a deposit closes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow
from tender.store.calls import CallState
from tender.store.files import FileStore
from tender.store.journal import list_journal
from tender.store.responses import IssueRow
from tender.store.splits import SplitState, find_split_of_call
from tender.workbench import filing, publishing, splitting
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotAllowed, NotReady
from tests.builders import a_user
from tests.workbench.conftest import House

SUM = "a" * 64


@pytest.fixture
def second(session: Session) -> UserRow:
    return a_user(session, Role.ADMIN)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


def an_issue(session: Session, house: House, **given: object) -> IssueRow:
    held: dict[str, object] = {
        "call_id": house.call.id, "revision": 1, "at": now(),
        "by": house.officer.name, "by_id": house.officer.id,
        "sha256": SUM, "name": "REPONSE.zip", "size": 10,
    }  # fmt: skip
    issue = IssueRow(**{**held, **given})
    session.add(issue)
    session.flush()
    return issue


def sent(**given: object) -> filing.GivenFiling:
    return filing.GivenFiling(**{"filed_at": now() - timedelta(hours=1), **given})  # type: ignore[arg-type]


def test_who_made_the_archive_does_not_sign_it_off(session: Session, house: House):
    issue = an_issue(session, house)

    with pytest.raises(NotAllowed) as refused:
        filing.sign_off(session, house.officer, house.call.id, issue.id, SUM)

    assert refused.value.code == "second_person"


def test_a_second_person_signs_this_archive_and_no_other(session: Session, house: House, second: UserRow):
    issue = an_issue(session, house)

    filing.sign_off(session, second, house.call.id, issue.id, SUM)

    assert (issue.signed_by, issue.signed_sha256) == (second.name, SUM)
    with pytest.raises(NotReady):
        filing.sign_off(session, second, house.call.id, issue.id, "b" * 64)


def test_an_archive_made_since_takes_the_place_of_the_one_looked_at(
    session: Session, house: House, second: UserRow
):
    issue = an_issue(session, house)
    an_issue(session, house, sha256="c" * 64)

    with pytest.raises(NotReady) as refused:
        filing.sign_off(session, second, house.call.id, issue.id, SUM)

    assert refused.value.code == "issue_replaced"


def test_nothing_is_deposited_that_nobody_else_has_seen(session: Session, house: House, files: FileStore):
    issue = an_issue(session, house)

    with pytest.raises(NotReady) as refused:
        filing.record(session, house.officer, files, house.call.id, issue.id, given=sent())

    assert refused.value.code == "not_signed_off"


def test_a_deposit_keeps_its_receipt_and_closes_the_group(
    session: Session, house: House, second: UserRow, files: FileStore
):
    issue = an_issue(session, house)
    filing.sign_off(session, second, house.call.id, issue.id, SUM)
    house.call.deadline = now() + timedelta(days=1)

    kept = filing.record(
        session, house.officer, files, house.call.id, issue.id,
        given=sent(reference="AR-17", receipt=("accuse.pdf", b"%PDF-1.7 accuse")),
    )  # fmt: skip

    assert house.call.state is CallState.FILED
    assert not kept.late
    assert kept.receipt_sha256 is not None
    assert files.read(kept.receipt_sha256) == b"%PDF-1.7 accuse"


def test_a_deposit_after_the_deadline_is_kept_and_said_to_be_late(
    session: Session, house: House, second: UserRow, files: FileStore
):
    issue = an_issue(session, house)
    filing.sign_off(session, second, house.call.id, issue.id, SUM)
    house.call.deadline = now() - timedelta(hours=2)

    kept = filing.record(session, house.officer, files, house.call.id, issue.id, given=sent())

    assert kept.late


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"filed_at": now() + timedelta(days=400)}, "filed_in_future"),
        ({"receipt": ("x.exe", b"MZ")}, "receipt_kind"),
        ({"receipt": ("x.pdf", b"")}, "receipt_size"),
    ],
)
def test_a_deposit_that_cannot_be_is_refused(
    session: Session, house: House, second: UserRow, files: FileStore, given: dict[str, object], code: str
):
    issue = an_issue(session, house)
    filing.sign_off(session, second, house.call.id, issue.id, SUM)

    with pytest.raises(Invalid) as refused:
        filing.record(session, house.officer, files, house.call.id, issue.id, given=sent(**given))

    assert refused.value.code == code


def test_after_a_deposit_the_group_stays_as_filed_save_on_record_for_an_admitted_reason(
    session: Session, published: House
):
    """R2142-26: nothing moves; an admitted reason opens the split again and keeps who had filed."""
    split = find_split_of_call(session, published.call.id, viewer=published.officer)
    assert split is not None
    split.state, split.frozen_at, published.call.state = SplitState.FROZEN, now(), CallState.FILED
    session.flush()

    with pytest.raises(NotReady):
        splitting.propose(session, published.officer, published.call.id, seconds=1)
    for reason in ("", "convenience"):
        with pytest.raises(NotReady) as refused:
            publishing.reopen(session, published.officer, published.call.id, "Un départ.", exception=reason)
        assert refused.value.code == "not_reopenable"
    assert (split.state, published.call.state) == (SplitState.FROZEN, CallState.FILED)

    publishing.reopen(session, published.officer, published.call.id, "Fusion.", exception="restructuring")

    (line,) = [one for one in list_journal(session, viewer=published.officer) if one.act == "split.reopened"]
    assert (line.facts["reason"], line.facts["exception"]) == ("Fusion.", "restructuring")
    assert set(line.facts["members_filed"]) == {"ai-nord", "ai-sud", "ai-ouest"}
