"""The members' means as a workbook: taken out, filled in, looked at, then kept whole or not at all."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField

from tender.store.accounts import Role
from tender.store.members import list_members
from tender.web import jobs
from tender.web.downloads import made_file
from tender.web.errors import reason
from tender.web.forms import BaseForm
from tender.web.labels import trade_label
from tender.web.languages import language
from tender.web.login import STAFF_AND_DIRECTORS, current_user, open_to
from tender.web.means_words import change_words, fault_words, readers
from tender.web.session import db
from tender.workbench import means_file
from tender.workbench.errors import Invalid, OutOfDate
from tender.workbench.means_file import Examined

bp = Blueprint("means", __name__, url_prefix="/adherentes/classeur")

MOST_SHOWN = 400


class WorkbookForm(BaseForm):
    """The workbook filled in."""

    file = FileField(lazy_gettext("Classeur rempli (.xlsx)"))


@bp.route("/", methods=["GET", "POST"])
@open_to(*STAFF_AND_DIRECTORS)
def index() -> ResponseReturnValue:
    """Send a workbook; the page then says what is wrong in which cell, or what would change."""
    form = WorkbookForm()
    if not form.accepted():
        return render_template("means/index.html", form=form), form.status
    sent = form.file.data
    data, name = (sent.read(), sent.filename) if sent else (b"", "")
    try:
        seen = means_file.examine(db(), current_user(), data, name, readers())
    except Invalid as error:
        form.refuse("file", reason(error))
        return render_template("means/index.html", form=form), 422
    return _preview(seen, jobs.files().keep(data), name, 422 if seen.faults else 200)


def _preview(seen: Examined, sha: str, name: str, status: int) -> ResponseReturnValue:
    names = {member.key: member.name for member in list_members(db(), viewer=current_user())}
    told: dict[str, list[str]] = {}
    for one in seen.changes[:MOST_SHOWN]:
        told.setdefault(names.get(one.member, one.member), []).append(change_words(one))
    page = render_template(
        "means/preview.html",
        name=name,
        sha=sha,
        seen=seen,
        faults=[fault_words(one) for one in seen.faults[:MOST_SHOWN]],
        told=told,
    )
    return page, status


@bp.route("/enregistrer", methods=["POST"])
@open_to(*STAFF_AND_DIRECTORS)
def keep() -> ResponseReturnValue:
    """Keep what was shown, all of it; what changed meanwhile is shown again first."""
    name, sha = request.form.get("name", ""), request.form.get("sha", "")
    try:
        data = jobs.files().read(sha)
    except (OSError, ValueError):
        flash(_("Envoyez de nouveau le classeur : il n’a pas été gardé."), "doubt")
        return redirect(url_for("means.index"))
    try:
        seen = means_file.keep(
            db(), current_user(), data, name, readers(), digest=request.form.get("digest", "")
        )
    except OutOfDate as error:
        flash(reason(error), "doubt")
        return _preview(means_file.examine(db(), current_user(), data, name, readers()), sha, name, 409)
    flash(_("%(count)s changements enregistrés.", count=len(seen.changes)), "ok")
    back = "members.capacities" if current_user().role is Role.DIRECTOR else "members.index"
    return redirect(url_for(back))


@bp.route("/capacites.xlsx")
@open_to(*STAFF_AND_DIRECTORS)
def export() -> ResponseReturnValue:
    """The means of every member the person may see."""
    data = means_file.export(db(), current_user(), language=language(), trade_name=trade_label)
    return made_file(data, "capacites.xlsx")
