"""Fixtures every room's tests may use."""

from __future__ import annotations

from hypothesis import settings

from tests.browser import browser_type_launch_args

__all__ = ["browser_type_launch_args"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
