"""Logos: handed in by a member for itself or by the officer, shown on what the group issues."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField

from tender.store.members import MemberRow
from tender.web import jobs
from tender.web.errors import found, reason
from tender.web.forms import BaseForm
from tender.web.login import STAFF_AND_DIRECTORS, current_user, open_to
from tender.web.session import db
from tender.web.uploads import sent_files
from tender.workbench import logos
from tender.workbench.errors import Invalid

bp = Blueprint("logos", __name__, url_prefix="/logos")


class LogoForm(BaseForm):
    """A picture file."""

    file = FileField(lazy_gettext("Image PNG, JPEG ou SVG, 2 Mo au plus"))


@bp.route("/collectif", methods=["GET", "POST"], defaults={"member_id": None})
@bp.route("/<int:member_id>", methods=["GET", "POST"])
@open_to(*STAFF_AND_DIRECTORS)
def edit(member_id: int | None) -> ResponseReturnValue:
    """The logo as it will be printed; another one, or none."""
    if member_id is None and not current_user().sees_everything:
        found(None)
    holder = logos.holder_of(db(), current_user(), member_id)
    form = LogoForm()
    if form.accepted():
        sent = sent_files(request.files.getlist("file"))
        taken_away = request.form.get("remove") == "1"
        try:
            if not sent and not taken_away:
                raise Invalid("no_file")
            data = None if taken_away else sent[0][1]
            logos.set_logo(db(), current_user(), jobs.files(), member_id, data)
        except Invalid as error:
            form.refuse("file", reason(error))
        else:
            flash(_("Logo retiré.") if taken_away else _("Logo enregistré."), "ok")
            return redirect(url_for("logos.edit", member_id=member_id))
    member = holder if isinstance(holder, MemberRow) else None
    return render_template("logos/edit.html", form=form, holder=holder, member=member), form.status


@bp.route("/collectif.png", defaults={"member_id": None})
@bp.route("/<int:member_id>.png")
@open_to(*STAFF_AND_DIRECTORS)
def picture(member_id: int | None) -> ResponseReturnValue:
    """The logo itself."""
    holder = logos.holder_of(db(), current_user(), member_id)
    kept = holder.logo and jobs.files().path(holder.logo).exists()
    return Response(jobs.files().read(found(holder.logo if kept else None)), mimetype="image/png")
