"""The charter: the officer writes it, directors read it, every group begins with it."""

from __future__ import annotations

from flask import Flask

from tender.store.accounts import Role
from tender.store.journal import JournalRow
from tender.store.members import CollectiveRow, the_collective
from tests.web.conftest import post

GIVEN = {
    "form": "solidary", "lead_solidary": "1", "fee": "1,20", "fee_kind": "hour", "consulted_first": "1",
    "penalties": "Chacune pour sa part.",
}  # fmt: skip


def charter(app: Flask) -> dict[str, object]:
    with app.extensions["sessions"]() as session:
        collective = the_collective(session)
        assert collective is not None
        return dict(collective.charter)


def founded(app: Flask) -> None:
    with app.extensions["sessions"].begin() as session:
        if the_collective(session) is None:
            session.add(CollectiveRow(name="Collectif", charter={"contact": "Louise"}))


def test_the_officer_writes_the_charter_and_a_director_only_reads_it(app: Flask, signed_in) -> None:
    founded(app)
    officer, director = signed_in(Role.OFFICER), signed_in(Role.DIRECTOR)

    saved = post(officer, "/charte/", **GIVEN)
    read = director.get("/charte/").text
    refused = post(director, "/charte/", **{**GIVEN, "fee": "99"})

    assert saved.status_code == 302
    held = charter(app)
    assert (held["form"], held["lead_fee_hour"], held["lead_fee_percent"]) == ("solidary", 1.2, None)
    assert (held["consultation"], held["contact"]) == ("required", "Louise")
    assert "Chacune pour sa part." in read
    assert '<form method="post" class="stack"' not in read
    assert refused.status_code == 200
    assert charter(app) == held
    with app.extensions["sessions"]() as session:
        told = [row for row in session.query(JournalRow).all() if row.act == "collective.charter"]
    assert len(told) == 1
    assert "penalties" in told[0].facts["changed"]


def test_a_fee_that_is_no_number_or_out_of_reason_is_refused_beside_its_box(app: Flask, signed_in) -> None:
    founded(app)
    officer = signed_in(Role.OFFICER)
    before = charter(app)

    words = post(officer, "/charte/", **{**GIVEN, "fee": "beaucoup"})
    much = post(officer, "/charte/", **{**GIVEN, "fee": "101", "fee_kind": "percent"})

    assert (words.status_code, much.status_code) == (422, 422)
    assert "Saisissez un nombre" in words.text
    assert "entre 0 et 100 %" in much.text
    assert charter(app) == before
