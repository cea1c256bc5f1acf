"""Aide: what each role does here, step by step, each step leading to its page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tender.store.accounts import Role
from tender.web.login import current_user, open_to

bp = Blueprint("guide", __name__, url_prefix="/aide")


@bp.route("/")
@open_to(*Role)
def index() -> ResponseReturnValue:
    """The steps of who is looking; an admin reads the officer's, for she does the same."""
    role = current_user().role
    page = Role.OFFICER if role is Role.ADMIN else role
    return render_template(f"guide/{page.value}.html")
