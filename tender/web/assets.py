"""Addresses of static files that change with their content, so that a browser may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, url_for

STYLES = (
    "tokens",
    "elements",
    "layout",
    "controls",
    "components",
    "notices",
    "call",
    "reading",
    "tables",
    "members",
    "charts",
    "shares",
    "matrix",
    "print",
)


def prepare_assets(app: Flask) -> None:
    """Give the templates `asset(name)` and the list of stylesheets."""
    app.jinja_env.globals.update(asset=asset, styles=STYLES)


def asset(name: str) -> str:
    """The address of a static file with the fingerprint of its bytes."""
    path = Path(current_app.static_folder or "") / name
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    return url_for("static", filename=name, v=_fingerprint(path, stamp))


@lru_cache(maxsize=256)
def _fingerprint(path: Path, stamp: int) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if stamp else None
