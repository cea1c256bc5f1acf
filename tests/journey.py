"""What each person does in the main job, in a real browser: the steps the journeys are made of."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tender.example.call import call_archive
from tender.example.collective import collective
from tender.store.accounts import find_user_by_email
from tender.store.calls import CallRow
from tender.store.database import open_engine, sessions
from tender.store.migrating import migrate
from tender.store.responses import PriceLineRow
from tender.store.splits import ShareRow, SplitRow
from tender.vocabulary.split import Verdict
from tender.web import create_app
from tender.workbench.approving import give_verdict, state_of
from tender.workbench.founding import found
from tests.background import a_worker
from tests.browser import (
    PHONE,
    assert_accessible,
    assert_no_sideways_scroll,
    keep_picture,
    served,
    sign_in,
    window,
)
from tests.parsing.made_files import a_pdf

PARIS = ZoneInfo("Europe/Paris")
PASSWORD = "quatre mots sans lien"
OFFICER, ADMIN = "chargee.de.mission@example.org", "admin@example.org"
NADIA, PHILIPPE = "nadia.belkheir@example.org", "philippe.marchetti@example.org"

LATER_DATE = a_pdf(
    "Règlement de la consultation - rectificatif\n"
    "Consultation SIPM-2026-EX07\n"
    "Date limite de remise des offres : 3 février 2027 à 12h00"
)


@dataclass(frozen=True, slots=True)
class House:
    """An installation that is served and has its worker."""

    app: Flask
    address: str

    @contextmanager
    def rows(self) -> Iterator[Session]:
        """A look into the database, or a change by hand."""
        with self.app.extensions["sessions"].begin() as session:
            yield session

    def call(self, session: Session) -> CallRow:
        """The newest call."""
        return session.scalars(select(CallRow).order_by(CallRow.id.desc())).first() or pytest.fail("no call")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the example's collective and its accounts, and no call yet."""
    folder = tmp_path_factory.mktemp("founded")
    engine = open_engine(f"sqlite:///{folder}/tender.db")
    migrate(engine)
    with sessions(engine).begin() as session:
        found(session, collective(), password=PASSWORD)
    engine.dispose()
    return folder / "tender.db"


@pytest.fixture
def house(founded: Path, tmp_path: Path) -> Iterator[House]:
    """A fresh installation: its server and its worker."""
    shutil.copy(founded, tmp_path / "tender.db")
    app = create_app({"INSTANCE": str(tmp_path), "TESTING": True, "DEMO": True})
    with a_worker(tmp_path), served(app) as address:
        yield House(app, address)
    app.extensions["engine"].dispose()


def look(page: Page, name: str) -> None:
    """The page as it is: nothing sideways, axe content in light and dark, a picture where asked for."""
    assert_no_sideways_scroll(page)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert_accessible(page)
        keep_picture(page, f"journey-{name}-{scheme}")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    """Follow a link to its page."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def upload(page: Page, *files: Path) -> str:
    """Send files as an officer does; the address of the call they open."""
    page.goto("/appels/nouveau")
    page.get_by_label("Fichiers de la consultation").set_input_files(list(files))
    press(page, "Lire ces fichiers")
    return page.url


def the_zip(folder: Path, *, doubt: bool = False) -> Path:
    """The example's call as a ZIP; with a doubt, a paper in it that says another date."""
    path = folder / "DCE.zip"
    path.write_bytes(call_archive())
    if doubt:
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("6_rectificatif.pdf", LATER_DATE)
    return path


def fact_id(house: House, key: str) -> int:
    """The id of one of the call's own facts."""
    with house.rows() as session:
        return next(one.id for one in house.call(session).facts if one.key == key)


def upload_and_wait(house: House, page: Page, archive: Path) -> str:
    """The officer's upload: its progress is seen, survives a reload, and ends as a reading."""
    look(page, "today-empty")
    address = upload(page, archive)
    expect(page.locator(".progress")).to_be_visible()
    look(page, "reading")
    page.reload()
    expect(page.get_by_role("heading", name="point à vérifier")).to_be_visible(timeout=120_000)
    return address


