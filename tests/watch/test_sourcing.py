"""A note to a buyer: only where no clause is and somebody could help, hours by a stated sum, followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.documents.sourcing import Hours, render
from tender.store.accounts import Role
from tender.store.files import FileStore
from tender.store.sourcing import SourcingNoteRow, SourcingOutcome
from tender.store.uptake import BuyerContactRow, BuyerNumberRow
from tender.workbench import sourcing, watching
from tender.workbench.errors import Invalid
from tests.documents.reading import docx_text, pdf_pages
from tests.watch.test_watching import NOW, an_arrival, app, files, officer, rows, session, signed_in
from tests.web.conftest import post

__all__ = ["app", "files", "session", "signed_in"]


@pytest.fixture
def notice(session: Session, files: FileStore) -> int:
    """A call of our places and trades, without any clause."""
    watching.keep(session, files, [an_arrival()], NOW)
    (row,) = rows(session)
    row.match = {**row.match, "social": ""}
    session.commit()
    return row.id


def a_note(session: Session, notice: int):
    return sourcing.begin(session, officer(session), notice, ["espaces verts"])


@pytest.mark.parametrize(
    ("amount", "labour", "part", "cost", "hours"),
    [(100_000, 50, 5, 25, 100), (216_000, 80, 10, 28, 615), (1_000, 50, 5, 28, 0)],
)
def test_the_hours_of_the_clause_are_the_sum_the_note_states(amount, labour, part, cost, hours):
    assert Hours(amount, labour, part, cost).total == hours


def test_the_note_says_what_is_free_where_and_under_which_article(session: Session, notice: int):
    note = replace(a_note(session, notice), hours=Hours(100_000, 50, 5, 25))
    word, printed = render(note)

    for text in (docx_text(word.data), "\n".join(pdf_pages(printed.data))):
        assert note.available[0].member in text
        assert "100 heures" in text.replace("\u00a0", " ").replace("\u202f", " ")
        assert all(article in text for article in ("R2111-1", "L2112-2", "L2113-13"))


def test_a_note_during_a_consultation_says_that_it_asks_nothing_for_it(session: Session, notice: int):
    note = replace(a_note(session, notice), under_way=True)

    assert "ne demande rien pour la consultation en cours" in docx_text(render(note)[0].data)


def test_the_european_article_is_cited_from_the_threshold_on(session: Session, notice: int):
    note = a_note(session, notice)

    assert "L2112-2-1" not in docx_text(render(replace(note, above_threshold=False))[0].data)
    assert "L2112-2-1" in docx_text(render(replace(note, above_threshold=True))[0].data)


def test_no_note_is_begun_where_a_clause_is_or_nobody_could_help(session: Session, notice: int):
    (row,) = rows(session)
    row.match = {**row.match, "social": "clause"}
    with pytest.raises(Invalid, match="sourcing_clause"):
        a_note(session, notice)

    row.match = {**row.match, "social": "", "cover": []}
    with pytest.raises(Invalid, match="sourcing_nobody"):
        a_note(session, notice)


def test_a_contact_counts_for_the_buyers_report_once_its_number_is_known(session: Session, notice: int):
    row = sourcing.keep(session, officer(session), a_note(session, notice), notice)
    session.add(BuyerNumberRow(name=row.buyer, siren="211300637", set_at=NOW))
    session.flush()
    sent = sourcing.Follow(SourcingOutcome.SENT, date(2026, 11, 1), "Mme A.")

    sourcing.follow(session, officer(session), row.id, sent)
    sourcing.follow(session, officer(session), row.id, replace(sent, outcome=SourcingOutcome.TAKEN_UP))

    (contact,) = session.scalars(select(BuyerContactRow))
    assert (contact.siren, contact.day) == ("211300637", date(2026, 11, 1))
    assert row.outcome is SourcingOutcome.TAKEN_UP


@pytest.mark.parametrize(
    "told",
    [
        sourcing.Follow(SourcingOutcome.SENT),
        sourcing.Follow(SourcingOutcome.SENT, date(2999, 1, 1)),
    ],
)
def test_a_contact_has_a_day_that_has_come(told: sourcing.Follow, session: Session, notice: int):
    row = sourcing.keep(session, officer(session), a_note(session, notice), notice)

    with pytest.raises(Invalid):
        sourcing.follow(session, officer(session), row.id, told)


def test_the_pages_write_print_and_follow_a_note(app: Flask, signed_in, session: Session, notice: int):
    client = signed_in(Role.OFFICER)
    page = f"/notes/nouvelle/{notice}"
    assert client.get(page).status_code == 200
    boxes = {"buyer": "Ville de Miramas", "labour": "50", "part": "5", "cost": "28"}

    wrong = post(client, page, **boxes, amount="beaucoup")
    made = post(client, page, **boxes, amount="100 000,00", words="Bonne lecture.")
    address = made.headers["Location"]
    followed = post(client, address, outcome="sent", contacted="2026-11-02", person="Mme A.")

    assert wrong.status_code == 422
    assert client.get(f"{address}/pdf").data.startswith(b"%PDF")
    assert "Bonne lecture." in docx_text(client.get(f"{address}/docx").data)
    assert followed.status_code == 302
    assert "Mme A." in client.get("/notes/").text
    assert signed_in(Role.DIRECTOR).get(f"{address}/pdf").status_code in (403, 404)
    assert session.scalars(select(SourcingNoteRow)).one().contacted_by
