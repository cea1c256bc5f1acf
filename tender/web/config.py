"""The web's settings: defaults, then instance/config.toml, then TENDER_* of the environment.

Folders, database and demo are those of every door of the program (tender/settings.py).
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from tender.settings import read_settings

MEGABYTE = 1024 * 1024

DEFAULTS: dict[str, Any] = {
    "DEMO_PASSWORD": "entrelots-exemple",
    # The address in letters; empty: the one the visitor used.
    "PUBLIC_URL": "",
    "MAIL_SENDER": "entrelots@localhost",
    "SMTP_HOST": "",
    "SMTP_PORT": 587,
    "SMTP_USER": "",
    "SMTP_PASSWORD": "",
    "MAX_CONTENT_LENGTH": 300 * MEGABYTE,
    "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
    "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
    "SESSION_COOKIE_NAME": "entrelots",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    # How many proxies stand in front; their word on the visitor's address and on HTTPS is then taken.
    "TRUSTED_PROXIES": 0,
    # True as soon as the installation is served over HTTPS; the demo is not.
    "SESSION_COOKIE_SECURE": False,
    "WTF_CSRF_TIME_LIMIT": None,
    "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
}


def configure(app: Flask, given: Mapping[str, Any]) -> None:
    """Fill the app's settings, the later of defaults, file, environment and `given` winning."""
    instance = Path(app.instance_path)
    instance.mkdir(parents=True, exist_ok=True)
    app.config.from_mapping(DEFAULTS)
    app.config.from_file(str(instance / "config.toml"), load=tomllib.load, silent=True, text=False)
    app.config.from_prefixed_env("TENDER")
    shared = read_settings(instance)
    app.config.from_mapping(
        DATABASE_URL=shared.database_url,
        FILES_FOLDER=str(shared.files),
        MAIL_FOLDER=str(shared.mail),
        DEMO=shared.demo,
    )
    app.config.from_mapping(given)
    if not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = _own_secret(instance / "secret_key")
    if app.config["SMTP_HOST"] and not app.config["PUBLIC_URL"]:
        # A link in a letter would else carry whatever host the request named, a stranger's too.
        msg = "PUBLIC_URL is not set: letters that leave by SMTP_HOST need the address of this installation"
        raise ValueError(msg)


def _own_secret(path: Path) -> str:
    """The installation's secret, made at its first start and readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    secret = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secret)
    return secret
