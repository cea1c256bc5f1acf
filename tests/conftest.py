"""Fixtures every room's tests may use."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.browser import browser_type_launch_args

__all__ = ["browser_type_launch_args"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that drive a browser come first: they last longest, and nobody waits for one alone."""
    driven = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in driven)
