"""The face: the only room that knows Flask. create_app() is where the parts are joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from tender.settings import instance_folder
from tender.web.assets import prepare_assets
from tender.web.config import configure
from tender.web.display import prepare_display
from tender.web.errors import prepare_errors
from tender.web.headers import prepare_headers
from tender.web.jobs import prepare_jobs
from tender.web.labels import prepare_labels
from tender.web.languages import prepare_languages
from tender.web.login import prepare_login
from tender.web.navigation import prepare_navigation
from tender.web.numbers import RowNumber
from tender.web.pages import PAGES
from tender.web.session import prepare_sessions
from tender.web.throttle import prepare_throttle


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The app for one installation. `config` wins over file and environment; INSTANCE names its folder."""
    given = dict(config or {})
    app = Flask(
        "tender",
        instance_path=str(instance_folder(given.get("INSTANCE"))),
        static_folder="static",
        template_folder="templates",
    )
    configure(app, given)
    proxies = int(app.config["TRUSTED_PROXIES"])
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign] # as Flask says to
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for prepare in (
        prepare_sessions,
        prepare_jobs,
        prepare_login,
        prepare_headers,
        prepare_throttle,
        CSRFProtect,
        prepare_languages,
        prepare_assets,
        prepare_display,
        prepare_labels,
        prepare_navigation,
        prepare_errors,
    ):
        prepare(app)
    app.url_map.converters["int"] = RowNumber
    for page in PAGES:
        app.register_blueprint(page.bp)
    return app