def review(house: House, page: Page, address: str, deadline: datetime) -> None:
    """One fact confirmed, the doubt corrected, the sure ones confirmed at once, the review closed."""
    look(page, "review")
    buyer = page.locator(f"#fait-{fact_id(house, 'buyer')}")
    with page.expect_navigation():
        buyer.get_by_role("button", name="Confirmer").click()
    press(page, "J’ai vérifié cette lecture")
    expect(page.get_by_text("Des points restent à vérifier")).to_be_visible()

    doubt = page.locator(f"#doute-{fact_id(house, 'deadline')}")
    with page.expect_navigation():
        doubt.get_by_role("link", name="Corriger").click()
    look(page, "correct")
    page.locator("input[type=date]").fill(deadline.date().isoformat())
    page.locator("input[type=time]").fill("12:00")
    page.locator("form.narrow, main form").last.get_by_role("button").first.click()
    expect(page.get_by_text("Aucun doute")).to_be_visible()

    press(page, "faits lus sans doute")
    expect(page.get_by_text("faits confirmés")).to_be_visible()
    look(page, "reviewed")
    press(page, "J’ai vérifié cette lecture")
    expect(page.get_by_role("heading", name="Ce qui est à répartir")).to_be_visible()


def needs_and_split(house: House, page: Page) -> None:
    """The needs as read, taken as they are; the best split, proposed by the worker."""
    look(page, "needs")
    press(page, "Enregistrer et répartir")
    look(page, "split-empty")
    press(page, "Proposer la répartition")
    expect(page.get_by_text("Optimum prouvé").or_(page.get_by_text("de la borne"))).to_be_visible(
        timeout=90_000
    )
    look(page, "split")
    with house.rows() as session:
        assert the_split(session).objective["uncovered_hours"] == 0


def the_split(session: Session) -> SplitRow:
    """The only split."""
    return session.scalars(select(SplitRow)).one()


def cell_address(row: ShareRow, page: str) -> str:
    """Where a share is changed."""
    return f"{page}/repartition/?lot={row.lot}&lieu={row.place}&metier={row.trade}&adherente={row.member_id}"


def edit_a_cell(house: House, page: Page, address: str) -> None:
    """Hours taken away are told to be missing at once; given back, nothing is."""
    with house.rows() as session:
        row = max(the_split(session).shares, key=lambda one: one.total_hours)
        cell, hours = cell_address(row, address), row.total_hours
    page.goto(cell)
    look(page, "cell")
    box = page.get_by_label("Heures de", exact=False).first
    box.fill(str(hours + 100_000))
    press(page, "Enregistrer ces heures")
    expect(page.locator(".field-error").first).to_be_visible()
    box.fill(str(hours - 10))
    press(page, "Enregistrer ces heures")
    expect(page.get_by_text("restent sans adhérente")).to_be_visible()
    page.goto(cell)
    box.fill(str(hours))
    press(page, "Enregistrer ces heures")
    expect(page.get_by_text("restent sans adhérente")).to_have_count(0)


def publish(page: Page, address: str, closes: datetime) -> None:
    """The terms of the charter, a date to decide, and a letter to each director."""
    page.goto(f"{address}/conditions/")
    look(page, "terms")
    page.get_by_label("Décider au plus tard le").fill(closes.date().isoformat())
    press(page, "Enregistrer les conditions")
    press(page, "Soumettre aux directions")
    expect(page.get_by_text("La répartition est soumise")).to_be_visible()
    look(page, "consent")


def approve_on_a_phone(browser: Browser, house: House) -> None:
    """A director reads her part on a small screen and approves it; others' hours are nowhere."""
    with window(browser, house.address, PHONE) as phone:
        sign_in(phone, NADIA, PASSWORD)
        phone.goto("/parts/")
        look(phone, "director-list")
        follow(phone, "Lire notre part et décider")
        look(phone, "director-part")
        assert "Ouest Étang" not in phone.locator("main").inner_text()
        press(phone, "J’approuve notre part")
        expect(phone.get_by_text("Votre décision est enregistrée")).to_be_visible()
        look(phone, "director-done")


def refuse_on_a_phone(browser: Browser, house: House, why: str) -> None:
    """Another refuses: a reason is asked for, then kept."""
    with window(browser, house.address, PHONE, expected="422") as phone:
        sign_in(phone, PHILIPPE, PASSWORD)
        phone.goto("/parts/")
        follow(phone, "Lire notre part et décider")
        follow(phone, "Je refuse")
        look(phone, "director-refuse")
        press(phone, "Je refuse notre part")
        expect(phone.get_by_text("Dites pourquoi, en une phrase.").first).to_be_visible()
        phone.get_by_label("Pourquoi refusez-vous ?").fill(why)
        press(phone, "Je refuse notre part")
        expect(phone.get_by_text("Votre décision est enregistrée")).to_be_visible()


