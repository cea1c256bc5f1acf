"""Sixty members seen in a real browser: matrix, map, lists, suppositions; wide, narrow, dark, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    served,
    sign_in,
    window,
)
from tests.web.conftest import PASSWORD, an_app
from tests.web.large_collective import SIZE, a_large_collective

pytestmark = pytest.mark.browser
OFFICER = "officer@example.org"


@dataclass(frozen=True, slots=True)
class Large:
    """A served app with sixty members and a call."""

    address: str
    split: str


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    """Built once; the tests look and change nothing that others look at."""
    app = an_app(tmp_path_factory.mktemp("large"))
    call_id = a_large_collective(app)
    with served(app) as address:
        yield Large(address, f"/appels/{call_id}/repartition/")
    app.extensions["engine"].dispose()


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_split_of_sixty_members_fits_every_screen(large: Large, browser: Browser, screen: Screen):
    with window(browser, large.address, screen) as page:
        sign_in(page, OFFICER, PASSWORD)
        for name, query in (("whole", ""), ("chosen", "?lot=3&adherente=7"), ("members", "?vue=adherentes")):
            page.goto(f"{large.split}{query}")
            keep_picture(page, f"large-{name}-{screen}")
            assert_no_sideways_scroll(page)
        assert_accessible(page)


def test_groups_open_and_close_and_a_name_is_found(large: Large, browser: Browser):
    with window(browser, large.address, DESKTOP) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto(large.split)
        closed = page.locator(".split-matrix thead .col-member").count()
        page.locator(".split-matrix .col-group a").first.click()
        opened = page.locator(".split-matrix thead .col-member").count()
        page.get_by_label("Adhérente à trouver").fill("hyeres")
        page.get_by_role("button", name="Filtrer").click()

        assert closed < 25 < 25 + opened
        assert opened > closed
        expect(page.locator(".split-matrix thead .col-member")).to_have_count(1)


def test_no_two_of_sixty_members_share_a_mark(large: Large, browser: Browser):
    with window(browser, large.address, DESKTOP) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto("/adherentes/")
        looks = page.locator("table .swatch").evaluate_all(
            "found => found.map(one => { const s = getComputedStyle(one);"
            " return s.backgroundColor + s.backgroundImage + s.backgroundSize; })"
        )

        assert len(looks) == SIZE
        assert len(set(looks)) == SIZE


def test_on_paper_sixty_members_are_lists_that_lose_nothing(large: Large, browser: Browser, tmp_path: Path):
    with window(browser, large.address, DESKTOP) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto(large.split)
        page.emulate_media(media="print")

        assert not page.locator(".split-matrix").is_visible()
        lots = page.locator(".lot-cards > li")
        assert lots.count() == 12
        assert lots.first.locator(".need-card-shares").first.is_visible()
        page.pdf(path=tmp_path / "split.pdf", prefer_css_page_size=True)
        pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "split.pdf").read_bytes()))
        assert 2 <= pages <= 12


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_members_territories_and_suppositions_are_readable_by_all(
    large: Large, browser: Browser, screen: Screen
):
    with window(browser, large.address, screen) as page:
        sign_in(page, OFFICER, PASSWORD)
        for name, path in (
            ("members", "/adherentes/"),
            ("territory", "/adherentes/5/territoires"),
            ("workbook", "/adherentes/classeur/"),
            ("hours", "/adherentes/5/capacites"),
            ("trials", f"{large.split}essais/"),
        ):
            page.goto(path)
            keep_picture(page, f"large-{name}-{screen}")
            assert_no_sideways_scroll(page)
            assert_accessible(page)


def test_a_commune_is_added_on_the_map_in_one_press(large: Large, browser: Browser):
    with window(browser, large.address, DESKTOP) as page:
        sign_in(page, OFFICER, PASSWORD)
        page.goto("/adherentes/9/territoires")
        before = page.locator(".commune-map .in-reach").count()
        page.locator(".commune-map a:not(:has(.in-reach)) polygon").nth(3).dispatch_event("click")
        expect(page.locator(".commune-map .in-reach")).to_have_count(before + 1)
