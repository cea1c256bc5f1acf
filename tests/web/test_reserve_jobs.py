"""Reserves searched in the background: few at once, many as a job, kept if the split stayed as it was."""

from __future__ import annotations

import pytest
from flask import Flask

from tender.store.accounts import find_user_by_email
from tender.store.consents import list_reserves
from tender.store.jobs import JobKind, JobRow, JobState
from tender.store.splits import SplitRow
from tender.workbench import clock, reserve_jobs, reserving
from tender.workbench.errors import NotReady
from tests.web.split_cases import Case, a_case


@pytest.fixture
def case(app: Flask) -> Case:
    return a_case(app, shown=True)


def a_job(app: Flask, case: Case) -> int:
    with app.extensions["sessions"].begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        job = JobRow(
            kind=JobKind.RESERVE, call_id=case.call, user_id=officer.id, created=clock.now(), total=2
        )
        session.add(job)
        session.flush()
        return job.id


def test_few_parts_are_searched_while_one_waits(app: Flask, case: Case):
    with app.extensions["sessions"].begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        assert reserve_jobs.ask(session, officer, case.call) is None


def test_a_job_under_way_is_the_one(app: Flask, case: Case):
    held = a_job(app, case)
    with app.extensions["sessions"].begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        job = reserve_jobs.ask(session, officer, case.call)
        assert job is not None
        assert job.id == held


def test_a_job_names_the_reserves_it_finds_and_tells_how_many_parts_have_none(app: Flask, case: Case):
    number = a_job(app, case)
    told: list[tuple[int, int]] = []
    with app.extensions["sessions"].begin() as session:
        plan = reserve_jobs.begin(session, number)
    found = reserving.search_reserves(plan, lambda done, total, _step: told.append((done, total)))
    with app.extensions["sessions"].begin() as session:
        reserve_jobs.finish(session, number, plan, found)
        officer = find_user_by_email(session, "officer@example.org")
        job = session.get(JobRow, number)
        assert officer is not None
        assert job is not None
        assert job.state is JobState.DONE
        assert job.total == len(plan.lacking) == len(told)
        assert job.done == len(list_reserves(session, case.split, viewer=officer))


def test_what_was_found_for_another_split_is_not_kept(app: Flask, case: Case):
    number = a_job(app, case)
    with app.extensions["sessions"].begin() as session:
        plan = reserve_jobs.begin(session, number)
    found = reserving.search_reserves(plan, lambda *_told: None)
    with app.extensions["sessions"].begin() as session:
        session.get_one(SplitRow, case.split).revision += 1
    with app.extensions["sessions"]() as session, pytest.raises(NotReady, match="split_changed"):
        reserve_jobs.finish(session, number, plan, found)
