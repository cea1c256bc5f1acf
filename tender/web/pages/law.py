"""Points of law of a split: answered, set aside with a reason, taken back; the record stays."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tender.store.calls import CallRow, find_call
from tender.store.splits import find_split_of_call
from tender.web.call_steps import steps_of
from tender.web.errors import found, reason
from tender.web.law_words import law_panel
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import legal
from tender.workbench.errors import Invalid, OutOfDate

bp = Blueprint("law", __name__, url_prefix="/appels/<int:call_id>/droit")

BACK = {"repartition": "splits.show", "approbations": "consent.show"}
"""Where the panel stands too: a person returns to the page she decided on."""


@bp.route("/")
@open_to(*STAFF)
def show(call_id: int) -> ResponseReturnValue:
    """Every point of law of the split: open, settled with who and when, and to be known; prints as it is."""
    return _page(found(find_call(db(), call_id, viewer=current_user())))


def _page(call: CallRow, *, error: str = "", typed: str = "", at: str = "") -> str:
    split = found(find_split_of_call(db(), call.id, viewer=current_user()))
    return render_template(
        "law/show.html",
        call=call,
        split=split,
        steps=steps_of(call, split),
        law=law_panel(legal.view_of(db(), current_user(), split)),
        law_back="",
        law_error=error,
        law_typed=typed,
        law_at=at,
    )


@bp.route("/ecarter", methods=["POST"])
@open_to(*STAFF)
def set_aside(call_id: int) -> ResponseReturnValue:
    """Set a point aside with a reason, until what it rests on changes."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    given, why = request.form.getlist("point"), request.form.get("motif", "")
    try:
        count = legal.set_aside(db(), current_user(), call_id, given, why)
    except (Invalid, OutOfDate) as error:
        return _refused(call, error, why)
    flash(ngettext("Le point est écarté, motif au journal.", "%(num)s points sont écartés, motif au journal.",
                   count), "ok")  # fmt: skip
    return _back(call_id)


@bp.route("/repondre", methods=["POST"])
@open_to(*STAFF)
def answer(call_id: int) -> ResponseReturnValue:
    """Answer a question, with who said so."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    given, word = request.form.getlist("point"), request.form.get("mot", "")
    said = request.form.get("reponse", "")
    try:
        legal.answer(db(), current_user(), call_id, given, given=said, word=word)
    except (Invalid, OutOfDate) as error:
        return _refused(call, error, word)
    flash(_("La réponse est enregistrée."), "ok")
    return _back(call_id)


@bp.route("/reprendre", methods=["POST"])
@open_to(*STAFF)
def withdraw(call_id: int) -> ResponseReturnValue:
    """Take a decision back: the point is open again."""
    found(find_call(db(), call_id, viewer=current_user()))
    legal.withdraw(db(), current_user(), call_id, request.form.getlist("point"))
    flash(_("La décision est reprise ; le point est de nouveau ouvert."), "ok")
    return _back(call_id)


def _refused(call: CallRow, error: Invalid | OutOfDate, typed: str) -> ResponseReturnValue:
    """The page again, its words beside the form that was sent."""
    status = 409 if isinstance(error, OutOfDate) else 422
    at = next(iter(request.form.getlist("point")), "")
    return _page(call, error=reason(error), typed=typed, at=at), status


def _back(call_id: int) -> ResponseReturnValue:
    page = BACK.get(request.form.get("retour", ""), "law.show")
    return redirect(url_for(page, call_id=call_id, _anchor="law"))
