"""Saved searches: one's own, over everything that came; a letter only on mornings with something new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow
from tender.store.consents import LetterRow
from tender.store.files import FileStore
from tender.store.watch import SavedSearchRow
from tender.workbench import watch_searches, watching
from tender.workbench.errors import Invalid, NotFound
from tender.workbench.mail import Post
from tender.workbench.posting import send_due
from tests.watch.test_watching import NOW, an_arrival, app, files, officer, session, signed_in
from tests.web.conftest import post

__all__ = ["app", "files", "session", "signed_in"]

MORNING = datetime(2027, 2, 21, 6, 30, tzinfo=UTC)
"""Half past seven in Paris."""


def a_search(session: Session, **told: object) -> SavedSearchRow:
    search = watch_searches.Search(**{"name": "Écoles", "words": "verts", "digest": True, **told})  # type: ignore[arg-type]
    return watch_searches.save(session, officer(session), search)


def letters(session: Session) -> list[LetterRow]:
    return list(session.scalars(select(LetterRow).where(LetterRow.kind == "search.told")))


def test_a_search_finds_by_words_whatever_the_place(session: Session, files: FileStore):
    watching.keep(session, files, [an_arrival()], NOW)
    found = a_search(session)
    nothing = a_search(session, words="piscine")
    elsewhere = a_search(session, departements=("75",))

    assert len(watch_searches.results(session, officer(session), found, NOW)) == 1
    assert watch_searches.results(session, officer(session), nothing, NOW) == []
    assert watch_searches.results(session, officer(session), elsewhere, NOW) == []


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": " "}, "search_name"),
        ({"words": " "}, "search_empty"),
        ({"departements": ("13", "9Z")}, "search_departement"),
    ],
)
def test_a_search_that_says_nothing_or_nonsense_is_refused(
    told: dict[str, object], code: str, session: Session
):
    with pytest.raises(Invalid) as refused:
        a_search(session, **told)

    assert refused.value.code == code


def test_the_letter_leaves_once_in_the_morning_with_what_is_new(
    session: Session, files: FileStore, tmp_path: Path, app: Flask
):
    watching.keep(session, files, [an_arrival("27-1")], NOW)
    a_search(session)
    watching.keep(session, files, [an_arrival("27-2", idweb="27-2")], NOW + timedelta(hours=5))

    assert watch_searches.prepare_digests(session, MORNING - timedelta(hours=2)) == 0
    assert watch_searches.prepare_digests(session, MORNING, "https://ai.example.org/") == 1
    assert watch_searches.prepare_digests(session, MORNING + timedelta(hours=1)) == 0
    session.commit()
    assert send_due(app.extensions["sessions"], Post(tmp_path / "mail"), MORNING) == 1

    (held,) = (tmp_path / "mail").iterdir()
    letter = message_from_bytes(held.read_bytes(), policy=policy.default)
    body = letter.get_content()
    assert letter["To"] == "officer@example.org"
    assert letter["Subject"].startswith("Veille : 1 appel nouveau")
    assert "https://ai.example.org/veille/2" in body
    assert "/veille/1\n" not in body


def test_a_morning_with_nothing_new_has_no_letter(session: Session, files: FileStore):
    watching.keep(session, files, [an_arrival()], NOW)
    a_search(session)

    assert watch_searches.prepare_digests(session, MORNING) == 0
    assert letters(session) == []


def test_a_closed_account_is_told_nothing(session: Session, files: FileStore):
    a_search(session)
    watching.keep(session, files, [an_arrival()], NOW)
    officer(session).active = False

    assert watch_searches.prepare_digests(session, MORNING) == 0


def test_nobody_opens_or_removes_anothers_search(app: Flask, signed_in, session: Session):
    number = a_search(session).id
    session.commit()
    another = session.scalars(select(UserRow).where(UserRow.role == Role.ADMIN)).one()

    with pytest.raises(NotFound):
        watch_searches.own(session, another, number)
    session.rollback()
    assert signed_in(Role.DIRECTOR).get(f"/veille/recherches/{number}").status_code in (403, 404)


def test_the_pages_keep_change_and_forget_a_search(app: Flask, signed_in, session: Session, files: FileStore):
    watching.keep(session, files, [an_arrival()], NOW)
    session.commit()
    officer_ = signed_in(Role.OFFICER)

    wrong = post(officer_, "/veille/recherches/", name="Nord", departements="99")
    assert wrong.status_code == 422
    assert "99" in wrong.text

    made = post(officer_, "/veille/recherches/", name="Verts", words="verts", digest="y")
    address = made.headers["Location"]
    assert "Verts" in officer_.get("/veille/recherches/").text
    post(officer_, address, name="Espaces verts", words="verts")
    assert "Espaces verts" in officer_.get(address).text
    post(officer_, f"{address}/retirer")
    assert "Espaces verts" not in officer_.get("/veille/recherches/").text
