"""One database session a request, one commit when the answer is below 400."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, current_app, g
from sqlalchemy.orm import Session, sessionmaker

from tender.store.database import open_engine, sessions


def prepare_sessions(app: Flask) -> None:
    """Open the app's engine and tie sessions to its requests."""
    engine = open_engine(app.config["DATABASE_URL"])
    app.extensions["engine"] = engine
    app.extensions["sessions"] = sessions(engine)
    app.after_request(_finish)
    app.teardown_appcontext(_close)


def db() -> Session:
    """The session of this request."""
    if "db" not in g:
        g.db = cast("sessionmaker[Session]", current_app.extensions["sessions"])()
    return cast("Session", g.db)


def keep_though_refused() -> None:
    """Commit this request even if its answer is a refusal: a failed sign-in must be counted."""
    g.keep_though_refused = True


def after_commit(act: Callable[[], None]) -> None:
    """Have this done once the request's changes stand; not at all if they are dropped."""
    g.setdefault("after_commit", []).append(act)


def forget_changes() -> None:
    """Drop what this request changed."""
    if "db" in g:
        g.db.rollback()


def _finish(response: Response) -> Response:
    if "db" in g:
        if response.status_code < 400 or g.pop("keep_though_refused", False):
            g.db.commit()
            for act in g.pop("after_commit", ()):
                act()
        else:
            g.db.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    session = g.pop("db", None)
    if session is not None:
        session.close()
