"""The watch on a database: once each, joined to their call, taught by yes and no, opened; its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.settings import WatchSettings, read_settings
from tender.store.accounts import Role, UserRow, find_user_by_email
from tender.store.calls import CallRow
from tender.store.files import FileStore
from tender.store.members import CapacityRow, MemberRow, TerritoryRow
from tender.store.watch import WatchedNoticeRow
from tender.watch import boamp
from tender.watch.arriving import Arrived
from tender.workbench import watch_list, watch_running, watching
from tests.watch.replay import World, a_record, served
from tests.web.conftest import app, post, signed_in

__all__ = ["app", "signed_in"]

NOW = datetime(2027, 2, 20, 8, tzinfo=UTC)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A database in which one member works in Miramas, in green spaces."""
    with app.extensions["sessions"]() as held:
        member = held.scalar(select(MemberRow))
        member.territories = [TerritoryRow(kind="commune", code="13063")]
        member.capacities = [CapacityRow(trade="green_spaces", hours=200.0, updated=NOW)]
        held.commit()
        yield held


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def officer(session: Session) -> UserRow:
    user = find_user_by_email(session, "officer@example.org")
    assert user is not None
    return user


def an_arrival(ref: str = "27-1", **fields: object) -> Arrived:
    return boamp.arrived(a_record(ref, "2027-02-20", **fields))


def rows(session: Session) -> list[WatchedNoticeRow]:
    return list(session.scalars(select(WatchedNoticeRow).order_by(WatchedNoticeRow.id)))


def test_a_notice_is_stored_once_and_its_hour_is_that_of_paris(session: Session, files: FileStore):
    watching.keep(session, files, [an_arrival()], NOW)
    again = watching.keep(session, files, [an_arrival()], NOW)

    (row,) = rows(session)
    assert (again.new, again.known) == (0, 1)
    assert row.deadline == datetime(2027, 3, 25, 11, tzinfo=UTC)
    assert row.kept


@pytest.mark.parametrize("first", ["call", "correction"])
def test_a_correction_joins_its_call_whichever_came_first(first: str, session: Session, files: FileStore):
    call = an_arrival("27-1", contractfolderid="ABC-1")
    correction = an_arrival("27-2", nature="RECTIFICATIF", annonce_lie="27-1", contractfolderid="abc-1")
    both = [call, correction] if first == "call" else [correction, call]

    watching.keep(session, files, both, NOW)

    held = {row.ref: row for row in rows(session)}
    assert held["27-1"].stem_id is None
    assert held["27-2"].stem_id == held["27-1"].id


def test_an_award_joins_its_call_by_number_alone(session: Session, files: FileStore):
    watching.keep(
        session,
        files,
        [an_arrival("27-1"), an_arrival("27-9", nature="ATTRIBUTION", annonce_lie=["27-1"])],
        NOW,
    )

    assert [row.stem_id for row in rows(session)] == [None, rows(session)[0].id]


def test_the_same_call_in_another_gazette_shows_once(session: Session, files: FileStore):
    one = an_arrival("27-1", contractfolderid="abc-1")

    watching.keep(session, files, [one, replace(one, source="ted", ref="5-2027")], NOW)

    seen = watch_list.morning(session, officer(session), NOW)
    assert [held.row.ref for held in seen.first] == ["27-1"]


def test_a_notice_that_cannot_be_read_is_kept_by_its_title_and_the_others_go_on(
    session: Session, files: FileStore
):
    watching.keep(session, files, [an_arrival("27-1", donnees='{"MAPA": {'), an_arrival("27-2")], NOW)

    broken, whole = rows(session)
    assert broken.refusal
    assert broken.title == "Entretien des espaces verts 27-1"
    assert whole.kept


def test_noes_lower_the_next_call_and_can_be_forgotten(session: Session, files: FileStore):
    watching.keep(session, files, [an_arrival(f"27-{n}") for n in range(4)], NOW)
    before = rows(session)[3].score
    for row in rows(session)[:3]:
        watching.say(session, officer(session), row.id, False)
    watching.judge_again(session, files, NOW)
    taught = rows(session)[3]
    lower = taught.score
    words = [one["code"] for one in taught.match["reasons"]]

    watching.forget_lessons(session, officer(session))
    watching.judge_again(session, files, NOW)

    assert lower < before
    assert "lessons" in words
    assert rows(session)[3].score == before


def test_a_broken_source_says_so_and_the_next_turn_goes_on(session: Session, files: FileStore, app: Flask):
    day = NOW.date().isoformat()
    world = World(
        records={day: [a_record(f"27-{n}", day) for n in range(8)]}, page=2, faults=["ok"] * 16 + ["error"]
    )
    made = app.extensions["sessions"]
    session.close()
    with served(world) as address:
        settings = WatchSettings(names=("boamp",), boamp_host=address, pace=0.0)
        broken = watch_running.run_due(made, files, settings, NOW)
        after = watch_running.run_due(made, files, settings, NOW + timedelta(hours=1))

    with made() as held:
        assert broken[0].fault == "error_inside"
        assert after[0].finished
        assert {row.ref for row in rows(held)} == {f"27-{n}" for n in range(8)}
        assert broken[0].new + after[0].new == 8


def test_a_folder_is_read_once_and_left_as_it_is(
    session: Session, files: FileStore, app: Flask, tmp_path: Path
):
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "mail.json").write_bytes(an_arrival().data)
    made = app.extensions["sessions"]
    session.close()
    settings = WatchSettings(names=("folder",), folder=str(drop))
    later = datetime.now(UTC) + timedelta(hours=1)

    first = watch_running.run_due(made, files, settings, later)
    second = watch_running.run_due(made, files, settings, later, force=True)

    assert (first[0].new, second[0].new) == (1, 0)
    assert (drop / "mail.json").exists()


def test_the_watch_is_off_until_it_is_set(tmp_path: Path):
    assert read_settings(tmp_path).watch.names == ()


def test_the_page_of_the_demo_names_calls_reasons_and_what_was_set_aside(app: Flask, signed_in):
    client = signed_in(Role.OFFICER)

    post(client, "/veille/chercher")
    page = client.get("/veille/").text
    aside = client.get("/veille/ecartes").text

    assert "14 appels regardés" in page
    assert "Assurances de la ville" in aside
    assert client.get("/veille/1").status_code == 200
    assert client.get("/veille/apprentissage").status_code == 200


def test_a_notice_opened_becomes_a_call_to_be_read(app: Flask, signed_in):
    client = signed_in(Role.OFFICER)
    post(client, "/veille/chercher")

    answer = post(client, "/veille/1/ouvrir")

    assert answer.status_code == 302
    with app.extensions["sessions"]() as held:
        call = held.scalar(select(CallRow))
        assert call is not None
        assert held.get_one(WatchedNoticeRow, 1).call_id == call.id


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.READER])
def test_the_watch_is_closed_to_others(role: Role, signed_in):
    assert signed_in(role).get("/veille/").status_code == 403
