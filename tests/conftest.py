"""Fixtures every room's tests may use."""

from __future__ import annotations

from tests.browser import browser_type_launch_args

__all__ = ["browser_type_launch_args"]
