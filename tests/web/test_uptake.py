"""A buyer's uptake report: who reads it, its public link, what is behind a figure, a contested line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tender.example import declared
from tender.store.accounts import Role, find_user_by_email
from tender.store.uptake import ReportCommentRow, ReportLinkRow
from tender.workbench import declared_base, uptake_notes
from tender.worker import Bench, import_declared
from tests.builders import a_call
from tests.web.conftest import post

OWN = f"/rapports/acheteurs/{declared.BUYER}"
OTHER = "/rapports/acheteurs/000257014"


@pytest.fixture
def counted(app, tmp_path: Path):
    """The example's declared contracts; the reader's collectivité is their buyer."""
    path = tmp_path / declared.NAME
    path.write_bytes(declared.declared_file())
    with app.extensions["sessions"].begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        declared_base.add_file(session, officer, app.extensions["files"], path, path.name)
        uptake_notes.set_number(session, officer, "Ville de Salon-de-Provence", declared.BUYER)
        uptake_notes.add_contact(
            session, officer, declared.BUYER, declared.CONTACTED, outcome="Rendez-vous tenu"
        )
        uptake_notes.add_hours(session, officer, declared.BUYER, declared.WORKED[0])
        row = declared_base.ask_import(session, officer).id
    import_declared(Bench(app.extensions["engine"], app.extensions["files"]), row)
    return app


def test_a_collectivite_reads_its_own_report_and_no_other(counted, signed_in):
    reader = signed_in(Role.READER)

    page = reader.get(OWN).text
    assert "26 sur 90" in page
    assert "Rendez-vous tenu" not in page
    assert [
        reader.get(f"{OTHER}{end}").status_code for end in ("", "/marches", "/commentaires", "/rapport.pdf")
    ] == [404] * 4
    assert [reader.get(f"{OWN}{end}").status_code for end in ("/liens", "/notes")] == [403] * 2
    assert reader.get("/rapports/acheteurs/").headers["Location"] == OWN
    assert signed_in(Role.DIRECTOR).get(OWN).status_code == 403
    assert "Rendez-vous tenu" in signed_in(Role.OFFICER).get(OWN).text


def test_a_call_of_the_report_opens_for_those_who_may_see_it(counted, signed_in):
    with counted.extensions["sessions"].begin() as session:
        call = a_call(session)
        call.buyer = "Ville de Salon-de-Provence"
        address = f'href="/appels/{call.id}"'

    assert address in signed_in(Role.OFFICER).get(OWN).text
    page = signed_in(Role.READER).get(OWN).text
    assert "Appels et attributions" in page
    assert address not in page


def test_every_contract_behind_a_figure_is_reached_page_by_page(counted, signed_in):
    reader = signed_in(Role.READER)
    seen = []
    for page in (1, 2):
        text = reader.get(f"{OWN}/marches?kind=none&page={page}&buyer=000257014").text
        seen += re.findall(r'<span class="small soft">(\d{4}-\S+) ·', text)

    assert len(seen) == 64
    assert "Page 2 sur 2" in text
    assert reader.get(f"{OWN}/marches?kind=unknown").status_code == 422


def test_a_public_link_opens_without_account_until_it_is_revoked(counted, signed_in, client):
    officer = signed_in(Role.OFFICER)
    post(officer, f"{OWN}/liens", name="Conseil municipal", until="2000-01-01")
    post(officer, f"{OWN}/liens", name="Conseil municipal")
    address = re.search(r"/rapport/[\w-]{20,}", officer.get(f"{OWN}/liens").text)
    assert address is not None

    answer = client.get(address[0])
    assert "26 sur 90" in answer.text
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert not [
        word
        for word in ("Rendez-vous tenu", "Facilitatrice de la clause", "Claire Aubin")
        if word in answer.text
    ]
    assert client.get(f"{address[0]}/marches?kind=any&buyer=000257014").text.count("Port-Mirabeau") > 20
    assert client.get(f"{address[0]}/rapport.pdf").data.startswith(b"%PDF")

    with counted.extensions["sessions"]() as session:
        (link,) = session.query(ReportLinkRow).all()
        assert address[0].rsplit("/", 1)[1] not in link.digest
        assert link.uses == 2
    for active, status in ((False, 404), (True, 200)):
        with counted.extensions["sessions"].begin() as session:
            find_user_by_email(session, "officer@example.org").active = active
        assert client.get(address[0]).status_code == status
    post(officer, f"{OWN}/liens/{link.id}")
    assert [client.get(f"{address[0]}{end}").status_code for end in ("", "/marches", "/rapport.pdf")] == [
        404
    ] * 3


def test_a_contested_line_keeps_its_figure_and_its_answer(counted, signed_in):
    reader, officer = signed_in(Role.READER), signed_in(Role.OFFICER)
    line = f"{OWN}/commentaires?kind=any&year=2024"
    for _twice in range(2):
        post(reader, line, text="Deux marchés manquent.", contested="1")
    assert post(reader, f"{OTHER}/commentaires", text="Chez eux").status_code == 404

    with counted.extensions["sessions"]() as session:
        (row,) = session.query(ReportCommentRow).all()
        assert (row.figure, row.contested, row.author) == (
            "2024 · Au moins une considération sociale · 5 marchés", True, "Paul Roux",
        )  # fmt: skip
    for period in ("", "?du=2024-01-01&au=2024-12-31"):
        shown = officer.get(f"{OWN}{period}").text
        assert re.search(r"kind=any[^\"]*year=2024#commentaires[^>]*>.*?contesté", shown)
        assert re.search(r"<details class=\"folded\" open>\s*<summary>Par année", shown)
    assert post(reader, f"{OWN}/commentaires/{row.id}", answer="Non").status_code == 403
    post(officer, f"{OWN}/commentaires/{row.id}", answer="Ils sont de 2025.")
    assert post(officer, f"{OWN}/commentaires/{row.id}", answer="Autre chose").status_code == 409
    assert "Ils sont de 2025." in reader.get(f"{OWN}/marches?kind=any&year=2024").text
