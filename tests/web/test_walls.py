"""What a stranger, a director or a collectivité tries that is not theirs: refused, escaped, or not there."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender.store.accounts import Role, find_user_by_email
from tender.store.calls import list_calls
from tender.store.journal import note
from tender.store.papers import PaperRequestRow, PaperRow
from tender.store.questions import QuestionRow
from tender.vocabulary.source import Stated
from tender.web import create_app
from tender.web.csv_files import csv_answer
from tender.workbench import clock
from tests.builders import a_call, a_reading, an_evidence
from tests.web.conftest import PASSWORD, an_app, arguments_of, post
from tests.web.split_cases import OTHER, Case, a_case, enter

HOSTILE = '<img src=x onerror="alert(1)">'
NADIA = "director@example.org"


@pytest.fixture
def shown(app: Flask) -> Case:
    """A split shown to two directors."""
    return a_case(app, shown=True)


def addresses_of(app: Flask, role: Role) -> list[str]:
    """Every address a role may open, its numbers those of one to three."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        roles = getattr(app.view_functions[rule.endpoint], "opens_to", frozenset())
        if role not in roles or "GET" not in (rule.methods or ()):
            continue
        found += [adapter.build(rule.endpoint, arguments_of(rule, number)) for number in (1, 2, 3)]
    return sorted({one for one in found if not one.startswith("/composants")})  # samples, in a demo only


def test_nothing_a_director_can_open_tells_another_members_hours_or_means(app: Flask, shown: Case):
    """Durance has papers, a question, a refusal with its reason and a director; Nadia speaks for another."""
    with app.extensions["sessions"].begin() as session:
        from_durance = find_user_by_email(session, OTHER)
        assert from_durance is not None
        session.add(
            PaperRow(member_id=shown.durance, name="Secret de Durance", sha256="", updated=clock.now())
        )
        session.add(
            PaperRequestRow(
                member_id=shown.durance, call_id=1, name="Secret de Durance, demandé", lots=[],
                asked_by="x", asked_at=clock.now(),
            )
        )  # fmt: skip
        session.add(
            QuestionRow(
                call_id=1, lot=None, text="Secret de Durance, en question ?", member_id=shown.durance,
                asked_by_id=from_durance.id, asked_by=from_durance.name, at=clock.now(),
            )
        )  # fmt: skip
        note(session, clock.now(), from_durance, "share.refused", member_id=shown.durance, reason="Trop bas")
    nadia = enter(app, NADIA)

    for address in addresses_of(app, Role.DIRECTOR):
        text = nadia.get(address, follow_redirects=True).get_data().decode("utf-8", "replace")
        assert "Secret de Durance" not in text, address
        assert "Trop bas" not in text, address
        assert "Rémi Faure" not in text, address
        if "Durance Partage" in text:  # only as one of those whose decision is awaited
            assert address.endswith("/decidee"), address


def test_a_director_finds_no_other_members_part_and_decides_on_none(app: Flask, shown: Case):
    nadia = enter(app, NADIA)
    theirs = f"/parts/{shown.split}/{shown.durance}"

    assert nadia.get(theirs).status_code == 404
    for act in ("approuver", "refuser", "proposer"):
        assert post(nadia, f"{theirs}/{act}", seen="x", reason="x").status_code == 404
    for page in ("", "/identite", "/territoires", "/capacites"):
        assert nadia.get(f"/adherentes/{shown.durance}{page}").status_code == 404
    assert post(nadia, f"/adherentes/{shown.durance}/capacites/exactes").status_code == 404


@pytest.mark.parametrize(
    "held", ["VILLE DE L’ÉTANG – MÉTROPOLE", "Ville de l’Étang – Métropole", " ville de l’étang – métropole "]
)
def test_a_reader_finds_her_buyer_whatever_its_capitals_and_accents(app: Flask, held: str):
    with app.extensions["sessions"].begin() as session:
        reader = find_user_by_email(session, "reader@example.org")
        assert reader is not None
        reader.buyer_name = "Ville de l’Étang – Métropole"
        a_call(session, a_reading(buyer=Stated(held, (an_evidence(),), 0.9)))
        a_call(session, a_reading(buyer=Stated("Ville de l’Étang", (an_evidence(),), 0.9)))

        assert [call.buyer for call in list_calls(session, viewer=reader)] == [held]


@pytest.mark.parametrize("name", ["", "  ", "%", "_", "Ville%", "Ville d’Essai' OR 1=1 --"])
def test_a_readers_buyer_is_a_name_and_no_pattern(app: Flask, name: str):
    with app.extensions["sessions"].begin() as session:
        reader = find_user_by_email(session, "reader@example.org")
        assert reader is not None
        reader.buyer_name = name
        a_call(session)

        assert list_calls(session, viewer=reader) == []


def test_a_search_takes_percent_and_underscore_for_themselves(app: Flask, signed_in):
    a_case(app)
    officer = signed_in(Role.OFFICER)

    assert "Nettoyage des écoles" in officer.get("/appels/?q=ÉCOLES").text
    assert "Nettoyage des écoles" not in officer.get("/appels/?q=%25").text
    assert "Nettoyage des écoles" not in officer.get("/appels/?q=_").text


