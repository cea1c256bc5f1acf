"""A served app and a real Chromium for tests: what a page shows, says to the console, and axe's verdict."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Request
from waitress.server import create_server

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True, slots=True)
class Screen:
    """A window: its width in CSS pixels, light or dark."""

    width: int
    scheme: str
    height: int = 900

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


SCREENS = (Screen(1280, "light"), Screen(1280, "dark"), Screen(390, "light", 844), Screen(390, "dark", 844))
DESKTOP, PHONE = SCREENS[0], SCREENS[2]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own Chromium; nothing is downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: `python3 app.py test` installs it")
    return {"executable_path": found}


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app on a free port; yields its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(server.close)
        thread.join(timeout=5)


@contextmanager
def window(
    browser: Browser, address: str, screen: Screen = DESKTOP, *, javascript: bool = True, expected: str = ""
) -> Iterator[Page]:
    """A fresh browser window on a served app.

    When it closes: the console was empty (but for lines that hold `expected`), nothing was asked elsewhere.
    """
    context = browser.new_context(
        base_url=address,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        viewport={"width": screen.width, "height": screen.height},
        color_scheme="dark" if screen.scheme == "dark" else "light",
        java_script_enabled=javascript,
        reduced_motion="reduce",
    )
    said: list[str] = []
    elsewhere: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            elsewhere.append(request.url)

    page = context.new_page()
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", watch)
    try:
        yield page
    finally:
        context.close()
    assert elsewhere == []
    assert [line for line in said if not expected or expected not in line] == []


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_load_state("load")


def assert_accessible(page: Page) -> None:
    """axe finds nothing on this page as it is."""
    with _whole(page):
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
    told = [
        f"{one['id']} ({one['impact']}): {one['help']}\n    "
        + "\n    ".join(node["html"][:160] for node in one["nodes"][:4])
        for one in found.response["violations"]
    ]
    assert told == [], "\n" + "\n".join(told)


def assert_no_sideways_scroll(page: Page) -> None:
    """The page is no wider than its window."""
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], widths


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page when TENDER_PICTURES names a folder."""
    folder = os.environ.get("TENDER_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        with _whole(page):
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@contextmanager
def _whole(page: Page) -> Iterator[None]:
    """The window as high as the page: a bar that sticks to its foot then covers nothing."""
    size = page.viewport_size or {"width": DESKTOP.width, "height": DESKTOP.height}
    page.set_viewport_size({**size, "height": page.evaluate("document.documentElement.scrollHeight")})
    yield
    page.set_viewport_size(size)
