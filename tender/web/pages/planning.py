"""Le planning of a response: each lot drawn month by month, the steps of its start, the files to hand in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tender.web.call_steps import call_and_split, steps_of
from tender.web.downloads import made_file
from tender.web.errors import reason
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import memo_view
from tender.workbench.clock import now
from tender.workbench.errors import Invalid

bp = Blueprint("planning", __name__, url_prefix="/appels/<int:call_id>/planning")


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """Every lot's months and teams; the steps of the start are set here."""
    call, split = call_and_split(call_id)
    if request.method == "POST":
        columns = [request.form.getlist(name) for name in ("words", "weeks", "who")]
        lines = [
            {"words": words, "weeks": weeks, "who": who} for words, weeks, who in zip(*columns, strict=False)
        ]
        try:
            memo_view.set_steps(db(), current_user(), call_id, lines)
        except Invalid as error:
            flash(reason(error), "doubt")
        else:
            flash(_("Étapes du démarrage enregistrées."), "ok")
        return redirect(url_for("planning.show", call_id=call_id))
    plans = memo_view.plans(db(), current_user(), call_id) if split.shares else ()
    return render_template(
        "planning/show.html",
        call=call,
        steps=steps_of(call, split),
        plans=plans,
        set_steps=memo_view.steps_set(db(), current_user(), call_id) if split.shares else (),
    )


@bp.route("/planning.<any(xlsx, ics):kind>")
@open_to(*STAFF)
def file(call_id: int, kind: str) -> ResponseReturnValue:
    """The workbook or the calendar, as they would be deposited today."""
    call_and_split(call_id)
    workbook, dates = memo_view.planning_files(db(), current_user(), call_id, now().date())
    return made_file(workbook if kind == "xlsx" else dates, f"Planning.{kind}")