@pytest.mark.parametrize(
    "path",
    [
        "/appels/99999999999999999999",
        f"/appels/{'9' * 5000}",
        "/appels/2147483648/fichiers/1/original",
        "/adherentes/3000000000",
    ],
)
def test_a_number_no_row_can_have_is_a_page_that_does_not_exist(
    signed_in: Callable[[Role], FlaskClient], path: str
):
    assert signed_in(Role.OFFICER).get(path).status_code == 404


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "x", "²", "9" * 5000])
def test_the_journal_asked_from_nowhere_opens_at_its_newest(
    signed_in: Callable[[Role], FlaskClient], number: str
):
    officer = signed_in(Role.OFFICER)

    assert officer.get(f"/journal/?avant={number}&appel={number}").status_code == 200


def test_words_of_strangers_are_words_on_every_page(app: Flask, shown: Case):
    """A buyer, a title, a quote, a file name, a reason and a member name that hold tags."""
    place = (an_evidence(document=f"{HOSTILE}.pdf", quote=HOSTILE),)
    with app.extensions["sessions"].begin() as session:
        call = a_call(
            session,
            a_reading(
                buyer=Stated(HOSTILE, place, 0.9),
                subject=Stated(HOSTILE, place, 0.9),
                reference=Stated(HOSTILE, place, 0.5),
            ),
        )
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        note(session, clock.now(), officer, "split.reopened", call_id=call.id, reason=HOSTILE)
        officer.name = HOSTILE
    for role in (Role.ADMIN, Role.OFFICER, Role.DIRECTOR):
        client = enter(app, f"{role.value}@example.org")
        for address in addresses_of(app, role):
            answer = client.get(address, follow_redirects=True)
            assert answer.mimetype != "text/html" or "<img src=x" not in answer.text, address


def test_a_spreadsheet_runs_no_cell_of_ours(app: Flask):
    cells = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "plain"]
    with app.app_context():
        text = csv_answer("x.csv", [cells]).get_data(as_text=True)

    assert text.count("'") == len(cells) - 1


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1.pdf", '"; filename="x.exe', "é\u202e\x00.pdf", ""])
def test_a_hostile_file_name_adds_no_header(app: Flask, name: str):
    with app.extensions["sessions"].begin() as session:
        digest = "ab" * 32
        path = Path(app.config["FILES_FOLDER"]) / "ab" / digest
        path.parent.mkdir(parents=True)
        path.write_bytes(b"%PDF")
        session.add(PaperRow(id=9, member_id=1, name="x", sha256=digest, file_name=name, updated=clock.now()))
    with enter(app, NADIA).get("/pieces/9/fichier") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert "x=1" not in (answer.headers.get("Set-Cookie") or "")
        assert "%E2%80%AE" not in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Type"] == "application/octet-stream"


def test_the_password_everybody_knows_opens_nothing_outside_a_demo(tmp_path: Path):
    app = an_app(tmp_path, DEMO=False, DEMO_PASSWORD=PASSWORD)
    try:
        answer = post(app.test_client(), "/connexion", email="admin@example.org", password=PASSWORD)
        assert answer.status_code == 422
    finally:
        app.extensions["engine"].dispose()


def test_letters_that_leave_need_the_address_of_the_installation(tmp_path: Path):
    with pytest.raises(ValueError, match="PUBLIC_URL"):
        create_app({"INSTANCE": str(tmp_path), "SMTP_HOST": "smtp.example.org"})


def test_a_link_in_a_letter_is_the_installations_own_whatever_host_was_asked(tmp_path: Path):
    app = an_app(tmp_path, PUBLIC_URL="https://entrelots.example.org")
    client = app.test_client()
    try:
        page = client.get("/connexion", headers={"Host": "mechant.example.com"})
        token = page.text.split('name="csrf-token" content="')[1].split('"')[0]
        client.post(
            "/mot-de-passe-oublie",
            data={"csrf_token": token, "email": "officer@example.org"},
            headers={"Host": "mechant.example.com"},
        )
        letter = next(Path(app.config["MAIL_FOLDER"]).glob("*.eml"))
        assert b"mechant" not in letter.read_bytes()
        assert stat.S_IMODE(letter.parent.stat().st_mode) == 0o700
    finally:
        app.extensions["engine"].dispose()


def test_every_form_needs_its_proof_of_origin(app: Flask):
    """Every address that takes a form, asked by each role without the token: none answers otherwise."""
    for role in Role:
        client = enter(app, f"{role.value}@example.org")
        for rule in app.url_map.iter_rules():
            if "POST" in (rule.methods or ()):
                address = app.url_map.bind("localhost").build(
                    rule.endpoint, arguments_of(rule, 1), method="POST"
                )
                for headers in ({}, {"HX-Request": "true"}):
                    assert client.post(address, headers=headers).status_code in (400, 403), (role, address)


def test_the_secret_key_is_its_owners_alone(app: Flask):
    key = Path(app.instance_path) / "secret_key"

    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_form_that_takes_no_file_is_not_read_when_it_is_as_large_as_one(client: FlaskClient):
    answer = client.post("/connexion", data={"email": "x" * 3_000_000})

    assert answer.status_code == 413
