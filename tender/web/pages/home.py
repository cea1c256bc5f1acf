"""The door: a person goes to the first page of her menu; and what holds on every page."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from tender.web.login import EVERYONE, open_to
from tender.web.navigation import first_page

bp = Blueprint("home", __name__)


@bp.route("/")
@open_to(*EVERYONE)
def index() -> ResponseReturnValue:
    """Lead to where this person's work starts."""
    first = first_page()
    return redirect(first) if first else render_template("home/nothing.html")
