"""Who is looking, and the guard: every page is closed until it says to whom it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import flask_login
from flask import Flask, abort, current_app, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from tender.store.accounts import Role, UserRow, find_user
from tender.web.session import db
from tender.workbench import permissions

F = TypeVar("F", bound=Callable[..., Any])

PUBLIC = frozenset(
    {
        "static",
        "accounts.sign_in",
        "accounts.forgotten",
        "accounts.choose_password",
        "accounts.language",
        "agenda.feed",
        "missed.hear",
        "report_links.read",
        "report_links.contracts",
        "report_links.download",
    }
)
"""The only endpoints that open without signing in."""

EVERYONE = frozenset(Role)
STAFF = permissions.STAFF
STAFF_AND_DIRECTORS = STAFF | {Role.DIRECTOR}
REPORT_READERS = STAFF | {Role.READER}
"""Those a report on clauses opens to; a collectivité's reader sees its own alone (store.uptake.may_read)."""


class Viewer(flask_login.UserMixin):
    """An account as Flask-Login wants it. A new password changes the id, and so ends older sessions."""

    def __init__(self, row: UserRow) -> None:
        self.row = row

    def get_id(self) -> str:
        """The account and the number of its password."""
        return f"{self.row.id}.{self.row.reset_count}"


def prepare_login(app: Flask) -> None:
    """Set up sign-in and close every page."""
    manager = flask_login.LoginManager(app)
    manager.session_protection = "basic"
    manager.user_loader(_load)
    app.before_request(_guard)
    app.context_processor(lambda: {"viewer": viewer_or_none()})


def open_to(*roles: Role) -> Callable[[F], F]:
    """Name the roles a page opens to; stands between @bp.route and the function."""

    def mark(view: F) -> F:
        view.opens_to = frozenset(roles)  # type: ignore[attr-defined] # the mark the guard reads
        return view

    return mark


def roles_of(endpoint: str) -> frozenset[Role]:
    """The roles an endpoint opens to; none when it does not say."""
    opens_to: frozenset[Role] = getattr(current_app.view_functions.get(endpoint), "opens_to", frozenset())
    return opens_to


def current_user() -> UserRow:
    """The account that is looking; 401 when nobody is signed in."""
    viewer = viewer_or_none()
    if viewer is None:
        abort(401)
    return viewer


def viewer_or_none() -> UserRow | None:
    """The account that is looking, if somebody is signed in."""
    row: UserRow | None = getattr(flask_login.current_user, "row", None)
    return row


def let_in(user: UserRow) -> None:
    """Open a session for this account; nothing of the session before is kept but the language."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.permanent = True
    flask_login.login_user(Viewer(user))


def let_out() -> None:
    """Close the session."""
    flask_login.logout_user()
    session.clear()


def forget_viewer() -> None:
    """Nobody is looking from here on: for the page shown when the database itself fails."""
    g._login_user = flask_login.AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login keeps it


def safe_next(target: str | None) -> str | None:
    """The path to go on to, if it is one of ours: a link from outside must not lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or any(ord(sign) < 32 for sign in target) else target


def _load(known_as: str) -> Viewer | None:
    number, _, version = known_as.partition(".")
    if not (number.isdigit() and version.isdigit()):
        return None
    row = find_user(db(), int(number))
    return Viewer(row) if row is not None and row.reset_count == int(version) else None


def _guard() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in PUBLIC:
        return None
    viewer = viewer_or_none()
    if viewer is None:
        return _to_sign_in()
    if viewer.role not in roles_of(endpoint):
        abort(403)
    return None


def _to_sign_in() -> ResponseReturnValue:
    """To the sign-in page, and back afterwards; htmx is told to load it as a whole page."""
    if request.headers.get("HX-Request") == "true":
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url_for("accounts.sign_in")
        return response
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=None if back in (None, "/") else back))
