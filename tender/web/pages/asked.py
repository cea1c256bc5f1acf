"""What the buyer asks, for a director: the facts as they were read, each with its page, and the files."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tender.store.accounts import Role
from tender.web import jobs
from tender.web.downloads import handed_over
from tender.web.facts import groups_of
from tender.web.login import current_user, open_to
from tender.web.session import db
from tender.workbench import telling

bp = Blueprint("asked", __name__, url_prefix="/consultations/<int:call_id>")


@bp.route("/appel")
@open_to(Role.DIRECTOR)
def show(call_id: int) -> ResponseReturnValue:
    """Dates, lots, criteria, clauses, papers: on one page, before she answers or decides."""
    call = telling.call_told(db(), current_user(), call_id)
    return render_template("asked/show.html", call=call, groups=groups_of(call))


@bp.route("/fichiers/<int:file_id>")
@open_to(Role.DIRECTOR)
def file(call_id: int, file_id: int) -> ResponseReturnValue:
    """A file as the buyer issued it."""
    row = telling.file_told(db(), current_user(), call_id, file_id)
    return handed_over(jobs.files().path(row.sha256), row.name)
