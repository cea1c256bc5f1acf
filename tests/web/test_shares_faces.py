"""Members, needs, the split and the director's path in a real browser: desk and phone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser import (
    DESKTOP,
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
from tests.builders import MIRAMAS
from tests.web.conftest import PASSWORD, an_app
from tests.web.split_cases import OTHER, Case, a_case

pytestmark = pytest.mark.browser

OFFICER, DIRECTOR = "officer@example.org", "director@example.org"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Case]]:
    """A served app with a split shown to its directors; its pages are only looked at."""
    app = an_app(tmp_path_factory.mktemp("shown"))
    case = a_case(app, shown=True)
    with served(app) as address:
        yield address, case
    app.extensions["engine"].dispose()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[str, Case, Flask]]:
    """The same for one test that changes it."""
    app = an_app(tmp_path)
    case = a_case(app, shown=True)
    with served(app) as address:
        yield address, case, app
    app.extensions["engine"].dispose()


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_officers_pages_are_clean_on_every_screen(
    browser: Browser, shown: tuple[str, Case], screen: Screen
):
    address, case = shown
    cell = f"?lot=2&lieu={MIRAMAS}&metier=cleaning&adherente={case.mistral}"
    pages = {
        "members": "/adherentes/",
        "member": "/adherentes/1",
        "member-identity": "/adherentes/1/identite",
        "member-places": "/adherentes/1/territoires?q=istres&commune=13047",
        "member-hours": "/adherentes/1/capacites",
        "needs": f"{case.page}/besoins",
        "split": f"{case.page}/repartition/",
        "split-lot": f"{case.page}/repartition/?lot=1",
        "split-member": f"{case.page}/repartition/?adherente=1",
        "split-cell": f"{case.page}/repartition/{cell}",
        "terms": f"{case.page}/conditions/",
        "consent": f"{case.page}/approbations/",
    }
    with window(browser, address, screen) as page:
        sign_in(page, OFFICER, PASSWORD)
        for name, path in pages.items():
            page.goto(path)
            assert_accessible(page)
            assert_no_sideways_scroll(page)
            keep_picture(page, f"{name}-{screen}")


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_directors_pages_are_clean_on_every_screen(
    browser: Browser, shown: tuple[str, Case], screen: Screen
):
    address, case = shown
    part = f"/parts/{case.split}/{case.mistral}"
    pages = {
        "to-decide": "/parts/",
        "part": part,
        "part-counter": f"{part}/proposer",
        "part-refuse": f"{part}/refuser",
        "parts": "/parts/toutes",
        "own-hours": "/adherentes/nos-capacites",
    }
    with window(browser, address, screen) as page:
        sign_in(page, DIRECTOR, PASSWORD)
        for name, path in pages.items():
            page.goto(path)
            assert_accessible(page)
            assert_no_sideways_scroll(page)
            keep_picture(page, f"{name}-{screen}")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_director_decides_on_her_phone(browser: Browser, own: tuple[str, Case, Flask], javascript: bool):
    address, _case, _app = own
    with window(browser, address, PHONE, javascript=javascript) as page:
        sign_in(page, DIRECTOR, PASSWORD)
        page.get_by_role("link", name="Lire notre part et décider").click()
        expect(page.get_by_text("À quoi nous nous engageons")).to_be_visible()
        expect(page.get_by_role("button", name="J’approuve notre part")).to_be_in_viewport()

        page.get_by_role("button", name="J’approuve notre part").click()

        expect(page.get_by_role("heading", name="Votre décision est enregistrée")).to_be_visible()
        expect(page.get_by_text("Durance Partage")).to_be_visible()
        if javascript:
            assert_accessible(page)
            keep_picture(page, "decided-phone")


def test_a_director_proposes_otherwise_on_her_phone(browser: Browser, own: tuple[str, Case, Flask]):
    address, _case, _app = own
    with window(browser, address, PHONE, expected="422") as page:
        sign_in(page, OTHER, PASSWORD)
        page.get_by_role("link", name="Lire notre part et décider").click()
        page.get_by_role("link", name="Je propose autre chose").click()
        box = page.get_by_label("Lot 1, Salon-de-Provence")
        box.fill("99999")
        page.get_by_role("button", name="Envoyer cette proposition").click()
        expect(page.get_by_role("alert")).to_be_focused()
        assert_accessible(page)

        box.fill("240")
        page.get_by_role("button", name="Envoyer cette proposition").click()

        expect(page.get_by_role("heading", name="Votre décision est enregistrée")).to_be_visible()


def test_an_officer_changes_a_cell_and_is_told_what_breaks(browser: Browser, own: tuple[str, Case, Flask]):
    address, case, _app = own
    with window(browser, address, DESKTOP, expected="422") as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto(f"{case.page}/repartition/")
        page.get_by_role("link", name="1 Nettoyage des écoles").click()
        page.get_by_role("link", name="Salon-de-Provence, Durance Partage").click()
        page.get_by_label("Heures de Durance Partage").fill("900")
        page.get_by_role("button", name="Enregistrer ces heures").click()
        expect(page.get_by_role("alert")).to_contain_text("de plus que le besoin")
        assert_accessible(page)

        page.get_by_label("Heures de trop").select_option(label="Mistral Insertion (360 h)")
        page.get_by_role("button", name="Enregistrer ces heures").click()

        expect(page.get_by_text("900 h sur 960 h pour ce besoin")).to_be_visible()


def test_communes_are_offered_as_one_types(browser: Browser, own: tuple[str, Case, Flask]):
    address, case, _app = own
    with window(browser, address, DESKTOP) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto(f"{case.page}/besoins")
        page.get_by_label("Commune, lot 1, ligne 1").fill("Istre")

        expect(page.locator('#communes option[value="Istres (13047)"]')).to_have_count(1)
