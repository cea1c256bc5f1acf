"""What a collectivité says of its report, line by line, and what the collective answers."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tender.store.accounts import Role
from tender.store.uptake import list_comments, may_read
from tender.web import jobs
from tender.web.display import number
from tender.web.errors import reason
from tender.web.login import REPORT_READERS, STAFF, current_user, open_to
from tender.web.session import db
from tender.web.uptake_labels import slice_words, told_slice_words
from tender.web.uptake_shown import asked_slice, own_page
from tender.workbench import report_comments, uptake_report
from tender.workbench.errors import Invalid

bp = Blueprint("report_comments", __name__, url_prefix="/rapports/acheteurs")


@bp.app_template_filter()
def line_words(about: dict[str, str]) -> str:
    """Which line a comment is about."""
    return told_slice_words(about) or (_("Tous les marchés") if about else _("Le rapport entier"))


@bp.route("/commentaires")
@open_to(Role.READER)
def own() -> ResponseReturnValue:
    """A collectivité's reader goes to what was said of its own report."""
    return own_page("report_comments.index")


@bp.route("/<siren>/commentaires")
@open_to(*REPORT_READERS)
def index(siren: str) -> ResponseReturnValue:
    """Everything said of this report and answered."""
    if not may_read(db(), siren, viewer=current_user()):
        abort(404)
    return render_template(
        "uptake/comments.html", siren=siren, comments=list_comments(db(), siren, viewer=current_user())
    )


@bp.route("/<siren>/commentaires", methods=["POST"])
@open_to(*REPORT_READERS)
def add(siren: str) -> ResponseReturnValue:
    """Comment or contest; the line is the one in the address, the whole report without."""
    about = asked_slice(siren).params() if request.args else {}
    try:
        report_comments.comment(
            db(),
            current_user(),
            siren,
            request.form.get("text", ""),
            about=about,
            figure=_figure(siren) if about else "",
            contested=request.form.get("contested") == "1",
        )
    except Invalid as error:
        flash(reason(error), "stop")
    else:
        flash(_("C’est noté. Une réponse viendra, et restera à côté du chiffre."), "ok")
    if about:
        return redirect(f"{url_for('uptake.contracts', siren=siren)}?{urlencode(about)}#commentaires")
    return redirect(url_for("report_comments.index", siren=siren))


def _figure(siren: str) -> str:
    """The line as it stands now: its words and how many contracts."""
    asked = asked_slice(siren)
    total = uptake_report.contracts(db(), current_user(), jobs.files(), asked, per_page=1).total
    counted = ngettext("%(count)s marché", "%(count)s marchés", total, count=number(total))
    return " · ".join(one for one in (slice_words(asked), counted) if one)


@bp.route("/<siren>/commentaires/<int:comment_id>", methods=["POST"])
@open_to(*STAFF)
def answer(siren: str, comment_id: int) -> ResponseReturnValue:
    """Answer it; the answer is kept as given."""
    try:
        report_comments.answer_comment(
            db(), current_user(), siren, comment_id, request.form.get("answer", "")
        )
    except Invalid as error:
        flash(reason(error), "stop")
    else:
        flash(_("La réponse est gardée à côté du commentaire."), "ok")
    return redirect(url_for("report_comments.index", siren=siren))
