"""A rectified dossier in a real browser: sent, read, what changed, decided; and a whole review, counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from tender import worker
from tender.example.call import call_files
from tender.store.accounts import Role, UserRow
from tender.store.calls import CallRow, CallState
from tender.store.jobs import unfinished_jobs
from tender.workbench import intake, reviewing
from tests.browser import (
    PHONE,
    SCREENS,
    Screen,
    assert_accessible,
    assert_no_sideways_scroll,
    keep_picture,
    served,
    sign_in,
    window,
)
from tests.journey import press
from tests.rectified import rectified_files
from tests.web.conftest import PASSWORD, an_app

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@dataclass
class Desk:
    """The officer's installation with the example's call, read."""

    app: Flask
    address: str
    files: Path

    def work(self) -> None:
        """Do the jobs that wait, as the worker does them."""
        bench = self.app.extensions["queue"].bench
        with bench.sessions() as session:
            waiting = [job.id for job in unfinished_jobs(session)]
        for job_id in waiting:
            worker.run(bench, job_id)

    def officer(self, session) -> UserRow:
        """Who works here."""
        return session.scalars(select(UserRow).where(UserRow.role == Role.OFFICER)).one()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """One installation, its call just read, nothing reviewed."""
    app = an_app(tmp_path)
    files = tmp_path / "sent"
    files.mkdir()
    for name, data in rectified_files().items():
        (files / name).write_bytes(data)
    with served(app) as address:
        held = Desk(app, address, files)
        with app.extensions["sessions"].begin() as session:
            officer = held.officer(session)
            intake.receive(session, officer, app.extensions["files"], list(call_files().items()))
        held.work()
        yield held
    app.extensions["engine"].dispose()


def look(page: Page, name: str) -> None:
    """Nothing sideways, axe content, a picture where asked for."""
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    keep_picture(page, f"versions-{name}")


def test_a_rectified_dossier_is_sent_read_and_decided_on(desk: Desk, browser: Browser):
    with desk.app.extensions["sessions"].begin() as session:
        reviewing.confirm_all_sure(session, desk.officer(session), 1)
    with window(browser, desk.address) as page:
        sign_in(page, "officer@example.org", PASSWORD)
        page.goto("/appels/1")
        with page.expect_navigation():
            page.get_by_role("link", name="Nouvelle version du DCE").click()
        look(page, "new")
        page.get_by_label("Fichiers reçus").set_input_files(sorted(desk.files.iterdir()))
        page.get_by_label("sont le nouveau dossier complet").check()
        page.get_by_label("De quoi s’agit-il").fill("Rectificatif n° 1")
        press(page, "Lire cette version")
        expect(page.get_by_text("La version 1 reste en place")).to_be_visible()
        look(page, "reading")
        desk.work()
        expect(page.get_by_role("link", name=re.compile(r"\d+ changements"))).to_be_visible(timeout=20_000)
        look(page, "index")
        with page.expect_navigation():
            page.get_by_role("link", name=re.compile(r"\d+ changements")).click()

        first = page.locator(".change").first
        expect(first).to_contain_text("Remise des offres")
        expect(first).to_contain_text("Avancée de 12 jours")
        assert page.locator("#s-lot ~ ul .change").first.inner_text().startswith("Lot 6")
        look(page, "changes")
        with page.expect_navigation():
            first.get_by_role("link", name=re.compile("RC_exemple.pdf")).click()
        expect(page.get_by_text("Ce fichier appartient à la version 1")).to_be_visible()
        assert page.locator(".hit").count() > 0
        page.go_back()

        with page.expect_navigation():
            page.get_by_role("link", name="Revoir ces points").click()
        look(page, "to-review")
        with page.expect_navigation():
            page.locator(".doubts .fact").first.get_by_role("button", name="Garder l’ancienne valeur").click()
        while page.locator(".doubts form[action$='/revoir']").count():
            with page.expect_navigation():
                page.locator(".doubts form[action$='/revoir'] button").first.click()
        with desk.app.extensions["sessions"].begin() as session:
            call = session.get_one(CallRow, 1)
            assert not any(fact.review for fact in call.facts)
            assert call.deadline_text.startswith("2027-02-01")
            assert call.version == 2

        page.goto("/appels/1/versions/1/lecture")
        expect(page.get_by_text("Petits travaux de second œuvre").first).to_be_visible()
        look(page, "old")


def test_the_pages_of_versions_hold_on_every_screen(desk: Desk, browser: Browser):
    with desk.app.extensions["sessions"].begin() as session:
        reviewing.confirm_all_sure(session, desk.officer(session), 1)
    for screen in (*SCREENS, Screen(768, "light")):
        with window(browser, desk.address, screen) as page:
            sign_in(page, "officer@example.org", PASSWORD)
            if screen == SCREENS[0]:
                page.goto("/appels/1/versions/nouvelle")
                page.get_by_label("Fichiers reçus").set_input_files(sorted(desk.files.iterdir()))
                page.get_by_label("sont le nouveau dossier complet").check()
                press(page, "Lire cette version")
                desk.work()
            for name, path in (
                ("changes", "/appels/1/versions/2"),
                ("review", "/appels/1"),
                ("search", "/appels/1/fichiers/?q=insertoin"),
                ("hit", "/appels/1/fichiers/2/pages/2?q=insertion"),
                ("old", "/appels/1/versions/1/lecture"),
            ):
                page.goto(path)
                look(page, f"{name}-{screen}")


def test_a_call_of_seven_lots_is_reviewed_in_a_few_acts(desk: Desk, browser: Browser):
    with window(browser, desk.address) as page:
        sign_in(page, "officer@example.org", PASSWORD)
        page.goto("/appels/1")
        acts = 0
        while page.locator(".doubts form[action$='/confirmer']").count():
            with page.expect_navigation():
                page.keyboard.press("n")
                page.keyboard.press("Enter")
            acts += 2
        while page.locator(".group-head button").count():
            with page.expect_navigation():
                page.locator(".group-head button").first.click()
            acts += 1
        press(page, "J’ai vérifié cette lecture")
        acts += 1
        expect(page.get_by_role("heading", name="Ce qui est à répartir")).to_be_visible()

    with desk.app.extensions["sessions"].begin() as session:
        assert session.get_one(CallRow, 1).state is CallState.REVIEWED
    assert acts <= 20, acts


def test_a_click_on_the_page_chooses_the_fact_and_a_link_leads_back_to_it(desk: Desk, browser: Browser):
    with window(browser, desk.address) as page:
        sign_in(page, "officer@example.org", PASSWORD)
        page.goto("/appels/1")
        link = page.locator(".page-view-links a").first
        chosen = re.search(r"fait=(\d+)", link.get_attribute("href") or "")
        assert chosen is not None
        link.locator("rect").first.click(force=True)
        expect(
            page.locator(f".fact.is-chosen#fait-{chosen[1]}, .fact.is-chosen#doute-{chosen[1]}")
        ).to_be_visible()
        assert f"fait={chosen[1]}" in page.url
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.bring_to_front()  # a page without the focus may not write to the clipboard
        page.locator("#source [data-copy]").click()
        expect(page.get_by_text("Lien copié")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        page.goto(copied)
        expect(page.locator(".fact.is-chosen").first).to_be_visible()
        page.keyboard.press("?")
        expect(page.get_by_text("confirmer et passer au suivant")).to_be_visible()


def test_a_search_counts_by_file_and_goes_from_hit_to_hit(desk: Desk, browser: Browser):
    with window(browser, desk.address, PHONE) as page:
        sign_in(page, "officer@example.org", PASSWORD)
        page.goto("/appels/1/fichiers/?q=insertion")
        expect(page.get_by_role("navigation", name="Passages par fichier")).to_contain_text(
            "2_CCAP_exemple.pdf"
        )
        with page.expect_navigation():
            page.locator(".hits a").first.click()
        assert page.locator(".page-text mark").count() > 0
        assert page.locator(".hit").count() > 0
        with page.expect_navigation():
            page.get_by_role("link", name="Passage suivant").click()
        expect(page.get_by_role("navigation", name="Passages trouvés")).to_contain_text(
            re.compile(r"sur \d+")
        )