def answer_the_refusal(house: House, page: Page, address: str, why: str) -> None:
    """The officer reads why, gives some of those hours to another, and writes to those it touched alone."""
    page.goto(f"{address}/approbations/")
    expect(page.get_by_text(why)).to_be_visible()
    look(page, "consent-refused")
    with house.rows() as session:
        given, taken = somebody_else(the_split(session), "ouest-etang-emploi")
        cell, hours, giver = cell_address(given, address), given.total_hours, taken.member_id
    page.goto(cell)
    page.get_by_label("Heures de", exact=False).first.fill(str(hours + 16))
    page.get_by_label("Heures de trop : les reprendre à").select_option(str(giver))
    press(page, "Enregistrer ces heures")
    expect(page.locator(".field-error")).to_have_count(0)
    page.goto(f"{address}/approbations/")
    press(page, "Prévenir par courriel")
    with house.rows() as session:
        verdicts = {one.member.key: one.verdict for one in state_of(session, the_split(session))}
    assert verdicts["coup-de-pouce-salonais"] == Verdict.APPROVED
    assert verdicts["ouest-etang-emploi"] is None


def somebody_else(split: SplitRow, key: str) -> tuple[ShareRow, ShareRow]:
    """A share of another member at a need where this one has hours to give."""
    for taken in sorted(split.shares, key=lambda one: -one.total_hours):
        for given in split.shares:
            same = (given.lot, given.place, given.trade) == (taken.lot, taken.place, taken.trade)
            if same and taken.member.key == key and given.member.key not in (key, "coup-de-pouce-salonais"):
                return given, taken
    return pytest.fail("nobody shares a need with this member")


def the_others_approve(house: House) -> None:
    """Every director who has not, by the verb that the page calls."""
    with house.rows() as session:
        split = the_split(session)
        for shown in state_of(session, split):
            if shown.verdict is not Verdict.APPROVED:
                user = find_user_by_email(session, director_of(shown.member.key))
                assert user is not None
                give_verdict(
                    session, user, split.id, shown.member.id, seen=shown.digest, verdict=Verdict.APPROVED
                )


def director_of(member: str) -> str:
    """The address of a member's director."""
    return next(str(one["email"]) for one in collective()["users"] if member in one["members"])


def price(house: House, page: Page, address: str) -> Decimal:
    """Every unit price typed; gives the total of all lots, excluding VAT."""
    known = {(one["lot"], one["number"]): one["unit_price"] for one in collective()["prices"]}
    page.goto(f"{address}/prix/")
    look(page, "prices-open")
    with house.rows() as session:
        rows = session.scalars(select(PriceLineRow)).all()
        lines = [(row.id, Decimal(known[row.lot, row.number]), row.quantity) for row in rows]
    for number, unit, _quantity in lines:
        page.locator(f"#unit_price-{number}").fill(str(unit).replace(".", ","))
    press(page, "Enregistrer les prix")
    expect(page.get_by_text("Prix enregistrés.")).to_be_visible()
    expect(page.get_by_text("ouvert", exact=True)).to_have_count(0)
    return sum((unit * quantity for _, unit, quantity in lines), Decimal(0))


def settle_prices(page: Page, address: str) -> None:
    """One price a line agreed for the group, once its tax is known too."""
    page.goto(f"{address}/prix/")
    press(page, "Enregistrer et arrêter tous les prix")
    expect(page.get_by_text("Chaque ligne a son prix")).to_be_visible()
    look(page, "prices-settled")


def fill_boxes(page: Page, address: str) -> None:
    """What neither the call nor the members say."""
    page.goto(f"{address}/dossier/")
    look(page, "dossier-open")
    page.goto(f"{address}/dossier/rubriques")
    look(page, "boxes")
    page.get_by_label("Étendue du mandat donné au mandataire").select_option("sign_and_represent")
    page.get_by_label("Avance").select_option("no")
    page.get_by_label("Taux de TVA (%)").fill("0")
    for box in page.get_by_label("Déclaré par le membre").all():
        box.check()
    for box in page.get_by_label("Pouvoir du signataire de", exact=False).all():
        box.fill("Délibération du 12 mars 2026")
    press(page, "Enregistrer les rubriques")
    expect(page.get_by_text("Rubriques enregistrées.")).to_be_visible()


def generate(page: Page, address: str) -> bytes:
    """The dossier made by the worker, and its archive downloaded."""
    page.goto(f"{address}/dossier/")
    look(page, "dossier")
    press(page, "Établir le dossier à déposer")
    link = page.get_by_role("link", name="Télécharger le ZIP", exact=False).first
    expect(link).to_be_visible(timeout=120_000)
    look(page, "dossier-made")
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.startswith("REPONSE_SIPM-2026-EX07")
    return Path(download.value.path()).read_bytes()
