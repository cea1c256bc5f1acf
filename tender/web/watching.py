"""Which sources of calls this installation asks."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from tender.settings import WatchSettings, read_settings


def watch_settings() -> WatchSettings:
    """The sources as set; the demo replays what was recorded."""
    if current_app.config["DEMO"]:
        return WatchSettings(names=("recorded",))
    return read_settings(Path(current_app.instance_path)).watch
