"""The pages of the skeleton in a real browser: light and dark, desk and phone, keyboard, no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import (
    DESKTOP,
    PHONE,
    SCREENS,
    Screen,
    assert_accessible,
    assert_no_sideways_scroll,
    keep_picture,
    sign_in,
    window,
)
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.browser

OFFICER, ADMIN = "officer@example.org", "admin@example.org"


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_sign_in_page_is_clean_on_every_screen(browser: Browser, example_address: str, screen: Screen):
    with window(browser, example_address, screen) as page:
        page.goto("/connexion")

        expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        keep_picture(page, f"sign-in-{screen}")


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_every_component_is_clean_on_every_screen(browser: Browser, example_address: str, screen: Screen):
    with window(browser, example_address, screen) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto("/composants/")

        expect(page.get_by_role("heading", name="Composants")).to_be_visible()
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        keep_picture(page, f"components-{screen}")


@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[3]], ids=str)
@pytest.mark.parametrize("path", ["/mon-compte", "/comptes/", "/comptes/inviter"])
def test_the_accounts_pages_are_clean_on_desk_and_phone(
    browser: Browser, example_address: str, screen: Screen, path: str
):
    with window(browser, example_address, screen) as page:
        sign_in(page, ADMIN, PASSWORD)
        page.goto(path)

        assert_accessible(page)
        assert_no_sideways_scroll(page)
        keep_picture(page, f"{path.strip('/').replace('/', '-')}-{screen}")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_a_refused_form_leads_to_its_fields(browser: Browser, example_address: str, screen: Screen):
    with window(browser, example_address, screen, expected="422") as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto("/composants/")
        page.get_by_role("button", name="J’approuve notre part").click()

        summary = page.get_by_role("alert").filter(has_text="à corriger")
        expect(summary).to_be_focused()
        assert_accessible(page)
        keep_picture(page, f"refused-form-{screen}")
        summary.get_by_role("link").first.click()
        expect(page.get_by_label("Heures libres par mois")).to_be_focused()


def test_a_page_that_does_not_exist_is_clean(browser: Browser, example_address: str):
    with window(browser, example_address, PHONE, expected="404") as page:
        page.goto("/rien")

        expect(page.get_by_role("heading", name="Cette page n’existe pas")).to_be_visible()
        assert_accessible(page)
        keep_picture(page, "not-found")


def test_on_a_phone_the_menu_opens_by_its_button(browser: Browser, example_address: str):
    with window(browser, example_address, PHONE) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto("/mon-compte")
        person = page.get_by_text("Claire Aubin", exact=True)
        expect(person).to_be_hidden()

        page.get_by_role("button", name="Menu").click()

        expect(person).to_be_visible()
        person.click()
        expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
        assert_accessible(page)
        keep_picture(page, "menu-phone")


def test_without_script_one_signs_in_and_finds_the_menu(browser: Browser, example_address: str):
    with window(browser, example_address, PHONE, javascript=False) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto("/mon-compte")

        expect(page.get_by_text("Claire Aubin", exact=True)).to_be_visible()
        page.get_by_label("Nom affiché").fill("Claire Aubin")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("Vos réglages sont enregistrés.")).to_be_visible()


def test_by_keyboard_alone_one_signs_in(browser: Browser, example_address: str):
    with window(browser, example_address, DESKTOP) as page:
        page.goto("/connexion")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type(OFFICER)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/connexion" not in url)


def test_progress_advances_by_itself_and_stops_at_its_end(browser: Browser, example_address: str):
    with window(browser, example_address, DESKTOP) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto("/composants/?done=9")
        bar = page.locator(".progress").first

        expect(bar).to_contain_text("Terminé", timeout=8000)
        expect(bar).not_to_have_attribute("hx-get", "")
        assert_accessible(page)


@pytest.mark.parametrize("language", ["Deutsch", "English"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_the_language_is_chosen_before_signing_in(
    browser: Browser, example_address: str, language: str, screen: Screen
):
    with window(browser, example_address, screen) as page:
        page.goto("/connexion")
        page.get_by_role("button", name=language).click()
        page.wait_for_load_state("load")

        expect(page.get_by_role("button", name=language)).to_have_attribute("aria-pressed", "true")
        expect(
            page.get_by_role("heading", name="Anmelden" if language == "Deutsch" else "Sign in")
        ).to_be_visible()
        assert_no_sideways_scroll(page)
        keep_picture(page, f"sign-in-{language}-{screen}")


def test_at_double_size_nothing_is_lost_sideways(browser: Browser, example_address: str):
    with window(browser, example_address, Screen(640, "light", 450)) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto("/composants/")

        assert_no_sideways_scroll(page)
