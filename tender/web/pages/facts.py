"""Decide on one fact: confirm, correct, reject, put back, add; and close the review."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tender.store.calls import CallRow, find_call, find_fact
from tender.store.splits import find_split_of_call
from tender.web.call_steps import steps_of
from tender.web.errors import found, reason
from tender.web.fact_forms import form_for, kept_of
from tender.web.facts import doubts_of, shown
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.web.sources import shown_source
from tender.workbench import reviewing
from tender.workbench.errors import Invalid, NotReady

bp = Blueprint("facts", __name__, url_prefix="/appels/<int:call_id>/faits")

ADDABLE = ("lot", "criterion", "document", "clause")


@bp.route("/<int:fact_id>/confirmer", methods=["POST"])
@open_to(*STAFF)
def confirm(call_id: int, fact_id: int) -> ResponseReturnValue:
    """It was read right."""
    reviewing.confirm(db(), current_user(), call_id, fact_id, seen=request.form.get("seen"))
    return _onward(call_id, fact_id)


@bp.route("/<int:fact_id>/rejeter", methods=["POST"])
@open_to(*STAFF)
def reject(call_id: int, fact_id: int) -> ResponseReturnValue:
    """The call does not say this."""
    reviewing.reject(db(), current_user(), call_id, fact_id, seen=request.form.get("seen"))
    return _onward(call_id, fact_id)


@bp.route("/<int:fact_id>/retablir", methods=["POST"])
@open_to(*STAFF)
def restore(call_id: int, fact_id: int) -> ResponseReturnValue:
    """Back to the machine's reading."""
    reviewing.restore(db(), current_user(), call_id, fact_id)
    return redirect(url_for("calls.show", call_id=call_id, fait=fact_id, _anchor=f"fait-{fact_id}"))


@bp.route("/<int:fact_id>/revoir", methods=["POST"])
@open_to(*STAFF)
def settle(call_id: int, fact_id: int) -> ResponseReturnValue:
    """After a new version: take what it says now, or keep what was decided before."""
    reviewing.settle_review(
        db(),
        current_user(),
        call_id,
        fact_id,
        take_new=request.form.get("take") == "new",
        seen=request.form.get("seen"),
    )
    return _onward(call_id, fact_id)


@bp.route("/<int:fact_id>/choisir/<int:rival>", methods=["POST"])
@open_to(*STAFF)
def choose(call_id: int, fact_id: int, rival: int) -> ResponseReturnValue:
    """Of two readings that contradict each other, believe the other one."""
    reviewing.choose(db(), current_user(), call_id, fact_id, rival, seen=request.form.get("seen"))
    return _onward(call_id, fact_id)


@bp.route("/<int:fact_id>/retenir/<int:rival>", methods=["POST"])
@open_to(*STAFF)
def retain(call_id: int, fact_id: int, rival: int) -> ResponseReturnValue:
    """Of two readings that contradict each other, believe the one that goes first."""
    seen = request.form.get("seen")
    reviewing.choose(db(), current_user(), call_id, fact_id, rival, other=False, seen=seen)
    return _onward(call_id, fact_id)


def _onward(call_id: int, fact_id: int) -> ResponseReturnValue:
    """To the next doubt when the one decided was a doubt, else to the fact asked for, else beside it."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    left = doubts_of(call)
    asked = request.form.get("next", type=int)
    known = {fact.id for fact in call.facts}
    following = asked if asked in known else fact_id
    if request.form.get("doubt"):
        later = [one.row.id for one in left if one.row.id == asked] or [one.row.id for one in left]
        following = later[0] if later else fact_id
    return redirect(url_for("calls.show", call_id=call_id, fait=following, _anchor=f"fait-{following}"))


@bp.route("/<int:fact_id>/corriger", methods=["GET", "POST"])
@open_to(*STAFF)
def correct(call_id: int, fact_id: int) -> ResponseReturnValue:
    """Put a person's value beside the machine's."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    fact = found(find_fact(db(), call_id, fact_id, viewer=current_user()))
    form = form_for(fact.kind, fact.key, fact.effective or fact.read or {}, seen=reviewing.version_of(fact))
    if form.accepted():
        try:
            kept = kept_of(form, fact.kind, fact.key)
            reviewing.correct(db(), current_user(), call_id, fact_id, kept, seen=form.seen.data)
        except Invalid as error:
            form.form_errors.append(reason(error))
        else:
            return redirect(url_for("calls.show", call_id=call_id, fait=fact_id, _anchor=f"fait-{fact_id}"))
    return _form_page(call, form, shown_fact=shown(fact), source=shown_source(call, fact))


@bp.route("/ajouter/<kind>", methods=["GET", "POST"])
@open_to(*STAFF)
def add(call_id: int, kind: str) -> ResponseReturnValue:
    """A lot, criterion, paper or clause the machine did not read."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    found(kind if kind in ADDABLE else None)
    form = form_for(kind, "", {}, seen="")
    if form.accepted():
        try:
            fact = reviewing.add(db(), current_user(), call_id, kind, kept_of(form, kind, ""))
        except Invalid as error:
            form.form_errors.append(reason(error))
        else:
            return redirect(url_for("calls.show", call_id=call_id, fait=fact.id, _anchor=f"fait-{fact.id}"))
    return _form_page(call, form, kind=kind)


def _form_page(call: CallRow, form: Any, **given: Any) -> ResponseReturnValue:
    steps = steps_of(call, find_split_of_call(db(), call.id, viewer=current_user()))
    status = 422 if form.errors or form.form_errors else 200
    return render_template("facts/form.html", call=call, steps=steps, form=form, **given), status


@bp.route("/confirmer-les-surs", methods=["POST"])
@open_to(*STAFF)
def confirm_sure(call_id: int) -> ResponseReturnValue:
    """Confirm every fact read without doubt at once, or those of one section that she has before her."""
    section = request.form.get("section", "")
    only = {int(one) for one in request.form.get("facts", "").split(",") if one.isdecimal()}
    count = reviewing.confirm_all_sure(db(), current_user(), call_id, only=only if section else None)
    if section:
        return redirect(url_for("calls.show", call_id=call_id, _anchor=f"g-{section}"))
    flash(ngettext("%(num)s fait confirmé.", "%(num)s faits confirmés.", count), "ok")
    return redirect(url_for("calls.show", call_id=call_id))


@bp.route("/terminer", methods=["POST"])
@open_to(*STAFF)
def finish(call_id: int) -> ResponseReturnValue:
    """Close the review and go on to the needs."""
    try:
        reviewing.finish(db(), current_user(), call_id)
    except NotReady as error:
        flash(reason(error), "doubt")
        return redirect(url_for("calls.show", call_id=call_id))
    flash(_("Lecture vérifiée. Indiquez maintenant les besoins à répartir."), "ok")
    return redirect(url_for("needs.index", call_id=call_id))
