"""Reserves: who takes over if a member withdraws, named by a search, agreed to by its director."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tender.store.accounts import Role
from tender.store.calls import find_call
from tender.store.jobs import JobKind, last_job
from tender.web import jobs
from tender.web.errors import found, reason
from tender.web.login import STAFF, current_user, open_to
from tender.web.session import db
from tender.workbench import clock, reserve_jobs, reserving
from tender.workbench.errors import Invalid, NotReady, OutOfDate

bp = Blueprint("reserves", __name__)


@bp.route("/appels/<int:call_id>/reserves/proposer", methods=["POST"])
@open_to(*STAFF)
def propose(call_id: int) -> ResponseReturnValue:
    """Name a reserve for every part that has none."""
    try:
        job = reserve_jobs.ask(db(), current_user(), call_id)
        lacking = reserving.propose_reserves(db(), current_user(), call_id) if job is None else 0
    except NotReady as error:
        flash(reason(error), "doubt")
        return redirect(url_for("consent.show", call_id=call_id, _anchor="reserves"))
    if job is not None:
        jobs.start(job)
    else:
        flash(_("Les réserves sont désignées ; leurs directions les voient dans « À décider »."), "ok")
        if lacking:
            flash(ngettext("%(num)s part reste sans réserve : personne d’autre ne peut la prendre.",
                           "%(num)s parts restent sans réserve : personne d’autre ne peut les prendre.",
                           lacking), "doubt")  # fmt: skip
    return redirect(url_for("consent.show", call_id=call_id, _anchor="reserves"))


@bp.route("/appels/<int:call_id>/reserves/avancement")
@open_to(*STAFF)
def progress(call_id: int) -> ResponseReturnValue:
    """How far the search is; once over, the whole page is asked again."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    job = last_job(db(), call_id, JobKind.RESERVE, viewer=current_user())
    if job is None or job.is_over:
        return jobs.page_anew()
    return render_template("consent/progress.html", call=call, job=job)


@bp.route("/appels/<int:call_id>/reserves/<int:reserve_id>/reprendre", methods=["POST"])
@open_to(*STAFF)
def take_over(call_id: int, reserve_id: int) -> ResponseReturnValue:
    """The holder withdraws: its reserve gets the part, and both are asked again."""
    try:
        reserving.take_over(db(), current_user(), call_id, reserve_id)
    except NotReady as error:
        flash(reason(error), "doubt")
    else:
        flash(_("La réserve reprend la part ; son accord lui est demandé sur sa nouvelle part."), "ok")
    return redirect(url_for("consent.show", call_id=call_id))


@bp.route("/reserves/<int:reserve_id>", methods=["GET", "POST"])
@open_to(Role.DIRECTOR)
def answer(reserve_id: int) -> ResponseReturnValue:
    """A director stands ready, or not, for exactly what is shown."""
    asked = reserving.reserves_asked(db(), current_user())
    shown = found(next((one for one in asked if one.row.id == reserve_id), None))
    if request.method == "POST":
        try:
            reserving.answer_reserve(
                db(), current_user(), reserve_id, seen=request.form.get("seen", ""),
                accepted=request.form.get("accord") == "oui", reason=request.form.get("motif", ""),
            )  # fmt: skip
        except (OutOfDate, NotReady, Invalid) as error:
            flash(reason(error), "doubt")
            return redirect(url_for("reserves.answer", reserve_id=reserve_id))
        flash(_("Votre réponse est enregistrée."), "ok")
        return redirect(url_for("approvals.index"))
    mandated = current_user().signs_for(shown.row.reserve_id, clock.now().date())
    return render_template("approvals/reserve.html", shown=shown, mandated=mandated)
