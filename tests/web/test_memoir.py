"""The mémoire on the pages: written, asked, answered on a phone; logos; the walls before others' evidence."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image

from tender.store.accounts import Role, find_user_by_email
from tender.store.consents import LetterRow
from tender.store.evidence import ContributionRow, EvidenceBlockRow
from tender.store.members import MemberRow
from tender.workbench import clock
from tests.web.conftest import post, proof_of_origin
from tests.web.split_cases import OTHER, Case, a_case, enter

CRITERION = "Insertion sociale"


@pytest.fixture
def shown(app: Flask) -> Case:
    """A split shown to two directors."""
    return a_case(app, shown=True)


def test_a_chapter_is_written_a_part_asked_and_answered(app: Flask, shown: Case, signed_in):
    officer, page = signed_in(Role.OFFICER), f"{shown.page}/memoire/"
    assert "aucune" in officer.get(page).text

    written = post(officer, f"{page}chapitre?critere={CRITERION}", text="Nous avons 31 encadrants.", seen="")
    asked = post(
        officer, f"{page}demander", criterion=CRITERION, member_id=str(shown.durance), due="2027-01-20",
        asked="Combien de personnes ?",
    )  # fmt: skip

    stale = post(officer, f"{page}chapitre?critere={CRITERION}", text="Autre texte.", seen="hier")

    assert (written.status_code, asked.status_code, stale.status_code) == (302, 302, 422)
    assert "Autre texte." in stale.text
    shown_page = officer.get(page).text
    assert "1 affirmation à sourcer" in shown_page
    assert "avant le" in shown_page
    with app.extensions["sessions"]() as session:
        row = session.query(ContributionRow).one()
        letters = session.query(LetterRow).filter_by(kind="contribution.reminded").all()
        assert len(letters) == 2
    with app.extensions["sessions"].begin() as session:
        session.query(ContributionRow).one().due = clock.now() - timedelta(hours=1)
    assert "n’est pas venue à sa date" in officer.get("/aujourdhui/").text
    remi = enter(app, OTHER)
    assert "Combien de personnes ?" in remi.get(f"/contributions/{row.id}").text
    assert post(remi, f"/contributions/{row.id}", text="").status_code == 422
    sent = post(remi, f"/contributions/{row.id}", text="Douze personnes à Salon.", block_id="0")
    assert sent.status_code == 302
    again = remi.get(f"/contributions/{row.id}").text
    assert "Douze personnes à Salon." in again
    assert "<textarea" not in again
    assert "répondu" in officer.get(page).text


def test_nothing_of_a_memoir_or_of_others_evidence_is_shown_to_another_director(app: Flask, shown: Case):
    with app.extensions["sessions"].begin() as session:
        remi = find_user_by_email(session, OTHER)
        assert remi is not None
        secret = EvidenceBlockRow(member_id=shown.durance, title="Secret", text="Le nôtre", translations={})
        session.add(secret)
        session.flush()
        number = secret.id
    nadia = enter(app, "director@example.org")

    assert "Secret" not in nadia.get("/bibliotheque/").text
    assert nadia.get(f"/bibliotheque/{number}").status_code == 404
    for path in ("memoire/", f"memoire/chapitre?critere={CRITERION}", "planning/", "planning/planning.xlsx"):
        assert nadia.get(f"{shown.page}/{path}").status_code == 403
    assert nadia.get(f"/logos/{shown.durance}").status_code == 404
    assert nadia.get("/logos/collectif").status_code == 404
    assert post(nadia, f"/bibliotheque/{number}/retirer").status_code == 404


def test_the_planning_is_drawn_with_words_escaped_and_its_files_are_handed_over(
    app: Flask, shown: Case, signed_in
):
    with app.extensions["sessions"].begin() as session:
        member = session.get(MemberRow, shown.mistral)
        assert member is not None
        member.name = "<script>alert(1)</script> & Cie"
    officer = signed_in(Role.OFFICER)

    page = officer.get(f"{shown.page}/planning/").text
    assert "<svg" in page
    assert "<script>alert" not in page
    assert officer.get(f"{shown.page}/planning/planning.xlsx").data[:2] == b"PK"
    assert b"BEGIN:VCALENDAR" in officer.get(f"{shown.page}/planning/planning.ics").data
    assert officer.get(f"{shown.page}/planning/planning.exe").status_code == 404
    saved = post(officer, f"{shown.page}/planning/", words="Visite", weeks="-3", who="Mistral")
    assert saved.status_code == 302
    assert "Visite" in officer.get(f"{shown.page}/planning/").text


def test_a_logo_is_handed_in_shown_and_taken_away(app: Flask, shown: Case):
    held = io.BytesIO()
    Image.new("RGB", (200, 100), "green").save(held, "PNG")
    nadia = enter(app, "director@example.org")
    page = f"/logos/{shown.mistral}"

    def send(data: bytes):
        token = proof_of_origin(nadia)
        return nadia.post(page, data={"csrf_token": token, "file": (io.BytesIO(data), "logo.png")})

    refused, taken = send(b"<svg onload='x'></svg>"), send(held.getvalue())

    assert refused.status_code == 422
    assert taken.status_code == 302
    assert nadia.get(f"{page}.png").mimetype == "image/png"
    post(nadia, page, remove="1")
    assert nadia.get(f"{page}.png").status_code == 404
