"""The pages of this module in a real browser: light and dark, desk and phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import (
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
        sign_in(page, "officer@example.org", PASSWORD)
        page.goto("/composants/")
        expect(page.get_by_role("heading", name="Composants")).to_be_visible()
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        keep_picture(page, f"components-{screen}")
