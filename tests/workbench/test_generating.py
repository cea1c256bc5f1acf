"""The archive made again: only what a correction touches is made anew, and a crash harms nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tender.store.accounts import UserRow
from tender.store.calls import CallRow
from tender.store.files import FileStore
from tender.store.jobs import JobRow, JobState, unfinished_jobs
from tender.store.members import MemberRow
from tender.store.responses import IssueRow
from tender.workbench import clock, generating, papers, pricing, reviewing
from tender.worker import Bench, run
from tests.databases import sqlite_engine as engine
from tests.workbench.conftest import House

__all__ = ["engine"]

NORTH, SOUTH, WEST = "90000008400017", "90000008400025", "73282932000074"


@pytest.fixture
def bench(session: Session, tmp_path: Path) -> Bench:
    return Bench(session.get_bind(), FileStore(tmp_path / "files"))


@pytest.fixture
def ready(session: Session, published: House) -> House:
    """The members have their numbers; everything is committed, for the worker has sessions of its own."""
    for member, siret in ((published.north, NORTH), (published.south, SOUTH), (published.west, WEST)):
        member.siret = siret
    session.commit()
    return published


def asked(bench: Bench, house: House) -> int:
    with bench.sessions.begin() as session:
        officer = session.get_one(UserRow, house.officer.id)
        return generating.ask(session, officer, house.call.id, draft=True).id


def made(bench: Bench, house: House) -> IssueRow:
    """The next archive, as the worker makes it."""
    job_id = asked(bench, house)
    run(bench, job_id)
    with bench.sessions() as session:
        assert session.get_one(JobRow, job_id).state is JobState.DONE
        return session.query(IssueRow).order_by(IssueRow.id.desc()).first()  # type: ignore[return-value]


def sums(issue: IssueRow) -> dict[tuple[str, str | None, str | None], str]:
    return {(one["name"], one["member"], one["lot"]): one["sha256"] for one in issue.manifest}


def forms_of(issue: IssueRow, changed: set[tuple[str, str | None, str | None]]) -> set[str]:
    return {one["form"] for one in issue.manifest if (one["name"], one["member"], one["lot"]) in changed}


def changed_between(old: IssueRow, new: IssueRow) -> set[tuple[str, str | None, str | None]]:
    before, after = sums(old), sums(new)
    assert before.keys() == after.keys()
    return {key for key in after if before[key] != after[key]}


def test_one_corrected_siret_makes_anew_what_names_it_and_nothing_else(
    bench: Bench, ready: House, monkeypatch: pytest.MonkeyPatch
):
    """A day later, so that a document made for nothing would show by its date."""
    first = made(bench, ready)
    with bench.sessions.begin() as session:
        session.get_one(MemberRow, ready.south.id).siret = "90000008400033"
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(generating, "now", lambda: tomorrow)

    second = made(bench, ready)

    changed = changed_between(first, second)
    south, others = ready.south.key, {ready.north.key, ready.west.key}
    assert ("DC2" in forms_of(second, changed), "DC1" in forms_of(second, changed)) == (True, True)
    assert {member for _name, member, _lot in changed} & others == set()
    assert "MEMOIRE" not in forms_of(second, changed)
    assert {(one["name"], one["member"]) for one in second.changes} == {
        (name, member) for name, member, _lot in changed
    }
    assert south in {one["member"] for one in second.changes}


def test_a_rectified_lot_makes_anew_only_what_speaks_of_it(bench: Bench, ready: House):
    first = made(bench, ready)
    with bench.sessions.begin() as session:
        officer, call = session.get_one(UserRow, ready.officer.id), session.get_one(CallRow, ready.call.id)
        fact = next(one for one in call.facts if one.kind == "lot" and one.key == "2")
        reviewing.correct(session, officer, call.id, fact.id, {"title": "Nettoyage des gymnases et stades"})

    second = made(bench, ready)

    changed = changed_between(first, second)
    assert ready.west.key in {member for _name, member, _lot in changed}
    assert {lot for _name, _member, lot in changed if lot} == {"2"}
    others = {one for one in changed if one[1] in (ready.north.key, ready.south.key)}
    assert "DC2" not in forms_of(second, others), "they answer the other lot"


def test_a_rectified_deadline_then_a_price_make_anew_what_states_them_and_nothing_else(
    bench: Bench, ready: House
):
    with bench.sessions.begin() as session:
        officer, call = session.get_one(UserRow, ready.officer.id), session.get_one(CallRow, ready.call.id)
        lines = pricing.read_price_lines(session, officer, call)
        given = {
            line.id: {"unit_price": "100", "quantity": "10", "unit": "heure", "vat_rate": "20"}
            for line in lines
        }
        pricing.set_prices(session, officer, call.id, given)
        second_lot = next(line.id for line in lines if line.lot == "2")
    first = made(bench, ready)
    with bench.sessions.begin() as session:
        officer, call = session.get_one(UserRow, ready.officer.id), session.get_one(CallRow, ready.call.id)
        fact = next(one for one in call.facts if one.key == "deadline")
        reviewing.correct(session, officer, call.id, fact.id, {"value": "2027-02-08T12:00:00+01:00"})

    later = made(bench, ready)
    with bench.sessions.begin() as session:
        officer = session.get_one(UserRow, ready.officer.id)
        pricing.set_prices(session, officer, ready.call.id, {second_lot: {"unit_price": "120"}})
    dearer = made(bench, ready)

    assert forms_of(later, changed_between(first, later)) == {"MEMOIRE", "JUSTIFICATION", "SYNTHESE"}
    changed = changed_between(later, dearer)
    assert forms_of(dearer, changed) == {"ATTRI1", "CONVENTION", "MEMOIRE", "BPU", "SYNTHESE"}
    assert {lot for _name, _member, lot in changed if lot} == {"2"}
    assert {member for _name, member, _lot in changed} == {None}


def test_a_worker_that_dies_in_the_middle_leaves_the_old_archive_and_its_job(bench: Bench, ready: House):
    first = made(bench, ready)
    job_id = asked(bench, ready)
    with bench.sessions.begin() as session:  # it began, and died before it kept anything
        generating.begin(session, session.get_one(UserRow, ready.officer.id), bench.files, job_id)

    with bench.sessions() as session:
        assert [one.id for one in session.query(IssueRow).all()] == [first.id]
        assert [one.id for one in unfinished_jobs(session)] == [job_id]
    assert bench.files.read(first.sha256)[:2] == b"PK"

    run(bench, job_id)

    with bench.sessions() as session:
        again = session.query(IssueRow).order_by(IssueRow.id.desc()).first()
        assert again is not None
        assert again.sha256 == first.sha256, "the same inputs give the same bytes"
        assert again.changes == []


def test_a_members_paper_that_the_call_demands_stands_in_the_archive(bench: Bench, ready: House):
    with bench.sessions.begin() as session:
        officer = session.get_one(UserRow, ready.officer.id)
        reviewing.add(
            session, officer, ready.call.id, "document",
            {"name": "Attestation d’assurance", "part": "candidature"},
        )  # fmt: skip
        given = papers.GivenPaper("Attestation d’assurance", file=("assurance.pdf", b"%PDF-1.7 hers"))
        papers.add_paper(session, officer, bench.files, ready.south.id, given)

    issue = made(bench, ready)

    (held,) = [one for one in issue.manifest if one["form"] == "PIECE"]
    assert (held["member"], held["origin"]) == (ready.south.key, "member")
    assert bench.files.read(held["sha256"]) == b"%PDF-1.7 hers"
